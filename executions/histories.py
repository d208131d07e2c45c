"""The visits of a run in their order and place, those of its distributed forks' chunks included."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import F, QuerySet, TextField, Value
from django.db.models.functions import MD5, Coalesce, Concat

from executions.alignment import Places, Position
from executions.differences import COLUMNS
from executions.models import Execution, ExecutionKind, StepExecution

CHUNKS = 500
"""Chunks whose visits are read with one query."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A visit without what it holds: `digest` is of everything that is compared, as it was written."""

    execution_id: uuid.UUID
    seq: int
    path: str
    step: str
    status: str
    inherited: bool
    digest: str
    place: str
    position: Position


@dataclass(frozen=True, slots=True)
class Chunk:
    """A part of a distributed fork: which execution, of which fork visit, and where its visits stand."""

    id: uuid.UUID
    fork: str
    fork_place: str
    position: Position


class Forked(Protocol):
    """The visit of a fork."""

    @property
    def path(self) -> str: ...

    @property
    def place(self) -> str: ...

    @property
    def position(self) -> Position: ...


def marks(execution: Execution, *, most: int) -> list[Mark]:
    """The first `most` visits of a run."""
    found: list[Mark] = []
    todo = [Chunk(execution.pk, "", "", ())]
    while todo and len(found) < most:
        batch, todo = todo[:CHUNKS], todo[CHUNKS:]
        made = _marks_of(batch, most - len(found))
        found += made
        todo += chunks_of({(mark.execution_id, mark.seq): mark for mark in made})
    return sorted(found, key=lambda mark: mark.position)


def _marks_of(units: list[Chunk], most: int) -> list[Mark]:
    by_id = {one.id: one for one in units}
    places = {one.id: Places({one.fork: one.fork_place} if one.fork else {}) for one in units}
    names = ("execution_id", "seq", "path", "step_instance_id", "status", "inherited", "digest")
    rows = _digested(StepExecution.objects.filter(execution_id__in=list(by_id)))
    listed = rows.order_by("execution_id", "seq").values_list(*names)[:most]
    found: list[Mark] = []
    for execution_id, seq, path, *rest in listed.iterator(chunk_size=2000):
        step, status, inherited, digest = rest
        place, position = places[execution_id].of(path), (*by_id[execution_id].position, seq)
        found.append(Mark(execution_id, seq, path, step, status, inherited, digest, place, position))
    return found


def _digested(rows: QuerySet[StepExecution]) -> QuerySet[Any]:
    """With one digest of the compared columns; a column that was never written is no text that JSON could be."""
    parts: list[Any] = []
    for name in COLUMNS:
        parts += [Coalesce(F(name), Value("-"), output_field=TextField()), Value("|")]
    return rows.annotate(digest=MD5(Concat(*parts, output_field=TextField())))


def chunks_of(forks: Mapping[tuple[uuid.UUID, int], Forked]) -> list[Chunk]:
    """The chunks of the forks among these visits (by execution and number), in the order of their items."""
    owners = {owner for owner, _ in forks}
    rows = Execution.objects.filter(parent_id__in=owners, kind=ExecutionKind.CHUNK).order_by("pk")
    counts: Counter[tuple[uuid.UUID, int]] = Counter()
    chunks: list[Chunk] = []
    for pk, parent, seq in rows.values_list("pk", "parent_id", "parent_seq"):
        key = parent, seq or 0
        fork = forks.get(key)
        if fork is not None:
            counts[key] += 1
            chunks.append(Chunk(pk, fork.path, fork.place, (*fork.position, counts[key])))
    return chunks
