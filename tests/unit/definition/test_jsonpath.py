"""Reading: what a path finds in a context."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.definition.context import path_text
from flows.definition.jsonpath import ExpressionError, compile_path, compile_target, find
from flows.definition.scope import MISSING, Lazy, Scope

CONTEXT = {
    "order": {"id": 7, "total": 12.5, "note": None, "lines": [{"sku": "a", "n": 1}, {"sku": "b", "n": 3}]},
    "steps_output": {"fetch-it": {"status": 200}},
    "a key": {"it's": 1},
    "ключ": "x",
}
VIEWS = {"execution": {"id": "e1"}, "currentItem": {"tags": ["x", "y"]}, "currentIndex": 0, "initialContextData": {}}


def scope() -> Scope:
    return Scope(CONTEXT, VIEWS)


def lazy(value: Any, loads: list[str] | None = None) -> Lazy:
    def load(sha256: str) -> Any:
        if loads is not None:
            loads.append(sha256)
        return value

    return Lazy(sha256="f00", bytes=70_000, load=load)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("$", CONTEXT),
        ("$.", CONTEXT),
        ("$.order.id", 7),
        ("$['order']['total']", 12.5),
        ("$.order.note", None),
        ("$.order.lines[0].sku", "a"),
        ("$.order.lines[-1].sku", "b"),
        ("$.steps_output.fetch-it.status", 200),
        ("$['a key']['it\\'s']", 1),
        ("$.ключ", "x"),
        ("$.execution.id", "e1"),
        ("$.currentIndex", 0),
        ("$.currentItem.tags[1]", "y"),
    ],
)
def test_a_singular_path_gives_the_value(path: str, value: Any) -> None:
    assert compile_path(path).singular
    assert compile_path(path).read(scope()) == value


@pytest.mark.parametrize(
    "path",
    ["$.nope", "$.order.id.x", "$.order[0]", "$.order.lines[2]", "$.order.lines[-3]", "$.order.lines.sku", "$.error"],
)
def test_a_singular_path_that_leads_nowhere_is_missing(path: str) -> None:
    assert compile_path(path).read(scope()) is MISSING


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("$.order.lines[*].sku", ["a", "b"]),
        ("$.order.lines[?@.n > 1].sku", ["b"]),
        ("$.order.lines[?@.sku == $.order.lines[0].sku].n", [1]),
        ("$.order.lines[0,0].n", [1, 1]),
        ("$.order.lines[::-1].n", [3, 1]),
        ("$..sku", ["a", "b"]),
        ("$.nope[*]", []),
        ("$.order.lines[?@.n == $.currentIndex].sku", []),
        ("$.order.lines[?$.currentItem.tags[0] == 'x'].sku", ["a", "b"]),
        ("$.order.lines[?@.n > 9]", []),
        ("$.currentItem.tags[*]", ["x", "y"]),
        ("$.order.lines[?contains(@.sku, 'b')].n", [3]),
        ("$.order.lines[?is_empty(@.nope)].n", [1, 3]),
    ],
)
def test_any_other_path_gives_the_list_of_what_it_finds(path: str, values: list[Any]) -> None:
    assert not compile_path(path).singular
    assert compile_path(path).keys is None
    assert compile_path(path).read(scope()) == values


def test_wildcards_and_descents_at_the_root_do_not_meet_the_views() -> None:
    assert compile_path("$.*").read(scope()) == list(CONTEXT.values())
    assert compile_path("$..tags").read(scope()) == []


def test_a_view_hides_a_root_of_the_same_name() -> None:
    assert compile_path("$.error.message").read(Scope({"error": 1}, {"error": {"message": "m"}})) == "m"


def test_a_document_of_its_own_has_no_views() -> None:
    assert compile_path("$.execution.id").read_document({"execution": {"id": "mine"}}) == "mine"
    assert compile_path("$[0]").read_document([5]) == 5


def test_lazy_values_are_loaded_only_when_a_path_walks_into_them() -> None:
    loads: list[str] = []
    context = {"big": lazy({"deep": [1, 2]}, loads), "small": {"x": 1}}
    assert compile_path("$.big").read(Scope(context, {})) is context["big"]
    assert compile_path("$.small.x").read(Scope(context, {})) == 1
    assert compile_path("$.small[*]").read(Scope(context, {})) == [1]
    assert loads == []
    assert compile_path("$.big.deep[1]").read(Scope(context, {})) == 2
    assert loads == ["f00"]


@pytest.mark.parametrize("path", ["$.big.deep[*]", "$..deep[*]", "$.*.deep[*]", "$.big.deep[?@ > 0]"])
def test_wildcards_descents_and_filters_load_what_they_visit(path: str) -> None:
    assert compile_path(path).read(Scope({"big": lazy({"deep": [1, lazy(2)]})}, {})) == [1, 2]


def test_a_compiled_path_is_cached() -> None:
    assert compile_path("$.order.id") is compile_path("$.order.id")


@pytest.mark.parametrize(
    "path", ["", "order", "$.order.", "$[", " $.a", "$.a ", "$.a[?1]", "$.a[?@.b = 1]", "$.a | $.b"]
)
def test_what_is_no_path_is_refused_with_a_hint(path: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        compile_path(path)
    assert refused.value.message
    assert refused.value.hint


def test_the_position_of_the_mistake_is_told() -> None:
    with pytest.raises(ExpressionError) as refused:
        compile_path("$.order[total]")
    assert refused.value.position == 8
    assert "at character 9" in refused.value.message


def test_find_is_strict_where_mappings_are_lenient() -> None:
    with pytest.raises(ExpressionError):
        find("$.", {})
    assert find("$", {"a": 1}) == [{"a": 1}]


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("1", "1.0", True),
        ("'5'", "5", False),
        ("true", "1", False),
        ("null", "@.nope", False),
        ("9007199254740993", "@.exact", True),
        ("9007199254740992", "@.exact", False),
    ],
)
def test_comparison_is_typed_and_exact(left: str, right: str, same: bool) -> None:
    assert bool(find(f"$[?{left} == {right}]", [{"exact": 9007199254740993}])) is same


def test_deep_comparison_is_typed_too() -> None:
    document = {"items": [{"v": [1]}, {"v": [True]}, {"v": [1.0]}], "want": [1]}
    assert find("$.items[?@.v == $.want]", document) == [{"v": [1]}, {"v": [1.0]}]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("$.order.id", ("order", "id")),
        ("$.lines[0].sku", ("lines", 0, "sku")),
        ("$['a key']", ("a key",)),
        ("$.steps_output.x", ("steps_output", "x")),
        ("$.flow_variables.x", ("flow_variables", "x")),
    ],
)
def test_a_context_target_is_a_tuple_of_keys(text: str, keys: tuple[str | int, ...]) -> None:
    assert compile_target(text, relative=False) == keys


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("a", ("a",)),
        ("a.b[0]", ("a", "b", 0)),
        ("array[0]", ("array", 0)),
        ("['Content Type']", ("Content Type",)),
        ("$.a.b", ("a", "b")),
        ("error", ("error",)),
    ],
)
def test_a_relative_target_needs_no_dollar(text: str, keys: tuple[str | int, ...]) -> None:
    assert compile_target(text, relative=True) == keys


@pytest.mark.parametrize(
    "text",
    [
        "$",
        "a",
        "$.a[*]",
        "$..a",
        "$.a[?@.b]",
        "$.a[-1]",
        "$.a[100001]",
        "$[0]",
        "$.execution.id",
        "$.currentItem",
        "$.error",
    ],
)
def test_a_context_target_that_may_not_be_written_is_refused(text: str) -> None:
    with pytest.raises(ExpressionError):
        compile_target(text, relative=False)


def test_the_refusal_of_a_reserved_root_names_it() -> None:
    with pytest.raises(ExpressionError, match=r"\$\.initialContextData is read-only"):
        compile_target("$.initialContextData.x", relative=False)


ODD_TEXT = st.text(max_size=60) | st.text("$.@[]?*:,()!&|=<>'\"ab01 -\\", max_size=60)


@given(ODD_TEXT)
def test_no_text_raises_anything_but_an_expression_error(text: str) -> None:
    with suppress(ExpressionError):
        compile_path(text)
    with suppress(ExpressionError):
        compile_target(text, relative=True)
    with suppress(ExpressionError):
        compile_target(text, relative=False)


NAMES = st.characters(codec="utf-8", exclude_categories=["Cc"]) | st.sampled_from("\n\t'\\\"")
KEYS = st.lists(st.text(NAMES, min_size=1, max_size=5) | st.integers(0, 5), min_size=1, max_size=4)


@given(KEYS)
def test_the_text_of_keys_is_a_path_to_the_same_keys(keys: list[str | int]) -> None:
    assert compile_path(path_text(keys)).keys == tuple(keys)
