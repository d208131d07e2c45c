"""How the runs of flows have been going, for lists of flows."""

from __future__ import annotations

import uuid
from typing import Annotated, Self

from drf_spectacular.utils import OpenApiParameter, extend_schema
from pydantic import BeforeValidator, Field
from rest_framework.response import Response

from allma_site.common.api import ApiModel, Moment, WorkspaceRequest, WorkspaceView
from executions import stats
from executions.api.shapes import StatusText, milliseconds
from executions.stats import COUNTED, FlowStatistics, RecentRun
from workspaces.roles import Role

MAX_FLOWS = 200
FLOWS = OpenApiParameter("flows", str, required=True, description=f"Ids of flows with commas, at most {MAX_FLOWS}.")


class StatisticsQuery(ApiModel):
    """Which flows."""

    flows: Annotated[
        list[uuid.UUID],
        BeforeValidator(lambda text: text.split(",") if isinstance(text, str) else text),
        Field(min_length=1, max_length=MAX_FLOWS),
    ]


class LastExecution(ApiModel):
    """The newest run of a flow."""

    id: uuid.UUID
    status: StatusText
    created_at: Moment
    started_at: Moment | None
    ended_at: Moment | None


class RecentExecution(ApiModel):
    """One of the newest runs of a flow; `durationMs` is null until it has ended."""

    id: uuid.UUID
    status: StatusText
    created_at: Moment
    duration_ms: int | None

    @classmethod
    def of(cls, run: RecentRun) -> Self:
        """From what the statistics found."""
        duration = milliseconds(run.started_at, run.ended_at)
        return cls(id=run.id, status=run.status, created_at=run.created_at, duration_ms=duration)


class FlowStatisticsOut(ApiModel):
    """A flow's runs. `successRate` (0 to 1) is of the ended among the last 100 of 30 days. `runCount` stops at 1000."""

    flow_id: uuid.UUID
    run_count: int
    run_count_is_exact: bool
    success_rate: float | None
    last_execution: LastExecution | None
    recent: list[RecentExecution]

    @classmethod
    def of(cls, found: FlowStatistics) -> Self:
        """From what the statistics found."""
        return cls(
            flow_id=found.flow_id,
            run_count=min(found.counted, COUNTED),
            run_count_is_exact=found.counted <= COUNTED,
            success_rate=found.success_rate,
            last_execution=LastExecution.model_validate(found.latest[0]) if found.latest else None,
            recent=[RecentExecution.of(run) for run in found.latest],
        )


class FlowStatisticsList(ApiModel):
    """One entry for each flow that the workspace has."""

    results: list[FlowStatisticsOut]


class StatisticsView(WorkspaceView):
    """Runs by flow."""

    required_roles = {"GET": Role.VIEWER}

    @extend_schema(
        operation_id="executions_statistics",
        tags=["executions"],
        parameters=[FLOWS],
        responses={200: FlowStatisticsList},
    )
    def get(self, request: WorkspaceRequest) -> Response:
        """The last run, the rate of success, the number and the 20 newest runs of each of these flows."""
        found = stats.of_flows(request.workspace.pk, self.query(StatisticsQuery).flows)
        return Response(FlowStatisticsList(results=[FlowStatisticsOut.of(one) for one in found]))
