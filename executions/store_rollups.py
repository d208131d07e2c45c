"""Counts by time are written here: each event once, whatever dies in between. A part of the store.

Events are the outbox: they are numbered, and a run's first and last are written in the transactions that create and end
it. `RollupMark.done` is the number up to which they are counted; counts and mark change in one transaction.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from allma_site.common.db import write
from executions import failpoints
from executions.models_rollups import MINUTE, SPANS
from executions.sql import execute, fetch_one, is_postgres, uid
from executions.store_counting import counted_runs, counted_visits

RUN_ROLLUPS = '"executions_runrollup"'
STEP_ROLLUPS = '"executions_steprollup"'
MARK = '"executions_rollupmark"'
RUN_KEY = "workspace_id, span, slot, flow_id, status, bucket"
STEP_KEY = "workspace_id, span, slot, flow_id, step_instance_id, step_type, bucket"
STEP_SUMS = ("failed", "input_tokens", "output_tokens", "nano_usd")
SPAN_ROWS = f"({' UNION ALL '.join(f'SELECT {span} AS span' for span in SPANS)})"


def count_events(*, up_to: int | None, at_most: int, oldest_minute: int) -> bool:
    """Count the next events, at most so many and none behind `up_to` (None: all there are).

    Minutes before `oldest_minute` are not counted by the minute, and no longer kept. False when there is nothing to
    count, or somebody else is counting.
    """
    with write():
        done = _lock_mark(wait=False)
        if done is None:
            return False
        last = _last_of_next(done, up_to, at_most)
        if last is None:
            return False
        _count("v.id > %s AND v.id <= %s", [done, last], oldest_minute)
        failpoints.hit("in_rollup")
        execute(f"UPDATE {MARK} SET done = %s WHERE id = 1", [last])
        for table in (RUN_ROLLUPS, STEP_ROLLUPS):
            execute(f"DELETE FROM {table} WHERE span = {MINUTE} AND slot < %s", [oldest_minute])
    return True


def count_before_deletion(execution_ids: Sequence[uuid.UUID], *, oldest_minute: int) -> None:
    """Count what is not counted yet of runs that are about to be deleted. Call it inside the deletion's `write()`."""
    if not execution_ids:
        return
    done = _lock_mark(wait=True)
    places = ", ".join(["%s"] * len(execution_ids))
    _count(f"v.id > %s AND v.execution_id IN ({places})", [done, *map(uid, execution_ids)], oldest_minute)


def _lock_mark(*, wait: bool) -> int | None:
    """The number up to which events are counted, its row locked for this transaction; None: somebody else has it."""
    lock = ("FOR UPDATE" if wait else "FOR UPDATE SKIP LOCKED") if is_postgres() else ""
    sql = f"SELECT done FROM {MARK} WHERE id = %s {lock}"
    row = fetch_one(sql, [1])
    if row is None:
        execute(f"INSERT INTO {MARK} (id, done) VALUES (%s, 0) ON CONFLICT DO NOTHING", [1])
        row = fetch_one(sql, [1])
    return int(row[0]) if row else None


def _last_of_next(done: int, up_to: int | None, at_most: int) -> int | None:
    """The number of the last of the next events: numbers may have gaps of any size. None: there are none."""
    limit, params = ("", [done]) if up_to is None else ("AND id <= %s", [done, up_to])
    row = fetch_one(
        f"""SELECT max(id) FROM (SELECT id FROM "executions_executionevent" WHERE id > %s {limit}
        ORDER BY id LIMIT {at_most}) following""",
        params,
    )
    return int(row[0]) if row and row[0] is not None else None


def _count(where: str, params: list[Any], oldest_minute: int) -> None:
    spanned = f"CROSS JOIN {SPAN_ROWS} spans WHERE spans.span > {MINUTE} OR counted.minute >= %s"
    execute(
        f"""INSERT INTO {RUN_ROLLUPS} ({RUN_KEY}, runs)
        SELECT workspace_id, span, minute / span AS slot, flow_id, status, bucket, count(*)
        FROM ({counted_runs(where)}) counted {spanned}
        GROUP BY workspace_id, span, minute / span, flow_id, status, bucket
        ON CONFLICT ({RUN_KEY}) DO UPDATE SET runs = {RUN_ROLLUPS}.runs + excluded.runs""",
        [*params, oldest_minute],
    )
    execute(
        f"""INSERT INTO {STEP_ROLLUPS} ({STEP_KEY}, visits, {", ".join(STEP_SUMS)})
        SELECT workspace_id, span, minute / span AS slot, flow_id, step_instance_id, step_type, bucket, count(*),
        {", ".join(f"sum({name})" for name in STEP_SUMS)}
        FROM ({counted_visits(where)}) counted {spanned}
        GROUP BY workspace_id, span, minute / span, flow_id, step_instance_id, step_type, bucket
        ON CONFLICT ({STEP_KEY}) DO UPDATE SET visits = {STEP_ROLLUPS}.visits + excluded.visits,
        {", ".join(f"{name} = {STEP_ROLLUPS}.{name} + excluded.{name}" for name in STEP_SUMS)}""",
        [*params, oldest_minute],
    )
