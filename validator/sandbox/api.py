"""The sandbox's endpoints: requests of HTTP in, answers of the desk out, and the OpenAPI document of both."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from functools import cached_property
from typing import Any, TypeAlias, cast
from uuid import uuid4

import orjson
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from validator.contract import task_spec
from validator.contract.context import Query
from validator.contract.openapi import Builder
from validator.contract.schemas import Schema, exported
from validator.engines.compiled import compiled
from validator.engines.error_mapping import as_errors
from validator.json_text.compact import compact
from validator.json_text.places import line_column
from validator.json_text.syntax import mistake
from validator.model import JSON, Problem
from validator.responses.build import error, validation_failed
from validator.sandbox.search import parameters, problems_of, read_parameters, search_of
from validator.sandbox.uploads import Desk, items_of_body

#: Where the API begins.
PREFIX = "/api/v1"
#: A body with more bytes than this is refused unread.
MOST_BYTES = 1 << 28

Handler: TypeAlias = Callable[[Request], Awaitable[Response]]

_NOT_FOUND = (404, "DOES_NOT_EXIST", "There are no results for such parameters")
#: What is answered to a request that no endpoint takes.
_CODES = {404: "NOT_FOUND", 405: "METHOD_NOT_ALLOWED"}


class RefusedError(Exception):
    """A request that is answered with an error."""

    def __init__(self, status: int, code: str, message: str, payload: JSON = None) -> None:
        self.status, self.code, self.message, self.payload = status, code, message, payload
        super().__init__(status, code, message)

    @property
    def response(self) -> Response:
        """The error as the API writes it."""
        return answer(self.status, error(self.code, self.message, self.payload, uuid4().hex))


def answer(status: int, body: Any) -> Response:
    """An answer in JSON."""
    return ready(compact(body), status)


def ready(body: bytes, status: int = 200) -> Response:
    """An answer whose JSON is there already."""
    return Response(body, status, media_type="application/json")


class API:
    """The endpoints, as methods that answer requests."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._store, self._world = desk, desk.store, desk.world
        contract = self._world.contract
        self._query: dict[str, Schema] = contract.documents["query"]["properties"]
        headers: dict[str, Schema] = contract.documents["headers"]["properties"]
        self._is_header = {name: compiled(schema, "auto").is_valid for name, schema in headers.items()}
        self._search = {kind: parameters(contract, kind) for kind in ("tasks", "task-suites")}

    def app(self) -> Starlette:
        """The application."""
        ids = {"operations": self.operation, "pools": self.pool, "projects": self.project}
        routes = [_route(f"{PREFIX}/{name}/{{id}}", self._guarded(handler)) for name, handler in ids.items()]
        routes.append(_route(f"{PREFIX}/operations/{{id}}/log", self._guarded(self.operation_log)))
        for kind in ("tasks", "task-suites"):
            routes += [
                _route(f"{PREFIX}/{kind}/{{id}}", self._guarded(self._item(kind))),
                _route(f"{PREFIX}/{kind}", self._guarded(self._list_or_upload(kind)), "GET", "POST"),
            ]
        routes += [_route(path, self.openapi) for path in ("/openapi.json", f"{PREFIX}/openapi.json")]
        return Starlette(
            routes=routes,
            lifespan=self._lifespan,
            exception_handlers={RefusedError: _refused, HTTPException: _no_endpoint, Exception: _broken},
        )

    @asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        self._desk.resume()
        try:
            yield
        finally:
            await self._desk.stop()
            self._store.close()

    # --- what every request must have ----------------------------------------------------------------------------

    def _guarded(self, handler: Handler) -> Handler:
        async def guarded(request: Request) -> Response:
            self._check_token(request.headers.get("authorization"))
            return await handler(request)

        return guarded

    def _check_token(self, header: str | None) -> None:
        if header is None:
            raise RefusedError(401, "AUTHENTICATION_ERROR", "Authorization is missing: send OAuth and a token")
        if not self._is_header["authorization"](header):
            raise RefusedError(401, "AUTHENTICATION_ERROR", "Authorization is not OAuth, a space and a token")
        if self._world.token is not None and header.partition(" ")[2] != self._world.token:
            raise RefusedError(401, "AUTHENTICATION_ERROR", "The token is unknown")

    def _parameters(self, request: Request, schemas: Mapping[str, Schema]) -> dict[str, JSON]:
        values = read_parameters(request.query_params, schemas)
        _refuse_invalid(problems_of(values, schemas))
        return values

    # --- uploads -------------------------------------------------------------------------------------------------

    def _list_or_upload(self, kind: str) -> Handler:
        async def handler(request: Request) -> Response:
            return await self._upload(kind, request) if request.method == "POST" else self._list(kind, request)

        return handler

    async def _upload(self, kind: str, request: Request) -> Response:
        if not self._is_header["content-type"](request.headers.get("content-type", "")):
            raise RefusedError(415, "UNSUPPORTED_MEDIA_TYPE", "Content-Type must be application/json")
        body = await _body(request)
        query = Query(**cast("Any", self._parameters(request, self._query)))
        value = _parsed(body)
        is_alone = not isinstance(value, list)
        return answer(*self._desk.upload(kind, query, items_of_body(value), body, is_alone=is_alone))

    # --- what there is -------------------------------------------------------------------------------------------

    def _list(self, kind: str, request: Request) -> Response:
        search = search_of(self._parameters(request, self._search[kind]))
        found = self._store.find(kind, search.conditions, search.order, search.limit + 1)
        has_more = b"true" if len(found) > search.limit else b"false"
        return ready(b'{"items":[%b],"has_more":%b}' % (b",".join(found[: search.limit]), has_more))

    def _item(self, kind: str) -> Handler:
        async def handler(request: Request) -> Response:
            return ready(_there(self._store.item(kind, request.path_params["id"])))

        return handler

    async def operation(self, request: Request) -> Response:
        """An operation at its stage."""
        return answer(200, _there(self._desk.operation(request.path_params["id"])))

    async def operation_log(self, request: Request) -> Response:
        """What an operation did with each item; empty until it has ended."""
        return ready(_there(self._store.operation(request.path_params["id"])).log or b"[]")

    async def pool(self, request: Request) -> Response:
        """A pool that the sandbox was given."""
        return answer(200, _there(self._desk.pool(request.path_params["id"])))

    async def project(self, request: Request) -> Response:
        """The project that the sandbox was given."""
        project = self._world.project
        is_it = project is not None and str(project.get("id")) == request.path_params["id"]
        return answer(200, _there(project if is_it else None))

    # --- the document --------------------------------------------------------------------------------------------

    async def openapi(self, _: Request) -> Response:
        """What all endpoints take and answer."""
        return ready(self._document)

    @cached_property
    def _document(self) -> bytes:
        builder = Builder(self._world.contract, task_spec.slots(self._world.spec, self._world.contract))
        builder.add_uploads()
        builder.add_operations()
        for kind, document, noun in (("tasks", "created-task", "task"), ("task-suites", "created-suite", "task suite")):
            item = builder.components.ref(document)
            builder.add_get(f"/{kind}/{{id}}", f"get-{document}", f"A {noun}", item, [], tag=kind)
            builder.add(f"/{kind}", "get", self._list_operation(builder, kind, noun, item))
        for name in ("pool", "project"):
            schema = builder.components.ref(name)
            builder.add_get(f"/{name}s/{{id}}", f"get-{name}", f"A {name}", schema, [], tag=f"{name}s")
        whole = builder.document(({"url": PREFIX, "description": "This sandbox"},))
        for kind, one in (("tasks", "created-task"), ("task-suites", "created-suite")):
            responses: dict[str, Any] = whole["paths"][f"/{kind}"]["post"]["responses"]
            responses["201"]["links"] = _links(f"get-{one}")
            responses["202"]["links"] = _links("getOperation", "getOperationLog")
        return orjson.dumps(whole)

    def _list_operation(self, builder: Builder, kind: str, noun: str, item: Schema) -> dict[str, Any]:
        page: Schema = {
            "title": "Page",
            "type": "object",
            "required": ["items", "has_more"],
            "properties": {"items": {"type": "array", "items": item}, "has_more": {"type": "boolean"}},
        }
        found = {"description": f"The first {noun}s that fit.", "content": {"application/json": {"schema": page}}}
        refused = {"400": "VALIDATION_ERROR: a parameter cannot be used.", "401": "AUTHENTICATION_ERROR."}
        return {
            "operationId": f"find-{kind}",
            "summary": f"Find {noun}s",
            "tags": [kind],
            "parameters": [
                {"name": name, "in": "query", "required": False, "schema": exported(schema)}
                for name, schema in self._search[kind].items()
            ],
            "responses": {"200": found, **builder.errors(refused)},
        }


