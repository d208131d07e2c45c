"""Facts of a run. Each says what happened to one cursor (`path`); `evolve` folds them into the state."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from executions.engine.state import BranchResult, Cursor, ForkState, Outcome, Transition, Visit
from executions.engine.status import Phase
from flows.definition.scope import MISSING


class Entered(Struct, frozen=True):
    """A visit began: its input is mapped. `phase` is ATTEMPT, or DELAY until `due_at`."""

    path: str
    visit: Visit
    phase: Phase = Phase.ATTEMPT
    due_at: datetime | None = None


class AttemptStarted(Struct, frozen=True):
    """An attempt with an effect is about to leave."""

    path: str
    at: datetime


class Retrying(Struct, frozen=True):
    """An attempt failed and will be tried again: RETRY until `due_at`, or at once (ATTEMPT) for a content retry."""

    path: str
    visit: Visit
    phase: Phase
    due_at: datetime | None = None
    feedback: tuple[str, str] | None = None


class Polled(Struct, frozen=True):
    """A poll was answered "not yet"."""

    path: str
    visit: Visit
    due_at: datetime


class Parked(Struct, frozen=True):
    """A visit waits for an event (WAIT), a child (CHILD) or its branches (FORK)."""

    path: str
    visit: Visit
    phase: Phase
    due_at: datetime | None = None


class TimerFired(Struct, frozen=True):
    """The cursor's timer is due: its delay or pause is over."""

    path: str


class Recovered(Struct, frozen=True):
    """A new owner found this attempt started and its outcome unknown; it will be made again with the same key."""

    path: str


class Left(Struct, frozen=True):
    """A visit is over and its path goes on (`transition.next`), ends, or waits a delay first (`due_at`).

    `root` is the context after it; `result` what a branch that ends here gives; `error` the new `$.error`.
    """

    path: str
    visit: Visit
    root: dict[str, Any]
    transition: Transition
    due_at: datetime | None = None
    error: Mapping[str, Any] | None = None
    result: Any = MISSING
    failed: bool = False


class ForkOpened(Struct, frozen=True):
    """A fork has its items."""

    fork: ForkState


class BranchOpened(Struct, frozen=True):
    """The next item was given a branch, or none was true and `result` stands in its place."""

    fork: str
    cursor: Cursor | None
    result: BranchResult | None = None


class ForkClosed(Struct, frozen=True):
    """A fork is joined, or given up: its branches are gone."""

    fork: str


class Finished(Struct, frozen=True):
    """The run is over."""

    outcome: Outcome


Event = (
    Entered
    | AttemptStarted
    | Retrying
    | Polled
    | Parked
    | TimerFired
    | Recovered
    | Left
    | ForkOpened
    | BranchOpened
    | ForkClosed
    | Finished
)
