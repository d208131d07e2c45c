"""Where a tried step comes from, and what it runs on: versions, drafts, presets, moments of recorded runs."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from executions.models import Execution, StepExecution
from executions.redaction import Redaction
from executions.sandbox_sources import recorded
from tests.engine_flows import broken, chain, compose, flow, fork
from tests.integration.executions_api.runs import Runs
from tests.integration.flows.client import Api
from tests.integration.sandbox.conftest import Sandbox
from workspaces.models import Workspace
from workspaces.roles import Role

LINE = chain(
    compose("first", {"v": "$.n"}, outputMappings={"$.a": "$.v"}),
    compose("second", {"v": "$.a", "from": "$.initialContextData.n"}, outputMappings={"$.a": "$"}),
    flowVariables={"k": "as run"},
)


@pytest.fixture
def runs(api: Api) -> Runs:
    """Runs of the sandbox's workspace."""
    return Runs(api)


def test_a_step_comes_from_a_version(sandbox: Sandbox, api: Api) -> None:
    flow_id = api.flow(LINE)
    body = {"flowId": flow_id, "version": 1, "stepInstanceId": "second"}
    assert sandbox.step(None, {"a": 1}, **body)["output"] == {"v": 1}


def test_the_unsaved_step_goes_before_that_of_the_version(sandbox: Sandbox, api: Api) -> None:
    body = {"flowId": api.flow(LINE), "version": 1}
    tried = sandbox.step(compose("second", {"k": "$.flow_variables.k"}), {}, **body)
    assert tried["output"] == {"k": "as run"}


def test_the_context_is_the_one_before_the_last_visit_of_the_step(sandbox: Sandbox, runs: Runs) -> None:
    execution = runs.run(LINE, {"n": 7})
    rows = (Execution.objects.count(), StepExecution.objects.count())
    tried = sandbox.step(executionId=execution, stepInstanceId="second")
    assert tried["output"] == {"v": 7, "from": 7}
    assert tried["contextDiff"] == [{"op": "replace", "path": "/a", "value": {"v": 7, "from": 7}}]
    assert (Execution.objects.count(), StepExecution.objects.count()) == rows


def test_a_visit_may_be_named_by_its_number(sandbox: Sandbox, runs: Runs) -> None:
    execution = runs.run(LINE, {"n": 7})
    shown = compose("new", {"a": "$.a", "n": "$.n"})
    outputs = [sandbox.step(shown, executionId=execution, seq=seq)["output"] for seq in (1, 2)]
    assert outputs == [{"n": 7}, {"a": 7, "n": 7}]
    assert sandbox.step(executionId=execution, seq=1)["output"] == {"v": 7}


def test_a_context_in_the_request_goes_before_that_of_the_run(sandbox: Sandbox, runs: Runs) -> None:
    execution = runs.run(LINE, {"n": 7})
    assert sandbox.step(None, {"a": 1}, executionId=execution, stepInstanceId="second")["output"] == {"v": 1}


def test_a_step_sees_the_run_it_is_tried_on(sandbox: Sandbox, runs: Runs) -> None:
    execution = runs.run(LINE, {"n": 7})
    reading = {"id": "$.execution.id", "version": "$.execution.flowVersion", "trigger": "$.execution.trigger"}
    tried = sandbox.step(compose("second", reading), executionId=execution)
    assert tried["output"] == {"id": execution, "version": 1, "trigger": "api"}


def test_a_step_in_a_branch_sees_what_its_branch_saw(sandbox: Sandbox, runs: Runs) -> None:
    document = flow(
        fork("f", "a"), compose("a", {"i": "$.currentItem"}, then="b"), compose("b", {"last": "$.steps_output.a.i"})
    )
    execution = runs.run(document, {"items": ["x", "y"]})
    reading = {"item": "$.currentItem", "index": "$.currentIndex", "a": "$.steps_output.a.i"}
    tried = sandbox.step(compose("b", reading), executionId=execution)
    assert tried["output"] == {"item": "y", "index": 1, "a": "y"}
    assert tried["transition"]["kind"] == "BRANCH_END"


def test_a_step_behind_a_fallback_sees_the_error(sandbox: Sandbox, runs: Runs) -> None:
    document = flow(broken("a", onError={"fallbackStepInstanceId": "b"}), compose("b"))
    execution = runs.run(document)
    assert sandbox.step(compose("b", {"why": "$.error.code"}), executionId=execution)["output"] == {
        "why": "not_a_number"
    }


