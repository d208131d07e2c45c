"""The world of a sandbox run: real clock, real calls through the guard, sub-flows that run here. Nothing is written."""

from __future__ import annotations

import random
import time
import uuid
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from allma_site.common.clock import now
from allma_site.common.ids import new_id
from allma_site.common.problems import Problem
from connections.calls import Cancellation
from executions.attempt_context import AttemptContext
from executions.children import MAX_DEPTH
from executions.engine.program import Step
from executions.engine.state import Cursor, initial
from executions.engine.views import Run, scope_of
from executions.inputs import input_errors
from executions.loading import start_root
from executions.runner import Attempted, attempt, idempotency_key
from executions.sandbox import Driver
from executions.sandbox_limits import Budget
from executions.sandbox_ports import ChildEnd
from executions.sandbox_program import NotSent, SandboxProgram
from executions.sandbox_sources import runnable
from flows.definition.errors import PermanentStepError
from flows.definition.parts import SideEffects
from flows.definition.scope import materialise
from flows.freeze import prompt_text
from flows.steps.base import ContentFeedback, HttpRequest, PromptText, StartChild
from flows.steps.http_call import described
from flows.steps.llm_port import LlmAnswer, LlmRequest
from flows.steps.registry import CATALOG


@dataclass(frozen=True, slots=True)
class ShowHttp:
    """`HttpPort` that sends nothing."""

    def send(self, request: HttpRequest) -> Any:
        """NotSent with what would be sent."""
        raise NotSent(described(request))


@dataclass(frozen=True, slots=True)
class ShowLlm:
    """`LlmPort` that asks nobody."""

    def complete(self, request: LlmRequest) -> LlmAnswer:
        """NotSent with whom would be asked."""
        raise NotSent({"provider": request.provider, "model": request.model, "system": request.system})


@dataclass(slots=True)
class InertContext(AttemptContext):
    """The context of a step that may not reach the outside world, whether it knows of dry runs or not."""

    @property
    def http(self) -> Any:
        """Sends nothing."""
        return ShowHttp()

    @property
    def llm(self) -> Any:
        """Asks nobody."""
        return ShowLlm()


