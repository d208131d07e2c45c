from __future__ import annotations

import json
from typing import Any

import pytest

from flows.steps.strict_json import MAX_DEPTH, BadJsonError, parse_json
from tests.work import at_most


def _nested(depth: int) -> str:
    return "[" * depth + "]" * depth


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("null", None),
        (' {"a": [1, 2.5, "x"]}\n', {"a": [1, 2.5, "x"]}),
        ('"\\ud83d\\ude00"', "\U0001f600"),
        ('"\\\\u0000"', "\\u0000"),
        ("1" * 1000, int("1" * 1000)),
        ('{"a": 1, "a": 2}', {"a": 2}),
    ],
)
def test_json_is_read(text: str, value: Any) -> None:
    assert parse_json(text) == value


def test_64_levels_are_read_and_65_are_not() -> None:
    assert parse_json(_nested(MAX_DEPTH)) == json.loads(_nested(MAX_DEPTH))
    with pytest.raises(BadJsonError, match="nested deeper than 64"):
        parse_json(_nested(MAX_DEPTH + 1))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "Expecting value at line 1 column 1"),
        ('{"a": 1', "Expecting ',' delimiter at line 1 column 8"),
        ('{"a": "x', "Unterminated string starting at line 1 column 7"),
        ("[1,]", "at line 1 column"),
        ("{'a': 1}", "Expecting property name"),
        ("NaN", "NaN is not JSON"),
        ("[Infinity]", "Infinity is not JSON"),
        ('{"a": -Infinity}', "-Infinity is not JSON"),
        ("1e999", "too large"),
        ("9" * 5000, "too many digits"),
        (_nested(3000), "nested deeper"),
        (_nested(200_000), "nested deeper"),
        ('{"a":' * 3000 + "1" + "}" * 3000, "nested deeper"),
        ('"\\u0000"', "NUL or half a surrogate pair"),
        ('{"\\ud800": 1}', "NUL or half a surrogate pair"),
        ('["\\udc00\\ud800"]', "NUL or half a surrogate pair"),
        ('"\x00"', "Invalid control character"),
    ],
    ids=lambda text: text[:20],
)
def test_what_a_flow_may_not_keep_is_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(BadJsonError) as caught, at_most(calls=1000):
        parse_json(text)
    assert why in str(caught.value)
