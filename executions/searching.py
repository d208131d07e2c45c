"""Finding runs quickly among millions: the newest first, a page at a time.

A driver is a way through the runs that an index gives in their order, and that holds every run wanted. When it holds no
others, reading it is the answer. Else the driver with the fewest rows is searched, window by window, until a page is
full, nothing is left, or so many rows were looked at; then the answer says where it stopped, and the next page begins
there. `drivers` knows the indexes.
"""

from __future__ import annotations

import heapq
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import Q, QuerySet

from executions.drivers import WALKED, Driver, Part, created_only, drivers_for, rows_of
from executions.filters import Filters, found_by, matching
from executions.models import Execution, SearchTerm, TermKind
from flows.freeze import load_frozen

FIRST_WINDOW = 500
COUNTED = 10_000


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """Where a run stands in the list."""

    created_at: datetime
    id: uuid.UUID


@dataclass(frozen=True, slots=True)
class Found:
    """Runs in the order of the list. `stopped` is where the search gave up; None: it saw all there is, or enough."""

    runs: list[Position]
    stopped: Position | None = None


@dataclass(frozen=True, slots=True)
class _Search:
    """What one page asks for."""

    workspace_id: uuid.UUID
    filters: Filters
    limit: int
    behind: Position | None
    backward: bool
    walked: int


def find(
    workspace_id: uuid.UUID,
    filters: Filters,
    *,
    limit: int,
    behind: Position | None = None,
    backward: bool = False,
) -> Found:
    """At most `limit` runs behind a position, the newest first; backward, the oldest first."""
    search = _Search(workspace_id, filters, limit, behind, backward, walked=WALKED)
    drivers = drivers_for(workspace_id, filters)
    whole = _whole(filters, drivers)
    if whole is not None and not _looks_into_hidden(filters):
        found = _merged(search, (_first(search, whole, part) for part in whole.parts))
        if len(_belonging(search, found)) == len(found):
            return Found(found)
    return _walk(search, whole or (min(drivers, key=_size) if len(drivers) > 1 else drivers[0]))


def _first(search: _Search, driver: Driver, part: Part) -> list[Position]:
    """The first rows of a part, from its index alone: with more conditions other indexes might look cheaper."""
    found = _from(search, rows_of(part))
    # A run has an equal term once, but may have several with the same prefix.
    return [Position(*row) for row in (found.distinct() if "search" in driver.covers else found)[: search.limit]]


def _belonging(search: _Search, found: Sequence[Position]) -> set[uuid.UUID]:
    """Those that are of the workspace and of the kind that is listed."""
    rows = matching(search.workspace_id, Filters(parent=search.filters.parent))
    return set(rows.filter(pk__in=[one.id for one in found]).values_list("pk", flat=True))


def count(workspace_id: uuid.UUID, filters: Filters) -> tuple[int, bool]:
    """How many runs there are, at most 10,000, and whether it is exactly so many."""
    search = _Search(workspace_id, filters, COUNTED + 1, None, backward=False, walked=2 * COUNTED)
    drivers = drivers_for(workspace_id, filters)
    chosen = _whole(filters, drivers) or min(drivers, key=_size)
    if filters.search or _looks_into_hidden(filters):  # the parts may share runs, or hold some that must not be found
        found = _walk(search, chosen)
        return min(len(found.runs), COUNTED), len(found.runs) <= COUNTED and found.stopped is None
    size = 0 if filters.given() <= chosen.covers else search.walked
    end = _window(search, chosen, size) if size else None
    counted = sum(_count(search, chosen, part, size, end) for part in chosen.parts)
    return min(counted, COUNTED), counted <= COUNTED and end is None


def _count(search: _Search, driver: Driver, part: Part, size: int, end: Position | None) -> int:
    if isinstance(part, Q) or size:
        return _wanted(search, driver, part, size, end=end).count()
    return rows_of(part)[: search.limit].count()


def _whole(filters: Filters, drivers: Sequence[Driver]) -> Driver | None:
    """The driver that needs no more narrowing."""
    return next((one for one in drivers if filters.given() <= one.covers), None)


def _size(driver: Driver) -> int:
    return sum(rows_of(part)[: WALKED + 1].count() for part in driver.parts)


def _walk(search: _Search, driver: Driver) -> Found:
    """A small window first: most searches find a page of runs there."""
    if not driver.parts:
        return Found([])
    found, end = _in_window(search, driver, min(FIRST_WINDOW, search.walked))
    if end is not None and len(found) < search.limit and search.walked > FIRST_WINDOW:
        found, end = _in_window(search, driver, search.walked)
    return Found(found, end if len(found) < search.limit else None)


