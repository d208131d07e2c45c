"""A run moment by moment: what each visit changed, and the branches of its forks; for looking through large runs."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response

from allma_site.common.api import ApiModel, Moment, WorkspaceRequest, WorkspaceView
from allma_site.common.pagination import CursorPagination, Page, read_limit
from allma_site.common.schema import PAGE_PARAMETERS
from executions import branches, contexts, selectors
from executions.api.presenting import View, view_of_id
from executions.api.shapes import JsonObject, StepStatusText
from executions.api.wire import BranchQuery, ChangesQuery
from executions.codec import dumps
from executions.engine.status import StepStatus
from flows.definition.json_patch import json_patch
from workspaces.roles import Role

TAGS = ["executions"]
PAGE_BYTES = 2**20
"""A page of changes ends behind the visit that fills it."""


class VisitChanges(ApiModel):
    """What one visit did to the context of its way. A value over 64 KB is `{preview, bytes, href}`."""

    seq: int
    patch: list[JsonObject]


class ChangesOut(ApiModel):
    """The changes in order. `next` is the `after` of the page behind; null when no ended visit is left."""

    results: list[VisitChanges]
    next: int | None


class BranchOut(ApiModel):
    """One branch of a fork. `executionId` is the run's own, or that of the chunk in which the branch ran.

    `inherited`: the run has the branch from the one it was redriven from.
    """

    index: int
    execution_id: uuid.UUID
    status: StepStatusText
    visits: int
    inherited: bool
    first_seq: int
    started_at: Moment
    ended_at: Moment | None


class BranchStepOut(ApiModel):
    """What one step did in all branches together."""

    step_instance_id: str
    visits: int
    failed: int
    open: int


class BranchPage(Page[BranchOut]):
    """A page of branches, failed ones first; with the counts of all of them."""

    total: int
    failed: int
    open: int
    steps: list[BranchStepOut]


class ChangesView(WorkspaceView):
    """What the visits of a run changed."""

    required_roles = {"GET": Role.VIEWER}

    @extend_schema(
        operation_id="execution_changes",
        tags=TAGS,
        parameters=[
            OpenApiParameter("branch", str, description="Of this way: empty is the main one, `fork[3]` a branch."),
            OpenApiParameter("after", int, description="Visits behind this `seq`; 0 or absent is the start."),
            OpenApiParameter("limit", int, description="At most so many visits, up to 200."),
        ],
        responses={200: ChangesOut},
    )
    def get(self, request: WorkspaceRequest, execution_id: uuid.UUID) -> Response:
        """A JSON Patch for each ended visit: from the context after the visit before it to the one after it."""
        query = self.query(ChangesQuery)
        view = view_of_id(request, execution_id)
        found = contexts.changes_of(view.execution, branch=query.branch, after=query.after)
        return Response(_page(view, found, read_limit(request)))


class BranchesView(WorkspaceView):
    """The branches of a fork."""

    required_roles = {"GET": Role.VIEWER}

    @extend_schema(
        operation_id="execution_branches",
        tags=TAGS,
        parameters=[
            *PAGE_PARAMETERS,
            OpenApiParameter("fork", int, required=True, description="The fork's visit."),
        ],
        responses={200: BranchPage},
    )
    def get(self, request: WorkspaceRequest, execution_id: uuid.UUID) -> Response:
        """One row for each branch that was opened: failed ones first, then by the number of the item."""
        query = self.query(BranchQuery)
        selectors.require_exists(request.workspace.pk, execution_id)
        pages = CursorPagination()
        pages.ordering = branches.ORDER
        rows = pages.paginate_queryset(branches.branches(execution_id, query.fork), request)
        counts = branches.counts(execution_id, query.fork)
        steps = [BranchStepOut.model_validate(one) for one in branches.step_totals(execution_id, query.fork)]
        return Response(
            BranchPage(
                results=[_branch(row) for row in rows],
                next=pages.next_link(),
                previous=pages.previous_link(),
                total=counts.total,
                failed=counts.failed,
                open=counts.open,
                steps=steps,
            )
        )


def _page(view: View, found: Iterator[tuple[int, dict[str, Any], dict[str, Any]]], limit: int) -> ChangesOut:
    results: list[VisitChanges] = []
    left = PAGE_BYTES
    for seq, before, after in found:
        patch = _patch(view, before, after)
        results.append(VisitChanges(seq=seq, patch=patch))
        left -= len(dumps(patch))
        if left <= 0 or len(results) == limit:
            return ChangesOut(results=results, next=seq)
    return ChangesOut(results=results, next=None)


def _patch(view: View, before: dict[str, Any], after: dict[str, Any]) -> list[JsonObject]:
    """Contexts share what a visit left alone, so that only what it wrote is compared. Masked ones share nothing."""
    if view.hidden:
        return json_patch(view.root(before), view.root(after))
    patch = json_patch(before, after)
    return [{**one, "value": view.shown.value(one["value"])} if "value" in one else one for one in patch]


def _branch(row: Any) -> BranchOut:
    return BranchOut(
        index=row.branch,
        execution_id=row.execution_id,
        status=_status(row),
        visits=row.visits,
        inherited=row.taken > 0,
        first_seq=row.first_seq,
        started_at=row.began,
        ended_at=None if row.open else row.ended,
    )


def _status(row: Any) -> StepStatus:
    if row.failed:
        return StepStatus.FAILED
    if row.open:
        return StepStatus.RUNNING
    return StepStatus.CANCELLED if row.cancelled else StepStatus.COMPLETED
