"""Which parts of two visits differ."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import to_json

from executions.differences import Difference, Facts, alike, differences
from flows.definition.scope import MISSING, Lazy

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.floats(-1, 1) | st.text("ab", max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("xyz"), inner, max_size=3),
)
ERROR = {"errorName": "PermanentStepError", "code": "c", "message": "m", "attempts": 1, "details": {}}


def lazy(value: Any, *, kind: str = "", text: bytes | None = None) -> Lazy:
    """The value as a large one, which is there to be loaded."""
    data = to_json(value) if text is None else text
    return Lazy(sha256=sha256(data).hexdigest() + kind, bytes=len(data), load=lambda _: value)


def never(value: Any) -> Lazy:
    """A large value that must not be loaded."""

    def load(digest: str) -> Any:
        raise AssertionError("loaded")

    data = to_json(value)
    return Lazy(sha256=sha256(data).hexdigest(), bytes=len(data), load=load)


PLAIN = Facts(status="COMPLETED", input={}, output={}, way=("END", None), error=None, changes=())


def facts(**fields: Any) -> Facts:
    return replace(PLAIN, **fields)


class TestAlike:
    @given(JSON)
    def test_a_value_is_like_itself_lazy_or_not(self, value: Any) -> None:
        assert alike(value, value)
        assert alike({"v": lazy(value)}, {"v": lazy(value)})

    @given(JSON, JSON)
    def test_two_values_are_alike_as_their_canonical_texts_are(self, left: Any, right: Any) -> None:
        assert alike(left, right) == alike(right, left)
        if alike(left, right):
            assert alike([left], [right])

    @pytest.mark.parametrize(
        ("left", "right", "same"),
        [
            (True, 1, False),
            (0, False, False),
            (1, 1.0, True),
            (None, MISSING, False),
            (MISSING, MISSING, True),
            ({"a": 1, "b": 2}, {"b": 2, "a": 1}, True),
            ([1, 2], [2, 1], False),
            ((1, 2), [1, 2], True),
            ({"a": None}, {}, False),
        ],
    )
    def test_scalars_keys_and_order(self, left: Any, right: Any, same: bool) -> None:
        assert alike(left, right) is same

    def test_large_values_are_told_by_their_digests_without_being_loaded(self) -> None:
        big = {"text": "x" * 100}
        assert alike(never(big), never(big))
        assert alike(never(big), big)
        assert not alike(never(big), {"text": "y" * 99})
        assert not alike(never(big), None)

    def test_a_large_value_is_loaded_when_its_text_may_be_written_otherwise(self) -> None:
        assert alike(lazy({"a": 1, "b": 2}), {"b": 2, "a": 1})
        assert not alike(lazy({"a": 1, "b": 2}), {"b": 1, "a": 2})

    def test_a_list_kept_as_lines_is_the_list(self) -> None:
        lines = lazy([1, 2], kind=".jsonl", text=b"1\n2")
        assert alike(lines, [1, 2])
        assert not alike(lines, [1, 3])

    def test_a_value_with_large_parts_is_compared_with_a_large_value(self) -> None:
        assert alike(lazy({"a": "long", "b": 1}), {"a": lazy("long"), "b": 1})


class TestDifferences:
    def test_nothing_differs_from_itself(self) -> None:
        one = facts(changes=([["a"], 1, []],), error=ERROR)
        assert differences(one, one) == ()

    @pytest.mark.parametrize(
        ("part", "other"),
        [
            (Difference.STATUS, {"status": "FAILED"}),
            (Difference.INPUT, {"input": {"a": 1}}),
            (Difference.OUTPUT, {"output": {"a": 1}}),
            (Difference.TRANSITION, {"way": ("DEFAULT", "b")}),
            (Difference.ERROR, {"error": ERROR}),
            (Difference.CHANGES, {"changes": ([["a"], 0, 1],)}),
        ],
    )
    def test_each_part_alone(self, part: Difference, other: dict[str, Any]) -> None:
        assert differences(facts(), facts(**other)) == (part,)

    def test_how_many_attempts_came_before_an_error_is_no_difference(self) -> None:
        assert differences(facts(error=ERROR), facts(error={**ERROR, "attempts": 3})) == ()

    def test_a_change_is_where_to_and_what_however_it_is_written_down(self) -> None:
        by_value = facts(output={"x": 7}, changes=([["a"], 0, 7],))
        by_output = facts(output={"x": 7}, changes=([["a"], 1, ["x"]],))
        assert differences(by_value, by_output) == ()
        assert differences(by_output, facts(output={"x": 8}, changes=([["a"], 1, ["x"]],))) == (
            Difference.OUTPUT,
            Difference.CHANGES,
        )
