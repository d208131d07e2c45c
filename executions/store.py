"""The only writer of run state, and the only place that knows leases.

claim → (load) → commit … → release. Each is one short transaction fenced by `epoch`; nothing slow happens inside.
Every write of a run says `WHERE id AND epoch`: no row changed means somebody else owns it (LeaseLost).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from allma_site.common.db import retry_on_conflict, statement, write
from executions import failpoints
from executions.codec import dumps
from executions.engine.decide import Requests
from executions.engine.state import Outcome
from executions.engine.status import FINAL, Status
from executions.models import Execution, ExecutionEvent, StepExecution
from executions.records import Batch, NewExecution, NewWait, Release, new_execution_row, step_row
from executions.sql import (
    due_moment,
    execute,
    fetch_all,
    fetch_one,
    insert_many,
    is_postgres,
    moment,
    now_sql,
    read_moment,
    read_uid,
    skip_locked,
    uid,
)

TABLE = '"executions_execution"'
QUEUE_RECHECK_SECONDS = 15.0
"""How soon a run over `maxConcurrentExecutions` looks again by itself; normally one that ends or waits calls it."""
PRIORITY_SECONDS = 60
"""How many seconds of waiting one step of priority is worth."""
QUICK_AT_ONCE = 8
"""How many quick runs one worker takes together."""
QUICK = "quick AND state IS NULL AND crash_count = 0 AND lease_owner IS NULL AND parent_id IS NULL"
CLAIMED = (
    "id, workspace_id, flow_id, flow_version, definition_id, kind, trigger, input, input_pointers, flow_variables,"
    " state, seq, visits, snapshot_seq, epoch, wake_seq, crash_count, cancel_requested_at, pause_requested_at,"
    " max_concurrent, created_at, started_at, depth, parent_id, parent_seq, parent_sync"
)


class LeaseLost(Exception):
    """Somebody else owns the run now; whatever this turn did is undone."""


class Superseded(Exception):
    """Something came in between (an event for a wait that timed out): look again."""


class WaitConflict(Exception):
    """Somebody else waits for this correlation key."""

    def __init__(self, wait: NewWait) -> None:
        super().__init__(wait.key)
        self.wait = wait


@dataclass(slots=True)
class Claim:
    """A run this worker owns until `epoch` moves on. `now` is the database's clock at the claim."""

    id: uuid.UUID
    workspace_id: uuid.UUID
    flow_id: uuid.UUID
    flow_version: int
    definition_id: uuid.UUID
    kind: str
    trigger: str
    input: str
    input_pointers: str | None
    flow_variables: str
    state: str | None
    seq: int
    visits: int
    snapshot_seq: int
    epoch: int
    wake_seq: int
    crash_count: int
    requests: Requests
    max_concurrent: int | None
    created_at: datetime
    started_at: datetime
    depth: int
    parent_id: uuid.UUID | None
    parent_seq: int | None
    parent_sync: bool
    now: datetime
    woken: bool = False
    """Something came for the run since the claim that only its next owner will read."""

    @property
    def recovering(self) -> bool:
        """The last owner did not give the run back: do not fold, name each step before it runs."""
        return self.crash_count > 0


def create(new: Sequence[NewExecution], *, at: datetime) -> None:
    """Store runs that are due at once, each with its first event. Call it inside `write()`."""
    if not new:
        return
    rows = [new_execution_row(one, at=at, due_at=_due(one, at)) for one in new]
    names = [field.column for field in Execution._meta.concrete_fields]
    insert_many(Execution, [tuple(row.get(str(name)) for name in names) for row in rows])
    data = [dumps({"status": "QUEUED", "trigger": one.trigger}) for one in new]
    queued = [(uid(one.id), 1, 0, "execution.queued", moment(at), text) for one, text in zip(new, data, strict=True)]
    insert_many(ExecutionEvent, queued)


