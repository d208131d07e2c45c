"""What dashboards show of a workspace's runs and steps over a time range.

Each answer comes from one statement, so that what is rolled up and what is not yet are of the same moment: no run is
missing and none counts twice. Its cost grows with flows and hours, not with runs.
"""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import msgspec

from allma_site.common.db import db_now
from executions.codec import loads
from executions.engine.status import Status
from executions.histograms import percentile
from executions.models import Execution, ExecutionKind
from executions.rollup_windows import Piece, Range, Window, window
from executions.rollups import minute_of
from executions.sql import fetch_all, is_postgres, read_uid, uid
from executions.store_counting import CREATED, RUNS, STATUSES, STEPS, Counted, uncounted
from flows.models import Flow

MAX_FLOWS = 100
MAX_STEPS = 500
MARK = "COALESCE((SELECT done FROM executions_rollupmark), 0)"
TRIES = 3
HISTOGRAMS = msgspec.json.Decoder(list[dict[str, int]])
FAILURES = (Status.FAILED, Status.QUARANTINED, Status.TIMED_OUT)


@dataclass(slots=True)
class Counts:
    """Runs by status, and how long the completed ones took, as a histogram."""

    by_status: Counter[str] = field(default_factory=Counter)
    durations: Counter[str] = field(default_factory=Counter)

    def add(self, sums: Sequence[int], durations: Mapping[str, int]) -> None:
        """Count so many more of each status, in the order of `STATUSES`."""
        for status, runs in zip(STATUSES, sums, strict=True):
            if runs:
                self.by_status[status] += int(runs)
        self.durations.update(durations)

    def join(self, other: Counts) -> None:
        """Count all that the other has counted."""
        self.by_status.update(other.by_status)
        self.durations.update(other.durations)

    def of(self, *statuses: str) -> int:
        """How many there are with these statuses."""
        return sum(self.by_status[status] for status in statuses)

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
        return _percentile(self.durations, share)


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
    buckets = [Counts() for _ in range(seen.buckets)]
    totals, previous, flows = Counts(), Counts(), defaultdict[Any, Counts](Counts)
    for minute, flow, text, *sums in _run_rows(workspace_id, seen, flow_id):
        durations = loads(text)
        if minute < seen.begin:
            previous.add(sums, durations)
            continue
        place = min((minute - seen.begin) // seen.width, seen.buckets - 1)
        flows[flow].add(sums, durations)
        buckets[place].add(sums, durations)
    for counts in flows.values():
        totals.join(counts)
    busiest = _busiest(workspace_id, {read_uid(flow): counts for flow, counts in flows.items()})
    return RunStatistics(seen, moment, totals, previous, buckets, busiest, _live(workspace_id, flow_id))


def _percentile(durations: Mapping[str, int], share: float) -> int | None:
    return percentile({int(bucket): count for bucket, count in durations.items()}, share)


def _run_rows(workspace_id: uuid.UUID, seen: Window, flow_id: uuid.UUID | None) -> list[tuple[Any, ...]]:
    """(minute, flow, durations, sums …) of the range and the time before it."""
    before, end = seen.before
    period = "(minute >= %s OR (minute >= %s AND minute < %s))"
    pieces = [*seen.pieces_before(), *seen.pieces()]
    return _rows(RUNS, workspace_id, pieces, flow_id, (period, [seen.begin, before, end]))


def _rows(
    of: Counted,
    workspace_id: uuid.UUID,
    pieces: Iterable[Piece],
    flow_id: uuid.UUID | None,
    period: tuple[str, list[int]],
    summed: str = "%s",
) -> list[tuple[Any, ...]]:
    """(minute, flow, the key, durations, sums …): what is rolled up for the pieces, and what is not yet.

    `summed` is what is asked of these rows instead, which stand for its `%s`.
    """
    columns = ", ".join(("flow_id", *of.key, "durations", *of.sums))
    parts, params = _parts(of.table, f"slot * span AS minute, {columns}", pieces, workspace_id)
    chosen, flow = ("AND flow_id = %s", [uid(flow_id)]) if flow_id else ("", [])

    def sql(where: str) -> str:
        tail = f"SELECT minute, {columns} FROM ({uncounted(of, where)}) fresh"  # noqa: S608
        counted = f"SELECT * FROM ({' UNION ALL '.join([*parts, tail])}) counted WHERE {period[0]} {chosen}"  # noqa: S608
        return summed.replace("%s", counted)

    return _of_one_moment(sql, [*params, uid(workspace_id), *period[1], *flow])


def _of_one_moment(sql: Callable[[str], str], params: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows of a statement that takes the condition of what is not rolled up yet.

    PostgreSQL finds the few events behind the mark by their number only when it knows the number beforehand. The
    statement says which mark it saw itself: if somebody has rolled up in between, it is run again.
    """
    marked = f"SELECT {MARK}, answer.* FROM (SELECT 1 AS one) always LEFT JOIN (%s) answer ON 1 = 1"  # noqa: S608
    for mark in (*["number"] * TRIES, MARK):
        known = str(fetch_all(f"SELECT {MARK}")[0][0]) if mark != MARK else MARK
        rows = fetch_all(marked.replace("%s", sql(f"v.id > {known} AND e.workspace_id = %s")), params)
        if known in (MARK, str(rows[0][0])):
            break
    return [row[1:] for row in rows if row[-1] is not None]


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
    sums: Mapping[str, int]
    durations: Mapping[str, int]

    def percentile(self, share: float) -> int | None:
        """Milliseconds that this share of the completed visits did not exceed."""
        return _percentile(self.durations, share)


@dataclass(frozen=True, slots=True)
class StepStatistics:
    """The steps that were visited in a range, the most visited first. `left_out` says how many are not listed."""

    window: Window
    to: datetime
    steps: Sequence[StepCounts]
    left_out: int
    totals: Mapping[str, int]


def step_statistics(workspace_id: uuid.UUID, wanted: Range, flow_id: uuid.UUID | None = None) -> StepStatistics:
    """How the steps of a workspace, or of one flow, went in runs that have ended."""
    moment = db_now()
    seen = window(wanted, minute_of(moment))
    rows = _step_rows(workspace_id, seen, flow_id)
    names = _names(workspace_id, {read_uid(row[0]) for row in rows})
    steps = [_step_counts(row, names) for row in rows]
    ordered = sorted(steps, key=lambda one: (-one.sums["visits"], one.flow_name, one.step_instance_id))
    totals = {name: sum(one.sums[name] for one in ordered) for name in STEPS.sums}
    return StepStatistics(seen, moment, ordered[:MAX_STEPS], max(len(ordered) - MAX_STEPS, 0), totals)


def _step_rows(workspace_id: uuid.UUID, seen: Window, flow_id: uuid.UUID | None) -> list[tuple[Any, ...]]:
    """(flow, step, type, the pieces' durations, sums …), a row for each step: the database adds up thousands."""
    listed = "string_agg(durations, ',')" if is_postgres() else "group_concat(durations, ',')"
    key = ", ".join(("flow_id", *STEPS.key))
    sums = ", ".join(f"SUM({name})" for name in STEPS.sums)
    period = ("minute >= %s", [seen.begin])
    return _rows(
        STEPS,
        workspace_id,
        seen.coarse_pieces(),
        flow_id,
        period,
        summed=f"SELECT {key}, '[' || {listed} || ']', {sums} FROM (%s) pieces GROUP BY {key}",  # noqa: S608
    )


def _step_counts(row: tuple[Any, ...], names: Mapping[uuid.UUID, str]) -> StepCounts:
    flow, step, kind, durations, *sums = row
    found = read_uid(flow)
    return StepCounts(
        flow_id=found,
        flow_name=names.get(found, ""),
        step_instance_id=step,
        step_type=kind,
        sums={name: int(value) for name, value in zip(STEPS.sums, sums, strict=True)},
        durations=_joined(HISTOGRAMS.decode(durations)),
    )


def _joined(histograms: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for one in histograms:
        for bucket, count in one.items():
            total[bucket] = total.get(bucket, 0) + count
    return total


def moment_of(minute: int) -> datetime:
    """The beginning of a minute since 1970."""
    return datetime.fromtimestamp(minute * 60, UTC)
