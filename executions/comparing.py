"""Two runs beside each other: which visits are the same, which differ and in what, and where they part.

Visits are compared by a digest that the database makes; only those whose digests differ are read. The beginning is
exact however large the runs are; behind `REFINED` such visits the digests alone decide, and nothing is said of what
differs.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Q

from executions.alignment import Pair, align
from executions.blobs import loader
from executions.differences import COLUMNS, Difference, differences, facts_of_row
from executions.histories import Mark, marks
from executions.models import Execution, StepExecution
from executions.sandbox_services import slots
from flows.definition.errors import StepError

MAX_VISITS = 200_000
MAX_ROWS = 1000
REFINED = 4000
PAGE = 100


class Verdict(StrEnum):
    """How the visits of one place are to each other."""

    SAME = "same"
    DIFFERS = "differs"
    ONLY_LEFT = "onlyLeft"
    ONLY_RIGHT = "onlyRight"


@dataclass(frozen=True, slots=True)
class Row:
    """One place of the two runs. `occurrence` counts the visits of the path in the run that has the visit."""

    left: Mark | None
    right: Mark | None
    occurrence: int
    verdict: Verdict
    differences: tuple[Difference, ...] = ()

    @property
    def mark(self) -> Mark:
        """The visit that stands for the place: the left one if there is one."""
        found = self.left or self.right
        if found is None:
            raise ValueError("a place without a visit")
        return found


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs beside each other. `rows` are in order, those that differ kept before those that do not."""

    same: bool
    first: Row | None
    rows: list[Row]
    counts: Mapping[str, int]
    truncated: bool


def compare(left: Execution, right: Execution) -> Comparison:
    """Two runs of one workspace, visit by visit. TooManyRequests when too much is replayed and compared at once."""
    with slots.one():
        return _compared(left, right)


def _compared(left: Execution, right: Execution) -> Comparison:
    ours, theirs = marks(left, most=MAX_VISITS), marks(right, most=MAX_VISITS)
    rows = list(_judged(left.workspace_id, align(ours, theirs)))
    first = _first([row for row in rows if row.verdict is not Verdict.SAME])
    counts = Counter(str(row.verdict) for row in rows)
    shown = _shown(rows)
    unread = any(row.verdict is Verdict.DIFFERS and not row.differences for row in rows)
    cut = unread or len(shown) < len(rows) or max(len(ours), len(theirs)) >= MAX_VISITS
    same = first is None and left.status == right.status
    return Comparison(same, first, shown, {str(kind): counts[str(kind)] for kind in Verdict}, cut)


def _first(parted: Sequence[Row]) -> Row | None:
    """The first visit that is not the same. Where a fork only ended otherwise, the first of its branches that did."""
    first = next(iter(parted), None)
    while first is not None and first.verdict is Verdict.DIFFERS and Difference.INPUT not in first.differences:
        within = f"{first.mark.place}["
        inner = next((row for row in parted if row.mark.place.startswith(within)), None)
        if inner is None:
            break
        first = inner
    return first


def _shown(rows: Sequence[Row]) -> list[Row]:
    if len(rows) <= MAX_ROWS:
        return list(rows)
    kept = [at for at, row in enumerate(rows) if row.verdict is not Verdict.SAME][:MAX_ROWS]
    room = MAX_ROWS - len(kept)
    kept += [at for at, row in enumerate(rows) if row.verdict is Verdict.SAME][:room]
    return [rows[at] for at in sorted(kept)]


def _judged(workspace_id: uuid.UUID, pairs: Sequence[Pair[Mark]]) -> Iterator[Row]:
    """Each pair with its verdict. Pairs whose digests differ are read a page at a time."""
    seen: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    read = _Reader(workspace_id, [pair for pair in pairs if _looks_different(pair)])
    for pair in pairs:
        for mark, counter in zip((pair.left, pair.right), seen, strict=True):
            counter.update([mark.path] if mark is not None else [])
        side = 0 if pair.left is not None else 1
        mark = pair.left or pair.right
        occurrence = seen[side][mark.path] if mark is not None else 0
        if pair.left is None or pair.right is None:
            verdict = Verdict.ONLY_RIGHT if pair.left is None else Verdict.ONLY_LEFT
            yield Row(pair.left, pair.right, occurrence, verdict)
        else:
            found = read.differences(pair) if _looks_different(pair) else ()
            verdict = Verdict.SAME if found == () else Verdict.DIFFERS
            yield Row(pair.left, pair.right, occurrence, verdict, found or ())


def _looks_different(pair: Pair[Mark]) -> bool:
    return pair.left is not None and pair.right is not None and pair.left.digest != pair.right.digest


class _Reader:
    """Reads the pairs that look different, in their order, as they are asked for."""

    def __init__(self, workspace_id: uuid.UUID, pairs: Sequence[Pair[Mark]]) -> None:
        self._load = loader(workspace_id)
        self._pairs = pairs
        self._next = 0
        self._page: dict[tuple[uuid.UUID, int], Mapping[str, Any]] = {}
        self._refined = 0
        self._found_one = False

    def differences(self, pair: Pair[Mark]) -> tuple[Difference, ...] | None:
        """What differs; None behind the limit, where nobody looks."""
        left, right = pair.left, pair.right
        if left is None or right is None:
            return ()
        if self._found_one and self._refined >= REFINED:
            return None
        self._refined += 1
        rows = [self._row(mark) for mark in (left, right)]
        try:
            found = differences(*(facts_of_row(row, self._load) for row in rows))
        except StepError:  # a large value is gone, so that nobody can say that it is the same
            found = (Difference.OUTPUT,)
        self._found_one = self._found_one or bool(found)
        return found

    def _row(self, mark: Mark) -> Mapping[str, Any]:
        key = (mark.execution_id, mark.seq)
        if key not in self._page:
            page = self._pairs[self._next : self._next + PAGE]
            self._next += PAGE
            self._page = _read([mark for pair in page for mark in (pair.left, pair.right) if mark is not None])
        return self._page[key]


def _read(wanted: Iterable[Mark]) -> dict[tuple[uuid.UUID, int], Mapping[str, Any]]:
    by_execution: dict[uuid.UUID, list[int]] = {}
    for mark in wanted:
        by_execution.setdefault(mark.execution_id, []).append(mark.seq)
    either = Q()
    for execution_id, seqs in by_execution.items():
        either |= Q(execution_id=execution_id, seq__in=seqs)
    rows = StepExecution.objects.filter(either).values("execution_id", "seq", *COLUMNS)
    return {(row["execution_id"], row["seq"]): row for row in rows}