def _due(new: NewExecution, at: datetime) -> datetime:
    if new.max_concurrent is not None and running_of_flow(new.flow_id) >= new.max_concurrent:
        return at + timedelta(seconds=QUEUE_RECHECK_SECONDS)
    since = at.replace(microsecond=at.microsecond // 1000 * 1000)  # due by a clock that counts milliseconds, too
    return since - timedelta(seconds=PRIORITY_SECONDS * new.priority)


def running_of_flow(flow_id: uuid.UUID) -> int:
    """How many runs of a flow are being worked on; waiting ones do not count."""
    row = fetch_one(f"SELECT count(*) FROM {TABLE} WHERE flow_id = %s AND status = 'RUNNING'", [uid(flow_id)])
    return int(row[0]) if row else 0


def due_workspaces(default_limit: int) -> dict[uuid.UUID, int]:
    """Workspaces with a due run that work on fewer runs than they may, and how many more they may."""
    rows = fetch_all(
        f"""SELECT w.id, {_limit_sql()} - (SELECT count(*) FROM {TABLE} e
            WHERE e.workspace_id = w.id AND e.lease_until > {now_sql()}) FROM "workspaces_workspace" w
        WHERE EXISTS (SELECT 1 FROM {TABLE} e WHERE e.workspace_id = w.id AND e.next_run_at <= {now_sql()})""",
        [default_limit],
    )
    return {read_uid(row[0]): row[1] for row in rows if row[1] > 0}


def _limit_sql() -> str:
    if is_postgres():
        return "COALESCE((w.limits ->> 'max_running')::int, %s)"
    return "COALESCE(json_extract(w.limits, '$.max_running'), %s)"


def claim(owner: str, workspace_id: uuid.UUID) -> Claim | None:
    """Take the run of a workspace that is due longest, for the time of a lease. None when there is none."""
    claims = claim_some(owner, workspace_id, limit=1)
    return claims[0] if claims else None


def claim_some(owner: str, workspace_id: uuid.UUID, *, limit: int = QUICK_AT_ONCE) -> list[Claim]:
    """Take the run of a workspace that is due longest and, if it is a quick one that begins, others like it.

    Quick runs take a few milliseconds each, so several may share the cost of a claim and of a commit.
    """
    due = f"next_run_at <= {now_sql()} AND (lease_until IS NULL OR lease_until <= {now_sql()})"
    lease = now_sql(settings.ENV.lease_seconds)
    sql = f"""WITH due AS (SELECT id, next_run_at AS at, ({QUICK}) AS quick_now FROM {TABLE}
            WHERE workspace_id = %s AND {due} ORDER BY next_run_at LIMIT %s {skip_locked()}),
        head AS (SELECT id, quick_now FROM due ORDER BY at LIMIT 1)
        UPDATE {TABLE} SET epoch = epoch + 1,
        crash_count = crash_count + (CASE WHEN lease_owner IS NULL THEN 0 ELSE 1 END),
        lease_owner = %s, lease_until = {lease}, next_run_at = {lease}, status = 'RUNNING',
        started_at = COALESCE(started_at, {now_sql()})
        WHERE id IN (SELECT due.id FROM due, head WHERE due.id = head.id OR (due.quick_now AND head.quick_now))
        AND {due} RETURNING {CLAIMED}, {now_sql()}"""
    with statement():
        rows = fetch_all(sql, [uid(workspace_id), limit, owner])
    if not rows:
        return []
    failpoints.hit("claimed")
    claims = [_read_claim(row) for row in rows]
    return [one for one in claims if one.max_concurrent is None or one.state is not None or _admitted(one)]


def _read_claim(row: tuple[Any, ...]) -> Claim:
    values = dict(zip((name.strip() for name in CLAIMED.split(",")), row[:-1], strict=True))
    requests = Requests(
        cancel=values.pop("cancel_requested_at") is not None,
        pause=values.pop("pause_requested_at") is not None,
    )
    for name in ("id", "workspace_id", "flow_id", "definition_id"):
        values[name] = read_uid(values[name])
    values["parent_id"] = read_uid(values["parent_id"]) if values["parent_id"] is not None else None
    values["created_at"], values["started_at"] = read_moment(values["created_at"]), read_moment(values["started_at"])
    values["parent_sync"] = bool(values["parent_sync"])
    moment_now = read_moment(row[-1])
    return Claim(**values, requests=requests, now=moment_now)  # type: ignore[arg-type]


def _admitted(claimed: Claim) -> bool:
    """Whether a run that begins fits below its flow's `maxConcurrentExecutions`; else it goes back to the queue."""
    with write():
        if is_postgres():
            fetch_one("SELECT pg_advisory_xact_lock(hashtext(%s))", [claimed.flow_id.hex])
        others = fetch_one(
            f"SELECT count(*) FROM {TABLE} WHERE flow_id = %s AND status = 'RUNNING' AND id <> %s"
            " AND (state IS NOT NULL OR epoch > 0)",
            [uid(claimed.flow_id), uid(claimed.id)],
        )
        if others is not None and others[0] < (claimed.max_concurrent or 0):
            return True
        execute(
            f"""UPDATE {TABLE} SET status = 'QUEUED', started_at = NULL, lease_owner = NULL, lease_until = NULL,
            next_run_at = {now_sql(QUEUE_RECHECK_SECONDS)} WHERE id = %s AND epoch = %s""",
            [uid(claimed.id), claimed.epoch],
        )
        return False


def renew(owner: str, ids: Iterable[uuid.UUID]) -> list[tuple[uuid.UUID, bool]]:
    """Extend the leases of runs whose attempt is inside its deadline; for each whether a stop was asked for."""
    wanted = [uid(one) for one in ids]
    if not wanted:
        return []
    lease, places = now_sql(settings.ENV.lease_seconds), ", ".join(["%s"] * len(wanted))
    with statement():
        rows = fetch_all(
            f"""UPDATE {TABLE} SET lease_until = {lease}, next_run_at = {lease}
            WHERE lease_owner = %s AND id IN ({places})
            RETURNING id, cancel_requested_at, pause_requested_at""",
            [owner, *wanted],
        )
    # The columns themselves: SQLite 3.40 answers `x IS NOT NULL` in RETURNING with 1 whatever x is.
    return [(read_uid(row[0]), row[1] is not None or row[2] is not None) for row in rows]


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
        *_end_params(outcome, batch.output),
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
        return _final_columns(batch.outcome, batch.output)
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


END_COLUMNS = ("status", "ended_at", "output", "output_pointers", "error", "error_step", "error_name")
END_CASTS = (
    *("%s::uuid", "%s::bigint", "%s::bigint", "%s::bigint", "%s::text", "%s::timestamptz"),
    *("%s::text",) * 5,
)


def _final_columns(outcome: Outcome, output: tuple[str, str | None] | None) -> tuple[list[str], list[Any]]:
    at_rest = ["state = NULL", "lease_owner = NULL", "lease_until = NULL", "next_run_at = NULL"]
    return [*(f"{name} = %s" for name in END_COLUMNS), *at_rest], _end_params(outcome, output)


def _end_params(outcome: Outcome, output: tuple[str, str | None] | None) -> list[Any]:
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
    ]


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
        or batch.abandoned_waits
        or batch.abandoned_children
        or batch.snapshot
        or batch.blobs
        or batch.attributes
    ):
        return
    from executions import store_marks

    store_marks.write_marks(claimed, batch)


def _finish(claimed: Claim, batch: Batch) -> None:
    from executions import store_marks

    outcome = batch.outcome
    if outcome is not None and (claimed.state is not None or outcome.status is not Status.COMPLETED):
        store_marks.clear(claimed)
    if claimed.parent_id is not None and (claimed.parent_sync or claimed.kind == "CHUNK"):
        failpoints.hit("in_join")
        store_marks.tell_parent(claimed, batch)
    admit_next(claimed)


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
        for child in _live_children(execution_id):
            unpause(child)
    return changed == 1


def _pause_children(claimed: Claim) -> None:
    for child in _live_children(claimed.id):
        request_stop(child, "pause_requested_at", claimed.now)


def _live_children(execution_id: uuid.UUID) -> list[uuid.UUID]:
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


def in_savepoint(work: Any) -> bool:
    """Run `work`; False when a constraint refused it (the transaction goes on)."""
    try:
        with transaction.atomic():
            work()
    except IntegrityError:
        return False
    return True
