"""The lint rules, by code. A new rule is a module here and a line in this table."""

from __future__ import annotations

from validator.rules import duplicate_task, hint_without_solution, malformed_json, operation_id_missing
from validator.rules.base import Rule

RULES: dict[str, Rule] = {
    each.RULE.code: each.RULE
    for each in (
        hint_without_solution,
        duplicate_task,
        operation_id_missing,
        malformed_json,
    )
}
