"""How two versions of a prompt differ."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prompts.content import PromptContent
from prompts.diff import ChangeKind, SchemaChange, diff, text_diff
from tests.work import at_most

LINES = st.lists(st.sampled_from(["a", "b", "c", ""]), max_size=12)


@pytest.mark.parametrize(
    ("a", "b", "changes"),
    [
        ("", "", []),
        ("a", "a", [("equal", ["a"])]),
        ("", "a", [("added", ["a"])]),
        ("a\nb\nc", "a\nc", [("equal", ["a"]), ("removed", ["b"]), ("equal", ["c"])]),
        ("a\nb", "a\nc", [("equal", ["a"]), ("removed", ["b"]), ("added", ["c"])]),
        ("a\na", "a", [("equal", ["a"]), ("removed", ["a"])]),
    ],
)
def test_lines_are_equal_removed_or_added(a: str, b: str, changes: list[tuple[str, list[str]]]) -> None:
    assert [(change.kind.value, change.lines) for change in text_diff(a, b)] == changes


@given(LINES, LINES)
def test_both_texts_can_be_read_from_the_diff(a: list[str], b: list[str]) -> None:
    left, right = "\n".join(a), "\n".join(b)
    changes = text_diff(left, right)
    kept = {
        kind: [line for change in changes if change.kind in (ChangeKind.EQUAL, kind) for line in change.lines]
        for kind in (ChangeKind.REMOVED, ChangeKind.ADDED)
    }
    assert kept == {ChangeKind.REMOVED: left.splitlines(), ChangeKind.ADDED: right.splitlines()}


def test_long_texts_that_differ_everywhere_are_given_whole_and_compared_only_once() -> None:
    a, b = ("\n".join(f"{name}{line}" for line in range(50_000)) for name in "ab")
    with at_most(calls=1000):
        changes = text_diff(a, b)
    assert [change.kind for change in changes] == [ChangeKind.REMOVED, ChangeKind.ADDED]


def test_only_schemas_that_differ_are_shown() -> None:
    a = PromptContent("x", {"same": {}, "gone": {"type": "string"}}, {"type": "object"})
    b = PromptContent("x", {"same": {}, "new": {}}, {"type": "object"})
    found = diff(a, b)
    assert found.variables == [SchemaChange("gone", {"type": "string"}, None), SchemaChange("new", None, {})]
    assert found.output_schema is None
