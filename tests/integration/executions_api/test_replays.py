"""A run driven again with another definition, over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from executions.models import Execution, ExecutionEvent, StepExecution
from tests.integration.executions_api.runs import LINE, Runs, compose, definition
from tests.integration.flows.client import Api

VISIT = {
    "seq",
    "recordedSeq",
    "path",
    "stepInstanceId",
    "stepType",
    "verdict",
    "differences",
    "recorded",
    "stepChanged",
    "stuck",
    "status",
    "input",
    "output",
    "contextDiff",
    "mappingEvents",
    "transition",
    "error",
}


BROKEN_WAY = {"condition": "$.a ==", "nextStepInstanceId": "third"}


def replay(runs: Runs, execution: str, **body: Any) -> Any:
    """What the API says of a replay."""
    return runs.api.ok("POST", f"/executions/{execution}/replay/", body)


def with_step(step_id: str, **fields: Any) -> dict[str, Any]:
    """LINE with one step edited."""
    return {**LINE, "steps": {**LINE["steps"], step_id: {**LINE["steps"][step_id], **fields}}}


def save_draft(runs: Runs, flow: str, document: dict[str, Any]) -> None:
    """A second version of a flow."""
    runs.api.ok("POST", f"/flows/{flow}/versions/", {})
    runs.api.ok("PUT", f"/flows/{flow}/versions/2/", {"definition": document}, **{"If-Match": '"1"'})


def test_a_run_replayed_as_it_was_is_the_same(runs: Runs) -> None:
    execution = runs.run(LINE, {"n": 5})
    found = replay(runs, execution)
    assert (found["verdict"], found["reason"], found["status"]) == ("same", "", "COMPLETED")
    assert (found["firstDivergence"], found["missed"], found["error"]) == (None, [], None)
    assert found["truncated"] is False
    assert found["output"] == runs.read(execution)["output"]
    assert [(one["seq"], one["recordedSeq"], one["verdict"]) for one in found["visits"]] == [
        (1, 1, "same"),
        (2, 2, "same"),
        (3, 3, "same"),
    ]
    assert all(set(one) == VISIT for one in found["visits"])


def test_what_a_visit_does_in_a_replay_is_shown_as_a_recorded_one_is(runs: Runs) -> None:
    execution = runs.run(LINE, {"n": 5})
    recorded, replayed = runs.read(execution, "steps/2/"), replay(runs, execution)["visits"][1]
    for name in (
        "path",
        "stepType",
        "status",
        "input",
        "output",
        "contextDiff",
        "mappingEvents",
        "transition",
        "error",
    ):
        assert replayed[name] == recorded[name]


def test_a_definition_that_is_not_saved_is_evaluated_on_the_recorded_data(runs: Runs) -> None:
    execution = runs.run(LINE, {"n": 5, "m": 6})
    found = replay(runs, execution, definition=with_step("first", inputMappings={"n": "$.m"}))
    assert found["verdict"] == "differs"
    assert found["firstDivergence"] == {
        "seq": 1,
        "path": "first",
        "stepInstanceId": "first",
        "stepName": "first",
        "kind": "input",
        "message": "Its input differs: n.",
    }
    assert found["visits"][0]["differences"] == ["input", "output", "changes"]
    assert found["visits"][2]["output"] == {"all": {"c": 6}}


def test_nothing_is_recorded(runs: Runs) -> None:
    execution = runs.run(LINE, {"n": 5})
    models = (Execution, StepExecution, ExecutionEvent)
    before = [list(model.objects.order_by("pk").values()) for model in models]
    replay(runs, execution, definition=with_step("first", literals={"more": 1}))
    assert [list(model.objects.order_by("pk").values()) for model in models] == before


class TestVersions:
    @pytest.fixture
    def execution(self, runs: Runs) -> str:
        """A run of version 1 of a flow whose draft 2 says something else."""
        flow = runs.flow(LINE)
        execution = runs.run(flow, {"n": 5})
        save_draft(runs, flow, with_step("third", literals={"more": True}))
        return execution

    @pytest.mark.parametrize(
        ("version", "verdict"),
        [("original", "same"), ("published", "same"), (1, "same"), ("draft", "differs"), (2, "differs")],
    )
    def test_a_version_is_named_by_its_number_or_its_part(
        self, runs: Runs, execution: str, version: Any, verdict: str
    ) -> None:
        assert replay(runs, execution, version=version)["verdict"] == verdict

    def test_there_must_be_such_a_version(self, runs: Runs, execution: str) -> None:
        answer = runs.api("POST", f"/executions/{execution}/replay/", {"version": 9})
        assert (answer.status, answer.body["code"]) == (404, "not_found")

    def test_a_flow_without_a_published_version_has_none_to_replay_with(self, runs: Runs) -> None:
        flow = runs.api.flow(LINE)
        execution = runs.run(flow, {"n": 5}, version=1)
        answer = runs.api("POST", f"/executions/{execution}/replay/", {"version": "published"})
        assert (answer.status, answer.body["code"]) == (409, "flow_not_published")

    def test_a_flow_whose_only_version_is_published_has_no_draft(self, runs: Runs) -> None:
        execution = runs.run(LINE, {"n": 5})
        answer = runs.api("POST", f"/executions/{execution}/replay/", {"version": "draft"})
        assert answer.status == 404


class TestRefusals:
    @pytest.mark.parametrize(
        ("body", "path"),
        [
            ({"version": 1, "definition": LINE}, ""),
            ({"version": "newest"}, "/version"),
            ({"definition": []}, "/definition"),
            ({"nothing": 1}, "/nothing"),
            ({"definition": {**LINE, "startStepInstanceId": "nobody"}}, "/definition/startStepInstanceId"),
            (
                {
                    "definition": with_step(
                        "second", transitions=[{"condition": "$.a ==", "nextStepInstanceId": "third"}]
                    )
                },
                "/definition/steps/second/transitions/0/condition",
            ),
        ],
    )
    def test_the_field_that_is_wrong_is_named(self, runs: Runs, body: dict[str, Any], path: str) -> None:
        execution = runs.run(LINE, {"n": 5})
        answer = runs.api("POST", f"/executions/{execution}/replay/", body)
        assert answer.status == 400
        assert any(error["path"].startswith(path) for error in answer.body["errors"])

    def test_a_step_of_a_draft_that_cannot_be_read_breaks_the_run_there_and_the_others_are_shown(
        self, runs: Runs
    ) -> None:
        flow = runs.flow(LINE)
        execution = runs.run(flow, {"n": 5})
        save_draft(runs, flow, with_step("third", moduleIdentifier="system/none"))
        found = replay(runs, execution, version="draft")
        assert (found["verdict"], found["firstDivergence"]["path"]) == ("breaks", "third")
        assert [one["verdict"] for one in found["visits"]] == ["same", "same"]

    def test_a_viewer_may_not_since_every_value_is_shown(self, runs: Runs, viewer: Api) -> None:
        execution = runs.run(LINE, {"n": 5})
        assert viewer("POST", f"/executions/{execution}/replay/", {}).status == 403

    def test_a_run_of_another_workspace_is_not_there(self, runs: Runs, stranger: Api) -> None:
        execution = runs.run(LINE, {"n": 5})
        assert stranger("POST", f"/executions/{execution}/replay/", {}).status == 404


def test_a_large_value_is_named_by_its_href(runs: Runs) -> None:
    big = definition(compose("a", inputMappings={"doc": "$.doc"}))
    execution = runs.run(big, {"doc": "x" * (6 * 2**20)})
    [visit] = replay(runs, execution)["visits"]
    assert visit["verdict"] == "same"
    assert len(visit["input"]["doc"]) == 6 * 2**20
    assert visit["output"]["doc"]["href"].startswith(f"http://testserver/api/v1/executions/{execution}/blobs/")


def test_of_a_long_run_the_first_thousand_visits_are_shown(runs: Runs) -> None:
    loop = definition(
        compose(
            "turn",
            inputMappings={"n": "$.n"},
            transitions=[{"condition": "$.n > 0", "nextStepInstanceId": "turn", "maxTransitions": 1100}],
            onError={"fallbackStepInstanceId": "end"},
        ),
        compose("end"),
    )
    execution = runs.run(loop, {"n": 1})
    found = replay(runs, execution)
    assert (found["verdict"], len(found["visits"]), found["truncated"]) == ("same", 1000, True)
