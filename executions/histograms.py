"""Durations counted in buckets whose bounds grow by a tenth, so that percentiles of any time range can be added up.

Pure. Bucket `i` holds whole milliseconds above `RATIO ** (i - 1)` up to `RATIO ** i`; bucket 0 holds 0 and 1.
A duration read back is at most 5 % off (and up to half a millisecond for being whole).
"""

from __future__ import annotations

import math
from collections.abc import Mapping

RATIO = 1.1
LOG_RATIO = math.log(RATIO)
NUDGE = 1e-9
"""A bound itself belongs to the bucket below, whatever the last bit of a logarithm says."""


def bucket_of(milliseconds: int) -> int:
    """The bucket of a duration. Durations below 0, by clocks that went back, count as 0."""
    return 0 if milliseconds <= 1 else math.ceil(math.log(milliseconds) / LOG_RATIO - NUDGE)


def duration_of(bucket: int) -> int:
    """The milliseconds that are at most 5 % from everything in a bucket."""
    return 1 if bucket <= 0 else round(2 * RATIO**bucket / (RATIO + 1))


def percentile(counts: Mapping[int, int], share: float) -> int | None:
    """Milliseconds that `share` (0 to 1) of the counted durations do not exceed; None when nothing is counted."""
    rank = math.ceil(share * sum(counts.values()))
    for bucket in sorted(counts):
        rank -= counts[bucket]
        if rank <= 0 and counts[bucket]:
            return duration_of(bucket)
    return None
