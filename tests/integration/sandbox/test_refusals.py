"""What the sandbox refuses, and that each refusal names the field."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from executions.sandbox_services import slots
from tests.engine_flows import call, chain, compose, flow, fork, step
from tests.integration.flows.client import Api
from tests.integration.sandbox.conftest import Sandbox
from workspaces.models import Workspace
from workspaces.roles import Role

A = compose("a")
URL = "http://x.test"

STEP: list[tuple[dict[str, Any], str]] = [
    ({}, "/step"),
    ({"step": "a"}, "/step"),
    ({"step": {"stepType": "NO_OP"}}, "/step/stepInstanceId"),
    ({"step": {"stepInstanceId": 7, "stepType": "NO_OP"}}, "/step/stepInstanceId"),
    ({"step": A, "stepInstanceId": "b"}, "/stepInstanceId"),
    ({"step": {"stepInstanceId": "a"}}, "/step/stepType"),
    ({"step": step("a", "NO_SUCH")}, "/step/stepType"),
    ({"step": step("a b")}, "/step/stepInstanceId"),
    ({"step": step("a", "API_CALL")}, "/step/apiUrlTemplate"),
    ({"step": call("a", URL, "GTE")}, "/step/apiHttpMethod"),
    ({"step": compose("a", inputMappings={"x": "$.["})}, "/step/inputMappings/x"),
    ({"step": compose("a", outputMappings={"$.execution": "$"})}, "/step/outputMappings/$.execution"),
    ({"step": compose("a", {"x": "{{ y"})}, "/step/literals/x"),
    (
        {"step": step("a", transitions=[{"condition": "$.x =", "nextStepInstanceId": "b"}])},
        "/step/transitions/0/condition",
    ),
    ({"definition": flow(A), "stepInstanceId": "b"}, "/stepInstanceId"),
    ({"definition": {}, "stepInstanceId": "a"}, "/stepInstanceId"),
    ({"definition": {"steps": []}, "stepInstanceId": "a"}, "/stepInstanceId"),
    ({"definition": flow(step("a", "API_CALL")), "stepInstanceId": "a"}, "/definition/steps/a/apiUrlTemplate"),
    ({"definition": flow(A, flowVariables=[]), "stepInstanceId": "a"}, "/definition/flowVariables"),
    (
        {"definition": flow(fork("f", "a"), {**A, "literals": []}), "stepInstanceId": "f"},
        "/definition/steps/a/literals",
    ),
    ({"flowId": str(uuid4()), "stepInstanceId": "a"}, "/version"),
    ({"flowId": "x", "version": 1, "stepInstanceId": "a"}, "/flowId"),
    ({"step": A, "context": []}, "/context"),
    ({"step": A, "seq": 0}, "/seq"),
    ({"step": A, "dryRun": "yes"}, "/dryRun"),
    ({"step": A, "surprise": 1}, "/surprise"),
    ({"step": A, "mocks": {"b": {"output": 1}}}, "/mocks/b"),
    ({"step": A, "mocks": {"a": {}}}, "/mocks/a"),
    ({"step": A, "mocks": {"a": {"output": 1, "error": {"errorName": "MappingError"}}}}, "/mocks/a"),
    ({"step": A, "mocks": {"a": {"error": {"errorName": "NoError"}}}}, "/mocks/a/error/errorName"),
]
FLOW: list[tuple[dict[str, Any], str]] = [
    ({}, "/definition"),
    ({"definition": {}}, "/definition/steps"),
    ({"definition": flow(A, startStepInstanceId="b")}, "/definition/startStepInstanceId"),
    ({"definition": flow(A, surprise=1)}, "/definition/surprise"),
    ({"definition": flow({**A, "literals": []})}, "/definition/steps/a/literals"),
    ({"definition": flow(A), "upToStepInstanceId": "b"}, "/upToStepInstanceId"),
    ({"definition": flow(A), "mocks": {"b": {"output": 1}}}, "/mocks/b"),
    ({"definition": flow(A), "input": []}, "/input"),
    ({"definition": flow(A), "input": {"steps_output": {}}}, "/input/steps_output"),
    ({"definition": flow(A, inputSchema={"required": ["n"]}), "input": {}}, "/input"),
    (
        {"definition": flow(A, inputSchema={"properties": {"n": {"type": "number"}}}), "input": {"n": "x"}},
        "/input/n",
    ),
]


@pytest.mark.parametrize(("body", "path"), STEP, ids=lambda value: value if isinstance(value, str) else "")
def test_a_step_that_cannot_be_tried_is_refused(sandbox: Sandbox, body: dict[str, Any], path: str) -> None:
    answer = sandbox.refused("step", **body)
    assert (answer.status, answer.body["errors"][0]["path"]) == (400, path), answer.body


@pytest.mark.parametrize(("body", "path"), FLOW, ids=lambda value: value if isinstance(value, str) else "")
def test_a_draft_that_cannot_be_tried_is_refused(sandbox: Sandbox, body: dict[str, Any], path: str) -> None:
    answer = sandbox.refused("flow", **body)
    assert (answer.status, answer.body["errors"][0]["path"]) == (400, path), answer.body


def test_every_wrong_field_of_a_step_is_named(sandbox: Sandbox) -> None:
    wrong = call("a", "", "GTE", inputMappings={"x": "$.["})
    paths = {error["path"] for error in sandbox.refused("step", step=wrong).body["errors"]}
    assert paths >= {"/step/apiHttpMethod", "/step/apiUrlTemplate/template", "/step/inputMappings/x"}


def test_a_definition_above_the_limit_is_refused(sandbox: Sandbox) -> None:
    answer = sandbox.refused("flow", definition=flow(compose("a", {"x": "y" * 2**21})))
    assert (answer.status, answer.body["errors"][0]["path"]) == (400, "/definition")


@pytest.mark.parametrize("role", [Role.VIEWER, Role.OPERATOR])
@pytest.mark.parametrize("path", ["step", "flow"])
def test_only_editors_may_try(workspace: Workspace, role: Role, path: str) -> None:
    answer = Api(workspace, role)("POST", f"/sandbox/{path}/", {"step": A, "definition": flow(A)})
    assert answer.status == 403


def test_when_all_slots_are_taken_it_says_when_to_come_again(
    sandbox: Sandbox, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ENV = settings.ENV.model_copy(update={"sandbox_concurrency": 1})
    with slots.one():
        for path, body in (("step", {"step": A}), ("flow", {"definition": chain(A)})):
            answer = sandbox.refused(path, **body)
            assert (answer.status, answer.body["code"], answer.headers["Retry-After"]) == (
                429,
                "too_many_requests",
                "2",
            )
    assert sandbox.step(A)["status"] == "COMPLETED"


def test_a_refused_try_gives_its_slot_back(sandbox: Sandbox, settings: Any) -> None:
    settings.ENV = settings.ENV.model_copy(update={"sandbox_concurrency": 1})
    for _ in range(3):
        assert sandbox.refused("step").status == 400
    assert sandbox.step(A)["status"] == "COMPLETED"
