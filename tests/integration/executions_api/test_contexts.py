"""The context at any moment."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django.fixtures import Settings

from tests.integration.executions_api.runs import LINE, Runs, compose, definition

BASE: dict[str, Any] = {"n": 5, "steps_output": {}, "flow_variables": {}}
A: dict[str, Any] = {**BASE, "a": 5}
B: dict[str, Any] = {**BASE, "a": {"n": 5}, "b": {"c": 5}}
C: dict[str, Any] = {**B, "steps_output": {"third": {"all": {"c": 5}}}}

FORK = definition(
    compose("set", "fan", literals={"v": 1}, outputMappings={"$.v": "$.v"}),
    {
        "stepInstanceId": "fan",
        "stepType": "PARALLEL_FORK_MANAGER",
        "itemsPath": "$.items",
        "parallelBranches": [
            {"branchId": "b", "stepInstanceId": "one", "inputMappings": {"it": "$.currentItem", "v2": "$.v"}}
        ],
        "aggregationConfig": {"strategy": "COLLECT_ARRAY"},
        "defaultNextStepInstanceId": "end",
    },
    compose("one", "two", inputMappings={"x": "$.it"}, outputMappings={"$.x": "$.x"}),
    compose("two", inputMappings={"y": "$.x"}, outputMappings={"$.output": "$.y"}),
    compose("end"),
)


@pytest.mark.parametrize(
    ("query", "seq", "side", "context"),
    [
        ("", 3, "after", C),
        ("?seq=0", 0, "after", BASE),
        ("?seq=1&side=before", 1, "before", BASE),
        ("?seq=1", 1, "after", A),
        ("?seq=2&side=before", 2, "before", A),
        ("?seq=2&side=after", 2, "after", B),
        ("?seq=3&side=before", 3, "before", B),
        ("?seq=3", 3, "after", C),
        ("?side=before", 3, "before", B),
    ],
)
def test_the_context_before_and_after_each_visit(
    runs: Runs, query: str, seq: int, side: str, context: dict[str, Any]
) -> None:
    execution = runs.run(LINE, {"n": 5})
    assert runs.read(execution, f"context/{query}") == {"seq": seq, "side": side, "context": context}


def test_a_run_that_has_not_begun_has_the_context_of_its_start(runs: Runs) -> None:
    execution = runs.start(LINE, {"n": 5})
    assert runs.read(execution, "context/") == {"seq": 0, "side": "after", "context": BASE}


def test_the_difference_between_two_moments_is_a_patch(runs: Runs) -> None:
    execution = runs.run(LINE, {"n": 5})
    assert runs.read(execution, "diff/?from=1&to=2") == {
        "from": 1,
        "to": 2,
        "patch": [
            {"op": "add", "path": "/b", "value": {"c": 5}},
            {"op": "replace", "path": "/a", "value": {"n": 5}},
        ],
    }
    back = runs.read(execution, "diff/?from=2&to=0")["patch"]
    assert back == [{"op": "remove", "path": "/a"}, {"op": "remove", "path": "/b"}]


def by_path(runs: Runs, execution: str) -> dict[str, int]:
    return {row["path"]: row["seq"] for row in runs.read(execution, "steps/?limit=200")["results"]}


def test_a_visit_inside_a_fork_has_its_branch_s_context(runs: Runs) -> None:
    execution = runs.run(FORK, {"items": ["a", "b", "c"]})
    seqs = by_path(runs, execution)
    start = {"items": ["a", "b", "c"], "v": 1, "steps_output": {}, "flow_variables": {}}
    begun = {**start, "it": "b", "v2": 1}
    assert runs.read(execution, f"context/?seq={seqs['fan[1].one']}&side=before")["context"] == begun
    assert runs.read(execution, f"context/?seq={seqs['fan[1].two']}&side=before")["context"] == {**begun, "x": "b"}
    after = runs.read(execution, f"context/?seq={seqs['fan[1].two']}")["context"]
    assert after == {**begun, "x": "b", "output": "b"}
    assert runs.read(execution, f"steps/{seqs['fan[2].two']}/")["contextDiff"] == [
        {"op": "add", "path": "/output", "value": "c"}
    ]


def test_what_branches_wrote_is_not_in_the_main_context(runs: Runs) -> None:
    execution = runs.run(FORK, {"items": ["a", "b"]})
    seqs = by_path(runs, execution)
    before = runs.read(execution, f"context/?seq={seqs['fan']}&side=before")["context"]
    assert before == {"items": ["a", "b"], "v": 1, "steps_output": {}, "flow_variables": {}}
    main = runs.read(execution, "context/")["context"]
    fan = {"aggregatedData": ["a", "b"], "itemCount": 2, "failedCount": 0}
    assert main == {**before, "steps_output": {"fan": fan, "end": {}}}


def test_a_fork_in_a_fork_keeps_each_branch_s_own_context(runs: Runs) -> None:
    inner = {
        "stepInstanceId": "inner",
        "stepType": "PARALLEL_FORK_MANAGER",
        "itemsPath": "$.row",
        "parallelBranches": [{"branchId": "i", "stepInstanceId": "leaf", "inputMappings": {"cell": "$.currentItem"}}],
        "aggregationConfig": {"strategy": "COLLECT_ARRAY"},
    }
    outer = {
        "stepInstanceId": "outer",
        "stepType": "PARALLEL_FORK_MANAGER",
        "itemsPath": "$.rows",
        "parallelBranches": [{"branchId": "o", "stepInstanceId": "inner", "inputMappings": {"row": "$.currentItem"}}],
        "aggregationConfig": {"strategy": "COLLECT_ARRAY"},
    }
    leaf = compose("leaf", inputMappings={"c": "$.cell"}, outputMappings={"$.done": "$.c"})
    execution = runs.run(definition(outer, inner, leaf), {"rows": [[1, 2], [3, 4]]})
    seq = by_path(runs, execution)["outer[1].inner[0].leaf"]
    context = runs.read(execution, f"context/?seq={seq}")["context"]
    assert (context["row"], context["cell"], context["done"]) == ([3, 4], 3, 3)


def test_a_branch_of_a_distributed_fork_has_its_context_in_its_chunk(runs: Runs, settings: Settings) -> None:
    settings.ENV = settings.ENV.model_copy(update={"fork_inline_items": 2, "fork_chunk_items": 2})
    execution = runs.run(FORK, {"items": ["a", "b", "c", "d", "e"]})
    assert runs.read(execution)["output"]["fan"]["itemCount"] == 5
    chunks = runs.api.ok("GET", f"/executions/?parent={execution}")["results"]
    assert (len(chunks), [row["id"] for row in runs.api.ok("GET", "/executions/")["results"]]) == (3, [execution])
    seen = {path: (chunk["id"], seq) for chunk in chunks for path, seq in by_path(runs, chunk["id"]).items()}
    chunk, seq = seen["fan[3].two"]
    before = runs.read(chunk, f"context/?seq={seq}&side=before")["context"]
    assert (before["v"], before["it"], before["v2"], before["x"]) == (1, "d", 1, "d")
    diff = runs.read(chunk, f"steps/{seq}/")["contextDiff"]
    assert diff == [{"op": "add", "path": "/output", "value": "d"}]
    body = {"kind": "template", "expression": "{{ currentIndex }}{{ initialContextData.items[0] }}"}
    assert runs.api.ok("POST", "/evaluate/", {**body, "executionId": chunk, "seq": seq})["value"] == "3a"
    assert runs.api("GET", f"/executions/{chunk}/context/?seq=0").status == 200


def test_a_long_run_is_rebuilt_from_its_snapshots(runs: Runs) -> None:
    steps = [
        compose(f"s{n}", f"s{n + 1}" if n < 119 else None, literals={"n": n}, outputMappings={f"$.k{n}": "$.n"})
        for n in range(120)
    ]
    execution = runs.run(definition(*steps))
    for seq in (1, 49, 50, 51, 99, 101, 120):
        context = runs.read(execution, f"context/?seq={seq}")["context"]
        assert [name for name in context if name.startswith("k")] == [f"k{n}" for n in range(seq)], seq


def test_expressions_are_evaluated_on_any_moment_of_a_run(runs: Runs) -> None:
    execution = runs.run(LINE, {"n": 5})
    ask = {"kind": "path", "expression": "$.a", "executionId": execution}
    values = [runs.api.ok("POST", "/evaluate/", {**ask, "seq": seq})["value"] for seq in (0, 1, 2)]
    assert values == [None, 5, {"n": 5}]
    first = runs.api.ok("POST", "/evaluate/", {**ask, "expression": "$.initialContextData.n"})
    assert (first["value"], first["event"]["status"]) == (5, "SUCCESS")


def test_expressions_inside_a_fork_see_the_item(runs: Runs) -> None:
    execution = runs.run(FORK, {"items": ["a", "b"]})
    seq = by_path(runs, execution)["fan[1].two"]
    body = {"kind": "template", "expression": "{{ currentIndex }}-{{ currentItem }}", "executionId": execution}
    assert runs.api.ok("POST", "/evaluate/", {**body, "seq": seq})["value"] == "1-b"


def test_expressions_after_a_fallback_see_the_error(runs: Runs) -> None:
    broken = compose("boom", inputMappings={"x": {"path": "$.nothing", "required": True}})
    document = definition({**broken, "onError": {"fallbackStepInstanceId": "sorry"}}, compose("sorry"))
    execution = runs.run(document)
    body = {"kind": "path", "expression": "$.error.errorName", "executionId": execution}
    answers = [runs.api.ok("POST", "/evaluate/", {**body, "seq": seq})["value"] for seq in (0, 2)]
    assert answers == [None, "MappingError"]


@pytest.mark.parametrize(
    ("body", "value", "status"),
    [
        ({"kind": "path", "expression": "$.a[0]", "context": {"a": [7]}}, 7, "SUCCESS"),
        ({"kind": "path", "expression": "$.b", "context": {"a": 1}}, None, "WARN"),
        ({"kind": "path", "expression": "$.[", "context": {}}, None, "ERROR"),
        ({"kind": "condition", "expression": "$.a > 1", "context": {"a": 2}}, True, "SUCCESS"),
        ({"kind": "template", "expression": "x{{ a }}", "context": {"a": 2}}, "x2", "SUCCESS"),
        ({"kind": "path", "expression": "$.*", "context": {"a": 1, "currentItem": 2}}, [1], "SUCCESS"),
        (
            {"kind": "path", "expression": "$.a[?@ == $.currentItem]", "context": {"a": [1], "currentItem": 1}},
            [1],
            "SUCCESS",
        ),
    ],
)
def test_expressions_are_evaluated_on_a_context(runs: Runs, body: dict[str, Any], value: Any, status: str) -> None:
    answer = runs.api.ok("POST", "/evaluate/", body)
    assert (answer["value"], answer["event"]["status"]) == (value, status)


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({}, "/context"),
        ({"context": {}, "executionId": "01a1fd54-c3df-7490-9153-dddf460b3218"}, "/context"),
        ({"context": []}, "/context"),
        ({"context": {}, "kind": "poem"}, "/kind"),
        ({"context": {}, "expression": 1}, "/expression"),
        ({"executionId": "x"}, "/executionId"),
    ],
)
def test_an_evaluation_that_means_nothing_names_the_field(runs: Runs, change: dict[str, Any], path: str) -> None:
    answer = runs.api("POST", "/evaluate/", {"kind": "path", "expression": "$", **change})
    assert (answer.status, answer.body["errors"][0]["path"]) == (400, path)
