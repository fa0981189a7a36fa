"""Two contracts side by side: what the newer one newly rejects, newly accepts and changes, found by walking both."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from validator.contract.loader import DOCUMENTS, PARTS, Contract
from validator.contract.schemas import Schema, reference, rewritten
from validator.diff.schemas import Difference, Effect, compared
from validator.model import JSON, Path


class Change(NamedTuple):
    """One difference. `path` is inside one value of the document: `N` is any position, `*` any other key."""

    document: str
    path: Path
    code: str
    effect: Effect
    before: JSON
    after: JSON

    @property
    def breaking(self) -> bool:
        """Whether what worked may work no longer: a request is refused, or an answer holds what it never held."""
        return self.effect in ("unclear", "accepts" if self.document in _ANSWERS else "rejects")


_ANSWERS = frozenset({"created", "created-task", "created-suite", "batch", "operation", "operation-log", "error"})
#: Requests first; documents that are not named here follow in the order of the alphabet.
_ORDER = ("task", "task-suite", "query", "headers", "field-types", PARTS, "project", "task-spec", *DOCUMENTS.values())


def differences(old: Contract, new: Contract) -> list[Change]:
    """Every change from the old contract to the new one, those of requests first."""
    names = sorted({*old.documents, *new.documents}, key=lambda name: (_rank(name), name))
    found = [Change(name, each.path, *each[:4]) for name in names for each in _of_document(name, old, new)]
    return [each for n, each in enumerate(found) if each not in found[:n]]


def _rank(document: str) -> int:
    return _ORDER.index(document) if document in _ORDER else len(_ORDER)


def _of_document(name: str, old: Contract, new: Contract) -> Iterator[Difference]:
    if name not in old.documents or name not in new.documents:
        is_new = name in new.documents
        code = "DOCUMENT_ADDED" if is_new else "DOCUMENT_REMOVED"
        yield Difference(code, "changes" if is_new else "unclear", not is_new, is_new)
        return
    yield from compared(_walkable(old, name), _walkable(new, name))


def _walkable(contract: Contract, document: str) -> Schema:
    """A document with the parts it refers to in their places; other documents are walked on their own.

    Definitions stand in it as if they were keys, except those of the parts that were walked where they are used.
    """

    def resolve(node: Schema, inside: str) -> Schema:
        if "$ref" not in node:
            return node
        name, part = reference(node, inside)
        if not part:
            return {"$ref": name}
        return rewritten(contract.part(name, part), lambda each: resolve(each, name))

    schema = contract.documents[document]
    definitions = schema.get("definitions", {})
    if document == PARTS:
        used = _used_parts(contract)
        definitions = {name: each for name, each in definitions.items() if name not in used}
    whole = {key: value for key, value in schema.items() if key != "definitions"}
    if definitions:
        whole["properties"] = whole.get("properties", {}) | definitions
    return rewritten(whole, lambda each: resolve(each, document))


def _used_parts(contract: Contract) -> set[str]:
    used: set[str] = set()

    def see(node: Schema, document: str) -> Schema:
        if "$ref" in node:
            used.add(reference(node, document)[1])
        return node

    for name, schema in contract.documents.items():
        rewritten(schema, partial(see, document=name))
    return used
