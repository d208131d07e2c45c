"""Forks whose owner dies, parks or gives branches up: nothing is lost, doubled or left behind."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from msgspec.structs import replace

from executions import store
from executions.engine.state import State
from executions.loading import load
from executions.models import Execution, Timer
from tests.engine_flows import (
    broken,
    call,
    compose,
    count,
    flow,
    fork,
    step,
    sub_flow,
    wait,
)
from tests.integration.engine.lab import Lab
from tests.integration.engine.world import World


@pytest.mark.parametrize("commit", range(1, 9))
def test_an_owner_that_dies_at_any_commit_loses_nothing_that_was_committed(lab: Lab, world: World, commit: int) -> None:
    """Six branches with two calls each and a wait in between; the next owner goes on where the last one stopped."""
    definition = flow(
        fork("f", "a", config={"maxConcurrency": 3}, then="z"),
        call("a", world.url, "POST", then="b"),
        count("b", then="c"),
        call("c", world.url, "POST"),
        compose("z", {"n": "$.n"}),
    )
    run = lab.start(definition, {"items": list(range(6)), "n": 5})
    lab.kill_at(run, commit)
    closed = {row.seq: row.ended_at for row in lab.steps(run) if row.ended_at is not None}
    lab.drain()
    assert lab.get(run).status == "COMPLETED"
    assert {row.seq: row.ended_at for row in lab.steps(run) if row.seq in closed} == closed
    assert len(lab.output(run)["f"]["aggregatedData"]) == 6
    assert {row.step_instance_id: row.attempts for row in lab.steps(run) if row.seq in closed}.get("b", 1) == 1
    assert len(set(world.keys)) == 12
    assert lab.output(run)["z"] == {"n": 5}


def test_the_state_a_new_owner_loads_is_the_one_that_was_committed(lab: Lab) -> None:
    """Branches that have ended, wait, were skipped and are not open yet."""
    literals = {"at": "{{ execution.now }}"}
    branches = [
        {"branchId": "none", "stepInstanceId": "a", "condition": "$.currentItem == 'a'"},
        {
            "branchId": "w",
            "stepInstanceId": "w",
            "condition": "$.currentItem == 'w'",
            "literals": literals,
        },
    ]
    definition = flow(
        count("n", then="f"),
        fork("f", branches=branches, config={"maxConcurrency": 2}),
        compose("a", {"v": "$.n"}),
        compose("w", {"v": 1}, outputMappings={"$.mine": "$.v"}, then="hold"),
        wait("hold", "k{{ currentIndex }}", maxWaitSeconds=900),
    )
    seen: list[State] = []
    real = store.commit

    def commit(claim: store.Claim, batch: Any) -> Any:
        if batch.state is not None:
            seen.append(batch.state)
        return real(claim, batch)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "commit", commit)
        run = lab.run(definition, {"items": ["a", "-", "w", "w", "w"], "n": 0}).pk
    lab.pass_time(0.01)
    store.wake(run)
    claim = lab.claim()
    assert claim is not None
    committed, loaded = seen[-1], load(claim).state
    assert list(loaded.cursors) == list(committed.cursors) == ["", "f[2]", "f[3]"]
    for path, cursor in committed.cursors.items():
        again = loaded.cursors[path]
        shift = {"due_at": again.due_at, "transition": None, "last_output": again.last_output}
        assert replace(cursor, **shift) == again
        assert (cursor.last_output == again.last_output) or not path
    assert loaded.forks == committed.forks
    assert (loaded.next_seq, list(loaded.visits)) == (committed.next_seq, list(committed.visits))
    lab.expire(run)
    for index in (2, 3, 4):
        lab.event(f"k{index}")
        lab.drain()
    assert lab.get(run).status == "COMPLETED"


def test_a_timer_of_a_branch_that_fires_within_a_turn_leaves_nothing_behind(lab: Lab, world: World) -> None:
    branches = [
        {"branchId": "d", "stepInstanceId": "d", "condition": "$.currentItem == 0"},
        {"branchId": "a", "stepInstanceId": "a"},
    ]
    definition = flow(
        fork("f", branches=branches),
        step("d", delay={"milliseconds": 1, "position": "before"}),
        call("a", world.url),
    )
    assert lab.run(definition, {"items": [0, 1]}).status == "COMPLETED"
    assert Timer.objects.count() == 0


def test_a_child_of_a_branch_that_is_given_up_is_cancelled(lab: Lab) -> None:
    child = lab.publish(flow(wait("w", "k")))
    branches = [
        {"branchId": "s", "stepInstanceId": "s", "condition": "$.currentItem == 0"},
        {"branchId": "b", "stepInstanceId": "b"},
    ]
    delayed = broken("b", delay={"milliseconds": 60_000, "position": "before"})
    run = lab.run(flow(fork("f", branches=branches), sub_flow("s", child), delayed), {"items": [0, 1]}).pk
    lab.later(61)
    assert lab.get(run).status == "FAILED"
    assert list(Execution.objects.filter(parent=run).values_list("status", flat=True)) == ["CANCELLED"]


def test_a_late_answer_of_a_given_up_branch_is_not_taken_for_the_next_visits(lab: Lab, world: World) -> None:
    """The fork fails while a call of item 0 is out, and is visited again before its answer comes."""
    release = threading.Event()

    def slow(seen: Any) -> None:
        if seen.path == "/thing?slow":
            release.wait(10)
        elif seen.path == "/thing?good":
            release.set()

    world.on_request = slow
    branches = [
        {"branchId": "slow", "stepInstanceId": "a", "condition": "$.currentIndex == 0 && $.n == 0"},
        {"branchId": "bad", "stepInstanceId": "bad", "condition": "$.currentIndex == 1 && $.n == 0"},
        {"branchId": "good", "stepInstanceId": "c"},
    ]
    definition = flow(
        fork("f", branches=branches, onError={"fallbackStepInstanceId": "add"}),
        call("a", f"{world.url}?slow"),
        call("bad", f"{world.url}?bad", onError={"retries": {"count": 0}}, then="fail"),
        broken("fail"),
        count("add", then="f", defaultNextMaxTransitions=1),
        call("c", f"{world.url}?good", then="done"),
        compose("done", {"said": "$.steps_output.c.data.query"}),
    )

    run = lab.run(definition, {"items": [0, 1], "n": 0}).pk
    assert lab.get(run).status == "COMPLETED", lab.error(run)
    assert lab.output(run)["f"]["aggregatedData"] == [{"said": "good"}, {"said": "good"}]
