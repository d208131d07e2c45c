"""Hostile paths: refused before they are parsed, or stopped while they run."""

from __future__ import annotations

from typing import Any

import pytest

from flows.definition.conditions import compile_condition
from flows.definition.errors import PermanentStepError
from flows.definition.jsonpath import ExpressionError, compile_path, find
from flows.definition.regex import cost, matches, to_re2
from flows.definition.scope import Scope


def wide(count: int) -> dict[str, Any]:
    return {"items": [{"k": index, "tags": ["a", "b"]} for index in range(count)]}


def chain(depth: int) -> dict[str, Any]:
    document: dict[str, Any] = {}
    node = document
    for _ in range(depth):
        node["a"] = {"x": [1] * 50}
        node = node["a"]
    return document


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("$" + ".a" * 256, "513 characters"),
        ("$" * 100_000, "100000 characters"),
        ("$..a..b..c", "3 times"),
        ("$[?@[?@[?@[?@.a]]]]", "Filters are nested deeper than 3"),
        ("$[?" + "(" * 33 + "@.a" + ")" * 33 + "]", "Parentheses"),
    ],
)
def test_what_is_too_long_or_too_nested_is_not_even_parsed(path: str, reason: str) -> None:
    with pytest.raises(ExpressionError, match=reason):
        compile_path(path)


def test_limits_count_the_path_and_not_the_texts_in_it() -> None:
    assert find("$[?@.a == '....((((?[?[?[?[' ]", [{"a": "....((((?[?[?[?["}]) == [{"a": "....((((?[?[?[?["}]
    assert compile_path("$..a..b").singular is False


@pytest.mark.parametrize(
    ("path", "document"),
    [
        ("$..*..*", wide(20_000)),
        ("$..[?@..*]", wide(20_000)),
        ("$..[*,*,*,*,*,*]", wide(20_000)),
        ("$.items[?count($..*) > 1]", wide(50_000)),
        ("$[" + "*," * 200 + "*]", wide(5_000)),
        ("$..a..a", chain(60)),
    ],
)
def test_a_path_that_visits_too_much_is_stopped(path: str, document: Any) -> None:
    with pytest.raises(PermanentStepError) as stopped:
        compile_path(path).read(Scope(document, {}))
    assert stopped.value.code == "path_too_expensive"


def test_what_a_large_run_needs_is_inside_the_limit() -> None:
    document = wide(100_000)
    assert len(compile_path("$.items[*].k").read(Scope(document, {}))) == 100_000
    assert compile_path("$.items[?@.k == 99999].k").read(Scope(document, {})) == [99_999]


def test_an_absolute_query_inside_a_filter_is_evaluated_once() -> None:
    assert len(find("$.items[?$.items[?@.k == 1]]", wide(20_000))) == 20_000


def test_long_texts_are_charged_for() -> None:
    document = {"items": ["a" * 100_000] * 2_000, "other": "a" * 100_001}
    with pytest.raises(PermanentStepError, match="visits more than"):
        find("$.items[?@ < $.other]", document)


@pytest.mark.parametrize("pattern", ["(a*)*b", "(a|aa)+c", "(a|a)*b", "(a?){50}b"])
def test_a_regular_expression_cannot_run_away(pattern: str) -> None:
    assert compile_condition(f"search($.text, '{pattern}')").test_document({"text": "a" * 5_000}).value is False


def test_a_regular_expression_that_could_be_slow_on_a_long_text_is_stopped() -> None:
    pattern = "((a|b|c|d){1,10}){1,50}z"
    assert cost("ab" * 500_000, pattern) > 1_000_000
    with pytest.raises(PermanentStepError, match="visits more than"):
        compile_condition(f"search($.text, '{pattern}')").test_document({"text": "ab" * 500_000})


@pytest.mark.parametrize(
    ("text", "pattern", "whole", "found"),
    [
        ("abc", "a.c", True, True),
        ("xabcx", "a.c", True, False),
        ("xabcx", "a.c", False, True),
        ("a\nc", "a.c", True, False),
        ("a\rc", "a.c", True, False),
        ("a\u2028c", "a.c", True, True),
        ("a.c", "a[.]c", True, True),
        ("abc", "a[.]c", True, False),
        ("a.c", "a\\.c", True, True),
        ("\U0001f600", ".", True, True),
        ("0123456789", "[0-9]{10}", True, True),
        ("abc 12345", "\\d{5}$", False, True),
        ("abc", "a(", True, False),
        ("a" * 600, "a" * 600, True, False),
        (5, "5", True, False),
        ("5", 5, True, False),
        ("\ud800", ".", True, False),
    ],
)
def test_match_and_search_run_regular_expressions(text: Any, pattern: Any, whole: bool, found: bool) -> None:
    assert matches(text, pattern, whole=whole) is found


def test_a_dot_in_a_class_or_escaped_stays_as_it_is() -> None:
    assert to_re2(r"a.[.\]]\..") == r"a[^\n\r][.\]]\.[^\n\r]"