def test_large_values_of_a_run_are_read_by_the_step_and_shown(sandbox: Sandbox, runs: Runs) -> None:
    large = "x" * 100_000
    document = chain(compose("a", {"v": "$.large"}), compose("b", {"n": "{{ steps_output.a.v | size }}"}))
    execution = runs.run(document, {"large": large})
    assert sandbox.step(executionId=execution, stepInstanceId="b")["output"] == {"n": "100000"}
    assert sandbox.step(executionId=execution, stepInstanceId="a")["output"] == {"v": large}


def test_what_a_role_may_not_see_is_not_in_its_context(runs: Runs) -> None:
    document = chain(compose("a", {"v": "$.card"}), compose("b"), redactPaths=["$.card"])
    execution = Execution.objects.get(pk=runs.run(document, {"card": "4111-1111", "n": 1}))
    seen = recorded(execution, Role.VIEWER, step_id="b", seq=None)
    assert (seen.root["card"], seen.root["n"], seen.root["steps_output"]) == ("***", 1, {"a": {"v": "***"}})
    assert seen.given == {"card": "***", "n": 1}
    assert recorded(execution, Role.EDITOR, step_id="b", seq=None).root["card"] == "4111-1111"
    assert bool(Redaction(["$.card"])) is True


class TestPresets:
    """Step definitions are laid under as at a start."""

    @pytest.fixture
    def preset(self, api: Api) -> str:
        """A step that composes `x` and `y`."""
        fields = {key: value for key, value in compose("p", {"x": 1, "y": 1}).items() if key != "stepInstanceId"}
        made: str = api.ok("POST", "/step-definitions/", {"name": "P", "step": fields})["id"]
        return made

    def test_a_tried_step_inherits(self, sandbox: Sandbox, preset: str) -> None:
        step = {"stepInstanceId": "a", "stepDefinitionId": preset, "literals": {"y": 2}}
        assert sandbox.step(step, {})["output"] == {"x": 1, "y": 2}

    def test_the_steps_of_a_draft_inherit(self, sandbox: Sandbox, preset: str) -> None:
        document = flow({"stepInstanceId": "a", "stepDefinitionId": preset, "literals": {"y": 2}})
        assert sandbox.flow(document)["output"] == {"a": {"x": 1, "y": 2}}

    def test_an_unknown_one_is_named(self, sandbox: Sandbox) -> None:
        step = {"stepInstanceId": "a", "stepType": "NO_OP", "stepDefinitionId": str(uuid4())}
        answer = sandbox.refused("flow", definition=flow(step))
        assert (answer.status, answer.body["errors"][0]["path"]) == (400, "/definition/steps/a/stepDefinitionId")


def missing_cases(api: Api, theirs: Api) -> dict[str, dict[str, Any]]:
    mine, foreign = api.flow(LINE), theirs.flow(LINE)
    nobody = str(uuid4())
    return {
        "flow": {"flowId": nobody, "version": 1, "stepInstanceId": "first"},
        "foreign flow": {"flowId": foreign, "version": 1, "stepInstanceId": "first"},
        "version": {"flowId": mine, "version": 9, "stepInstanceId": "first"},
        "step": {"flowId": mine, "version": 1, "stepInstanceId": "gone"},
        "execution": {"executionId": nobody, "stepInstanceId": "first"},
        "execution beside a step": {"executionId": nobody, "step": compose("a"), "context": {}},
    }


def test_what_is_not_there_is_404(sandbox: Sandbox, api: Api, other_workspace: Workspace) -> None:
    cases = missing_cases(api, Api(other_workspace))
    assert {name: sandbox.refused("step", **body).status for name, body in cases.items()} == dict.fromkeys(cases, 404)


def test_a_visit_that_is_not_there_is_404(sandbox: Sandbox, runs: Runs, other_workspace: Workspace) -> None:
    execution = runs.run(LINE, {"n": 7})
    for body in ({"seq": 99, "step": compose("a")}, {"stepInstanceId": "first", "seq": 99}, {"step": compose("new")}):
        assert sandbox.refused("step", executionId=execution, **body).status == 404
    stranger = Sandbox(Api(other_workspace))
    assert stranger.refused("step", executionId=execution, stepInstanceId="first").status == 404
