"""Deleting a run with all it holds. A part of the store."""

from __future__ import annotations

import uuid
from datetime import datetime

from executions.models import Execution
from executions.rollups import count_before_deletion
from executions.store_marks import lock_rows

LIVE = "The run is not over. Cancel it first."
LIVE_BELOW = "A run that it started is not over. Cancel that first."
GONE = "There is no such run."


def delete_ended(workspace_id: uuid.UUID, execution_id: uuid.UUID) -> str | None:
    """Delete a run that is over, its history and the runs below it; why not, or None. Call it inside `write()`.

    Its large values stay in the blob store, which other runs may share; it stays in the statistics.
    """
    rows = Execution.objects.filter(pk=execution_id, workspace_id=workspace_id, kind="RUN").order_by()
    run = lock_rows(rows.only("id", "ended_at")).first()
    if run is None:
        return GONE
    if run.ended_at is None:
        return LIVE
    below = _below(execution_id)
    if any(ended_at is None for ended_at in below.values()):
        return LIVE_BELOW
    count_before_deletion([execution_id, *below])
    rows.delete()
    return None


def _below(execution_id: uuid.UUID) -> dict[uuid.UUID, datetime | None]:
    """The runs and chunks that a run started, and those that they did, with when they ended."""
    found: dict[uuid.UUID, datetime | None] = {}
    level = [execution_id]
    while level:
        below = dict(Execution.objects.filter(parent_id__in=level).values_list("pk", "ended_at"))
        found |= below
        level = list(below)
    return found
