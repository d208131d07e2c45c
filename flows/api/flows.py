"""Flows: list, create, names, archive, clone."""

from __future__ import annotations

import uuid

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from allma_site.common.api import WorkspaceRequest, WorkspaceView
from allma_site.common.pagination import Page
from allma_site.common.schema import PAGE_PARAMETERS
from allma_site.common.versioned_selectors import narrowed
from allma_site.common.versioned_wire import ENTITY_PARAMETERS, EntityPatch, EntityQuery
from flows import selectors, services
from flows.api.wire import Flow, FlowClone, FlowCreate
from workspaces.roles import Role

TAGS = ["flows"]


class FlowList(WorkspaceView):
    """The flows of the workspace, the last changed first."""

    required_roles = {"GET": Role.VIEWER, "POST": Role.EDITOR}

    @extend_schema(
        operation_id="flows_list",
        tags=TAGS,
        parameters=[*PAGE_PARAMETERS, *ENTITY_PARAMETERS],
        responses={200: Page[Flow]},
    )
    def get(self, request: WorkspaceRequest) -> Response:
        """Flows by `search` in name and description, `tag`, and `status` draft, published or archived."""
        query = self.query(EntityQuery)
        rows = narrowed(selectors.flows(request.workspace.pk), **dict(query))
        return self.page(rows, Flow.model_validate, ordering=("-updated_at", "-id"))

    @extend_schema(operation_id="flows_create", tags=TAGS, request=FlowCreate, responses={201: Flow})
    def post(self, request: WorkspaceRequest) -> Response:
        """A new flow with draft version 1."""
        body = self.body(FlowCreate)
        flow = services.create_flow(workspace=request.workspace, author=request.actor.label, **dict(body))
        return Response(Flow.model_validate(flow), status=201)


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
