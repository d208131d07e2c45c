"""Commits: what an owner writes, fenced by its epoch, in one short transaction. A part of the store."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings

from allma_site.common.db import retry_on_conflict, write
from executions import failpoints, store_marks
from executions.batches import Batch, Release
from executions.codec import dumps
from executions.engine.decide import Requests
from executions.engine.state import Outcome
from executions.engine.status import Status
from executions.fingerprints import fingerprint
from executions.models import ExecutionEvent, StepExecution
from executions.records import step_row
from executions.sql import (
    due_moment,
    execute,
    fetch_all,
    fetch_one,
    insert_many,
    is_postgres,
    moment,
    now_sql,
    read_uid,
    uid,
)
from executions.store_base import TABLE, Claim, LeaseLost
from executions.store_runs import admit_next, live_children, request_stop

END_COLUMNS = (
    *("status", "ended_at", "output", "output_pointers"),
    *("error", "error_step", "error_name", "error_fingerprint"),
)
END_CASTS = (
    *("%s::uuid", "%s::bigint", "%s::bigint", "%s::bigint", "%s::text", "%s::timestamptz"),
    *("%s::text",) * 6,
)


def commit(claimed: Claim, batch: Batch) -> Requests:
    """Write a batch, fenced. What is asked of the run now. LeaseLost, Superseded or WaitConflict undo all of it."""
    return retry_on_conflict(lambda: _commit(claimed, batch))


def _commit(claimed: Claim, batch: Batch) -> Requests:
    with write():
        requests, wake_seq, seq = _fence(claimed, batch)
        _write_rows(claimed, batch, last_event=seq)
        _write_marks(claimed, batch)
        if batch.outcome is not None:
            _finish(claimed, batch)
        elif batch.release is not None:
            if batch.release.status is Status.PAUSED and requests.pause and not requests.cancel:
                _pause_children(claimed)
            admit_next(claimed)
            failpoints.hit("in_release")
    claimed.seq = seq
    claimed.requests, claimed.woken = requests, wake_seq != claimed.wake_seq
    if batch.state is not None:
        claimed.visits = batch.state.next_seq - 1
        claimed.state = batch.state_text
    claimed.crash_count = 0 if batch.progress else claimed.crash_count
    failpoints.hit("after_commit_before_notify")
    return requests


def commit_ends(ended: Sequence[tuple[Claim, Batch]]) -> set[uuid.UUID]:
    """Write the ends of several runs, each its first commit, in one transaction.

    Returns whose end is written; the others lost their lease, and nothing of them is.
    """
    return retry_on_conflict(lambda: _commit_ends(ended))


def _commit_ends(ended: Sequence[tuple[Claim, Batch]]) -> set[uuid.UUID]:
    with write():
        seqs = _fence_ends(ended)
        kept = [(claimed, batch) for claimed, batch in ended if claimed.id in seqs]
        steps = [step_row(uid(one.id), one.epoch, visit) for one, batch in kept for visit in batch.visits]
        insert_many(StepExecution, steps)
        insert_many(ExecutionEvent, [row for one, batch in kept for row in _event_rows(one, batch, seqs[one.id])])
        for claimed, batch in kept:
            _write_marks(claimed, batch)
            _finish(claimed, batch)
    for claimed, _ in kept:
        claimed.seq = seqs[claimed.id]
    failpoints.hit("after_commit_before_notify")
    return set(seqs)


def _fence_ends(ended: Sequence[tuple[Claim, Batch]]) -> dict[uuid.UUID, int]:
    """End the runs that are still this worker's; for each the number of its last event."""
    names = ["id", "epoch", "events", "visits", *END_COLUMNS]
    rows = [_end_values(claimed, batch) for claimed, batch in ended]
    casts = END_CASTS if is_postgres() else ("%s",) * len(names)
    values = ", ".join(f"({', '.join(casts)})" for _ in rows)
    sets = ", ".join(f"{name} = v.{name}" for name in END_COLUMNS)
    found = fetch_all(
        f"""WITH v({", ".join(names)}) AS (VALUES {values})
        UPDATE {TABLE} SET seq = {TABLE}.seq + v.events, visits = v.visits, crash_count = 0, state = NULL, {sets},
        lease_owner = NULL, lease_until = NULL, next_run_at = NULL
        FROM v WHERE {TABLE}.id = v.id AND {TABLE}.epoch = v.epoch RETURNING {TABLE}.id, {TABLE}.seq""",
        [value for row in rows for value in row],
    )
    return {read_uid(row[0]): row[1] for row in found}


def _end_values(claimed: Claim, batch: Batch) -> list[Any]:
    outcome, state = batch.outcome, batch.state
    if outcome is None or state is None:
        raise ValueError("commit_ends is for runs that are over")
    return [
        uid(claimed.id),
        claimed.epoch,
        len(batch.events),
        state.next_seq - 1,
        *_end_params(claimed, outcome, batch.output),
    ]


def _fence(claimed: Claim, batch: Batch) -> tuple[Requests, int, int]:
    columns: list[str] = ["seq = seq + %s"]
    params: list[Any] = [len(batch.events)]
    if batch.state is not None:
        columns += ["visits = %s", "current_step = %s"]
        main = batch.state.cursors.get("")
        params += [batch.state.next_seq - 1, main.step if main else None]
        if batch.outcome is None:
            columns.append("state = %s")
            params.append(batch.state_text)
    if batch.progress:
        columns.append("crash_count = 0")
    if batch.snapshot is not None:
        columns.append("snapshot_seq = %s")
        params.append(batch.snapshot[0])
    lease_columns, lease_params = _lease_columns(claimed, batch)
    sql = f"""UPDATE {TABLE} SET {", ".join(columns + lease_columns)} WHERE id = %s AND epoch = %s
        RETURNING cancel_requested_at, pause_requested_at, wake_seq, seq"""
    row = fetch_one(sql, [*params, *lease_params, uid(claimed.id), claimed.epoch])
    if row is None:
        raise LeaseLost(str(claimed.id))
    return Requests(cancel=row[0] is not None, pause=row[1] is not None), row[2], row[3]


