"""Approvals: runs that wait, and answering them."""

from __future__ import annotations

import uuid
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response

from allma_site.common.api import ApiModel, Moment, WorkspaceRequest, WorkspaceView
from allma_site.common.pagination import CursorPagination, Page
from allma_site.common.schema import PAGE_PARAMETERS
from executions import approvals
from executions.api.shapes import DeliveryOut, JsonObject
from workspaces.roles import Role

TAGS = ["approvals"]


class ApprovalQuery(ApiModel):
    """Filters of the list."""

    execution: uuid.UUID | None = None


class ApprovalOut(ApiModel):
    """A run that waits for a payload. `message` is the step's description; `payloadSchema` what the payload must fit.

    `correlationKey` is masked for viewers of a flow with `redactPaths`.
    """

    id: uuid.UUID
    execution_id: uuid.UUID
    flow_id: uuid.UUID
    flow_name: str
    step_instance_id: str
    step_name: str
    correlation_key: str
    message: str | None
    payload_schema: JsonObject | None
    since: Moment
    expires_at: Moment | None
    may_decide: bool


class DecideBody(ApiModel):
    """The payload: it becomes the output of the step that waits."""

    payload: Any


class ApprovalList(WorkspaceView):
    """Who waits."""

    required_roles = {"GET": Role.VIEWER}

    @extend_schema(
        operation_id="approvals_list",
        tags=TAGS,
        parameters=[*PAGE_PARAMETERS, OpenApiParameter("execution", OpenApiTypes.UUID, description="Of this run.")],
        responses={200: Page[ApprovalOut]},
    )
    def get(self, request: WorkspaceRequest) -> Response:
        """Open waits of all runs, those that wait longest first."""
        rows = approvals.open_waits(request.workspace.pk, execution_id=self.query(ApprovalQuery).execution)
        pages: CursorPagination = CursorPagination()
        pages.ordering = ("created_at", "id")
        found = pages.paginate_queryset(rows, request)
        shown = approvals.described(found, request.role)
        return pages.get_paginated_response([ApprovalOut.model_validate(one) for one in shown])


class DecideView(WorkspaceView):
    """An answer to one of them."""

    required_roles = {"POST": Role.OPERATOR}

    @extend_schema(operation_id="approvals_decide", tags=TAGS, request=DecideBody, responses={202: DeliveryOut})
    def post(self, request: WorkspaceRequest, approval_id: uuid.UUID) -> Response:
        """Wake the run with a payload. 409 when somebody was faster or the run waits no more; the audit says who."""
        body = self.body(DecideBody)
        delivery = approvals.decide(
            workspace_id=request.workspace.pk, approval_id=approval_id, payload=body.payload, actor=request.actor
        )
        return Response(DeliveryOut(status=delivery.status, execution_id=delivery.execution_id), status=202)
