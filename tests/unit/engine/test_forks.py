"""Giving items their branches and bringing the results together."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from executions.engine.events import ForkClosed, Left
from executions.engine.forks import branch_error, join, joined, open_branch, pick, results_in_order
from executions.engine.program import ForkPlan
from executions.engine.state import BranchResult, ForkState, State
from executions.engine.status import Phase, StepStatus
from executions.engine.views import Run
from flows.definition.errors import PermanentStepError
from tests.engine_flows import NOW, after, begin, compose, cursor, flow, fork, run_of, step, visit

ITEMS = ["a", "b", "c"]


def opened(definition: dict[str, Any], items: list[Any], **fields: Any) -> tuple[Run, State]:
    """A run whose first step is a fork that has its items."""
    run = run_of(definition, {"n": 1})
    root = begin(run).cursors[""].root
    main = cursor(step_id="f", phase=Phase.FORK, seq=1, root=root, attempt=1)
    state = State(cursors={"": main}, visits={1: visit(1, "f", status=StepStatus.WAITING, attempts=1)}, next_seq=2)
    found = ForkState(path="f", owner="", seq=1, items=items, **fields)
    return run, replace(state, forks={"f": found})


def plan(run: Run) -> ForkPlan:
    found = run.program.step("f").fork
    assert found is not None
    return found


def ended(*oks: bool) -> dict[int, BranchResult]:
    bad = {"branchId": "a", "error": {"message": "It broke.", "code": "x"}}
    return {index: BranchResult(ok, {"v": index} if ok else bad) for index, ok in enumerate(oks)}


def as_it_is(value: Any) -> Any:
    return value


@pytest.mark.parametrize(
    ("done", "base", "path", "item"), [(0, 0, "f[0]", "a"), (2, 0, "f[2]", "c"), (1, 10, "f[11]", "b")]
)
def test_the_next_item_is_given_its_branch(done: int, base: int, path: str, item: str) -> None:
    run, state = opened(flow(fork("f", "a"), step("a")), ITEMS, opened=done, base=base)
    event = open_branch(run, state, state.forks["f"], NOW)
    assert event.cursor is not None
    assert (event.cursor.path, event.cursor.step, event.cursor.branch) == (path, "a", "a")
    assert (event.cursor.item, event.cursor.index, event.cursor.phase) == (item, base + done, Phase.ENTER)
    assert event.cursor.root is state.cursors[""].root


def test_conditions_and_mappings_of_a_branch_see_the_item_and_the_moment_of_the_fork() -> None:
    branches = [
        {"branchId": "no", "stepInstanceId": "a", "condition": "$.currentItem == 'z'"},
        {
            "branchId": "yes",
            "stepInstanceId": "a",
            "condition": "$.currentIndex == 1",
            "inputMappings": {"mine": "$.currentItem"},
            "literals": {"at": "{{ execution.now }}", "n": 2},
        },
    ]
    run, state = opened(flow(fork("f", branches=branches), step("a")), ITEMS, opened=1)
    event = open_branch(run, state, state.forks["f"], after(1))
    assert event.cursor is not None
    assert event.cursor.branch == "yes"
    expected = {"mine": "b", "at": "2026-03-04T05:06:08.890Z", "n": 2, "steps_output": {}, "flow_variables": {}}
    assert event.cursor.root == expected
    assert state.cursors[""].root["n"] == 1


def test_an_item_without_a_true_branch_is_null() -> None:
    branches = [{"branchId": "no", "stepInstanceId": "a", "condition": "$.currentItem == 'z'"}]
    run, state = opened(flow(fork("f", branches=branches), step("a")), ITEMS)
    event = open_branch(run, state, state.forks["f"], NOW)
    assert (event.cursor, event.result) == (None, BranchResult(True, None))


def test_a_branch_whose_mapping_fails_is_a_failed_item() -> None:
    mappings = {"x": {"path": "$.nothing", "required": True}}
    branches = [{"branchId": "b", "stepInstanceId": "a", "inputMappings": mappings}]
    run, state = opened(flow(fork("f", branches=branches), step("a")), ITEMS)
    event = open_branch(run, state, state.forks["f"], NOW)
    assert event.cursor is None
    assert event.result is not None
    assert event.result.ok is False
    assert (event.result.value["branchId"], event.result.value["error"]["code"]) == ("b", "required_path_missing")


@pytest.mark.parametrize(
    ("config", "count", "tolerated"),
    [
        ({}, 100, 0),
        ({"toleratedFailurePercentage": 50}, 100, 0),
        ({"failOnBranchError": False}, 100, 100),
        ({"failOnBranchError": False, "toleratedFailurePercentage": 0}, 100, 0),
        ({"failOnBranchError": False, "toleratedFailurePercentage": 50}, 3, 1),
        ({"failOnBranchError": False, "toleratedFailurePercentage": 33.4}, 3, 1),
        ({"failOnBranchError": False, "toleratedFailurePercentage": 33.3}, 3, 0),
        ({"failOnBranchError": False, "toleratedFailurePercentage": 29}, 100, 29),
        ({"failOnBranchError": False, "toleratedFailurePercentage": 100}, 7, 7),
        ({"failOnBranchError": False, "toleratedFailurePercentage": 50}, 0, 0),
    ],
)
def test_a_percentage_of_the_items_may_fail(config: dict[str, Any], count: int, tolerated: int) -> None:
    run, _ = opened(flow(fork("f", "a", config={**config, "maxConcurrency": 4}), step("a")), [])
    assert plan(run).tolerated(count) == tolerated
    assert (plan(run).rule(count).tolerated_failures, plan(run).rule(count).max_concurrency) == (tolerated, 4)


def test_results_are_in_the_order_of_the_items_whatever_the_order_of_their_ends() -> None:
    _, state = opened(flow(fork("f", "a"), step("a")), ITEMS, base=5)
    found = replace(
        state.forks["f"], results={7: BranchResult(True, 7), 5: BranchResult(True, 5), 6: BranchResult(True, 6)}
    )
    assert [one.value for one in results_in_order(found)] == [5, 6, 7]


@pytest.mark.parametrize(
    ("config", "oks", "expected"),
    [
        ({}, [True, True], [{"v": 0}, {"v": 1}]),
        ({"dataPath": "$.v"}, [True, True], [0, 1]),
        ({"dataPath": "$.no"}, [True], [None]),
        ({"strategy": "SUM", "dataPath": "$.v"}, [True, False, True], 2),
        ({"strategy": "MERGE_OBJECTS"}, [True, False, True], {"v": 2}),
        ({"strategy": "NONE"}, [True, False], None),
        ({"strategy": "SUM", "dataPath": "$.v"}, [], 0),
    ],
)
def test_failed_items_are_left_out_of_sums_and_merges(config: dict[str, Any], oks: list[bool], expected: Any) -> None:
    run, _ = opened(flow(fork("f", "a", config=config), step("a")), [])
    results = list(ended(*oks).values())
    output = joined(plan(run), results, failed=oks.count(False))
    assert output == {"aggregatedData": expected, "itemCount": len(oks), "failedCount": oks.count(False)}


def test_a_failed_item_keeps_its_place_and_its_error() -> None:
    run, _ = opened(flow(fork("f", "a"), step("a")), [])
    bad = ended(False)[0]
    assert pick(plan(run), bad) == {"branchId": "a", "error": {"message": "It broke.", "code": "x"}}


def test_a_join_closes_the_fork_and_its_step_succeeds() -> None:
    run, state = opened(flow(fork("f", "a"), step("a")), ITEMS[:2], opened=2, results=ended(True, True))
    closed, left = join(run, state, state.forks["f"], after(1), 0.5, hold=as_it_is)
    assert closed == ForkClosed("f")
    assert isinstance(left, Left)
    assert left.visit.output == {"aggregatedData": [{"v": 0}, {"v": 1}], "itemCount": 2, "failedCount": 0}


@pytest.mark.parametrize("why", ["too many failures", "a sum over a word", "an output that cannot be kept"])
def test_a_join_that_fails_closes_the_fork_and_takes_the_policy_of_its_step(why: str) -> None:
    config = {"strategy": "SUM"} if why == "a sum over a word" else {}
    oks = (True, False) if why == "too many failures" else (True, True)
    definition = flow(fork("f", "a", config=config, onError={"fallbackStepInstanceId": "b"}), step("a"), compose("b"))
    run, state = opened(definition, ITEMS[:2], opened=2, results=ended(*oks), failed=oks.count(False))

    def refuse(value: Any) -> Any:
        raise PermanentStepError("output_too_large", "It is too large.")

    hold = refuse if why == "an output that cannot be kept" else as_it_is
    closed, left = join(run, state, state.forks["f"], after(1), 0.5, hold=hold)
    code = {"too many failures": "branches_failed", "a sum over a word": "not_a_number"}.get(why, "output_too_large")
    assert closed == ForkClosed("f")
    assert isinstance(left, Left)
    assert left.error is not None
    assert (left.transition.next, left.error["code"]) == ("b", code)


def test_the_error_of_a_fork_says_how_many_failed_and_why_the_first_did() -> None:
    error = branch_error(2, 5, {"message": "It broke.", "code": "x"})
    assert (error.error_name, error.message) == ("ParallelBranchError", "2 of 5 branches failed: It broke.")
    assert error.details == {"failedCount": 2, "itemCount": 5, "firstError": {"message": "It broke.", "code": "x"}}
