"""The branches of a fork, counted in the database: a fork may have a million of them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, IntegerField, Max, Min, Q, QuerySet, Value, When
from django.db.models.functions import Cast, StrIndex, Substr

from allma_site.common.problems import NotFound
from executions.engine.status import StepStatus
from executions.models import Execution, ExecutionKind, StepExecution
from executions.sql import path_begins

OPEN = (StepStatus.RUNNING, StepStatus.RETRYING, StepStatus.WAITING)
FAILED = Q(status=StepStatus.FAILED)
FIELDS = (
    *("branch", "execution_id", "visits", "failed", "open", "cancelled", "taken"),
    *("first_seq", "began", "ended", "rank"),
)
ORDER = ("rank", "branch", "execution_id")
"""Failed branches first, for they are what one looks for; then by the number of the item."""


@dataclass(frozen=True, slots=True)
class BranchCounts:
    """How many branches there are, and how they stand: each is in `total` and in at most one of the others."""

    total: int
    failed: int
    open: int


@dataclass(frozen=True, slots=True)
class StepTotals:
    """What one step did in all branches together."""

    step_instance_id: str
    visits: int
    failed: int
    open: int


def branches(execution_id: uuid.UUID, fork: int) -> QuerySet[Any]:
    """One named row for each branch that the fork of this visit opened, to be ordered by `ORDER`.

    Fields: `branch` (the number of its item), `execution_id` (the run, or the chunk of a distributed fork),
    `visits`, `failed`, `open`, `cancelled`, `taken` (visits that are; taken from another run), `first_seq`, `began`,
    `ended`, `rank`.
    NotFound when the run has no such visit.
    """
    rows = _inside(execution_id, fork)
    grouped = rows.values("branch", "execution_id").annotate(
        visits=Count("id"),
        failed=Count("id", filter=FAILED),
        open=Count("id", filter=Q(status__in=OPEN)),
        cancelled=Count("id", filter=Q(status=StepStatus.CANCELLED)),
        taken=Count("id", filter=Q(inherited=True)),
        first_seq=Min("seq"),
        began=Min("started_at"),
        ended=Max("ended_at"),
    )
    ranked = grouped.annotate(rank=Case(When(failed__gt=0, then=Value(0)), default=Value(1)))
    named: QuerySet[Any] = ranked.values_list(*FIELDS, named=True)
    return named


def counts(execution_id: uuid.UUID, fork: int) -> BranchCounts:
    """The branches of a fork by how they stand: one that failed is `failed` even while other steps of it go on."""
    rows = _inside(execution_id, fork).values("branch", "execution_id")
    each = rows.annotate(failures=Count("id", filter=FAILED), opened=Count("id", filter=Q(status__in=OPEN)))
    found = each.aggregate(
        total=Count("branch"),
        failed=Count("branch", filter=Q(failures__gt=0)),
        open=Count("branch", filter=Q(failures=0, opened__gt=0)),
    )
    return BranchCounts(**found)


def step_totals(execution_id: uuid.UUID, fork: int) -> list[StepTotals]:
    """What each step did in the branches of a fork."""
    rows = _inside(execution_id, fork).values("step_instance_id").order_by("step_instance_id")
    found = rows.annotate(
        visits=Count("id"),
        failed=Count("id", filter=FAILED),
        open=Count("id", filter=Q(status__in=OPEN)),
    )
    return [StepTotals(**row) for row in found]


def _inside(execution_id: uuid.UUID, fork: int) -> QuerySet[Any]:
    """The visits in the branches of one visit of a fork, with the number of the `branch`."""
    path = StepExecution.objects.filter(execution_id=execution_id, seq=fork).values_list("path", flat=True).first()
    if path is None:
        raise NotFound(f"The run has no visit {fork}.")
    before = f"{path}["
    chunks = _chunks(execution_id, fork)
    rows = StepExecution.objects.filter(path_begins(before))
    rows = rows.filter(execution_id__in=chunks) if chunks else _while_open(rows, execution_id, path, fork)
    rest = Substr("path", len(before) + 1)
    return rows.annotate(rest=rest).annotate(
        branch=Cast(Substr("rest", 1, StrIndex("rest", Value("]")) - 1), IntegerField())
    )


def _chunks(execution_id: uuid.UUID, fork: int) -> Sequence[uuid.UUID]:
    rows = Execution.objects.filter(parent_id=execution_id, parent_seq=fork, kind=ExecutionKind.CHUNK)
    return list(rows.values_list("pk", flat=True))


def _while_open(
    rows: QuerySet[StepExecution], execution_id: uuid.UUID, path: str, fork: int
) -> QuerySet[StepExecution]:
    """A fork in a loop is met again: its next visit's branches have the same paths and higher numbers."""
    rows = rows.filter(execution_id=execution_id, seq__gt=fork)
    again = StepExecution.objects.filter(execution_id=execution_id, path=path, seq__gt=fork)
    following = again.order_by("seq").values_list("seq", flat=True).first()
    return rows if following is None else rows.filter(seq__lt=following)
