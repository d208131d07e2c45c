"""Forks whose branches run in their owner: order, failures, waits, nesting, limits, and owners that die."""

from __future__ import annotations

from typing import Any

import pytest

from executions.models import Timer, Wait
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
    way,
)
from tests.integration.engine.lab import Lab
from tests.integration.engine.world import World

ITEM = {"item": "$.currentItem", "index": "$.currentIndex"}
BROKEN_ODD = [
    {"branchId": "bad", "stepInstanceId": "bad", "condition": "$.currentItem == 1 || $.currentItem == 3"},
    {"branchId": "good", "stepInstanceId": "good"},
]


def result(lab: Lab, definition: dict[str, Any], given: dict[str, Any]) -> Any:
    done = lab.run(definition, given)
    assert done.status == "COMPLETED", lab.error(done.pk)
    return lab.output(done.pk)["f"]


def test_results_keep_the_order_of_the_items(lab: Lab) -> None:
    output = result(lab, flow(fork("f", "a"), compose("a", ITEM)), {"items": ["x", "y", "z"]})
    expected = [{"item": item, "index": index} for index, item in enumerate("xyz")]
    assert output == {"aggregatedData": expected, "itemCount": 3, "failedCount": 0}


def test_a_fork_leaves_a_row_for_itself_and_for_each_step_of_each_branch(lab: Lab) -> None:
    done = lab.run(flow(fork("f", "a", then="z"), step("a", then="b"), step("b"), step("z")), {"items": [1, 2]})
    rows = [(row.seq, row.path, row.status) for row in lab.steps(done.pk)]
    assert rows == [
        (1, "f", "COMPLETED"),
        (2, "f[0].a", "COMPLETED"),
        (3, "f[1].a", "COMPLETED"),
        (4, "f[0].b", "COMPLETED"),
        (5, "f[1].b", "COMPLETED"),
        (6, "z", "COMPLETED"),
    ]


@pytest.mark.parametrize("items", [[], [None], list(range(200))])
def test_any_number_of_items_gives_as_many_results(lab: Lab, items: list[Any]) -> None:
    output = result(lab, flow(fork("f", "a"), compose("a", {"i": "$.currentItem"})), {"items": items})
    assert output == {"aggregatedData": [{"i": item} for item in items], "itemCount": len(items), "failedCount": 0}


def test_the_first_true_branch_runs_and_null_stands_for_none(lab: Lab) -> None:
    branches = [
        {"branchId": "small", "stepInstanceId": "s", "condition": "$.currentItem < 2"},
        {"branchId": "large", "stepInstanceId": "l", "condition": "$.currentItem > 2"},
    ]
    definition = flow(fork("f", branches=branches), compose("s", {"s": True}), compose("l", {"l": True}))
    output = result(lab, definition, {"items": [3, 2, 1]})
    assert output["aggregatedData"] == [{"l": True}, None, {"s": True}]


def test_a_branch_sees_its_parents_context_and_writes_its_own(lab: Lab) -> None:
    branches = [{"branchId": "b", "stepInstanceId": "a", "inputMappings": {"n": "$.currentItem"}, "literals": {"m": 9}}]
    definition = flow(
        fork("f", branches=branches, then="z"),
        compose("a", {"n": "$.n", "m": "$.m", "base": "$.base"}, outputMappings={"$.n": "$.m"}),
        compose("z", {"n": "$.n"}),
    )
    done = lab.run(definition, {"items": [1, 2], "base": 7, "n": 0})
    assert lab.output(done.pk)["f"]["aggregatedData"] == [{"n": 1, "m": 9, "base": 7}, {"n": 2, "m": 9, "base": 7}]
    assert lab.output(done.pk)["z"] == {"n": 0}


def test_what_a_branch_wrote_to_output_is_its_result(lab: Lab) -> None:
    definition = flow(fork("f", "a"), compose("a", {"x": 1}, outputMappings={"$.output": "$.x"}, then="b"), step("b"))
    assert result(lab, definition, {"items": [0, 0]})["aggregatedData"] == [1, 1]


