"""Leases: who may work on which run, and for how long. A part of the store."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.conf import settings

from allma_site.common.db import statement, write
from executions import failpoints
from executions.engine.decide import Requests
from executions.records import begins
from executions.sql import (
    execute,
    fetch_all,
    fetch_one,
    is_postgres,
    now_sql,
    read_moment,
    read_uid,
    skip_locked,
    uid,
)
from executions.store_base import QUEUE_RECHECK_SECONDS, SUSPECTED_CRASHES, TABLE, Claim

QUICK_AT_ONCE = 8
"""How many quick runs one worker takes together."""
QUICK = "quick AND state IS NULL AND crash_count = 0 AND lease_owner IS NULL AND parent_id IS NULL"
CRASHES = "crash_count + (CASE WHEN lease_owner IS NULL THEN 0 ELSE 1 END)"
"""How many owners did not give a run back, the one among them who holds an old lease."""
CLAIMED = (
    "id, workspace_id, flow_id, flow_version, definition_id, kind, trigger, input, input_pointers, flow_variables,"
    " state, seq, visits, snapshot_seq, epoch, wake_seq, crash_count, cancel_requested_at, pause_requested_at,"
    " max_concurrent, created_at, started_at, depth, parent_id, parent_seq, parent_sync, redrive_from_seq"
)


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


def claim_some(
    owner: str, workspace_id: uuid.UUID, *, limit: int = QUICK_AT_ONCE, suspected: bool = True
) -> list[Claim]:
    """Take the run of a workspace that is due longest and, if it is a quick one that begins, others like it.

    Quick runs take a few milliseconds each, so several may share the cost of a claim and of a commit. Unless
    `suspected`, those are left alone whose claim would be one (`Claim.suspected`).
    """
    due = f"next_run_at <= {now_sql()} AND (lease_until IS NULL OR lease_until <= {now_sql()})"
    if not suspected:
        due += f" AND {CRASHES} < {SUSPECTED_CRASHES}"
    lease = now_sql(settings.ENV.lease_seconds)
    sql = f"""WITH due AS (SELECT id, next_run_at AS at, ({QUICK}) AS quick_now FROM {TABLE}
            WHERE workspace_id = %s AND {due} ORDER BY next_run_at LIMIT %s {skip_locked()}),
        head AS (SELECT id, quick_now FROM due ORDER BY at LIMIT 1)
        UPDATE {TABLE} SET epoch = epoch + 1,
        crash_count = {CRASHES},
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
    return [one for one in claims if one.max_concurrent is None or not begins(one.state) or _admitted(one)]


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


def put_off(claimed: Claim) -> None:
    """Give a run back as it was, for the time of a lease: nobody died on it. Nothing when it is somebody else's."""
    with statement():
        execute(
            f"""UPDATE {TABLE} SET lease_owner = NULL, lease_until = NULL,
            next_run_at = {now_sql(settings.ENV.lease_seconds)} WHERE id = %s AND epoch = %s""",
            [uid(claimed.id), claimed.epoch],
        )


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
