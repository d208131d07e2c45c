"""Cancel, pause, resume. The request is a mark on the row; the run's owner, now or next, acts on it."""

from __future__ import annotations

import uuid

from allma_site.common.db import db_now, retry_on_conflict, write
from allma_site.common.problems import Conflict
from executions import notify, store
from executions.models import Execution
from executions.notify import Hint
from executions.selectors import missing
from executions.store_marks import lock_rows


def cancel(*, workspace_id: uuid.UUID, execution_id: uuid.UUID, actor: str) -> str:
    """Ask a live run to stop for good. Its status now; asking twice is as once. Raises NotFound, Conflict when over."""
    return retry_on_conflict(lambda: _cancel(workspace_id, execution_id, actor))


def _cancel(workspace_id: uuid.UUID, execution_id: uuid.UUID, actor: str) -> str:
    at, seq = db_now(), 0
    with write():
        execution = _locked(workspace_id, execution_id)
        if not store.request_stop(execution_id, "cancel_requested_at", at):
            raise over(execution.status)
        if execution.cancel_requested_at is None:
            seq = store.append_event(execution_id, "execution.cancel_requested", {"by": actor}, at)
    _tell(execution, seq)
    return execution.status


def pause(*, workspace_id: uuid.UUID, execution_id: uuid.UUID) -> str:
    """Ask a live run to rest after the step it is at. Its status now. Raises NotFound, Conflict when over."""
    return retry_on_conflict(lambda: _pause(workspace_id, execution_id))


def _pause(workspace_id: uuid.UUID, execution_id: uuid.UUID) -> str:
    with write():
        execution = _locked(workspace_id, execution_id)
        if not store.request_stop(execution_id, "pause_requested_at", db_now()):
            raise over(execution.status)
    _tell(execution, 0)
    return execution.status


def resume(*, workspace_id: uuid.UUID, execution_id: uuid.UUID) -> str:
    """Let a paused run go on. Its status now. Raises NotFound, Conflict when it is over or not paused."""
    return retry_on_conflict(lambda: _resume(workspace_id, execution_id))


def _resume(workspace_id: uuid.UUID, execution_id: uuid.UUID) -> str:
    with write():
        execution = _locked(workspace_id, execution_id)
        if not store.unpause(execution_id):
            if execution.ended_at is not None:
                raise over(execution.status)
            raise Conflict("The run is not paused; there is nothing to resume.", code="not_paused")
        execution.refresh_from_db(fields=["status"])
    _tell(execution, 0)
    return execution.status


def over(status: str) -> Conflict:
    """The answer to a request that comes after the end."""
    return Conflict(f"The run is over ({status}). Start or redrive a new one.", code="execution_over")


def _locked(workspace_id: uuid.UUID, execution_id: uuid.UUID) -> Execution:
    rows = Execution.objects.filter(pk=execution_id, workspace_id=workspace_id, kind="RUN")
    fields = ("id", "workspace_id", "status", "seq", "ended_at", "cancel_requested_at")
    found: Execution | None = lock_rows(rows.only(*fields)).first()
    if found is None:
        raise missing(execution_id)
    return found


def _tell(execution: Execution, seq: int) -> None:
    notify.changed(Hint(execution.pk, execution.workspace_id, max(seq, execution.seq)))
    notify.due()
