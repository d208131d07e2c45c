"""Trying a step or a whole draft: what is asked for becomes a driver, and the driver runs."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from msgspec.structs import replace

from allma_site.common.problems import FieldError, Invalid, NotFound, TooManyRequests
from executions import selectors
from executions.engine.state import Cursor, State, initial
from executions.inputs import input_errors
from executions.loading import start_root
from executions.models import Execution
from executions.sandbox import Driver
from executions.sandbox_limits import MAX_SECONDS, MAX_VISITS, Budget
from executions.sandbox_program import Mock, SandboxProgram
from executions.sandbox_refusals import compiled
from executions.sandbox_sources import Surroundings, recorded, stored, typed, with_presets
from executions.sandbox_world import LiveWorld, new_run
from flows.definition.json_patch import pointer
from flows.definition.scope import MISSING, resolve
from workspaces.roles import Role

RETRY_AFTER_SECONDS = 2
FORK = "PARALLEL_FORK_MANAGER"
TRIGGER = "sandbox"

JsonObject = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepAsk:
    """A step to try: given itself, or named in a definition, in a version of a flow or in a recorded run."""

    step: JsonObject | None = None
    definition: JsonObject | None = None
    flow_id: uuid.UUID | None = None
    version: int | None = None
    step_instance_id: str | None = None
    execution_id: uuid.UUID | None = None
    seq: int | None = None
    context: JsonObject | None = None
    flow_variables: Mapping[str, Any] = field(default_factory=dict)
    mocks: Mapping[str, Mock] = field(default_factory=dict)
    dry_run: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowAsk:
    """A draft to try, up to the first finished visit of a step or to its end."""

    definition: JsonObject
    given: Any
    up_to: str | None = None
    flow_variables: Mapping[str, Any] = field(default_factory=dict)
    mocks: Mapping[str, Mock] = field(default_factory=dict)
    dry_run: bool = True


class Slots:
    """How much is tried, replayed and compared in this process: each holds a thread that answers requests."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._taken = 0

    @contextmanager
    def one(self) -> Iterator[None]:
        """Take a slot. TooManyRequests when there is none."""
        with self._lock:
            if self._taken >= settings.ENV.sandbox_concurrency:
                message = "Too much is tried, replayed and compared at once. Try again in a moment."
                raise TooManyRequests(message, retry_after=RETRY_AFTER_SECONDS)
            self._taken += 1
        try:
            yield
        finally:
            with self._lock:
                self._taken -= 1


slots = Slots()


def try_step(*, workspace_id: uuid.UUID, role: Role, ask: StepAsk) -> Driver:
    """Run one step; its visit is the first of the driver's passages.

    Raises Invalid naming the field, NotFound (flow, version, step of a version, execution, visit), TooManyRequests.
    """
    with slots.one():
        execution = selectors.require_execution(workspace_id, ask.execution_id) if ask.execution_id else None
        base = _base(workspace_id, ask, execution)
        step_id, step = _step(ask, base, execution)
        _check_mocks(ask.mocks, {step_id, *_steps(base)})
        surroundings = _surroundings(ask, execution, role, step_id)
        program = _step_program(workspace_id, ask, base, step_id, step)
        driver = _step_driver(workspace_id, ask, program, surroundings)
        driver.drive()
    return driver


def try_flow(*, workspace_id: uuid.UUID, ask: FlowAsk) -> Driver:
    """Run a draft. Raises Invalid naming the field, TooManyRequests."""
    with slots.one():
        program = compiled(with_presets(workspace_id, ask.definition), mocks=ask.mocks, dry_run=ask.dry_run)
        _check_flow(ask, program)
        world = _world(workspace_id, dry_run=ask.dry_run)
        run = new_run(program, ask.given, flow_id=None, version=0, trigger=TRIGGER, at=world.now())
        root = start_root(program.definition.flow_variables, ask.flow_variables, ask.given)
        state = initial(start=program.start, root=root)
        driver = Driver(run, program, state, world, _budget(), stop_after=ask.up_to)
        driver.drive()
    return driver


def _check_flow(ask: FlowAsk, program: SandboxProgram) -> None:
    steps = program.definition.steps
    if program.start not in steps:
        raise Invalid.field("/definition/startStepInstanceId", f"there is no step {program.start!r}.")
    if ask.up_to is not None and ask.up_to not in steps:
        raise Invalid.field("/upToStepInstanceId", f"there is no step {ask.up_to!r} in the definition.")
    _check_mocks(ask.mocks, set(steps))
    errors = input_errors(ask.given, program.definition.input_schema)
    if errors:
        found = [FieldError(f"/input{error.path}", error.message) for error in errors]
        raise Invalid(f"{found[0].path}: {found[0].message}", errors=found)


def _check_mocks(mocks: Mapping[str, Mock], known: set[str]) -> None:
    """A mock under a wrong name would let the effect it is for leave."""
    errors = [FieldError(pointer(("mocks", name)), "there is no such step.") for name in mocks if name not in known]
    if errors:
        raise Invalid(f"{errors[0].path}: {errors[0].message}", errors=errors)


