"""When a stage is over, and when a job must stop by itself."""

from __future__ import annotations

import pytest

from executions.canary import StageCounts, Stages, bounds, stopping_reason


@pytest.mark.parametrize(
    ("stages", "wanted"),
    [
        ([None], [(1, None)]),
        ([1, 10, None], [(1, 1), (2, 11), (12, None)]),
        ([3, None], [(1, 3), (4, None)]),
    ],
)
def test_stages_follow_each_other_without_gap_or_overlap(stages: Stages, wanted: list[tuple[int, int | None]]) -> None:
    assert bounds(stages) == wanted


@pytest.mark.parametrize(
    ("ended", "failed", "rate", "over", "stops"),
    [
        (0, 0, 0.0, True, False),
        (1, 0, 0.0, True, False),
        (1, 1, 0.2, True, True),
        (1, 1, 0.2, False, False),
        (9, 9, 0.2, False, False),
        (10, 2, 0.2, False, False),
        (10, 3, 0.2, False, True),
        (10, 3, 0.2, True, True),
        (5, 1, 0.2, True, False),
        (100, 100, 1.0, True, False),
        (100, 100, None, True, False),
    ],
)
def test_a_job_stops_when_more_of_a_stage_failed_than_may(
    ended: int, failed: int, rate: float | None, over: bool, stops: bool
) -> None:
    reason = stopping_reason(0, StageCounts(ended=ended, failed=failed), rate, over=over)
    assert (reason is not None) is stops


def test_the_reason_says_how_many_of_which_stage_failed() -> None:
    assert stopping_reason(1, StageCounts(ended=10, failed=4), 0.25, over=True) == (
        "4 of the 10 runs of stage 2 that have ended failed, and 25% may. Look at one of them before you try again."
    )
