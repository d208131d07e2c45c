"""The lineage of a value at a moment of a run: who wrote it, who wrote there before, and who read it since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, islice

from executions.contexts import cursor_of
from executions.lineage import MAX_READERS, Place, Reader, Told, Write, readers, writers
from executions.lineage_rows import Trail, visit_of
from executions.lineage_seen import read_by_output, seen_from
from executions.models import Execution

MAX_EARLIER = 50


@dataclass(frozen=True, slots=True)
class Written:
    """A write and what is told of it."""

    write: Write
    told: Told


@dataclass(frozen=True, slots=True)
class Lineage:
    """Who wrote a place, the newest first, and who read what the newest wrote. `truncated`: there is more of either."""

    written: Sequence[Written]
    readers: Sequence[Reader]
    truncated: bool


def lineage_of(execution: Execution, place: Place, *, seq: int, after: bool, last: bool = False) -> Lineage:
    """The lineage of a place before or after a visit; `seq` 0 is the start. Nothing when nobody ever wrote there.

    `last` asks for the run's last context: a redrive without a visit of its own stands behind `seq`, which it has
    from another.
    """
    began_at = execution.redrive_from_seq or 0
    begins = last and began_at > seq
    trail = Trail(execution, None if begins else seq)
    path = visit_of(execution.pk, seq) if seq else ("", "")
    cursor = cursor_of(path[0]) if path is not None and not begins else ""
    before = began_at if begins else seq + (after or not seq)
    found = writers(trail.writes(cursor, before, place), place)[1]
    if not found:
        return Lineage([], [], truncated=False)
    written = [Written(each, each.tell(place)) for each in islice(found, MAX_EARLIER + 1)]
    read, more = _readers(trail, found[0], place)
    return Lineage(written, read, truncated=more or len(found) > len(written))


def _readers(trail: Trail, write: Write, place: Place) -> tuple[list[Reader], bool]:
    watched, visits, before = seen_from(trail, write)
    found, live = readers(watched, chain(before, visits), place)
    full = len(found) >= MAX_READERS or visits.truncated
    return ([*found, *read_by_output(trail, place)] if live and not full else found), full
