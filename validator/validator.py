"""The library's face: a Validator for one kind of payload."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypedDict, cast

from validator.contract import loader, schemas, task_spec
from validator.contract.codes import NULL_BODY
from validator.contract.context import Context, Query
from validator.contract.kinds import document_of
from validator.contract.loader import REQUEST_KINDS
from validator.contract.schemas import Schema
from validator.contract.task_spec import TaskSpec
from validator.engines.error_mapping import as_errors
from validator.errors import UnknownNameError
from validator.json_text.python_values import items_of, to_json
from validator.lint.linter import Linter
from validator.lint.run import Run
from validator.model import JSON, Batch, Finding, Problem

if TYPE_CHECKING:
    from uuid import UUID


class FieldError(TypedDict, total=False):
    """One entry of `validation_errors`; `params` holds the bounds that the message names, if any."""

    code: str
    message: str
    params: list[JSON]


class Options(TypedDict, total=False):
    """What can be known beside the items; a Validator explains each."""

    contract: str
    project: Mapping[str, object] | None
    pool: Mapping[str, object] | None
    async_mode: bool | None
    allow_defaults: bool | None
    skip_invalid_items: bool | None
    open_pool: bool | None
    operation_id: str | UUID | None


class Prediction(TypedDict):
    """What the server would answer: the status of HTTP, and the body."""

    status: int
    body: dict[str, Any]


class Validator:
    """Says what the API would answer to a payload, and what it would take although it is surely wrong.

    Args:
        kind: `tasks` or `task-suites`.
        contract: The generation of the API.
        project: The project as the API returns it, or its `task_spec`: the fields of a task are checked against it.
        pool: The pool as the API returns it: its defaults decide whether an overlap is needed.
        async_mode: Query parameter, as are the next four; None says that nothing is known of it.
        allow_defaults: Take the overlap from the pool where an item has none.
        skip_invalid_items: Create the valid items though others are invalid.
        open_pool: Open the pool after the upload.
        operation_id: The client's own id of an asynchronous request.
        engine: `rust`, `python`, or `auto` for the first of them that is installed.

    Raises:
        ValueError: an unknown name, or a project without a `task_spec`.
        TypeError: a query parameter or document of the wrong type.
        ImportError: the engine is not installed.
    """

    def __init__(  # noqa: PLR0913 - the parameters of the endpoint
        self,
        kind: str,
        *,
        contract: str = loader.DEFAULT_CONTRACT,
        project: Mapping[str, object] | None = None,
        pool: Mapping[str, object] | None = None,
        async_mode: bool | None = None,
        allow_defaults: bool | None = None,
        skip_invalid_items: bool | None = None,
        open_pool: bool | None = None,
        operation_id: str | UUID | None = None,
        engine: str = "auto",
    ) -> None:
        self.context = context_of(
            kind,
            contract=contract,
            project=project,
            pool=pool,
            async_mode=async_mode,
            allow_defaults=allow_defaults,
            skip_invalid_items=skip_invalid_items,
            open_pool=open_pool,
            operation_id=operation_id,
        )
        self._project = None if project is None else to_json(project, "project")
        self._linter = Linter(self.context, engine=engine)

    @property
    def schema(self) -> Schema:
        """The filled JSON Schema (draft-07) of one item, as any other validator takes it."""
        return schemas.exported(self.context.schema)

    def validation_errors(self, payload: object) -> dict[str, dict[str, FieldError]]:
        """The API's own map: position, then path, then code and message. Empty when no item would be rejected.

        What is wrong with the request as a whole is not about items: `lint` and `predict` tell it.

        Args:
            payload: One mapping, an iterable of them, or objects with `unstructure()`.

        Raises:
            TypeError: the payload is none of these.
            ValueError: a value that JSON cannot hold, such as NaN; the text names its place.
        """
        items, is_alone = items_of(payload)
        found = ((str(n), self._problems(item, is_alone=is_alone)) for n, item in enumerate(items))
        return {n: cast("dict[str, FieldError]", as_errors(problems)) for n, problems in found if problems}

    def is_valid(self, payload: object) -> bool:
        """Whether the API would take every item of the payload. Raises as `validation_errors` does."""
        return all(map(self._linter.is_valid, items_of(payload)[0]))

    def lint(self, payload: object) -> list[Finding]:
        """Every finding: first those about the project and the request, then item by item.

        What is wrong with the project has `kind` "project" and no index. Raises as `validation_errors` does.
        """
        items, is_alone = items_of(payload)
        return [*self._about_project(), *self._about_items(items, is_alone=is_alone)]

    def _about_project(self) -> Iterator[Finding]:
        if self._project is None:
            return
        context = Context(self.context.contract, "project", document=document_of("project", self._project))
        batch = Batch(0, [self._project])
        for each in Run(Linter(context)).findings([batch], is_one_request=True):
            yield each._replace(index=None)

    def _about_items(self, items: list[JSON], *, is_alone: bool) -> list[Finding]:
        run = Run(self._linter)
        if is_alone and items == [None]:
            return [*run.about_request(), *run.stamped(self._problems(None, is_alone=True), 0)]
        return [*run.about_request(), *run.findings([Batch(0, items)], is_one_request=True)]

    def predict(self, payload: object) -> Prediction:
        """What the server would answer: `{"status": 201, "body": …}`.

        An asynchronous request (`async_mode=True`) is answered with its operation as it will be in the end. Ids come
        from a hash of the items, and every time is the same fixed one, so equal requests get equal answers.
        No source shows the payload of the 400 for a list: here it is keyed by position, then path, which is how the
        official Python client has it. For one object it is keyed by path. Raises as `validation_errors` does.
        """
        items, is_alone = items_of(payload)
        from validator.responses.predict import predicted

        answer = predicted(self._linter, items, is_alone=is_alone)
        return Prediction(status=answer.status, body=answer.body)

    def _problems(self, item: JSON, *, is_alone: bool) -> list[Problem]:
        if item is None and is_alone:
            return [NULL_BODY]
        return self._linter.api_problems(item)


def context_of(  # noqa: PLR0913 - the parameters of the endpoint
    kind: str,
    *,
    contract: str = loader.DEFAULT_CONTRACT,
    project: Mapping[str, object] | None = None,
    pool: Mapping[str, object] | None = None,
    async_mode: bool | None = None,
    allow_defaults: bool | None = None,
    skip_invalid_items: bool | None = None,
    open_pool: bool | None = None,
    operation_id: str | UUID | None = None,
) -> Context:
    """What is known beside the items, from what a user of the library says. Raises as Validator does."""
    if kind not in REQUEST_KINDS:
        raise UnknownNameError("kind", kind, REQUEST_KINDS)
    flags = {
        "async_mode": async_mode,
        "allow_defaults": allow_defaults,
        "skip_invalid_items": skip_invalid_items,
        "open_pool": open_pool,
    }
    return Context(loader.load(contract), kind, _spec(project), _pool(pool), _query(flags, operation_id))


def _spec(project: Mapping[str, object] | None) -> TaskSpec | None:
    if project is None:
        return None
    if not isinstance(project, Mapping):
        message = f"project is a mapping, as the API returns it, not {type(project).__name__}"
        raise TypeError(message)
    return task_spec.read(to_json(project, "project"))


def _pool(pool: Mapping[str, object] | None) -> dict[str, JSON] | None:
    if pool is None:
        return None
    if not isinstance(pool, Mapping):
        message = f"pool is a mapping, as the API returns it, not {type(pool).__name__}"
        raise TypeError(message)
    return cast("dict[str, JSON]", to_json(pool, "pool"))


def _query(flags: Mapping[str, bool | None], operation_id: str | UUID | None) -> Query:
    for name, flag in flags.items():
        if flag is not None and not isinstance(flag, bool):
            message = f"{name} is True, False or None, not {flag!r}"
            raise TypeError(message)
    if operation_id is not None and not isinstance(operation_id, str) and type(operation_id).__name__ != "UUID":
        message = f"operation_id is a UUID as a string, not {type(operation_id).__name__}"
        raise TypeError(message)
    return Query(**flags, operation_id=None if operation_id is None else str(operation_id))
