"""What was received, as it was saved: JSON, JSON lines, or what Python prints of it, with text around it or without."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress

import orjson

from validator.inputs.names import STDIN, CannotReadError, Input, compression_of
from validator.inputs.streams import opened, read_to_end
from validator.model import JSON

_ADVICE = "give the body of the response, or what the client's exception prints of it"


def parsed(data: bytes, name: str) -> JSON:
    """The value in a saved response.

    Raises:
        CannotReadError: it is neither JSON nor a printed Python value.
    """
    try:
        text = data.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise CannotReadError(name, f"byte {error.start} is not UTF-8; {_ADVICE}") from None
    if not text:
        raise CannotReadError(name, f"is empty; {_ADVICE}")
    for each in _candidates(text):
        for read in _READERS:
            with suppress(ValueError, SyntaxError, RecursionError, MemoryError):
                return read(each)
    raise CannotReadError(name, f"is neither JSON nor a printed Python value; {_ADVICE}")


def _candidates(text: str) -> Iterator[str]:
    """The text, and the value that an exception's text ends with."""
    yield text
    begin, end = text.find("{"), text.rfind("}") + 1
    if 0 <= begin < end and (begin > 0 or end < len(text)):
        yield text[begin:end]


def _lines(text: str) -> JSON:
    return [orjson.loads(line) for line in text.splitlines() if line.strip()]


def _literal(text: str) -> JSON:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # an escape that Python frowns at is no concern of whoever pasted it
        tree = ast.parse(text, mode="eval")
        return _plain(ast.literal_eval(_Calls().visit(tree)))


class _Calls(ast.NodeTransformer):
    """Turns `FieldValidationError(code='…')` into a dict and `Decimal('0.01')` into its argument; calls nothing."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if not _is_name(node.func):
            raise ValueError("not a printed value")
        if len(node.args) == 1 and not node.keywords:
            return node.args[0]
        keys: list[ast.expr | None] = [ast.Constant(each.arg) for each in node.keywords if each.arg]
        if node.args or len(keys) < len(node.keywords):
            raise ValueError("not a printed value")
        return ast.Dict(keys, [each.value for each in node.keywords])


def _is_name(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) or (isinstance(node, ast.Attribute) and _is_name(node.value))


def _plain(value: object) -> JSON:
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise ValueError("not a value that JSON has")


_READERS: tuple[Callable[[str], JSON], ...] = (orjson.loads, _lines, _literal)


def received(name: str) -> JSON:
    """The value in the file of a saved response; `-` is stdin.

    Raises:
        CannotReadError: it cannot be read.
    """
    is_stdin = name == STDIN
    source = Input("<stdin>" if is_stdin else name, is_stdin=is_stdin, compression=compression_of(name))
    with opened(source) as stream, read_to_end(source.name):
        data = stream.rest()
    return parsed(data, source.name)
