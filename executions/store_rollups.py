"""Counts by time are written here: each event once, whatever dies in between. A part of the store.

Events are the outbox: they are numbered, and a run's first and last are written in the transactions that create and end
it. `RollupMark.done` is the number up to which they are counted; counts and mark change in one transaction, which holds
the mark's row, so that nobody else changes a count meanwhile.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from allma_site.common.db import write
from executions import failpoints
from executions.codec import dumps, loads
from executions.models_rollups import MINUTE, SPANS
from executions.sql import execute, fetch_all, fetch_one, is_postgres, uid
from executions.store_counting import RUNS, STEPS, Counted, uncounted

MARK = '"executions_rollupmark"'
KEYS_AT_ONCE = 500


@dataclass(slots=True)
class _Added:
    """What a row is to be larger by."""

    sums: list[int]
    durations: Counter[str] = field(default_factory=Counter)


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
        for of in (RUNS, STEPS):
            execute(f"DELETE FROM {of.table} WHERE span = {MINUTE} AND slot < %s", [oldest_minute])
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
    for of in (RUNS, STEPS):
        added = _by_row(of, fetch_all(uncounted(of, where), params), oldest_minute)
        keys = list(added)
        for begin in range(0, len(keys), KEYS_AT_ONCE):
            _add(of, {key: added[key] for key in keys[begin : begin + KEYS_AT_ONCE]})


def _by_row(of: Counted, found: Sequence[tuple[Any, ...]], oldest_minute: int) -> dict[tuple[Any, ...], _Added]:
    """What to add to which row: (workspace, span, slot, flow, and the rest of the key)."""
    rows: dict[tuple[Any, ...], _Added] = {}
    place = 2 + len(of.key)
    for row in found:
        workspace, flow, *rest = row[:place]
        minute, durations, sums = row[place], loads(row[place + 1]), row[place + 2 :]
        for span, slot in _slots(minute, oldest_minute):
            key = (workspace, span, slot, flow, *rest)
            added = rows.setdefault(key, _Added([0] * len(sums)))
            added.sums = [so_far + int(more) for so_far, more in zip(added.sums, sums, strict=True)]
            added.durations.update(durations)
    return rows


def _slots(minute: int, oldest_minute: int) -> Iterator[tuple[int, int]]:
    return ((span, minute // span) for span in SPANS if span > MINUTE or minute >= oldest_minute)


def _add(of: Counted, added: dict[tuple[Any, ...], _Added]) -> None:
    """Histograms are added up here, for no SQL does it in both databases: the mark is locked, nobody is in between."""
    key = ("workspace_id", "span", "slot", "flow_id", *of.key)
    columns, place = ", ".join(key), f"({', '.join(['%s'] * len(key))})"
    there = fetch_all(
        f"SELECT {columns}, durations FROM {of.table} WHERE ({columns}) IN (VALUES {', '.join([place] * len(added))})",
        [value for one in added for value in one],
    )
    for *found, durations in there:
        added[tuple(found)].durations.update(loads(durations))
    sums = ", ".join(f"{name} = {of.table}.{name} + excluded.{name}" for name in of.sums)
    names = (*key, *of.sums, "durations")
    with connection.cursor() as cursor:
        cursor.executemany(
            f"""INSERT INTO {of.table} ({", ".join(names)}) VALUES ({", ".join(["%s"] * len(names))})
            ON CONFLICT ({columns}) DO UPDATE SET {sums}, durations = excluded.durations""",
            [(*one, *more.sums, dumps(dict(more.durations))) for one, more in added.items()],
        )
