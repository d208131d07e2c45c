"""Redrives over HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django.fixtures import Settings

from executions.models import Execution
from tests.integration.executions_api.runs import LINE, Runs, compose, definition
from tests.integration.flows.client import Answer, Api


def post(api: Api, execution: str, body: dict[str, Any], rest: str = "redrive-from/", **headers: str) -> Answer:
    return api("POST", f"/executions/{execution}/{rest}", body, **headers)


def redriven(runs: Runs, execution: str, body: dict[str, Any], rest: str = "redrive-from/") -> str:
    """The id of a redrive that was worked on."""
    answer = post(runs.api, execution, body, rest)
    assert (answer.status, answer.body["status"]) == (202, "QUEUED"), answer.body
    runs.work()
    found: str = answer.body["executionId"]
    return found


def test_a_run_again_from_its_start(runs: Runs) -> None:
    execution = runs.run(LINE, {"n": 5})
    new = redriven(runs, execution, {}, "redrive/")
    other = redriven(runs, execution, {"input": {"n": 6}, "flowVariables": {"k": 1}}, "redrive/")
    assert [runs.read(one)["output"] for one in (new, other)] == [
        {"third": {"all": {"c": 5}}},
        {"third": {"all": {"c": 6}}},
    ]
    assert runs.read(other, "context/?seq=0")["context"]["flow_variables"] == {"k": 1}
    lineage = runs.read(new)["lineage"]
    assert (lineage["redriveOf"], lineage["redriveFromSeq"], lineage["redriveContextDiff"]) == (execution, None, None)


def test_lineage_is_told_both_ways(runs: Runs) -> None:
    execution = runs.run(LINE, {"n": 5})
    patch = [{"op": "replace", "path": "/a", "value": 7}]
    new = redriven(runs, execution, {"seq": 2, "contextPatch": patch})
    assert runs.read(new)["redriveOf"] == execution
    assert runs.read(new)["lineage"] | {"children": []} == {
        "redriveOf": execution,
        "redriveFromSeq": 2,
        "redriveContextDiff": patch,
        "redrives": [],
        "parentId": None,
        "parentSeq": None,
        "children": [],
    }
    [back] = runs.read(execution)["lineage"]["redrives"]
    assert back | {"createdAt": ""} == {
        "id": new,
        "status": "COMPLETED",
        "flowVersion": 1,
        "fromSeq": 2,
        "createdAt": "",
    }
    steps = runs.read(new, "steps/")["results"]
    assert [(row["seq"], row["stepInstanceId"], row["inherited"]) for row in steps] == [
        (1, "first", True),
        (2, "second", False),
        (3, "third", False),
    ]


def test_a_preview_changes_nothing_and_tells_everything(runs: Runs) -> None:
    execution = runs.run(LINE, {"n": 5})
    body = {"stepInstanceId": "second", "contextPatch": [{"op": "add", "path": "/new", "value": [1]}]}
    answer = post(runs.api, execution, body, "redrive-from/?preview=true")
    step = {"stepType": "DATA_TRANSFORMATION", "sideEffects": "none", "visitsBefore": 1, "reached": True}
    assert (answer.status, answer.body) == (
        200,
        {
            "version": 1,
            "seq": 2,
            "stepInstanceId": "second",
            "inherited": {"visits": 1, "steps": [{"stepInstanceId": "first", "visits": 1}]},
            "runsAgain": [
                {"stepInstanceId": "second", "name": "second", **step},
                {"stepInstanceId": "third", "name": "third", **step},
            ],
            "effects": [],
            "branches": None,
            "contextDiff": [{"op": "add", "path": "/new", "value": [1]}],
            "notes": [],
        },
    )
    assert Execution.objects.count() == 1


def test_the_differences_within_a_redrive_join_its_contexts(runs: Runs) -> None:
    execution = runs.run(LINE, {"n": 5})
    new = redriven(runs, execution, {"seq": 2, "contextPatch": [{"op": "replace", "path": "/a", "value": 7}]})
    assert runs.read(new, "diff/?from=1&to=2")["patch"] == [
        {"op": "add", "path": "/b", "value": {"c": 7}},
        {"op": "replace", "path": "/a", "value": {"n": 7}},
    ]
    assert runs.read(new, "steps/2/")["contextDiff"] == runs.read(new, "diff/?from=1&to=2")["patch"]
    assert runs.read(new, "context/?seq=2&side=before")["context"]["a"] == 7
    changes = runs.read(new, "changes/")["results"]
    assert [(one["seq"], [op["path"] for op in one["patch"]]) for one in changes] == [
        (1, ["/a"]),
        (2, ["/b", "/a"]),
        (3, ["/steps_output/third"]),
    ]


@pytest.mark.parametrize(
    ("body", "path", "text"),
    [
        ({}, "/seq", "send either seq or stepInstanceId"),
        ({"seq": 1, "stepInstanceId": "first"}, "/seq", "send either"),
        ({"seq": 9}, "/seq", "It has 1 to 3"),
        ({"seq": 0}, "/seq", ""),
        ({"stepInstanceId": "nowhere"}, "/stepInstanceId", "never came to the step 'nowhere'"),
        ({"seq": 2, "version": "latest"}, "/version/literal['original','published','draft']", ""),
        ({"seq": 2, "branches": "some"}, "/branches", ""),
        ({"seq": 2, "branches": "failed"}, "/branches", "is no fork"),
        ({"seq": 2, "context": [1]}, "/context", "must be a JSON object"),
        ({"seq": 2, "context": {"execution": {}}}, "/context/execution", "is a view of the run"),
        ({"seq": 2, "context": {"steps_output": 1}}, "/context/steps_output", "must stay an object"),
        ({"seq": 2, "context": {}, "contextPatch": []}, "/contextPatch", "either context or contextPatch"),
        ({"seq": 2, "contextPatch": {}}, "/contextPatch/0", "a patch is a list"),
        ({"seq": 2, "contextPatch": [{"op": "remove", "path": "/gone"}]}, "/contextPatch/0", "nothing at /gone"),
        (
            {"seq": 2, "contextPatch": [{"op": "add", "path": "/error", "value": 1}]},
            "/contextPatch/error",
            "is a view of the run",
        ),
        ({"seq": 2, "contextPatch": [{"op": "replace", "path": "", "value": 1}]}, "/contextPatch", "JSON object"),
    ],
)
def test_what_cannot_be_done_is_refused_by_field(runs: Runs, body: dict[str, Any], path: str, text: str) -> None:
    execution = runs.run(LINE, {"n": 5})
    for rest in ("redrive-from/", "redrive-from/?preview=true"):
        answer = post(runs.api, execution, body, rest)
        assert answer.status == 400
        assert answer.body["errors"][0]["path"] == path
        assert text in answer.body["errors"][0]["message"]
    assert Execution.objects.count() == 1


def test_an_input_the_version_refuses_is_named(runs: Runs) -> None:
    schema = {"type": "object", "properties": {"n": {"type": "integer"}}}
    execution = runs.run({**LINE, "inputSchema": schema}, {"n": 5})
    for given, path in (({"n": "x"}, "/input/n"), ({"execution": 1}, "/input/execution"), ([], "/input")):
        answer = post(runs.api, execution, {"input": given}, "redrive/")
        assert (answer.status, answer.body["errors"][0]["path"]) == (400, path)


def test_a_key_gives_the_same_run_and_refuses_another_body(runs: Runs) -> None:
    execution = runs.run(LINE, {"n": 5})
    for rest, body, other in (
        ("redrive/", {}, {"input": {"n": 1}}),
        ("redrive-from/", {"seq": 2}, {"seq": 3}),
    ):
        first, second = (post(runs.api, execution, body, rest, Idempotency_Key=rest) for _ in range(2))
        assert first.body == second.body
        assert post(runs.api, execution, other, rest, Idempotency_Key=rest).status == 409
    assert Execution.objects.exclude(pk=execution).count() == 2
    assert post(runs.api, execution, {}, "redrive/", Idempotency_Key="").status == 400


@pytest.mark.parametrize(("rest", "body"), [("redrive/", {}), ("redrive-from/", {"seq": 2})])
def test_a_key_gives_the_same_run_though_the_original_was_deleted(runs: Runs, rest: str, body: dict[str, Any]) -> None:
    execution = runs.run(LINE, {"n": 5})
    first = post(runs.api, execution, body, rest, Idempotency_Key="k")
    Execution.objects.filter(pk=execution).delete()
    again = post(runs.api, execution, body, rest, Idempotency_Key="k")
    assert (again.status, again.body) == (202, first.body)
    assert post(runs.api, execution, body, rest, Idempotency_Key="another").status == 404


def test_full_queues_say_when_to_come_again(runs: Runs, settings: Settings) -> None:
    execution = runs.run(LINE, {"n": 5})
    settings.ENV = settings.ENV.model_copy(update={"max_queued_per_workspace": 0})
    for body, rest in (({}, "redrive/"), ({"seq": 2}, "redrive-from/")):
        answer = post(runs.api, execution, body, rest)
        assert (answer.status, answer.headers["Retry-After"]) == (429, "5")
    assert Execution.objects.count() == 1


def test_a_flow_that_is_archived_runs_no_more(runs: Runs) -> None:
    flow = runs.flow(LINE)
    execution = runs.run(flow, {"n": 5})
    runs.api.ok("DELETE", f"/flows/{flow}/")
    for version in ("original", "published", 1):
        answer = post(runs.api, execution, {"seq": 2, "version": version})
        assert (answer.status, answer.body["code"]) == (409, "flow_archived")


def test_who_may_only_look_may_not_redrive(runs: Runs, viewer: Api, stranger: Api) -> None:
    execution = runs.run(LINE, {"n": 5})
    for rest, body in (("redrive/", {}), ("redrive-from/", {"seq": 2}), ("redrive-from/?preview=true", {"seq": 2})):
        assert post(viewer, execution, body, rest).status == 403
        assert post(stranger, execution, body, rest).status == 404


class TestHidden:
    SECRET = {"redactPaths": ["$.card", "$.edited"]}

    def test_viewers_see_neither_the_recorded_nor_the_edited_value(self, runs: Runs, viewer: Api) -> None:
        execution = runs.run({**LINE, **self.SECRET}, {"n": 5, "card": "4111-recorded"})
        patch: list[dict[str, Any]] = [
            {"op": "replace", "path": "/card", "value": "4222-edited"},
            {"op": "add", "path": "/edited", "value": "4333-added"},
            {"op": "replace", "path": "/a", "value": 6},
        ]
        new = redriven(runs, execution, {"seq": 2, "contextPatch": patch})
        told = runs.read(new)["lineage"]["redriveContextDiff"]
        assert sorted(told, key=lambda op: op["path"]) == sorted(patch, key=lambda op: op["path"])
        seen = viewer.ok("GET", f"/executions/{new}/")["lineage"]["redriveContextDiff"]
        assert {op["path"]: op["value"] for op in seen} == {"/edited": "***", "/a": 6}
        for rest in ("", "context/?seq=1", "context/?seq=3", "diff/?from=1&to=3", "changes/", "steps/2/", "events/"):
            text = str(viewer.ok("GET", f"/executions/{new}/{rest}"))
            assert not any(digits in text for digits in ("4111", "4222", "4333")), rest

    def test_a_version_that_hides_less_hides_what_was_recorded_all_the_same(self, runs: Runs, viewer: Api) -> None:
        flow = runs.flow({**LINE, **self.SECRET})
        execution = runs.run(flow, {"n": 5, "card": "4111-recorded"})
        runs.api.ok("POST", f"/flows/{flow}/versions/", {})
        runs.api.ok("PUT", f"/flows/{flow}/versions/2/", {"definition": LINE}, If_Match='"1"')
        new = redriven(runs, execution, {"seq": 2, "version": 2})
        assert viewer.ok("GET", f"/executions/{new}/context/")["context"]["card"] == "***"
        assert runs.read(new, "context/")["context"]["card"] == "4111-recorded"


class TestLargeValues:
    LARGE = "x" * 100_000

    @pytest.fixture
    def execution(self, runs: Runs) -> str:
        return runs.run(LINE, {"n": 5, "big": self.LARGE, "deep": {"list": [self.LARGE, {"k": 1}]}})

    def pointers(self, execution: str) -> set[str]:
        """The large values a run begins with."""
        row = Execution.objects.get(pk=execution)
        found = row.snapshots.get(seq=row.redrive_from_seq - 1).pointers or ""  # type: ignore[operator]
        return {part[:64] for part in found.split('"') if len(part) >= 64}

    def test_the_context_sent_back_as_it_was_seen_changes_nothing(self, runs: Runs, execution: str) -> None:
        context = runs.read(execution, "context/?seq=2&side=before")["context"]
        assert context["big"] == self.LARGE
        plain = redriven(runs, execution, {"seq": 2})
        sent = redriven(runs, execution, {"seq": 2, "context": context})
        assert runs.read(sent)["lineage"]["redriveContextDiff"] == []
        assert self.pointers(sent) == self.pointers(plain) != set()

    def test_a_large_value_may_be_sent_as_it_is_named_even_elsewhere(self, runs: Runs, execution: str) -> None:
        [named] = [runs.read(execution)["input"]["big"]]
        patch = [{"op": "add", "path": "/copy", "value": named}, {"op": "remove", "path": "/deep"}]
        new = redriven(runs, execution, {"seq": 2, "contextPatch": patch})
        context = runs.read(new, "context/?seq=2&side=before")["context"]
        assert (context["copy"], "deep" in context) == (self.LARGE, False)
        shown = {op["path"]: op.get("value") for op in runs.read(new)["lineage"]["redriveContextDiff"]}
        assert shown["/copy"]["bytes"] == 100_002
        assert runs.api.ok("GET", shown["/copy"]["href"].removeprefix("/api/v1")) == self.LARGE

    def test_a_patch_reaches_into_a_large_value(self, runs: Runs) -> None:
        many = {"rows": [{"n": n, "pad": "p" * 50} for n in range(2000)]}
        execution = runs.run(LINE, {"n": 5, "big": many})
        patch: list[dict[str, Any]] = [
            {"op": "test", "path": "/big/rows/7/n", "value": 7},
            {"op": "replace", "path": "/big/rows/7/n", "value": "seven"},
        ]
        new = redriven(runs, execution, {"seq": 2, "contextPatch": patch})
        assert runs.read(new)["lineage"]["redriveContextDiff"] == patch[1:]
        rows = runs.read(new, "context/?seq=2&side=before")["context"]["big"]["rows"]
        assert (rows[7]["n"], rows[8]["n"], len(rows)) == ("seven", 8, 2000)
        assert len(self.pointers(new)) == 1

    def test_a_context_may_not_grow_without_end(self, runs: Runs, settings: Settings) -> None:
        settings.ENV = settings.ENV.model_copy(update={"max_context_bytes": 2000})
        execution = runs.run(LINE, {"n": 5})
        answer = post(runs.api, execution, {"seq": 2, "context": {"many": ["x" * 20] * 100}})
        assert (answer.status, answer.body["code"]) == (400, "context_too_large")


def test_what_was_run_by_another_definition_is_shown_so(runs: Runs) -> None:
    flow = runs.flow(LINE)
    execution = runs.run(flow, {"n": 5})
    changed = definition(
        compose("first", "second", literals={"new": 1}), compose("second", "third"), compose("third", literals={"z": 1})
    )
    runs.api.ok("POST", f"/flows/{flow}/versions/", {})
    runs.api.ok("PUT", f"/flows/{flow}/versions/2/", {"definition": changed}, If_Match='"1"')
    new = redriven(runs, execution, {"seq": 3, "version": "draft"})
    assert runs.read(new)["flowVersion"] == 2
    assert runs.read(new, "steps/1/")["config"] == LINE["steps"]["first"]
    assert runs.read(new, "steps/3/")["config"] == changed["steps"]["third"]
