"""The rows beside the history of a run: timers, waits, children, joins, snapshots, blobs. A part of the store."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import F
from django.db.models.functions import Least

from executions.batches import Batch, NewJoin, NewWait
from executions.blobs import loader
from executions.codec import decode, dumps, loads
from executions.engine.status import Status
from executions.models import (
    Blob,
    ContextSnapshot,
    Execution,
    Join,
    Timer,
    Wait,
    WaitStatus,
)
from executions.sql import insert_many, is_postgres, moment, uid
from executions.store_base import Claim, Superseded, WaitConflict, in_savepoint
from executions.store_runs import begin_chunks, create, request_stop, wake
from executions.terms import replace_attributes
from flows.definition.jsonschema_check import compile_schema
from flows.definition.scope import materialise


def write_marks(claimed: Claim, batch: Batch) -> None:
    """Everything of a batch that is not history. Inside the commit's transaction."""
    if batch.timers is not None:
        _replace_timers(claimed, batch.timers)
    if batch.consumed_waits:
        Wait.objects.filter(pk__in=batch.consumed_waits).update(status=WaitStatus.CONSUMED)
    for path, seq in batch.expired_waits:
        _expire_wait(claimed, path, seq)
    for wait in batch.waits:
        _open_wait(claimed, wait)
    if batch.blobs:
        record_blobs(claimed.workspace_id, batch.blobs, at=claimed.now)
    if batch.children:
        create(batch.children, at=claimed.now)
    for join in batch.joins:
        _open_join(claimed, join)
    if batch.begun_forks:
        begin_chunks(claimed.id, batch.begun_forks)
    for path, seq in batch.abandoned_waits:
        Wait.objects.filter(execution_id=claimed.id, path=path, seq=seq).update(status=WaitStatus.CANCELLED)
    if batch.abandoned_children:
        _abandon_children(claimed, batch.abandoned_children)
    snapshots = batch.fork_contexts if batch.snapshot is None else [*batch.fork_contexts, batch.snapshot]
    insert_many(ContextSnapshot, [(uid(claimed.id), *snapshot) for snapshot in snapshots])
    if batch.attributes:
        replace_attributes(
            workspace_id=claimed.workspace_id,
            execution_id=claimed.id,
            attributes=batch.attributes,
            created_at=claimed.created_at,
        )


def _replace_timers(claimed: Claim, timers: Mapping[str, tuple[str, datetime]]) -> None:
    Timer.objects.filter(execution_id=claimed.id).delete()
    insert_many(Timer, [(uid(claimed.id), path, kind, moment(due)) for path, (kind, due) in timers.items()])


def _expire_wait(claimed: Claim, path: str, seq: int) -> None:
    """An event that came in this very moment wins over the time-out."""
    rows = Wait.objects.filter(execution_id=claimed.id, path=path, seq=seq)
    expired = rows.filter(status=WaitStatus.OPEN).update(status=WaitStatus.CANCELLED)
    if not expired and rows.filter(status=WaitStatus.RESOLVED).exists():
        raise Superseded(path)


def _open_wait(claimed: Claim, new: NewWait) -> None:
    """Open a wait; an event that came early resolves it at once. WaitConflict when the key is taken."""
    row = Wait(
        id=new.id,
        workspace_id=claimed.workspace_id,
        key=new.key,
        status=WaitStatus.OPEN,
        execution_id=claimed.id,
        path=new.path,
        seq=new.seq,
        payload_schema=dumps(dict(new.payload_schema)) if new.payload_schema is not None else None,
        created_at=claimed.now,
    )
    if in_savepoint(lambda: row.save(force_insert=True)):
        return
    taken = Wait.objects.filter(workspace_id=claimed.workspace_id, key=new.key, status=WaitStatus.BUFFERED)
    early = lock_rows(taken).first()
    if early is None:
        raise WaitConflict(new)
    early.delete()
    if early.expires_at is not None and early.expires_at > claimed.now and _fits(early, row):
        row.status = WaitStatus.RESOLVED
        row.payload, row.payload_pointers = early.payload, early.payload_pointers
        wake(claimed.id)
    row.save(force_insert=True)


def _fits(early: Wait, wait: Wait) -> bool:
    """An early event whose payload the wait would have refused is dropped: its sender could not know better."""
    if wait.payload_schema is None:
        return True
    payload = materialise(decode(early.payload, early.payload_pointers, loader(early.workspace_id)))
    return not compile_schema(loads(wait.payload_schema)).errors(payload)


def lock_rows(rows: Any) -> Any:
    """The query with its rows locked where the database can (SQLite has one writer anyway)."""
    return rows.select_for_update() if is_postgres() else rows


def record_blobs(workspace_id: uuid.UUID, written: Mapping[str, int], *, at: datetime) -> None:
    """Note which blobs a workspace has."""
    rows = [Blob(workspace_id=workspace_id, sha256=sha, bytes=size, created_at=at) for sha, size in written.items()]
    Blob.objects.bulk_create(rows, ignore_conflicts=True)


def _open_join(claimed: Claim, new: NewJoin) -> None:
    Join.objects.create(
        execution_id=claimed.id,
        path=new.path,
        seq=new.seq,
        chunks=new.chunks,
        chunks_left=new.chunks,
        items=new.items,
        tolerated=new.tolerated,
    )


def _abandon_children(claimed: Claim, seqs: Iterable[int]) -> None:
    """Chunks and children of visits that are given up are asked to stop."""
    for seq in seqs:
        rows = Execution.objects.filter(parent_id=claimed.id, parent_seq=seq, ended_at__isnull=True)
        _cancel(rows.exclude(kind="RUN", parent_sync=False), claimed.now)


def _cancel(rows: Any, at: datetime) -> None:
    for child in rows.order_by("pk").values_list("pk", flat=True):
        request_stop(child, "cancel_requested_at", at)


def clear(claimed: Claim) -> None:
    """A run that ended waits for nothing: its timers go, its waits close, its children stop."""
    Timer.objects.filter(execution_id=claimed.id).delete()
    Wait.objects.filter(execution_id=claimed.id, status=WaitStatus.OPEN).update(status=WaitStatus.CANCELLED)
    Wait.objects.filter(execution_id=claimed.id, status=WaitStatus.RESOLVED).update(status=WaitStatus.CONSUMED)
    children = Execution.objects.filter(parent_id=claimed.id, ended_at__isnull=True)
    _cancel(children.exclude(kind="RUN", parent_sync=False), claimed.now)


def tell_parent(claimed: Claim, batch: Batch) -> None:
    """In the terminal transaction of a child: count it off its join, wake who waits for it."""
    if claimed.parent_id is None:
        return
    if claimed.kind != "CHUNK":
        wake(claimed.parent_id)
        return
    failed = batch.failed_items
    rows = Join.objects.filter(execution_id=claimed.parent_id, seq=claimed.parent_seq or 0)
    rows.update(chunks_left=F("chunks_left") - 1, failed_items=Least(F("failed_items") + failed, F("items")))
    left = rows.values_list("chunks_left", "failed_items", "tolerated").first()
    broken = batch.outcome is not None and batch.outcome.status is not Status.COMPLETED
    if left is not None and (left[0] == 0 or left[1] > left[2] or broken):
        wake(claimed.parent_id)
