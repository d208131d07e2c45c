"""Sub-flows: their output, their failure, their end before, during and after their parent's wait."""

from __future__ import annotations

from typing import Any

import pytest

from executions.codec import loads
from executions.models import Execution
from flows import services as flow_services
from flows.models import Flow
from tests.engine_flows import broken, chain, compose, count, flow, step, sub_flow, wait, way
from tests.integration.engine.lab import Lab
from workspaces.actors import SYSTEM


def child_of(run: Any) -> Execution:
    return Execution.objects.get(parent=run)


def test_a_parent_waits_for_its_child_and_takes_its_output(lab: Lab) -> None:
    child = lab.publish(flow(count("c"), output={"n": "$.n"}))
    done = lab.run(chain(sub_flow("s", child, inputMappings={"n": "$.n"}), step("b")), {"n": 4})
    assert (done.status, lab.output(done.pk)["s"]) == ("COMPLETED", {"n": 5})
    row = child_of(done.pk)
    assert (row.trigger, row.depth, row.parent_seq, row.parent_sync, row.flow_id) == ("sub_flow", 1, 1, True, child)
    assert loads(row.input) == {"n": 4}
    assert loads(lab.steps(done.pk)[0].metadata)["childExecutionId"] == str(row.pk)


def test_an_asynchronous_child_goes_its_own_way(lab: Lab) -> None:
    child = lab.publish(flow(wait("w", "k")))
    done = lab.run(flow(sub_flow("s", child, subFlowExecutionMode="ASYNC")))
    row = child_of(done.pk)
    assert (done.status, lab.output(done.pk)) == ("COMPLETED", {"s": {"executionId": str(row.pk)}})
    assert (row.status, row.parent_sync) == ("WAITING", False)
    lab.event("k")
    lab.drain()
    assert lab.get(row.pk).status == "COMPLETED"


@pytest.mark.parametrize("how", ["fails", "is cancelled", "is too late"])
def test_a_child_that_does_not_complete_fails_the_step(lab: Lab, how: str) -> None:
    definition = {
        "fails": flow(broken("c")),
        "is cancelled": flow(wait("c", "k")),
        "is too late": flow(step("c", delay={"milliseconds": 900_000, "position": "before"}), timeoutSeconds=60),
    }[how]
    run = lab.run(flow(sub_flow("s", lab.publish(definition)))).pk
    if how == "is cancelled":
        lab.cancel(child_of(run).pk)
        lab.drain()
    elif how == "is too late":
        lab.later(61)
    status = {"fails": "FAILED", "is cancelled": "CANCELLED", "is too late": "TIMED_OUT"}[how]
    error = lab.error(run)
    assert (error["errorName"], error["code"], error["details"]["status"]) == (
        "SubFlowFailedError",
        "sub_flow_failed",
        status,
    )
    assert error["details"]["executionId"] == str(child_of(run).pk)


def test_a_failed_child_goes_through_the_policy_of_the_step(lab: Lab) -> None:
    child = lab.publish(flow(broken("c")))
    policy = {"fallbackStepInstanceId": "b"}
    done = lab.run(flow(sub_flow("s", child, onError=policy), compose("b", {"code": "$.error.details.error.code"})))
    assert lab.output(done.pk) == {"b": {"code": "not_a_number"}}


def test_an_input_the_child_refuses_fails_the_step_and_starts_nothing(lab: Lab) -> None:
    child = lab.publish(flow(step("c"), inputSchema={"type": "object", "required": ["n"]}))
    done = lab.run(flow(sub_flow("s", child)))
    assert lab.error(done.pk)["code"] == "invalid_sub_flow_input"
    assert Execution.objects.count() == 1


def test_a_run_keeps_the_version_of_its_sub_flow_from_its_start(lab: Lab) -> None:
    child = lab.publish(flow(compose("c", {"v": 1})))
    parent = lab.publish(chain(wait("w", "k"), sub_flow("s", child)))
    run = lab.run(parent).pk
    entity = Flow.objects.get(pk=child)
    flow_services.new_draft(flow=entity, author="tests")
    flow_services.save_draft(flow=entity, number=2, definition=flow(compose("c", {"v": 2})), revision=1, author="tests")
    flow_services.publish(flow=entity, number=2, actor=SYSTEM)
    lab.event("k")
    lab.drain()
    assert lab.output(run)["s"] == {"c": {"v": 1}}


def test_children_in_a_loop_are_each_taken_once(lab: Lab) -> None:
    child = lab.publish(flow(count("c"), output={"n": "$.n"}))
    loop = flow(
        sub_flow(
            "s", child, inputMappings={"n": "$.n"}, outputMappings={"$.n": "$.n"}, transitions=[way("$.n < 4", "s")]
        ),
        output={"n": "$.n"},
    )
    done = lab.run(loop, {"n": 0})
    assert (lab.output(done.pk), Execution.objects.filter(parent=done.pk).count()) == ({"n": 4}, 4)


def test_sub_flows_nest_ten_deep_and_no_deeper(lab: Lab) -> None:
    innermost = lab.publish(flow(compose("c", {"deep": True})))
    for _ in range(11):
        innermost = lab.publish(flow(sub_flow("s", innermost)))
    done = lab.run(innermost)
    assert done.status == "FAILED"
    deepest = Execution.objects.order_by("-depth").first()
    assert deepest is not None
    assert (deepest.depth, lab.error(deepest.pk)["code"]) == (10, "sub_flow_too_deep")


@pytest.mark.parametrize("commit", [1, 2, 3])
def test_a_child_is_started_once_whoever_dies(lab: Lab, commit: int) -> None:
    child = lab.publish(flow(count("c"), output={"n": "$.n"}))
    run = lab.start(chain(sub_flow("s", child, literals={"n": 1}), step("b")))
    lab.kill_at(run, commit)
    for one in Execution.objects.filter(lease_until__isnull=False):
        lab.expire(one.pk)
    lab.drain()
    assert (lab.output(run)["s"], Execution.objects.count()) == ({"n": 2}, 2)
