"""What the definition model takes, what it refuses, and what it fills in."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel

from flows.definition.model import (
    Delay,
    DelayPosition,
    FlowDefinition,
    OnError,
    Retries,
    SideEffects,
    StepInstance,
    Transition,
    dump,
    effective_on_error,
    effective_timeout,
)
from tests.unit.definition.strategies import definitions, quick


def flow(step: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    """A flow of one NO_OP step `s` with more fields."""
    return {
        "startStepInstanceId": "s",
        "steps": {"s": {"stepInstanceId": "s", "stepType": "NO_OP", **(step or {})}},
        **fields,
    }


def parsed(step: dict[str, Any] | None = None, **fields: Any) -> StepInstance:
    return FlowDefinition.parse(flow(step, **fields)).steps["s"]


@quick
@given(definitions())
def test_any_definition_the_editor_can_make_round_trips(document: dict[str, Any]) -> None:
    assert dump(FlowDefinition.parse(document)) == document


def test_a_silent_step_has_the_documented_defaults() -> None:
    step = parsed({"transitions": [{"condition": "$.a", "nextStepInstanceId": "s"}]})
    assert step.input_mappings == {}
    assert step.literals == {}
    assert step.output_mappings is None
    assert step.transitions == [Transition(condition="$.a", next_step_instance_id="s", max_transitions=5)]
    assert step.default_next_max_transitions == 5
    assert step.disabled is False
    assert step.is_pinned is False
    assert FlowDefinition.parse(flow()).schema_version == "1"


def test_silent_retries_and_delays_have_the_documented_defaults() -> None:
    assert Retries() == Retries(
        count=0, interval_seconds=5, backoff_rate=2, max_interval_seconds=300, jitter=True, error_equals=None
    )
    assert OnError() == OnError(
        retries=None, retry_on_content_error=None, continue_on_failure=False, fallback_step_instance_id=None
    )
    assert Delay(milliseconds=5).position is DelayPosition.AFTER


@pytest.mark.parametrize(
    ("step", "place"),
    [
        ({"stepInstanceId": "9lives"}, ("stepInstanceId",)),
        ({"stepInstanceId": "a" * 65}, ("stepInstanceId",)),
        ({"stepInstanceId": "a\n"}, ("stepInstanceId",)),
        ({"stepType": ""}, ("stepType",)),
        ({"disabled": "yes"}, ("disabled",)),
        ({"disabled": 1}, ("disabled",)),
        ({"timeoutSeconds": 0}, ("timeoutSeconds",)),
        ({"timeoutSeconds": True}, ("timeoutSeconds",)),
        ({"timeoutSeconds": "5"}, ("timeoutSeconds",)),
        ({"timeoutSeconds": 2.5}, ("timeoutSeconds",)),
        ({"position": {"x": 1}}, ("position", "y")),
        ({"position": {"x": True, "y": 0}}, ("position", "x")),
        ({"position": {"x": 1, "y": 2, "z": 3}}, ("position", "z")),
        ({"transitions": [{"nextStepInstanceId": "s"}]}, ("transitions", 0, "condition")),
        ({"transitions": [{"condition": "$.a"}]}, ("transitions", 0, "nextStepInstanceId")),
        (
            {"transitions": [{"condition": "$.a", "nextStepInstanceId": "s", "maxTransitions": -1}]},
            ("transitions", 0, "maxTransitions"),
        ),
        ({"onError": {"retries": {"count": 11}}}, ("onError", "retries", "count")),
        ({"onError": {"retries": {"count": True}}}, ("onError", "retries", "count")),
        ({"onError": {"retries": {"intervalSeconds": 0.05}}}, ("onError", "retries", "intervalSeconds")),
        ({"onError": {"retries": {"intervalSeconds": 3601}}}, ("onError", "retries", "intervalSeconds")),
        ({"onError": {"retries": {"intervalSeconds": False}}}, ("onError", "retries", "intervalSeconds")),
        ({"onError": {"retries": {"backoffRate": 0.5}}}, ("onError", "retries", "backoffRate")),
        ({"onError": {"retries": {"backoffRate": 11}}}, ("onError", "retries", "backoffRate")),
        ({"onError": {"retryOnContentError": {"count": 0}}}, ("onError", "retryOnContentError", "count")),
        ({"onError": {"retryOnContentError": {"count": 6}}}, ("onError", "retryOnContentError", "count")),
        ({"onError": {"retry": 1}}, ("onError", "retry")),
        ({"delay": {}}, ("delay",)),
        ({"delay": {"milliseconds": 1, "delayFrom": 1, "delayTo": 2}}, ("delay",)),
        ({"delay": {"delayFrom": 1}}, ("delay",)),
        ({"delay": {"delayFrom": 2, "delayTo": 1}}, ("delay",)),
        ({"delay": {"milliseconds": 1, "position": "during"}}, ("delay", "position")),
        ({"checkpoint": {"label": "half"}}, ("checkpoint", "id")),
        ({"sideEffects": "some"}, ("sideEffects",)),
        ({"outputValidation": {"fields": []}}, ("outputValidation", "fields")),
    ],
)
def test_a_step_field_outside_its_range_is_refused_at_its_place(step: dict[str, Any], place: tuple[Any, ...]) -> None:
    with pytest.raises(ValidationError) as refused:
        parsed(step)
    assert [error["loc"] for error in refused.value.errors()] == [("steps", "s", *place)]


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"schemaVersion": "2"}, ("schemaVersion",)),
        ({"maxConcurrentExecutions": 0}, ("maxConcurrentExecutions",)),
        ({"searchAttributes": {f"a{n}": "$.a" for n in range(21)}}, ("searchAttributes",)),
        ({"flowVariables": []}, ("flowVariables",)),
        ({"enableExecutionLogs": True}, ("enableExecutionLogs",)),
        ({"start_step_instance_id": "s"}, ("start_step_instance_id",)),
        ({"onCompletionActions": [{"actionType": "SHOUT"}]}, ("onCompletionActions", 0, "actionType")),
        ({"notes": [{"text": "no id"}]}, ("notes", 0, "id")),
    ],
)
def test_a_flow_field_outside_its_range_is_refused_at_its_place(fields: dict[str, Any], place: tuple[Any, ...]) -> None:
    with pytest.raises(ValidationError) as refused:
        FlowDefinition.parse(flow(**fields))
    assert [error["loc"] for error in refused.value.errors()] == [place]


def test_an_input_mapping_is_a_path_or_a_path_that_is_required() -> None:
    mappings = {"a": "$.a", "b": {"path": "$.b", "required": True}}
    assert parsed({"inputMappings": mappings}).input_mappings == mappings
    with pytest.raises(ValidationError):
        parsed({"inputMappings": {"a": {"path": "$.a", "needed": True}}})


@pytest.mark.parametrize(
    ("delay", "expected"),
    [({"milliseconds": 250}, (250, 250)), ({"delayFrom": 0, "delayTo": 90}, (0, 90)), ({"milliseconds": 0}, (0, 0))],
)
def test_a_delay_has_a_shortest_and_a_longest_pause(delay: dict[str, int], expected: tuple[int, int]) -> None:
    found = parsed({"delay": delay}).delay
    assert found is not None
    assert found.range == expected


def test_a_pinned_null_is_pinned() -> None:
    assert parsed({"pinnedOutput": None}).is_pinned is True


class _Config(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel)

    custom_config: dict[str, Any] | None = None


class _OtherConfig(BaseModel):
    module_identifier: str | None = None


def test_the_fields_of_the_step_type_are_what_is_not_common() -> None:
    step = parsed({"moduleIdentifier": "m", "customConfig": {"a": 1}, "itemsPath": "$.a", "x": None})
    assert step.own_fields() == {"itemsPath": "$.a", "x": None}
    assert step.config_fields(_Config) == {"itemsPath": "$.a", "x": None, "customConfig": {"a": 1}}
    assert step.config_fields(_OtherConfig) == {"itemsPath": "$.a", "x": None, "moduleIdentifier": "m"}


def test_side_effects_are_read_as_their_enum() -> None:
    assert parsed({"sideEffects": "at-most-once"}).side_effects is SideEffects.AT_MOST_ONCE


DEFAULT = {"onError": {"retries": {"count": 3}, "fallbackStepInstanceId": "sorry"}, "timeoutSeconds": 9}


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        (None, OnError(retries=Retries(count=3), fallback_step_instance_id="sorry")),
        (
            {"continueOnFailure": True},
            OnError(retries=Retries(count=3), continue_on_failure=True, fallback_step_instance_id="sorry"),
        ),
        ({"retries": {"count": 0}}, OnError(retries=Retries(count=0), fallback_step_instance_id="sorry")),
        ({"fallbackStepInstanceId": None}, OnError(retries=Retries(count=3))),
        ({"fallbackStepInstanceId": "other"}, OnError(retries=Retries(count=3), fallback_step_instance_id="other")),
    ],
)
def test_default_error_handling_applies_where_a_step_is_silent(own: dict[str, Any] | None, expected: OnError) -> None:
    definition = FlowDefinition.parse(flow({"onError": own} if own is not None else {}, defaultStepConfig=DEFAULT))
    assert effective_on_error(definition, definition.steps["s"]) == expected


def test_a_default_fallback_is_not_the_fallback_of_itself() -> None:
    definition = FlowDefinition.parse(flow(defaultStepConfig={"onError": {"fallbackStepInstanceId": "s"}}))
    assert effective_on_error(definition, definition.steps["s"]).fallback_step_instance_id is None


@pytest.mark.parametrize(("own", "default", "expected"), [(None, None, None), (None, 9, 9), (4, 9, 4), (4, None, 4)])
def test_a_default_time_out_applies_where_a_step_has_none(own: int | None, default: int | None, expected: int) -> None:
    step = {} if own is None else {"timeoutSeconds": own}
    fields = {} if default is None else {"defaultStepConfig": {"timeoutSeconds": default}}
    definition = FlowDefinition.parse(flow(step, **fields))
    assert effective_timeout(definition, definition.steps["s"]) == expected


def test_the_json_schema_tells_forms_what_a_text_is_written_in() -> None:
    schema = FlowDefinition.model_json_schema()["$defs"]
    assert schema["Transition"]["properties"]["condition"]["format"] == "condition"
    assert schema["Transition"]["properties"]["nextStepInstanceId"]["format"] == "step-ref"
    assert schema["StepInstance"]["properties"]["inputMappings"]["format"] == "input-mappings"