@dataclass(frozen=True, slots=True)
class LiveWorld:
    """`World` of one sandbox run in a workspace, until `ends_at` of the monotonic clock."""

    workspace_id: uuid.UUID
    dry_run: bool
    ends_at: float
    started_at: datetime = field(default_factory=now)
    began: float = field(default_factory=time.monotonic)

    def now(self) -> datetime:
        """The clock of the start, moved on by the monotonic one."""
        return self.started_at + timedelta(seconds=time.monotonic() - self.began)

    def roll(self) -> float:
        """A number in [0, 1)."""
        return random.random()  # noqa: S311 - ranges of delays, not a secret

    def seconds_left(self) -> float:
        """Until the run must end."""
        return self.ends_at - time.monotonic()

    def perform(self, run: Run, asked: Sequence[tuple[Cursor, Mapping[str, Any]]]) -> list[Attempted]:
        """One attempt of each, by the code and with the guard a run has; several at once, each on its thread."""
        if len(asked) < 2:
            return [self._attempt(run, cursor, given) for cursor, given in asked]
        with ThreadPoolExecutor(min(len(asked), settings.ENV.fork_threads), "allma-sandbox") as threads:
            return list(threads.map(lambda one: self._attempt_on_thread(run, *one), asked))

    def _attempt_on_thread(self, run: Run, cursor: Cursor, given: Mapping[str, Any]) -> Attempted:
        try:
            return self._attempt(run, cursor, given)
        finally:
            connection.close()

    def _attempt(self, run: Run, cursor: Cursor, given: Mapping[str, Any]) -> Attempted:
        step = run.program.step(cursor.step)
        left = max(self.seconds_left(), 0.001)
        seconds = left if step.timeout_seconds is None else min(left, step.timeout_seconds)
        return attempt(step, given, self._context(run, step, cursor), seconds=seconds)

    def _context(self, run: Run, step: Step, cursor: Cursor) -> AttemptContext:
        at = self.now()
        default = run.program.definition.default_step_config
        inert = isinstance(run.program, SandboxProgram) and run.program.is_inert(step.id)
        return (InertContext if inert else AttemptContext)(
            scope=scope_of(run, cursor, at),
            now=at,
            attempt=cursor.attempt,
            poll_count=cursor.polls + 1,
            idempotency_key=idempotency_key(run.key_id, cursor),
            execution_id="",
            workspace_id=self.workspace_id,
            prompt_lookup=self._prompt,
            default_inference_parameters=(default.inference_parameters if default else None) or {},
            feedback=ContentFeedback(*cursor.feedback) if cursor.feedback else None,
            local={},
            dry_run=inert,
            cancellation=Cancellation() if may_call(step) else None,
        )

    def _prompt(self, template_id: str, version: int | None) -> PromptText:
        return prompt_text(workspace_id=self.workspace_id, template_id=template_id, version=version)

    def start(self, plan: StartChild, *, depth: int, budget: Budget) -> ChildEnd:
        """Run a sub-flow here, as dry as its parent. StepError as a run would fail with."""
        if depth > MAX_DEPTH:
            raise PermanentStepError("sub_flow_too_deep", f"Sub-flows may be nested {MAX_DEPTH} deep.")
        flow_id, number, definition = self._child(plan)
        program = SandboxProgram(definition, catalog=CATALOG, dry_run=self.dry_run)
        given = materialise(plan.input)
        errors = input_errors(given, program.definition.input_schema)
        if errors:
            details = {"errors": [{"path": error.path, "message": error.message} for error in errors]}
            message = f"The sub-flow refuses its input at {errors[0].path or '/'}: {errors[0].message}"
            raise PermanentStepError("invalid_sub_flow_input", message, details=details)
        run = new_run(program, given, flow_id=flow_id, version=number, trigger="sub_flow", at=self.now())
        root = start_root(program.definition.flow_variables, {}, given)
        state = initial(start=program.start, root=root)
        driver = Driver(run, program, state, self, budget, depth=depth)
        driver.drive()
        return _end_of(driver)

    def _child(self, plan: StartChild) -> tuple[uuid.UUID, int, dict[str, Any]]:
        try:
            flow_id = uuid.UUID(plan.flow_id)
        except ValueError:
            raise PermanentStepError("sub_flow_not_found", f"{plan.flow_id!r} is not the id of a flow.") from None
        try:
            number, definition = runnable(self.workspace_id, flow_id, plan.version)
        except Problem as problem:
            code = "sub_flow_not_found" if problem.status == 404 else problem.code
            raise PermanentStepError(code, f"The sub-flow cannot start: {problem.detail}") from None
        return flow_id, number, definition


def new_run(
    program: SandboxProgram,
    given: Mapping[str, Any],
    *,
    flow_id: uuid.UUID | None,
    version: int,
    trigger: str,
    at: datetime,
) -> Run:
    """A run of its own, whose calls carry keys that no other run has sent."""
    key = str(new_id())
    return Run(
        id=key,
        key_id=key,
        program=program,
        input=given,
        flow_id=str(flow_id or ""),
        flow_version=version,
        started_at=at,
        trigger=trigger,
    )


def may_call(step: Step) -> bool:
    """Whether a step may reach the outside world, whatever its definition says of it."""
    return step.effects is not SideEffects.NONE or step.type.side_effects is not SideEffects.NONE


def _end_of(driver: Driver) -> ChildEnd:
    outcome = driver.state.outcome
    dry = [passage.visit.path for passage in driver.passages.values() if passage.dry]
    return ChildEnd(
        status=driver.status,
        output=outcome.output if outcome is not None else None,
        error=outcome.error if outcome is not None else None,
        metadata={
            "flowId": driver.run.flow_id,
            "flowVersion": driver.run.flow_version,
            "status": driver.status,
            "visits": len(driver.passages),
            "dryRunSteps": dry,
        },
    )
