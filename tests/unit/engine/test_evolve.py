"""What is true after each fact."""

from __future__ import annotations

from typing import Any

import pytest
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
from executions.engine.evolve import evolve, fork_key, writes_output
from executions.engine.state import BranchResult, ForkState, Outcome, State, Transition, initial
from executions.engine.status import Phase, Status, StepStatus, TransitionKind
from flows.definition.scope import MISSING
from tests.engine_flows import NOW, after, cursor, folded, visit

ROOT: dict[str, Any] = {"steps_output": {}}
END = Transition(TransitionKind.END, None)
ON = Transition(TransitionKind.DEFAULT, "b")
BACK = Transition(TransitionKind.DEFAULT, "a", edge="a:DEFAULT:0")
BRANCH_END = Transition(TransitionKind.BRANCH_END, None)
START = initial(start="a", root=ROOT)
ENTERED = Entered("", visit(1))


def left(transition: Transition, seq: int = 1, **fields: Any) -> Left:
    return Left(
        "",
        visit(seq, status=StepStatus.COMPLETED, output=fields.pop("output", {"x": 1})),
        {"n": seq},
        transition,
        **fields,
    )


def with_fork(items: int = 2) -> State:
    """A state in which `f` waits for its branches."""
    main = cursor(step_id="f", phase=Phase.FORK, seq=1)
    state = State(cursors={"": main}, visits={1: visit(1, "f")}, next_seq=2)
    return evolve(state, ForkOpened(ForkState(path="f", owner="", seq=1, items=list(range(items)))))


def opened(index: int) -> BranchOpened:
    return BranchOpened("f", cursor(f"f[{index}]", "b", Phase.ENTER, index=index, item=index))


def test_a_run_begins_with_one_cursor_before_its_first_step() -> None:
    assert START.cursors == {"": cursor(phase=Phase.ENTER)}
    assert (START.visits, START.forks, START.next_seq, START.outcome) == ({}, {}, 1, None)


def test_entering_opens_a_visit_with_the_next_number_and_clean_counters() -> None:
    worn = replace(START.cursors[""], attempt=3, content_retries=2, polls=4, feedback=("raw", "why"))
    state = evolve(START.with_cursor(worn), ENTERED)
    assert state.cursors[""] == cursor(phase=Phase.ATTEMPT, seq=1)
    assert (state.visits, state.next_seq) == ({1: visit(1)}, 2)


def test_entering_with_a_delay_waits_until_it_is_due() -> None:
    state = evolve(START, Entered("", visit(1), Phase.DELAY, after(5)))
    assert (state.cursors[""].phase, state.cursors[""].due_at) == (Phase.DELAY, after(5))
    fired = evolve(state, TimerFired(""))
    assert (fired.cursors[""].phase, fired.cursors[""].due_at) == (Phase.ATTEMPT, None)


def test_an_attempt_is_counted_by_the_cursor_and_by_the_visit() -> None:
    state = folded(START, ENTERED, AttemptStarted("", NOW))
    assert (state.cursors[""].phase, state.cursors[""].attempt) == (Phase.RUNNING, 1)
    assert (state.visits[1].status, state.visits[1].attempts) == (StepStatus.RUNNING, 1)


@pytest.mark.parametrize(
    ("event", "phase", "due", "content", "polls"),
    [
        (Retrying("", visit(1), Phase.RETRY, after(4)), Phase.RETRY, after(4), 0, 0),
        (Retrying("", visit(1), Phase.ATTEMPT, feedback=("{", "no JSON")), Phase.ATTEMPT, None, 1, 0),
        (Polled("", visit(1), after(2)), Phase.POLL, after(2), 0, 1),
        (Parked("", visit(1), Phase.WAIT, after(9)), Phase.WAIT, after(9), 0, 0),
        (Parked("", visit(1), Phase.CHILD), Phase.CHILD, None, 0, 0),
    ],
)
def test_an_attempt_that_is_not_the_last_leaves_its_visit_open(
    event: Event, phase: Phase, due: object, content: int, polls: int
) -> None:
    state = folded(START, ENTERED, AttemptStarted("", NOW), event)
    now = state.cursors[""]
    assert (now.phase, now.due_at, now.content_retries, now.polls) == (phase, due, content, polls)
    assert list(state.visits) == [1]


def test_a_timer_of_a_retry_or_a_poll_leads_to_the_next_attempt() -> None:
    for event in (Retrying("", visit(1), Phase.RETRY, after(4)), Polled("", visit(1), after(4))):
        state = folded(START, ENTERED, AttemptStarted("", NOW), event, TimerFired(""), AttemptStarted("", after(4)))
        assert (state.cursors[""].phase, state.cursors[""].attempt, state.cursors[""].due_at) == (
            Phase.RUNNING,
            2,
            None,
        )


def test_a_recovered_attempt_is_not_counted_twice() -> None:
    state = folded(START, ENTERED, AttemptStarted("", NOW), Recovered(""))
    assert (state.cursors[""].phase, state.cursors[""].attempt) == (Phase.ATTEMPT, 0)


def test_leaving_closes_the_visit_and_goes_on_with_its_context() -> None:
    state = folded(START, ENTERED, left(ON))
    now = state.cursors[""]
    assert (now.step, now.phase, now.root, now.last_output, now.transition) == (
        "b",
        Phase.ENTER,
        {"n": 1},
        {"x": 1},
        None,
    )
    assert state.visits == {}


def test_leaving_the_last_step_is_the_end_of_the_main_path() -> None:
    assert folded(START, ENTERED, left(END)).cursors[""].phase is Phase.DONE


