"""The diff of two definitions, by step."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.definition.diff import apply, diff
from flows.definition.json_patch import PatchError, same
from tests.unit.definition.flows import flow
from tests.unit.definition.strategies import broken_definitions, definitions, json_objects, quick

NOTHING: dict[str, Any] = {"added": [], "removed": [], "changed": [], "moved": []}


def at(x: int) -> dict[str, Any]:
    return {"position": {"x": x, "y": 0}}


def test_equal_definitions_differ_in_nothing() -> None:
    document = flow({"a": {}, "b": {}})
    changes: dict[str, Any] = {**diff(document, json.loads(json.dumps(document)))}
    assert changes == {"steps": NOTHING, "flowVariables": [], "settings": []}


def test_steps_are_added_removed_changed_and_moved() -> None:
    old = flow({"kept": {}, "gone": {}, "edited": {"displayName": "A", **at(1)}, "moved": at(1)})
    new = flow({"kept": {}, "edited": {"displayName": "B", **at(2)}, "moved": at(2), "added": {}})
    assert diff(old, new)["steps"] == {
        "added": [{"stepInstanceId": "added", "step": {"stepInstanceId": "added", "stepType": "NO_OP"}}],
        "removed": ["gone"],
        "changed": [
            {
                "stepInstanceId": "edited",
                "patch": [
                    {"op": "replace", "path": "/displayName", "value": "B"},
                    {"op": "replace", "path": "/position/x", "value": 2},
                ],
                "moved": True,
            }
        ],
        "moved": [{"stepInstanceId": "moved", "patch": [{"op": "replace", "path": "/position/x", "value": 2}]}],
    }


def test_flow_variables_are_apart_from_the_other_settings() -> None:
    changes = diff(flow({"a": {}}, flowVariables={"v": 1}), flow({"a": {}}, flowVariables={"v": 2}, timeoutSeconds=5))
    assert changes["flowVariables"] == [{"op": "replace", "path": "/flowVariables/v", "value": 2}]
    assert changes["settings"] == [{"op": "add", "path": "/timeoutSeconds", "value": 5}]
    assert changes["steps"] == NOTHING


def test_another_order_of_the_steps_is_kept() -> None:
    old, new = flow({"a": {}, "b": {}}), flow({"b": {}, "a": {}}, startStepInstanceId="a")
    changes = diff(old, new)
    assert changes["steps"]["order"] == ["b", "a"]
    assert list(apply(changes, old)["steps"]) == ["b", "a"]


@quick
@given(definitions(), definitions())
def test_the_diff_applied_to_one_definition_gives_the_other(a: dict[str, Any], b: dict[str, Any]) -> None:
    made = apply(json.loads(json.dumps(diff(a, b))), a)
    assert same(made, b)
    assert list(made["steps"]) == list(b["steps"])


objects = json_objects | st.builds(lambda rest, steps: {**rest, "steps": steps}, json_objects, json_objects)


@quick
@given(objects | broken_definitions(), objects | broken_definitions())
def test_the_diff_of_any_two_objects_applies(a: dict[str, Any], b: dict[str, Any]) -> None:
    assert same(apply(diff(a, b), a), b)


def test_a_diff_that_does_not_fit_is_refused() -> None:
    changes = diff(flow({"a": {"displayName": "A"}}), flow({"a": {"displayName": "B"}}))
    with pytest.raises(PatchError):
        apply(changes, flow({"other": {}}))
