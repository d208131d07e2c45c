"""What the store writes for a distributed fork that is opened again: its chunks anew, with what stays of each."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from allma_site.common.ids import new_id
from executions.batches import NewExecution, NewJoin, Snapshot
from executions.engine.program import ForkPlan
from executions.engine.redrive import reopen_chunk
from executions.inheritance import ancestry, context_number
from executions.models import Execution, InheritedPart
from executions.records import encode_state
from executions.redrive_chunks import Chunk, Spread
from executions.redrive_parts import copy_of, parts_of
from executions.store_reopening import ReopenedChunk, ReopenedFork
from flows.freeze import Frozen

FIRST = 2
"""The number of a chunk's first visit: 1 is the fork's, whose row its run has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopening:
    """A distributed fork, the run that will have it, and by which definition and plan that goes on.

    `made` says whose the branches are that the run which had the fork before made itself.
    """

    spread: Spread
    new_id: uuid.UUID
    execution: Execution
    frozen: Frozen
    plan: ForkPlan
    made: InheritedPart


def reopened_fork(opening: Reopening, context: Snapshot) -> ReopenedFork:
    """All chunks in the order of their items, which is that of their ids. `context` is what branches will see."""
    spread, seq = opening.spread, opening.spread.visit.seq
    chunks = list(_chunks(opening))
    tolerated = opening.plan.tolerated(spread.total)
    join = NewJoin(spread.visit.path, seq, chunks=len(chunks), items=spread.total, tolerated=tolerated)
    return ReopenedFork(
        execution_id=opening.new_id,
        maker_id=spread.maker.pk,
        join=join,
        context=(context_number(seq, None), *context[1:]),
        recorded_context=context_number(seq, opening.made),
        chunks=chunks,
    )


def _chunks(opening: Reopening) -> Iterator[ReopenedChunk]:
    joins_alike = _joins_alike(opening.spread.plan, opening.plan)
    for chunk in opening.spread.chunks:
        new, known = _new(opening, chunk), ancestry(chunk.row)
        numbered = enumerate(chunk.kept, start=FIRST)
        yield ReopenedChunk(
            new=new,
            source=chunk.row,
            kept=list(chunk.kept),
            state_text=_state(chunk),
            is_over=joins_alike and chunk.is_whole,
            # No visit of a chunk is one that a redrive could have begun at.
            parts=parts_of(new.id, numbered, origin=known.of, own=copy_of(opening.made, began_at_seq=None)),
        )


def _joins_alike(before: ForkPlan | None, now: ForkPlan) -> bool:
    """Whether what a chunk made of its results is what it would make of them now."""
    return before is not None and (before.strategy, before.data_path.text) == (now.strategy, now.data_path.text)


def _new(opening: Reopening, chunk: Chunk) -> NewExecution:
    execution, spread = opening.execution, opening.spread
    return NewExecution(
        id=new_id(),
        workspace_id=execution.workspace_id,
        flow_id=execution.flow_id,
        flow_version=opening.frozen.version,
        definition_id=opening.frozen.definition_id,
        input={**chunk.given, "tolerated": opening.plan.tolerated(spread.total)},
        trigger="fork",
        kind="CHUNK",
        depth=execution.depth,
        parent_id=opening.new_id,
        parent_seq=spread.visit.seq,
    )


def _state(chunk: Chunk) -> str | None:
    """Where it goes on; None when it begins anew."""
    if not chunk.kept:
        return None
    given, next_seq = chunk.given, FIRST + len(chunk.kept)
    state = reopen_chunk(
        step=given["step"], path=given["path"], base=chunk.base, error=given.get("error"), next_seq=next_seq
    )
    return encode_state(state, begins=True)
