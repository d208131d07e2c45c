"""A run moment by moment: the changes of each visit, the branches of a fork, the visits of one way."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django.fixtures import Settings

from executions.models import StepExecution
from flows.definition.json_patch import apply_patch
from tests.integration.executions_api.runs import LINE, WAITING, Runs, compose, definition, wait_for
from tests.integration.executions_api.test_contexts import FORK
from tests.integration.flows.client import Api

SPLIT = definition(
    {
        "stepInstanceId": "fan",
        "stepType": "PARALLEL_FORK_MANAGER",
        "itemsPath": "$.items",
        "parallelBranches": [{"branchId": "b", "stepInstanceId": "check"}],
        "aggregationConfig": {
            "strategy": "COLLECT_ARRAY",
            "failOnBranchError": False,
            "toleratedFailurePercentage": 100,
        },
        "defaultNextStepInstanceId": "end",
    },
    compose(
        "check",
        "good",
        inputMappings={"it": "$.currentItem"},
        outputMappings={"$.it": "$.it"},
        transitions=[{"condition": "$.it == 'bad'", "nextStepInstanceId": "wrong"}],
    ),
    compose("good"),
    compose("wrong", inputMappings={"nothing": {"path": "$.nobody", "required": True}}),
    compose("end"),
)
"""A fork whose branches end well, but fail for the item `bad`."""


def changes(runs: Runs, execution: str, query: str = "") -> list[dict[str, Any]]:
    """All changes, page by page."""
    found: list[dict[str, Any]] = []
    after = ""
    while True:
        mark = "&" if query else "?"
        page = runs.read(execution, f"changes/{query}{mark + after if after else ''}")
        found += page["results"]
        if page["next"] is None:
            return found
        after = f"after={page['next']}"


def test_the_change_of_a_first_visit_holds_what_was_edited_before_it(runs: Runs) -> None:
    patch = [{"op": "add", "path": "/edited", "value": True}]
    body = {"seq": 1, "contextPatch": patch}
    again = runs.api.ok("POST", f"/executions/{runs.run(LINE, {'n': 5})}/redrive-from/", body)["executionId"]
    runs.work()
    first = changes(runs, again)[0]
    assert patch[0] in first["patch"]
    start = runs.read(again, "context/?seq=0")["context"]
    assert apply_patch(start, first["patch"]) == runs.read(again, "context/?seq=1")["context"]


def test_each_change_leads_from_one_context_to_the_next(runs: Runs) -> None:
    execution = runs.run(LINE, {"n": 5})
    context = runs.read(execution, "context/?seq=0")["context"]
    for change in changes(runs, execution, "?limit=1"):
        context = apply_patch(context, change["patch"])
        assert context == runs.read(execution, f"context/?seq={change['seq']}")["context"]
    assert changes(runs, execution)[1] == {
        "seq": 2,
        "patch": [
            {"op": "add", "path": "/b", "value": {"c": 5}},
            {"op": "replace", "path": "/a", "value": {"n": 5}},
        ],
    }


def test_changes_are_read_on_behind_a_visit(runs: Runs) -> None:
    execution = runs.run(LINE, {"n": 5})
    page = runs.read(execution, "changes/?limit=2")
    assert ([one["seq"] for one in page["results"]], page["next"]) == ([1, 2], 2)
    page = runs.read(execution, "changes/?limit=2&after=2")
    assert ([one["seq"] for one in page["results"]], page["next"]) == ([3], None)


def test_a_page_of_changes_ends_when_it_is_full(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    execution = runs.run(LINE, {"n": 5})
    monkeypatch.setattr("executions.api.moments.PAGE_BYTES", 60)
    page = runs.read(execution, "changes/")
    assert ([one["seq"] for one in page["results"]], page["next"]) == ([1, 2], 2)


def test_a_branch_has_changes_of_its_own(runs: Runs) -> None:
    execution = runs.run(FORK, {"items": [10, 20]})
    rows = StepExecution.objects.filter(execution_id=execution, path__startswith="fan[1].").order_by("seq")
    first, second = rows.values_list("seq", flat=True)
    context = runs.read(execution, f"context/?seq={first}&side=before")["context"]
    found = changes(runs, execution, "?branch=fan[1]&after=2")
    assert [one["seq"] for one in found] == [first, second]
    for change in found:
        context = apply_patch(context, change["patch"])
        assert context == runs.read(execution, f"context/?seq={change['seq']}")["context"]
    assert [one["seq"] for one in changes(runs, execution)] == [1, 2, StepExecution.objects.count()]


def test_changes_end_before_a_visit_that_goes_on(runs: Runs) -> None:
    line = definition(compose("first", "hold"), wait_for("hold", "key"))
    execution = runs.run(line, {})
    assert [one["seq"] for one in changes(runs, execution)] == [1]


def test_large_values_of_changes_are_named(runs: Runs, settings: Settings) -> None:
    settings.ENV = settings.ENV.model_copy(update={"blob_threshold_bytes": 64})
    large = definition(compose("first", inputMappings={"n": "$.n"}, outputMappings={"$.copy": "$.n"}))
    execution = runs.run(large, {"n": "x" * 100})
    (change,) = changes(runs, execution)
    (operation,) = change["patch"]
    assert (operation["op"], operation["path"], operation["value"]["bytes"]) == ("add", "/copy", 102)


def test_viewers_see_no_hidden_value_in_changes(runs: Runs, viewer: Api) -> None:
    secret = definition(
        compose("first", inputMappings={"n": "$.n"}, outputMappings={"$.secret": "$.n", "$.open": "$.n"}),
        redactPaths=["$.n", "$.secret"],
    )
    execution = runs.run(secret, {"n": "hidden-value"})
    seen = viewer.ok("GET", f"/executions/{execution}/changes/")
    assert seen["results"] == [
        {
            "seq": 1,
            "patch": [
                {"op": "add", "path": "/secret", "value": "***"},
                {"op": "add", "path": "/open", "value": "***"},
            ],
        }
    ]


@pytest.mark.parametrize("query", ["branch=fan[1]", "branch=fan", "branch=fan[x]", "after=-1", "other=1"])
def test_changes_of_what_is_not_there_are_refused(runs: Runs, query: str) -> None:
    execution = runs.run(LINE, {"n": 5})
    assert runs.api("GET", f"/executions/{execution}/changes/?{query}").status in (400, 404)


def test_branches_are_listed_failed_ones_first_with_their_counts(runs: Runs) -> None:
    execution = runs.run(SPLIT, {"items": ["a", "bad", "c", "bad", "e"]})
    page = runs.read(execution, "branches/?fork=1&limit=3")
    assert [(one["index"], one["status"], one["visits"]) for one in page["results"]] == [
        (1, "FAILED", 2),
        (3, "FAILED", 2),
        (0, "COMPLETED", 2),
    ]
    assert (page["total"], page["failed"], page["open"]) == (5, 2, 0)
    assert page["steps"] == [
        {"stepInstanceId": "check", "visits": 5, "failed": 0, "open": 0},
        {"stepInstanceId": "good", "visits": 3, "failed": 0, "open": 0},
        {"stepInstanceId": "wrong", "visits": 2, "failed": 2, "open": 0},
    ]
    rest = runs.api.ok("GET", page["next"].split("/api/v1", 1)[1])
    assert [one["index"] for one in rest["results"]] == [2, 4]
    assert rest["next"] is None


def test_the_branches_of_a_distributed_fork_are_those_of_its_chunks(runs: Runs, settings: Settings) -> None:
    settings.ENV = settings.ENV.model_copy(update={"fork_inline_items": 2, "fork_chunk_items": 2})
    execution = runs.run(SPLIT, {"items": ["a", "b", "bad", "d", "e"]})
    page = runs.read(execution, "branches/?fork=1")
    assert [one["index"] for one in page["results"]] == [2, 0, 1, 3, 4]
    assert len({one["executionId"] for one in page["results"]}) == 3
    assert execution not in {one["executionId"] for one in page["results"]}
    assert (page["total"], page["failed"]) == (5, 1)


def test_a_fork_that_is_met_again_has_other_branches(runs: Runs) -> None:
    once = {"condition": "$.again == $.again", "nextStepInstanceId": "fan", "maxTransitions": 1}
    again = definition(
        compose("first", "fan"),
        {**SPLIT["steps"]["fan"], "defaultNextStepInstanceId": "second"},
        compose("check", inputMappings={"it": "$.currentItem"}),
        compose("second", "end", outputMappings={"$.again": "$"}, transitions=[once]),
        compose("end"),
    )
    execution = runs.run(again, {"items": ["a", "b"]})
    forks = StepExecution.objects.filter(execution_id=execution, path="fan").order_by("seq")
    seqs = list(forks.values_list("seq", flat=True))
    assert len(seqs) == 2
    for seq in seqs:
        page = runs.read(execution, f"branches/?fork={seq}")
        assert [(one["index"], one["visits"]) for one in page["results"]] == [(0, 1), (1, 1)]
        found = changes(runs, execution, f"?branch=fan[0]&after={seq}")
        assert [one["seq"] for one in found] == [page["results"][0]["firstSeq"]]


def test_a_fork_without_branches_has_none_and_an_unknown_visit_is_not_found(runs: Runs) -> None:
    execution = runs.run(LINE, {"n": 5})
    page = runs.read(execution, "branches/?fork=1")
    assert (page["results"], page["total"], page["steps"]) == ([], 0, [])
    assert runs.api("GET", f"/executions/{execution}/branches/?fork=77").status == 404


def test_the_visits_of_one_way_are_listed_without_those_of_its_forks(runs: Runs) -> None:
    execution = runs.run(FORK, {"items": [10, 20]})

    def paths(query: str) -> list[str]:
        return [row["path"] for row in runs.read(execution, f"steps/?{query}")["results"]]

    assert paths("branch=") == ["set", "fan", "end"]
    assert paths("branch=fan[1]") == ["fan[1].one", "fan[1].two"]
    assert paths("branch=fan[7]") == []


def test_another_workspace_finds_nothing(runs: Runs, stranger: Api) -> None:
    execution = runs.run(WAITING, {"id": "a"})
    for rest in ("changes/", "branches/?fork=1"):
        assert stranger("GET", f"/executions/{execution}/{rest}").status == 404
