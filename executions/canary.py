"""The stages of a bulk job, and when it must stop by itself. Knows numbers only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

ENOUGH = 10
"""After so many ended runs a stage is judged before all of them have ended."""

Stages = Sequence[int | None]
"""How many runs each stage has; None, the last, is the rest of them."""


@dataclass(frozen=True, slots=True)
class StageCounts:
    """How many runs of a stage have ended, and how many of these failed. Skipped ones are not counted."""

    ended: int
    failed: int


def bounds(stages: Stages) -> list[tuple[int, int | None]]:
    """The numbers, from 1, of the first and the last run of each stage; None when it has no last one."""
    found: list[tuple[int, int | None]] = []
    behind = 0
    for size in stages:
        found.append((behind + 1, None if size is None else behind + size))
        behind += size or 0
    return found


def stopping_reason(stage: int, counts: StageCounts, max_failure_rate: float | None, *, over: bool) -> str | None:
    """Why the job must stop here, at this stage (from 0), which may be over; None when it may go on."""
    if max_failure_rate is None or counts.ended == 0 or (counts.ended < ENOUGH and not over):
        return None
    if counts.failed / counts.ended <= max_failure_rate:
        return None
    return (
        f"{counts.failed} of the {counts.ended} runs of stage {stage + 1} that have ended failed, "
        f"and {max_failure_rate:.0%} may. Look at one of them before you try again."
    )
