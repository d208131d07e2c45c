"""Finding runs quickly among millions: the newest first, a page at a time.

A driver is an ordered way through the runs that an index gives, and that holds every run wanted. When it holds no
others, it is the answer. Else the driver with the fewest rows is walked in batches, each narrowed by the exact filters,
until a page is full, nothing is left, or so many rows were looked at; then the answer says where it stopped, and the
next page begins there.
"""

from __future__ import annotations

import heapq
import uuid
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import Q, QuerySet

from executions.engine.status import FINAL, Status
from executions.filters import (
    EXACT,
    Filters,
    created,
    equal_terms,
    flows_named,
    found_by,
    kind_of,
    matching,
    terms_of,
    terms_with_prefix,
)
from executions.models import Execution, SearchTerm, TermKind
from flows.freeze import load_frozen

WALKED = 10_000
"""So many rows are looked at for one page, at most."""
FIRST_BATCH = 500
GROWTH = 4
FLOWS = 20
"""A search by the name of more flows than these walks the newest runs instead."""
COUNTED = 10_000
FAILED = sorted(FINAL - {Status.COMPLETED})
API = "api"


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
class Driver:
    """Ordered rows of runs or of terms, read together. It holds what the filters `covers` name, and nothing else."""

    parts: Sequence[QuerySet[Any]]
    covers: frozenset[str]


def find(
    workspace_id: uuid.UUID,
    filters: Filters,
    *,
    limit: int,
    behind: Position | None = None,
    backward: bool = False,
) -> Found:
    """At most `limit` runs behind a position, the newest first; backward, the oldest first."""
    chosen = _driver(workspace_id, filters)
    if filters.given() <= chosen.covers and not _looks_into_hidden(filters):
        return Found(_read(chosen, behind, limit, backward=backward))
    found: list[Position] = []
    walked, size = 0, FIRST_BATCH
    while walked < WALKED:
        batch = _read(chosen, behind, size, backward=backward)
        found += _narrowed(workspace_id, filters, batch)
        if len(found) >= limit or len(batch) < size:
            return Found(found[:limit])
        behind, walked = batch[-1], walked + size
        size = min(size * GROWTH, WALKED - walked)
    return Found(found, behind)


def count(workspace_id: uuid.UUID, filters: Filters) -> tuple[int, bool]:
    """How many runs there are, at most 10,000, and whether it is exactly so many."""
    found = find(workspace_id, filters, limit=COUNTED + 1)
    return min(len(found.runs), COUNTED), len(found.runs) <= COUNTED and found.stopped is None


def _driver(workspace_id: uuid.UUID, filters: Filters) -> Driver:
    drivers = list(_drivers(workspace_id, filters))
    whole = next((one for one in drivers if filters.given() <= one.covers), None)
    if whole is not None:
        return whole
    if len(drivers) > 1:
        return min(drivers, key=_size)
    return drivers[0] if drivers else _newest(workspace_id, filters)


def _size(driver: Driver) -> int:
    return sum(part.order_by()[: WALKED + 1].count() for part in driver.parts)


def _newest(workspace_id: uuid.UUID, filters: Filters) -> Driver:
    return Driver([_runs(workspace_id, filters)], frozenset())


def _drivers(workspace_id: uuid.UUID, filters: Filters) -> Iterator[Driver]:
    """The ways that indexes give for these filters."""
    runs = _runs(workspace_id, filters)
    yield from _by_value(runs, filters)
    yield from _by_status(runs, filters)
    yield from _by_term(workspace_id, filters)
    if filters.search:
        yield from _by_search(workspace_id, runs, filters)


def _runs(workspace_id: uuid.UUID, filters: Filters) -> QuerySet[Execution]:
    return created(kind_of(Execution.objects.filter(workspace_id=workspace_id), filters), filters)


def _by_value(runs: QuerySet[Execution], filters: Filters) -> Iterator[Driver]:
    if not filters.given():
        yield Driver([runs], frozenset())
    if filters.parent is not None:
        yield Driver([runs], frozenset({"parent"}))
    for name in ("redrive_of", "fingerprint", "error_step", "error_name"):
        value = getattr(filters, name)
        if value is not None:
            yield Driver([runs.filter(**{EXACT[name]: value})], frozenset({name}))
    if filters.trigger is not None and filters.trigger != API:
        yield Driver([runs.filter(trigger=filters.trigger)], frozenset({"trigger"}))
    if filters.flow is not None and filters.version is not None:
        of_version = runs.filter(flow_id=filters.flow, flow_version=filters.version)
        yield Driver([of_version], frozenset({"flow", "version"}))
    elif filters.flow is not None:
        yield Driver([runs.filter(flow_id=filters.flow)], frozenset({"flow"}))


