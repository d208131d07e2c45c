"""Which counts are added up for which time."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from executions.models_rollups import DAY, HOUR, MINUTE, QUARTER
from executions.rollup_windows import Piece, Range, Window, cover, window

NOON = 20_000 * DAY + 12 * HOUR + 34
MINUTES = st.integers(min_value=100 * DAY, max_value=30_000 * DAY)


@pytest.mark.parametrize(
    ("wanted", "begin", "width", "buckets", "before"),
    [
        (Range.HOUR, NOON - 59, MINUTE, 60, (NOON - 119, NOON - 60)),
        (Range.DAY, NOON - 34 - 23 * HOUR, HOUR, 24, (NOON - 34 - 47 * HOUR, NOON - 34 - 24 * HOUR)),
        (
            Range.WEEK,
            20_000 * DAY + 12 * HOUR - 27 * 6 * HOUR,
            6 * HOUR,
            28,
            (20_000 * DAY + 12 * HOUR - 55 * 6 * HOUR, NOON - 34 - 7 * DAY),
        ),
        (Range.MONTH, (20_000 - 29) * DAY, DAY, 30, ((20_000 - 59) * DAY, NOON - 34 - 30 * DAY)),
    ],
)
def test_a_range_is_whole_buckets_up_to_the_one_that_has_begun(
    wanted: Range, begin: int, width: int, buckets: int, before: tuple[int, int]
) -> None:
    found = window(wanted, NOON)
    assert (found.begin, found.width, found.buckets) == (begin, width, buckets)
    assert found.begin <= NOON < found.end
    assert found.before == before


def test_whole_days_are_taken_as_days_and_the_rest_as_quarters_and_hours() -> None:
    assert cover(DAY - 7 * HOUR, 3 * DAY + 2 * HOUR) == [
        Piece(HOUR, DAY - 7 * HOUR, DAY - QUARTER),
        Piece(QUARTER, DAY - QUARTER, DAY),
        Piece(DAY, DAY, 3 * DAY),
        Piece(HOUR, 3 * DAY, 3 * DAY + 2 * HOUR),
    ]
    assert cover(DAY, 2 * DAY) == [Piece(DAY, DAY, 2 * DAY)]
    assert cover(DAY + HOUR, DAY + 3 * HOUR) == [Piece(HOUR, DAY + HOUR, DAY + 3 * HOUR)]
    assert cover(DAY, DAY) == []


@given(st.sampled_from(list(Range)), MINUTES)
def test_the_pieces_of_a_range_lie_end_to_end_in_whole_spans(wanted: Range, now: int) -> None:
    found: Window = window(wanted, now)
    for pieces, begin, end in (
        (found.pieces(), found.begin, found.end),
        (found.coarse_pieces(), found.begin, found.end),
        (found.pieces_before(), *found.before),
    ):
        assert (pieces[0].begin, pieces[-1].end) == (begin, end)
        assert all(one.end == other.begin for one, other in pairwise(pieces))
        assert all(piece.begin % piece.span == piece.end % piece.span == 0 for piece in pieces)


@given(st.sampled_from(list(Range)), MINUTES)
def test_a_range_is_compared_with_a_time_that_is_as_long_but_for_an_hour(wanted: Range, now: int) -> None:
    found = window(wanted, now)
    begin, end = found.before
    assert 0 <= (found.now - found.begin) - (end - begin) < HOUR
    assert end <= found.begin
