"""`evolve(state, event) -> state`: what is true after a fact. Knows nothing of the world."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from executions.engine.events import (
    AttemptStarted,
    BranchOpened,
    Entered,
    Event,
    Finished,
    ForkClosed,
    ForkOpened,
    Left,
    Parked,
    Polled,
    Recovered,
    Retrying,
    TimerFired,
)
from executions.engine.state import BranchResult, Cursor, ForkState, State, Visit
from executions.engine.status import Phase, StepStatus
from flows.definition.scope import MISSING


def evolve(state: State, event: Event) -> State:
    """The state after `event`. The given state is not changed."""
    return _HANDLERS[type(event)](state, event)


def _put(state: State, cursor: Cursor, visit: Visit) -> State:
    return replace(
        state,
        cursors={**state.cursors, cursor.path: cursor},
        visits={**state.visits, visit.seq: visit},
    )


def _entered(state: State, event: Entered) -> State:
    cursor = replace(
        state.cursors[event.path],
        phase=event.phase,
        seq=event.visit.seq,
        due_at=event.due_at,
        attempt=0,
        content_retries=0,
        polls=0,
        feedback=None,
    )
    return replace(_put(state, cursor, event.visit), next_seq=event.visit.seq + 1)


def _attempt_started(state: State, event: AttemptStarted) -> State:
    cursor = state.cursors[event.path]
    visit = state.visits[cursor.seq]
    attempt = cursor.attempt + 1
    return _put(
        state,
        replace(cursor, phase=Phase.RUNNING, attempt=attempt, due_at=None),
        replace(visit, status=StepStatus.RUNNING, attempts=visit.attempts + 1),
    )


def _retrying(state: State, event: Retrying) -> State:
    cursor = state.cursors[event.path]
    content = cursor.content_retries + (event.phase is Phase.ATTEMPT)
    moved = replace(cursor, phase=event.phase, due_at=event.due_at, content_retries=content, feedback=event.feedback)
    return _put(state, moved, event.visit)


def _polled(state: State, event: Polled) -> State:
    cursor = state.cursors[event.path]
    return _put(state, replace(cursor, phase=Phase.POLL, polls=cursor.polls + 1, due_at=event.due_at), event.visit)


def _parked(state: State, event: Parked) -> State:
    cursor = state.cursors[event.path]
    return _put(state, replace(cursor, phase=event.phase, due_at=event.due_at), event.visit)


def _timer_fired(state: State, event: TimerFired) -> State:
    cursor = state.cursors[event.path]
    if cursor.phase is Phase.AFTER:
        return _follow(state, cursor)
    return state.with_cursor(replace(cursor, phase=Phase.ATTEMPT, due_at=None))


def _recovered(state: State, event: Recovered) -> State:
    cursor = state.cursors[event.path]
    return state.with_cursor(replace(cursor, phase=Phase.ATTEMPT, attempt=cursor.attempt - 1))


def _left(state: State, event: Left) -> State:
    cursor = state.cursors[event.path]
    visits = {seq: visit for seq, visit in state.visits.items() if seq != cursor.seq}
    moved = replace(
        cursor,
        root=event.root,
        transition=event.transition,
        counters=_count(cursor.counters, event.transition.edge),
        error=event.error if event.error is not None else cursor.error,
        due_at=event.due_at,
        phase=Phase.AFTER,
        last_output=cursor.last_output if event.visit.output is MISSING else event.visit.output,
        wrote_output=cursor.wrote_output or writes_output(event.visit.changes),
    )
    after = replace(state, cursors={**state.cursors, cursor.path: moved}, visits=visits)
    if event.transition.next is None and cursor.path:
        return _end_branch(after, moved, BranchResult(ok=not event.failed, value=event.result))
    return after if event.due_at is not None else _follow(after, moved)


def writes_output(changes: Sequence[Any]) -> bool:
    """Whether changes (`[keys, kind, payload]`) touch `$.output`, which then is the result of a branch."""
    return any(change[0] and change[0][0] == "output" for change in changes)


def _count(counters: Mapping[str, int], edge: str | None) -> Mapping[str, int]:
    return counters if edge is None else {**counters, edge: counters.get(edge, 0) + 1}


def _follow(state: State, cursor: Cursor) -> State:
    target = cursor.transition.next if cursor.transition else None
    if target is None:
        return state.with_cursor(replace(cursor, phase=Phase.DONE, due_at=None))
    return state.with_cursor(replace(cursor, step=target, phase=Phase.ENTER, due_at=None, transition=None))


def _end_branch(state: State, cursor: Cursor, result: BranchResult) -> State:
    key = fork_key(cursor.path)
    cursors = {path: other for path, other in state.cursors.items() if path != cursor.path}
    fork = _with_result(state.forks[key], cursor.index or 0, result, live=-1)
    return replace(state, cursors=cursors, forks={**state.forks, key: fork})


def _with_result(fork: ForkState, index: int, result: BranchResult, *, live: int) -> ForkState:
    return replace(
        fork,
        live=fork.live + live,
        failed=fork.failed + (not result.ok),
        results={**fork.results, index: result},
    )


def fork_key(branch_path: str) -> str:
    """The visit path of the fork a branch belongs to: `a[1].each[3]` is of `a[1].each`."""
    return branch_path[: branch_path.rindex("[")]


def _fork_opened(state: State, event: ForkOpened) -> State:
    return replace(state, forks={**state.forks, event.fork.path: event.fork})


def _branch_opened(state: State, event: BranchOpened) -> State:
    fork = state.forks[event.fork]
    index = fork.base + fork.opened
    if event.cursor is None:
        result = event.result or BranchResult(ok=True, value=None)
        moved = replace(_with_result(fork, index, result, live=0), opened=fork.opened + 1)
        return replace(state, forks={**state.forks, event.fork: moved})
    moved = replace(fork, opened=fork.opened + 1, live=fork.live + 1)
    return replace(
        state,
        forks={**state.forks, event.fork: moved},
        cursors={**state.cursors, event.cursor.path: event.cursor},
    )


def _fork_closed(state: State, event: ForkClosed) -> State:
    inside = f"{event.fork}["
    gone = {cursor.seq for path, cursor in state.cursors.items() if path.startswith(inside)}
    return replace(
        state,
        cursors={path: cursor for path, cursor in state.cursors.items() if not path.startswith(inside)},
        visits={seq: visit for seq, visit in state.visits.items() if seq not in gone},
        forks={path: fork for path, fork in state.forks.items() if path != event.fork and not path.startswith(inside)},
    )


def _finished(state: State, event: Finished) -> State:
    return replace(state, outcome=event.outcome, cursors={}, visits={}, forks={})


_HANDLERS: dict[type, Callable[[State, Any], State]] = {
    Entered: _entered,
    AttemptStarted: _attempt_started,
    Retrying: _retrying,
    Polled: _polled,
    Parked: _parked,
    TimerFired: _timer_fired,
    Recovered: _recovered,
    Left: _left,
    ForkOpened: _fork_opened,
    BranchOpened: _branch_opened,
    ForkClosed: _fork_closed,
    Finished: _finished,
}