def test_a_delay_after_a_step_is_waited_out_before_the_next() -> None:
    state = folded(START, ENTERED, left(ON, due_at=after(3)))
    assert (state.cursors[""].phase, state.cursors[""].step, state.cursors[""].due_at) == (Phase.AFTER, "a", after(3))
    fired = evolve(state, TimerFired(""))
    assert (fired.cursors[""].phase, fired.cursors[""].step, fired.cursors[""].due_at) == (Phase.ENTER, "b", None)


def test_a_counted_edge_is_counted_each_time_it_is_taken_and_others_never() -> None:
    state = folded(START, ENTERED, left(BACK), Entered("", visit(2)), left(BACK, 2), Entered("", visit(3)), left(ON, 3))
    assert state.cursors[""].counters == {"a:DEFAULT:0": 2}


def test_an_error_stays_readable_until_the_next_one() -> None:
    failed = evolve(evolve(START, ENTERED), left(BACK, error={"code": "first"}))
    kept = folded(failed, Entered("", visit(2)), left(BACK, 2))
    assert kept.cursors[""].error == {"code": "first"}
    again = folded(kept, Entered("", visit(3)), left(BACK, 3, error={"code": "second"}))
    assert again.cursors[""].error == {"code": "second"}


def test_a_step_without_output_keeps_the_output_of_the_one_before() -> None:
    state = folded(START, ENTERED, left(BACK), Entered("", visit(2)), left(BACK, 2, output=MISSING))
    assert state.cursors[""].last_output == {"x": 1}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([], False),
        ([[["output"], 1, []]], True),
        ([[["output", "deep"], 0, 1]], True),
        ([[["steps_output", "output"], 1, []]], False),
        ([[["a"], 0, 1], [["output"], 0, 2]], True),
        ([[[], 1, []]], False),
    ],
)
def test_only_a_change_of_the_root_output_counts_as_writing_it(changes: list[Any], expected: bool) -> None:
    assert writes_output(changes) is expected


@pytest.mark.parametrize(
    ("path", "fork"), [("f[3]", "f"), ("a[1].each[12]", "a[1].each"), ("a[1].b[2].c[0]", "a[1].b[2].c")]
)
def test_a_branch_belongs_to_the_visit_path_of_its_fork(path: str, fork: str) -> None:
    assert fork_key(path) == fork


def test_branches_are_opened_in_the_order_of_the_items_and_end_with_their_results() -> None:
    state = folded(with_fork(), opened(0), opened(1))
    assert (state.forks["f"].opened, state.forks["f"].live) == (2, 2)
    ended = Left("f[1]", visit(2, "f[1].b"), ROOT, BRANCH_END, result="one")
    failed = Left("f[0]", visit(3, "f[0].b"), ROOT, BRANCH_END, result={"error": 1}, failed=True)
    state = folded(state, Entered("f[1]", visit(2, "f[1].b")), ended, Entered("f[0]", visit(3, "f[0].b")), failed)
    fork = state.forks["f"]
    assert (fork.live, fork.failed) == (0, 1)
    assert fork.results == {0: BranchResult(False, {"error": 1}), 1: BranchResult(True, "one")}
    assert list(state.cursors) == [""]


def test_an_item_without_a_branch_has_its_result_at_once() -> None:
    state = folded(with_fork(), BranchOpened("f", None, BranchResult(True, None)))
    assert (state.forks["f"].opened, state.forks["f"].live) == (1, 0)
    assert state.forks["f"].results == {0: BranchResult(True, None)}


def test_the_indexes_of_a_slice_begin_at_its_base() -> None:
    sliced = replace(with_fork().forks["f"], base=100)
    state = folded(replace(with_fork(), forks={"f": sliced}), BranchOpened("f", None))
    assert list(state.forks["f"].results) == [100]


def test_closing_a_fork_takes_its_branches_their_visits_and_their_forks_along() -> None:
    state = folded(with_fork(), opened(0), Entered("f[0]", visit(2, "f[0].g")))
    inner = cursor("f[0].g[0]", "c", Phase.WAIT, seq=3)
    state = evolve(state, ForkOpened(ForkState(path="f[0].g", owner="f[0]", seq=2, items=[1])))
    state = replace(state.with_cursor(inner), visits={**state.visits, 3: visit(3, "f[0].g[0].c")})
    closed = evolve(state, ForkClosed("f"))
    assert (list(closed.cursors), list(closed.visits), closed.forks) == ([""], [1], {})


def test_closing_an_inner_fork_leaves_the_outer_alone() -> None:
    state = folded(with_fork(), opened(0), Entered("f[0]", visit(2, "f[0].g")))
    state = evolve(state, ForkOpened(ForkState(path="f[0].g", owner="f[0]", seq=2, items=[1])))
    closed = evolve(state, ForkClosed("f[0].g"))
    assert (list(closed.cursors), list(closed.forks), list(closed.visits)) == (["", "f[0]"], ["f"], [1, 2])


def test_a_finished_run_has_an_outcome_and_nothing_else() -> None:
    outcome = Outcome(Status.FAILED, NOW, error={"code": "x"})
    state = evolve(folded(with_fork(), opened(0)), Finished(outcome))
    assert (state.outcome, state.cursors, state.visits, state.forks) == (outcome, {}, {}, {})


def test_a_state_is_never_changed_by_what_follows_it() -> None:
    before = folded(START, ENTERED)
    kept = (dict(before.cursors), dict(before.visits), before.next_seq)
    folded(before, AttemptStarted("", NOW), left(BACK), Entered("", visit(2)))
    assert (dict(before.cursors), dict(before.visits), before.next_seq) == kept
