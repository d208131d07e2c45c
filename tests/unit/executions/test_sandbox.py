"""The driver of the sandbox: the engine's decisions carried out in memory, without waiting and within limits."""

from __future__ import annotations

from typing import Any

import pytest

from executions.sandbox_limits import Budget
from executions.sandbox_ports import ChildEnd, SandboxStatus
from flows.definition.errors import ContentStepError, TransientStepError
from flows.steps.base import Output, PollAgain, StartChild
from tests.engine_flows import broken, call, chain, compose, count, flow, fork, step, sub_flow, wait, way
from tests.unit.executions.sandboxing import ScriptedWorld, driven, driver_of, failure, trace

BUSY = TransientStepError("http_503", "Busy.")
HOUR = {"milliseconds": 3_600_000}
RETRIES = {"retries": {"count": 3, "intervalSeconds": 2, "jitter": False}}


def limits(**values: int) -> Budget:
    return Budget(**{"visits": 1000, "bytes": 10**6, "value_bytes": 10**5, **values})


def test_a_chain_runs_to_its_end_and_every_visit_knows_the_context_beside_it() -> None:
    driver = driven(chain(compose("a", {"x": 1}), compose("b", {"y": "$.steps_output.a.x"})), {"n": 1})
    assert driver.status is SandboxStatus.COMPLETED
    assert trace(driver) == [("a", "COMPLETED"), ("b", "COMPLETED")]
    assert driver.state.outcome is not None
    assert driver.state.outcome.output == {"a": {"x": 1}, "b": {"y": 1}}
    start = {"n": 1, "steps_output": {}, "flow_variables": {}}
    assert driver.passages[1].before == start
    assert driver.passages[1].after == driver.passages[2].before == {**start, "steps_output": {"a": {"x": 1}}}
    assert driver.root == driver.passages[2].after


@pytest.mark.parametrize("position", ["before", "after"])
def test_nobody_waits_for_a_delay(position: str) -> None:
    driver = driven(chain(compose("a", {}, delay={**HOUR, "position": position}), compose("b")))
    assert (driver.status, trace(driver)) == (SandboxStatus.COMPLETED, [("a", "COMPLETED"), ("b", "COMPLETED")])


def test_delays_end_in_the_order_in_which_they_would() -> None:
    branches = [
        {"branchId": "slow", "stepInstanceId": "slow", "condition": "$.currentIndex == 0"},
        {"branchId": "quick", "stepInstanceId": "quick"},
    ]
    slow, quick = ({"milliseconds": length, "position": "before"} for length in (9000, 10))
    steps = [fork("f", branches=branches), compose("slow", delay=slow), compose("quick", delay=quick)]
    world = ScriptedWorld()
    driven(flow(*steps), {"items": [1, 2]}, world=world)
    assert world.performed == ["f", "f[1].quick", "f[0].slow"]


def test_a_step_is_attempted_once_and_says_how_often_a_run_would_try_again() -> None:
    world = ScriptedWorld({"a": [BUSY, Output({})]})
    driver = driven(chain(call("a", "http://x.test", onError=RETRIES)), world=world)
    assert (driver.status, failure(driver), world.performed) == (SandboxStatus.FAILED, ("http_503", "a"), ["a"])
    assert driver.passages[1].visit.metadata["wouldRetry"] == {"count": 3, "afterSeconds": 2.0}


def test_what_follows_the_last_retry_follows_at_once() -> None:
    first = call("a", "http://x.test", onError={**RETRIES, "fallbackStepInstanceId": "sorry"})
    sorry = compose("sorry", {"why": "$.error.code"})
    driver = driven(flow(first, sorry), world=ScriptedWorld({"a": [BUSY]}))
    assert trace(driver) == [("a", "FAILED"), ("sorry", "COMPLETED")]
    assert driver.root["steps_output"] == {"sorry": {"why": "http_503"}}


def test_an_error_that_no_run_would_retry_does_not_say_so() -> None:
    driver = driven(chain(broken("a", onError=RETRIES)))
    assert "wouldRetry" not in driver.passages[1].visit.metadata


def test_a_content_retry_needs_no_waiting_and_is_made() -> None:
    world = ScriptedWorld({"a": [ContentStepError("invalid_json", "No."), Output({"ok": 1})]})
    driver = driven(chain(call("a", "http://x.test", onError={"retryOnContentError": {"count": 1}})), world=world)
    assert (driver.status, world.performed, driver.passages[1].visit.attempts) == ("COMPLETED", ["a", "a"], 2)


def test_a_wait_leaves_the_run_waiting_with_its_key() -> None:
    driver = driven(chain(wait("a", "order-{{ n }}", maxWaitSeconds=9), compose("b")), {"n": 7})
    assert (driver.status, trace(driver)) == (SandboxStatus.WAITING, [("a", "WAITING")])
    assert driver.passages[1].visit.metadata == {"correlationKey": "order-7", "maxWaitSeconds": 9}


