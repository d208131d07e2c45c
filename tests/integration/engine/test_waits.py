"""Waiting for events: early, in time, late, twice, and for a key that somebody else waits for."""

from __future__ import annotations

from typing import Any

import pytest

from allma_site.common.problems import Conflict, Invalid
from executions import store
from executions.codec import loads
from executions.deliveries import DeliveryStatus
from executions.models import Timer, Wait
from tests.engine_flows import call, chain, compose, count, flow, fork, step, wait
from tests.integration.engine.lab import Lab, together
from tests.integration.engine.world import World


def statuses() -> list[str]:
    return list(Wait.objects.order_by("created_at", "pk").values_list("status", flat=True))


def test_a_run_waits_until_its_event_comes_and_its_payload_is_the_output(lab: Lab) -> None:
    run = lab.run(chain(wait("w", "order-{{ id }}"), step("b")), {"id": 7}).pk
    row = lab.get(run)
    assert (row.status, row.next_run_at, lab.trace(run)) == ("WAITING", None, [("w", "WAITING")])
    waiting = Wait.objects.get()
    assert (waiting.key, waiting.status, waiting.path, waiting.seq) == ("order-7", "OPEN", "", 1)
    assert loads(lab.steps(run)[0].metadata) == {"waitId": str(waiting.pk), "correlationKey": "order-7"}
    delivery = lab.event("order-7", {"paid": True})
    assert (delivery.status, delivery.execution_id) == (DeliveryStatus.DELIVERED, run)
    lab.drain()
    assert (lab.get(run).status, lab.output(run)["w"], statuses()) == ("COMPLETED", {"paid": True}, ["CONSUMED"])
    assert lab.events(run)[-3:] == ["execution.resumed", "progress", "execution.completed"]


def test_an_event_that_came_early_is_taken_at_once(lab: Lab) -> None:
    assert lab.event("k", {"n": 1}).status is DeliveryStatus.BUFFERED
    run = lab.run(chain(wait("w", "k"), step("b"))).pk
    assert (lab.get(run).status, lab.output(run)["w"]) == ("COMPLETED", {"n": 1})


def test_an_early_event_that_is_too_old_is_forgotten(lab: Lab) -> None:
    lab.event("k", {"n": 1})
    lab.pass_time(601)
    run = lab.run(flow(wait("w", "k"))).pk
    assert (lab.get(run).status, statuses()) == ("WAITING", ["OPEN"])
    lab.cancel(run)
    lab.drain()


def test_a_second_early_event_is_refused(lab: Lab) -> None:
    lab.event("k", 1)
    with pytest.raises(Conflict):
        lab.event("k", 2)


def test_a_key_that_is_waited_for_fails_the_second_run_and_leaves_the_first(lab: Lab) -> None:
    definition = lab.publish(flow(wait("w", "k")))
    first = lab.run(definition).pk
    second = lab.run(definition).pk
    assert (lab.get(second).status, lab.error(second)["code"]) == ("FAILED", "correlation_key_in_use")
    lab.event("k", "for the first")
    lab.drain()
    assert lab.output(first) == {"w": "for the first"}


def test_a_refused_key_goes_through_the_policy_of_the_step(lab: Lab) -> None:
    first = lab.run(flow(wait("w", "k"))).pk
    policy = {"fallbackStepInstanceId": "b"}
    second = lab.run(flow(wait("w", "k", onError=policy), compose("b", {"why": "$.error.code"}))).pk
    assert lab.output(second)["b"] == {"why": "correlation_key_in_use"}
    lab.cancel(first)
    lab.drain()


def test_two_branches_cannot_wait_for_one_key(lab: Lab) -> None:
    config = {"failOnBranchError": False}
    run = lab.run(flow(fork("f", "w", config=config), wait("w", "same")), {"items": [0, 1]}).pk
    assert sorted(lab.trace(run)) == [("f", "WAITING"), ("f[0].w", "WAITING"), ("f[1].w", "FAILED")]
    lab.event("same", "x")
    lab.drain()
    output = lab.output(run)["f"]
    assert (output["aggregatedData"][0], output["failedCount"]) == ("x", 1)
    assert output["aggregatedData"][1]["error"]["code"] == "correlation_key_in_use"


def test_a_wait_that_is_over_fails_and_is_never_retried(lab: Lab) -> None:
    policy = {"retries": {"count": 3}}
    run = lab.run(flow(wait("w", "k", maxWaitSeconds=60, onError=policy))).pk
    assert Timer.objects.get().kind == "wait"
    lab.later(59)
    assert lab.get(run).status == "WAITING"
    lab.later(2)
    assert (lab.get(run).status, lab.error(run)["errorName"], lab.error(run)["code"]) == (
        "FAILED",
        "StepTimeoutError",
        "wait_timeout",
    )
    assert (statuses(), Timer.objects.count()) == (["CANCELLED"], 0)
    assert lab.event("k", "late").status is DeliveryStatus.BUFFERED


