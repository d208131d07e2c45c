"""What an expression gives on a context and, when it gives nothing, why."""

from __future__ import annotations

from typing import Any

import pytest

from flows.evaluate import ExpressionKind, evaluate
from tests.work import at_most

CONTEXT = {"order": {"total": 120, "items": [{"id": 1}, {"id": 2}]}, "name": "Ada", "steps_output": {}}
VIEWS = {"execution": {"id": "x"}, "initialContextData": {"order": {"total": 100}}}


def judge(kind: str, expression: str, context: dict[str, Any] | None = None) -> dict[str, Any]:
    return evaluate(
        kind=ExpressionKind(kind), expression=expression, context=CONTEXT if context is None else context, views=VIEWS
    )


@pytest.mark.parametrize(
    ("kind", "expression", "value"),
    [
        ("path", "$.order.total", 120),
        ("path", "$.order.items[*].id", [1, 2]),
        ("path", "$.initialContextData.order.total", 100),
        ("path", "$.execution.id", "x"),
        ("condition", "$.order.total > 100", True),
        ("condition", "$.order.total > 100 && $.gone", False),
        ("template", "Dear {{ name }}: {{ order.total }}", "Dear Ada: 120"),
        ("template", "$.order.items", [{"id": 1}, {"id": 2}]),
        ("template", "$$5", "$5"),
        ("template", "plain", "plain"),
    ],
)
def test_an_expression_gives_its_value(kind: str, expression: str, value: Any) -> None:
    judged = judge(kind, expression)
    assert (judged["value"], judged["event"]["status"]) == (value, "SUCCESS")
    assert judged["event"]["expression"] == expression
    assert "reason" not in judged["event"]


def test_a_condition_shows_what_it_compared() -> None:
    event = judge("condition", "$.order.total > 100")["event"]
    assert event["kind"] == "CONDITION"
    assert event["operands"][0] == {"expression": "$.order.total", "value": 120}


@pytest.mark.parametrize(
    ("kind", "expression", "status", "words"),
    [
        ("path", "$.order.totl", "WARN", ["totl", "total"]),
        ("path", "$.order.items[*].name", "SUCCESS", ["matched nothing"]),
        ("path", "$.order[", "ERROR", []),
        ("condition", "$.order.total >", "ERROR", []),
        ("condition", "", "ERROR", []),
        ("template", "{{ nobody }}", "ERROR", ["nobody"]),
        ("template", "{{ name", "ERROR", []),
        ("template", "$.order.totl", "WARN", ["total"]),
    ],
)
def test_an_expression_that_gives_nothing_says_why(kind: str, expression: str, status: str, words: list[str]) -> None:
    judged = judge(kind, expression)
    assert judged["event"]["status"] == status
    assert judged["event"]["reason"]
    assert all(word in judged["event"]["reason"] for word in words)
    assert judged["value"] in (None, [])


@pytest.mark.parametrize(
    ("kind", "expression"),
    [
        ("path", "$" + ".a" * 50_000),
        ("path", "$..*..*..*"),
        ("path", "$..*..*"),
        ("path", "$[?match(@.a, '(a+)+$')]"),
        ("condition", "(" * 10_000),
        ("condition", "$..[?$..[?$..[?$..a]]]"),
        ("template", "{% for i in (1..100000) %}{% for j in (1..100000) %}x{% endfor %}{% endfor %}"),
        ("template", "{% assign a = 'xxxxxxxx' %}" + "{% assign a = a | append: a %}" * 40 + "{{ a }}"),
        ("template", "{% assign a = 'xxxx' %}" + "{% assign a = a | replace: 'x', 'xxxx' %}" * 30 + "{{ a }}"),
        ("template", "{%" * 10_000),
    ],
)
def test_hostile_input_is_judged_within_bounds(kind: str, expression: str) -> None:
    tree: Any = {"a": "a" * 40}
    for _ in range(6):
        tree = {str(key): tree for key in range(5)}
    with at_most(calls=3_000_000):
        judged = judge(kind, expression, tree)
    assert judged["event"]["status"] in ("SUCCESS", "ERROR", "WARN")
