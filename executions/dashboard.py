"""What dashboards show of a workspace's runs and steps over a time range.

Each answer is one statement, so that what is rolled up and what is not yet are of the same moment: no run is missing
and none counts twice. Its cost grows with flows and hours, not with runs.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from allma_site.common.db import db_now
from executions.engine.status import Status
from executions.histograms import percentile
from executions.models import Execution, ExecutionKind
from executions.models_rollups import NO_BUCKET
from executions.rollup_windows import Piece, Range, Window, window
from executions.rollups import minute_of
from executions.sql import fetch_all, read_uid, uid
from executions.store_counting import CREATED, counted_runs, counted_visits
from flows.models import Flow

MAX_FLOWS = 100
MAX_STEPS = 500
UNCOUNTED = "v.id > COALESCE((SELECT done FROM executions_rollupmark), 0) AND e.workspace_id = %s"
FAILURES = (Status.FAILED, Status.QUARANTINED, Status.TIMED_OUT)


@dataclass(slots=True)
class Counts:
    """Runs by status, and how long the completed ones took, as a histogram."""

    by_status: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    durations: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, status: str, bucket: int, runs: int) -> None:
        """Count so many more."""
        self.by_status[status] += runs
        if bucket != NO_BUCKET:
            self.durations[bucket] += runs

    def of(self, *statuses: str) -> int:
        """How many there are with these statuses."""
        return sum(self.by_status.get(status, 0) for status in statuses)

    @property
    def ended(self) -> int:
        """All but those counted by when they were created."""
        return sum(runs for status, runs in self.by_status.items() if status != CREATED)

    @property
    def success_rate(self) -> float | None:
        """Completed of the ended, 0 to 1; None when none has ended."""
        return self.of(Status.COMPLETED) / self.ended if self.ended else None

    def percentile(self, share: float) -> int | None:
        """Milliseconds that this share of the completed runs did not exceed."""
        return percentile(self.durations, share)


@dataclass(frozen=True, slots=True)
class Live:
    """Runs that are not over."""

    queued: int
    running: int
    waiting: int


@dataclass(frozen=True, slots=True)
class RunStatistics:
    """A range, bucket by bucket and flow by flow (the busiest first), and the time before it."""

    window: Window
    to: datetime
    totals: Counts
    previous: Counts
    buckets: Sequence[Counts]
    flows: Sequence[tuple[uuid.UUID, str, Counts]]
    live: Live


def run_statistics(workspace_id: uuid.UUID, wanted: Range, flow_id: uuid.UUID | None = None) -> RunStatistics:
    """How the runs of a workspace, or of one flow, went."""
    moment = db_now()
    seen = window(wanted, minute_of(moment))
    buckets: list[Counts] = [Counts() for _ in range(seen.buckets)]
    totals, previous, flows = Counts(), Counts(), defaultdict[uuid.UUID, Counts](Counts)
    for slot, flow, status, bucket, runs in _run_rows(workspace_id, seen, flow_id):
        if flow is not None:
            flows[read_uid(flow)].add(status, bucket, int(runs))
        elif slot < 0:
            previous.add(status, bucket, int(runs))
        else:
            totals.add(status, bucket, int(runs))
            buckets[min(slot - seen.begin // seen.width, seen.buckets - 1)].add(status, bucket, int(runs))
    busiest = _busiest(workspace_id, flows)
    return RunStatistics(seen, moment, totals, previous, buckets, busiest, _live(workspace_id, flow_id))


def _run_rows(workspace_id: uuid.UUID, seen: Window, flow_id: uuid.UUID | None) -> list[tuple[Any, ...]]:
    """(bucket of the chart or -1 for the time before, None, status, duration's bucket, runs), and (None, flow, …)."""
    chosen, flow = ("AND flow_id = %s", [uid(flow_id)]) if flow_id else ("", [])
    columns = "slot * span AS minute, flow_id, status, bucket, runs"
    parts, params = _parts("executions_runrollup", columns, [*seen.pieces_before(), *seen.pieces()], workspace_id)
    tail = f"SELECT minute, flow_id, status, bucket, 1 FROM ({counted_runs(UNCOUNTED)}) uncounted"  # noqa: S608
    begin, end = seen.before
    sql = f"""WITH counted AS ({" UNION ALL ".join([*parts, tail])}),
        grouped AS (SELECT CASE WHEN minute >= %s THEN minute / {seen.width} ELSE -1 END AS place,
            flow_id, status, bucket, sum(runs) AS runs FROM counted
            WHERE (minute >= %s OR (minute >= %s AND minute < %s)) {chosen} GROUP BY 1, 2, 3, 4)
        SELECT place, NULL AS flow_id, status, bucket, sum(runs) FROM grouped GROUP BY place, status, bucket
        UNION ALL SELECT NULL, flow_id, status, bucket, sum(runs) FROM grouped WHERE place >= 0
            GROUP BY flow_id, status, bucket"""  # noqa: S608
    return fetch_all(sql, [*params, uid(workspace_id), seen.begin, seen.begin, begin, end, *flow])


def _parts(table: str, columns: str, pieces: Iterable[Piece], workspace_id: uuid.UUID) -> tuple[list[str], list[Any]]:
    """A SELECT for each piece that is rolled up, and their parameters."""
    sql = f"SELECT {columns} FROM {table} WHERE workspace_id = %s AND span = %s AND slot >= %s AND slot < %s"  # noqa: S608
    parts, params = [], []
    for piece in pieces:
        parts.append(sql)
        params += [uid(workspace_id), piece.span, piece.begin // piece.span, -(-piece.end // piece.span)]
    return parts, params


def _busiest(workspace_id: uuid.UUID, flows: Mapping[uuid.UUID, Counts]) -> list[tuple[uuid.UUID, str, Counts]]:
    ended = {flow: counts for flow, counts in flows.items() if counts.ended}
    busiest = sorted(ended, key=lambda flow: (-ended[flow].ended, flow))[:MAX_FLOWS]
    names = _names(workspace_id, busiest)
    return [(flow, names[flow], ended[flow]) for flow in busiest if flow in names]


def _names(workspace_id: uuid.UUID, flow_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    rows = Flow.objects.in_workspace(workspace_id).filter(pk__in=list(flow_ids))
    return dict(rows.values_list("pk", "name"))


def _live(workspace_id: uuid.UUID, flow_id: uuid.UUID | None) -> Live:
    """Each by an index that holds only such runs."""
    runs = Execution.objects.filter(workspace_id=workspace_id, kind=ExecutionKind.RUN)
    runs = runs.filter(flow_id=flow_id) if flow_id else runs
    flows = Flow.objects.in_workspace(workspace_id)
    flows = flows.filter(pk=flow_id) if flow_id else flows
    return Live(
        queued=runs.filter(status=Status.QUEUED).count(),
        running=runs.filter(status=Status.RUNNING, flow__in=flows).count(),
        waiting=runs.filter(status=Status.WAITING).count(),
    )


@dataclass(slots=True)
class StepCounts:
    """The visits of a step."""

    flow_id: uuid.UUID
    flow_name: str
    step_instance_id: str
    step_type: str
    visits: int = 0
    failed: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    nano_usd: int = 0
    durations: dict[int, int] = field(default_factory=dict)

    def percentile(self, share: float) -> int | None:
        """Milliseconds that this share of the completed visits did not exceed."""
        return percentile(self.durations, share)


@dataclass(frozen=True, slots=True)
class StepStatistics:
    """The steps that were visited in a range, the most visited first. `left_out` says how many are not listed."""

    window: Window
    to: datetime
    steps: Sequence[StepCounts]
    left_out: int
    totals: Mapping[str, int]


STEP_SUMS = ("visits", "failed", "input_tokens", "output_tokens", "nano_usd")
STEP_KEY = "flow_id, step_instance_id, step_type, bucket"


def step_statistics(workspace_id: uuid.UUID, wanted: Range, flow_id: uuid.UUID | None = None) -> StepStatistics:
    """How the steps of a workspace, or of one flow, went in runs that have ended."""
    moment = db_now()
    seen = window(wanted, minute_of(moment))
    rows = _step_rows(workspace_id, seen, flow_id)
    names = _names(workspace_id, {read_uid(row[0]) for row in rows})
    steps: dict[tuple[Any, ...], StepCounts] = {}
    for flow, step, kind, bucket, *sums in rows:
        key = read_uid(flow)
        found = steps.setdefault((flow, step, kind), StepCounts(key, names.get(key, ""), step, kind))
        for name, value in zip(STEP_SUMS, sums, strict=True):
            setattr(found, name, getattr(found, name) + int(value))
        if bucket != NO_BUCKET:
            found.durations[bucket] = found.durations.get(bucket, 0) + int(sums[0])
    ordered = sorted(steps.values(), key=lambda one: (-one.visits, one.flow_name, one.step_instance_id))
    totals = {name: sum(getattr(one, name) for one in ordered) for name in STEP_SUMS}
    return StepStatistics(seen, moment, ordered[:MAX_STEPS], max(len(ordered) - MAX_STEPS, 0), totals)


def _step_rows(workspace_id: uuid.UUID, seen: Window, flow_id: uuid.UUID | None) -> list[tuple[Any, ...]]:
    """flow, step, type, duration's bucket, and the sums."""
    chosen, flow = ("AND flow_id = %s", [uid(flow_id)]) if flow_id else ("", [])
    columns = f"slot * span AS minute, {STEP_KEY}, {', '.join(STEP_SUMS)}"
    parts, params = _parts("executions_steprollup", columns, seen.coarse_pieces(), workspace_id)
    fresh = f"minute, {STEP_KEY}, 1 AS visits, {', '.join(STEP_SUMS[1:])}"
    tail = f"SELECT {fresh} FROM ({counted_visits(UNCOUNTED)}) uncounted"  # noqa: S608
    sql = f"""SELECT {STEP_KEY}, {", ".join(f"sum({name})" for name in STEP_SUMS)}
        FROM ({" UNION ALL ".join([*parts, tail])}) counted WHERE minute >= %s {chosen} GROUP BY {STEP_KEY}"""  # noqa: S608
    return fetch_all(sql, [*params, uid(workspace_id), seen.begin, *flow])


def moment_of(minute: int) -> datetime:
    """The beginning of a minute since 1970."""
    return datetime.fromtimestamp(minute * 60, UTC)
