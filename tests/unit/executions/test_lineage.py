"""Who wrote a place, and who read what was left there: against runs replayed by brute force."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from executions.lineage import MAX_READERS, ReaderKind, Reading, Seen, Told, Write, WriterKind, readers, writers
from executions.lineage_paths import path_reads
from flows.definition.context import put, reach
from flows.definition.errors import StepError
from flows.definition.scope import MISSING, Lazy

NAMES = st.sampled_from(["a", "b", "c"])
PLACES = st.lists(st.one_of(NAMES, st.integers(0, 2)), max_size=3).map(lambda rest: ("a", *rest))
VALUES = st.recursive(
    st.integers(0, 3),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=3)),
    max_leaves=6,
)


def write(seq: int, keys: Sequence[Any], value: Any, **more: Any) -> Write:
    fields = {"kind": WriterKind.OUTPUT_MAPPING, "path": f"s{seq}", "step": f"s{seq}", "tell": lambda _: Told("")}
    return Write(seq=seq, keys=tuple(keys), value=lambda: value, **{**fields, **more})


def reading(path: str, *, late: bool = False) -> Reading:
    return Reading(ReaderKind.CONDITION if late else ReaderKind.INPUT, "t", path, path_reads(path), late)


def seen(seq: int, path: str, *read: Reading, wrote: Sequence[Any] = (), branches: Any = None) -> Seen:
    cursor, _, step = path.rpartition(".")
    return Seen(seq, path, cursor, step, wrote, lambda: read, branches)


def marked(value: Any, seq: int) -> Any:
    """The value with every leaf naming its write, so that no two writes give the same."""
    if isinstance(value, dict) and value:
        return {key: marked(child, seq) for key, child in value.items()}
    if isinstance(value, list) and value:
        return [marked(child, seq) for child in value]
    return f"{value} of {seq}"


def possible(steps: list[tuple[Any, Any]]) -> list[Write]:
    """The writes that a run could have made: those in whose way something else lies are left out."""
    root: dict[str, Any] = {}
    made = []
    for seq, (keys, value) in enumerate(steps, start=1):
        try:
            root = put(root, keys, marked(value, seq))
        except StepError:
            continue
        made.append(write(seq, keys, marked(value, seq)))
    return made


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # the machine may be busy
@given(st.lists(st.tuples(PLACES, VALUES), max_size=8), PLACES)
def test_the_writer_is_the_last_whose_write_altered_the_value(steps: list[tuple[Any, Any]], place: Any) -> None:
    made = possible(steps)
    root: dict[str, Any] = {}
    altering = []
    for each in made:
        before, root = reach(root, place), put(root, each.keys, each.value())
        after = reach(root, place)
        altering += [each.seq] if before != after else []
    value, found = writers(made, place)
    assert (value, [each.seq for each in found]) == (reach(root, place), altering[::-1])


def test_who_put_the_same_there_again_is_the_writer() -> None:
    made = [write(1, ["a"], 1), write(2, ["a"], 1)]
    assert writers(made, ("a",)) == (1, made[::-1])


def test_what_was_written_around_below_or_away_counts() -> None:
    whole, part, gone = write(1, ["a"], {"b": 1}), write(2, ["a", "b"], 2), write(3, ["a"], {"c": 3})
    assert writers([whole, part, gone], ("a", "b")) == (MISSING, [gone, part, whole])
    assert writers([whole, part], ("a",)) == ({"b": 2}, [part, whole])
    assert writers([whole, write(2, ["a", "x"], 1)], ("a", "b")) == (1, [whole])


def test_a_place_behind_which_a_list_was_written_is_written_too() -> None:
    far = write(1, ["a", 2], "x")
    assert writers([far], ("a", 0)) == (None, [far])
    assert writers([far], ("a", 3)) == (MISSING, [])


def test_a_removal_is_a_write() -> None:
    made = [write(1, ["a"], {"b": 1}), write(2, ["a", "b"], MISSING)]
    assert writers(made, ("a", "b")) == (MISSING, made[::-1])
    assert writers([*made, write(3, ["x", "y"], MISSING)], ("x", "y")) == (MISSING, [])


def test_a_large_value_is_loaded_only_when_the_place_lies_in_it() -> None:
    loaded: list[str] = []

    def load(digest: str) -> Any:
        loaded.append(digest)
        return {"b": 1}

    leaf = Lazy(sha256="s", bytes=9, load=load)
    assert writers([write(1, ["a"], leaf)], ("a",))[0] is leaf
    assert loaded == []
    assert writers([write(1, ["a"], leaf)], ("a", "b"))[0] == 1
    assert loaded == ["s"]


def test_readers_are_those_until_the_place_is_written_again() -> None:
    visits = [
        seen(1, "w", reading("$.a"), reading("$.a", late=True), wrote=[("a",)]),
        seen(2, "r", reading("$.a.b"), reading("$.x")),
        seen(3, "again", reading("$.a"), reading("$.a", late=True), wrote=[("a", "b")]),
        seen(4, "too_late", reading("$.a")),
    ]
    found, live = readers(write(1, ["a"], 1), visits, ("a",))
    assert [(each.seq, each.kind) for each in found] == [(1, "CONDITION"), (2, "INPUT"), (3, "INPUT")]
    assert live is False


def test_branches_read_what_their_fork_saw_and_hide_their_own_writes_from_each_other() -> None:
    visits = [
        seen(1, "fork", wrote=[("steps_output", "fork")], branches={"x": [("z",)]}),
        seen(2, "fork[0].x", reading("$.a"), wrote=[("a",)]),
        seen(3, "fork[1].x", reading("$.a")),
        seen(4, "fork[0].y", reading("$.a")),
        seen(5, "fork[1].y", reading("$.a")),
        seen(6, "end", reading("$.a")),
    ]
    found, live = readers(write(0, ["a"], 1, cursor=""), visits, ("a",))
    assert ([each.path for each in found], live) == (["fork[0].x", "fork[1].x", "fork[1].y", "end"], True)
    inner, live = readers(write(2, ["a"], 1, cursor="fork[0]"), visits[1:], ("a",))
    assert ([each.path for each in inner], live) == (["fork[0].y"], False)


def test_the_inputs_of_a_branch_hide_what_the_fork_saw() -> None:
    visits = [
        seen(1, "fork", branches={"x": [("z",)]}),
        seen(2, "fork[0].x", reading("$.z")),
        seen(3, "end", reading("$.z")),
    ]
    assert [each.path for each in readers(write(0, ["z"], 1), visits, ("z",))[0]] == ["end"]


def test_a_fork_that_is_met_again_opens_new_branches() -> None:
    visits = [
        seen(1, "fork", branches={}),
        seen(2, "fork[0].x", wrote=[("a",)]),
        seen(3, "between"),
        seen(4, "fork", branches={}),
        seen(5, "fork[0].x", reading("$.a")),
    ]
    assert [each.seq for each in readers(write(0, ["a"], 1), visits, ("a",))[0]] == [5]
    assert readers(write(2, ["a"], 1, cursor="fork[0]"), visits[1:], ("a",))[0] == []


@pytest.mark.parametrize(("place", "expected"), [(("currentItem",), []), (("a",), ["f[0].g[0].x"])])
def test_an_inner_branch_has_an_item_of_its_own(place: Any, expected: list[str]) -> None:
    path = f"$.{place[0]}"
    visits = [seen(2, "f[0].g", branches={}), seen(3, "f[0].g[0].x", reading(path))]
    found = readers(write(1, place, 1, cursor="f[0]"), visits, place)[0]
    assert [each.path for each in found] == expected


def test_so_many_readers_are_enough() -> None:
    visits = [seen(number, f"r{number}", reading("$.a")) for number in range(1, MAX_READERS + 100)]
    assert len(readers(write(0, ["a"], 1), visits, ("a",))[0]) == MAX_READERS
