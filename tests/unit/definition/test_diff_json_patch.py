"""JSON Patch: the one that is found makes one document of the other, and any RFC 6902 patch is applied or refused."""

from __future__ import annotations

import contextlib
import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.definition.json_patch import MAX_LIST_OPS, PatchError, apply_patch, json_patch, keys_of, pointer, same
from flows.definition.scope import Lazy
from tests.unit.definition.strategies import json_values, quick, texts
from tests.work import at_most

DIFFERENCES: list[tuple[Any, Any, list[dict[str, Any]]]] = [
    ({"a": 1}, {"a": 1}, []),
    ({"a": 1}, {"a": 2}, [{"op": "replace", "path": "/a", "value": 2}]),
    ({"a": 1}, {"a": True}, [{"op": "replace", "path": "/a", "value": True}]),
    ({"a": 1}, {"a": 1.0}, []),
    ({"a": 1}, {"b": 1}, [{"op": "remove", "path": "/a"}, {"op": "add", "path": "/b", "value": 1}]),
    ({"a/b": {"c~d": 1}}, {"a/b": {}}, [{"op": "remove", "path": "/a~1b/c~0d"}]),
    ({"a": {"b": {"c": 1}}}, {"a": {"b": {"c": 2}}}, [{"op": "replace", "path": "/a/b/c", "value": 2}]),
    ([1, 2, 3], [1, 3], [{"op": "remove", "path": "/1"}]),
    ([1, 3], [1, 2, 3], [{"op": "add", "path": "/1", "value": 2}]),
    ([1, 2], [1, 2, 3], [{"op": "add", "path": "/2", "value": 3}]),
    ([{"a": 1}, 2], [{"a": 5}, 2], [{"op": "replace", "path": "/0/a", "value": 5}]),
    ({"a": []}, {"a": {}}, [{"op": "replace", "path": "/a", "value": {}}]),
    (1, [1], [{"op": "replace", "path": "", "value": [1]}]),
]


@pytest.mark.parametrize(("a", "b", "expected"), DIFFERENCES)
def test_the_patch_says_what_changed_and_no_more(a: Any, b: Any, expected: list[dict[str, Any]]) -> None:
    assert json_patch(a, b) == expected
    assert apply_patch(a, expected) == b


@quick
@given(json_values, json_values)
def test_the_patch_from_one_document_to_another_makes_it(a: Any, b: Any) -> None:
    before = copy.deepcopy(a)
    made = apply_patch(a, json.loads(json.dumps(json_patch(a, b))))
    assert same(made, b)
    assert same(a, before)


@quick
@given(st.lists(st.integers(0, 3), max_size=12), st.lists(st.integers(0, 3), max_size=12))
def test_lists_are_made_of_each_other(a: list[int], b: list[int]) -> None:
    assert apply_patch(a, json_patch(a, b)) == b


def test_a_list_that_grew_or_shrank_much_is_replaced_whole() -> None:
    grown = list(range(MAX_LIST_OPS + 1))
    assert json_patch({"a": []}, {"a": grown}) == [{"op": "replace", "path": "/a", "value": grown}]
    assert len(json_patch({"a": []}, {"a": grown[:-1]})) == MAX_LIST_OPS


def test_a_shared_subtree_costs_nothing() -> None:
    shared = {str(n): [n] * 10 for n in range(100_000)}
    with at_most(calls=100):
        patch = json_patch({"big": shared, "a": 1}, {"big": shared, "a": 2})
    assert patch == [{"op": "replace", "path": "/a", "value": 2}]


def test_lazy_leaves_are_compared_by_their_hash_and_not_loaded() -> None:
    def leaf(sha256: str) -> Lazy:
        return Lazy(sha256=sha256, bytes=1, load=_must_not_load)

    other = leaf("b")
    assert json_patch({"a": leaf("a")}, {"a": leaf("a")}) == []
    assert json_patch({"a": leaf("a")}, {"a": other}) == [{"op": "replace", "path": "/a", "value": other}]


def _must_not_load(sha256: str) -> Any:
    raise AssertionError(sha256)


APPLIED: list[tuple[Any, list[dict[str, Any]], Any]] = [
    ({"a": 1}, [{"op": "add", "path": "", "value": 5}], 5),
    ({"a": 1}, [{"op": "add", "path": "/a", "value": None}], {"a": None}),
    ({"a": [1]}, [{"op": "add", "path": "/a/-", "value": 2}], {"a": [1, 2]}),
    ({"a": [1]}, [{"op": "add", "path": "/a/0", "value": 0}], {"a": [0, 1]}),
    ({"a": [1]}, [{"op": "add", "path": "/a/1", "value": 2}], {"a": [1, 2]}),
    ({"a": {"b": 1}}, [{"op": "move", "from": "/a/b", "path": "/c"}], {"a": {}, "c": 1}),
    ({"a": [1, 2, 3]}, [{"op": "move", "from": "/a/0", "path": "/a/2"}], {"a": [2, 3, 1]}),
    ({"a": 1}, [{"op": "move", "from": "/a", "path": "/a"}], {"a": 1}),
    (
        {"a": [1]},
        [{"op": "copy", "from": "/a", "path": "/b"}, {"op": "add", "path": "/b/-", "value": 2}],
        {"a": [1], "b": [1, 2]},
    ),
    ({"a": [1]}, [{"op": "copy", "from": "/a", "path": ""}], [1]),
    ({"a": {"b": [1]}}, [{"op": "test", "path": "/a", "value": {"b": [1]}}], {"a": {"b": [1]}}),
    ({"": {"/": 1}}, [{"op": "replace", "path": "//~1", "value": 2}], {"": {"/": 2}}),
    ({"a": 1}, [], {"a": 1}),
]


