"""Trying a step or a draft without a run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from allma_site.common.api import WorkspaceRequest, WorkspaceView
from executions import sandbox_answers, sandbox_services
from executions.api.sandbox_wire import (
    SandboxError,
    SandboxFlowBody,
    SandboxFlowOut,
    SandboxStepBody,
    SandboxStepOut,
    SandboxVisit,
)
from executions.api.shapes import milliseconds
from executions.api.shapes_steps import TransitionOut
from executions.engine.state import EMPTY
from executions.records import transition_json
from executions.sandbox import Driver
from executions.sandbox_answers import DRY_RUN, Showing, hint_of
from executions.sandbox_ports import Passage
from executions.values import Shown
from flows.definition.scope import MISSING
from workspaces.roles import Role

TAGS = ["sandbox"]


class SandboxStepView(WorkspaceView):
    """One step."""

    required_roles = {"POST": Role.EDITOR}

    @extend_schema(operation_id="sandbox_step", tags=TAGS, request=SandboxStepBody, responses={200: SandboxStepOut})
    def post(self, request: WorkspaceRequest) -> Response:
        """Run a step on a context, really or dry, and say everything about it. No run is recorded."""
        body = self.body(SandboxStepBody)
        driver = sandbox_services.try_step(workspace_id=request.workspace.pk, role=request.role, ask=body.ask())
        return Response(_step_out(driver, _showing(request, body)))


class SandboxFlowView(WorkspaceView):
    """A whole draft."""

    required_roles = {"POST": Role.EDITOR}

    @extend_schema(operation_id="sandbox_flow", tags=TAGS, request=SandboxFlowBody, responses={200: SandboxFlowOut})
    def post(self, request: WorkspaceRequest) -> Response:
        """Run a draft to its end or up to a step, dry unless told otherwise. No run is recorded."""
        body = self.body(SandboxFlowBody)
        driver = sandbox_services.try_flow(workspace_id=request.workspace.pk, ask=body.ask())
        return Response(_flow_out(driver))


def _showing(request: WorkspaceRequest, body: SandboxStepBody) -> Showing:
    """Large values of a recorded run are named by their href."""
    base = request.build_absolute_uri(f"/api/v1/executions/{body.execution_id}/blobs/")
    shown = Shown(request.workspace.pk, lambda sha256: f"{base}{sha256}/")
    return Showing(named=shown.named if body.execution_id is not None else None)


def _step_out(driver: Driver, showing: Showing) -> SandboxStepOut:
    passage, status, error = sandbox_answers.first(driver)
    if passage is None:
        return SandboxStepOut.model_validate({**_NOTHING, "status": status, "error": _error(error), "steps": []})
    fields = _fields(driver, passage, showing)
    if status == DRY_RUN and not driver.program.has_dry_output(passage.visit.step):
        received = [event for event in fields["mapping_events"] if event["kind"] != "OUTPUT"]
        fields |= {"output": None, "context_diff": [], "transition": None, "mapping_events": received}
    fields |= {"status": status, "error": _error(error, passage.visit.metadata, hint_of(driver))}
    inside = [_visit_out(driver, one, showing) for seq, one in sorted(driver.passages.items()) if seq != 1]
    return SandboxStepOut(**fields, steps=inside)


_NOTHING: dict[str, Any] = {
    "attempts": 0,
    "input": None,
    "output": None,
    "contextDiff": [],
    "mappingEvents": [],
    "transition": None,
    "logs": [],
    "metadata": {},
    "durationMs": 0,
}


def _flow_out(driver: Driver) -> SandboxFlowOut:
    outcome = driver.state.outcome
    steps, ends = Showing(), Showing()
    return SandboxFlowOut(
        status=driver.status.value,
        steps=[_visit_out(driver, one, steps) for _, one in sorted(driver.passages.items())],
        output=ends.value(outcome.output if outcome is not None else MISSING),
        context=ends.value(driver.root),
        error=_error(outcome.error if outcome is not None else None, hint=hint_of(driver)),
    )


def _visit_out(driver: Driver, passage: Passage, showing: Showing) -> SandboxVisit:
    visit = passage.visit
    return SandboxVisit(
        seq=visit.seq,
        path=visit.path,
        step_instance_id=visit.step,
        step_type=visit.step_type,
        **_fields(driver, passage, showing),
    )


def _fields(driver: Driver, passage: Passage, showing: Showing) -> dict[str, Any]:
    """What a visit has, alone or among others."""
    visit = passage.visit
    return {
        "status": sandbox_answers.status_of(passage),
        "attempts": visit.attempts,
        "input": showing.value(visit.input),
        "output": showing.value(visit.output),
        "context_diff": sandbox_answers.patch_of(passage, showing),
        "mapping_events": showing.lines(visit.mapping_events),
        "transition": transition_out(passage),
        "logs": showing.lines(visit.logs),
        "metadata": showing.value(dict(visit.metadata)),
        "duration_ms": milliseconds(visit.started_at, visit.ended_at) or 0,
        "error": _error(visit.error, visit.metadata, hint_of(driver, visit.seq) if visit.error else None),
    }


def transition_out(passage: Passage) -> TransitionOut | None:
    """The way a visit was left by."""
    found = transition_json(passage.visit.transition)
    if found is None:
        return None
    return TransitionOut(
        kind=found["kind"],
        condition=found["condition"],
        next_step_instance_id=found["nextStepInstanceId"],
        operands=found.get("operands", []),
    )


def _error(
    error: Mapping[str, Any] | None, metadata: Mapping[str, Any] = EMPTY, hint: str | None = None
) -> SandboxError | None:
    if error is None:
        return None
    return SandboxError.model_validate({**error, "wouldRetry": metadata.get("wouldRetry"), "hint": hint}, by_alias=True)
