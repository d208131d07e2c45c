"""What there is to do, seen from the state alone."""

from __future__ import annotations

from datetime import datetime

import pytest
from msgspec.structs import replace

from executions.engine.decide import (
    OPEN_AT_ONCE,
    Attempt,
    Command,
    Complete,
    Enter,
    Fire,
    ForkRule,
    Join,
    OpenBranches,
    Pause,
    Requests,
    Stop,
    WaitTimedOut,
    decide,
    next_due,
)
from executions.engine.state import BranchResult, ForkState, Outcome, State
from executions.engine.status import Phase, Status
from tests.engine_flows import NOW, after, cursor

NOTHING_ASKED = Requests()
LATE, EARLY = after(-1), after(1)


def main(phase: Phase, due: datetime | None = None) -> State:
    return State(cursors={"": cursor(phase=phase, due_at=due)})


def forked(count: int, *branches: Phase, **fields: object) -> State:
    """A fork with `count` items and a cursor for each of `branches`."""
    live = {f"f[{i}]": cursor(f"f[{i}]", "b", phase, index=i) for i, phase in enumerate(branches)}
    fork = ForkState(path="f", owner="", seq=1, items=list(range(count)), opened=len(branches), live=len(branches))
    return State(cursors={"": cursor(step_id="f", phase=Phase.FORK), **live}, forks={"f": replace(fork, **fields)})


@pytest.mark.parametrize(
    ("phase", "due", "expected"),
    [
        (Phase.ENTER, None, [Enter("")]),
        (Phase.ATTEMPT, None, [Attempt("")]),
        (Phase.RUNNING, None, []),
        (Phase.DELAY, LATE, [Fire("")]),
        (Phase.DELAY, NOW, [Fire("")]),
        (Phase.DELAY, EARLY, []),
        (Phase.RETRY, LATE, [Fire("")]),
        (Phase.RETRY, EARLY, []),
        (Phase.POLL, LATE, [Fire("")]),
        (Phase.POLL, EARLY, []),
        (Phase.AFTER, LATE, [Fire("")]),
        (Phase.AFTER, EARLY, []),
        (Phase.WAIT, None, []),
        (Phase.WAIT, EARLY, []),
        (Phase.WAIT, LATE, [WaitTimedOut("")]),
        (Phase.CHILD, None, []),
        (Phase.FORK, None, []),
        (Phase.DONE, None, [Complete()]),
    ],
)
def test_each_phase_of_a_cursor_has_one_command_or_waits(
    phase: Phase, due: datetime | None, expected: list[Command]
) -> None:
    assert decide(main(phase, due), NOW, NOTHING_ASKED, {}) == expected


@pytest.mark.parametrize(
    ("requests", "expected"),
    [
        (Requests(cancel=True), [Stop(Status.CANCELLED)]),
        (Requests(cancel=True, pause=True, deadline_at=LATE), [Stop(Status.CANCELLED)]),
        (Requests(pause=True, deadline_at=LATE), [Stop(Status.TIMED_OUT)]),
        (Requests(deadline_at=NOW), [Stop(Status.TIMED_OUT)]),
        (Requests(deadline_at=EARLY), [Attempt("")]),
        (Requests(pause=True), [Pause()]),
        (Requests(pause=True, deadline_at=EARLY), [Pause()]),
    ],
)
def test_a_cancel_comes_before_the_deadline_before_a_pause_before_any_step(
    requests: Requests, expected: list[Command]
) -> None:
    assert decide(main(Phase.ATTEMPT), NOW, requests, {}) == expected


def test_a_run_that_is_over_has_nothing_to_do_whatever_is_asked() -> None:
    over = replace(main(Phase.ENTER), outcome=Outcome(Status.COMPLETED, NOW))
    assert decide(over, NOW, Requests(cancel=True, pause=True, deadline_at=LATE), {}) == []


@pytest.mark.parametrize(
    ("state", "rule", "expected"),
    [
        (forked(3), ForkRule(), [OpenBranches("f", 3)]),
        (forked(500), ForkRule(), [OpenBranches("f", OPEN_AT_ONCE)]),
        (forked(3), ForkRule(max_concurrency=2), [OpenBranches("f", 2)]),
        (forked(3, Phase.WAIT), ForkRule(max_concurrency=2), [OpenBranches("f", 1)]),
        (forked(3, Phase.WAIT, Phase.RUNNING), ForkRule(max_concurrency=2), []),
        (forked(3, Phase.WAIT, Phase.CHILD), ForkRule(), [OpenBranches("f", 1)]),
        (forked(3, Phase.ENTER), ForkRule(), [Enter("f[0]")]),
        (forked(3, Phase.WAIT, Phase.ATTEMPT), ForkRule(), [Attempt("f[1]")]),
        (forked(2, Phase.WAIT, Phase.WAIT), ForkRule(), []),
        (forked(0), ForkRule(), [Join("f")]),
        (forked(0, distributed=True), ForkRule(), []),
        (forked(9, distributed=True, opened=0), ForkRule(), []),
    ],
)
def test_a_fork_opens_what_its_concurrency_allows_when_no_branch_can_move(
    state: State, rule: ForkRule, expected: list[Command]
) -> None:
    assert decide(state, NOW, NOTHING_ASKED, {"f": rule}) == expected


@pytest.mark.parametrize(
    ("results", "tolerated", "joins"),
    [
        ({0: True}, 0, False),
        ({0: True, 1: True}, 0, True),
        ({0: False}, 0, True),
        ({0: False}, 1, False),
        ({0: False, 1: False}, 1, True),
        ({0: False, 1: False}, 2, True),
    ],
)
def test_a_fork_joins_when_all_results_are_in_or_one_failure_too_many(
    results: dict[int, bool], tolerated: int, joins: bool
) -> None:
    state = forked(
        2,
        opened=2,
        failed=sum(not ok for ok in results.values()),
        results={index: BranchResult(ok, None) for index, ok in results.items()},
    )
    commands = decide(state, NOW, NOTHING_ASKED, {"f": ForkRule(tolerated_failures=tolerated)})
    assert commands == ([Join("f")] if joins else [])


def test_a_moving_branch_of_one_fork_does_not_hold_back_another_fork() -> None:
    state = forked(1, Phase.FORK)
    inner = ForkState(path="f[0].g", owner="f[0]", seq=2, items=[7, 8])
    state = replace(state, forks={**state.forks, "f[0].g": inner})
    assert decide(state, NOW, NOTHING_ASKED, {}) == [OpenBranches("f[0].g", 2)]


@pytest.mark.parametrize(
    ("state", "deadline", "expected"),
    [
        (main(Phase.WAIT), None, None),
        (main(Phase.WAIT), EARLY, EARLY),
        (main(Phase.DELAY, after(5)), None, after(5)),
        (main(Phase.DELAY, after(5)), after(3), after(3)),
        (main(Phase.DELAY, after(5)), after(9), after(5)),
        (main(Phase.CHILD), None, None),
    ],
)
def test_a_parked_run_is_due_at_its_nearest_timer_or_its_deadline(
    state: State, deadline: datetime | None, expected: datetime | None
) -> None:
    assert next_due(state, Requests(deadline_at=deadline)) == expected


def test_the_nearest_timer_of_all_branches_counts() -> None:
    state = forked(2, Phase.DELAY, Phase.WAIT)
    cursors = {
        path: replace(one, due_at=after(index)) for index, (path, one) in enumerate(state.cursors.items()) if path
    }
    assert next_due(replace(state, cursors={**state.cursors, **cursors}), NOTHING_ASKED) == after(1)