def _base(workspace_id: uuid.UUID, ask: StepAsk, execution: Execution | None) -> JsonObject:
    """The definition around the step."""
    if ask.definition is not None:
        return ask.definition
    if ask.flow_id is not None:
        if ask.version is None:
            raise Invalid.field("/version", "is needed beside flowId.")
        return stored(workspace_id, ask.flow_id, ask.version)
    return dict(selectors.definition_of(execution.definition_id)) if execution is not None else {}


def _steps(definition: Mapping[str, Any]) -> JsonObject:
    steps = definition.get("steps")
    return steps if isinstance(steps, dict) else {}


def _step(ask: StepAsk, base: JsonObject, execution: Execution | None) -> tuple[str, JsonObject]:
    """The step's id and its fields, those of the request before those of the definition."""
    if ask.step is not None:
        own = ask.step.get("stepInstanceId", ask.step_instance_id)
        if not isinstance(own, str):
            raise Invalid.field("/step/stepInstanceId", "is needed: the id the step has in its flow.")
        if ask.step_instance_id not in (None, own):
            raise Invalid.field("/stepInstanceId", f"is another than that of `step`, {own!r}. Send one of them.")
        return own, {**ask.step, "stepInstanceId": own}
    name = ask.step_instance_id or _visited(execution, ask.seq)
    if name is None:
        raise Invalid.field(
            "/step", "send `step`, or name one by `stepInstanceId` with a definition or a flow version."
        )
    found = _steps(base).get(name)
    if isinstance(found, dict):
        return name, found
    if ask.definition is not None or not base:
        raise Invalid.field("/stepInstanceId", f"there is no step {name!r} in the definition.")
    raise NotFound(f"There is no step {name!r} in this version.")


def _visited(execution: Execution | None, seq: int | None) -> str | None:
    """The step of a visit."""
    if execution is None or not seq:
        return None
    name: str = selectors.require_step(execution.pk, seq).step_instance_id
    return name


def _surroundings(ask: StepAsk, execution: Execution | None, role: Role, step_id: str) -> Surroundings:
    if ask.context is not None or execution is None:
        return typed(ask.context or {})
    return recorded(execution, role, step_id=step_id, seq=ask.seq)


def _step_program(
    workspace_id: uuid.UUID, ask: StepAsk, base: JsonObject, step_id: str, step: JsonObject
) -> SandboxProgram:
    """Of the definition only what the step needs, so that it can be tried while others are half written."""
    shared: JsonObject = {key: base[key] for key in ("flowVariables", "defaultStepConfig") if key in base}
    alone: JsonObject = {"schemaVersion": "1", "startStepInstanceId": step_id, **shared, "steps": {step_id: step}}
    document = with_presets(workspace_id, alone)
    resolved = dict(document["steps"][step_id])
    pinned = resolved.pop("pinnedOutput", MISSING)
    others: JsonObject = with_presets(workspace_id, base) if resolved.get("stepType") == FORK else {}
    outputs: JsonObject = {} if pinned is MISSING else {step_id: pinned}
    return compiled(
        {**document, "steps": {**_steps(others), step_id: resolved}},
        mocks=ask.mocks,
        dry_run=ask.dry_run,
        dry_outputs=outputs,
        step_id=step_id,
        step_at="/step" if ask.step is not None else pointer(("definition", "steps", step_id)),
    )


def _step_driver(workspace_id: uuid.UUID, ask: StepAsk, program: SandboxProgram, around: Surroundings) -> Driver:
    world = _world(workspace_id, dry_run=ask.dry_run)
    version = ask.version or 0
    run = new_run(program, around.given, flow_id=ask.flow_id, version=version, trigger=TRIGGER, at=world.now())
    if around.run is not None:
        of = around.run
        run = replace(run, id=of.id, flow_id=of.flow_id, flow_version=of.flow_version, trigger=of.trigger)
        run = replace(run, started_at=of.started_at)
    cursor = Cursor(
        path=around.path,
        step=program.start,
        root=_root(program, around.root, ask.flow_variables),
        item=around.item,
        index=around.index,
        error=around.error,
    )
    return Driver(run, program, State(cursors={cursor.path: cursor}), world, _budget(), stop_after=cursor.step)


def _root(program: SandboxProgram, root: JsonObject, given: Mapping[str, Any]) -> JsonObject:
    """The context with the flow's variables under its own under those of the request."""
    own = resolve(root.get("flow_variables"))
    variables = {**program.definition.flow_variables, **(own if isinstance(own, dict) else {}), **given}
    return {**root, "steps_output": root.get("steps_output", {}), "flow_variables": variables}


def _world(workspace_id: uuid.UUID, *, dry_run: bool) -> LiveWorld:
    return LiveWorld(workspace_id, dry_run, time.monotonic() + MAX_SECONDS)


def _budget() -> Budget:
    env = settings.ENV
    return Budget(visits=MAX_VISITS, bytes=env.max_context_bytes, value_bytes=env.max_step_output_bytes)
