"""What the sandbox's driver tells and asks: how a run stands, what its visits were, and the world around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from executions.engine.state import Cursor, Visit
from executions.engine.views import Run
from executions.runner import Attempted
from executions.sandbox_limits import Budget
from flows.definition.errors import SubFlowFailedError
from flows.steps.base import StartChild


class SandboxStatus(StrEnum):
    """How a sandbox run stands when the driver has nothing more to do."""

    COMPLETED = "COMPLETED"
    FAILED = "FAILED"
    STOPPED = "STOPPED"
    WAITING = "WAITING"


@dataclass(frozen=True, slots=True)
class ChildEnd:
    """How a sub-flow that ran here ended, and what to record of it."""

    status: SandboxStatus
    output: Any
    error: Mapping[str, Any] | None
    metadata: Mapping[str, Any]


def child_failed(ended: ChildEnd) -> SubFlowFailedError:
    """What a step fails with whose sub-flow failed."""
    message = "The sub-flow ended as FAILED" + (f": {ended.error['message']}" if ended.error else ".")
    return SubFlowFailedError("sub_flow_failed", message, details={"error": ended.error})


class World(Protocol):
    """Everything a driver needs that is not in its state."""

    def now(self) -> datetime:
        """The time."""

    def roll(self) -> float:
        """A number in [0, 1)."""

    def seconds_left(self) -> float:
        """How long the sandbox run may go on."""

    def perform(self, run: Run, asked: Sequence[tuple[Cursor, Mapping[str, Any]]]) -> list[Attempted]:
        """Make one attempt of each step that these cursors are at, with these inputs."""

    def start(self, plan: StartChild, *, depth: int, budget: Budget) -> ChildEnd:
        """Run a sub-flow to its end. StepError when it cannot start."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A visit and the context beside it: `after` is None until it is left."""

    visit: Visit
    before: dict[str, Any]
    after: dict[str, Any] | None = None
    dry: bool = False
    """Nothing was sent, and the output is not the step's."""
