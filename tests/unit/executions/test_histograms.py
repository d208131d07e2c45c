"""Durations in buckets: what comes out of them is near what went in."""

from __future__ import annotations

import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from executions.histograms import bucket_of, duration_of, percentile

DURATIONS = st.integers(min_value=0, max_value=10 * 365 * 86_400_000)


@given(DURATIONS)
def test_a_duration_comes_back_at_most_five_percent_off(milliseconds: int) -> None:
    assert abs(duration_of(bucket_of(milliseconds)) - max(milliseconds, 1)) <= 0.05 * milliseconds + 0.5


@given(DURATIONS, DURATIONS)
def test_a_longer_duration_is_in_no_lower_bucket(one: int, other: int) -> None:
    assert bucket_of(min(one, other)) <= bucket_of(max(one, other))


def test_ten_years_are_in_a_bucket_of_a_small_number() -> None:
    assert bucket_of(10 * 365 * 86_400_000) == 278


@pytest.mark.parametrize("milliseconds", [-5, 0, 1])
def test_what_takes_no_time_is_in_the_first_bucket(milliseconds: int) -> None:
    assert (bucket_of(milliseconds), duration_of(0)) == (0, 1)


@given(st.lists(DURATIONS, min_size=1), st.sampled_from([0.5, 0.95, 1.0]))
def test_a_percentile_is_at_most_five_percent_from_the_one_of_the_durations(values: list[int], share: float) -> None:
    exact = sorted(values)[math.ceil(share * len(values)) - 1]
    found = percentile(Counter(map(bucket_of, values)), share)
    assert found is not None
    assert abs(found - max(exact, 1)) <= 0.05 * exact + 0.5


@given(st.lists(DURATIONS), st.lists(DURATIONS))
def test_histograms_of_two_times_add_up_to_that_of_both(one: list[int], other: list[int]) -> None:
    together = Counter(map(bucket_of, one)) + Counter(map(bucket_of, other))
    assert percentile(together, 0.95) == percentile(Counter(map(bucket_of, one + other)), 0.95)


def test_nothing_counted_has_no_percentile() -> None:
    assert percentile({}, 0.5) is None
    assert percentile({3: 0}, 0.5) is None
