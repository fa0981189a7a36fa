"""A contract as an OpenAPI 3.1 document: its schemas become components, and the endpoints refer to them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias

from validator.contract.loader import DOCUMENTS, PARTS, Contract, Limits
from validator.contract.schemas import Schema, exported, reference, rewritten

Node: TypeAlias = dict[str, Any]

#: Where the API is to be found, unless somebody else answers in its place.
SERVERS = (
    {"url": "https://toloka.dev/api/v1", "description": "Production"},
    {"url": "https://sandbox.toloka.dev/api/v1", "description": "Sandbox"},
)
_JSON = "application/json"


class Components:
    """The schemas of a document: each gets its place when something first refers to it.

    OpenAPI 3.1 takes JSON Schema 2020-12. A contract keeps to keywords that mean the same in draft-07 and there; what
    remains is where definitions stand, and that draft-07 heeds no keyword beside a `$ref`.
    """

    def __init__(self, contract: Contract, slots: Mapping[str, Schema] | None = None) -> None:
        self._contract = contract
        self._slots = slots or {}
        self._names: dict[tuple[str, str], str] = {}
        self._schemas: dict[str, Schema] = {}

    @property
    def schemas(self) -> dict[str, Schema]:
        """Every schema that was referred to, in the order of the alphabet."""
        return dict(sorted(self._schemas.items()))

    def ref(self, document: str, part: str = "") -> Schema:
        """A reference to a document of the contract, or to one of its definitions."""
        place = (document, part)
        if place not in self._names:
            name = _pascal(part or document)
            self._names[place] = name if name not in self._schemas else _pascal(f"{document}-{part}")
            self._schemas[self._names[place]] = {}  # holds the name while what it refers to is looked at
            self._schemas[self._names[place]] = self._converted(document, part)
        return {"$ref": f"#/components/schemas/{self._names[place]}"}

    def inline(self, schema: Schema, document: str) -> Schema:
        """A schema out of a document, in the dialect of OpenAPI 3.1 and with references to components."""

        def change(node: Schema) -> Schema:
            return self.ref(*reference(node, document)) if "$ref" in node else node

        own = {key: value for key, value in schema.items() if key not in ("$schema", "$id", "definitions")}
        return rewritten(exported(own), change)

    def _converted(self, document: str, part: str) -> Schema:
        schema = self._contract.part(document, part)
        if document == PARTS and part in self._slots:
            schema = schema | self._slots[part]
        if self._slots and not part:  # the examples fit the contract, not any project
            schema = {key: value for key, value in schema.items() if key != "examples"}
        return self.inline(schema, document)

    def examples(self, document: str) -> list[Any]:
        """The examples of a document; none where a project decides what fits."""
        return [] if self._slots else list(self._contract.documents[document].get("examples", ()))


class Endpoint(NamedTuple):
    """A path that takes items of a kind, and the document that describes what is made of each."""

    kind: str
    path: str
    operation: str
    created: str
    noun: str


UPLOADS = (
    Endpoint("tasks", "/tasks", "createTasks", "created-task", "task"),
    Endpoint("task-suites", "/task-suites", "createTaskSuites", "created-suite", "task suite"),
)

#: What an answer that is an error means. Braces are filled from the limits of the endpoint.
UPLOAD_ERRORS = {
    "400": "VALIDATION_ERROR: an item is invalid and skip_invalid_items is not true. Nothing was created. The payload "
    "of one object is keyed by path. No source shows that of a list: here it is keyed by position, then by path.",
    "401": "AUTHENTICATION_ERROR: the token is missing or unknown. No source shows the status; it is that of HTTP.",
    "403": "ACCESS_DENIED: the token gives no right to the pool.",
    "409": "The pool or the operation does not permit it: CONFLICT_STATE, OPERATION_ALREADY_EXISTS (the operation_id "
    "was sent before), EMPTY_POOL (open_pool is true and there is nothing in the pool).",
    "413": "Too much for one request: a synchronous one takes {items_per_request:,} items{bytes}.",
    "415": "The Content-Type is not application/json.",
    "429": "TOO_MANY_REQUESTS: the API takes {items_per_minute:,} items a minute and {items_per_day:,} a day.",
}
READ_ERRORS = {
    "401": UPLOAD_ERRORS["401"],
    "403": "ACCESS_DENIED: the token gives no right to it.",
    "404": "DOES_NOT_EXIST: nothing has this id. The log of an operation is kept for a month.",
    "429": "TOO_MANY_REQUESTS.",
}


class Builder:
    """Puts an OpenAPI document together; `add` takes more endpoints than those of an upload.

    Args:
        contract: The generation of the API.
        slots: What a project fills the slots of the contract with, as `task_spec.slots` gives it.
    """

    def __init__(self, contract: Contract, slots: Mapping[str, Schema] | None = None) -> None:
        self.components = Components(contract, slots)
        self._contract = contract
        self._paths: dict[str, Node] = {}

    def add(self, path: str, method: str, operation: Node) -> None:
        """Add an endpoint."""
        self._paths.setdefault(path, {})[method] = operation

    def add_uploads(self) -> None:
        """Add the endpoints that take items."""
        for each in UPLOADS:
            self.add(each.path, "post", self._upload(each))

    def add_operations(self) -> None:
        """Add the endpoints that tell what became of an asynchronous upload."""
        entry = self.components.ref("operation-log")
        log = {"title": "Operation log", "type": "array", "items": entry}
        one, entries = self.components.examples("operation"), self.components.examples("operation-log")
        self.add_get("/operations/{id}", "getOperation", "An operation", self.components.ref("operation"), one)
        self.add_get("/operations/{id}/log", "getOperationLog", "The log of an operation", log, [entries])

    def add_get(  # noqa: PLR0913 - an endpoint has that many parts
        self, path: str, name: str, title: str, schema: Schema, examples: list[Any], *, tag: str = "operations"
    ) -> None:
        """Add an endpoint that answers with what the id in its path stands for."""
        id_ = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
        responses = {"200": _answer(title, schema, _named(examples))} | self.errors(READ_ERRORS)
        self.add(
            path,
            "get",
            {"operationId": name, "summary": title, "tags": [tag], "parameters": [id_], "responses": responses},
        )

    def errors(self, meanings: Mapping[str, str]) -> Node:
        """Answers by status that are errors."""
        return {status: _answer(text, self.components.ref("error")) for status, text in meanings.items()}

    def document(self, servers: tuple[Node, ...] = SERVERS) -> Node:
        """The document as it stands now."""
        return {
            "openapi": "3.1.0",
            "info": {
                "title": "Upload of tasks and task suites",
                "version": self._contract.name,
                "description": f"Made by toloka-lint from the contract {self._contract.name}.",
            },
            "servers": list(servers),
            "security": [{"token": []}],
            "paths": self._paths,
            "components": {
                "schemas": self.components.schemas,
                "parameters": self._query(),
                "securitySchemes": {"token": self._token()},
            },
        }

    def _upload(self, endpoint: Endpoint) -> Node:
        limits = self._contract.limits(endpoint.kind)
        noun, nouns = endpoint.noun, f"{endpoint.noun}s"
        return {
            "operationId": endpoint.operation,
            "summary": f"Create one or several {nouns}",
            "description": f"Takes one {noun} or a list, {limits.items_per_minute:,} {nouns} a minute at most and "
            f"{limits.items_per_day:,} a day.",
            "tags": [endpoint.kind],
            "parameters": [{"$ref": f"#/components/parameters/{name}"} for name in self._query()],
            "requestBody": self._body(DOCUMENTS[endpoint.kind]),
            "responses": {
                "201": self._created(endpoint),
                "202": _answer("Asynchronous: the operation.", self.components.ref("operation")),
                **self.errors({status: _filled(text, limits) for status, text in UPLOAD_ERRORS.items()}),
            },
        }

    def _body(self, document: str) -> Node:
        item = self.components.ref(document)
        schema = {"oneOf": [item, {"type": "array", "items": item}]}
        examples = self.components.examples(document)
        return {"required": True, "content": {_JSON: _media(schema, _one_and_list(examples))}}

    def _created(self, endpoint: Endpoint) -> Node:
        one, batch = self.components.ref(endpoint.created), self.components.ref("batch")
        text = f"Synchronous: the {endpoint.noun} that was created, or for a list all by their positions."
        return _answer(text, {"anyOf": [one, batch]}, _named(self.components.examples(endpoint.created)))

    def _query(self) -> Node:
        keys = self._contract.documents["query"]["properties"]
        return {name: self._parameter(name, schema) for name, schema in keys.items()}

    def _parameter(self, name: str, schema: Schema) -> Node:
        converted = _without_null(self.components.inline(schema, "query"))
        text = converted.pop("description", "")
        return {"name": name, "in": "query", "description": text, "required": False, "schema": converted}

    def _token(self) -> Node:
        # OpenAPI ignores a parameter called Authorization; the schema of the header goes along under a name of ours.
        header = self.components.inline(self._contract.documents["headers"]["properties"]["authorization"], "headers")
        text = header.pop("description", "")
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": text, "x-schema": header}


def document(contract: Contract, slots: Mapping[str, Schema] | None = None) -> Node:
    """The OpenAPI document of the two endpoints that take items, and of the operations they start."""
    builder = Builder(contract, slots)
    builder.add_uploads()
    builder.add_operations()
    return builder.document()


def _pascal(name: str) -> str:
    return "".join(word[:1].upper() + word[1:] for word in name.replace("_", "-").split("-"))


def _without_null(schema: Schema) -> Schema:
    """The schema of a value that comes in a query, where there is no null."""
    types = schema.get("type")
    if not isinstance(types, list):
        return schema
    rest = [each for each in types if each != "null"]
    return schema | {"type": rest[0] if len(rest) == 1 else rest}


def _filled(text: str, limits: Limits) -> str:
    bounds = (("input_values", limits.input_values_bytes), ("output_values", limits.output_values_bytes))
    bytes_ = "".join(f", {most:,} bytes of all {name}" for name, most in bounds if most is not None)
    return text.format(
        items_per_request=limits.items_per_request,
        items_per_minute=limits.items_per_minute,
        items_per_day=limits.items_per_day,
        bytes=bytes_,
    )


def _answer(text: str, schema: Schema, examples: Node | None = None) -> Node:
    return {"description": text, "content": {_JSON: _media(schema, examples or {})}}


def _media(schema: Schema, examples: Node) -> Node:
    return {"schema": schema, "examples": examples} if examples else {"schema": schema}


def _named(examples: list[Any]) -> Node:
    return {f"example-{n}": {"value": each} for n, each in enumerate(examples, 1) if each}


def _one_and_list(examples: list[Any]) -> Node:
    return {"one": {"value": examples[0]}, "list": {"value": examples}} if examples else {}
