"""The lint rules, by code. A new rule is a module here and a line in this table."""

from __future__ import annotations

from validator.rules import (
    counts_disagree,
    duplicate_task,
    hint_without_solution,
    malformed_json,
    operation_id_missing,
    positions_disagree,
    status_disagrees,
    times_disagree,
)
from validator.rules.base import Rule

RULES: dict[str, Rule] = {
    each.RULE.code: each.RULE
    for each in (
        hint_without_solution,
        duplicate_task,
        operation_id_missing,
        counts_disagree,
        positions_disagree,
        times_disagree,
        status_disagrees,
        malformed_json,
    )
}
