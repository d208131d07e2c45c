"""Visits of two histories are put beside each other by where they are, not by when they were made."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from executions.alignment import Pair, Places, Position, align


@dataclass(frozen=True)
class Seen:
    """A visit."""

    place: str
    position: Position


def history(*paths: str) -> list[Seen]:
    """Visits of these paths, numbered from 1."""
    places = Places()
    return [Seen(places.of(path), (number,)) for number, path in enumerate(paths, start=1)]


def shown(pairs: list[Pair[Seen]]) -> list[tuple[str | None, str | None]]:
    return [(_place(pair.left), _place(pair.right)) for pair in pairs]


def _place(seen: Seen | None) -> str | None:
    return None if seen is None else seen.place


@pytest.mark.parametrize(
    ("paths", "places"),
    [
        (["a", "b", "a"], ["a#1", "b#1", "a#2"]),
        (["f", "f[0].x", "f[1].x", "f[0].x"], ["f#1", "f#1[0].x#1", "f#1[1].x#1", "f#1[0].x#2"]),
        (["f", "f[0].x", "f", "f[0].x"], ["f#1", "f#1[0].x#1", "f#2", "f#2[0].x#1"]),
        (
            ["f", "f[2].g", "f[2].g[0].x", "f[2].g", "f[2].g[0].x"],
            ["f#1", "f#1[2].g#1", "f#1[2].g#1[0].x#1", "f#1[2].g#2", "f#1[2].g#2[0].x#1"],
        ),
    ],
)
def test_a_place_numbers_every_step_and_fork_on_the_way(paths: list[str], places: list[str]) -> None:
    assert [one.place for one in history(*paths)] == places


def test_a_chunk_begins_in_the_place_of_its_fork() -> None:
    places = Places({"f": "f#2"})
    assert (places.of("f[7].x"), places.branch("f[7]"), places.at("f")) == ("f#2[7].x#1", "f#2[7]", "f#2")


def test_the_next_place_can_be_looked_at_first() -> None:
    places = Places()
    places.of("a")
    assert (places.next("a"), places.next("a"), places.of("a")) == ("a#2", "a#2", "a#2")


def test_what_only_the_right_has_stands_behind_what_came_before_it_there() -> None:
    pairs = align(history("a", "b", "c"), history("new", "a", "c", "d"))
    assert shown(pairs) == [(None, "new#1"), ("a#1", "a#1"), ("b#1", None), ("c#1", "c#1"), (None, "d#1")]


def test_branches_that_moved_in_another_order_are_the_same_visits() -> None:
    left, right = history("f", "f[0].x", "f[1].x"), history("f", "f[1].x", "f[0].x")
    assert all(pair.left is not None and pair.right is not None for pair in align(left, right))


def test_the_visits_of_a_chunk_stand_behind_their_fork() -> None:
    left = [Seen("f#1", (1,)), Seen("f#1[0].x#1", (1, 1, 2)), Seen("f#1[9].x#1", (1, 2, 2)), Seen("z#1", (2,))]
    assert [_place(pair.left) for pair in align(left, [])] == [one.place for one in left]


PATHS = st.lists(st.sampled_from(["a", "b", "f", "f[0].x", "f[1].x", "f[1].y"]), max_size=20)


@given(left=PATHS, right=PATHS)
def test_every_visit_of_both_stands_in_exactly_one_row(left: list[str], right: list[str]) -> None:
    ours, theirs = history(*left), history(*right)
    pairs = align(ours, theirs)
    assert [pair.left for pair in pairs if pair.left is not None] == ours
    assert sorted(pair.right.position for pair in pairs if pair.right is not None) == [one.position for one in theirs]
    assert all(pair.left.place == pair.right.place for pair in pairs if pair.left and pair.right)


@given(paths=PATHS)
def test_a_history_beside_itself_is_itself(paths: list[str]) -> None:
    mine = history(*paths)
    assert align(mine, mine) == [Pair(one, one) for one in mine]
    assert len({one.place for one in mine}) == len(list(groupby(sorted(one.place for one in mine))))
