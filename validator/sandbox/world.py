"""The sandbox's judge: the world there is, and the linters that judge the items of a request, each by its pool."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from validator.contract.context import Context, Query
from validator.contract.loader import Contract
from validator.contract.task_spec import TaskSpec
from validator.lint.linter import Linter
from validator.model import JSON, ROOT, Problem
from validator.responses.build import Body, created, item_id

_UNKNOWN_POOL = Problem("ENTITY_DOES_NOT_EXIST", ROOT / "pool_id", "Entity does not exist")


@dataclass(frozen=True)
class World:
    """What there is before the first request."""

    contract: Contract
    spec: TaskSpec | None = None
    project: Mapping[str, JSON] | None = None
    #: Pools by id. Without any, items for every pool are taken.
    pools: Mapping[str, Mapping[str, JSON]] = field(default_factory=dict)
    #: The share of the API's quota that is given.
    quota_scale: float = 1.0
    #: How long an operation takes at least: half of it PENDING, half RUNNING.
    operation_seconds: float = 0.0
    #: The only token that is good; without one, every token is.
    token: str | None = None


class Judge:
    """Judges items of one kind, sent with one query; its operation id is left out of it."""

    def __init__(self, world: World, kind: str, query: Query) -> None:
        self._world, self._kind, self._query = world, kind, query
        #: By pool; None is for all pools that are not known.
        self._linters: dict[str | None, Linter] = {}
        #: The linter for the request as a whole.
        self.linter = self._linter(None)

    def problems(self, item: JSON) -> list[Problem]:
        """What the API would say of an item."""
        pool_id = _pool_id(item)
        problems = self._linter(pool_id).api_problems(item)
        if not self._world.pools or pool_id is None or pool_id in self._world.pools:
            return problems
        return problems if any(each.path == _UNKNOWN_POOL.path for each in problems) else [*problems, _UNKNOWN_POOL]

    def created(self, item: JSON, seed: str, time: str) -> Body:
        """A valid item as the API answers with it; its id is made from the seed."""
        pool_id = _pool_id(item)
        return created(item, self._linter(pool_id).context, item_id(pool_id, seed), time)

    def _linter(self, pool_id: str | None) -> Linter:
        known = pool_id if pool_id in self._world.pools else None
        if known not in self._linters:
            pool = self._world.pools[known] if known is not None else None
            context = Context(self._world.contract, self._kind, self._world.spec, pool, self._query)
            self._linters[known] = Linter(context)
        return self._linters[known]


def _pool_id(item: JSON) -> str | None:
    pool_id = item.get("pool_id") if isinstance(item, dict) else None
    return pool_id if isinstance(pool_id, str) else None
