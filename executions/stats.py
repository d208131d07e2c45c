"""How the runs of flows have been going lately, for lists of flows.

Two statements whatever the number of flows and runs: each flow is a short walk along the index
`execution_of_flow`, so that a million runs cost as much as a hundred. That is why a count stops at a limit.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from allma_site.common.clock import now
from executions.engine.status import FINAL, Status
from executions.sql import fetch_all, read_moment, read_uid, uid
from flows.models import Flow

WINDOW_RUNS = 100
WINDOW = timedelta(days=30)
RECENT = 20
COUNTED = 1000

TABLE = "executions_execution"
RUNS = f"FROM \"{TABLE}\" WHERE flow_id = %s AND kind = 'RUN'"
LATEST = (
    f"SELECT flow_id, id, status, created_at, started_at, ended_at {RUNS} "
    f"ORDER BY created_at DESC, id DESC LIMIT {WINDOW_RUNS}"
)
COUNT = f"SELECT flow_id {RUNS} LIMIT {COUNTED + 1}"


@dataclass(frozen=True, slots=True)
class RecentRun:
    """A run, without what it holds."""

    id: uuid.UUID
    status: str
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class FlowStatistics:
    """A flow's runs: how many (`counted_all`: no more than that), and the latest, the newest first."""

    flow_id: uuid.UUID
    run_count: int
    counted_all: bool
    latest: tuple[RecentRun, ...]

    @property
    def success_rate(self) -> float | None:
        """Completed of the ended, 0 to 1, among the last 100 runs that are not older than 30 days; None of none."""
        since = now() - WINDOW
        ended = [run for run in self.latest if run.status in FINAL and run.created_at >= since]
        return sum(run.status == Status.COMPLETED for run in ended) / len(ended) if ended else None


def of_flows(workspace_id: uuid.UUID, flow_ids: Sequence[uuid.UUID]) -> list[FlowStatistics]:
    """The statistics of these flows, in their order; flows that the workspace does not have are left out."""
    known = set(Flow.objects.in_workspace(workspace_id).filter(pk__in=flow_ids).values_list("pk", flat=True))
    wanted = [flow_id for flow_id in dict.fromkeys(flow_ids) if flow_id in known]
    if not wanted:
        return []
    latest = _latest(wanted)
    counts = _counts(wanted)
    return [
        FlowStatistics(
            flow_id=flow_id,
            run_count=min(counts.get(flow_id, 0), COUNTED),
            counted_all=counts.get(flow_id, 0) <= COUNTED,
            latest=tuple(latest.get(flow_id, ())),
        )
        for flow_id in wanted
    ]


def _latest(flow_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[RecentRun]]:
    found: dict[uuid.UUID, list[RecentRun]] = {}
    for flow_id, key, status, created, started, ended in fetch_all(_each(LATEST, flow_ids), _params(flow_ids)):
        created_at = read_moment(created)
        assert created_at is not None
        run = RecentRun(read_uid(key), status, created_at, read_moment(started), read_moment(ended))
        found.setdefault(read_uid(flow_id), []).append(run)
    for runs in found.values():
        runs.sort(key=lambda run: (run.created_at, run.id), reverse=True)
    return found


def _counts(flow_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    counted = f"SELECT flow_id, count(*) FROM ({_each(COUNT, flow_ids)}) AS counted GROUP BY flow_id"  # noqa: S608
    return {read_uid(flow_id): int(count) for flow_id, count in fetch_all(counted, _params(flow_ids))}


def _each(statement: str, flow_ids: Sequence[uuid.UUID]) -> str:
    return " UNION ALL ".join([f"SELECT * FROM ({statement}) AS one"] * len(flow_ids))  # noqa: S608


def _params(flow_ids: Sequence[uuid.UUID]) -> list[object]:
    return [uid(flow_id) for flow_id in flow_ids]
