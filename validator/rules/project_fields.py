"""The fields of a project that is itself the item, for the rules that look at them."""

from __future__ import annotations

from collections.abc import Iterator

from validator.contract import task_spec
from validator.contract.task_spec import Field
from validator.errors import BadDocumentError
from validator.model import JSON, Path


def fields(project: JSON) -> Iterator[tuple[Path, Field]]:
    """Every field of a project or of a bare task_spec, with its path; none where nothing can be read."""
    try:
        spec = task_spec.read(project)
    except BadDocumentError:
        return
    for side, found in (("input_spec", spec.inputs), ("output_spec", spec.outputs)):
        for field in found.values():
            yield spec.path / side / field.name, field
