"""Input made to hurt: a problem document for bounded work, nothing half-written."""

from __future__ import annotations

from typing import Any

import pytest

from allma_site.common import json_guard
from flows.models import Flow
from tests.integration.flows.client import Answer, Api, definition, step
from tests.work import at_most

LARGE = "x" * (9 * 2**20)
MANY = 10_000_000
"""Function calls: a few for each value of the largest of these bodies."""


def bounded(api: Api, method: str, path: str, body: Any) -> Answer:
    raw = json_guard.dumps(body).encode()
    with at_most(calls=MANY):
        return api.send(method, path, raw)


def test_presets_cannot_blow_a_definition_up(api: Api) -> None:
    preset = {"stepType": "NO_OP", "description": "x" * (2**20)}
    preset_id = api.ok("POST", "/step-definitions/", {"name": "Large", "step": preset})["id"]
    flow_id = api.flow(definition(*(step(f"s{number}", stepDefinitionId=preset_id) for number in range(2000))))
    answer = bounded(api, "POST", f"/flows/{flow_id}/versions/1/publish/", {})
    assert (answer.status, [each["code"] for each in answer.body["problems"]]) == (422, ["document_too_large"])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (definition(*(step(f"s{number}") for number in range(2001))), "too_many_steps"),
        (
            definition(*(step(f"s{number}", "API_CALL", connectionId="c") for number in range(50_000))),
            "too_many_steps",
        ),
        (definition(step("a"), flowVariables={"x": LARGE}), "document_too_large"),
        (definition(step("a"), flowVariables={"x": [0] * 3_000_000}), "document_too_large"),
    ],
)
def test_a_definition_over_a_limit_is_judged_for_bounded_work(api: Api, content: dict[str, Any], code: str) -> None:
    answer = bounded(api, "POST", "/flows/validate/", {"definition": content})
    assert (answer.status, [each["code"] for each in answer.body["problems"]]) == (200, [code])


@pytest.mark.parametrize(
    ("document", "status"),
    [
        ({"flows": [{}] * 1_000_000}, 400),
        ({"flows": [{"id": "a", "definition": {"x": LARGE}}]}, 413),
        ({"formatVersion": "1.0", "flows": [{"id": "a", "steps": {}, "x": LARGE}]}, 413),
        ({"prompts": [{"id": "a", "content": LARGE}]}, 413),
        ({"flows": [{"id": "a", "definition": {"steps": {f"s{number}": 0 for number in range(100_000)}}}]}, 400),
        ({"flows": [{"id": "a", "tags": ["x"] * 1_000_000, "version": 0}]}, 413),
    ],
)
def test_an_import_over_a_limit_is_refused_for_bounded_work(api: Api, document: dict[str, Any], status: int) -> None:
    assert bounded(api, "POST", "/import/", document).status == status
    assert Flow.objects.count() == 0


def test_a_flow_that_calls_itself_through_another_is_refused(api: Api) -> None:
    first = api.flow(name="First", publish=True)
    second = api.flow(definition(step("call", "START_SUB_FLOW", subFlowDefinitionId=first)), publish=True)
    api.ok("POST", f"/flows/{first}/versions/", {})
    back = definition(step("call", "START_SUB_FLOW", subFlowDefinitionId=second))
    saved = api.ok("PUT", f"/flows/{first}/versions/2/", {"definition": back}, If_Match='"1"')
    assert [each["code"] for each in saved["problems"]] == ["sub_flow_recursion"]
    assert api("POST", f"/flows/{first}/versions/2/publish/", {}).status == 422


def test_a_flow_whose_sub_flow_starts_it_again_when_it_ends_does_not_call_itself(api: Api) -> None:
    first = api.flow(name="First", publish=True)
    again = {"actionType": "START_FLOW_EXECUTION", "target": first}
    second = api.flow(definition(step("x"), onCompletionActions=[again]), publish=True)
    api.ok("POST", f"/flows/{first}/versions/", {})
    call = definition(step("call", "START_SUB_FLOW", subFlowDefinitionId=second))
    saved = api.ok("PUT", f"/flows/{first}/versions/2/", {"definition": call}, If_Match='"1"')
    assert [each["code"] for each in saved["problems"]] == []


def test_a_flow_that_calls_itself_is_refused(api: Api) -> None:
    flow_id = api.flow()
    back = definition(step("call", "START_SUB_FLOW", subFlowDefinitionId=flow_id))
    saved = api.ok("PUT", f"/flows/{flow_id}/versions/1/", {"definition": back}, If_Match='"1"')
    assert "sub_flow_recursion" in [each["code"] for each in saved["problems"]]