def _in_window(search: _Search, driver: Driver, size: int) -> tuple[list[Position], Position | None]:
    """The runs wanted among the next rows of a driver, and where the search ends, if it does."""
    end = _window(search, driver, size)
    parts = (_rows(search, driver, part, size, end=end) for part in driver.parts)
    return _merged(search, parts), end


def _window(search: _Search, driver: Driver, size: int) -> Position | None:
    """Where a window ends that holds so many rows of all parts of a driver; None when there are no more."""
    each = max(size // len(driver.parts), FIRST_WINDOW if size > FIRST_WINDOW else 1)
    ends = [end for part in driver.parts if (end := _end(search, part, each)) is not None]
    return None if not ends else (min(ends) if search.backward else max(ends))


def _end(search: _Search, part: Part, size: int) -> Position | None:
    """The last row of a part's window; None when no more rows are behind it."""
    rows = _from(search, rows_of(part))[size - 1 : size + 1]
    ends = [Position(*row) for row in rows]
    return ends[0] if len(ends) == 2 else None


def _rows(search: _Search, driver: Driver, part: Part, size: int = 0, *, end: Position | None = None) -> list[Position]:
    """The runs wanted of a part of a driver, up to the end of the window of this size; 0 is all there are."""
    rows = _wanted(search, driver, part, size, end=end)
    if rows.query.is_sliced:
        return _shown(search, rows)
    return _shown(search, sorted((Position(*row) for row in rows), reverse=not search.backward))


def _wanted(
    search: _Search, driver: Driver, part: Part, size: int, *, end: Position | None
) -> QuerySet[Any, tuple[Any, ...]]:
    """Times and ids of the runs wanted of a part: the first of them in order, or all of a window in none."""
    rows = matching(search.workspace_id, search.filters.without(driver.covers))
    if isinstance(part, Q):
        return _from(search, rows.filter(part), end=end)[: search.limit]
    # Terms are looked up run by run, in no order: else the database might walk all runs for the sake of theirs.
    terms = _from(search, created_only(part), end=end).values("execution_id")[:size]
    return rows.filter(pk__in=terms).order_by().values_list("created_at", "pk")


def _from(search: _Search, rows: QuerySet[Any], *, end: Position | None = None) -> QuerySet[Any, tuple[Any, ...]]:
    """Times and ids of rows, in the order of the search, behind its position and up to the end of its window."""
    key = "execution_id" if rows.model is SearchTerm else "pk"
    order, beyond, before = ("", "gt", "lt") if search.backward else ("-", "lt", "gt")
    if search.behind is not None:
        rows = rows.filter(_side(search.behind, key, beyond))
    if end is not None:
        rows = rows.filter(_side(end, key, before) | Q(created_at=end.created_at, **{key: end.id}))
        rows = rows.filter(**{f"created_at__{before}e": end.created_at})
    return rows.order_by(f"{order}created_at", f"{order}{key}").values_list("created_at", key)


def _side(of: Position, key: str, beyond: str) -> Q:
    """Rows on one side of a position; the first condition is for the index."""
    tied = Q(created_at=of.created_at, **{f"{key}__{beyond}": of.id})
    return Q(**{f"created_at__{beyond}e": of.created_at}) & (Q(**{f"created_at__{beyond}": of.created_at}) | tied)


def _merged(search: _Search, parts: Iterable[Sequence[Position]]) -> list[Position]:
    """The first runs of several ordered lists, each once."""
    merged = heapq.merge(*parts, reverse=not search.backward)
    return list(islice(dict.fromkeys(merged), search.limit))


def _looks_into_hidden(filters: Filters) -> bool:
    """Whether these filters look for texts that a run may hide from who asks."""
    return filters.blind and bool(filters.attributes or filters.search or filters.error)


def _shown(search: _Search, found: Iterable[Any]) -> list[Position]:
    """Without runs that were found by what they hide from who asks: one could guess it letter by letter."""
    positions = [one if isinstance(one, Position) else Position(*one) for one in found]
    if not positions or not _looks_into_hidden(search.filters):
        return positions
    rows = Execution.objects.filter(pk__in=[one.id for one in positions])
    definitions = dict(rows.values_list("pk", "definition_id"))
    hiding = {one for one in set(definitions.values()) if load_frozen(one).definition.get("redactPaths")}
    doubtful = [pk for pk, definition in definitions.items() if definition in hiding]
    refused = set(doubtful) - _found_otherwise(search, doubtful)
    return [one for one in positions if one.id not in refused]


def _found_otherwise(search: _Search, doubtful: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    """Those that are found without looking into what is hidden."""
    filters = search.filters
    if not doubtful or filters.attributes or filters.error or not filters.search:
        return set()
    openly = found_by(search.workspace_id, filters.search, kinds=[TermKind.LABEL])
    return set(Execution.objects.filter(openly, pk__in=doubtful).values_list("pk", flat=True))
