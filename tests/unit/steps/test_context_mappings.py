from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from flows.definition.scope import Lazy
from flows.steps.context_mappings import ContextMapping, mapped
from tests.unit.steps.context import Context

ROOT = {
    "people": [{"name": "A", "age": 1, "x": 0}, {"name": "B", "age": 2, "x": 0}],
    "person": {"name": "A", "age": 1, "x": 0},
    "words": ["a", "b"],
    "total": 3,
    "nothing": None,
    "currency": "EUR",
}


def _mapped(**fields: Any) -> Any:
    mapping = ContextMapping.model_validate(fields)
    return mapped({"v": mapping}, Context(root=ROOT), target="m").get("v", "left out")


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ({"sourceJsonPath": "$.total"}, 3),
        ({"sourceJsonPath": "$.words", "formatAs": "RAW"}, ["a", "b"]),
        ({"sourceJsonPath": "$.nothing"}, None),
        ({"sourceJsonPath": "$.missing"}, "left out"),
        ({"sourceJsonPath": "$.people[*].name"}, ["A", "B"]),
        ({"sourceJsonPath": "$.words", "formatAs": "JSON"}, '["a","b"]'),
        ({"sourceJsonPath": "$.nothing", "formatAs": "JSON"}, "null"),
        ({"sourceJsonPath": "$.person", "selectFields": ["age", "zip"]}, {"age": 1}),
        ({"sourceJsonPath": "$.people", "selectFields": ["name"]}, [{"name": "A"}, {"name": "B"}]),
        ({"sourceJsonPath": "$.people", "selectFields": ["age"], "formatAs": "JSON"}, '[{"age":1},{"age":2}]'),
        ({"sourceJsonPath": "$.words", "selectFields": ["name"]}, ["a", "b"]),
        (
            {"sourceJsonPath": "$.people", "formatAs": "CUSTOM_STRING", "itemTemplate": "{{ index }}. {{ name }}"},
            "0. A\n1. B",
        ),
        (
            {
                "sourceJsonPath": "$.words",
                "formatAs": "CUSTOM_STRING",
                "itemTemplate": "{{ item }} {{ currency }}",
                "joinSeparator": ", ",
            },
            "a EUR, b EUR",
        ),
        ({"sourceJsonPath": "$.person", "formatAs": "CUSTOM_STRING", "itemTemplate": "{{ item.age }}"}, "1"),
    ],
)
def test_a_value_is_chosen_and_formatted(fields: dict[str, Any], wanted: Any) -> None:
    assert _mapped(**fields) == wanted


@pytest.mark.parametrize(
    "fields",
    [
        {"sourceJsonPath": "$.a", "formatAs": "CUSTOM_STRING"},
        {"sourceJsonPath": "$.a", "itemTemplate": "{{ item }}"},
        {"sourceJsonPath": "$.a", "formatAs": "XML"},
        {"sourceJsonPath": "$.a", "selectFields": [""]},
        {"formatAs": "RAW"},
    ],
)
def test_a_mapping_that_makes_no_sense_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ContextMapping.model_validate(fields)


def test_a_value_that_lies_in_the_blob_store_is_loaded() -> None:
    lazy = Lazy(sha256="ab", bytes=9, load=lambda _: [{"a": 1}])
    mapping = ContextMapping.model_validate({"sourceJsonPath": "$.big", "formatAs": "JSON"})
    assert mapped({"v": mapping}, Context(root={"big": lazy}), target="m") == {"v": '[{"a":1}]'}