def test_a_wait_that_is_over_can_go_elsewhere(lab: Lab) -> None:
    late = compose("late", {"code": "$.error.code"})
    run = lab.run(flow(wait("w", "k", maxWaitSeconds=60, onTimeoutStepInstanceId="late"), late)).pk
    lab.later(61)
    assert lab.output(run) == {"late": {"code": "wait_timeout"}}
    assert loads(lab.steps(run)[0].transition or "")["kind"] == "TIMEOUT"


def test_an_event_in_the_moment_of_the_time_out_wins(lab: Lab) -> None:
    run = lab.run(chain(wait("w", "k", maxWaitSeconds=60), step("b"))).pk
    lab.pass_time(61)
    lab.event("k", "just in time")
    lab.drain()
    assert lab.output(run)["w"] == "just in time"


def test_an_event_after_the_time_out_was_seen_and_before_it_is_written_wins(lab: Lab) -> None:
    """The owner has decided that the wait is over; the event comes before its commit."""
    run = lab.run(chain(wait("w", "k", maxWaitSeconds=60), step("b"))).pk
    lab.pass_time(61)
    real = store.commit
    delivered: list[Any] = []

    def commit(claim: Any, batch: Any) -> Any:
        if not delivered:
            delivered.append(lab.event("k", "won"))
        return real(claim, batch)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "commit", commit)
        lab.drain()
    assert (lab.get(run).status, lab.output(run)["w"]) == ("COMPLETED", "won")
    assert lab.trace(run) == [("w", "COMPLETED"), ("b", "COMPLETED")]


def test_a_refused_payload_leaves_the_wait_as_it_was(lab: Lab) -> None:
    run = lab.run(flow(wait("w", "k", payloadSchema={"type": "object", "required": ["n"]}))).pk
    with pytest.raises(Invalid):
        lab.event("k", {})
    assert (lab.get(run).status, statuses()) == ("WAITING", ["OPEN"])
    lab.event("k", {"n": 1})
    lab.drain()
    assert lab.output(run) == {"w": {"n": 1}}


def test_a_loop_of_waits_for_the_same_key_takes_one_event_each(lab: Lab) -> None:
    add = count("add", transitions=[{"condition": "$.n < 3", "nextStepInstanceId": "w"}])
    run = lab.run(flow(wait("w", "k", then="add"), add), {"n": 0}).pk
    for number in range(3):
        lab.event("k", number)
        lab.drain()
    assert (lab.get(run).status, lab.get(run).visits, statuses()) == ("COMPLETED", 6, ["CONSUMED"] * 3)


@pytest.mark.parametrize(
    ("key", "code"), [("x" * 513, "correlation_key_too_long"), ("{{ id }}", "empty_correlation_key")]
)
def test_a_key_that_cannot_be_one_fails_the_step(lab: Lab, key: str, code: str) -> None:
    run = lab.run(flow(wait("w", key)), {"id": ""}).pk
    assert (lab.get(run).status, lab.error(run)["code"]) == ("FAILED", code)


def test_a_payload_that_the_step_refuses_is_a_failure_of_the_step(lab: Lab) -> None:
    run = lab.run(flow(wait("w", "k", outputValidation={"requiredFields": ["$.n"]}))).pk
    lab.event("k", {"m": 1})
    lab.drain()
    assert (lab.get(run).status, lab.error(run)["code"]) == ("FAILED", "output_fields_missing")


def test_an_event_for_one_branch_while_another_is_in_a_call_is_not_lost(lab: Lab, world: World) -> None:
    branches = [
        {"branchId": "wait", "stepInstanceId": "w", "condition": "$.currentItem == 0"},
        {"branchId": "call", "stepInstanceId": "a"},
    ]
    definition = flow(
        fork("f", branches=branches),
        wait("w", "k"),
        call("a", world.url, then="b"),
        call("b", world.url, then="c"),
        step("c"),
    )

    def send(_: object) -> None:
        if not world.seen:
            together(lambda _: lab.event("k", "while busy"), 1)

    world.on_request = send
    run = lab.run(definition, {"items": [0, 1]}).pk
    assert lab.get(run).status == "COMPLETED"
    assert lab.output(run)["f"]["aggregatedData"][0] == "while busy"


def test_a_wait_survives_the_death_of_its_worker(lab: Lab) -> None:
    run = lab.start(chain(wait("w", "k"), count("b"), output={"n": "$.n", "w": "$.steps_output.w"}), {"n": 0})
    assert lab.kill_at(run, 1)
    lab.drain()
    lab.event("k", "x")
    assert lab.kill_at(run, 1)
    lab.drain()
    assert lab.output(run) == {"n": 1, "w": "x"}
    assert [row.attempts for row in lab.steps(run)] == [1, 1]