@pytest.mark.parametrize(("document", "ops", "expected"), APPLIED)
def test_a_patch_is_applied(document: Any, ops: list[dict[str, Any]], expected: Any) -> None:
    before = copy.deepcopy(document)
    assert same(apply_patch(document, ops), expected)
    assert document == before


REFUSED: list[tuple[Any, Any, str]] = [
    ({}, {"op": "add"}, "operation 0: a patch is a list of operations"),
    ({}, [5], "operation 0: an operation is an object"),
    ({}, [{"op": "add", "path": "/a"}], "operation 0: `value` is missing"),
    ({}, [{"op": "add", "value": 1}], "operation 0: `path` must be a JSON Pointer"),
    (
        {},
        [{"op": "add", "path": "a", "value": 1}],
        "operation 0: `path`: 'a' is not a JSON Pointer: it must be empty or begin with /",
    ),
    ({}, [{"op": "swap", "path": "/a"}], "operation 0: `op` must be add, remove, replace, move, copy or test"),
    ({}, [{"op": "remove", "path": ""}], "operation 0: the whole document cannot be removed"),
    ({}, [{"op": "remove", "path": "/a/b"}], "operation 0: there is nothing at /a"),
    (
        {"a": 1},
        [{"op": "add", "path": "/a/b", "value": 1}],
        "operation 0: /a is no object or list, so it has nothing inside",
    ),
    (
        {"a": 1},
        [{"op": "remove", "path": "/a"}, {"op": "replace", "path": "/a", "value": 2}],
        "operation 1: there is nothing at /a",
    ),
    ({"a": [1]}, [{"op": "add", "path": "/a/2", "value": 1}], "operation 0: /a/2: not a place in its list"),
    ({"a": [1]}, [{"op": "replace", "path": "/a/-", "value": 1}], "operation 0: /a/-: not a place in its list"),
    ({"a": [1, 2]}, [{"op": "remove", "path": "/a/01"}], "operation 0: /a/01: not a place in its list"),
    ({"a": [1]}, [{"op": "remove", "path": "/a/+0"}], "operation 0: /a/+0: not a place in its list"),
    ({"a": 1}, [{"op": "test", "path": "/a", "value": True}], "operation 0: test failed: the value at /a is another"),
    (
        {"a": {"b": 1}},
        [{"op": "move", "from": "/a", "path": "/a/b"}],
        "operation 0: a value cannot be moved into itself",
    ),
    ({"a": 1}, [{"op": "copy", "path": "/b"}], "operation 0: `from` must be a JSON Pointer"),
]


@pytest.mark.parametrize(("document", "ops", "message"), REFUSED)
def test_a_patch_that_does_not_fit_is_refused_and_changes_nothing(document: Any, ops: Any, message: str) -> None:
    before = copy.deepcopy(document)
    with pytest.raises(PatchError) as refused:
        apply_patch(document, ops)
    assert str(refused.value) == message
    assert document == before


operations = st.fixed_dictionaries(
    {"op": st.sampled_from(["add", "remove", "replace", "move", "copy", "test", "x"])},
    optional={
        "path": st.sampled_from(["", "/a", "/a/0", "/a/-", "/b/c", "/"]) | texts,
        "from": st.sampled_from(["", "/a", "/b"]),
        "value": json_values,
    },
)


@quick
@given(
    json_values | st.fixed_dictionaries({"a": st.lists(json_values), "b": st.just({"c": 1})}),
    st.lists(operations, max_size=6),
)
def test_any_patch_is_applied_or_refused(document: Any, ops: list[Any]) -> None:
    before = copy.deepcopy(document)
    with contextlib.suppress(PatchError):
        apply_patch(document, ops)
    assert same(document, before)


def test_a_long_patch_copies_a_large_list_once() -> None:
    document = {"a": list(range(100_000))}
    with at_most(calls=1, of="'copy' of 'list'"):
        made = apply_patch(document, [{"op": "replace", "path": "/a/7", "value": 1}] * 5000)
    assert made["a"][7] == 1


@quick
@given(st.lists(texts))
def test_a_pointer_names_its_keys(keys: list[str]) -> None:
    assert keys_of(pointer(keys)) == keys
