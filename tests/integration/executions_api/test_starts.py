"""Starting runs over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from executions.models import Execution
from tests.integration.executions_api.runs import ECHO, Runs, compose, definition


def test_a_start_is_accepted_at_once_and_done_by_a_worker(runs: Runs) -> None:
    flow = runs.flow(ECHO)
    answer = runs.api("POST", f"/flows/{flow}/executions/", {"input": {"say": "hello"}})
    assert (answer.status, set(answer.body), answer.body["status"]) == (202, {"executionId", "status"}, "QUEUED")
    execution = answer.body["executionId"]
    assert runs.read(execution)["status"] == "QUEUED"
    runs.work()
    assert runs.read(execution)["output"] == {"echo": {"said": "hello"}}


def test_a_run_says_all_that_programs_rely_on(runs: Runs) -> None:
    flow = runs.flow(ECHO)
    execution = runs.run(flow, {"say": "hi"}, labels={"team": "sales"}, priority=2)
    run = runs.read(execution)
    assert run | {"createdAt": "", "startedAt": "", "endedAt": "", "durationMs": 0} == {
        "id": execution,
        "flowId": flow,
        "flowVersion": 1,
        "status": "COMPLETED",
        "input": {"say": "hi"},
        "output": {"echo": {"said": "hi"}},
        "error": None,
        "errorFingerprint": None,
        "trigger": "api",
        "labels": {"team": "sales"},
        "priority": 2,
        "createdAt": "",
        "startedAt": "",
        "endedAt": "",
        "durationMs": 0,
        "currentStepInstanceId": None,
        "progress": {"visits": 1, "done": 0, "total": 0, "checkpoints": []},
        "redriveOf": None,
        "parentId": None,
        "lineage": {
            "redriveOf": None,
            "redriveFromSeq": None,
            "redriveContextDiff": None,
            "redrives": [],
            "parentId": None,
            "parentSeq": None,
            "children": [],
        },
        "eventSeq": 4,
        "cancelRequestedAt": None,
        "pauseRequestedAt": None,
    }
    assert run["createdAt"] <= run["startedAt"] <= run["endedAt"]
    assert run["startedAt"].endswith("Z")


def test_a_failed_run_says_which_step_failed_and_why(runs: Runs) -> None:
    broken = compose("boom", inputMappings={"x": {"path": "$.nothing", "required": True}})
    run = runs.read(runs.run(definition(broken)))
    assert (run["status"], run["output"]) == ("FAILED", None)
    error = run["error"]
    assert (error["errorName"], error["stepInstanceId"], error["attempts"]) == ("MappingError", "boom", 1)
    assert set(error) == {"errorName", "code", "message", "stepInstanceId", "attempts", "details"}


def test_a_draft_runs_when_it_is_named_and_only_then(runs: Runs) -> None:
    flow = runs.api.flow(ECHO)
    refused = runs.api("POST", f"/flows/{flow}/executions/", {"input": {}})
    assert (refused.status, refused.body["code"]) == (409, "flow_not_published")
    execution = runs.run(flow, {"say": 1}, version=1)
    assert (runs.read(execution)["status"], runs.read(execution)["flowVersion"]) == ("COMPLETED", 1)


def test_flow_variables_of_a_start_lie_over_those_of_the_definition(runs: Runs) -> None:
    shows = compose("show", inputMappings={"vars": "$.flow_variables"})
    flow = runs.flow(definition(shows, flowVariables={"a": 1, "b": 2}))
    run = runs.read(runs.run(flow, flowVariables={"b": 3, "c": 4}))
    assert run["output"] == {"show": {"vars": {"a": 1, "b": 3, "c": 4}}}


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"input": []}, "/input"),
        ({"input": None}, "/input"),
        ({"input": {"steps_output": 1}}, "/input/steps_output"),
        ({"input": {"n": "text"}}, "/input/n"),
        ({"input": {"n": 1}, "version": 0}, "/version"),
        ({"input": {"n": 1}, "version": "1"}, "/version"),
        ({"input": {"n": 1}, "priority": 6}, "/priority"),
        ({"input": {"n": 1}, "labels": {"a b": "x"}}, "/labels/a b/[key]"),
        ({"input": {"n": 1}, "labels": {"a": 1}}, "/labels/a"),
        ({"input": {"n": 1}, "flowVariables": []}, "/flowVariables"),
        ({"input": {"n": 1}, "unknown": 1}, "/unknown"),
    ],
)
def test_a_refused_start_names_the_field_and_leaves_nothing(runs: Runs, body: dict[str, Any], path: str) -> None:
    schema = {"type": "object", "properties": {"n": {"type": "integer"}}}
    flow = runs.flow(definition(compose("echo"), inputSchema=schema))
    answer = runs.api("POST", f"/flows/{flow}/executions/", body)
    assert (answer.status, answer.body["errors"][0]["path"]) == (400, path)
    assert Execution.objects.count() == 0


def test_the_same_key_and_body_give_the_same_run(runs: Runs) -> None:
    flow = runs.flow(ECHO)
    send = [{"input": {"say": 1}}, {"input": {"say": 1}}, {"input": {"say": 2}}]
    first, again, other = (
        runs.api("POST", f"/flows/{flow}/executions/", body, **{"Idempotency-Key": "k1"}) for body in send
    )
    assert first.body["executionId"] == again.body["executionId"]
    assert (other.status, other.body["code"]) == (409, "idempotency_key_reused")
    assert Execution.objects.count() == 1


@pytest.mark.parametrize("key", ["", "x" * 256, "a\tb"])
def test_a_key_that_cannot_be_kept_is_refused(runs: Runs, key: str) -> None:
    flow = runs.flow(ECHO)
    answer = runs.api("POST", f"/flows/{flow}/executions/", {"input": {}}, **{"Idempotency-Key": key})
    assert (answer.status, answer.body["errors"][0]["path"]) == (400, "Idempotency-Key")


def test_a_batch_starts_a_run_for_each_input_in_their_order(runs: Runs) -> None:
    flow = runs.flow(ECHO)
    body = {"inputs": [{"say": number} for number in range(5)]}
    answer = runs.api("POST", f"/flows/{flow}/executions/batch/", body, **{"Idempotency-Key": "b"})
    again = runs.api("POST", f"/flows/{flow}/executions/batch/", body, **{"Idempotency-Key": "b"})
    runs.work()
    assert (answer.status, answer.body) == (202, again.body)
    outputs = [runs.read(one)["output"]["echo"]["said"] for one in answer.body["executionIds"]]
    assert outputs == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("inputs", "path"),
    [
        ([], "/inputs"),
        ([{}] * 1001, "/inputs"),
        ([{}, [], {}], "/inputs/1"),
        ([{}, {"error": 1}], "/inputs/1/error"),
    ],
)
def test_a_batch_starts_all_or_none(runs: Runs, inputs: list[Any], path: str) -> None:
    flow = runs.flow(ECHO)
    answer = runs.api("POST", f"/flows/{flow}/executions/batch/", {"inputs": inputs})
    assert (answer.status, answer.body["errors"][0]["path"]) == (400, path)
    assert Execution.objects.count() == 0


def test_checkpoints_that_were_passed_count_as_progress(runs: Runs) -> None:
    steps = (
        compose("c", checkpoint={"id": "three", "label": "Third", "order": 3}),
        compose("b", "hold", checkpoint={"id": "two", "label": "Second", "order": 2}),
        {"stepInstanceId": "hold", "stepType": "WAIT_FOR_EXTERNAL_EVENT", "correlationKeyTemplate": "k"}
        | {"defaultNextStepInstanceId": "c"},
    )
    document = {**definition(*steps), "startStepInstanceId": "b"}
    run = runs.read(runs.run(document))
    assert run["status"] == "WAITING"
    assert run["progress"] == {
        "visits": 2,
        "done": 1,
        "total": 2,
        "checkpoints": [
            {"id": "two", "label": "Second", "done": True},
            {"id": "three", "label": "Third", "done": False},
        ],
    }


def test_a_run_names_the_runs_it_started(runs: Runs) -> None:
    child = runs.flow(ECHO, name="Child")
    call = {"stepInstanceId": "call", "stepType": "START_SUB_FLOW", "subFlowDefinitionId": child}
    parent = runs.run(definition({**call, "inputMappings": {"say": "$.say"}}), {"say": "x"})
    lineage = runs.read(parent)["lineage"]
    (born,) = lineage["children"]
    assert (born["flowId"], born["status"], born["seq"]) == (child, "COMPLETED", 1)
    inner = runs.read(born["id"])
    assert (inner["parentId"], inner["trigger"], inner["output"]) == (parent, "sub_flow", {"echo": {"said": "x"}})
