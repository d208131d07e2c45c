"""What the dashboard's routes take and give."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import Field

from allma_site.common.api import ApiModel, Moment
from executions.api.shapes import error_out
from executions.clusters import TREND, Cluster
from executions.dashboard import FAILURES, Counts, RunStatistics, StepCounts, StepStatistics, moment_of
from executions.engine.status import Status
from executions.fingerprints import normalise
from executions.redaction import Redaction
from executions.rollup_windows import Range
from executions.store_counting import CREATED


class DayQuery(ApiModel):
    """A range, by default a day, and a flow."""

    range: Range = Range.DAY
    flow: uuid.UUID | None = None


class WeekQuery(ApiModel):
    """A range, by default a week, and a flow."""

    range: Range = Range.WEEK
    flow: uuid.UUID | None = None


class TotalsOut(ApiModel):
    """Runs of a range by how they ended; `started` counts those created in it.

    `failed` holds quarantined runs too. `successRate` (0 to 1) is the completed of the ended. Percentiles are of how
    long completed runs took and at most 5 % off. `queued`, `running` and `waiting` are of this moment: null for a past.
    """

    started: int
    completed: int
    failed: int
    cancelled: int
    timed_out: int
    queued: int | None
    running: int | None
    waiting: int | None
    success_rate: float | None
    p50_ms: int | None
    p95_ms: int | None


class BucketOut(ApiModel):
    """The runs that ended from `at` until the next bucket begins."""

    at: Moment
    completed: int
    failed: int
    cancelled: int
    timed_out: int
    p50_ms: int | None
    p95_ms: int | None


class FlowOut(ApiModel):
    """The runs of a flow that ended in the range; `failed` holds those that timed out or are quarantined."""

    flow_id: uuid.UUID
    name: str
    runs: int
    failed: int
    success_rate: float | None
    p50_ms: int | None
    p95_ms: int | None


class DashboardStats(ApiModel):
    """A range of whole buckets, the last of which has begun. `previous` is the time before it, as long as this one.

    `flows` are at most 100, the busiest first.
    """

    range: Range
    from_: Annotated[Moment, Field(alias="from")]
    to: Moment
    totals: TotalsOut
    previous: TotalsOut
    buckets: list[BucketOut]
    flows: list[FlowOut]

    @classmethod
    def of(cls, wanted: Range, found: RunStatistics) -> Self:
        """From what was counted."""
        live = {"queued": found.live.queued, "running": found.live.running, "waiting": found.live.waiting}
        past = dict.fromkeys(live)
        begin, width = found.window.begin, found.window.width
        return cls(
            range=wanted,
            from_=moment_of(begin),
            to=found.to,
            totals=TotalsOut(started=found.totals.of(CREATED), **live, **_rates(found.totals)),
            previous=TotalsOut(started=found.previous.of(CREATED), **past, **_rates(found.previous)),
            buckets=[
                BucketOut(at=moment_of(begin + place * width), **_ended(counts), **_percentiles(counts))
                for place, counts in enumerate(found.buckets)
            ],
            flows=[_flow(flow_id, name, counts) for flow_id, name, counts in found.flows],
        )


def _ended(counts: Counts) -> dict[str, Any]:
    return {
        "completed": counts.of(Status.COMPLETED),
        "failed": counts.of(Status.FAILED, Status.QUARANTINED),
        "cancelled": counts.of(Status.CANCELLED),
        "timed_out": counts.of(Status.TIMED_OUT),
    }


def _percentiles(counts: Counts | StepCounts) -> dict[str, Any]:
    return {"p50_ms": counts.percentile(0.5), "p95_ms": counts.percentile(0.95)}


def _rates(counts: Counts) -> dict[str, Any]:
    return {**_ended(counts), "success_rate": counts.success_rate, **_percentiles(counts)}


def _flow(flow_id: uuid.UUID, name: str, counts: Counts) -> FlowOut:
    failed, rate = counts.of(*FAILURES), counts.success_rate
    return FlowOut(
        flow_id=flow_id, name=name, runs=counts.ended, failed=failed, success_rate=rate, **_percentiles(counts)
    )


class StepTotalsOut(ApiModel):
    """Visits of all steps of the range."""

    visits: int
    failed: int
    input_tokens: int
    output_tokens: int
    cost_usd: float


class StepStatisticsOut(StepTotalsOut):
    """The visits of a step. Percentiles are of how long completed visits took and at most 5 % off."""

    flow_id: uuid.UUID
    flow_name: str
    step_instance_id: str
    step_type: str
    p50_ms: int | None
    p95_ms: int | None


class DashboardSteps(ApiModel):
    """Steps of runs that have ended, by visits that ended in the range; at most 500, the most visited first.

    Visits that a redrive inherited and steps that were skipped do not count. `leftOut` says how many steps are not
    listed; `totals` are of all.
    """

    range: Range
    from_: Annotated[Moment, Field(alias="from")]
    to: Moment
    steps: list[StepStatisticsOut]
    left_out: int
    totals: StepTotalsOut

    @classmethod
    def of(cls, wanted: Range, found: StepStatistics) -> Self:
        """From what was counted."""
        return cls(
            range=wanted,
            from_=moment_of(found.window.begin),
            to=found.to,
            steps=[_step(one) for one in found.steps],
            left_out=found.left_out,
            totals=StepTotalsOut(**_sums(found.totals)),
        )


def _step(counts: StepCounts) -> StepStatisticsOut:
    return StepStatisticsOut(
        flow_id=counts.flow_id,
        flow_name=counts.flow_name,
        step_instance_id=counts.step_instance_id,
        step_type=counts.step_type,
        **_sums(counts.sums),
        **_percentiles(counts),
    )


def _sums(found: Mapping[str, int]) -> dict[str, Any]:
    names = ("visits", "failed", "input_tokens", "output_tokens")
    return {**{name: found[name] for name in names}, "cost_usd": found["nano_usd"] / 1e9}


class ClusterOut(ApiModel):
    """Failed runs that are alike: of one flow, at one step, by one error whose message says the same.

    What differs between such messages stands as `<n>`, `<text>` and so on. `count`, `open` and `lastSeenAt` are of the
    range; `firstSeenAt`, the latest run and its version are of all the runs there are. `open` are those that no redrive
    has led to a completed run. `trend` counts each of 24 equal parts of the range, the oldest first.
    """

    fingerprint: str
    flow_id: uuid.UUID
    flow_name: str
    flow_version: int
    step_instance_id: str | None
    error_name: str
    code: str
    message: str
    count: int
    open: int
    first_seen_at: Moment
    last_seen_at: Moment
    trend: Annotated[list[int], Field(min_length=TREND, max_length=TREND)]
    latest_execution_id: uuid.UUID

    @classmethod
    def of(cls, found: Cluster, hidden: Redaction) -> Self:
        """As somebody sees it from whom so much of the latest run is hidden."""
        latest = found.latest
        error = error_out(latest.error, hidden)
        return cls(
            fingerprint=found.fingerprint,
            flow_id=latest.flow_id,
            flow_name=latest.flow.name,
            flow_version=latest.flow_version,
            step_instance_id=latest.error_step,
            error_name=latest.error_name or "",
            code=error.code if error else "",
            message=normalise(error.message) if error else "",
            count=found.count,
            open=found.open,
            first_seen_at=found.first_seen_at,
            last_seen_at=found.last_seen_at,
            trend=list(found.trend),
            latest_execution_id=latest.pk,
        )


class ClusterList(ApiModel):
    """At most 50 clusters of runs that ended `from` then on, the largest first."""

    from_: Annotated[Moment, Field(alias="from")]
    results: list[ClusterOut]
