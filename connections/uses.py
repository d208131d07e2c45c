"""The audit of credentials: who used which one, when.

A row for each credential, execution and hour, written before the value is first used in that hour; the workspace's
audit chain gets one record a credential and hour. A process remembers what it has written, so that a loop of a
thousand calls costs one write.
"""

from __future__ import annotations

import threading
import uuid
from collections import OrderedDict
from datetime import datetime, timedelta

from django.db.models import Q

from allma_site.common.clock import now
from allma_site.common.db import write
from connections.models import Credential, CredentialUse
from workspaces import audit
from workspaces.actors import SYSTEM

REMEMBERED = 10_000
LAST_USED_EVERY = timedelta(minutes=1)
MAX_EXECUTION_ID = 100

_recent: OrderedDict[tuple[uuid.UUID, str, datetime], datetime] = OrderedDict()
_lock = threading.Lock()


def record_use(credential: Credential, *, connection_id: uuid.UUID, execution_id: str) -> None:
    """An execution (or, without its id, a test) is about to use a credential."""
    at = now()
    hour = at.replace(minute=0, second=0, microsecond=0)
    key = (credential.pk, execution_id, hour)
    written_at = _recent.get(key)
    if written_at is not None and at - written_at < LAST_USED_EVERY:
        return
    with write():
        _touch(credential, at)
        if written_at is None:
            _add_row(credential, connection_id=connection_id, execution_id=execution_id, hour=hour, at=at)
    _remember(key, at)


def forget_uses() -> None:
    """Forget what this process has written."""
    with _lock:
        _recent.clear()


def _touch(credential: Credential, at: datetime) -> None:
    stale = Q(last_used_at=None) | Q(last_used_at__lt=at - LAST_USED_EVERY)
    Credential.objects.filter(stale, pk=credential.pk).update(last_used_at=at)


def _add_row(
    credential: Credential, *, connection_id: uuid.UUID, execution_id: str, hour: datetime, at: datetime
) -> None:
    first_this_hour = not CredentialUse.objects.filter(credential=credential, hour=hour).exists()
    row = CredentialUse(
        workspace_id=credential.workspace_id,
        credential=credential,
        execution_id=execution_id[:MAX_EXECUTION_ID],
        connection_id=connection_id,
        hour=hour,
        first_used_at=at,
    )
    CredentialUse.objects.bulk_create([row], ignore_conflicts=True)
    if first_this_hour:
        audit.record(
            workspace=credential.workspace,
            actor=SYSTEM,
            action="credential.used",
            target=f"credential {credential.pk}",
            details={"name": credential.name, "executionId": execution_id, "connectionId": str(connection_id)},
        )


def _remember(key: tuple[uuid.UUID, str, datetime], at: datetime) -> None:
    with _lock:
        _recent[key] = at
        _recent.move_to_end(key)
        while len(_recent) > REMEMBERED:
            _recent.popitem(last=False)
