"""Cancel, pause and resume: between steps, in waits, in forks and in children."""

from __future__ import annotations

import pytest

from allma_site.common.problems import Conflict
from executions.models import Execution, Timer, Wait
from tests.engine_flows import chain, count, flow, fork, step, sub_flow, wait
from tests.integration.engine.lab import Lab

LONG = {"milliseconds": 500_000, "position": "before"}


def test_a_run_that_nobody_has_begun_is_cancelled_before_its_first_step(lab: Lab) -> None:
    run = lab.start(flow(step("a")))
    lab.cancel(run)
    lab.drain()
    assert (lab.get(run).status, lab.steps(run)) == ("CANCELLED", [])
    assert lab.events(run)[-1] == "execution.cancelled"


@pytest.mark.parametrize("kind", ["timer", "event", "branches"])
def test_a_cancel_interrupts_waits_at_once_and_closes_them(lab: Lab, kind: str) -> None:
    definition = {
        "timer": flow(step("a", delay=LONG)),
        "event": flow(wait("a", "k", maxWaitSeconds=900)),
        "branches": flow(fork("f", "a"), wait("a", "k{{ currentIndex }}", maxWaitSeconds=900)),
    }[kind]
    run = lab.run(definition, {"items": [0, 1]}).pk
    assert lab.get(run).status == "WAITING"
    lab.cancel(run)
    lab.drain()
    assert lab.get(run).status == "CANCELLED"
    assert {status for _, status in lab.trace(run)} == {"CANCELLED"}
    assert (Timer.objects.count(), set(Wait.objects.values_list("status", flat=True)) <= {"CANCELLED"}) == (0, True)


def test_cancelling_twice_is_as_once_and_a_run_that_is_over_refuses(lab: Lab) -> None:
    run = lab.run(flow(wait("a", "k"))).pk
    lab.cancel(run)
    lab.cancel(run)
    lab.drain()
    assert lab.events(run).count("execution.cancel_requested") == 1
    for ask in (lab.cancel, lab.pause, lab.resume):
        with pytest.raises(Conflict):
            ask(run)


def test_a_cancel_reaches_children_that_are_waited_for_and_no_others(lab: Lab) -> None:
    child = lab.publish(flow(wait("w", "{{ key }}")))
    alone = sub_flow("alone", child, literals={"key": "k1"}, subFlowExecutionMode="ASYNC")
    run = lab.run(chain(alone, sub_flow("sync", child, literals={"key": "k2"}))).pk
    grandchildren = {row.parent_sync: row.pk for row in Execution.objects.filter(parent=run)}
    lab.cancel(run)
    lab.drain()
    assert lab.get(run).status == "CANCELLED"
    assert (lab.get(grandchildren[True]).status, lab.get(grandchildren[False]).status) == ("CANCELLED", "WAITING")


def test_a_paused_run_rests_until_it_is_resumed(lab: Lab) -> None:
    run = lab.start(chain(count("a"), count("b")), {"n": 0})
    lab.pause(run)
    lab.drain()
    row = lab.get(run)
    assert (row.status, row.next_run_at, row.lease_owner, lab.steps(run)) == ("PAUSED", None, None, [])
    lab.later(3600)
    assert lab.get(run).status == "PAUSED"
    lab.resume(run)
    lab.drain()
    assert (lab.get(run).status, lab.get(run).visits) == ("COMPLETED", 2)


def test_what_becomes_due_during_a_pause_happens_after_it(lab: Lab) -> None:
    run = lab.run(chain(step("a", delay={"milliseconds": 60_000, "position": "before"}), step("b"))).pk
    lab.pause(run)
    lab.drain()
    assert (lab.get(run).status, Timer.objects.count()) == ("PAUSED", 1)
    lab.later(120)
    assert lab.get(run).status == "PAUSED"
    lab.resume(run)
    lab.drain()
    assert lab.get(run).status == "COMPLETED"


def test_an_event_that_comes_during_a_pause_is_taken_after_it(lab: Lab) -> None:
    run = lab.run(chain(wait("w", "k"), step("b"))).pk
    lab.pause(run)
    lab.drain()
    lab.event("k", {"n": 1})
    lab.drain()
    assert lab.get(run).status == "PAUSED"
    lab.resume(run)
    lab.drain()
    assert (lab.get(run).status, lab.output(run)["w"]) == ("COMPLETED", {"n": 1})


def test_a_child_that_ends_during_a_pause_is_taken_after_it(lab: Lab) -> None:
    child = lab.publish(flow(wait("w", "k")))
    run = lab.run(chain(sub_flow("s", child), step("b"))).pk
    lab.pause(run)
    lab.drain()
    lab.event("k", 1)
    lab.drain()
    assert lab.get(run).status == "PAUSED"
    lab.resume(run)
    lab.drain()
    assert (lab.get(run).status, lab.output(run)["s"]) == ("COMPLETED", {"w": 1})


def test_a_paused_run_can_be_cancelled(lab: Lab) -> None:
    run = lab.run(flow(wait("w", "k"))).pk
    lab.pause(run)
    lab.drain()
    lab.cancel(run)
    lab.drain()
    assert lab.get(run).status == "CANCELLED"


def test_resuming_before_the_pause_was_seen_leaves_no_trace(lab: Lab) -> None:
    run = lab.start(flow(step("a")))
    lab.pause(run)
    lab.resume(run)
    lab.drain()
    assert (lab.get(run).status, "execution.paused" in lab.events(run)) == ("COMPLETED", False)
    with pytest.raises(Conflict):
        lab.resume(run)


def test_a_run_that_is_not_paused_cannot_be_resumed(lab: Lab) -> None:
    run = lab.run(flow(wait("w", "k"))).pk
    with pytest.raises(Conflict) as refused:
        lab.resume(run)
    assert refused.value.code == "not_paused"


def test_pausing_reaches_the_chunks_of_a_distributed_fork_and_children_that_are_waited_for(lab: Lab) -> None:
    child = lab.publish(chain(wait("w", "k"), step("after")))
    run = lab.run(chain(sub_flow("s", child), step("b"))).pk
    lab.pause(run)
    lab.drain()
    inner = Execution.objects.get(parent=run)
    assert (lab.get(run).status, inner.status) == ("PAUSED", "PAUSED")
    lab.resume(run)
    lab.drain()
    inner.refresh_from_db()
    assert (lab.get(run).status, inner.status) == ("WAITING", "WAITING")
    lab.event("k", 1)
    lab.drain()
    assert lab.get(run).status == "COMPLETED"
