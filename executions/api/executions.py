"""One run, and what may be asked of it."""

from __future__ import annotations

import uuid

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from allma_site.common.api import WorkspaceRequest, WorkspaceView
from allma_site.common.problems import Forbidden
from executions import control, selectors
from executions.api.presenting import detail, view_of_id
from executions.api.shapes import ExecutionDetail, RunDefinition, Started
from executions.blobs import load_value
from workspaces.roles import Role

TAGS = ["executions"]


class ExecutionDetailView(WorkspaceView):
    """One run."""

    required_roles = {"GET": Role.VIEWER}

    @extend_schema(operation_id="executions_read", tags=TAGS, responses={200: ExecutionDetail})
    def get(self, request: WorkspaceRequest, execution_id: uuid.UUID) -> Response:
        """Its state, progress, and what it came from."""
        return Response(detail(view_of_id(request, execution_id)))


class DefinitionView(WorkspaceView):
    """What a run runs."""

    required_roles = {"GET": Role.VIEWER}

    @extend_schema(operation_id="executions_definition", tags=TAGS, responses={200: RunDefinition})
    def get(self, request: WorkspaceRequest, execution_id: uuid.UUID) -> Response:
        """The definition as the run was started with it; a draft may have changed since."""
        execution = selectors.require_execution(request.workspace.pk, execution_id)
        definition = dict(selectors.definition_of(execution.definition_id))
        found = RunDefinition(flow_id=execution.flow_id, flow_version=execution.flow_version, definition=definition)
        return Response(found)


class CancelView(WorkspaceView):
    """Ends a run."""

    required_roles = {"POST": Role.OPERATOR}

    @extend_schema(operation_id="executions_cancel", tags=TAGS, request=None, responses={202: Started})
    def post(self, request: WorkspaceRequest, execution_id: uuid.UUID) -> Response:
        """Ask a live run to stop for good; 409 when it is over."""
        actor, workspace = request.actor.label, request.workspace.pk
        status = control.cancel(workspace_id=workspace, execution_id=execution_id, actor=actor)
        return _asked(execution_id, status)


class PauseView(WorkspaceView):
    """Lets a run rest."""

    required_roles = {"POST": Role.OPERATOR}

    @extend_schema(operation_id="executions_pause", tags=TAGS, request=None, responses={202: Started})
    def post(self, request: WorkspaceRequest, execution_id: uuid.UUID) -> Response:
        """Ask a live run to rest after the step it is at; 409 when it is over."""
        status = control.pause(workspace_id=request.workspace.pk, execution_id=execution_id)
        return _asked(execution_id, status)


class ResumeRunView(WorkspaceView):
    """Lets a paused run go on."""

    required_roles = {"POST": Role.OPERATOR}

    @extend_schema(operation_id="executions_resume", tags=TAGS, request=None, responses={202: Started})
    def post(self, request: WorkspaceRequest, execution_id: uuid.UUID) -> Response:
        """Let a paused run go on; 409 when it is not paused."""
        status = control.resume(workspace_id=request.workspace.pk, execution_id=execution_id)
        return _asked(execution_id, status)


def _asked(execution_id: uuid.UUID, status: str) -> Response:
    return Response(Started(execution_id=execution_id, status=status), status=202)


class BlobView(WorkspaceView):
    """Large values."""

    required_roles = {"GET": Role.VIEWER}

    @extend_schema(operation_id="executions_blob", tags=TAGS, responses={200: OpenApiTypes.OBJECT})
    def get(self, request: WorkspaceRequest, execution_id: uuid.UUID, sha256: str) -> Response:
        """A value over 64 KB, whole, as the `href` of a run names it."""
        view = view_of_id(request, execution_id)
        if view.hidden:
            raise Forbidden("Parts of this run are hidden from viewers, so its large values need the role operator.")
        blob = selectors.require_blob(request.workspace.pk, sha256)
        return Response(load_value(request.workspace.pk, blob.sha256), headers={"Cache-Control": "private, immutable"})
