"""How much work something is, counted instead of timed: the same on every machine and under any load."""

from __future__ import annotations

import cProfile
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def at_most(calls: int, *, of: str = "") -> Iterator[None]:
    """Fails when the block, however it ends, calls more functions than that, Python's and C's, in this thread.

    `of` counts only functions whose description holds it, such as "'copy' of 'list'".
    """
    profile = cProfile.Profile()
    profile.enable()
    try:
        yield
    finally:
        profile.disable()
        made = sum(entry.callcount for entry in profile.getstats() if of in str(entry.code))
        assert made <= calls, f"{made} calls{f' of {of}' if of else ''}, not {calls} at most"
