"""The definition that a run was started with, for who wants to draw it."""

from __future__ import annotations

from tests.integration.executions_api.runs import ECHO, LINE, Runs
from tests.integration.flows.client import Api

DRAWN = {**LINE, "notes": [{"id": "n1", "text": "Begin here", "position": {"x": 1, "y": 2}}]}


def test_a_run_of_a_draft_keeps_the_definition_it_was_started_with(runs: Runs, viewer: Api) -> None:
    flow = runs.api.flow(DRAWN)
    execution = runs.start(flow, {"n": 1}, version=1)
    saved = runs.api("PUT", f"/flows/{flow}/versions/1/", {"definition": ECHO}, If_Match='"1"')
    assert saved.status == 200
    found = viewer.ok("GET", f"/executions/{execution}/definition/")
    assert found == {"flowId": flow, "flowVersion": 1, "definition": DRAWN}
    assert list(found["definition"]["steps"]) == ["first", "second", "third"]


def test_steps_stand_there_with_the_presets_of_the_start(runs: Runs) -> None:
    fields = {"stepType": "NO_OP", "displayName": "As it was"}
    preset = runs.api.ok("POST", "/step-definitions/", {"name": "P", "step": fields})["id"]
    step = {"stepInstanceId": "a", "stepType": "NO_OP", "stepDefinitionId": preset}
    flow = runs.flow({"schemaVersion": "1", "startStepInstanceId": "a", "steps": {"a": step}})
    execution = runs.start(flow)
    runs.api.ok("PUT", f"/step-definitions/{preset}/", {"name": "P", "step": {**fields, "displayName": "Changed"}})
    steps = runs.read(execution, "definition/")["definition"]["steps"]
    assert steps["a"]["displayName"] == "As it was"


def test_another_workspace_does_not_see_it(runs: Runs, stranger: Api) -> None:
    assert stranger("GET", f"/executions/{runs.start(ECHO)}/definition/").status == 404
