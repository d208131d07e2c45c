"""Two runs beside each other, and the run a failed one is best compared with."""

from __future__ import annotations

import uuid
from typing import Self

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from allma_site.common.api import ApiModel, Moment, WorkspaceRequest, WorkspaceView
from executions import selectors
from executions.api.shapes import StatusText, StepStatusText
from executions.comparing import Comparison, Row, Verdict, compare
from executions.differences import Difference
from executions.histories import Mark
from executions.last_good import last_good
from executions.models import Execution
from workspaces.roles import Role

TAGS = ["executions"]


class ComparedRun(ApiModel):
    """One of the two runs."""

    id: uuid.UUID
    flow_id: uuid.UUID
    flow_version: int
    status: StatusText
    created_at: Moment
    ended_at: Moment | None
    visits: int

    @classmethod
    def of(cls, run: Execution) -> Self:
        """From the row."""
        return cls.model_validate(run)


class ComparedVisit(ApiModel):
    """One place of the two runs: the visits of a step on the same path, met as often before.

    `occurrence` counts the visits of the path from 1. `leftExecutionId` and `rightExecutionId` name the chunk that a
    visit of a distributed fork stands in, else the run itself; the sequence numbers are theirs. A visit of which it is
    not known what differs has no `differences` (see `truncated`).
    """

    path: str
    step_instance_id: str
    occurrence: int
    left_seq: int | None
    right_seq: int | None
    left_execution_id: uuid.UUID | None
    right_execution_id: uuid.UUID | None
    left_status: StepStatusText | None
    right_status: StepStatusText | None
    left_inherited: bool
    right_inherited: bool
    verdict: Verdict
    differences: list[Difference]

    @classmethod
    def of(cls, row: Row) -> Self:
        """From a row of the comparison."""
        left, right = row.left, row.right
        return cls(
            path=row.mark.path,
            step_instance_id=row.mark.step,
            occurrence=row.occurrence,
            left_seq=left.seq if left else None,
            right_seq=right.seq if right else None,
            left_execution_id=left.execution_id if left else None,
            right_execution_id=right.execution_id if right else None,
            left_status=left.status if left else None,
            right_status=right.status if right else None,
            left_inherited=_inherited(left),
            right_inherited=_inherited(right),
            verdict=row.verdict,
            differences=list(row.differences),
        )


def _inherited(mark: Mark | None) -> bool:
    return mark is not None and mark.inherited


class ComparisonCounts(ApiModel):
    """How many places there are of each verdict."""

    same: int
    differs: int
    only_left: int
    only_right: int


class ComparisonOut(ApiModel):
    """Two runs, visit by visit. `firstDivergence` is exact however long they are.

    `truncated` says that there are more rows than these (those that differ are kept before those that do not), or that
    of some visits it is only known that they differ.
    """

    left: ComparedRun
    right: ComparedRun
    same: bool
    same_definition: bool
    first_divergence: ComparedVisit | None
    rows: list[ComparedVisit]
    counts: ComparisonCounts
    truncated: bool

    @classmethod
    def of(cls, left: Execution, right: Execution, found: Comparison) -> Self:
        """From the comparison."""
        return cls(
            left=ComparedRun.of(left),
            right=ComparedRun.of(right),
            same=found.same,
            same_definition=left.definition_id == right.definition_id,
            first_divergence=ComparedVisit.of(found.first) if found.first else None,
            rows=[ComparedVisit.of(row) for row in found.rows],
            counts=ComparisonCounts.model_validate(found.counts, by_alias=True),
            truncated=found.truncated,
        )


class CompareView(WorkspaceView):
    """Two runs."""

    required_roles = {"GET": Role.VIEWER}

    @extend_schema(operation_id="executions_compare", tags=TAGS, responses={200: ComparisonOut})
    def get(self, request: WorkspaceRequest, execution_id: uuid.UUID, other_id: uuid.UUID) -> Response:
        """Which visits are the same, which differ and in what. No values are shown, so nothing need be hidden."""
        left, right = (selectors.require_execution(request.workspace.pk, one) for one in (execution_id, other_id))
        return Response(ComparisonOut.of(left, right, compare(left, right)))


class LastGood(ApiModel):
    """A run that went well; null when the flow has none."""

    execution_id: uuid.UUID | None
    ended_at: Moment | None


class LastGoodView(WorkspaceView):
    """What to compare a run with."""

    required_roles = {"GET": Role.VIEWER}

    @extend_schema(operation_id="executions_last_good", tags=TAGS, responses={200: LastGood})
    def get(self, request: WorkspaceRequest, execution_id: uuid.UUID) -> Response:
        """The newest COMPLETED run of the flow that was created before this one, else the newest one after it."""
        found = last_good(selectors.require_execution(request.workspace.pk, execution_id))
        return Response(LastGood(execution_id=found and found.pk, ended_at=found and found.ended_at))
