"""Deleting a run with all it holds. A part of the store."""

from __future__ import annotations

import uuid

from executions.models import Execution
from executions.store_marks import lock_rows

LIVE = "The run is not over. Cancel it first."
LIVE_BELOW = "A run that it started is not over. Cancel that first."
GONE = "There is no such run."


def delete_ended(workspace_id: uuid.UUID, execution_id: uuid.UUID) -> str | None:
    """Delete a run that is over, its history and the runs below it; why not, or None. Call it inside `write()`.

    Its large values stay in the blob store, which other runs may share.
    """
    rows = Execution.objects.filter(pk=execution_id, workspace_id=workspace_id, kind="RUN").order_by()
    run = lock_rows(rows.only("id", "ended_at")).first()
    if run is None:
        return GONE
    if run.ended_at is None:
        return LIVE
    if _has_live_below(execution_id):
        return LIVE_BELOW
    rows.delete()
    return None


def _has_live_below(execution_id: uuid.UUID) -> bool:
    level = [execution_id]
    while level:
        below = list(Execution.objects.filter(parent_id__in=level).values_list("pk", "ended_at"))
        if any(ended_at is None for _, ended_at in below):
            return True
        level = [pk for pk, _ in below]
    return False
