"""From a failed JSON Schema keyword to the API's error: the default table that schemas annotate.

Which codes exist, and which texts are attested, comes from the API's documentation and its official client; the
other texts are ours. A schema overrides an entry beside the keyword it is about:
`{"pattern": "^www", "x-errors": {"pattern": {"code": "INVALID_URL_SYNTAX"}}}`.
"""

from __future__ import annotations

from typing import NamedTuple

from validator.model import ROOT, Problem


class Code(NamedTuple):
    """One API error code: its text (`{}` stands for the bound) and whether a source shows that text."""

    message: str
    attested: bool = False


API_CODES: dict[str, Code] = {
    "VALUE_REQUIRED": Code("Value must be present and not equal to null", attested=True),
    "VALUE_NOT_ALLOWED": Code("Unknown field name", attested=True),
    "NOT_NULL_BODY": Code("Request body must not be null"),
    "STRING_EXPECTED": Code("Value must be a string"),
    "INTEGER_EXPECTED": Code("Value must be an integer"),
    "FLOAT_EXPECTED": Code("Value must be a number"),
    "BOOLEAN_EXPECTED": Code("Value must be a boolean"),
    "ARRAY_EXPECTED": Code("Value must be an array"),
    "OBJECT_EXPECTED": Code("Value must be an object", attested=True),
    "UNKNOWN_ENUM_VALUE": Code("Value must be one of: {}"),
    "INVALID_URL_SYNTAX": Code("Value must be in valid url format", attested=True),
    "INVALID_COORDINATES_SYNTAX": Code("Value must be coordinates: latitude,longitude"),
    "INVALID_DATE_TIME_SYNTAX": Code("Value must be in the format YYYY-MM-DDThh:mm:ss[.sss]"),
    "INVALID_REGEX_SYNTAX": Code("Value must be a regular expression: {}"),
    "UUID_EXPECTED": Code("Value must be a UUID"),
    "PATTERN_MISMATCH": Code("Value must match the pattern {}"),
    "CHARACTER_NOT_ALLOWED": Code("Field names take Latin letters, digits, hyphens and underscores"),
    "BLANK_STRING_NOT_ALLOWED": Code("Value must not be blank"),
    "STRING_LENGTH_LESS_THAN_MIN": Code("String length must be greater or equal to {}"),
    "STRING_LENGTH_GREATER_THAN_MAX": Code("String length must be less or equal to {}"),
    "ARRAY_SIZE_LESS_THAN_MIN": Code("Array size must be greater or equal to {}"),
    "ARRAY_SIZE_GREATER_THAN_MAX": Code("Array size must be less or equal to {}"),
    "VALUE_LESS_THAN_MIN": Code("Value must be greater or equal to {}", attested=True),
    "VALUE_GREATER_THAN_MAX": Code("Value must be less or equal to {}"),
    "DUPLICATE_VALUE_IN_ARRAY": Code("Array must not contain duplicate values"),
    "OBJECT_SIZE_BYTES_GREATER_THAN_MAX": Code("about {} bytes, more than {}"),
}

TYPE_CODES: dict[str, str] = {
    "string": "STRING_EXPECTED",
    "integer": "INTEGER_EXPECTED",
    "number": "FLOAT_EXPECTED",
    "boolean": "BOOLEAN_EXPECTED",
    "array": "ARRAY_EXPECTED",
    "object": "OBJECT_EXPECTED",
    "null": "VALUE_NOT_ALLOWED",
}


class Keyword(NamedTuple):
    """What a failed keyword means. Of several failures at one path, the lowest rank is the one reported."""

    code: str
    rank: int
    has_bound: bool = False


KEYWORDS: dict[str, Keyword] = {
    "required": Keyword("VALUE_REQUIRED", 0),
    "additionalProperties": Keyword("VALUE_NOT_ALLOWED", 0),
    "type": Keyword("", 1),  # by TYPE_CODES; null where null is not taken counts as `required`
    "enum": Keyword("UNKNOWN_ENUM_VALUE", 2, has_bound=True),
    "pattern": Keyword("PATTERN_MISMATCH", 3, has_bound=True),
    "not": Keyword("VALUE_NOT_ALLOWED", 3),
    "minLength": Keyword("STRING_LENGTH_LESS_THAN_MIN", 4, has_bound=True),
    "maxLength": Keyword("STRING_LENGTH_GREATER_THAN_MAX", 4, has_bound=True),
    "minItems": Keyword("ARRAY_SIZE_LESS_THAN_MIN", 4, has_bound=True),
    "maxItems": Keyword("ARRAY_SIZE_GREATER_THAN_MAX", 4, has_bound=True),
    "minimum": Keyword("VALUE_LESS_THAN_MIN", 5, has_bound=True),
    "maximum": Keyword("VALUE_GREATER_THAN_MAX", 5, has_bound=True),
    "uniqueItems": Keyword("DUPLICATE_VALUE_IN_ARRAY", 6),
}


#: What the API says when there is nothing in the request at all.
NULL_BODY = Problem("NOT_NULL_BODY", ROOT, API_CODES["NOT_NULL_BODY"].message)


def name_of(code: str) -> str:
    """The name under which `--select` knows an API code: VALUE_REQUIRED is `value-required`."""
    return code.lower().replace("_", "-")
