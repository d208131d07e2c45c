"""JSON Schemas: compiled once, nothing fetched, patterns linear, errors few and short."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from hypothesis import given

from flows.definition.jsonschema_check import Validator, compile_schema
from tests.unit.definition.strategies import json_values, quick
from tests.work import at_most

ORDER = {
    "type": "object",
    "required": ["id"],
    "properties": {"id": {"type": "string"}, "a/b": {"type": "array", "items": {"type": "integer"}}},
}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"id": "x"}, []),
        ({}, [{"path": "", "message": '"id" is a required property'}]),
        ({"id": 5}, [{"path": "/id", "message": '5 is not of type "string"'}]),
        ({"id": "x", "a/b": [1, "2"]}, [{"path": "/a~1b/1", "message": '"2" is not of type "integer"'}]),
        ([], [{"path": "", "message": '[] is not of type "object"'}]),
    ],
)
def test_errors_say_where_and_what(value: Any, expected: list[dict[str, str]]) -> None:
    assert compile_schema(ORDER).errors(value) == expected


def test_a_schema_is_compiled_once() -> None:
    assert compile_schema({"type": "null"}) is compile_schema({"type": "null"})


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        ({"type": "thing"}, "at /type: "),
        ({"properties": {"a": {"minimum": "1"}}}, "at /properties/a/minimum: "),
        ({"pattern": "(?=a)b"}, "at /pattern: "),
        ({"pattern": r"(a)\1"}, "at /pattern: "),
        ({"$ref": "http://example.com/schema"}, "Retrieval is disabled"),
        ({"$ref": "file:///etc/passwd"}, "Retrieval is disabled"),
        ({"minimum": float("nan")}, "not JSON compliant"),
        ([], "it must be an object, true or false"),
        ("{}", "it must be an object, true or false"),
        (5, "it must be an object, true or false"),
        ({"title": "\ud800"}, "surrogates not allowed"),
    ],
)
def test_what_is_no_schema_is_refused_with_its_place(schema: Any, message: str) -> None:
    with pytest.raises(ValueError, match=r"^not a JSON Schema: ") as refused:
        compile_schema(schema)
    assert message in str(refused.value)


@quick
@given(json_values)
def test_any_json_is_a_schema_or_refused(schema: Any) -> None:
    with contextlib.suppress(ValueError):
        assert isinstance(compile_schema(schema), Validator)


@quick
@given(json_values)
def test_any_json_can_be_checked(value: Any) -> None:
    assert compile_schema(True).errors(value) == []
    assert compile_schema(False).errors(value)[0]["path"] == ""


def test_a_pattern_that_a_backtracking_engine_would_never_answer_is_answered() -> None:
    assert compile_schema({"pattern": "^(a+)+$"}).errors("a" * 100_000 + "!")[0]["path"] == ""


def test_at_most_twenty_errors_are_given_and_their_text_is_short() -> None:
    errors = compile_schema({"items": {"type": "string"}}).errors([["x" * 1000]] * 100)
    assert len(errors) == 20
    assert all(len(error["message"]) <= 301 for error in errors)


def test_a_large_value_gives_its_first_error_only_and_nothing_after_it_is_looked_at() -> None:
    schema = compile_schema({"items": {"type": "string"}})
    with at_most(calls=1000):
        errors = schema.errors(list(range(300_000)))
    assert errors == [{"path": "/0", "message": '0 is not of type "string"'}]


def test_formats_are_checked() -> None:
    assert compile_schema({"format": "date-time"}).errors("yesterday") == [
        {"path": "", "message": '"yesterday" is not a "date-time"'}
    ]
