"""Which counts answer for which time range. Pure.

A range is so many whole buckets of a chart up to the one that has begun; it is compared with the time before it: as
long, and ended as many buckets ago. Times are whole minutes since 1970, UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from executions.models_rollups import DAY, HOUR, MINUTE, QUARTER


class Range(StrEnum):
    """How far a dashboard looks back."""

    HOUR = "1h"
    DAY = "24h"
    WEEK = "7d"
    MONTH = "30d"


@dataclass(frozen=True, slots=True)
class Piece:
    """Counts of one span from a minute up to one that is not a part of it any more."""

    span: int
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Window:
    """A range seen from `now`: `buckets` buckets of `width` minutes from `begin` on, counted by `span`."""

    begin: int
    now: int
    width: int
    buckets: int
    span: int

    @property
    def length(self) -> int:
        """Minutes of all buckets."""
        return self.width * self.buckets

    @property
    def end(self) -> int:
        """The end of the last bucket, which lies ahead."""
        return self.begin + self.length

    @property
    def before(self) -> tuple[int, int]:
        """The time to compare with: from, and up to."""
        fine = min(self.span, HOUR)
        return self.begin - self.length, (self.now - self.length) // fine * fine

    def pieces(self) -> list[Piece]:
        """What to add up for the range itself, bucket by bucket."""
        return [Piece(self.span, self.begin, self.end)]

    def coarse_pieces(self) -> list[Piece]:
        """The same for its sum: whole days as days."""
        return self.pieces() if self.span == MINUTE else cover(self.begin, self.end)

    def pieces_before(self) -> list[Piece]:
        """What to add up for the time to compare with."""
        begin, end = self.before
        return [Piece(MINUTE, begin, end)] if self.span == MINUTE else cover(begin, end)


SHAPES = {
    Range.HOUR: (MINUTE, 60, MINUTE),
    Range.DAY: (HOUR, 24, HOUR),
    Range.WEEK: (QUARTER, 28, QUARTER),
    Range.MONTH: (DAY, 30, DAY),
}
"""The width of a bucket in minutes, how many there are, and the span whose counts fill them."""


def window(wanted: Range, now: int) -> Window:
    """The range up to the minute `now`."""
    width, buckets, span = SHAPES[wanted]
    return Window(begin=(now // width - buckets + 1) * width, now=now, width=width, buckets=buckets, span=span)


def cover(begin: int, end: int, spans: tuple[int, ...] = (DAY, QUARTER, HOUR)) -> list[Piece]:
    """Whole hours from `begin` to `end` in the largest of these spans that fit, the largest first in `spans`."""
    if begin >= end:
        return []
    span, *finer = spans
    first, last = -(-begin // span) * span, end // span * span
    if first >= last:
        return cover(begin, end, tuple(finer))
    return [*cover(begin, first, tuple(finer)), Piece(span, first, last), *cover(last, end, tuple(finer))]
