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
from executions.sql import fetch_all, moment, read_moment, read_uid, uid

WINDOW_RUNS = 100
WINDOW = timedelta(days=30)
RECENT = 20
COUNTED = 1000

# The tables and the limits are our own constants; values are always parameters.
RUNS = "FROM executions_execution WHERE kind = 'RUN' AND flow_id = "
LATEST_FIRST = "ORDER BY created_at DESC, id DESC LIMIT"
ENDED = ", ".join(f"'{status}'" for status in sorted(FINAL))
COUNT = f"SELECT count(*) FROM (SELECT 1 {RUNS}flow.id LIMIT {COUNTED + 1}) AS run"  # noqa: S608
LATELY = f"(SELECT status, created_at {RUNS}flow.id {LATEST_FIRST} {WINDOW_RUNS}) AS run WHERE created_at >= %s"
FIGURES = f"""
SELECT flow.id, ({COUNT}),
    (SELECT count(*) FROM {LATELY} AND status IN ({ENDED})),
    (SELECT count(*) FROM {LATELY} AND status = '{Status.COMPLETED}')
FROM flows_flow AS flow WHERE flow.workspace_id = %s AND flow.id IN
"""  # noqa: S608
LATEST = f"SELECT flow_id, id, status, created_at, started_at, ended_at {RUNS}%s {LATEST_FIRST} {RECENT}"


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
    """A flow's runs: how many, and the latest, the newest first.

    `counted` is one more than `COUNTED` when there are more. `ended` and `completed` are of the last 100 runs that are
    not older than 30 days.
    """

    flow_id: uuid.UUID
    counted: int
    ended: int
    completed: int
    latest: tuple[RecentRun, ...]

    @property
    def success_rate(self) -> float | None:
        """Completed of the ended, 0 to 1; None when none has ended."""
        return self.completed / self.ended if self.ended else None


def of_flows(workspace_id: uuid.UUID, flow_ids: Sequence[uuid.UUID]) -> list[FlowStatistics]:
    """The statistics of these flows, in their order; flows that the workspace does not have are left out."""
    wanted = list(dict.fromkeys(flow_ids))
    figures = _figures(workspace_id, wanted)
    known = [flow_id for flow_id in wanted if flow_id in figures]
    latest = _latest(known)
    return [FlowStatistics(flow_id, *figures[flow_id], tuple(latest.get(flow_id, ()))) for flow_id in known]


def _figures(workspace_id: uuid.UUID, flow_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, tuple[int, int, int]]:
    since = moment(now() - WINDOW)
    places = ", ".join(["%s"] * len(flow_ids))
    rows = fetch_all(f"{FIGURES} ({places})", [since, since, uid(workspace_id), *map(uid, flow_ids)])
    return {read_uid(flow_id): (counted, ended, completed) for flow_id, counted, ended, completed in rows}


def _latest(flow_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[RecentRun]]:
    found: dict[uuid.UUID, list[RecentRun]] = {}
    each = " UNION ALL ".join([f"SELECT * FROM ({LATEST}) AS run"] * len(flow_ids))  # noqa: S608
    for flow_id, key, status, created, started, ended in fetch_all(each, list(map(uid, flow_ids))) if flow_ids else ():
        created_at = read_moment(created)
        assert created_at is not None
        run = RecentRun(read_uid(key), status, created_at, read_moment(started), read_moment(ended))
        found.setdefault(read_uid(flow_id), []).append(run)
    for runs in found.values():
        runs.sort(key=lambda run: (run.created_at, run.id), reverse=True)
    return found
