"""Writing to a context: copies on the way, everything else shared."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.definition.context import (
    ChangeKind,
    apply_changes,
    keys_of,
    path_text,
    place,
    pointer,
    put,
    reach,
)
from flows.definition.errors import MappingError
from flows.definition.scope import MISSING, Lazy


@pytest.mark.parametrize(
    ("tree", "keys", "written"),
    [
        ({}, ("a",), {"a": 1}),
        ({"a": 0}, ("a",), {"a": 1}),
        ({}, ("a", "b", "c"), {"a": {"b": {"c": 1}}}),
        ({"a": None}, ("a", "b"), {"a": {"b": 1}}),
        ({}, ("a", 0), {"a": [1]}),
        ({}, ("a", 2), {"a": [None, None, 1]}),
        ({"a": [7]}, ("a", 2), {"a": [7, None, 1]}),
        ({"a": [7]}, ("a", 0), {"a": [1]}),
        ({"a": [7]}, ("a", 1, "b", 1), {"a": [7, {"b": [None, 1]}]}),
        ({"a": [None]}, ("a", 0, "b"), {"a": [{"b": 1}]}),
        (None, ("a",), {"a": 1}),
        (None, (1,), [None, 1]),
        ({"a": 1}, (), 1),
    ],
)
def test_missing_and_null_parents_are_created_and_gaps_are_null(tree: Any, keys: tuple[Any, ...], written: Any) -> None:
    assert put(tree, keys, 1) == written


@pytest.mark.parametrize(
    ("tree", "keys", "at", "found"),
    [
        ({"a": 5}, ("a", "b"), "/a", "a number"),
        ({"a": True}, ("a", "b"), "/a", "a boolean"),
        ({"a": ""}, ("a", "b"), "/a", "a string"),
        ({"a": [1]}, ("a", "b"), "/a", "a list"),
        ({"a": {"x": 1}}, ("a", 0), "/a", "an object"),
        ({"a": {"b": "x"}}, ("a", "b", 0), "/a/b", "a string"),
        ({}, (0,), "", "an object"),
    ],
)
def test_any_other_parent_in_the_way_is_a_conflict(tree: Any, keys: tuple[Any, ...], at: str, found: str) -> None:
    with pytest.raises(MappingError) as conflict:
        put(tree, keys, 1)
    assert conflict.value.code == "target_conflict"
    assert conflict.value.details["at"] == at
    assert conflict.value.details["found"] == found
    assert pointer(keys) in conflict.value.message


@pytest.mark.parametrize("index", [-1, 100_001])
def test_an_index_outside_the_limits_is_a_conflict(index: int) -> None:
    with pytest.raises(MappingError, match=f"index {index}"):
        put({}, ("a", index), 1)


def test_only_what_lies_on_the_way_is_copied() -> None:
    tree = {"a": {"b": {"c": 1}}, "other": {"x": 1}}
    written = put(tree, ("a", "b", "c"), 2)
    assert tree == {"a": {"b": {"c": 1}}, "other": {"x": 1}}
    assert written["other"] is tree["other"]
    assert written["a"] is not tree["a"]


def test_place_tells_whether_something_was_there() -> None:
    assert place({"a": None}, ("a",), 1) == ({"a": 1}, True)
    assert place({}, ("a",), 1) == ({"a": 1}, False)
    assert place({"a": [1]}, ("a", 1), 2) == ({"a": [1, 2]}, False)
    assert place({"a": {"b": 0}}, ("a", "b"), 2) == ({"a": {"b": 2}}, True)


def test_a_lazy_parent_is_loaded_and_copied() -> None:
    stored = {"b": 1}
    tree = {"a": Lazy(sha256="f00", bytes=70_000, load=lambda _: stored)}
    assert put(tree, ("a", "c"), 2) == {"a": {"b": 1, "c": 2}}
    assert stored == {"b": 1}


def test_reach_follows_keys_and_leaves_the_end_lazy() -> None:
    leaf = Lazy(sha256="f00", bytes=70_000, load=lambda _: {"x": [1, 2]})
    assert reach({"a": leaf}, ("a",)) is leaf
    assert reach({"a": leaf}, ("a", "x", -1)) == 2
    assert reach({"a": leaf}, ("a", "y")) is MISSING
    assert reach({"a": {"1": 2}}, ("a", 1)) is MISSING
    assert reach([1], ("0",)) is MISSING


def test_changes_are_applied_in_order_with_values_from_the_output() -> None:
    output = {"r": {"v": [1, 2]}, "n": None}
    changes = [
        [["a"], ChangeKind.VALUE, {"x": 1}],
        [["a", "y"], ChangeKind.FROM_OUTPUT, ["r", "v", -1]],
        [["steps_output", "s"], 1, []],
        [["n"], 1, ["n"]],
    ]
    assert apply_changes({"steps_output": {}}, changes, output) == {
        "steps_output": {"s": output},
        "a": {"x": 1, "y": 2},
        "n": None,
    }


def test_a_change_that_refers_to_nothing_is_an_error_that_names_both_ends() -> None:
    with pytest.raises(MappingError, match="/a refers to /r/0") as damaged:
        apply_changes({}, [[["a"], 1, ["r", 0]]], {"r": []})
    assert damaged.value.code == "change_unreadable"


@pytest.mark.parametrize(
    ("keys", "text"),
    [((), ""), (("a", 0), "/a/0"), (("a/b", "m~n", ""), "/a~1b/m~0n/"), (("~1",), "/~01")],
)
def test_pointers_are_rfc_6901(keys: tuple[str | int, ...], text: str) -> None:
    assert pointer(keys) == text
    assert keys_of(text) == tuple(str(key) for key in keys)


def test_what_is_no_pointer_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="begins with '/'"):
        keys_of("a/b")


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ((), "$"),
        (("a", "b-c", 0), "$.a.b-c[0]"),
        (("a key", "it's", "\\", "\n"), "$['a key']['it\\'s']['\\\\']['\\n']"),
    ],
)
def test_keys_are_shown_as_a_path(keys: tuple[str | int, ...], text: str) -> None:
    assert path_text(keys) == text


KEYS = st.lists(st.sampled_from(["a", "b", "c"]) | st.integers(0, 3), min_size=1, max_size=4)
JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=3),
    lambda children: st.lists(children, max_size=3) | st.dictionaries(st.sampled_from("abc"), children, max_size=3),
    max_leaves=10,
)


@given(JSON, KEYS, JSON)
def test_what_is_put_is_read_again_and_the_argument_never_changes(tree: Any, keys: list[str | int], value: Any) -> None:
    before = copy.deepcopy(tree)
    try:
        written = put(tree, keys, value)
    except MappingError as conflict:
        assert conflict.code == "target_conflict"  # noqa: PT017
    else:
        assert reach(written, keys) == value
    assert tree == before


@given(JSON, st.lists(st.tuples(KEYS, JSON), max_size=4))
def test_recorded_changes_rebuild_the_same_tree(tree: Any, writes: list[tuple[list[str | int], Any]]) -> None:
    written, changes = tree, []
    for keys, value in writes:
        try:
            written = put(written, keys, value)
        except MappingError:
            continue
        changes.append([keys, ChangeKind.VALUE, value])
    assert apply_changes(tree, changes, None) == written
