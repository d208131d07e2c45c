"""What others than its owner do to a run: create it, wake it, ask it to stop, note an event. A part of the store."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from allma_site.common.db import statement
from executions.batches import NewExecution
from executions.codec import dumps
from executions.engine.status import FINAL, Status
from executions.models import Execution, ExecutionEvent
from executions.records import new_execution_row
from executions.sql import execute, fetch_all, fetch_one, insert_many, moment, now_sql, read_uid, uid
from executions.store_base import QUEUE_RECHECK_SECONDS, TABLE, Claim
from executions.terms import insert_labels

PRIORITY_SECONDS = 60
"""How many seconds of waiting one step of priority is worth."""


def create(new: Sequence[NewExecution], *, at: datetime) -> None:
    """Store runs that are due at once, each with its first event. Call it inside `write()`."""
    if not new:
        return
    insert_rows(new, [new_execution_row(one, at=at, due_at=_due(one, at)) for one in new], at=at)


def insert_rows(new: Sequence[NewExecution], rows: Sequence[Mapping[str, Any]], *, at: datetime) -> None:
    """Store runs by their column values, each with its first event. Call it inside `write()`."""
    names = [field.column for field in Execution._meta.concrete_fields]
    insert_many(Execution, [tuple(row.get(str(name)) for name in names) for row in rows])
    data = [dumps({"status": "QUEUED", "trigger": one.trigger}) for one in new]
    queued = [(uid(one.id), 1, 0, "execution.queued", moment(at), text) for one, text in zip(new, data, strict=True)]
    insert_many(ExecutionEvent, queued)
    insert_labels(new, at=at)


def _due(new: NewExecution, at: datetime) -> datetime:
    if new.max_concurrent is not None and running_of_flow(new.flow_id) >= new.max_concurrent:
        return at + timedelta(seconds=QUEUE_RECHECK_SECONDS)
    since = at.replace(microsecond=at.microsecond // 1000 * 1000)  # due by a clock that counts milliseconds, too
    return since - timedelta(seconds=PRIORITY_SECONDS * new.priority)


def running_of_flow(flow_id: uuid.UUID) -> int:
    """How many runs of a flow are being worked on; waiting ones do not count."""
    row = fetch_one(f"SELECT count(*) FROM {TABLE} WHERE flow_id = %s AND status = 'RUNNING'", [uid(flow_id)])
    return int(row[0]) if row else 0


def admit_next(claimed: Claim) -> None:
    """Let the longest queued run of a limited flow begin, now that this one ended or waits."""
    if claimed.max_concurrent is None:
        return
    execute(
        f"""UPDATE {TABLE} SET next_run_at = {now_sql()} WHERE id = (SELECT id FROM {TABLE} WHERE flow_id = %s
        AND status = 'QUEUED' AND max_concurrent IS NOT NULL AND lease_until IS NULL AND next_run_at > {now_sql()}
        ORDER BY created_at LIMIT 1)""",
        [uid(claimed.flow_id)],
    )


def wake(execution_id: uuid.UUID) -> bool:
    """Make a live run due now (or as soon as its owner gives it back). False when it is over or paused."""
    with statement():
        return _wake(execution_id)


def _wake(execution_id: uuid.UUID) -> bool:
    leased = f"lease_until IS NOT NULL AND lease_until > {now_sql()}"
    live = ", ".join(f"'{status}'" for status in sorted(FINAL | {Status.PAUSED}))
    changed = execute(
        f"""UPDATE {TABLE} SET wake_seq = wake_seq + 1,
        next_run_at = CASE WHEN {leased} THEN next_run_at ELSE {now_sql()} END
        WHERE id = %s AND status NOT IN ({live})""",
        [uid(execution_id)],
    )
    return changed == 1


def begin_chunks(execution_id: uuid.UUID, forks: Sequence[int]) -> None:
    """Make the chunks of these visits due that were created before their run began. Call it inside `write()`."""
    places = ", ".join(["%s"] * len(forks))
    execute(
        f"""UPDATE {TABLE} SET next_run_at = {now_sql()} WHERE parent_id = %s AND parent_seq IN ({places})
        AND kind = 'CHUNK' AND status = 'QUEUED' AND next_run_at IS NULL""",
        [uid(execution_id), *forks],
    )


def request_stop(execution_id: uuid.UUID, column: str, at: datetime) -> bool:
    """Ask a live run to cancel or pause (`cancel_requested_at`, `pause_requested_at`). Call it inside `write()`."""
    if column not in {"cancel_requested_at", "pause_requested_at"}:
        raise ValueError(column)
    final = ", ".join(f"'{status}'" for status in sorted(FINAL))
    leased = f"lease_until IS NOT NULL AND lease_until > {now_sql()}"
    paused = f"status = 'PAUSED' AND '{column}' = 'pause_requested_at'"
    return (
        execute(
            f"""UPDATE {TABLE} SET {column} = COALESCE({column}, %s), wake_seq = wake_seq + 1,
            next_run_at = CASE WHEN {leased} OR ({paused}) THEN next_run_at ELSE {now_sql()} END
            WHERE id = %s AND status NOT IN ({final})""",
            [moment(at), uid(execution_id)],
        )
        == 1
    )


def unpause(execution_id: uuid.UUID) -> bool:
    """Let a paused (or about to pause) run and its children go on. Call it inside `write()`."""
    leased = f"lease_until IS NOT NULL AND lease_until > {now_sql()}"
    changed = execute(
        f"""UPDATE {TABLE} SET pause_requested_at = NULL, wake_seq = wake_seq + 1,
        status = CASE WHEN status = 'PAUSED' THEN 'WAITING' ELSE status END,
        next_run_at = CASE WHEN {leased} THEN next_run_at ELSE {now_sql()} END
        WHERE id = %s AND pause_requested_at IS NOT NULL AND status IN ('QUEUED','RUNNING','WAITING','PAUSED')""",
        [uid(execution_id)],
    )
    if changed:
        for child in live_children(execution_id):
            unpause(child)
    return changed == 1


def live_children(execution_id: uuid.UUID) -> list[uuid.UUID]:
    """The chunks of a run and the children it waits for that are not over, always in the same order."""
    rows = fetch_all(
        f"""SELECT id FROM {TABLE} WHERE parent_id = %s AND ended_at IS NULL AND (kind = 'CHUNK' OR parent_sync)
        ORDER BY id""",
        [uid(execution_id)],
    )
    return [read_uid(row[0]) for row in rows]


def append_event(execution_id: uuid.UUID, kind: str, data: dict[str, Any], at: datetime) -> int:
    """Add a life-cycle event from outside the owner; its number. Call it inside `write()`."""
    row = fetch_one(f"UPDATE {TABLE} SET seq = seq + 1 WHERE id = %s RETURNING seq, epoch", [uid(execution_id)])
    if row is None:
        raise LookupError(str(execution_id))
    insert_many(ExecutionEvent, [(uid(execution_id), row[0], row[1], kind, moment(at), dumps(data))])
    return int(row[0])