def _lease_columns(claimed: Claim, batch: Batch) -> tuple[list[str], list[Any]]:
    if batch.outcome is not None:
        return _final_columns(claimed, batch.outcome, batch.output)
    if batch.release is None:
        lease = now_sql(settings.ENV.lease_seconds)
        return [f"lease_until = {lease}", f"next_run_at = {lease}"], []
    return _release_columns(claimed, batch.release)


def _release_columns(claimed: Claim, release: Release) -> tuple[list[str], list[Any]]:
    columns = ["lease_owner = NULL", "lease_until = NULL"]
    if release.status is Status.PAUSED:
        still = "pause_requested_at IS NOT NULL AND cancel_requested_at IS NULL"
        return [
            *columns,
            f"status = CASE WHEN {still} THEN 'PAUSED' ELSE 'WAITING' END",
            f"next_run_at = CASE WHEN {still} THEN NULL ELSE {now_sql()} END",
        ], []
    columns.append("status = %s")
    due: Any = due_moment(release.due_at)
    if release.at_once:
        return [*columns, f"next_run_at = {now_sql()}"], [str(release.status)]
    woken = f"next_run_at = CASE WHEN wake_seq <> %s THEN {now_sql()} ELSE {_timestamp('%s')} END"
    return [*columns, woken], [str(release.status), claimed.wake_seq, due]


def _timestamp(place: str) -> str:
    """A parameter whose type PostgreSQL cannot tell from a NULL."""
    return f"{place}::timestamptz" if is_postgres() else place


def _final_columns(
    claimed: Claim, outcome: Outcome, output: tuple[str, str | None] | None
) -> tuple[list[str], list[Any]]:
    at_rest = ["state = NULL", "lease_owner = NULL", "lease_until = NULL", "next_run_at = NULL"]
    return [*(f"{name} = %s" for name in END_COLUMNS), *at_rest], _end_params(claimed, outcome, output)


def _end_params(claimed: Claim, outcome: Outcome, output: tuple[str, str | None] | None) -> list[Any]:
    error = outcome.error
    text, pointers = output or (None, None)
    return [
        str(outcome.status),
        moment(outcome.at),
        text,
        pointers,
        dumps(dict(error)) if error else None,
        error["stepInstanceId"] if error else None,
        error["errorName"] if error else None,
        _fingerprint_of(claimed, error) if error else None,
    ]


def _fingerprint_of(claimed: Claim, error: Mapping[str, Any]) -> str | None:
    """Chunks have none: their fork fails in its run."""
    if claimed.kind != "RUN":
        return None
    return fingerprint(
        flow_id=claimed.flow_id.hex,
        step=error["stepInstanceId"],
        error_name=error["errorName"],
        message=error["message"],
    )


def _write_rows(claimed: Claim, batch: Batch, *, last_event: int) -> None:
    execution = uid(claimed.id)
    known = claimed.visits
    new = [step_row(execution, claimed.epoch, visit) for visit in batch.visits if visit.seq > known]
    insert_many(StepExecution, new)
    for visit in batch.visits:
        if visit.seq <= known:
            _update_step(step_row(execution, claimed.epoch, visit))
    insert_many(ExecutionEvent, _event_rows(claimed, batch, last_event))


def _event_rows(claimed: Claim, batch: Batch, last_event: int) -> list[tuple[Any, ...]]:
    """The events of a batch, the last of which has this number."""
    execution = uid(claimed.id)
    numbered = enumerate(batch.events, start=last_event - len(batch.events) + 1)
    return [(execution, seq, claimed.epoch, event.type, moment(event.at), dumps(event.data)) for seq, event in numbered]


def _update_step(row: tuple[Any, ...]) -> None:
    names = [field.column for field in StepExecution._meta.concrete_fields][1:]
    values = dict(zip(names, row, strict=True))
    execution, seq = values.pop("execution_id"), values.pop("seq")
    columns = ", ".join(f'"{name}" = %s' for name in values)
    execute(
        f'UPDATE "executions_stepexecution" SET {columns} WHERE execution_id = %s AND seq = %s',
        [*values.values(), execution, seq],
    )


def _write_marks(claimed: Claim, batch: Batch) -> None:
    """Everything beside the history: most commits have none of it."""
    if not (
        batch.timers is not None
        or batch.waits
        or batch.consumed_waits
        or batch.expired_waits
        or batch.children
        or batch.joins
        or batch.begun_forks
        or batch.abandoned_waits
        or batch.abandoned_children
        or batch.snapshot
        or batch.blobs
        or batch.attributes
    ):
        return
    store_marks.write_marks(claimed, batch)


def _finish(claimed: Claim, batch: Batch) -> None:
    outcome = batch.outcome
    if outcome is not None and (claimed.state is not None or outcome.status is not Status.COMPLETED):
        store_marks.clear(claimed)
    if claimed.parent_id is not None and (claimed.parent_sync or claimed.kind == "CHUNK"):
        failpoints.hit("in_join")
        store_marks.tell_parent(claimed, batch)
    admit_next(claimed)


def _pause_children(claimed: Claim) -> None:
    for child in live_children(claimed.id):
        request_stop(child, "pause_requested_at", claimed.now)
