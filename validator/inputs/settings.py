"""How one file is to be checked: its kind, contract, documents and query, as options or configuration say."""

from __future__ import annotations

from typing import NamedTuple

from validator.contract.context import Query
from validator.contract.loader import DEFAULT_CONTRACT
from validator.model import Severity

AUTO = "auto"


class FileSettings(NamedTuple):
    """The settings of one file. `project`, `pool` and `request` are file names; None stands for what was not said."""

    kind: str = AUTO
    contract: str = DEFAULT_CONTRACT
    project: str | None = None
    pool: str | None = None
    async_mode: bool | None = None
    allow_defaults: bool | None = None
    skip_invalid_items: bool | None = None
    open_pool: bool | None = None
    operation_id: str | None = None
    #: The file with the request that a response answers.
    request: str | None = None
    #: Which codes speak of the file, and how loud, as lint's Selection has it; severities are pairs of code and level.
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: tuple[tuple[str, Severity], ...] = ()

    @property
    def query(self) -> Query:
        """The query parameters among them."""
        return Query(self.async_mode, self.allow_defaults, self.skip_invalid_items, self.open_pool, self.operation_id)
