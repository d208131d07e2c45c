"""Replaying a run: which definition is asked for, how long it may take, what comes of it."""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.conf import settings

from allma_site.common.problems import Conflict, Invalid, NotFound
from allma_site.common.versioned import VersionStatus
from executions import loading, selectors
from executions.codec import decode, loads
from executions.engine.program import Program
from executions.engine.redrive import restart
from executions.engine.state import State, initial
from executions.engine.views import Run
from executions.inputs import input_errors
from executions.loading import start_root
from executions.models import Execution, ExecutionKind
from executions.replay import ReplayDriver
from executions.replay_attempts import RecordedWorld
from executions.replay_program import Changes, ReplayProgram
from executions.replay_recording import NotReplayable, Recording
from executions.replay_verdicts import Point, PointKind, Replayed, ReplayVerdict, judged, not_replayable
from executions.sandbox_limits import Budget
from executions.sandbox_program import SandboxProgram
from executions.sandbox_refusals import compiled, refused
from executions.sandbox_services import slots
from executions.sandbox_sources import with_presets
from flows import selectors as flow_selectors
from flows.definition.errors import PermanentStepError, StepError
from flows.definition.scope import materialise
from flows.models import FlowVersion

SECONDS = 20.0
"""How long one replay may take."""

MAX_VISITS = 25_000
MAX_BYTES = 256 * 2**20
"""Of the values that one replay computes. Recorded ones are not counted: they passed when they were recorded."""

VersionName = Literal["original", "published", "draft"] | int


@dataclass(frozen=True, slots=True)
class Target:
    """What runs are replayed with."""

    program: SandboxProgram
    document: Mapping[str, Any]


def replay(
    *, workspace_id: uuid.UUID, execution_id: uuid.UUID, version: VersionName, definition: dict[str, Any] | None
) -> tuple[Execution, Replayed]:
    """Replay a run with a definition or, without one, a version of its flow.

    Raises NotFound (run, version), Conflict `flow_not_published`, Invalid naming the field, TooManyRequests.
    """
    with slots.one():
        execution = selectors.require_execution(workspace_id, execution_id)
        document = definition if definition is not None else document_of(execution, version)
        target = target_of(workspace_id, document, resolved=definition is None and version == "original")
        if definition is not None:
            _check_edited(target, loading.program(execution.definition_id))
        return execution, replayed(execution, target, seconds=SECONDS)


def _check_edited(target: Target, ran: Program) -> None:
    """Raises Invalid naming the fields when a step that is not as it ran cannot be read."""
    for step_id, model in target.program.definition.steps.items():
        if model == ran.definition.steps.get(step_id):
            continue
        try:
            target.program.step(step_id)
        except PermanentStepError as error:
            raise refused(dict(target.document), error) from None


def document_of(execution: Execution, version: VersionName) -> dict[str, Any]:
    """The definition that a name means for this run. Raises NotFound, Conflict `flow_not_published`."""
    if version == "original":
        return dict(selectors.definition_of(execution.definition_id))
    return document_named(execution.workspace_id, execution.flow_id, version)


def document_named(
    workspace_id: uuid.UUID, flow_id: uuid.UUID, version: Literal["published", "draft"] | int
) -> dict[str, Any]:
    """The definition of a version of a flow. Raises NotFound, Conflict `flow_not_published`."""
    flow = flow_selectors.require_flow(workspace_id, flow_id)
    if version == "published":
        if flow.published_version is None:
            raise Conflict(f"The flow {flow.name!r} has no published version.", code="flow_not_published")
        return version_document(workspace_id, flow_id, flow.published_version)
    if version == "draft":
        draft = FlowVersion.objects.filter(entity_id=flow_id, status=VersionStatus.DRAFT).order_by("-number").first()
        if draft is None:
            raise NotFound(f"The flow {flow.name!r} has no draft.")
        return flow_selectors.runnable_of(draft)
    return version_document(workspace_id, flow_id, version)


