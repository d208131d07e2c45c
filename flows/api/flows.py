"""Flows: list, create, names, archive, clone."""

from __future__ import annotations

import uuid
from typing import Literal

from django.db.models.functions import Lower
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response

from allma_site.common.api import WorkspaceRequest, WorkspaceView
from allma_site.common.pagination import Page
from allma_site.common.schema import PAGE_PARAMETERS
from allma_site.common.versioned_selectors import narrowed
from allma_site.common.versioned_wire import ENTITY_PARAMETERS, EntityPatch, EntityQuery
from flows import selectors, services
from flows.api.wire import Flow, FlowCallers, FlowClone, FlowCreate, FlowTag, FlowTags
from flows.callers import callers
from workspaces.roles import Role

TAGS = ["flows"]
ORDERINGS = {
    "updatedAt": ("updated_at", "id"),
    "-updatedAt": ("-updated_at", "-id"),
    "createdAt": ("created_at", "id"),
    "-createdAt": ("-created_at", "-id"),
    "name": ("sort_name", "id"),
    "-name": ("-sort_name", "-id"),
}
SORT = OpenApiParameter("sort", enum=list(ORDERINGS), description="`-` is downwards; `-updatedAt` if absent.")


class FlowQuery(EntityQuery):
    """Filters of the list and its order."""

    sort: Literal["updatedAt", "-updatedAt", "createdAt", "-createdAt", "name", "-name"] = "-updatedAt"


class FlowList(WorkspaceView):
    """The flows of the workspace, the last changed first."""

    required_roles = {"GET": Role.VIEWER, "POST": Role.EDITOR}

    @extend_schema(
        operation_id="flows_list",
        tags=TAGS,
        parameters=[*PAGE_PARAMETERS, *ENTITY_PARAMETERS, SORT],
        responses={200: Page[Flow]},
    )
    def get(self, request: WorkspaceRequest) -> Response:
        """Flows by `search` in name and description, `tag`, `status` draft, published or archived, sorted by `sort`."""
        query = self.query(FlowQuery)
        flows = selectors.flows(request.workspace.pk).annotate(sort_name=Lower("name"))
        rows = narrowed(flows, **query.model_dump(exclude={"sort"}))
        return self.page(rows, Flow.model_validate, ordering=ORDERINGS[query.sort])

    @extend_schema(operation_id="flows_create", tags=TAGS, request=FlowCreate, responses={201: Flow})
    def post(self, request: WorkspaceRequest) -> Response:
        """A new flow with draft version 1."""
        body = self.body(FlowCreate)
        flow = services.create_flow(workspace=request.workspace, author=request.actor.label, **dict(body))
        return Response(Flow.model_validate(flow), status=201)


class FlowTagList(WorkspaceView):
    """The tags that flows have."""

    required_roles = {"GET": Role.VIEWER}

    @extend_schema(operation_id="flows_tags", tags=TAGS, responses={200: FlowTags})
    def get(self, request: WorkspaceRequest) -> Response:
        """Every tag of a flow that is not archived, by name, with the number of flows that have it."""
        found = selectors.tags(request.workspace.pk)
        return Response(FlowTags(results=[FlowTag(tag=tag, count=count) for tag, count in found]))


class FlowDetail(WorkspaceView):
    """One flow."""

    required_roles = {"GET": Role.VIEWER, "PATCH": Role.EDITOR, "DELETE": Role.EDITOR}

    @extend_schema(operation_id="flows_read", tags=TAGS, responses={200: Flow})
    def get(self, request: WorkspaceRequest, flow_id: uuid.UUID) -> Response:
        """Its names and which versions it has."""
        return Response(Flow.model_validate(selectors.require_flow(request.workspace.pk, flow_id)))

    @extend_schema(operation_id="flows_update", tags=TAGS, request=EntityPatch, responses={200: Flow})
    def patch(self, request: WorkspaceRequest, flow_id: uuid.UUID) -> Response:
        """Change name, description or tags; `archived` false restores."""
        body = self.body(EntityPatch)
        flow = selectors.require_flow(request.workspace.pk, flow_id)
        stored = services.update_flow(flow=flow, actor=request.actor, changes=body.changes(), archived=body.archived)
        return Response(Flow.model_validate(stored))

    @extend_schema(operation_id="flows_archive", tags=TAGS, responses={204: None})
    def delete(self, request: WorkspaceRequest, flow_id: uuid.UUID) -> Response:
        """Put the flow away: its runs stay, nothing new starts."""
        flow = selectors.require_flow(request.workspace.pk, flow_id)
        services.update_flow(flow=flow, actor=request.actor, changes={}, archived=True)
        return Response(status=204)


class FlowCallersView(WorkspaceView):
    """Which flows start a flow."""

    required_roles = {"GET": Role.VIEWER}

    @extend_schema(operation_id="flows_callers", tags=TAGS, responses={200: FlowCallers})
    def get(self, request: WorkspaceRequest, flow_id: uuid.UUID) -> Response:
        """The drafts and published versions of other flows that start this one, with the steps that do."""
        flow = selectors.require_flow(request.workspace.pk, flow_id)
        return Response(FlowCallers.of(callers(workspace_id=request.workspace.pk, flow_id=flow.pk)))


class FlowCloneView(WorkspaceView):
    """Copies of a flow."""

    required_roles = {"POST": Role.EDITOR}

    @extend_schema(operation_id="flows_clone", tags=TAGS, request=FlowClone, responses={201: Flow})
    def post(self, request: WorkspaceRequest, flow_id: uuid.UUID) -> Response:
        """A new flow with draft version 1 from one version of this one."""
        body = self.body(FlowClone)
        flow = selectors.require_flow(request.workspace.pk, flow_id)
        copy = services.clone_flow(flow=flow, author=request.actor.label, name=body.name or "", version=body.version)
        return Response(Flow.model_validate(copy), status=201)
