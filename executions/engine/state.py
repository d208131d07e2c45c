"""What the engine knows of a run. Values only: nothing here is changed in place, `evolve` makes the next one.

They are msgspec structs, not dataclasses: a step makes a dozen of them, and theirs are made in C.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from executions.engine.status import Phase, Status, StepStatus, TransitionKind
from flows.definition.scope import MISSING


class _Empty(dict[str, Any]):
    """A mapping that is empty and may be a default, since nobody changes it."""

    def __hash__(self) -> int:  # type: ignore[override]
        return 0


EMPTY: Mapping[str, Any] = _Empty()


class Transition(Struct, frozen=True):
    """The way out of a visit. `edge` counts against its limit when it lies in a cycle."""

    kind: TransitionKind
    next: str | None
    condition: str | None = None
    edge: str | None = None
    operands: tuple[Mapping[str, Any], ...] = ()
    failed: bool = False


class Visit(Struct, frozen=True):
    """One visit of one step: what its row will say."""

    seq: int
    path: str
    step: str
    step_type: str
    started_at: datetime
    status: StepStatus = StepStatus.RUNNING
    ended_at: datetime | None = None
    attempts: int = 0
    input: Any = MISSING
    output: Any = MISSING
    mapping_events: tuple[Mapping[str, Any], ...] = ()
    warnings: int = 0
    changes: tuple[Any, ...] = ()
    counts: tuple[int, int, int] = (0, 0, 0)
    transition: Transition | None = None
    error: Mapping[str, Any] | None = None
    metadata: Mapping[str, Any] = EMPTY
    attempt_log: tuple[Mapping[str, Any], ...] = ()
    logs: tuple[Mapping[str, Any], ...] = ()
    result: Any = MISSING


class Cursor(Struct, frozen=True):
    """One live path: the main one (path "") or a fork branch (path "fork[3]").

    `root` is the context as this path sees it; `due_at` its timer; `seq` its open visit.
    """

    path: str
    step: str
    root: dict[str, Any]
    phase: Phase = Phase.ENTER
    seq: int = 0
    attempt: int = 0
    content_retries: int = 0
    polls: int = 0
    counters: Mapping[str, int] = EMPTY
    error: Mapping[str, Any] | None = None
    feedback: tuple[str, str] | None = None
    due_at: datetime | None = None
    transition: Transition | None = None
    item: Any = MISSING
    index: int | None = None
    branch: str | None = None
    last_output: Any = MISSING
    wrote_output: bool = False

    @property
    def visit_path(self) -> str:
        """`step` or `fork[3].step`."""
        return f"{self.path}.{self.step}" if self.path else self.step


class BranchResult(Struct, frozen=True):
    """How one item of a fork ended."""

    ok: bool
    value: Any


class ForkState(Struct, frozen=True):
    """The branches of one visit of a fork. `base` is the index of the first item (a chunk starts later than 0).

    `opened` counts items that were given a branch; `live` those still running.
    """

    path: str
    owner: str
    seq: int
    items: list[Any]
    base: int = 0
    opened: int = 0
    live: int = 0
    failed: int = 0
    distributed: bool = False
    results: Mapping[int, BranchResult] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many items this fork has here."""
        return len(self.items)


class Outcome(Struct, frozen=True):
    """How a run ended."""

    status: Status
    at: datetime
    output: Any = MISSING
    error: Mapping[str, Any] | None = None


class State(Struct, frozen=True):
    """A run: its cursors by path, its open visits by seq, its open forks by visit path."""

    cursors: Mapping[str, Cursor]
    visits: Mapping[int, Visit] = field(default_factory=dict)
    forks: Mapping[str, ForkState] = field(default_factory=dict)
    next_seq: int = 1
    outcome: Outcome | None = None

    def with_cursor(self, cursor: Cursor) -> State:
        """The same run with this cursor in its place."""
        return replace(self, cursors={**self.cursors, cursor.path: cursor})


def initial(*, start: str, root: dict[str, Any]) -> State:
    """A run that has not begun: one cursor before the start step."""
    return State(cursors={"": Cursor(path="", step=start, root=root)})