def test_end_flow_ends_its_branch_alone(lab: Lab) -> None:
    definition = flow(fork("f", "a", then="z"), compose("a", {"x": 1}, then="e"), step("e", "END_FLOW"), step("z"))
    done = lab.run(definition, {"items": [0, 0]})
    assert lab.output(done.pk)["f"]["aggregatedData"] == [{"x": 1}, {"x": 1}]
    assert lab.trace(done.pk)[-1] == ("z", "COMPLETED")


@pytest.mark.parametrize(
    ("config", "items", "expected"),
    [
        ({"strategy": "SUM", "dataPath": "$.v"}, [1, 2, 3], 6),
        ({"strategy": "MERGE_OBJECTS"}, [1, 2], {"v": 2}),
        ({"strategy": "COLLECT_ARRAY", "dataPath": "$.v"}, [1, 2], [1, 2]),
        ({"strategy": "NONE"}, [1, 2], None),
    ],
)
def test_results_are_brought_together_as_asked(lab: Lab, config: Any, items: list[int], expected: Any) -> None:
    definition = flow(fork("f", "a", config=config), compose("a", {"v": "$.currentItem"}))
    assert result(lab, definition, {"items": items})["aggregatedData"] == expected


@pytest.mark.parametrize(
    ("config", "status"),
    [
        ({}, "FAILED"),
        ({"failOnBranchError": False}, "COMPLETED"),
        ({"failOnBranchError": False, "toleratedFailurePercentage": 50}, "COMPLETED"),
        ({"failOnBranchError": False, "toleratedFailurePercentage": 49}, "FAILED"),
        ({"failOnBranchError": False, "toleratedFailurePercentage": 0}, "FAILED"),
        ({"toleratedFailurePercentage": 100}, "FAILED"),
    ],
)
def test_failures_are_tolerated_up_to_a_percentage(lab: Lab, config: Any, status: str) -> None:
    definition = flow(fork("f", branches=BROKEN_ODD, config=config), broken("bad"), compose("good", {"g": 1}))
    done = lab.run(definition, {"items": [0, 1, 2, 3]})
    assert done.status == status
    if status == "FAILED":
        assert (done.error_name, lab.error(done.pk)["code"]) == ("ParallelBranchError", "branches_failed")
        return
    output = lab.output(done.pk)["f"]
    assert (output["itemCount"], output["failedCount"]) == (4, 2)
    assert output["aggregatedData"][0] == {"g": 1}
    assert (output["aggregatedData"][1]["branchId"], output["aggregatedData"][1]["error"]["code"]) == (
        "bad",
        "not_a_number",
    )


def test_an_intolerable_failure_cancels_what_still_runs_and_opens_no_more(lab: Lab) -> None:
    branches = [
        {"branchId": "w", "stepInstanceId": "w", "condition": "$.currentItem == 'wait'"},
        {"branchId": "d", "stepInstanceId": "d", "condition": "$.currentItem == 'delay'"},
        {"branchId": "bad", "stepInstanceId": "bad"},
    ]
    policy = {"fallbackStepInstanceId": "rescue"}
    definition = flow(
        fork("f", branches=branches, config={"maxConcurrency": 3}, onError=policy),
        wait("w", "k", maxWaitSeconds=900),
        step("d", delay={"milliseconds": 900_000, "position": "before"}),
        broken("bad"),
        compose("rescue", {"code": "$.error.code"}),
    )
    done = lab.run(definition, {"items": ["wait", "delay", "bad", "never", "opened"]})
    assert lab.output(done.pk) == {"rescue": {"code": "branches_failed"}}
    assert lab.trace(done.pk) == [
        ("f", "FAILED"),
        ("f[0].w", "CANCELLED"),
        ("f[1].d", "CANCELLED"),
        ("f[2].bad", "FAILED"),
        ("rescue", "COMPLETED"),
    ]
    assert (Timer.objects.count(), list(Wait.objects.values_list("status", flat=True))) == (0, ["CANCELLED"])


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_no_more_branches_live_at_once_than_allowed_and_waiting_ones_count(lab: Lab, limit: int) -> None:
    definition = flow(fork("f", "w", config={"maxConcurrency": limit}), wait("w", "k{{ currentIndex }}"))
    run = lab.run(definition, {"items": list(range(5))}).pk
    for done in range(5):
        live = Wait.objects.filter(status="OPEN").values_list("key", flat=True)
        assert sorted(live) == [f"k{index}" for index in range(done, min(done + limit, 5))]
        lab.event(f"k{done}", done * 10)
        lab.drain()
    assert lab.output(run)["f"]["aggregatedData"] == [0, 10, 20, 30, 40]


