"""Whose visits a run shows: its own, and those it has from the runs it was redriven from.

A visit is looked at as the run that made it saw it: by its definition, with its identity, and without what was edited
in the context when a later run began.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from executions.models import Execution, ExecutionKind, InheritedPart

EARLIER_CONTEXTS = -(2**40)
"""Snapshots from here down are what the branches of the reopened fork saw in the runs before, by their generation."""


@dataclass(frozen=True, slots=True)
class Ancestry:
    """The parts a run inherited, in the order of their visits; `began_at` is the visit it was redriven from."""

    parts: tuple[InheritedPart, ...] = ()
    began_at: int | None = None

    def of(self, seq: int) -> InheritedPart | None:
        """The part that a visit lies in; None when the run made it itself. Visit 0, the start, is the oldest run's."""
        if seq == 0:
            return min(self.parts, key=lambda part: part.generation, default=None)
        return next((part for part in self.parts if part.first <= seq <= part.last), None)

    def edits(self) -> set[int]:
        """The visits that redrives began at: between each and the one before it the context may have been edited."""
        return {point for _, point in self._points()}

    def edits_after(self, part: InheritedPart | None) -> frozenset[int]:
        """Those of redrives that came later than the run that made this part; none for the run's own visits."""
        if part is None:
            return frozenset()
        return frozenset(point for generation, point in self._points() if generation > part.generation)

    def _points(self) -> Iterable[tuple[float, int]]:
        for part in self.parts:
            if part.began_at_seq is not None:
                yield part.generation, part.began_at_seq
        if self.began_at is not None:
            yield float("inf"), self.began_at


def ancestry(execution: Execution) -> Ancestry:
    """Whose visits a run or a chunk has. One query, and none for a run that began at its start."""
    if execution.redrive_from_seq is None and execution.kind == ExecutionKind.RUN:
        return Ancestry()
    rows = InheritedPart.objects.filter(execution_id=execution.pk).order_by("first")
    return Ancestry(tuple(rows), execution.redrive_from_seq)


def context_number(fork: int, part: InheritedPart | None) -> int:
    """The number of the snapshot with what a distributed fork's branches see: the run's own, or those of a part."""
    return -fork if part is None else EARLIER_CONTEXTS - part.generation


def whole_run(execution: Execution) -> Execution:
    """The run itself, or the one a chunk works for; between them are the chunks of the forks around its own."""
    while execution.kind == ExecutionKind.CHUNK and execution.parent is not None:
        execution = execution.parent
    return execution


def definitions_of(execution: Execution) -> list[uuid.UUID]:
    """The frozen definitions by which everything was recorded that a run shows, or a chunk of it."""
    found = [execution.definition_id, *(part.definition_id for part in ancestry(execution).parts)]
    if execution.kind == ExecutionKind.CHUNK and execution.parent is not None:
        found += definitions_of(execution.parent)
    elif execution.redrive_from_seq is not None:
        chunks = InheritedPart.objects.filter(execution__parent_id=execution.pk, execution__kind=ExecutionKind.CHUNK)
        found += chunks.values_list("definition_id", flat=True).distinct()
    return list(dict.fromkeys(found))


def definition_id_of(execution: Execution, seq: int) -> uuid.UUID:
    """The frozen definition that a visit ran by."""
    part = ancestry(execution).of(seq)
    return execution.definition_id if part is None else part.definition_id
