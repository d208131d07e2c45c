"""Values with paths and templates in their leaves."""

from __future__ import annotations

from typing import Any

import pytest

from flows.definition.errors import MappingError
from flows.definition.jsonpath import ExpressionError
from flows.definition.scope import Lazy, Scope
from flows.definition.values import Names, compile_value

CONTEXT = {"order": {"id": 7, "lines": [1, 2], "vip": True}, "name": "context", "a": {"b": "x"}}
SCOPE = Scope(CONTEXT, {"execution": {"id": "e1"}})


def rendered(value: Any, local: dict[str, Any] | None = None) -> Any:
    return compile_value(value).render(SCOPE, local or {}, None, "t")


@pytest.mark.parametrize(
    ("value", "result"),
    [
        (5, 5),
        (None, None),
        ("plain", "plain"),
        ("", ""),
        ("$.order.id", 7),
        ("$.order.vip", True),
        ("$.order", {"id": 7, "lines": [1, 2], "vip": True}),
        ("$.order.lines[*]", [1, 2]),
        ("$.order.lines[?@ > 5]", []),
        ("$.execution.id", "e1"),
        ("$", CONTEXT),
        ("$$.order.id", "$.order.id"),
        ("$$", "$"),
        ("$$5 for {{ name }}", "$5 for context"),
        ("5 $", "5 $"),
        ("{{ order.id }}", "7"),
        ("{{ order.lines }}", "[1,2]"),
        ("id {{ order.id }}, {{ execution.id }}", "id 7, e1"),
        ({"{{ name }}": {"$.x": ["$.order.id", "{{ name }}", 1]}}, {"{{ name }}": {"$.x": [7, "context", 1]}}),
        ({"left out": "$.nope", "kept": 1}, {"kept": 1}),
        (["$.nope", 1], [None, 1]),
        ("$.nope", None),
    ],
)
def test_leaves_are_paths_templates_or_constants_and_keys_are_neither(value: Any, result: Any) -> None:
    assert rendered(value) == result


def test_templates_see_the_input_laid_over_the_context_and_paths_do_not() -> None:
    local = {"name": "input", "extra": 1}
    assert rendered("{{ name }} {{ extra }} {{ a.b }}", local) == "input 1 x"
    assert rendered("$.name", local) == "context"


@pytest.mark.parametrize(
    ("value", "constant"),
    [(1, True), ({"a": ["x"]}, True), ({"a": ["{{ x }}"]}, False), ("$.a", False), ("$$", True), ({"a": "$$"}, False)],
)
def test_a_value_without_leaves_to_render_is_constant(value: Any, constant: bool) -> None:
    assert compile_value(value).constant is constant


def test_a_constant_is_given_as_it_is() -> None:
    value = {"a": [1, {"b": "text"}]}
    assert compile_value(value).render(SCOPE, {}, None, "t") is value


def test_what_comes_out_is_never_rendered_again() -> None:
    scope = Scope({"evil": {"x": "{{ secret }}", "y": "$.secret"}, "secret": "s"}, {})
    assert compile_value(["$.evil", "{{ evil.x }}", "{{ evil.y }}"]).render(scope, {}, None, "t") == [
        {"x": "{{ secret }}", "y": "$.secret"},
        "{{ secret }}",
        "$.secret",
    ]


def test_lazy_values_come_out_loaded() -> None:
    scope = Scope({"big": Lazy(sha256="f00", bytes=70_000, load=lambda _: {"x": 1})}, {})
    assert compile_value({"all": "$", "one": "$.big"}).render(scope, {}, None, "t") == {
        "all": {"big": {"x": 1}},
        "one": {"x": 1},
    }


def test_each_leaf_records_one_event_with_its_own_target() -> None:
    events: list[dict[str, Any]] = []
    value = {"a": "$.order.id", "b key": ["{{ name }}", "$.order.nope", "$.order.lines[?@ > 5]"], "c": 1}
    compile_value(value).render(SCOPE, {}, events.append, "customConfig")
    assert events == [
        {
            "kind": "TEMPLATE",
            "target": "customConfig.a",
            "expression": "$.order.id",
            "status": "SUCCESS",
            "preview": "7",
        },
        {
            "kind": "TEMPLATE",
            "target": "customConfig['b key'][0]",
            "expression": "{{ name }}",
            "status": "SUCCESS",
            "preview": '"context"',
        },
        {
            "kind": "TEMPLATE",
            "target": "customConfig['b key'][1]",
            "expression": "$.order.nope",
            "status": "WARN",
            "preview": "",
            "reason": '$.order has no "nope"; it has "id", "lines", "vip".',
        },
        {
            "kind": "TEMPLATE",
            "target": "customConfig['b key'][2]",
            "expression": "$.order.lines[?@ > 5]",
            "status": "SUCCESS",
            "preview": "[]",
            "reason": "matched nothing",
        },
    ]


def test_a_failing_leaf_records_an_error_before_it_raises() -> None:
    events: list[dict[str, Any]] = []
    with pytest.raises(MappingError, match="nope"):
        compile_value({"a": "{{ name }}", "b": "{{ nope }}"}).render(SCOPE, {}, events.append, "t")
    assert [(event["target"], event["status"]) for event in events] == [("t.a", "SUCCESS"), ("t.b", "ERROR")]


@pytest.mark.parametrize("value", ["$5", "$.a[", {"a": ["{{ x"]}, "${{ price }}"])
def test_a_leaf_that_cannot_be_read_is_refused(value: Any) -> None:
    with pytest.raises(ExpressionError):
        compile_value(value)


def test_a_value_nested_without_end_is_refused() -> None:
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(ExpressionError, match="nested too deeply"):
        compile_value(deep)


def test_names_are_a_view_of_input_context_and_views() -> None:
    names = Names(SCOPE, {"name": "input", "own": 1})
    assert list(names) == ["name", "own", "order", "a", "execution"]
    assert len(names) == 5
    assert names["name"] == "input"
    assert names["execution"] == {"id": "e1"}
    assert "nope" not in names
    assert bool(Names(Scope({}, {}), {})) is True
