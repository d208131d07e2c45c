"""Starting runs."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from allma_site.common.clock import now
from allma_site.common.db import db_now, write
from allma_site.common.ids import new_id
from allma_site.common.json_guard import digest
from allma_site.common.problems import Conflict, FieldError, Invalid, TooManyRequests, Unavailable
from executions import notify, store
from executions.batches import NewExecution
from executions.blobs import Externaliser
from executions.codec import dumps, loads
from executions.engine.status import Status
from executions.inputs import input_errors
from executions.loading import program
from executions.models import Execution, StartKey
from executions.notify import Hint
from executions.store_marks import record_blobs
from flows.freeze import Frozen, freeze
from workspaces.models import Workspace

KEY_HOURS = 24
RETRY_AFTER_SECONDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class StartOptions:
    """What a start may say besides its input. `priority` is -5 to 5; a higher one is served earlier."""

    version: int | None = None
    flow_variables: Mapping[str, Any] | None = None
    priority: int = 0
    labels: Mapping[str, str] | None = None
    trigger: str = "api"
    idempotency_key: str | None = None


def start(
    *, workspace_id: uuid.UUID, flow_id: uuid.UUID, inputs: Sequence[Any], options: StartOptions, batch: bool = False
) -> list[uuid.UUID]:
    """Create one run for each input, all or none, and wake a worker. The ids in the order of the inputs.

    Raises Invalid (an input that is refused, with its path), NotFound, Conflict (not published, archived, a used
    Idempotency-Key with another body), TooManyRequests and Unavailable (queues are full).
    """
    request_hash = _request_hash(flow_id, inputs, options) if options.idempotency_key else ""
    earlier = started_before(workspace_id, options.idempotency_key, request_hash)
    if earlier is not None:
        return earlier
    frozen = freeze(workspace_id=workspace_id, flow_id=flow_id, version=options.version)
    check_inputs(inputs, frozen.input_schema, batch=batch)
    externaliser = Externaliser(workspace_id)
    new = [_new(workspace_id, frozen, externaliser.value(given), options) for given in inputs]
    return admit(workspace_id, new, key=options.idempotency_key, request_hash=request_hash, blobs=externaliser.written)


def admit(
    workspace_id: uuid.UUID,
    new: Sequence[NewExecution],
    *,
    key: str | None,
    request_hash: str,
    blobs: Mapping[str, int],
    also: Callable[[datetime], None] | None = None,
) -> list[uuid.UUID]:
    """Store new runs, all or none, where there is room for them, and wake a worker. Their ids.

    `key` is an Idempotency-Key and `request_hash` what it was sent with: the runs it was used for before, if any.
    `also(at)` writes in the same transaction. Raises Conflict, TooManyRequests, Unavailable.
    """
    at = db_now()
    with write():
        earlier = claim_key(workspace_id, key, request_hash, [one.id for one in new], at)
        if earlier is not None:
            return earlier
        _check_room(workspace_id, len(new))
        store.create(new, at=at)
        if blobs:
            record_blobs(workspace_id, blobs, at=at)
        if also is not None:
            also(at)
    for one in new:
        notify.changed(Hint(one.id, workspace_id, 1))
    notify.due()
    return [one.id for one in new]


def check_inputs(inputs: Sequence[Any], schema: Any, *, batch: bool = False) -> None:
    """Refuse inputs that runs cannot begin with. Raises Invalid with every field that is wrong in the first of them."""
    for index, given in enumerate(inputs):
        errors = input_errors(given, schema)
        if errors:
            at = f"/inputs/{index}" if batch else "/input"
            found = [FieldError(f"{at}{error.path}", error.message) for error in errors]
            raise Invalid(f"{found[0].path}: {found[0].message}", errors=found)


def _new(workspace_id: uuid.UUID, frozen: Frozen, given: Any, options: StartOptions) -> NewExecution:
    return NewExecution(
        id=new_id(),
        workspace_id=workspace_id,
        flow_id=frozen.flow_id,
        flow_version=frozen.version,
        definition_id=frozen.definition_id,
        input=given,
        flow_variables=options.flow_variables or {},
        trigger=options.trigger,
        labels=options.labels or {},
        priority=options.priority,
        quick=program(frozen.definition_id).is_quick,
        max_concurrent=frozen.max_concurrent,
    )


def _request_hash(flow_id: uuid.UUID, inputs: Sequence[Any], options: StartOptions) -> str:
    return digest(
        {
            "flow": str(flow_id),
            "version": options.version,
            "inputs": list(inputs),
            "flowVariables": dict(options.flow_variables or {}),
            "priority": options.priority,
            "labels": dict(options.labels or {}),
        }
    )


def started_before(workspace_id: uuid.UUID, key: str | None, request_hash: str) -> list[uuid.UUID] | None:
    """The runs that a key was used for in its time, whatever has become since of what they were started from.

    Conflict when the body was another.
    """
    if key is None:
        return None
    used = StartKey.objects.filter(workspace_id=workspace_id, key=key)
    row = used.filter(created_at__gte=now() - timedelta(hours=KEY_HOURS)).first()
    return None if row is None else _same_runs(row, request_hash)


def _same_runs(earlier: StartKey, request_hash: str) -> list[uuid.UUID]:
    if earlier.request_hash != request_hash:
        raise Conflict(
            "This Idempotency-Key was used with another body in the last 24 hours. Send a new key.",
            code="idempotency_key_reused",
        )
    return [uuid.UUID(one) for one in loads(earlier.execution_ids)]


def claim_key(
    workspace_id: uuid.UUID, key: str | None, request_hash: str, ids: list[uuid.UUID], at: datetime
) -> list[uuid.UUID] | None:
    """Keep the key for these runs; the runs it was used for before, if any. Conflict when the body was another."""
    if key is None:
        return None
    used = StartKey.objects.filter(workspace_id=workspace_id, key=key)
    used.filter(created_at__lt=at - timedelta(hours=KEY_HOURS)).delete()
    row = StartKey(
        workspace_id=workspace_id,
        key=key,
        request_hash=request_hash,
        execution_ids=dumps([str(one) for one in ids]),
        created_at=at,
    )
    if store.in_savepoint(lambda: row.save(force_insert=True)):
        return None
    return _same_runs(used.get(), request_hash)


def _check_room(workspace_id: uuid.UUID, wanted: int) -> None:
    """Back-pressure: a full queue says when to come again."""
    env = settings.ENV
    if not _rooms.take(workspace_id, wanted, env.max_queued_per_workspace):
        message = "This workspace has too many queued runs. Try again later."
        raise TooManyRequests(message, retry_after=RETRY_AFTER_SECONDS)
    if not _rooms.take(None, wanted, env.max_queued):
        raise Unavailable("Too many runs are queued. Try again later.", retry_after=RETRY_AFTER_SECONDS)


class Rooms:
    """How many more runs may be queued, counted once a second while there is plenty, and each time when there is not.

    What other processes queue within that second is made up for by the margin.
    """

    FRESH_SECONDS = 1.0
    MARGIN = 2000

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[tuple[uuid.UUID | None, int], tuple[float, int]] = {}

    def take(self, workspace_id: uuid.UUID | None, wanted: int, limit: int) -> bool:
        """Whether so many more runs fit below the limit; None is the whole installation.

        A workspace's own limit goes before the one given.
        """
        key = (workspace_id, limit)
        with self._lock:
            counted_at, left = self._known.get(key, (-self.FRESH_SECONDS, 0))
            if left - wanted >= self.MARGIN and time.monotonic() - counted_at < self.FRESH_SECONDS:
                self._known[key] = (counted_at, left - wanted)
                return True
        left = _limit(workspace_id, limit) - _queued(workspace_id)
        with self._lock:
            self._known[key] = (time.monotonic(), left - wanted)
        return left >= wanted


_rooms = Rooms()


def _limit(workspace_id: uuid.UUID | None, default: int) -> int:
    if workspace_id is None:
        return default
    limits = Workspace.objects.filter(pk=workspace_id).values_list("limits", flat=True).first() or {}
    return int(limits.get("max_queued") or default)


def _queued(workspace_id: uuid.UUID | None) -> int:
    rows = Execution.objects.filter(status=Status.QUEUED)
    return (rows if workspace_id is None else rows.filter(workspace_id=workspace_id)).count()
