"""The chunks of a distributed fork that is opened again. A part of the store.

A chunk whose items all have their results is written as one that has ended, with the same pointers: nobody works on it,
and the fork is joined as always. The others have the visits that stay, and are due as soon as their run begins.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from executions.batches import NewExecution, NewJoin, Snapshot
from executions.codec import dumps
from executions.engine.status import Status
from executions.inheritance import EARLIER_CONTEXTS
from executions.models import ContextSnapshot, Execution, ExecutionEvent, InheritedPart, Join
from executions.records import new_execution_row
from executions.sql import insert_many, moment, uid
from executions.store_copies import among, copy_snapshots, copy_steps
from executions.store_runs import insert_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenedChunk:
    """A chunk anew: `kept` are the numbers of the visits that stay of the one it stands for, `parts` says whose."""

    new: NewExecution
    source: Execution
    kept: Sequence[int]
    state_text: str | None
    is_over: bool
    parts: Sequence[InheritedPart]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenedFork:
    """A distributed fork that a redrive begins at.

    `maker_id` is the run whose chunks stay, as far as they do. `context` is what branches will see; what those of the
    maker saw goes to the number `recorded_context`.
    """

    execution_id: uuid.UUID
    maker_id: uuid.UUID
    join: NewJoin
    context: Snapshot
    recorded_context: int
    chunks: Sequence[ReopenedChunk]


def reopen_fork(fork: ReopenedFork, *, at: datetime) -> None:
    """Write all of it. Call it inside the transaction that creates the run, after its own row."""
    insert_rows([chunk.new for chunk in fork.chunks], [_row(chunk, at) for chunk in fork.chunks], at=at)
    over = [chunk for chunk in fork.chunks if chunk.is_over]
    ended = dumps({"status": Status.COMPLETED, "error": None})
    events = [(uid(chunk.new.id), 2, 0, "execution.completed", moment(at), ended) for chunk in over]
    insert_many(ExecutionEvent, events)
    _open_join(fork, left=len(fork.chunks) - len(over))
    _keep_contexts(fork)
    for chunk in fork.chunks:
        if chunk.kept:
            _copy_visits(chunk)
    InheritedPart.objects.bulk_create([part for chunk in fork.chunks for part in chunk.parts])


def _row(chunk: ReopenedChunk, at: datetime) -> Mapping[str, Any]:
    """Not due yet: its run may have to wait for its turn."""
    row = {**new_execution_row(chunk.new, at=at, due_at=at), "next_run_at": None}
    if chunk.kept:
        row["visits"] = 1 + len(chunk.kept)
    if not chunk.is_over:
        return {**row, "state": chunk.state_text}
    source = chunk.source
    return {
        **row,
        "seq": 2,
        "status": str(Status.COMPLETED),
        "output": source.output,
        "output_pointers": source.output_pointers,
        "started_at": moment(source.started_at),
        "ended_at": moment(source.ended_at),
    }


def _open_join(fork: ReopenedFork, *, left: int) -> None:
    join = fork.join
    Join.objects.create(
        execution_id=fork.execution_id,
        path=join.path,
        seq=join.seq,
        chunks=join.chunks,
        chunks_left=left,
        items=join.items,
        tolerated=join.tolerated,
    )


def _keep_contexts(fork: ReopenedFork) -> None:
    """What branches will see, and what each of those that stay saw."""
    insert_many(ContextSnapshot, [(uid(fork.execution_id), *fork.context)])
    copy_snapshots(fork.maker_id, fork.execution_id, {}, "seq <= %s", [EARLIER_CONTEXTS])
    recorded = {"seq": f"{fork.recorded_context:d}"}
    copy_snapshots(fork.maker_id, fork.execution_id, recorded, "seq = %s", [fork.context[0]])


def _copy_visits(chunk: ReopenedChunk) -> None:
    """Numbered anew from 2: a run's visits have no gaps."""
    changed = {"inherited": "TRUE", "seq": "1 + row_number() OVER (ORDER BY seq)"}
    copy_steps(chunk.source.pk, chunk.new.id, changed, *among(chunk.kept))
