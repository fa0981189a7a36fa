"""Documents that a check needs beside the data: the project and the pool, each from its file."""

from __future__ import annotations

from validator import task_spec
from validator.errors import BadDocumentError
from validator.inputs import CannotReadError, read_document
from validator.model import JSON
from validator.task_spec import TaskSpec


def read_project(file: str) -> tuple[JSON, TaskSpec]:
    """The project as it stands in the file, and its fields.

    Raises:
        CannotReadError: the file is not there, or holds no project.
    """
    project = read_document(file, "project")
    try:
        return project, task_spec.read(project)
    except BadDocumentError as error:
        raise CannotReadError(file, f"{error.why}; {error.advice}") from None


def read_pool(file: str) -> dict[str, JSON]:
    """The pool.

    Raises:
        CannotReadError: the file is not there, or holds no pool.
    """
    pool = read_document(file, "pool")
    if not isinstance(pool, dict):
        raise CannotReadError(file, "is not a JSON object; give the pool as GET /pools/{id} returns it")
    return pool
