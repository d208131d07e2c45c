"""Events and the waits they are for. A part of the store: call these inside `write()`, `forget_early` outside."""

from __future__ import annotations

import uuid
from datetime import datetime

from allma_site.common.db import write
from allma_site.common.ids import new_id
from executions.models import ReceivedEvent, Wait, WaitStatus
from executions.store_base import in_savepoint
from executions.store_marks import lock_rows
from executions.store_runs import wake

ACTIVE = (WaitStatus.OPEN, WaitStatus.BUFFERED)


def active_wait(workspace_id: uuid.UUID, key: str) -> Wait | None:
    """Who waits for a key, or the event that came early for it; locked."""
    rows = Wait.objects.filter(workspace_id=workspace_id, key=key, status__in=ACTIVE)
    found: Wait | None = lock_rows(rows).first()
    return found


def wait_by_id(wait_id: uuid.UUID) -> Wait | None:
    """A wait, locked."""
    found: Wait | None = lock_rows(Wait.objects.filter(pk=wait_id)).first()
    return found


def receive_id(workspace_id: uuid.UUID, event_id: str, at: datetime) -> bool:
    """Use an event id. False when it was used before."""
    row = ReceivedEvent(workspace_id=workspace_id, event_id=event_id, created_at=at)
    return in_savepoint(lambda: row.save(force_insert=True))


def resolve(wait: Wait, payload: str, pointers: str | None) -> None:
    """Give an open wait its event and make its run due."""
    Wait.objects.filter(pk=wait.pk).update(status=WaitStatus.RESOLVED, payload=payload, payload_pointers=pointers)
    if wait.execution_id is not None:
        wake(wait.execution_id)


def keep_early(
    *, workspace_id: uuid.UUID, key: str, payload: str, pointers: str | None, at: datetime, until: datetime
) -> bool:
    """Keep an event nobody waits for yet. False when somebody began to wait, or another event came, just now."""
    row = Wait(
        id=new_id(),
        workspace_id=workspace_id,
        key=key,
        status=WaitStatus.BUFFERED,
        payload=payload,
        payload_pointers=pointers,
        created_at=at,
        expires_at=until,
    )
    return in_savepoint(lambda: row.save(force_insert=True))


def drop(wait: Wait) -> None:
    """Forget an early event whose time is over."""
    Wait.objects.filter(pk=wait.pk, status=WaitStatus.BUFFERED).delete()


def forget_early(before: datetime, limit: int) -> int:
    """Forget up to so many early events whose time was over then; how many. A transaction of its own."""
    with write():
        # Both conditions on the status: the partial index is over the active ones.
        early = Wait.objects.filter(status__in=ACTIVE).filter(status=WaitStatus.BUFFERED, expires_at__lt=before)
        over = list(early.values_list("pk", flat=True)[:limit])
        return Wait.objects.filter(pk__in=over, status=WaitStatus.BUFFERED).delete()[0]
