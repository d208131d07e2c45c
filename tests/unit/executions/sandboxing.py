"""A sandbox driver in a world whose time and effects a test decides."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from executions.engine.state import Cursor, initial
from executions.engine.views import Run
from executions.loading import start_root
from executions.runner import Attempted
from executions.sandbox import Driver
from executions.sandbox_limits import Budget
from executions.sandbox_ports import ChildEnd
from executions.sandbox_program import Mock, SandboxProgram
from executions.sandbox_world import LiveWorld, new_run
from flows.definition.errors import StepError
from flows.steps.base import StartChild, StepResult
from flows.steps.registry import CATALOG
from tests.engine_flows import NOW

Effect = StepResult | StepError


@dataclass
class ScriptedWorld:
    """Steps named in `effects` give the next of what is there; others run. Each look at the time costs `tick` s."""

    effects: dict[str, list[Effect]] = field(default_factory=dict)
    child: Callable[[StartChild, int], ChildEnd] | None = None
    left: float = 60.0
    tick: float = 0.0
    performed: list[str] = field(default_factory=list)
    together: list[int] = field(default_factory=list)
    """How many attempts were made at once, each time."""

    def now(self) -> datetime:
        """Time stands still."""
        return NOW

    def roll(self) -> float:
        """The middle."""
        return 0.5

    def seconds_left(self) -> float:
        """Less with every look."""
        self.left -= self.tick
        return self.left

    def perform(self, run: Run, asked: Sequence[tuple[Cursor, Mapping[str, Any]]]) -> list[Attempted]:
        """What the script says, or what the steps do."""
        self.together.append(len(asked))
        return [self._one(run, cursor, given) for cursor, given in asked]

    def _one(self, run: Run, cursor: Cursor, given: Mapping[str, Any]) -> Attempted:
        self.performed.append(cursor.visit_path)
        if self.effects.get(cursor.step):
            return Attempted(self.effects[cursor.step].pop(0), {}, (), ())
        live = LiveWorld(uuid.UUID(int=0), dry_run=False, ends_at=time.monotonic() + 60)
        return live.perform(run, [(cursor, given)])[0]

    def start(self, plan: StartChild, *, depth: int, budget: Budget) -> ChildEnd:
        """What the test says of children."""
        assert self.child is not None
        return self.child(plan, depth)


def driver_of(
    definition: dict[str, Any],
    given: dict[str, Any] | None = None,
    *,
    world: ScriptedWorld | None = None,
    mocks: Mapping[str, Mock] | None = None,
    dry_run: bool = False,
    budget: Budget | None = None,
    stop_after: str | None = None,
) -> Driver:
    """A driver that has not begun."""
    program = SandboxProgram(definition, catalog=CATALOG, mocks=mocks, dry_run=dry_run)
    run = new_run(program, given or {}, flow_id=None, version=0, trigger="sandbox", at=NOW)
    root = start_root(program.definition.flow_variables, {}, dict(given or {}))
    state = initial(start=program.start, root=root)
    limits = budget or Budget(visits=1000, bytes=10**6, value_bytes=10**5)
    return Driver(run, program, state, world or ScriptedWorld(), limits, stop_after=stop_after)


def driven(definition: dict[str, Any], given: dict[str, Any] | None = None, **more: Any) -> Driver:
    """A driver that has done what it can."""
    driver = driver_of(definition, given, **more)
    driver.drive()
    return driver


def trace(driver: Driver) -> list[tuple[str, str]]:
    """Path and status of each visit, by number."""
    return [(one.visit.path, str(one.visit.status)) for _, one in sorted(driver.passages.items())]


def failure(driver: Driver) -> tuple[str, str]:
    """The code of what the run failed with, and the step."""
    assert driver.state.outcome is not None
    assert driver.state.outcome.error is not None
    return driver.state.outcome.error["code"], driver.state.outcome.error["stepInstanceId"]
