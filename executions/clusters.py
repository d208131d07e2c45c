"""Failures that are alike, of the runs that are still there: how many, how often, and how many nobody has mended."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allma_site.common.db import db_now
from executions.dashboard import moment_of
from executions.engine.status import Status
from executions.models import Execution
from executions.rollup_windows import Range, window
from executions.rollups import minute_of
from executions.sql import fetch_all, is_postgres, moment, read_moment, read_uid, uid

MAX_CLUSTERS = 50
TREND = 24
RUNS = "executions_execution"
OF_WORKSPACE = f"{RUNS}.workspace_id = %s AND {RUNS}.error_fingerprint IS NOT NULL AND {RUNS}.ended_at >= %s"


@dataclass(frozen=True, slots=True)
class Cluster:
    """Failed runs with one fingerprint. `trend` has so many for each of 24 equal parts of the range, oldest first.

    `count`, `open` and `last_seen_at` are of the range; `first_seen_at` and `latest` are of all the runs there are.
    """

    fingerprint: str
    count: int
    open: int
    first_seen_at: datetime
    last_seen_at: datetime
    trend: Sequence[int]
    latest: Execution


@dataclass(frozen=True, slots=True)
class Clusters:
    """The clusters of the runs that ended from `begin` on."""

    begin: datetime
    clusters: Sequence[Cluster] = ()


@dataclass(slots=True)
class _Seen:
    count: int = 0
    last: datetime | None = None
    trend: tuple[int, ...] = (0,) * TREND

    def add(self, part: int, count: int, last: datetime | None) -> None:
        part = min(max(part, 0), TREND - 1)
        self.count += count
        self.trend = (*self.trend[:part], self.trend[part] + count, *self.trend[part + 1 :])
        self.last = last if self.last is None or (last is not None and last > self.last) else self.last


def clusters(workspace_id: uuid.UUID, wanted: Range, flow_id: uuid.UUID | None = None) -> Clusters:
    """The clusters with failures in the range, at most 50, the largest first."""
    to = db_now()
    begin = moment_of(window(wanted, minute_of(to)).begin)
    seen = _seen(workspace_id, begin, to, flow_id)
    largest = sorted(seen, key=lambda one: (-seen[one].count, one))[:MAX_CLUSTERS]
    if not largest:
        return Clusters(begin)
    mended = _mended(workspace_id, begin, largest)
    ends = _first_and_latest(workspace_id, largest)
    latest = _runs(workspace_id, [run for _, run in ends.values()])
    found = [
        Cluster(
            fingerprint=one,
            count=seen[one].count,
            open=max(seen[one].count - mended.get(one, 0), 0),
            first_seen_at=ends[one][0],
            last_seen_at=seen[one].last or ends[one][0],
            trend=seen[one].trend,
            latest=latest[ends[one][1]],
        )
        for one in largest
        if one in ends and ends[one][1] in latest
    ]
    return Clusters(begin, found)


def _seen(workspace_id: uuid.UUID, begin: datetime, to: datetime, flow_id: uuid.UUID | None) -> dict[str, _Seen]:
    """By an index that holds all of it: the runs themselves are not read."""
    part = max((to - begin) / TREND, timedelta(seconds=1)).total_seconds()
    chosen, flow = (f"AND {RUNS}.flow_id = %s", [uid(flow_id)]) if flow_id else ("", [])
    rows = fetch_all(
        f"""SELECT error_fingerprint, {_part_sql(part)}, count(*), max(ended_at)
        FROM {RUNS} WHERE {OF_WORKSPACE} {chosen} GROUP BY 1, 2""",  # noqa: S608
        [begin.timestamp(), uid(workspace_id), moment(begin), *flow],
    )
    found: dict[str, _Seen] = defaultdict(_Seen)
    for fingerprint, place, count, last in rows:
        found[fingerprint].add(int(place), count, read_moment(last))
    return dict(found)


def _part_sql(seconds: float) -> str:
    """Which part of the range a run ended in; the parameter is the range's beginning in seconds since 1970."""
    if is_postgres():
        since = "CAST(EXTRACT(EPOCH FROM ended_at) AS double precision) - CAST(%s AS double precision)"
        return f"CAST(floor(({since}) / {seconds!r}) AS integer)"
    return f"CAST((CAST(strftime('%%s', ended_at) AS integer) - %s) / {seconds!r} AS integer)"


def _mended(workspace_id: uuid.UUID, begin: datetime, fingerprints: Sequence[str]) -> Mapping[str, int]:
    """How many of each were redriven until a run completed: a redrive that failed may have been redriven itself."""
    places = ", ".join(["%s"] * len(fingerprints))
    rows = fetch_all(
        f"""WITH RECURSIVE mended(id) AS (
            SELECT redrive_of_id FROM {RUNS}
                WHERE workspace_id = %s AND redrive_of_id IS NOT NULL AND status = '{Status.COMPLETED}'
            UNION SELECT {RUNS}.redrive_of_id FROM mended JOIN {RUNS} ON {RUNS}.id = mended.id
                WHERE {RUNS}.redrive_of_id IS NOT NULL)
        SELECT error_fingerprint, count(*) FROM {RUNS} JOIN mended ON mended.id = {RUNS}.id
        WHERE {OF_WORKSPACE} AND error_fingerprint IN ({places}) GROUP BY error_fingerprint""",  # noqa: S608
        [uid(workspace_id), uid(workspace_id), moment(begin), *fingerprints],
    )
    return dict(rows)


def _first_and_latest(workspace_id: uuid.UUID, fingerprints: Sequence[str]) -> dict[str, tuple[datetime, uuid.UUID]]:
    """When the oldest run of each failed, and the newest run's id: two steps along an index for each."""
    one = f"""SELECT %s AS fingerprint,
        (SELECT ended_at FROM {RUNS} WHERE workspace_id = %s AND error_fingerprint = %s
            ORDER BY created_at LIMIT 1) AS first,
        (SELECT id FROM {RUNS} WHERE workspace_id = %s AND error_fingerprint = %s
            ORDER BY created_at DESC LIMIT 1) AS latest"""  # noqa: S608
    params: list[Any] = []
    for fingerprint in fingerprints:
        params += [fingerprint, *[uid(workspace_id), fingerprint] * 2]
    rows = fetch_all(" UNION ALL ".join([one] * len(fingerprints)), params)
    found = {}
    for fingerprint, first, latest in rows:
        at = read_moment(first)
        if at is not None and latest is not None:
            found[fingerprint] = (at, read_uid(latest))
    return found


def _runs(workspace_id: uuid.UUID, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Execution]:
    rows = Execution.objects.filter(workspace_id=workspace_id, pk__in=ids).select_related("flow")
    return {row.pk: row for row in rows.defer("state")}
