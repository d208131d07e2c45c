"""A recorded run driven again with another definition, and nothing sent."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any, Literal, Self

from drf_spectacular.utils import extend_schema
from pydantic import model_validator
from rest_framework.response import Response

from allma_site.common.api import ApiModel, WorkspaceRequest, WorkspaceView
from executions import replay_services, sandbox_answers
from executions.api.presenting import view_of
from executions.api.sandbox import transition_out
from executions.api.shapes import JsonObject, RunError, StepStatusText
from executions.api.shapes_steps import TransitionOut
from executions.api.wire import Version
from executions.differences import Difference
from executions.replay import ReplayDriver
from executions.replay_verdicts import Point, PointKind, Replayed, ReplayVerdict, VisitVerdict, verdict_of
from executions.sandbox_answers import Showing
from executions.sandbox_ports import Passage
from flows.definition.model import FlowDefinition
from workspaces.roles import Role

TAGS = ["executions"]
MAX_VISITS = 1000
MAX_MISSED = 200


class ReplayBody(ApiModel):
    """What to replay the run with: a definition that need not be saved, or a version of the run's flow.

    `original` is the definition as the run was started with it.
    """

    version: Literal["original", "published", "draft"] | Version | None = None
    definition: JsonObject | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if self.version is not None and self.definition is not None:
            raise ValueError("send either version or definition")
        return self


class ReplayPoint(ApiModel):
    """Where a replay and its recording part.

    `seq` is of the recorded visit, null when there is none. `kind` says what is different: a part of the visit; `new`,
    a visit the recorded run did not make; `missed`, one that the replay does not make; `noAnswer`, the recording has no
    answer that could stand in; `result`, how the run ended.
    """

    seq: int | None
    path: str
    step_instance_id: str
    step_name: str
    kind: PointKind
    message: str

    @classmethod
    def of(cls, point: Point, definition: FlowDefinition) -> Self:
        """From the verdict; with what an error said."""
        model = definition.steps.get(point.step)
        return cls(
            seq=point.seq,
            path=point.path,
            step_instance_id=point.step,
            step_name=(model.display_name if model is not None else None) or point.step,
            kind=point.kind,
            message=f"{point.message} {point.said}" if point.said else point.message,
        )


class ReplayVisit(ApiModel):
    """One visit of the replay. `recordedSeq` is the visit it is compared with, null for one that has none.

    `recorded`: the step was not run, and its output is the recorded one. `stepChanged`: its type or configuration is
    another than when that was recorded, so that it might answer something else now. `stuck` says why the path goes no
    further here. Parts without room are `{preview, bytes, href}`.
    """

    seq: int
    recorded_seq: int | None
    path: str
    step_instance_id: str
    step_type: str
    verdict: VisitVerdict
    differences: list[Difference]
    recorded: bool
    step_changed: bool
    stuck: str | None
    status: StepStatusText
    input: Any
    output: Any
    context_diff: list[JsonObject]
    mapping_events: list[JsonObject]
    transition: TransitionOut | None
    error: RunError | None


class MissedVisit(ApiModel):
    """A visit of the recorded run that the replay does not make."""

    seq: int
    path: str
    step_instance_id: str


class ReplayOut(ApiModel):
    """What came of a replay.

    `breaks`: it fails, and not as the recorded run did. `status` is WAITING where the recording ends or knows no
    further, null when nothing was replayed (`notReplayable`, `reason` says why).
    """

    verdict: ReplayVerdict
    reason: str
    status: Literal["COMPLETED", "FAILED", "WAITING", "STOPPED"] | None
    first_divergence: ReplayPoint | None
    visits: list[ReplayVisit]
    missed: list[MissedVisit]
    output: Any
    error: RunError | None
    truncated: bool


class ReplayView(WorkspaceView):
    """Replays a run."""

    required_roles = {"POST": Role.EDITOR}

    @extend_schema(operation_id="executions_replay", tags=TAGS, request=ReplayBody, responses={200: ReplayOut})
    def post(self, request: WorkspaceRequest, execution_id: uuid.UUID) -> Response:
        """What the run would have done with another definition. Recorded answers stand in for every effect.

        Nothing is sent and nothing is recorded. Mappings, conditions and pure steps are evaluated on recorded data.
        """
        body = self.body(ReplayBody)
        execution, found = replay_services.replay(
            workspace_id=request.workspace.pk,
            execution_id=execution_id,
            version=body.version if body.version is not None else "original",
            definition=body.definition,
        )
        return Response(replay_out(found, Showing(named=view_of(request, execution).shown.named)))


def replay_out(found: Replayed, showing: Showing) -> ReplayOut:
    """A replay as it is shown to those who may see every value."""
    driver = found.driver
    if driver is None:
        return _nothing(found)
    outcome, definition = driver.state.outcome, driver.program.definition
    visits = [_visit(driver, one, showing) for _, one in sorted(driver.passages.items())[:MAX_VISITS]]
    return ReplayOut(
        verdict=found.verdict,
        reason=found.reason,
        status=driver.status.value if driver.passages or outcome is not None else None,
        first_divergence=ReplayPoint.of(found.first, definition) if found.first else None,
        visits=visits,
        missed=[
            MissedVisit(seq=one.seq, path=one.path, step_instance_id=one.step) for one in found.missed[:MAX_MISSED]
        ],
        output=showing.value(outcome.output) if outcome is not None else None,
        error=_error(outcome.error if outcome is not None else None),
        truncated=len(driver.passages) > MAX_VISITS or len(found.missed) > MAX_MISSED,
    )


def _nothing(found: Replayed) -> ReplayOut:
    return ReplayOut(
        verdict=found.verdict,
        reason=found.reason,
        status=None,
        first_divergence=None,
        visits=[],
        missed=[],
        output=None,
        error=None,
        truncated=False,
    )


def _visit(driver: ReplayDriver, passage: Passage, showing: Showing) -> ReplayVisit:
    visit, recorded = passage.visit, driver.matched.get(passage.visit.seq)
    verdict, found = verdict_of(driver, visit)
    return ReplayVisit(
        seq=visit.seq,
        recorded_seq=recorded.seq if recorded is not None else None,
        path=visit.path,
        step_instance_id=visit.step,
        step_type=visit.step_type,
        verdict=verdict,
        differences=list(found),
        recorded=visit.seq in driver.answered,
        step_changed=driver.changed.effect(visit.step),
        stuck=driver.stuck.get(visit.seq),
        status=visit.status,
        input=showing.value(visit.input),
        output=showing.value(visit.output),
        context_diff=sandbox_answers.patch_of(passage, showing),
        mapping_events=showing.lines(visit.mapping_events),
        transition=transition_out(passage),
        error=_error(visit.error),
    )


def _error(error: Mapping[str, Any] | None) -> RunError | None:
    return None if error is None else RunError.model_validate(error, by_alias=True)
