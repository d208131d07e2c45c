"""The definition a run is replayed with, beside the one it ran: what of it can change an answer. Pure."""

from __future__ import annotations

from typing import Any

from executions.engine.program import Program, Step
from executions.sandbox_program import SandboxProgram
from flows.definition.errors import StepError
from flows.definition.graph import EdgeKind, edges, reachable
from flows.definition.model import StepInstance

FORK = "PARALLEL_FORK_MANAGER"
LLM = "LLM_INVOCATION"
PLANS = frozenset({FORK, "WAIT_FOR_EXTERNAL_EVENT", "START_SUB_FLOW", "START_FLOW_EXECUTION", "END_FLOW"})
"""Types whose own run only says what is to happen."""

CHANCE = frozenset({"system/generate-uuid", "system/date-time-calculator"})
"""Modules whose output is another in each run."""

DRAWN = frozenset({"display_name", "description", "position", "fill", "checkpoint"})
"""Fields of a step that people see and runs do not."""


class ReplayProgram(SandboxProgram):
    """A program with nothing taken away: retries are made, with the recorded answers."""

    def _compile(self, step_id: str) -> Step:
        return Program._compile(self, step_id)

    def would_retry(self, step_id: str, error: StepError, *, content_used: int) -> dict[str, Any] | None:
        """Nothing is left out, so there is nothing to say."""
        return None


class Changes:
    """What differs between the definition that ran and the one it is replayed with."""

    def __init__(self, before: Program, after: Program) -> None:
        self._before = before.definition
        self._after = after.definition
        self._known: dict[str, bool] = {}

    def effect(self, step_id: str) -> bool:
        """Whether what a step sends or computes from its input may be another: its type or configuration changed."""
        if step_id not in self._known:
            pair = (self._before.steps.get(step_id), self._after.steps.get(step_id))
            self._known[step_id] = self._effect_of(*pair)
        return self._known[step_id]

    def _effect_of(self, before: StepInstance | None, after: StepInstance | None) -> bool:
        if before is None or after is None:
            return before is not after
        if before.step_type == LLM and self._before.default_step_config != self._after.default_step_config:
            return True
        return bool(_deciding(before) != _deciding(after))

    def below(self, fork: str) -> bool:
        """Whether a fork, or any step that its branches can lead to, is another one."""
        if self._before.default_step_config != self._after.default_step_config:
            return True
        ways = edges(self._after)
        starts = [edge.target for edge in ways if edge.source == fork and edge.kind is EdgeKind.BRANCH]
        inside = {fork, *reachable(ways, starts)}
        return any(_running(self._before.steps.get(one)) != _running(self._after.steps.get(one)) for one in inside)


def _deciding(step: StepInstance) -> Any:
    """What makes a step's answer. Where a wait goes that timed out comes after it."""
    own = {name: value for name, value in step.own_fields().items() if name != "onTimeoutStepInstanceId"}
    return step.step_type, step.module_identifier, step.custom_config, own


def _running(step: StepInstance | None) -> Any:
    return None if step is None else step.model_dump(exclude=set(DRAWN))


def is_chancy(step: Step) -> bool:
    """Whether a pure step may give another output at another time: it reads the clock, or chance."""
    return step.type.type not in PLANS and (step.sees_execution or step.model.module_identifier in CHANCE)
