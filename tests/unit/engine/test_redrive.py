"""The state a redrive begins with."""

from __future__ import annotations

from typing import Any

import pytest

from executions.engine.decide import Join, OpenBranches, Requests, decide
from executions.engine.evolve import evolve
from executions.engine.forks import open_branch
from executions.engine.program import Program
from executions.engine.redrive import Past, counters, error_of, reopen, restart, runs_again
from executions.engine.state import BranchResult, State
from executions.engine.status import Phase, StepStatus, TransitionKind
from executions.engine.views import Run
from tests.engine_flows import NOW, chain, flow, fork, run_of, step, visit, way

ERROR = {"errorName": "PermanentStepError", "message": "It broke."}
LOOP = flow(
    step("a", transitions=[way("$.n < 3", "b"), way("$.n < 5", "b")], then="z"),
    step("b", then="a", onError={"fallbackStepInstanceId": "a"}),
    step("z"),
)
EDGES = {"if": "a:CONDITION:0", "else if": "a:CONDITION:1", "back": "b:DEFAULT:0", "rescued": "b:FALLBACK:0"}


def program(definition: dict[str, Any]) -> Program:
    return run_of(definition).program


def left(step_id: str, target: str | None, kind: TransitionKind = TransitionKind.DEFAULT, **fields: Any) -> Past:
    return Past(step_id, kind, target, **fields)


def chosen(condition: str, target: str = "b") -> Past:
    return left("a", target, TransitionKind.CONDITION, condition=condition)


@pytest.mark.parametrize(
    ("past", "expected"),
    [
        ([], {}),
        ([chosen("$.n < 3"), left("b", "a"), chosen("$.n < 3")], {EDGES["if"]: 2, EDGES["back"]: 1}),
        ([chosen("$.n < 5")], {EDGES["else if"]: 1}),
        ([left("b", "a", TransitionKind.FALLBACK)], {EDGES["rescued"]: 1}),
        ([left("a", "z")], {}),
        ([chosen("$.gone"), chosen("$.n < 3", "z"), left("b", "gone"), left("gone", "b")], {}),
        ([left("z", None, TransitionKind.END)], {}),
    ],
    ids=["nothing", "a loop", "which condition", "a fallback", "no cycle", "not in this version", "the end"],
)
def test_edges_in_cycles_were_taken_as_often_as_the_history_says(past: list[Past], expected: dict[str, int]) -> None:
    assert counters(program(LOOP), past) == expected


def test_a_jump_of_a_wait_counts_like_a_fallback() -> None:
    looping = flow(step("w", "WAIT_FOR_EXTERNAL_EVENT", correlationKeyTemplate="k", onTimeoutStepInstanceId="w"))
    assert counters(program(looping), [left("w", "w", TransitionKind.TIMEOUT)] * 2) == {"w:TIMEOUT:0": 2}


def test_the_error_is_that_of_the_last_jump() -> None:
    older = left("b", "a", TransitionKind.FALLBACK, error={"message": "older"})
    newer = left("b", "a", TransitionKind.TIMEOUT, error=ERROR)
    handled = left("b", "a", error={"message": "continued"})
    assert error_of([older, newer, handled]) == ERROR
    assert error_of([handled]) is None


def test_a_restart_is_about_to_enter_the_step_with_everything_as_it_stood() -> None:
    root = {"n": 2}
    past = [chosen("$.n < 3"), left("b", "a", TransitionKind.FALLBACK, error=ERROR)]
    state = restart(program(LOOP), past, step="a", seq=3, root=root)
    main = state.cursors[""]
    assert (main.step, main.phase, main.seq, state.next_seq) == ("a", Phase.ENTER, 0, 3)
    assert (main.counters, main.error) == ({EDGES["if"]: 1, EDGES["rescued"]: 1}, ERROR)
    assert main.root is root
    assert (state.visits, state.forks, state.outcome) == ({}, {}, None)


FORK = flow(fork("f", "a", config={"failOnBranchError": True}), step("a"))


def reopened(results: dict[int, BranchResult], items: list[Any]) -> tuple[Run, State]:
    run = run_of(FORK, {"items": items})
    met = visit(4, "f", status=StepStatus.WAITING, attempts=1)
    state = reopen(run.program, [], visit=met, items=items, results=results, next_seq=9, root={"items": items})
    return run, state


def test_a_fork_that_is_opened_again_gives_branches_only_to_items_without_a_result() -> None:
    good = BranchResult(ok=True, value="kept")
    run, state = reopened({0: good, 2: good}, ["a", "b", "c"])
    assert (state.cursors[""].phase, state.cursors[""].seq, state.next_seq) == (Phase.FORK, 4, 9)
    assert decide(state, NOW, Requests(), {}) == [OpenBranches("f", 3)]
    for _ in range(3):
        state = evolve(state, open_branch(run, state, state.forks["f"], NOW))
    fork_state = state.forks["f"]
    assert [path for path in state.cursors if path] == ["f[1]"]
    assert (fork_state.opened, fork_state.live, fork_state.failed) == (3, 1, 0)
    assert fork_state.results == {0: good, 2: good}


def test_it_is_joined_at_once_when_every_item_has_its_result() -> None:
    _, state = reopened({0: BranchResult(ok=True, value=1)}, ["a"])
    assert decide(state, NOW, Requests(), {}) == [Join("f")]


def test_what_may_run_again_is_what_can_be_reached_branches_and_fallbacks_included() -> None:
    forked = flow(
        step("start", then="f"),
        fork("f", "a", then="end", onError={"fallbackStepInstanceId": "sorry"}),
        step("a", then="b"),
        step("b"),
        step("end"),
        step("sorry"),
    )
    assert runs_again(program(forked), "f") == ["f", "a", "b", "end", "sorry"]
    assert runs_again(program(chain(step("x"), step("y"))), "y") == ["y"]
    assert runs_again(program(LOOP), "b") == ["b", "a", "z"]
