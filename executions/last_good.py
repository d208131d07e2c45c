"""The run that a failed one is best compared with."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from executions.engine.status import Status
from executions.models import Execution, ExecutionKind

LOOKED_THROUGH = 10_000
"""Runs of a flow on each side: the index gives them by time, not by how they ended."""


def last_good(execution: Execution) -> Execution | None:
    """The newest COMPLETED run of the flow created before this one, else the newest after it, if there is one near."""
    runs = Execution.objects.filter(flow_id=execution.flow_id, kind=ExecutionKind.RUN)
    at = execution.created_at
    before = Q(created_at__lt=at) | Q(created_at=at, pk__lt=execution.pk)
    return _newest_good(runs.filter(before)) or _newest_good(runs.exclude(pk=execution.pk).exclude(before))


def _newest_good(runs: QuerySet[Execution]) -> Execution | None:
    near = runs.order_by("-created_at", "-pk").values("pk")[:LOOKED_THROUGH]
    good = Execution.objects.filter(pk__in=near, status=Status.COMPLETED)
    return good.order_by("-created_at", "-pk").only("pk", "ended_at").first()