def version_document(workspace_id: uuid.UUID, flow_id: uuid.UUID, number: int) -> dict[str, Any]:
    """The definition of a version: a draft's as it was saved, another's as it was published. NotFound."""
    return flow_selectors.runnable_of(flow_selectors.require_version(workspace_id, flow_id, number))


def target_of(workspace_id: uuid.UUID, document: dict[str, Any], *, resolved: bool = False) -> Target:
    """The definition made ready, its step presets laid under unless they are. Raises Invalid naming the field."""
    whole = document if resolved else with_presets(workspace_id, document)
    program = compiled(whole, mocks={}, dry_run=False, kind=ReplayProgram)
    if program.start not in program.definition.steps:
        raise Invalid.field("/definition/startStepInstanceId", f"there is no step {program.start!r}.")
    return Target(program, whole)


def replayed(execution: Execution, target: Target, *, seconds: float) -> Replayed:
    """The run replayed, or why it cannot be. Never raises for what a run or a definition holds."""
    if execution.kind != ExecutionKind.RUN:
        return not_replayable("This is a part of a fork. Replay the run it works for.")
    if execution.started_at is None:
        return not_replayable("The run has not begun.")
    try:
        return driven(Recording(execution), loading.program(execution.definition_id), target, seconds=seconds)
    except NotReplayable as error:
        return not_replayable(str(error))


def driven(recording: Recording, ran: Program, target: Target, *, seconds: float) -> Replayed:
    """A recording replayed; `ran` is what it was recorded with. As `replayed`, it never raises."""
    try:
        driver = _driver(recording, ran, target, seconds)
        refused = _refused(driver)
        if refused is not None:
            return Replayed(ReplayVerdict.BREAKS, refused.message, driver, refused, refused)
        driver.drive()
        return judged(driver)
    except NotReplayable as error:
        return not_replayable(str(error))
    except StepError as error:
        return not_replayable(f"A large value of the run cannot be read: {error.code}.")


def _driver(recording: Recording, ran: Program, target: Target, seconds: float) -> ReplayDriver:
    execution, program = recording.execution, target.program
    given = decode(execution.input, execution.input_pointers, recording.load)
    started_at = execution.started_at or execution.created_at
    run = Run(
        id=str(execution.pk),
        key_id=str(execution.pk),
        program=program,
        input=given,
        flow_id=str(execution.flow_id),
        flow_version=execution.flow_version,
        started_at=started_at,
        trigger=execution.trigger,
    )
    clock = RecordedWorld(started_at, time.monotonic() + seconds)
    return ReplayDriver(
        run=run,
        program=program,
        state=_state(recording, program, given),
        world=clock,
        clock=clock,
        budget=Budget(visits=MAX_VISITS, bytes=MAX_BYTES, value_bytes=settings.ENV.max_step_output_bytes),
        recording=recording,
        changed=Changes(ran, program),
        places=recording.places_before_it_began(),
    )


def _state(recording: Recording, program: SandboxProgram, given: Any) -> State:
    """How the run began: at its start or, redriven from a visit, there, with the context it was given."""
    redriven = recording.redriven()
    if redriven is None:
        root = start_root(program.definition.flow_variables, loads(recording.execution.flow_variables), given)
        return initial(start=program.start, root=root)
    return restart(program, redriven.past, step=redriven.step, seq=redriven.seq, root=redriven.root)


def _refused(driver: ReplayDriver) -> Point | None:
    """Whether the definition would not take the recorded input."""
    definition = driver.program.definition
    if definition.input_schema is None:
        return None
    errors = input_errors(materialise(dict(driver.run.input)), definition.input_schema)
    if not errors:
        return None
    start = driver.program.start
    message = f"inputSchema refuses the recorded input at {errors[0].path or '/'}."
    return Point(None, start, start, PointKind.ERROR, message, errors[0].message)
