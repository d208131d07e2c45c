"""How much of a run goes into one commit and into one turn, and the process a turn happens in."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from executions.notify import Hint
from executions.stops import Stops

FOLD_STEPS = 50
FOLD_SECONDS = 0.05
TURN_STEPS = 50
TURN_SECONDS = 20.0

Others = Callable[[], bool]


class Host(Protocol):
    """The worker process a turn happens in."""

    @property
    def stops(self) -> Stops: ...

    @property
    def branches(self) -> ThreadPoolExecutor: ...

    @property
    def stopping(self) -> bool: ...

    def blocks(self) -> None: ...

    def committed(self, hint: Hint, *, due_at: float | None, woke: bool) -> None: ...


class Pace:
    """Counts a turn's steps and time: since the last commit, and since its share began."""

    def __init__(self) -> None:
        self._began_share = self._last_commit = time.monotonic()
        self._steps = 0
        self._fold_ended = False

    def end_fold(self) -> None:
        """Commit after this round, however little there is."""
        self._fold_ended = True

    def count_step(self) -> None:
        """A visit of the main path uses up the turn's share."""
        self._steps += 1

    def committed(self) -> None:
        """A new fold begins."""
        self._last_commit, self._fold_ended = time.monotonic(), False

    def fold_is_full(self, closed: int, *, dirty: bool) -> bool:
        """Whether to commit now, with so many visits closed since the last commit."""
        if self._fold_ended or closed >= FOLD_STEPS:
            return True
        return dirty and time.monotonic() - self._last_commit > FOLD_SECONDS

    @property
    def share_is_used(self) -> bool:
        """Whether 50 steps or 20 s are over."""
        return self._steps >= TURN_STEPS or time.monotonic() - self._began_share > TURN_SECONDS

    def begin_share(self) -> None:
        """Nobody else is due, or the others have been asked for: count anew."""
        self._steps, self._began_share = 0, time.monotonic()
