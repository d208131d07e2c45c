"""Runs again: from the start, or from any visit, with a look at what that would do."""

from __future__ import annotations

import uuid

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response

from allma_site.common.api import WorkspaceRequest, WorkspaceView
from executions import redriving
from executions.api.presenting import view_of
from executions.api.redrive_wire import (
    BranchesAgain,
    BranchesOut,
    EffectOut,
    InheritedOut,
    InheritedStep,
    NoteOut,
    RedriveBody,
    RedriveFromBody,
    RedrivePreview,
    RunsAgain,
)
from executions.api.shapes import Started
from executions.api.starts import KEY, idempotency_key
from executions.engine.status import Status
from executions.redrive_previews import Again, Preview
from executions.redriving import RedriveFromOptions, RedriveOptions
from workspaces.roles import Role

TAGS = ["executions"]
PREVIEW = OpenApiParameter("preview", bool, description="Only say what would run again, be inherited and be sent.")


class RedriveView(WorkspaceView):
    """A run again, from its start."""

    required_roles = {"POST": Role.OPERATOR}

    @extend_schema(
        operation_id="executions_redrive", tags=TAGS, parameters=[KEY], request=RedriveBody, responses={202: Started}
    )
    def post(self, request: WorkspaceRequest, execution_id: uuid.UUID) -> Response:
        """Start a run with the input of this one, or another, on a version of choice. This one stays as it is."""
        body = self.body(RedriveBody)
        options = RedriveOptions(
            version=body.version,
            input=body.input,
            flow_variables=body.flow_variables,
            idempotency_key=idempotency_key(request),
        )
        started = redriving.redrive(
            workspace_id=request.workspace.pk, execution_id=execution_id, options=options, actor=request.actor
        )
        return _started(started)


class RedriveFromView(WorkspaceView):
    """A run again, from one of its visits: the time machine."""

    required_roles = {"POST": Role.OPERATOR}

    @extend_schema(
        operation_id="executions_redrive_from",
        tags=TAGS,
        parameters=[KEY, PREVIEW],
        request=RedriveFromBody,
        responses={202: Started, 200: RedrivePreview},
    )
    def post(self, request: WorkspaceRequest, execution_id: uuid.UUID) -> Response:
        """Start a run that inherits the visits before, with the recorded context or an edited one.

        A visit inside a fork means its fork; `branches: failed` runs only those that did not succeed.
        """
        body = self.body(RedriveFromBody)
        workspace_id, options = request.workspace.pk, _options(body, idempotency_key(request))
        if self.flag("preview"):
            found = redriving.preview_from(workspace_id=workspace_id, execution_id=execution_id, options=options)
            return Response(_preview(request, found))
        started = redriving.redrive_from(
            workspace_id=workspace_id, execution_id=execution_id, options=options, actor=request.actor
        )
        return _started(started)


def _started(execution_id: uuid.UUID) -> Response:
    return Response(Started(execution_id=execution_id, status=Status.QUEUED), status=202)


def _options(body: RedriveFromBody, key: str | None) -> RedriveFromOptions:
    return RedriveFromOptions(
        seq=body.seq,
        step=body.step_instance_id,
        context=body.context,
        patch=body.context_patch,
        version=body.version,
        only_failed=body.branches is BranchesAgain.FAILED,
        idempotency_key=key,
    )


def _preview(request: WorkspaceRequest, found: Preview) -> RedrivePreview:
    plan = found.plan
    shown = view_of(request, plan.execution).shown
    return RedrivePreview(
        version=plan.frozen.version,
        seq=plan.target.seq,
        step_instance_id=plan.target.step,
        inherited=InheritedOut(
            visits=sum(found.inherited.values()),
            steps=[InheritedStep(step_instance_id=step, visits=count) for step, count in found.inherited.items()],
        ),
        runs_again=[_runs_again(one) for one in found.again],
        effects=[_effect(one) for one in found.again if one.summary],
        branches=BranchesOut.model_validate(plan.branches) if plan.branches is not None else None,
        context_diff=[shown.value(operation) for operation in plan.edited.patch],
        notes=[NoteOut(code=code, message=message) for code, message in found.notes.items()],
    )


def _runs_again(again: Again) -> RunsAgain:
    return RunsAgain(
        step_instance_id=again.step,
        name=again.name,
        step_type=again.step_type,
        side_effects=again.side_effects,
        visits_before=again.before,
        reached=again.before > 0,
    )


def _effect(again: Again) -> EffectOut:
    return EffectOut(
        step_instance_id=again.step,
        name=again.name,
        step_type=again.step_type,
        side_effects=again.side_effects,
        summary=again.summary,
        times_before=again.before,
    )