def test_a_key_that_is_too_long_fails_as_in_a_run() -> None:
    driver = driven(chain(wait("a", "k" * 513)))
    assert failure(driver) == ("correlation_key_too_long", "a")


def test_a_poll_calls_once() -> None:
    world = ScriptedWorld({"a": [PollAgain(5.0, "http_503")]})
    driver = driven(chain(call("a", "http://x.test"), compose("b")), world=world)
    assert (driver.status, world.performed) == (SandboxStatus.WAITING, ["a"])
    assert driver.passages[1].visit.metadata == {"pollAgain": {"afterSeconds": 5.0, "reason": "http_503"}}


def test_a_disabled_step_is_skipped() -> None:
    driver = driven(chain(compose("a", {"x": 1}, disabled=True), compose("b")))
    assert trace(driver) == [("a", "SKIPPED"), ("b", "COMPLETED")]


def test_a_flow_may_end_as_failed() -> None:
    driver = driven(flow(step("a", "END_FLOW", status="FAILED", message="No {{ n }}")), {"n": 1})
    assert driver.status is SandboxStatus.FAILED
    assert failure(driver) == ("ended_as_failed", "a")


def test_a_fork_joins_its_branches_and_tolerates_what_it_says() -> None:
    each = broken("each")
    driver = driven(flow(fork("f", "each", config={"failOnBranchError": False}), each), {"items": [1, 2]})
    assert trace(driver) == [("f", "COMPLETED"), ("f[0].each", "FAILED"), ("f[1].each", "FAILED")]
    assert driver.root["steps_output"]["f"]["failedCount"] == 2


def test_branches_of_a_fork_that_is_given_up_are_cancelled() -> None:
    branches = [
        {"branchId": "hold", "stepInstanceId": "hold", "condition": "$.currentIndex == 0"},
        {"branchId": "bad", "stepInstanceId": "bad"},
    ]
    driver = driven(flow(fork("f", branches=branches), wait("hold", "k"), broken("bad")), {"items": [1, 2]})
    assert trace(driver) == [("f", "FAILED"), ("f[0].hold", "CANCELLED"), ("f[1].bad", "FAILED")]


def test_a_waiting_branch_leaves_the_run_waiting() -> None:
    driver = driven(flow(fork("f", "hold"), wait("hold", "k{{ currentIndex }}")), {"items": [1, 2]})
    assert driver.status is SandboxStatus.WAITING
    assert trace(driver) == [("f", "WAITING"), ("f[0].hold", "WAITING"), ("f[1].hold", "WAITING")]


def test_a_fork_in_a_fork_joins_inside_out() -> None:
    inner = fork("inner", "leaf", items="$.currentItem")
    driver = driven(
        flow(fork("outer", "inner"), inner, compose("leaf", {"v": "$.currentItem"})), {"items": [[1], [2, 3]]}
    )
    collected = driver.root["steps_output"]["outer"]["aggregatedData"]
    assert [one["aggregatedData"] for one in collected] == [[{"v": 1}], [{"v": 2}, {"v": 3}]]


def test_effects_of_branches_are_sent_together_as_far_as_the_fork_allows() -> None:
    for most, expected in ((0, [1, 3]), (2, [1, 2, 1])):
        world = ScriptedWorld({"each": [Output({"n": n}) for n in range(3)]})
        each = call("each", "http://x.test")
        each_fork = fork("f", "each", config={"maxConcurrency": most})
        driver = driven(flow(each_fork, each), {"items": [1, 2, 3]}, world=world)
        assert [number for number in world.together if number] == expected
        assert driver.root["steps_output"]["f"]["aggregatedData"] == [{"n": 0}, {"n": 1}, {"n": 2}]


def test_a_fork_over_more_than_a_thousand_items_is_not_begun() -> None:
    driver = driven(flow(fork("f", "each"), compose("each")), {"items": [0] * 1001})
    assert (failure(driver), trace(driver)) == (("sandbox_fork_too_large", "f"), [("f", "FAILED")])


def test_it_stops_after_the_first_finished_visit_of_a_step() -> None:
    looping = count("a", transitions=[way("$.n < 9", "a", maxTransitions=0)])
    driver = driven(flow(looping), {"n": 0}, stop_after="a")
    assert (driver.status, len(driver.passages), driver.root["n"]) == (SandboxStatus.STOPPED, 1, 1)


def test_it_stops_inside_a_branch() -> None:
    driver = driven(flow(fork("f", "each"), compose("each", {"x": 1})), {"items": [1, 2]}, stop_after="each")
    assert driver.status is SandboxStatus.STOPPED
    assert trace(driver) == [("f", "WAITING"), ("f[0].each", "COMPLETED"), ("f[1].each", "CANCELLED")]


