"""A definition made ready for the sandbox: mocks stand in for effects, a dry run only shows them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from executions.engine.program import Program, Step
from executions.engine.retry import FailureKind, decide_failure
from flows.definition.catalog import Catalog
from flows.definition.errors import BY_NAME, PermanentStepError, StepError
from flows.definition.jsonschema_check import compile_schema
from flows.definition.mapping import compile_outputs
from flows.definition.model import StepInstance, effective_on_error
from flows.definition.parts import SideEffects
from flows.definition.scope import MISSING
from flows.steps.base import Output, Run, StartChild, StepResult, WaitForEvent

SHOWN_BEFORE_A_MOCK = frozenset({"WAIT_FOR_EXTERNAL_EVENT", "START_SUB_FLOW", "START_FLOW_EXECUTION"})
"""Types without effects of their own whose wish is shown beside a mock, as an effect would be."""


@dataclass(frozen=True, slots=True)
class MockError:
    """An error that stands for a step's effect. `name` is one of the names of step errors."""

    name: str
    code: str
    message: str

    def step_error(self) -> StepError:
        """A new one: the engine adds to errors."""
        return BY_NAME[self.name](self.code, self.message)


@dataclass(frozen=True, slots=True)
class Mock:
    """What stands for a step's effect: an output (for a wait: the payload of its event) or an error."""

    output: Any = MISSING
    error: MockError | None = None


class NotSent(Exception):
    """A step that only shows what it would send has come to the sending of it."""

    def __init__(self, request: Mapping[str, Any]) -> None:
        super().__init__("not sent")
        self.request = dict(request)


class SandboxProgram(Program):
    """A program whose transient retries are left out: one attempt is made and nobody waits.

    A mock goes before a pinned output, a pinned output before a dry run. `dry_outputs` is what dry steps give, by id
    ({} if absent).
    """

    def __init__(
        self,
        document: dict[str, Any],
        *,
        catalog: Catalog,
        mocks: Mapping[str, Mock] | None = None,
        dry_run: bool = True,
        dry_outputs: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(document, catalog=catalog)
        self.dry_run = dry_run
        self._mocks = dict(mocks or {})
        self._dry_outputs = dict(dry_outputs or {})
        self._inert: set[str] = set()

    def is_inert(self, step_id: str) -> bool:
        """Whether the step may not reach the outside world: it has a mock, or would be sent and the run is dry."""
        return self.step(step_id).id in self._inert

    def has_dry_output(self, step_id: str) -> bool:
        """Whether there is an output for the step when it is not sent."""
        return step_id in self._dry_outputs

    def would_retry(self, step_id: str, error: StepError, *, content_used: int) -> dict[str, Any] | None:
        """What a run would do about an error and the sandbox does not: how often it would try again, and when first."""
        policy = effective_on_error(self.definition, self.definition.steps[step_id])
        decision = decide_failure(policy, error, retries_used=0, content_used=content_used, roll=1.0)
        if decision.kind is not FailureKind.RETRY or policy.retries is None:
            return None
        return {"count": policy.retries.count, "afterSeconds": decision.delay_seconds}

    def _compile(self, step_id: str) -> Step:
        step = super()._compile(step_id)
        step = replace(step, on_error=step.on_error.model_copy(update={"retries": None}))
        mock = self._mocks.get(step_id)
        if mock is not None:
            self._inert.add(step_id)
            return _with_run(replace(step, effects=SideEffects.NONE, fork=None), _mocked(step, mock))
        if step.model.is_pinned:
            return _with_run(step, _pinned(step.model))
        if self.dry_run and step.effects is not SideEffects.NONE:
            self._inert.add(step_id)
            return _with_run(_tolerant(step), _dry(step.type.run, self._dry_outputs.get(step_id, {})))
        return step


def _with_run(step: Step, run: Run) -> Step:
    return replace(step, type=replace(step.type, run=run))


def _tolerant(step: Step) -> Step:
    """Nothing was received, so that nothing of it can be demanded."""
    mappings = step.model.output_mappings
    paths = None if mappings is None else {target: _path(source) for target, source in mappings.items()}
    return replace(step, required_fields=(), output_schema=None, outputs=compile_outputs(step.id, paths))


def _path(source: Any) -> str:
    return source if isinstance(source, str) else source["path"]


def _mocked(step: Step, mock: Mock) -> Run:
    def run(config: Any, given: dict[str, Any], ctx: Any) -> StepResult:
        ctx.note(mocked=True)
        if step.effects is not SideEffects.NONE or step.type.type in SHOWN_BEFORE_A_MOCK:
            shown = _shown(step.type.run, config, given, ctx)
            if isinstance(shown, WaitForEvent) and mock.error is None:
                check_payload(shown, mock.output, what="The mock is no payload for this wait.")
        if mock.error is not None:
            raise mock.error.step_error()
        return Output(mock.output)

    return run


def check_payload(wait: WaitForEvent, payload: Any, *, what: str) -> None:
    """PermanentStepError `payload_refused`, whose message begins with `what`, for what a wait would not take."""
    errors = compile_schema(dict(wait.payload_schema)).errors(payload) if wait.payload_schema else []
    if errors:
        at = errors[0]["path"] or "/"
        message = f"{what} At {at}: {errors[0]['message']}"
        raise PermanentStepError("payload_refused", message, details={"errors": errors})


def _pinned(model: StepInstance) -> Run:
    def run(config: Any, given: dict[str, Any], ctx: Any) -> StepResult:
        ctx.note(pinned=True)
        return Output(model.pinned_output)

    return run


def _dry(run_it: Run, output: Any) -> Run:
    def run(config: Any, given: dict[str, Any], ctx: Any) -> StepResult:
        shown = _shown(run_it, config, given, ctx)
        if shown is not None:
            return shown
        ctx.note(dryRun=True)
        return Output(output)

    return run


def _shown(run: Run, config: Any, given: dict[str, Any], ctx: Any) -> StepResult | None:
    """Note what the step would send or ask for. What it plans or computes without sending; None for a sending."""
    try:
        result = run(config, given, ctx)
    except NotSent as sent:
        ctx.note(request=sent.request)
        return None
    match result:
        case Output({"dryRun": True, "request": request}):
            ctx.note(request=request)
            return None
        case WaitForEvent(key):
            ctx.note(correlationKey=key)
        case StartChild():
            ctx.note(start=about_child(result))
    return result


def about_child(plan: StartChild) -> dict[str, Any]:
    """What a step would start, for people."""
    return {"flowId": plan.flow_id, "version": plan.version, "input": plan.input, "sync": plan.sync}
