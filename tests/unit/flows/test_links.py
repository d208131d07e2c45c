"""What a definition refers to outside itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from flows.definition.fields import ConnectionRef, FlowRef, PromptRef
from flows.links import LinkKind, Target, links, retarget
from flows.steps.base import Output, StepConfig, StepType
from flows.steps.registry import CATALOG


class Nested(StepConfig):
    connection_id: ConnectionRef | None = None


class Call(StepConfig):
    sub_flow_definition_id: FlowRef
    sub_flow_version: str | int | None = None
    nested: Nested | None = None
    several: list[Nested] = []
    all_of_these: list[ConnectionRef] = []
    by_name: dict[str, ConnectionRef] = {}


class Ask(StepConfig):
    prompt_template_id: PromptRef
    prompt_version: int | None = None


def kind(name: str, config: type[StepConfig]) -> StepType:
    return StepType(
        type=name, label=name, category="", icon="", help="", config=config, run=lambda config, input, ctx: Output(None)
    )


class Kinds:
    types: Mapping[str, StepType] = {"CALL": kind("CALL", Call), "ASK": kind("ASK", Ask)}

    def find(self, step_type: str, module: str | None, /) -> StepType | None:
        return self.types.get(step_type)

    def modules(self, step_type: str, /) -> list[str]:
        return []


def found(step: dict[str, Any]) -> list[tuple[str, str, int | None]]:
    return [(link.kind.value, link.id, link.version) for link in links({"steps": {"s": step}}, Kinds())]


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ({"stepType": "CALL", "subFlowDefinitionId": "f"}, [("flow", "f", None)]),
        ({"stepType": "CALL", "subFlowDefinitionId": "f", "subFlowVersion": 3}, [("flow", "f", 3)]),
        ({"stepType": "CALL", "subFlowDefinitionId": "f", "subFlowVersion": "3"}, [("flow", "f", 3)]),
        ({"stepType": "CALL", "subFlowDefinitionId": "f", "subFlowVersion": "{{ v }}"}, [("flow", "f", None)]),
        ({"stepType": "ASK", "promptTemplateId": "p", "promptVersion": 2}, [("prompt", "p", 2)]),
        ({"stepType": "CALL", "nested": {"connectionId": "c"}}, [("connection", "c", None)]),
        (
            {"stepType": "CALL", "several": [{"connectionId": "a"}, {}, {"connectionId": "b"}]},
            [("connection", "a", None), ("connection", "b", None)],
        ),
        ({"stepType": "CALL", "allOfThese": ["a", "b"]}, [("connection", "a", None), ("connection", "b", None)]),
        ({"stepType": "CALL", "byName": {"x": "a"}}, [("connection", "a", None)]),
        ({"stepType": "NO_OP", "stepDefinitionId": "d"}, [("stepDefinition", "d", None)]),
        ({"stepDefinitionId": "d", "stepDefinitionVersion": 4}, [("stepDefinition", "d", 4)]),
    ],
)
def test_every_marked_field_is_a_link(step: dict[str, Any], expected: list[tuple[str, str, int | None]]) -> None:
    assert found(step) == expected


@pytest.mark.parametrize(
    "reference", ["{{ flow_variables.f }}", "{% if a %}x{% endif %}", "$.flow", "", None, 7, ["f"]]
)
def test_a_reference_that_is_no_literal_id_is_no_link(reference: Any) -> None:
    assert found({"stepType": "CALL", "subFlowDefinitionId": reference}) == []


@pytest.mark.parametrize(
    "definition",
    [
        {},
        {"steps": []},
        {"steps": {"a": 1}},
        {"steps": {"a": {"stepType": 1}}},
        {"steps": None, "onCompletionActions": 1},
    ],
)
def test_any_json_is_read_without_an_error(definition: dict[str, Any]) -> None:
    assert links(definition, Kinds()) == []


def test_a_completion_action_links_its_connection() -> None:
    actions = [{"actionType": "WEBHOOK", "connectionId": "c"}]
    (link,) = links({"steps": {}, "onCompletionActions": actions}, Kinds())
    assert (link.kind, link.path) == (LinkKind.CONNECTION, ("onCompletionActions", 0, "connectionId"))


def test_a_completion_action_that_starts_a_flow_links_it_without_a_version() -> None:
    actions = [{"actionType": "LOG_ONLY"}, {"actionType": "START_FLOW_EXECUTION", "target": "f", "targetVersion": 2}]
    (link,) = links({"steps": {}, "onCompletionActions": actions}, Kinds())
    assert (link.kind, link.id, link.version) == (LinkKind.FLOW, "f", None)
    assert (link.path, link.on_completion) == (("onCompletionActions", 1, "target"), True)


@pytest.mark.parametrize(
    "action",
    [
        {"actionType": "API_CALL", "target": "f"},
        {"actionType": "START_FLOW_EXECUTION", "target": "{{ flow_variables.f }}"},
        {"actionType": "START_FLOW_EXECUTION", "target": ""},
        {"actionType": "START_FLOW_EXECUTION", "target": 7},
        {"actionType": ["START_FLOW_EXECUTION"], "target": "f"},
        {"actionType": "START_FLOW_EXECUTION"},
        "START_FLOW_EXECUTION",
        None,
    ],
)
def test_an_action_that_names_no_flow_is_no_link(action: Any) -> None:
    assert links({"steps": {}, "onCompletionActions": [action]}, Kinds()) == []


def test_retargeting_turns_what_an_action_starts() -> None:
    action = {"actionType": "START_FLOW_EXECUTION", "target": "f", "executeOnStatus": "FAILED"}
    targets = {(LinkKind.FLOW, "f"): Target("new", {1: 2})}
    turned = retarget({"steps": {}, "onCompletionActions": [action]}, Kinds(), targets)
    assert turned == {"steps": {}, "onCompletionActions": [{**action, "target": "new"}]}


def test_retargeting_changes_ids_and_fixed_versions_and_nothing_else() -> None:
    fixed = {"stepType": "CALL", "subFlowDefinitionId": "f", "subFlowVersion": 3, "several": [{"connectionId": "c"}]}
    floating = {"stepType": "CALL", "subFlowDefinitionId": "f"}
    definition = {"steps": {"fixed": fixed, "floating": floating, "other": {"stepType": "NO_OP"}}, "notes": []}
    targets = {(LinkKind.FLOW, "f"): Target("new", {3: 1}), (LinkKind.CONNECTION, "c"): Target("kept")}
    assert retarget(definition, Kinds(), targets) == {
        "steps": {
            "fixed": {
                **fixed,
                "subFlowDefinitionId": "new",
                "subFlowVersion": 1,
                "several": [{"connectionId": "kept"}],
            },
            "floating": {"stepType": "CALL", "subFlowDefinitionId": "new"},
            "other": {"stepType": "NO_OP"},
        },
        "notes": [],
    }
    assert fixed["subFlowDefinitionId"] == "f"


def test_a_link_without_a_target_stays() -> None:
    definition = {"steps": {"a": {"stepType": "CALL", "subFlowDefinitionId": "f"}}}
    assert retarget(definition, Kinds(), {(LinkKind.PROMPT, "f"): Target("x")}) is definition


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ({"stepType": "START_SUB_FLOW", "subFlowDefinitionId": "f", "subFlowVersion": 2}, [("flow", "f", 2)]),
        ({"stepType": "START_FLOW_EXECUTION", "flowDefinitionId": "f", "flowVersion": 2}, [("flow", "f", 2)]),
        ({"stepType": "API_CALL", "connectionId": "c"}, [("connection", "c", None)]),
        ({"stepType": "POLL_EXTERNAL_API", "apiCallDefinition": {"connectionId": "c"}}, [("connection", "c", None)]),
        ({"stepType": "LLM_INVOCATION", "promptTemplateId": "p", "promptVersion": 2}, [("prompt", "p", 2)]),
        ({"stepType": "LLM_INVOCATION", "connectionId": "c"}, [("connection", "c", None)]),
    ],
)
def test_the_step_types_there_are_mark_their_references(
    step: dict[str, Any], expected: list[tuple[str, str, int | None]]
) -> None:
    found = links({"steps": {"s": step}}, CATALOG)
    assert [(link.kind.value, link.id, link.version) for link in found] == expected