def test_waits_delays_retries_polls_and_children_work_inside_branches(lab: Lab, world: World) -> None:
    child = lab.publish(flow(count("c"), output={"n": "$.n"}))
    kinds = ["wait", "delay", "retry", "child"]
    branches = [{"branchId": kind, "stepInstanceId": kind, "condition": f"$.currentItem == '{kind}'"} for kind in kinds]
    retry = {"retries": {"count": 1, "intervalSeconds": 60, "jitter": False}}
    world.script = [(503, {})]
    definition = flow(
        fork("f", branches=branches),
        wait("wait", "k", then="last"),
        step("delay", delay={"milliseconds": 60_000, "position": "before"}, then="last"),
        call("retry", world.url, "POST", onError=retry, then="last"),
        sub_flow("child", child, literals={"n": 4}, then="last"),
        compose("last", {"was": "$.currentItem", "out": "$.steps_output"}),
    )
    run = lab.run(definition, {"items": kinds}).pk
    assert lab.get(run).status == "WAITING"
    assert sorted(Timer.objects.values_list("path", "kind")) == [("f[1]", "delay"), ("f[2]", "retry")]
    lab.event("k", {"p": 1})
    lab.drain()
    lab.later(61)
    data = lab.output(run)["f"]["aggregatedData"]
    assert [one["was"] for one in data] == kinds
    assert (data[0]["out"]["wait"], data[3]["out"]["child"]) == ({"p": 1}, {"n": 5})
    assert world.keys == [f"{run}:f[2].retry:4"] * 2
    assert Timer.objects.count() == 0


def test_forks_nest_and_each_branch_has_its_own_item(lab: Lab) -> None:
    definition = flow(
        fork("f", "g"),
        fork("g", "a", items="$.currentItem"),
        compose("a", {"v": "$.currentItem"}, then="w"),
        wait("w", "k{{ currentItem }}", outputMappings={"$.output": "$"}),
    )
    run = lab.run(definition, {"items": [[1, 2], [3]]}).pk
    assert [path for path, _ in lab.trace(run)][:6] == [
        "f",
        "f[0].g",
        "f[1].g",
        "f[0].g[0].a",
        "f[0].g[1].a",
        "f[1].g[0].a",
    ]
    for key in (3, 1, 2):
        lab.event(f"k{key}", key * 10)
        lab.drain()
    inner = [part["aggregatedData"] for part in lab.output(run)["f"]["aggregatedData"]]
    assert inner == [[10, 20], [30]]


def test_a_fork_that_is_visited_again_begins_afresh(lab: Lab) -> None:
    definition = flow(
        fork("f", "w", then="add"),
        wait("w", "k{{ currentIndex }}"),
        count("add", transitions=[way("$.n < 2", "f")]),
    )
    run = lab.run(definition, {"items": [0, 1], "n": 0}).pk
    for visit in range(2):
        for index in range(2):
            lab.event(f"k{index}", [visit, index])
            lab.drain()
    assert lab.output(run)["f"]["aggregatedData"] == [[1, 0], [1, 1]]
    assert lab.get(run).visits == 8


def test_counters_of_a_branch_are_its_own(lab: Lab) -> None:
    loop = count("a", transitions=[way("$.n < 4", "a", maxTransitions=3)])
    output = result(lab, flow(fork("f", "a", items="$.items"), loop), {"items": [0, 0, 0], "n": 0})
    assert [one["result"] for one in output["aggregatedData"]] == [4, 4, 4]
