"""Capsules: a run as one file."""

from __future__ import annotations

import uuid
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from allma_site.common.api import ApiModel, WorkspaceRequest, WorkspaceView
from executions import capsules, selectors
from executions.api.replays import ReplayOut, replay_out
from executions.api.shapes import JsonObject
from executions.capsule_format import Capsule, CapsuleOmission, CapsuleRun
from executions.capsule_replaying import open_capsule
from executions.sandbox_answers import Showing
from workspaces.roles import Role

TAGS = ["executions"]


class CapsuleView(WorkspaceView):
    """A run as a file."""

    required_roles = {"GET": Role.VIEWER}

    @extend_schema(operation_id="execution_capsule", tags=TAGS, responses={200: Capsule})
    def get(self, request: WorkspaceRequest, execution_id: uuid.UUID) -> Response:
        """Everything of a run that is needed to look at it and to replay it elsewhere, masked for everybody."""
        execution = selectors.require_execution(request.workspace.pk, execution_id)
        name = f'attachment; filename="capsule-{execution_id}.json"'
        return Response(capsules.capsule_of(execution), headers={"Content-Disposition": name})


class CapsuleBody(ApiModel):
    """A capsule as it was exported, and a definition to replay it with in the place of its own."""

    capsule: Capsule
    definition: JsonObject | None = None


class CapsuleOut(ReplayOut):
    """What came of a capsule's replay, and what it holds: the run, the definition that it was replayed with, and the
    contexts that the replay began and ended with. `masked` and `omitted` say what is missing in it.
    """

    flow_id: uuid.UUID
    flow_name: str
    flow_version: int
    run: CapsuleRun
    definition: JsonObject
    start_context: Any
    context: Any
    masked: list[str]
    omitted: list[CapsuleOmission]


class SandboxCapsuleView(WorkspaceView):
    """Opens a capsule."""

    required_roles = {"POST": Role.EDITOR}

    @extend_schema(operation_id="sandbox_capsule", tags=["sandbox"], request=CapsuleBody, responses={200: CapsuleOut})
    def post(self, request: WorkspaceRequest) -> Response:
        """Replay a capsule, with its own definition or with another. Nothing is sent, and nothing is recorded."""
        body = self.body(CapsuleBody)
        capsule = body.capsule
        found = open_capsule(workspace_id=request.workspace.pk, capsule=capsule, definition=body.definition)
        showing, ends = Showing(), Showing()
        answer = CapsuleOut(
            **dict(replay_out(found.replayed, showing)),
            flow_id=capsule.flow.id,
            flow_name=capsule.flow.name,
            flow_version=capsule.flow.version,
            run=capsule.run,
            definition=dict(found.definition),
            start_context=ends.value(dict(found.began)),
            context=ends.value(dict(found.ended)),
            masked=capsule.masked,
            omitted=capsule.omitted,
        )
        return Response(answer)
