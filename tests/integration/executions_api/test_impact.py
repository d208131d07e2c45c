"""What a version would have done to the last runs of its flow."""

from __future__ import annotations

from typing import Any

import pytest

from executions import impact as impact_module
from executions.models import Execution, ExecutionEvent, StepExecution
from tests.integration.executions_api.runs import LINE, WAITING, Runs, compose, definition
from tests.integration.executions_api.test_replays import save_draft, with_step
from tests.integration.flows.client import Api


@pytest.fixture
def flow(runs: Runs) -> str:
    """A flow with five runs that ended, the newest with n = 4."""
    flow_id = runs.flow(LINE)
    for number in range(5):
        runs.run(flow_id, {"n": number})
    return flow_id


def impact(runs: Runs, flow: str, version: int = 2, query: str = "") -> Any:
    return runs.api.ok("GET", f"/flows/{flow}/versions/{version}/impact/{query}")


REQUIRED = {"x": {"path": "$.b.c.deep", "required": True}}


def test_the_published_version_changes_nothing(runs: Runs, flow: str) -> None:
    found = impact(runs, flow, 1)
    assert (found["version"], found["replayed"], found["same"], found["ranOutOfTime"]) == (1, 5, 5, False)
    assert (found["differs"], found["breaks"], found["notReplayable"], found["groups"]) == (0, 0, 0, [])
    runs_of_flow = [run["id"] for run in runs.api.ok("GET", f"/executions/?flow={flow}")["results"]]
    assert [run["executionId"] for run in found["runs"]] == runs_of_flow
    assert all((run["verdict"], run["at"]) == ("same", None) for run in found["runs"])


def test_alike_outcomes_are_one_group(runs: Runs, flow: str) -> None:
    way = {"condition": "$.n > 2", "nextStepInstanceId": "third"}
    save_draft(runs, flow, with_step("first", transitions=[way], displayName="The first"))
    found = impact(runs, flow)
    assert (found["same"], found["differs"]) == (3, 2)
    [group] = found["groups"]
    assert group == {
        "verdict": "differs",
        "stepInstanceId": "first",
        "stepName": "The first",
        "kind": "transition",
        "message": "It goes to third instead of second.",
        "count": 2,
        "executionIds": [run["executionId"] for run in found["runs"][:2]],
    }
    assert found["runs"][0]["at"] == {
        "seq": 1,
        "path": "first",
        "stepInstanceId": "first",
        "stepName": "The first",
        "kind": "transition",
        "message": "It goes to third instead of second.",
    }


def test_a_version_that_fails_breaks_the_runs(runs: Runs, flow: str) -> None:
    save_draft(runs, flow, with_step("third", inputMappings=REQUIRED))
    found = impact(runs, flow)
    assert (found["breaks"], [group["count"] for group in found["groups"]]) == (5, [5])
    assert found["groups"][0]["message"] == "It fails with MappingError required_path_missing."
    assert "$.b.c.deep" in found["runs"][0]["at"]["message"]


def test_only_runs_that_ended_are_looked_at_and_so_many_as_asked_for(runs: Runs, flow: str) -> None:
    assert impact(runs, flow, 1, "?lastExecutions=2")["replayed"] == 2
    waiting = runs.flow(WAITING)
    runs.run(waiting, {"id": 1})
    assert impact(runs, waiting, 1)["replayed"] == 0


def test_parts_of_forks_are_no_runs(runs: Runs, settings: Any) -> None:
    settings.ENV = settings.ENV.model_copy(update={"fork_inline_items": 1, "fork_chunk_items": 1})
    branches = [{"branchId": "b", "stepInstanceId": "b"}]
    fork = {"stepInstanceId": "f", "stepType": "PARALLEL_FORK_MANAGER", "itemsPath": "$.items"}
    flow = runs.flow(definition({**fork, "parallelBranches": branches}, compose("b")))
    runs.run(flow, {"items": [1, 2]})
    found = impact(runs, flow, 1)
    assert (found["replayed"], found["same"]) == (1, 1)


def test_when_the_time_is_over_it_says_so_and_gives_what_it_has(
    runs: Runs, flow: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(impact_module, "IMPACT_SECONDS", 0.0)
    found = impact(runs, flow, 1)
    assert (found["replayed"], found["runs"], found["ranOutOfTime"]) == (0, [], True)


def test_nothing_is_written(runs: Runs, flow: str) -> None:
    models = (Execution, StepExecution, ExecutionEvent)
    before = [list(model.objects.order_by("pk").values()) for model in models]
    save_draft(runs, flow, with_step("first", literals={"more": 1}))
    impact(runs, flow)
    assert [list(model.objects.order_by("pk").values()) for model in models] == before


class TestViewers:
    def test_a_viewer_sees_names_and_what_errors_said(self, runs: Runs, flow: str, viewer: Api) -> None:
        save_draft(runs, flow, with_step("third", inputMappings=REQUIRED))
        found = viewer.ok("GET", f"/flows/{flow}/versions/2/impact/")
        assert "$.b.c.deep" in found["runs"][0]["at"]["message"]

    @pytest.mark.parametrize("of_the_run", [True, False])
    def test_what_an_error_said_is_left_out_when_something_is_hidden(
        self, runs: Runs, viewer: Api, of_the_run: bool
    ) -> None:
        hidden = {**LINE, "redactPaths": ["$.n"]}
        flow = runs.flow(hidden if of_the_run else LINE)
        runs.run(flow, {"n": "a-secret-word"})
        end = {"stepInstanceId": "third", "stepType": "END_FLOW", "status": "FAILED", "message": "{{ n }} is too much"}
        broken = {**LINE, "steps": {**LINE["steps"], "third": end}}
        save_draft(runs, flow, broken if of_the_run else {**broken, "redactPaths": ["$.n"]})
        found = viewer.ok("GET", f"/flows/{flow}/versions/2/impact/")
        assert found["breaks"] == 1
        assert "a-secret-word" not in str(found)
        operator = runs.api.ok("GET", f"/flows/{flow}/versions/2/impact/")
        said = "It fails with PermanentStepError ended_as_failed."
        assert found["runs"][0]["at"]["message"] == said
        assert operator["runs"][0]["at"]["message"] == f"{said} a-secret-word is too much"


class TestRefusals:
    @pytest.mark.parametrize("query", ["?lastExecutions=0", "?lastExecutions=201", "?lastExecutions=x", "?other=1"])
    def test_a_query_that_makes_no_sense(self, runs: Runs, flow: str, query: str) -> None:
        assert runs.api("GET", f"/flows/{flow}/versions/1/impact/{query}").status == 400

    def test_there_must_be_such_a_version_and_such_a_flow_here(self, runs: Runs, flow: str, stranger: Api) -> None:
        assert runs.api("GET", f"/flows/{flow}/versions/9/impact/").status == 404
        assert stranger("GET", f"/flows/{flow}/versions/1/impact/").status == 404

    def test_a_draft_that_is_no_definition_names_its_fields(self, runs: Runs, flow: str) -> None:
        save_draft(runs, flow, {**LINE, "steps": {**LINE["steps"], "first": {"stepInstanceId": "first"}}})
        answer = runs.api("GET", f"/flows/{flow}/versions/2/impact/")
        assert answer.status == 400
        assert answer.body["errors"][0]["path"].startswith("/definition/steps/first")
