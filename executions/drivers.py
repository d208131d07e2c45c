"""The ways through the runs that indexes give: what each filter can be led by."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from executions.engine.status import FINAL, Status
from executions.filters import EXACT, Filters, created, ended, equal_terms, flows_named, terms_of, terms_with_prefix
from executions.models import Execution, ExecutionKind, SearchTerm, TermKind
from flows.models import Flow

WALKED = 10_000
"""So many rows of a driver's part are looked at for one page, at most."""
FLOWS = 10
"""A search by the name of more flows than these is led by time instead."""
FAILED = (Status.FAILED, Status.TIMED_OUT, Status.QUARANTINED)
"""Runs that end so have an error."""
API = "api"

Part = Q | QuerySet[SearchTerm]
"""Runs with these columns, or terms: what one index has in the order of the list, without looking at the rows."""


@dataclass(frozen=True, slots=True)
class Driver:
    """Parts that together hold every run wanted, and no others as far as the filters go that `covers` names.

    Without parts there is no run to be found.
    """

    parts: Sequence[Part]
    covers: frozenset[str]


def rows_of(part: Part) -> QuerySet[Any]:
    """The rows of a part, in no order. Runs of another kind or workspace may be among them: count them, show none."""
    if isinstance(part, Q):
        return Execution.objects.filter(part).order_by().values("created_at")
    return created_only(part)


def created_only(terms: QuerySet[SearchTerm]) -> QuerySet[Any]:
    """Terms in no order."""
    return terms.order_by().values("created_at")


def drivers_for(workspace_id: uuid.UUID, filters: Filters) -> list[Driver]:
    """The ways to what these filters mean, at least one: by time."""
    if not _is_of(workspace_id, filters):
        return [Driver([], filters.given())]
    time = created(filters)
    found = [
        *_by_value(workspace_id, filters, time),
        *_by_status(workspace_id, filters, time),
        *_by_end(workspace_id, filters, time),
        *_by_term(workspace_id, filters, time),
        *_by_search(workspace_id, filters, time),
    ]
    newest = Driver([Q(workspace_id=workspace_id) & time], frozenset())
    return found or [newest]


def _is_of(workspace_id: uuid.UUID, filters: Filters) -> bool:
    """Whether flow and runs that are named are the workspace's: of others nothing is read, not even how many."""
    runs = {one for one in (filters.parent, filters.redrive_of) if one is not None}
    if runs and Execution.objects.filter(workspace_id=workspace_id, pk__in=runs).count() < len(runs):
        return False
    return filters.flow is None or Flow.objects.in_workspace(workspace_id).filter(pk=filters.flow).exists()


def _by_value(workspace_id: uuid.UUID, filters: Filters, time: Q) -> Iterator[Driver]:
    if filters.parent is not None:
        yield Driver([Q(parent_id=filters.parent) & time], frozenset({"parent"}))
    if filters.redrive_of is not None:
        yield Driver([Q(redrive_of_id=filters.redrive_of) & time], frozenset({"redrive_of"}))
    for name in ("fingerprint", "error_step", "error_name", "trigger"):
        value = getattr(filters, name)
        if value is not None and value != API:
            yield Driver([Q(workspace_id=workspace_id, **{EXACT[name]: value}) & time], frozenset({name}))
    if filters.flow is not None and filters.version is not None:
        of_version = Q(flow_id=filters.flow, flow_version=filters.version)
        yield Driver([of_version & time], frozenset({"flow", "version"}))
    elif filters.flow is not None:
        of_flow = Q(flow_id=filters.flow, kind=ExecutionKind.RUN)
        yield Driver([of_flow & time], frozenset({"flow"}))


def _by_status(workspace_id: uuid.UUID, filters: Filters, time: Q) -> Iterator[Driver]:
    """Completed runs are most of them: they are found among the others."""
    statuses = filters.statuses or (FAILED if filters.error else ())
    if not statuses or Status.COMPLETED in statuses:
        return
    whose, covers = Q(workspace_id=workspace_id), {"statuses"} & filters.given()
    if filters.flow is not None and not {Status.QUEUED, Status.RUNNING} & set(statuses):
        whose, covers = Q(flow_id=filters.flow), covers | {"flow"}
    yield Driver([whose & Q(status=status) & time for status in dict.fromkeys(statuses)], frozenset(covers))


def _by_end(workspace_id: uuid.UUID, filters: Filters, time: Q) -> Iterator[Driver]:
    """Where few runs ended in the time: they have to be sorted. Many are found among the others."""
    covers = filters.given() & {"ended_after", "ended_before"}
    if not covers:
        return
    statuses = [status for status in dict.fromkeys(filters.statuses or sorted(FINAL)) if status in FINAL]
    if not statuses:
        yield Driver([], filters.given())
        return
    parts = [Q(workspace_id=workspace_id, status=status) & ended(filters) & time for status in statuses]
    if sum(rows_of(part)[: WALKED + 1].count() for part in parts) <= WALKED:
        yield Driver(parts, covers | (filters.given() & {"statuses"}))


def _by_term(workspace_id: uuid.UUID, filters: Filters, time: Q) -> Iterator[Driver]:
    for kind, (name, value) in terms_of(filters):
        one, others = ("labels", filters.labels) if kind is TermKind.LABEL else ("attributes", filters.attributes)
        covers = frozenset({one} if len(others) == 1 else ())
        yield Driver([equal_terms(workspace_id, kind, name, value).filter(time)], covers)


def _by_search(workspace_id: uuid.UUID, filters: Filters, time: Q) -> Iterator[Driver]:
    """The terms with this prefix, the runs of each flow with this name, the run with this id."""
    if not filters.search:
        return
    terms = terms_with_prefix(workspace_id, filters.search).filter(time)
    flows = list(flows_named(workspace_id, filters.search).values_list("pk", flat=True)[: FLOWS + 1])
    if len(flows) > FLOWS or rows_of(terms)[: WALKED + 1].count() > WALKED:
        return
    parts: list[Part] = [terms, *(Q(flow_id=flow, kind=ExecutionKind.RUN) & time for flow in flows)]
    with suppress(ValueError):
        parts.append(Q(pk=uuid.UUID(filters.search), workspace_id=workspace_id) & time)
    yield Driver(parts, frozenset({"search"}))
