"""Two runs beside each other, over HTTP."""

from __future__ import annotations

from uuid import uuid4

import pytest
from pytest_django.fixtures import Settings

from executions.sandbox_services import slots
from tests.integration.executions_api.runs import LINE, Runs, compose, definition
from tests.integration.flows.client import Api

ROW = {
    "path",
    "stepInstanceId",
    "occurrence",
    "leftSeq",
    "rightSeq",
    "leftExecutionId",
    "rightExecutionId",
    "leftStatus",
    "rightStatus",
    "leftInherited",
    "rightInherited",
    "verdict",
    "differences",
}


def test_two_runs_of_a_flow(runs: Runs) -> None:
    flow = runs.flow(LINE)
    left, right = runs.run(flow, {"n": 1}), runs.run(flow, {"n": 2})
    found = runs.read(left, f"compare/{right}/")
    assert (found["left"]["id"], found["right"]["id"]) == (left, right)
    assert (found["left"]["status"], found["left"]["visits"], found["left"]["flowVersion"]) == ("COMPLETED", 3, 1)
    assert (found["same"], found["sameDefinition"], found["truncated"]) == (False, True, False)
    assert found["counts"] == {"same": 0, "differs": 3, "onlyLeft": 0, "onlyRight": 0}
    assert [set(row) for row in found["rows"]] == [ROW] * 3
    assert found["firstDivergence"] == found["rows"][0]
    assert found["rows"][0] == {
        "path": "first",
        "stepInstanceId": "first",
        "occurrence": 1,
        "leftSeq": 1,
        "rightSeq": 1,
        "leftExecutionId": left,
        "rightExecutionId": right,
        "leftStatus": "COMPLETED",
        "rightStatus": "COMPLETED",
        "leftInherited": False,
        "rightInherited": False,
        "verdict": "differs",
        "differences": ["input", "output", "changes"],
    }


def test_when_too_many_are_compared_at_once_it_says_when_to_come_again(runs: Runs, settings: Settings) -> None:
    settings.ENV = settings.ENV.model_copy(update={"sandbox_concurrency": 1})
    path = "/executions/{0}/compare/{0}/".format(runs.run(LINE, {"n": 1}))
    with slots.one():
        answer = runs.api("GET", path)
        assert (answer.status, answer.body["code"], answer.headers["Retry-After"]) == (429, "too_many_requests", "2")
    assert runs.api.ok("GET", path)["same"]


def test_a_run_with_itself(runs: Runs) -> None:
    run = runs.run(LINE, {"n": 1})
    found = runs.read(run, f"compare/{run}/")
    assert (found["same"], found["firstDivergence"]) == (True, None)


def test_a_visit_that_only_one_run_made_has_one_side(runs: Runs) -> None:
    left = runs.run(definition(compose("a", "b"), compose("b")), {})
    right = runs.run(definition(compose("a")), {})
    found = runs.read(left, f"compare/{right}/")
    assert found["sameDefinition"] is False
    row = found["rows"][1]
    assert (row["path"], row["verdict"], row["rightSeq"], row["rightStatus"]) == ("b", "onlyLeft", None, None)


def test_a_viewer_learns_that_a_hidden_value_differs_and_nothing_of_it(runs: Runs, viewer: Api) -> None:
    hidden = {**LINE, "redactPaths": ["$.n", "$.a", "$.b"]}
    flow = runs.flow(hidden)
    left, right = runs.run(flow, {"n": "first-secret"}), runs.run(flow, {"n": "second-secret"})
    answer = viewer("GET", f"/executions/{left}/compare/{right}/")
    assert answer.body["rows"][0]["differences"] == ["input", "output", "changes"]
    assert "secret" not in str(answer.body)


def test_both_runs_must_be_in_the_workspace(runs: Runs, stranger: Api) -> None:
    run = runs.run(LINE, {"n": 1})
    theirs = Runs(stranger).run(LINE, {"n": 1})
    for other in (theirs, str(uuid4())):
        assert runs.api("GET", f"/executions/{run}/compare/{other}/").status == 404
        assert runs.api("GET", f"/executions/{other}/compare/{run}/").status == 404


class TestLastGood:
    def test_it_is_the_newest_completed_run_before(self, runs: Runs, viewer: Api) -> None:
        flow = runs.flow(LINE)
        good, bad = runs.run(flow, {"n": 1}), runs.start(flow, {"n": 2})
        runs.api.ok("POST", f"/executions/{bad}/cancel/")
        runs.work()
        assert runs.read(bad, "last-good/") == {"executionId": good, "endedAt": runs.read(good)["endedAt"]}
        assert viewer("GET", f"/executions/{bad}/last-good/").status == 200

    def test_there_may_be_none(self, runs: Runs) -> None:
        run = runs.run(LINE, {"n": 1})
        assert runs.read(run, "last-good/") == {"executionId": None, "endedAt": None}

    @pytest.mark.parametrize("path", ["last-good/", "compare/{run}/"])
    def test_another_workspace_has_no_such_run(self, runs: Runs, stranger: Api, path: str) -> None:
        run = runs.run(LINE, {"n": 1})
        assert stranger("GET", f"/executions/{run}/{path.format(run=run)}").status == 404