def _by_status(runs: QuerySet[Execution], filters: Filters) -> Iterator[Driver]:
    """Completed runs are most of them: they are found among the others."""
    covers = {"statuses"} if filters.statuses else set()
    statuses = filters.statuses or (FAILED if filters.error else ())
    if not statuses or Status.COMPLETED in statuses:
        return
    if filters.flow is not None:
        runs, covers = runs.filter(flow_id=filters.flow), covers | {"flow"}
    yield Driver([runs.filter(status=status) for status in dict.fromkeys(statuses)], frozenset(covers))


def _by_term(workspace_id: uuid.UUID, filters: Filters) -> Iterator[Driver]:
    terms = terms_of(filters)
    for kind, (name, value) in terms:
        covers = "label" if kind is TermKind.LABEL else "attributes" if len(filters.attributes) == 1 else ""
        yield Driver([created(equal_terms(workspace_id, kind, name, value), filters)], frozenset({covers}))


def _by_search(workspace_id: uuid.UUID, runs: QuerySet[Execution], filters: Filters) -> Iterator[Driver]:
    """The runs of each flow with this name, the terms with this prefix, the run with this id."""
    text = filters.search or ""
    flows = list(flows_named(workspace_id, text).values_list("pk", flat=True)[: FLOWS + 1])
    terms = created(terms_with_prefix(workspace_id, text), filters)
    if len(flows) > FLOWS or terms.order_by()[: WALKED + 1].count() > WALKED:
        return
    parts: list[QuerySet[Any]] = [terms, *(runs.filter(flow_id=flow) for flow in flows)]
    with suppress(ValueError):
        parts.append(runs.filter(pk=uuid.UUID(text)))
    yield Driver(parts, frozenset({"search"}))


def _read(driver: Driver, behind: Position | None, size: int, *, backward: bool) -> list[Position]:
    """The next runs of a driver, each once."""
    parts = [_part(part, behind, size, backward=backward) for part in driver.parts]
    merged = heapq.merge(*parts, reverse=not backward)
    return list(islice(dict.fromkeys(merged), size))


def _part(rows: QuerySet[Any], behind: Position | None, size: int, *, backward: bool) -> list[Position]:
    key = "execution_id" if rows.model is SearchTerm else "pk"
    order, beyond = ("", "gt") if backward else ("-", "lt")
    if behind is not None:
        later = Q(**{f"created_at__{beyond}": behind.created_at})
        tied = Q(created_at=behind.created_at, **{f"{key}__{beyond}": behind.id})
        rows = rows.filter(Q(**{f"created_at__{beyond}e": behind.created_at}) & (later | tied))
    found = rows.order_by(f"{order}created_at", f"{order}{key}").values_list("created_at", key)
    if rows.model is SearchTerm:
        found = found.distinct()
    return [Position(*row) for row in found[:size]]


def _narrowed(workspace_id: uuid.UUID, filters: Filters, batch: Sequence[Position]) -> list[Position]:
    """Those of a batch that the filters mean."""
    rows = matching(workspace_id, filters).filter(pk__in=[one.id for one in batch])
    kept = dict(rows.values_list("pk", "definition_id"))
    if kept and _looks_into_hidden(filters):
        kept = _open_to_viewers(workspace_id, filters, kept)
    return [one for one in batch if one.id in kept]


def _looks_into_hidden(filters: Filters) -> bool:
    """Whether these filters look for texts that a run may hide from who asks."""
    return filters.blind and bool(filters.attributes or filters.search or filters.error)


def _open_to_viewers(
    workspace_id: uuid.UUID, filters: Filters, kept: dict[uuid.UUID, uuid.UUID]
) -> dict[uuid.UUID, uuid.UUID]:
    """Without those that were found by what they hide: one could guess it letter by letter."""
    hiding = {one for one in set(kept.values()) if load_frozen(one).definition.get("redactPaths")}
    doubtful = [pk for pk, definition in kept.items() if definition in hiding]
    shown: set[uuid.UUID] = set()
    if doubtful and not (filters.attributes or filters.error):
        by_label = found_by(workspace_id, filters.search or "", kinds=[TermKind.LABEL])
        shown = set(Execution.objects.filter(by_label, pk__in=doubtful).values_list("pk", flat=True))
    return {pk: definition for pk, definition in kept.items() if definition not in hiding or pk in shown}
