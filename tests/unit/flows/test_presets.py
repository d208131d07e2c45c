"""Step presets laid under the steps that name them."""

from __future__ import annotations

from typing import Any

import pytest

from flows.presets import PresetRef, inherited_bytes, merge, reference, references, resolve

CALL = {"stepType": "API_CALL", "apiHttpMethod": "POST", "onError": {"retries": {"count": 3, "backoffRate": 2}}}


@pytest.mark.parametrize(
    ("under", "over", "merged"),
    [
        ({"a": 1}, {"b": 2}, {"a": 1, "b": 2}),
        ({"a": 1}, {"a": 2}, {"a": 2}),
        ({"a": {"x": 1, "y": 2}}, {"a": {"y": 3, "z": 4}}, {"a": {"x": 1, "y": 3, "z": 4}}),
        ({"a": [1, 2, 3]}, {"a": [4]}, {"a": [4]}),
        ({"a": {"x": 1}}, {"a": None}, {"a": None}),
        ({"a": [1]}, {"a": {"x": 1}}, {"a": {"x": 1}}),
        ({"a": {"x": 1}}, {"a": {}}, {"a": {"x": 1}}),
    ],
)
def test_objects_merge_arrays_replace_and_the_instance_wins(under: Any, over: Any, merged: Any) -> None:
    assert merge(under, over) == merged


def test_a_step_inherits_what_it_does_not_say() -> None:
    step = {
        "stepInstanceId": "call",
        "stepType": "API_CALL",
        "stepDefinitionId": "p",
        "onError": {"retries": {"count": 1}},
    }
    resolved = resolve({"steps": {"call": step}}, {PresetRef("p"): CALL})
    assert resolved.missing == ()
    assert resolved.definition["steps"]["call"] == {
        "stepType": "API_CALL",
        "apiHttpMethod": "POST",
        "onError": {"retries": {"count": 1, "backoffRate": 2}},
        "stepInstanceId": "call",
        "stepDefinitionId": "p",
    }


def test_a_named_version_is_not_the_latest() -> None:
    presets = {PresetRef("p"): {"x": "latest"}, PresetRef("p", 1): {"x": "first"}}
    definition = {"steps": {"a": {"stepDefinitionId": "p", "stepDefinitionVersion": 1}}}
    assert resolve(definition, presets).definition["steps"]["a"]["x"] == "first"


def test_an_id_in_a_preset_never_reaches_an_instance() -> None:
    definition = {"steps": {"a": {"stepInstanceId": "a", "stepDefinitionId": "p"}}}
    preset = {"stepInstanceId": "stolen", "stepDefinitionId": "q", "stepDefinitionVersion": 9, "stepType": "NO_OP"}
    assert resolve(definition, {PresetRef("p"): preset}).definition["steps"]["a"] == {
        "stepType": "NO_OP",
        "stepInstanceId": "a",
        "stepDefinitionId": "p",
    }


def test_a_missing_preset_names_its_steps_and_leaves_them_as_they_are() -> None:
    definition = {"steps": {"a": {"stepDefinitionId": "gone", "x": 1}, "b": {"x": 2}}}
    resolved = resolve(definition, {})
    assert resolved.missing == ("a",)
    assert resolved.definition is definition


@pytest.mark.parametrize("definition", [{}, {"steps": None}, {"steps": []}, {"steps": {"a": 1, "b": None}}])
def test_anything_without_presets_is_given_back_untouched(definition: dict[str, Any]) -> None:
    assert resolve(definition, {PresetRef("p"): CALL}).definition is definition
    assert references(definition) == set()


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ({"stepDefinitionId": "p"}, PresetRef("p", None)),
        ({"stepDefinitionId": "p", "stepDefinitionVersion": 2}, PresetRef("p", 2)),
        ({"stepDefinitionId": "p", "stepDefinitionVersion": True}, PresetRef("p", None)),
        ({"stepDefinitionId": ""}, None),
        ({"stepDefinitionId": 7}, None),
        ("text", None),
    ],
)
def test_a_step_names_its_preset_by_id_and_perhaps_version(step: Any, expected: PresetRef | None) -> None:
    assert reference(step) == expected


def test_a_preset_counts_once_for_each_step_that_names_it() -> None:
    definition = {
        "steps": {"a": {"stepDefinitionId": "p"}, "b": {"stepDefinitionId": "p"}, "c": {"stepDefinitionId": "q"}}
    }
    assert inherited_bytes(definition, {PresetRef("p"): {"x": "12345"}}) == 2 * len('{"x": "12345"}')
