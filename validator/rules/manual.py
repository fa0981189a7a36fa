"""The manual: a page for every code, a table of all, and both as one document."""

from __future__ import annotations

import re
from collections.abc import Iterator

from validator.contract import loader
from validator.contract.codes import API_CODES, KEYWORDS, TYPE_CODES, name_of
from validator.contract.schemas import Schema
from validator.errors import UnknownNameError
from validator.rules import RULES
from validator.rules.base import Rule

_NEEDS = {
    "project": "a project",
    "pool": "a pool",
    "query": "query parameters",
    "response": "a response",
    "text": "a file",
}
_HEADER = ("code", "name", "severity", "needs", "what it finds")


def page(code_or_name: str) -> str:
    """The page of one code, in Markdown.

    Raises:
        UnknownNameError: no rule and no error of the API has this code or name.
    """
    for code, rule in RULES.items():
        if code_or_name in (code, rule.name):
            return _rule_page(rule)
    for code in API_CODES:
        if code_or_name in (code, name_of(code)):
            return _api_page(code)
    known = (*RULES, *(rule.name for rule in RULES.values()), *API_CODES, *map(name_of, API_CODES))
    raise UnknownNameError("rule or code", code_or_name, known, "toloka-lint rule")


def table() -> str:
    """All codes, a Markdown table: first the rules, then the errors of the API."""
    rules = [(each.code, each.name, each.severity, _needs(each), each.title.rstrip(".")) for each in RULES.values()]
    errors = [(code, name_of(code), "error", "", _without_bounds(each.message)) for code, each in API_CODES.items()]
    rows = [_HEADER, ("---",) * len(_HEADER), *rules, *errors]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def document() -> str:
    """The whole manual of codes: `docs/rules.md`."""
    intro = (
        "# Codes\n\n"
        "`TL` codes are lint rules: what the API takes and is surely wrong, and what no request can hold. The others\n"
        "are errors that the API itself would give. `toloka-lint rule CODE` shows one page of this document.\n"
        "Every example here is run by the tests.\n"
    )
    pages = [page(code) for code in (*RULES, *API_CODES)]
    return "\n".join([intro, table(), *(re.sub("^#", "##", each, flags=re.MULTILINE) for each in pages)])


def _rule_page(rule: Rule) -> str:
    title, _, text = rule.page.strip().partition("\n")
    needs = _needs(rule)
    facts = f"Severity: {rule.severity}." + (f" Needs: {needs}." if needs else "")
    return f"# {rule.code} {rule.name}\n\n{title}\n\n{facts}\n\n{text.strip()}\n"


def _needs(rule: Rule) -> str:
    needs = dict.fromkeys((*rule.needs, *(("project",) if rule.kinds == ("project",) else ())))
    return ", ".join(_NEEDS[each] for each in needs)


def _api_page(code: str) -> str:
    message, is_attested = API_CODES[code]
    origin = (
        "A source shows this text, word for word."
        if is_attested
        else "The text is ours: the code is known, and no source shows what the API says with it."
    )
    causes = (
        "".join(f"- {each}\n" for each in _causes(code)) or "- no keyword of a schema: the program itself finds it\n"
    )
    return (
        f"# {code} {name_of(code)}\n\nAn error of the API.\n\nSeverity: error.\n\n"
        f"## What it says\n{_without_bounds(message)}\n\n{origin}\n\n## What gives it\n{causes}"
    )


def _without_bounds(message: str) -> str:
    return message.replace("{}", "…")


def _causes(code: str) -> list[str]:
    """The keywords whose failure gives the code: by default, or where a contract says so."""
    default = [f"`{keyword}`" for keyword, each in KEYWORDS.items() if each.code == code]
    types = [f"`type`, where the first type is {name}" for name, each in TYPE_CODES.items() if each == code]
    null = ["null where `type` does not take it"] if code == KEYWORDS["required"].code else []
    marked = dict.fromkeys(
        f"`{keyword}` of {name}"
        for contract in map(loader.load, loader.contract_names())
        for document in contract.documents.values()
        for each, keyword, name in _annotations(document, "")
        if each == code
    )
    return [*default, *types, *null, *marked]


def _annotations(schema: object, name: str) -> Iterator[tuple[str, str, str]]:
    """The errors that a schema names itself: code, keyword, and what the schema describes."""
    if isinstance(schema, list):
        for each in schema:
            yield from _annotations(each, name)
    if not isinstance(schema, dict):
        return
    node: Schema = schema
    title = node.get("title", "")
    name = title if isinstance(title, str) and title else name
    for keyword, each in node.get("x-errors", {}).items():
        if "code" in each:
            yield each["code"], keyword, name[:1].lower() + name[1:]
    for key, value in node.items():
        yield from _annotations(value, key)
