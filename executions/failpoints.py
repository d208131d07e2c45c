"""Places where a fault test kills the process: `ALLMA_FAILPOINT=claimed` at the first hit, `claimed:3` at the third.

Source of the names: the order of a turn. Without the setting a hit costs one comparison.
"""

from __future__ import annotations

import itertools
import os
import signal

from allma_site.env import env

NAMES = frozenset(
    {
        "claimed",
        "before_effect",
        "after_effect_before_commit",
        "after_commit_before_notify",
        "in_release",
        "in_join",
        "in_rollup",
        "bulk_claimed",
        "bulk_item_unmarked",
        "bulk_item_done",
    }
)

_name, _, _count = env.failpoint.partition(":")
_hits = itertools.count(1)
_wanted = int(_count or 1)


def hit(name: str) -> None:
    """Kill this process, as a power cut would, if this is the chosen place and time."""
    if name == _name and next(_hits) == _wanted:
        os.kill(os.getpid(), signal.SIGKILL)
