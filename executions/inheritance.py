"""Whose visits a run shows: its own, and those it has from the runs it was redriven from.

A visit is looked at as the run that made it saw it: by its definition, with its identity, and without what was edited
in the context when a later run began.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from executions.models import Execution, InheritedPart


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
    """Whose visits a run has. One query, and none for a run that began at its start."""
    if execution.redrive_from_seq is None:
        return Ancestry()
    rows = InheritedPart.objects.filter(execution_id=execution.pk).order_by("first")
    return Ancestry(tuple(rows), execution.redrive_from_seq)


def definition_id_of(execution: Execution, seq: int) -> uuid.UUID:
    """The frozen definition that a visit ran by."""
    part = ancestry(execution).of(seq)
    return execution.definition_id if part is None else part.definition_id
