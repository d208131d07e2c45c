"""Whose the visits are that a redrive has from the runs before it, as rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Max

from executions.inheritance import Ancestry
from executions.models import Execution, ExecutionKind, InheritedPart

Origin = Callable[[int], InheritedPart | None]
MADE_BY = ("generation", "began_at_seq", "run_id", "flow_version", "definition_id", "trigger", "started_at")


def own_part(source: Execution, known: Ancestry) -> InheritedPart:
    """What is inherited of a run's own visits, to be filled in: their numbers, and by whom."""
    chunks = InheritedPart.objects.filter(execution__parent_id=source.pk, execution__kind=ExecutionKind.CHUNK)
    latest = chunks.aggregate(generation=Max("generation"))["generation"]
    known_ones = (*(part.generation for part in known.parts), -1 if latest is None else latest)
    return InheritedPart(
        generation=max(known_ones) + 1,
        began_at_seq=source.redrive_from_seq,
        run_id=source.pk,
        flow_version=source.flow_version,
        definition_id=source.definition_id,
        trigger=source.trigger,
        started_at=source.started_at or source.created_at,
    )


def parts_of(
    new_id: Any, numbered: Iterable[tuple[int, int]], *, origin: Origin, own: InheritedPart
) -> list[InheritedPart]:
    """The inherited visits of a run or a chunk by who made them.

    `numbered` are their new numbers and those they had; `origin` says of the latter who made it, None is `own`.
    """
    found: list[InheritedPart] = []
    made_by: InheritedPart | None = None
    for new, old in numbered:
        made = origin(old) or own
        if found and made is made_by and found[-1].last == new - 1:
            found[-1].last = new
        else:
            found.append(copy_of(made, execution_id=new_id, first=new, last=new))
            made_by = made
    return found


def copy_of(made: InheritedPart, **changed: Any) -> InheritedPart:
    """Who made visits, said once more for others of them. Nothing is written."""
    return InheritedPart(**{name: getattr(made, name) for name in MADE_BY} | changed)
