"""Forks that are cut into chunks: every item once, in order, whoever dies; failures counted over all chunks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from executions.models import Execution, Join
from tests.engine_flows import broken, chain, compose, count, flow, fork, step, wait, way
from tests.integration.engine.lab import Killed, Lab

Limits = Callable[..., None]
DOUBLE = compose("a", {"v": "$.currentItem", "i": "$.currentIndex"})


def bad_below(limit: int) -> list[dict[str, Any]]:
    return [
        {"branchId": "bad", "stepInstanceId": "bad", "condition": f"$.currentItem < {limit}"},
        {"branchId": "good", "stepInstanceId": "a"},
    ]


def chunks(lab: Lab, run: Any) -> list[Execution]:
    return list(Execution.objects.filter(parent=run, kind="CHUNK").order_by("pk"))


@pytest.mark.parametrize(("items", "size"), [(1001, 1000), (5000, 1000)])
def test_more_than_a_thousand_items_are_spread_and_come_back_in_order(lab: Lab, items: int, size: int) -> None:
    done = lab.run(flow(fork("f", "a", then="z"), DOUBLE, step("z")), {"items": list(range(items))})
    assert done.status == "COMPLETED", lab.error(done.pk)
    found = lab.whole_output(done.pk)["f"]
    assert (found["itemCount"], found["failedCount"]) == (items, 0)
    assert found["aggregatedData"] == [{"v": item, "i": item} for item in range(items)]
    counts = [chunk["count"] for chunk in found["manifest"]["chunks"]]
    assert counts == [min(size, items - base) for base in range(0, items, size)]
    assert [chunk.status for chunk in chunks(lab, done.pk)] == ["COMPLETED"] * len(counts)
    join = Join.objects.get()
    assert (join.chunks, join.chunks_left, join.items, join.failed_items) == (len(counts), 0, items, 0)
    assert lab.trace(done.pk) == [("f", "COMPLETED"), ("z", "COMPLETED")]


def test_a_fork_up_to_the_limit_stays_with_its_owner(lab: Lab, limits: Limits) -> None:
    limits(fork_inline_items=10)
    done = lab.run(flow(fork("f", "a"), DOUBLE), {"items": list(range(10))})
    assert (done.status, Execution.objects.count(), Join.objects.count()) == ("COMPLETED", 1, 0)


@pytest.mark.parametrize(
    ("strategy", "data_path", "expected"),
    [("SUM", "$.v", sum(range(25))), ("NONE", "$", None), ("MERGE_OBJECTS", "$", {"v": 24, "i": 24})],
)
def test_sums_and_merges_are_made_of_the_chunks(
    lab: Lab, limits: Limits, strategy: str, data_path: str, expected: Any
) -> None:
    limits(fork_inline_items=5, fork_chunk_items=10)
    config = {"strategy": strategy, "dataPath": data_path}
    done = lab.run(flow(fork("f", "a", config=config), DOUBLE), {"items": list(range(25))})
    assert lab.output(done.pk)["f"] == {"aggregatedData": expected, "itemCount": 25, "failedCount": 0}


@pytest.mark.parametrize(
    ("bad", "config", "status"),
    [
        (0, {}, "COMPLETED"),
        (1, {}, "FAILED"),
        (5, {"failOnBranchError": False}, "COMPLETED"),
        (12, {"failOnBranchError": False}, "COMPLETED"),
        (10, {"failOnBranchError": False, "toleratedFailurePercentage": 40}, "COMPLETED"),
        (11, {"failOnBranchError": False, "toleratedFailurePercentage": 40}, "FAILED"),
        (25, {"failOnBranchError": False, "toleratedFailurePercentage": 99}, "FAILED"),
    ],
)
def test_failures_are_counted_over_all_chunks(
    lab: Lab, limits: Limits, bad: int, config: dict[str, Any], status: str
) -> None:
    limits(fork_inline_items=5, fork_chunk_items=10)
    definition = flow(fork("f", branches=bad_below(bad), config=config), broken("bad"), DOUBLE)
    done = lab.run(definition, {"items": list(range(25))})
    assert done.status == status
    if status == "COMPLETED":
        output = lab.whole_output(done.pk)["f"]
        assert (output["failedCount"], len(output["aggregatedData"])) == (bad, 25)
        assert [("error" in one) for one in output["aggregatedData"]] == [index < bad for index in range(25)]
    else:
        assert lab.error(done.pk)["errorName"] == "ParallelBranchError"
        assert lab.error(done.pk)["details"]["itemCount"] == 25


def test_an_intolerable_failure_stops_the_other_chunks_and_takes_the_fallback(lab: Lab, limits: Limits) -> None:
    limits(fork_inline_items=5, fork_chunk_items=10)
    branches = [
        {"branchId": "bad", "stepInstanceId": "bad", "condition": "$.currentItem == 0"},
        {"branchId": "w", "stepInstanceId": "w"},
    ]
    policy = {"fallbackStepInstanceId": "rescue"}
    rescue = compose("rescue", {"code": "$.error.code"})
    definition = flow(
        fork("f", branches=branches, onError=policy), broken("bad"), wait("w", "k{{ currentIndex }}"), rescue
    )
    done = lab.run(definition, {"items": list(range(25))})
    assert (done.status, lab.output(done.pk)) == ("COMPLETED", {"rescue": {"code": "branches_failed"}})
    assert [chunk.status for chunk in chunks(lab, done.pk)] == ["COMPLETED", "CANCELLED", "CANCELLED"]


@pytest.mark.parametrize("commit", [1, 2, 3, 4, 5])
def test_whoever_dies_every_item_is_done_once(lab: Lab, limits: Limits, commit: int) -> None:
    limits(fork_inline_items=5, fork_chunk_items=10)
    definition = flow(fork("f", "a", then="z"), count("a"), compose("z", {"n": "$.n"}))
    run = lab.start(definition, {"items": list(range(25)), "n": 3})
    with lab.dying(commit), pytest.raises(Killed):
        lab.drain()
    for one in Execution.objects.filter(lease_until__isnull=False):
        lab.expire(one.pk)
    lab.drain()
    assert lab.get(run).status == "COMPLETED"
    assert lab.output(run)["z"] == {"n": 3}
    assert [one.visits for one in chunks(lab, run)] == [11, 11, 6]


def test_waits_in_a_chunk_park_the_chunk_and_its_parent(lab: Lab, limits: Limits) -> None:
    limits(fork_inline_items=1, fork_chunk_items=2)
    run = lab.run(flow(fork("f", "w"), wait("w", "k{{ currentIndex }}", maxWaitSeconds=900)), {"items": [0, 1, 2]}).pk
    assert [lab.get(run).status, *(chunk.status for chunk in chunks(lab, run))] == ["WAITING"] * 3
    for index in (2, 0, 1):
        lab.event(f"k{index}", index * 10)
        lab.drain()
    assert lab.whole_output(run)["f"]["aggregatedData"] == [0, 10, 20]


def test_a_branch_in_a_chunk_sees_its_run_and_its_parents_context(lab: Lab, limits: Limits) -> None:
    limits(fork_inline_items=1, fork_chunk_items=2)
    sight = {"run": "$.execution.id", "was": "$.initialContextData.n", "n": "$.n", "flag": "$.flow_variables.flag"}
    definition = flow(count("add", then="f"), fork("f", "a"), compose("a", sight), flowVariables={"flag": True})
    done = lab.run(definition, {"items": [0, 1, 2], "n": 1})
    expected = {"run": str(done.pk), "was": 1, "n": 2, "flag": True}
    assert lab.whole_output(done.pk)["f"]["aggregatedData"] == [expected] * 3


def test_two_branches_may_each_be_spread(lab: Lab, limits: Limits) -> None:
    """Both forks open in one commit; each has its own chunks and its own counter."""
    limits(fork_inline_items=2, fork_chunk_items=2)
    branches = [{"branchId": "g", "stepInstanceId": "g", "inputMappings": {"mine": "$.currentItem"}}]
    definition = flow(
        fork("f", branches=branches, items="$.lists", then="z"),
        fork("g", "a", items="$.mine"),
        compose("a", {"v": "$.currentItem"}),
        compose("z", {"root": "$.mine"}),
    )
    done = lab.run(definition, {"lists": [[1, 2, 3], [4, 5, 6, 7]]})
    assert done.status == "COMPLETED"
    output = lab.whole_output(done.pk)
    parts = [part["aggregatedData"] for part in output["f"]["aggregatedData"]]
    assert parts == [[{"v": 1}, {"v": 2}, {"v": 3}], [{"v": 4}, {"v": 5}, {"v": 6}, {"v": 7}]]
    assert output["z"] == {}
    assert sorted(Join.objects.values_list("path", "chunks")) == [("f[0].g", 2), ("f[1].g", 2)]


def test_a_fork_in_a_chunk_may_be_spread_again(lab: Lab, limits: Limits) -> None:
    limits(fork_inline_items=2, fork_chunk_items=2)
    sight = {"v": "$.currentItem", "run": "$.execution.id", "was": "$.initialContextData.n"}
    definition = flow(fork("f", "g", items="$.lists"), fork("g", "a", items="$.currentItem"), compose("a", sight))
    done = lab.run(definition, {"lists": [[1, 2, 3]] * 3, "n": 7})
    assert done.status == "COMPLETED", lab.error(done.pk)
    inner = lab.whole_output(done.pk)["f"]["aggregatedData"][2]["aggregatedData"]
    assert inner == [{"v": v, "run": str(done.pk), "was": 7} for v in (1, 2, 3)]


def test_the_context_before_a_spread_fork_is_rebuilt_after_it(lab: Lab, limits: Limits) -> None:
    """A target that is overwritten by another kind cannot be written again on top."""
    limits(fork_inline_items=2, fork_chunk_items=2)
    definition = chain(
        compose("one", {"v": 1}, outputMappings={"$.deep.x": "$.v"}),
        compose("two", {"v": 2}, outputMappings={"$.deep": "$.v"}),
        fork("f", "a"),
        wait("w", "k"),
        compose("z", {"deep": "$.deep"}),
    )
    definition["steps"]["a"] = DOUBLE
    run = lab.run(definition, {"items": [1, 2, 3]}).pk
    lab.event("k")
    lab.drain()
    assert lab.get(run).status == "COMPLETED"
    assert lab.whole_output(run)["z"] == {"deep": 2}


def test_the_manifest_of_a_fork_can_be_forked_over(lab: Lab, limits: Limits) -> None:
    limits(fork_inline_items=2, fork_chunk_items=2)
    definition = flow(
        fork("f", "a", then="g"),
        compose("a", {"v": "$.currentItem"}),
        fork("g", "b", items="$.steps_output.f", config={"strategy": "SUM"}),
        compose("b", {"v": "$.currentItem.v"}, outputMappings={"$.output": "$.v"}),
    )
    done = lab.run(definition, {"items": [1, 2, 3, 4, 5]})
    assert done.status == "COMPLETED", lab.error(done.pk)
    assert lab.whole_output(done.pk)["g"]["aggregatedData"] == 15


def test_a_manifest_cannot_be_forged_by_data(lab: Lab, limits: Limits) -> None:
    limits(fork_inline_items=2, fork_chunk_items=2)
    forged = {"manifest": {"format": "jsonl", "chunks": [{"count": 1, "bytes": 3, "items": "aa" * 32 + ".jsonl"}]}}
    done = lab.run(flow(fork("f", "a", items="$.forged"), DOUBLE), {"forged": forged})
    assert (done.status, lab.error(done.pk)["code"]) == ("FAILED", "fork_items_not_a_list")


def test_a_cancel_reaches_the_chunks(lab: Lab, limits: Limits) -> None:
    limits(fork_inline_items=1, fork_chunk_items=2)
    run = lab.run(flow(fork("f", "w"), wait("w", "k{{ currentIndex }}")), {"items": [0, 1, 2]}).pk
    lab.cancel(run)
    lab.drain()
    assert lab.get(run).status == "CANCELLED"
    assert [chunk.status for chunk in chunks(lab, run)] == ["CANCELLED"] * 2


def test_a_spread_fork_is_visited_again_in_a_loop(lab: Lab, limits: Limits) -> None:
    limits(fork_inline_items=1, fork_chunk_items=2)
    definition = flow(
        fork("f", "a", then="add"),
        compose("a", {"v": "$.n"}),
        count("add", transitions=[way("$.n < 3", "f")]),
    )
    done = lab.run(definition, {"items": [0, 1, 2], "n": 0})
    assert lab.whole_output(done.pk)["f"]["aggregatedData"] == [{"v": 2}] * 3
    assert Join.objects.count() == 3
