"""What a version would have done to the last runs of its flow."""

from __future__ import annotations

import uuid
from collections import Counter
from typing import Annotated, Self

from drf_spectacular.utils import OpenApiParameter, extend_schema
from pydantic import Field
from rest_framework.response import Response

from allma_site.common.api import ApiModel, Moment, WorkspaceRequest, WorkspaceView
from executions import selectors
from executions.impact import MAX_RUNS, Impact, ImpactGroup, ImpactPoint, RunImpact, impact
from executions.replay_verdicts import PointKind, ReplayVerdict
from workspaces.roles import Role

TAGS = ["flows"]
MAX_NAMED = 200


class ImpactQuery(ApiModel):
    """How many runs."""

    last_executions: Annotated[int, Field(ge=1, le=MAX_RUNS)] = 50


class ImpactAt(ApiModel):
    """Where a run would go another way: where it breaks, else where it first differs. `kind` as in a replay."""

    seq: int | None
    path: str
    step_instance_id: str
    step_name: str
    kind: PointKind
    message: str

    @classmethod
    def of(cls, at: ImpactPoint, *, hidden: bool) -> Self:
        """From the point; without what an error said when something of the run is hidden."""
        return cls(
            seq=at.seq,
            path=at.path,
            step_instance_id=at.step,
            step_name=at.step_name,
            kind=at.kind,
            message=f"{at.message} {at.said}" if at.said and not hidden else at.message,
        )


class ImpactRun(ApiModel):
    """What the version would have done to one run. `reason` says it in words."""

    execution_id: uuid.UUID
    flow_version: int
    ended_at: Moment | None
    verdict: ReplayVerdict
    reason: str
    at: ImpactAt | None

    @classmethod
    def of(cls, run: RunImpact, *, hidden: bool) -> Self:
        """From a replay."""
        return cls(
            execution_id=run.execution.pk,
            flow_version=run.execution.flow_version,
            ended_at=run.execution.ended_at,
            verdict=run.verdict,
            reason=run.reason,
            at=ImpactAt.of(run.at, hidden=hidden) if run.at is not None else None,
        )


class ImpactGroupOut(ApiModel):
    """Runs that would go another way in the same manner, the largest group first."""

    verdict: ReplayVerdict
    step_instance_id: str | None
    step_name: str | None
    kind: PointKind | None
    message: str
    count: int
    execution_ids: list[uuid.UUID]

    @classmethod
    def of(cls, group: ImpactGroup) -> Self:
        """From a group."""
        return cls(
            verdict=group.verdict,
            step_instance_id=group.step,
            step_name=group.step_name,
            kind=group.kind,
            message=group.message,
            count=len(group.runs),
            execution_ids=list(group.runs[:MAX_NAMED]),
        )


class ImpactOut(ApiModel):
    """The last ended runs of the flow replayed against a version, the newest first.

    `replayed` counts those that could be looked at within the time there is; `ranOutOfTime` says that it was not enough
    for all.
    """

    version: int
    replayed: int
    same: int
    differs: int
    breaks: int
    not_replayable: int
    runs: list[ImpactRun]
    groups: list[ImpactGroupOut]
    ran_out_of_time: bool


class ImpactView(WorkspaceView):
    """The impact of a version."""

    required_roles = {"GET": Role.VIEWER}

    @extend_schema(
        operation_id="flow_versions_impact",
        tags=TAGS,
        parameters=[OpenApiParameter("lastExecutions", int, description=f"1 to {MAX_RUNS}, 50 if absent.")],
        responses={200: ImpactOut},
    )
    def get(self, request: WorkspaceRequest, flow_id: uuid.UUID, number: int) -> Response:
        """Whether the last runs would have gone the same way with this version. Nothing is sent, nothing is written."""
        query = self.query(ImpactQuery)
        found = impact(workspace_id=request.workspace.pk, flow_id=flow_id, number=number, last=query.last_executions)
        return Response(_out(request, number, found))


def _out(request: WorkspaceRequest, number: int, found: Impact) -> ImpactOut:
    counts = Counter(run.verdict for run in found.runs)
    return ImpactOut(
        version=number,
        replayed=len(found.runs),
        same=counts[ReplayVerdict.SAME],
        differs=counts[ReplayVerdict.DIFFERS],
        breaks=counts[ReplayVerdict.BREAKS],
        not_replayable=counts[ReplayVerdict.NOT_REPLAYABLE],
        runs=[ImpactRun.of(run, hidden=_hides(request, run, found)) for run in found.runs],
        groups=[ImpactGroupOut.of(group) for group in found.groups],
        ran_out_of_time=found.ran_out_of_time,
    )


def _hides(request: WorkspaceRequest, run: RunImpact, found: Impact) -> bool:
    """Whether the sender may not see all of the run: neither by the definition it ran nor by that of the version."""
    if request.role.allows(Role.OPERATOR):
        return False
    return found.redacts or bool(selectors.redaction_for(request.role, run.execution))