def test_a_run_whose_last_step_fails_is_failed_not_stopped() -> None:
    driver = driven(chain(compose("a"), broken("b")), stop_after="b")
    assert (driver.status, trace(driver)) == (SandboxStatus.FAILED, [("a", "COMPLETED"), ("b", "FAILED")])


def test_a_step_that_cannot_be_read_fails_the_run_when_it_is_reached() -> None:
    driver = driven(chain(compose("a"), step("b", "NO_SUCH_TYPE")))
    assert (failure(driver), trace(driver)) == (("unknown_step_type", "b"), [("a", "COMPLETED")])


def test_a_loop_without_end_uses_up_the_visits() -> None:
    looping = count("a", transitions=[way("$.n > 0", "a", maxTransitions=0)])
    driver = driven(flow(looping), {"n": 1}, budget=limits(visits=20))
    assert (failure(driver), len(driver.passages)) == (("sandbox_too_many_visits", "a"), 20)


def test_time_that_is_over_ends_the_run_between_steps() -> None:
    looping = count("a", transitions=[way("$.n > 0", "a", maxTransitions=0)])
    driver = driven(flow(looping), {"n": 1}, world=ScriptedWorld(left=10, tick=1))
    assert (failure(driver)[0], driver.status) == ("sandbox_timeout", SandboxStatus.FAILED)


def test_an_attempt_that_fails_when_time_is_over_is_not_what_the_run_fails_with() -> None:
    world = ScriptedWorld({"a": [BUSY]}, left=1.5, tick=1)
    driver = driven(
        flow(call("a", "http://x.test", onError={"fallbackStepInstanceId": "b"}), compose("b")), world=world
    )
    assert (failure(driver), trace(driver)) == (("sandbox_timeout", "a"), [("a", "CANCELLED")])


def test_an_output_that_is_too_large_fails_its_step() -> None:
    driver = driven(chain(compose("a", {"x": "$.x"})), {"x": "y" * 200}, budget=limits(value_bytes=100))
    assert failure(driver)[0] == "output_too_large"


def test_outputs_that_are_too_large_together_fail_the_step_that_is_one_too_many() -> None:
    steps = [compose(name, {"x": "y" * 80}) for name in "abc"]
    driver = driven(chain(*steps), budget=limits(bytes=200))
    assert failure(driver) == ("sandbox_too_large", "c")


def ended(status: SandboxStatus, **fields: Any) -> ChildEnd:
    return ChildEnd(**{"status": status, "output": None, "error": None, "metadata": {"visits": 1}, **fields})


def test_the_output_of_a_sub_flow_is_that_of_its_step() -> None:
    asked: list[tuple[StartChild, int]] = []

    def child(plan: StartChild, depth: int) -> ChildEnd:
        asked.append((plan, depth))
        return ended(SandboxStatus.COMPLETED, output={"r": 1})

    driver = driven(chain(sub_flow("a", "the-id", literals={"n": 2})), world=ScriptedWorld(child=child))
    assert asked == [(StartChild(flow_id="the-id", version=None, input={"n": 2}, sync=True), 1)]
    assert driver.root["steps_output"] == {"a": {"r": 1}}
    assert driver.passages[1].visit.metadata == {"subFlow": {"visits": 1}}


def test_a_sub_flow_that_fails_is_an_error_of_its_step() -> None:
    world = ScriptedWorld(child=lambda *_: ended(SandboxStatus.FAILED, error={"message": "No."}))
    driver = driven(flow(sub_flow("a", "id", onError={"fallbackStepInstanceId": "b"}), compose("b")), world=world)
    assert trace(driver) == [("a", "FAILED"), ("b", "COMPLETED")]
    error = driver.passages[1].visit.error
    assert error is not None
    assert (error["errorName"], error["message"]) == ("SubFlowFailedError", "The sub-flow ended as FAILED: No.")


def test_a_sub_flow_that_waits_keeps_its_parent_waiting() -> None:
    world = ScriptedWorld(child=lambda *_: ended(SandboxStatus.WAITING))
    driver = driven(chain(sub_flow("a", "id"), compose("b")), world=world)
    assert (driver.status, trace(driver)) == (SandboxStatus.WAITING, [("a", "WAITING")])


def test_a_flow_nobody_waits_for_is_never_started() -> None:
    start = sub_flow("a", "id", subFlowExecutionMode="ASYNC", literals={"n": 1})
    driver = driven(chain(start, compose("b")))
    assert (driver.status, driver.passages[1].dry) == (SandboxStatus.COMPLETED, True)
    shown = {"flowId": "id", "version": None, "input": {"n": 1}, "sync": False}
    assert driver.passages[1].visit.metadata == {"dryRun": True, "start": shown}
    assert driver.root["steps_output"] == {"a": {}, "b": {}}


def test_driving_again_changes_nothing() -> None:
    driver = driver_of(chain(wait("a", "k")))
    driver.drive()
    before = driver.state
    driver.drive()
    assert driver.state is before
