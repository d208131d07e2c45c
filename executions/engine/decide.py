"""`decide(state, now, requests) -> commands`: what there is to do. Looks at the state alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from msgspec import Struct

from executions.engine.state import Cursor, ForkState, State
from executions.engine.status import PARKED, TIMED, Phase, Status

OPEN_AT_ONCE = 64
"""How many branches of a fork are opened before those that can move have moved."""


class Requests(Struct, frozen=True):
    """What was asked of a run from outside, as each commit reads it."""

    cancel: bool = False
    pause: bool = False
    deadline_at: datetime | None = None


class ForkRule(Struct, frozen=True):
    """What decide must know of a fork: how many branches may live at once (0: any) and how many may fail."""

    max_concurrency: int = 0
    tolerated_failures: int = 0


class Stop(Struct, frozen=True):
    """End the run: CANCELLED or TIMED_OUT."""

    status: Status


class Pause(Struct, frozen=True):
    """Park the run until it is resumed."""


class Enter(Struct, frozen=True):
    """Map a step's input: a visit begins."""

    path: str


class Attempt(Struct, frozen=True):
    """Run the step."""

    path: str


class Fire(Struct, frozen=True):
    """A timer is due."""

    path: str


class WaitTimedOut(Struct, frozen=True):
    """An event did not come in time."""

    path: str


class OpenBranches(Struct, frozen=True):
    """Give so many more items their branches."""

    fork: str
    count: int


class Join(Struct, frozen=True):
    """A fork has all its results, or more failures than it tolerates."""

    fork: str


class Complete(Struct, frozen=True):
    """The main path has ended."""


Command = Stop | Pause | Enter | Attempt | Fire | WaitTimedOut | OpenBranches | Join | Complete


def decide(state: State, now: datetime, requests: Requests, rules: Mapping[str, ForkRule]) -> list[Command]:
    """Every command that can be carried out now; empty when the run is over or waits. `rules` by fork visit path."""
    if state.outcome is not None:
        return []
    stopped = decide_stop(now, requests)
    if stopped is not None:
        return [stopped]
    moves = [command for cursor in state.cursors.values() if (command := decide_cursor(cursor, now)) is not None]
    return [*moves, *_fork_commands(state, rules, moving=_moving_forks(state, now))]


def decide_stop(now: datetime, requests: Requests) -> Command | None:
    """What a request from outside asks for: cancel before the deadline before pause."""
    if requests.cancel:
        return Stop(Status.CANCELLED)
    if requests.deadline_at is not None and now >= requests.deadline_at:
        return Stop(Status.TIMED_OUT)
    return Pause() if requests.pause else None


def decide_cursor(cursor: Cursor, now: datetime) -> Command | None:
    """What one cursor can do now; None when it waits."""
    if cursor.phase is Phase.ENTER:
        return Enter(cursor.path)
    if cursor.phase is Phase.ATTEMPT:
        return Attempt(cursor.path)
    if cursor.phase is Phase.DONE:
        return Complete()
    due = cursor.due_at is not None and cursor.due_at <= now
    if due and cursor.phase in TIMED:
        return Fire(cursor.path)
    return WaitTimedOut(cursor.path) if due and cursor.phase is Phase.WAIT else None


def _moving_forks(state: State, now: datetime) -> set[str]:
    moving = (path for path, cursor in state.cursors.items() if path and decide_cursor(cursor, now) is not None)
    return {path[: path.rindex("[")] for path in moving}


def _fork_commands(state: State, rules: Mapping[str, ForkRule], *, moving: set[str]) -> Iterator[Command]:
    for key, fork in state.forks.items():
        rule = rules.get(key, ForkRule())
        if not fork.distributed and (fork.failed > rule.tolerated_failures or len(fork.results) >= fork.count):
            yield Join(key)
        elif key not in moving and (count := _openable(fork, rule)) > 0:
            yield OpenBranches(key, count)


def _openable(fork: ForkState, rule: ForkRule) -> int:
    if fork.distributed:
        return 0
    slots = rule.max_concurrency - fork.live if rule.max_concurrency else OPEN_AT_ONCE
    return max(0, min(slots, fork.count - fork.opened, OPEN_AT_ONCE))


def next_due(state: State, requests: Requests) -> datetime | None:
    """When a parked run has something to do by itself: its nearest timer or its deadline."""
    moments = [cursor.due_at for cursor in state.cursors.values() if cursor.due_at and cursor.phase in PARKED]
    if requests.deadline_at is not None:
        moments.append(requests.deadline_at)
    return min(moments, default=None)
