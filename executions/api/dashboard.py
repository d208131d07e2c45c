"""How runs and steps have been going over a time range, and which failures are alike."""

from __future__ import annotations

import uuid

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response

from allma_site.common.api import WorkspaceRequest, WorkspaceView
from executions import clusters, dashboard
from executions.api.dashboard_wire import (
    ClusterList,
    ClusterOut,
    DashboardStats,
    DashboardSteps,
    DayQuery,
    WeekQuery,
)
from executions.api.presenting import listed_allowance, view_of
from executions.rollup_windows import Range
from flows.selectors import require_flow
from workspaces.roles import Role

TAGS = ["dashboard"]
FLOW = OpenApiParameter("flow", OpenApiTypes.UUID, description="Of this flow alone.")


def _range(default: Range) -> OpenApiParameter:
    text = "Whole minutes, hours, quarters of a day or days (UTC), up to the one that has begun."
    return OpenApiParameter("range", str, enum=list(Range), default=default.value, description=text)


class DashboardStatsView(WorkspaceView):
    """Runs over time."""

    required_roles = {"GET": Role.VIEWER}

    @extend_schema(
        operation_id="dashboard_stats", tags=TAGS, parameters=[_range(Range.DAY), FLOW], responses={200: DashboardStats}
    )
    def get(self, request: WorkspaceRequest) -> Response:
        """Runs by how they ended and how long they took, against the time before; over time and by flow."""
        query = self.query(DayQuery)
        _known(request, query.flow)
        found = dashboard.run_statistics(request.workspace.pk, query.range, query.flow)
        return Response(DashboardStats.of(query.range, found))


class DashboardStepsView(WorkspaceView):
    """Steps over time."""

    required_roles = {"GET": Role.VIEWER}

    @extend_schema(
        operation_id="dashboard_steps",
        tags=TAGS,
        parameters=[_range(Range.WEEK), FLOW],
        responses={200: DashboardSteps},
    )
    def get(self, request: WorkspaceRequest) -> Response:
        """Visits, failures, durations, tokens and cost by step."""
        query = self.query(WeekQuery)
        _known(request, query.flow)
        found = dashboard.step_statistics(request.workspace.pk, query.range, query.flow)
        return Response(DashboardSteps.of(query.range, found))


class DashboardFailuresView(WorkspaceView):
    """Failures that are alike."""

    required_roles = {"GET": Role.VIEWER}

    @extend_schema(
        operation_id="dashboard_failures",
        tags=TAGS,
        parameters=[_range(Range.WEEK), FLOW],
        responses={200: ClusterList},
    )
    def get(self, request: WorkspaceRequest) -> Response:
        """Clusters of failed runs. `GET /executions/?fingerprint=&endedAfter=` lists the runs of one since `from`."""
        query = self.query(WeekQuery)
        _known(request, query.flow)
        found = clusters.clusters(request.workspace.pk, query.range, query.flow)
        allowance = listed_allowance()
        hidden = [view_of(request, one.latest, allowance=allowance).hidden for one in found.clusters]
        results = [ClusterOut.of(one, masks) for one, masks in zip(found.clusters, hidden, strict=True)]
        return Response(ClusterList(from_=found.begin, results=results))


def _known(request: WorkspaceRequest, flow_id: uuid.UUID | None) -> None:
    """NotFound when the workspace has no such flow."""
    if flow_id is not None:
        require_flow(request.workspace.pk, flow_id)