def _links(*operations: str) -> dict[str, Any]:
    """Where the id of an answer leads."""
    return {each: {"operationId": each, "parameters": {"id": "$response.body#/id"}} for each in operations}


def _route(path: str, handler: Handler, *methods: str) -> Route:
    return Route(path, handler, methods=list(methods or ("GET",)))


def _there(found: Any) -> Any:
    if found is None:
        raise RefusedError(*_NOT_FOUND)
    return found


async def _body(request: Request) -> bytes:
    pieces, size = [], 0
    async for each in request.stream():
        pieces.append(each)
        size += len(each)
        if size > MOST_BYTES:
            raise RefusedError(413, "ENTITY_TOO_LARGE", f"The body has more than {MOST_BYTES:,} bytes")
    return b"".join(pieces)


def _parsed(body: bytes) -> JSON:
    try:
        value: JSON = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise RefusedError(400, "VALIDATION_ERROR", f"The body is not JSON: {_why(body, str(error))}") from None
    return value


def _why(body: bytes, otherwise: str) -> str:
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        return f"byte 0x{body[error.start]:02x} at offset {error.start:,} is not UTF-8"
    found = mistake(text)
    if found is None:
        return otherwise
    line, column = line_column(text, found.offset)
    return f"line {line}, column {column}: {found}"


def _refuse_invalid(problems: list[Problem]) -> None:
    if problems:
        failed = validation_failed(cast("JSON", as_errors(problems)), "")
        raise RefusedError(400, str(failed["code"]), str(failed["message"]), failed["payload"])


async def _refused(_: Request, refused: Exception) -> Response:
    return cast("RefusedError", refused).response


async def _no_endpoint(_: Request, raised: Exception) -> Response:
    http = cast("HTTPException", raised)
    code = _CODES.get(http.status_code, "VALIDATION_ERROR")
    refused = RefusedError(http.status_code, code, http.detail).response
    refused.headers.update(http.headers or {})
    return refused


async def _broken(_: Request, __: Exception) -> Response:
    return RefusedError(500, "INTERNAL_ERROR", "Internal Error").response
