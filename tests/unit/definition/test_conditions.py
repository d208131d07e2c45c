"""Conditions: what they decide, what they refuse, what they record."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.definition.conditions import compile_condition
from flows.definition.jsonpath import ExpressionError
from flows.definition.scope import Lazy, Scope

CONTEXT = {
    "order": {"total": 120.5, "currency": "EUR", "lines": [{"sku": "a", "n": 0}, {"sku": "b", "n": 2}], "note": None},
    "customer": {"vip": True, "blocked": False, "tags": ["gold", "new"], "limits": {"day": 5}},
    "empty": {"text": "", "list": [], "object": {}, "zero": 0, "half": 0.5},
}
VIEWS = {"currentItem": {"kind": "web"}, "error": {"errorName": "StepTimeoutError"}, "currentIndex": 0}


def decided(condition: str) -> bool:
    return compile_condition(condition).test(Scope(CONTEXT, VIEWS)).value


@pytest.mark.parametrize(
    ("condition", "value"),
    [
        ("$.order.total > 100", True),
        ("$.order.total > 100 && !($.customer.blocked == true)", True),
        ("$.order.total < 100 || $.customer.vip", True),
        ("$.order.total < 100 || $.customer.blocked", False),
        ("$.order.currency == 'EUR'", True),
        ('$.order.currency == "eur"', False),
        ("$.order.currency != 'USD'", True),
        ("$.order.currency >= 'EUR' && $.order.currency <= 'EUR'", True),
        ("'EUR' == $.order.currency", True),
        ("$.order.total == 120.50", True),
        ("$.order.note == null", True),
        ("$.nope == null", False),
        ("$.nope != null", True),
        ("$.nope == $.other", True),
        ("$.nope != 1", True),
        ("$.nope < 1", False),
        ("$.customer.vip == true", True),
        ("$.customer.vip == 1", False),
        ("$.empty.zero == false", False),
        ("$.order.total > '100'", False),
        ("$.order.currency > 5", False),
        ("$.order.lines > 1", False),
        ("$.customer.vip > false", False),
        ("$.customer.tags == $.customer.tags", True),
        ("length($.order.currency) == 3", True),
        ("length($.order.total) == 3", False),
        ("count($.order.lines[*]) == 2", True),
        ("value($.order.lines[?@.sku == 'b'].n) == 2", True),
        ("match($.order.currency, 'E.R')", True),
        ("search($.order.currency, 'U')", True),
        ("match($.order.currency, 'U')", False),
        ("match($.order.total, '1.*')", False),
        (" $.order.total\n > 100 ", True),
    ],
)
def test_comparisons_functions_and_operators(condition: str, value: bool) -> None:
    assert decided(condition) is value


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("$.customer.vip", True),
        ("$.customer.blocked", False),
        ("$.order.note", False),
        ("$.nope", False),
        ("$.empty.zero", False),
        ("$.empty.half", True),
        ("$.empty.text", False),
        ("$.empty.list", False),
        ("$.empty.object", False),
        ("$.order.currency", True),
        ("$.order.lines", True),
        ("$.order.lines[*].n", True),
        ("$.order.lines[0,0].n", False),
        ("$.order.lines[?@.n > 5]", False),
        ("$.empty.*", True),
        ("$", True),
    ],
)
def test_a_bare_path_is_true_when_it_finds_something_that_counts(path: str, value: bool) -> None:
    assert decided(path) is value
    assert decided(f"!{path}") is not value
    assert decided(f"{path} && $.customer.vip") is value
    assert decided(f"({path}) || $.nope") is value


def test_inside_a_filter_a_bare_path_asks_for_existence() -> None:
    assert decided("count($.order.lines[?@.n]) == 2") is True
    assert decided("count($.order.lines[?!@.n]) == 0") is True
    assert decided("count($.order.lines[?$.empty.zero]) == 2") is True


@pytest.mark.parametrize(
    ("condition", "value"),
    [
        ("contains($.order.currency, 'UR')", True),
        ("contains($.order.currency, 'ur')", False),
        ("contains($.customer.tags, 'gold')", True),
        ("contains($.customer.tags, 'go')", False),
        ("contains($.customer.limits, 'day')", True),
        ("contains($.customer.limits, 5)", False),
        ("contains($.nope, 'x')", False),
        ("contains($.customer.tags, $.nope)", False),
        ("contains($.order.total, 1)", False),
        ("contains('EUR USD', $.order.currency)", True),
        ("!contains($.customer.tags, 'old')", True),
        ("is_empty($.nope)", True),
        ("is_empty($.order.note)", True),
        ("is_empty($.empty.text)", True),
        ("is_empty($.empty.list)", True),
        ("is_empty($.empty.object)", True),
        ("is_empty($.empty.zero)", False),
        ("is_empty($.customer.blocked)", False),
        ("is_empty($.customer.tags)", False),
    ],
)
def test_our_own_functions(condition: str, value: bool) -> None:
    assert decided(condition) is value


@pytest.mark.parametrize(
    ("condition", "value"),
    [
        ("$.currentItem.kind == 'web'", True),
        ("$.currentIndex == 0", True),
        ("$.error.errorName == 'StepTimeoutError'", True),
        ("$.currentItem.*", True),
        ("$.initialContextData.order", False),
        ("count($..kind) == 0", True),
    ],
)
def test_views_are_seen_by_paths_that_begin_with_their_name(condition: str, value: bool) -> None:
    assert decided(condition) is value


@pytest.mark.parametrize(
    ("document", "value"),
    [({"status": "done"}, True), ({"status": "open"}, False), ([1], False), ("done", False), (None, False)],
)
def test_a_document_of_its_own_may_be_any_json(document: Any, value: bool) -> None:
    assert compile_condition("$.status == 'done'").test_document(document).value is value


@pytest.mark.parametrize(
    "condition",
    [
        "",
        "   ",
        "1",
        "true",
        "'text'",
        "!1",
        "(1)",
        "$.a = 1",
        "$.a === 1",
        "$.a <> 1",
        "$.a =~ /x/",
        "$.a == 1 == 2",
        "!$.a == 1",
        "$.a ==",
        "$.a == undefined",
        "$.items[*] == 1",
        "length($.a)",
        "length($.items[*]) == 1",
        "contains($.a)",
        "contains($.a, 'x') == true",
        "is_empty()",
        "unknown($.a)",
        "@.a == 1",
        "@",
        "$.a == @.b",
        "count(@.*) == 1",
        "$.a][?$.b",
        "$.a, ?$.b",
        "$.a]..[?$.b",
        "$.a].b[?$.c",
        "$.a == 1e999",
        "$.a && ",
        "a == 1",
        "(" * 40 + "$.a" + ")" * 40,
        "!" * 300 + "$.a",
    ],
)
def test_what_is_not_one_logical_expression_is_refused(condition: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        compile_condition(condition)
    assert refused.value.message
    assert refused.value.hint


def test_positions_count_from_the_start_of_the_condition() -> None:
    with pytest.raises(ExpressionError) as refused:
        compile_condition("$.a = 1")
    assert refused.value.position == 4
    assert refused.value.hint.startswith("Compare with ==")


def test_the_operands_that_were_read_are_recorded() -> None:
    verdict = compile_condition("$.order.total > 100 && $.nope == 1").test(Scope(CONTEXT, VIEWS))
    assert verdict.value is False
    assert verdict.operands == [
        {"expression": "$.order.total", "value": 120.5},
        {"expression": "$.nope", "value": None, "missing": True},
    ]


def test_operands_behind_a_decided_operator_are_not_read() -> None:
    verdict = compile_condition("$.nope && $.order.total > 100").test(Scope(CONTEXT, VIEWS))
    assert [operand["expression"] for operand in verdict.operands] == ["$.nope"]


def test_paths_to_many_are_recorded_with_all_they_found() -> None:
    verdict = compile_condition("count($.order.lines[?@.n > 1].sku) == 1").test(Scope(CONTEXT, VIEWS))
    assert verdict.operands == [{"expression": "$.order.lines[?@.n > 1].sku", "value": ["b"]}]


def test_lazy_values_are_compared_by_what_they_hold() -> None:
    big = Lazy(sha256="f00", bytes=70_000, load=lambda _: {"state": "ready", "items": [1]})
    scope = Scope({"big": big, "same": {"state": "ready", "items": [1]}}, {})
    assert compile_condition("$.big.state == 'ready'").test(scope).value is True
    assert compile_condition("$.big == $.same").test(scope).value is True
    assert compile_condition("contains($.big, 'items')").test(scope).value is True
    assert compile_condition("is_empty($.big)").test(scope).value is False


def test_a_long_chain_of_alternatives_is_allowed() -> None:
    assert decided("$.order.total > 100" + " || $.a" * 60) is True


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.floats(-3, 3) | st.text("ab1", max_size=3),
    lambda children: st.lists(children, max_size=3) | st.dictionaries(st.sampled_from("ab"), children, max_size=2),
    max_leaves=6,
)


@given(
    st.sampled_from(["==", "!=", "<", "<=", ">", ">="]),
    st.sampled_from(["$.a", "$.b", "$.a.b", "$.a[0]", "length($.a)", "1", "'a'", "null", "true"]),
    JSON,
)
def test_a_comparison_never_raises_and_has_its_opposite(operator: str, right: str, document: Any) -> None:
    opposite = {"==": "!=", "!=": "=="}.get(operator)
    value = compile_condition(f"$.a {operator} {right}").test_document({"a": document, "b": [document]}).value
    assert isinstance(value, bool)
    if opposite:
        negated = compile_condition(f"$.a {opposite} {right}").test_document({"a": document, "b": [document]}).value
        assert negated is not value


@given(st.text(max_size=50) | st.text("$.@[]?*:,()!&|=<>'\"ab01 -", max_size=50))
def test_no_text_raises_anything_but_an_expression_error(text: str) -> None:
    with suppress(ExpressionError):
        compile_condition(text).test_document({"a": 1})
