"""What a run that is redriven from a visit begins with: the visits before it, its context, its state.

The rows of inherited visits are copied within the database, once and for good: what they hold above the threshold lies
in the blob store and is shared, and the run they come from may be changed, redriven or deleted without harm. A part of
the store.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allma_site.common.problems import NotFound
from executions.batches import Snapshot
from executions.models import ContextSnapshot, Execution, InheritedPart
from executions.sql import execute, insert_many, uid
from executions.store_base import TABLE
from executions.store_copies import among, copy_snapshots, copy_steps
from executions.store_marks import lock_rows
from executions.store_reopening import ReopenedFork, reopen_fork

REOPENED = {
    "status": "'WAITING'",
    "ended_at": "NULL",
    "transition": "NULL",
    "changes": "NULL",
    "output": "NULL",
    "result": "NULL",
    "error": "NULL",
    "added": "0",
    "changed": "0",
    "removed": "0",
}
"""What a fork's visit was before it ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inheritance:
    """Everything a redrive from a visit has besides what any new run has.

    Visits below `began_at` are inherited as they are. When a fork is opened again, `reopened` is its visit's number
    and `branches` are those of the visits inside it that stay, numbered anew behind it; of a distributed one `fork` has
    what stays in its chunks. `kept_snapshots` are contexts of the other run that go along.
    """

    execution_id: uuid.UUID
    source_id: uuid.UUID
    began_at: int
    step: str
    state_text: str
    context: Snapshot
    context_diff: str
    parts: Sequence[InheritedPart]
    kept_snapshots: Sequence[int] = ()
    reopened: int | None = None
    branches: Sequence[int] = ()
    fork: ReopenedFork | None = None

    @property
    def visits(self) -> int:
        """The number of the last visit that is there from the beginning."""
        return self.began_at - 1 if self.reopened is None else self.began_at + len(self.branches)


def hold(source_id: uuid.UUID) -> None:
    """Keep the run that is redriven until the transaction ends. NotFound when it was deleted meanwhile."""
    if lock_rows(Execution.objects.filter(pk=source_id).only("pk")).first() is None:
        raise NotFound(f"There is no execution {source_id}.")


def was_redriven(source_id: uuid.UUID) -> bool:
    """Whether another run does this one again: nobody can until the transaction ends. NotFound when it was deleted."""
    hold(source_id)
    return Execution.objects.filter(redrive_of=source_id).exists()


def inherit(given: Inheritance, *, at: datetime) -> None:
    """Give a run that was just created its past. Call it inside the transaction that creates it, after `hold`.

    NotFound when the run is deleted whose chunks stay.
    """
    _begin(given)
    _copy_steps(given, {"inherited": "TRUE"}, "seq < %s", [given.began_at])
    if given.reopened is not None:
        _copy_steps(given, {**REOPENED, "inherited": "FALSE"}, "seq = %s", [given.reopened])
        renumbered = {"inherited": "TRUE", "seq": f"{given.reopened:d} + row_number() OVER (ORDER BY seq)"}
        _copy_steps(given, renumbered, *among(given.branches))
    _copy_snapshots(given)
    insert_many(ContextSnapshot, [(uid(given.execution_id), *given.context)])
    InheritedPart.objects.bulk_create(given.parts)
    if given.fork is not None:
        hold(given.fork.maker_id)
        reopen_fork(given.fork, at=at)


def _begin(given: Inheritance) -> None:
    execute(
        f"""UPDATE {TABLE} SET state = %s, visits = %s, snapshot_seq = %s, current_step = %s, quick = %s,
        redrive_from_seq = %s, redrive_context_diff = %s WHERE id = %s""",
        [
            given.state_text,
            given.visits,
            given.context[0],
            given.step,
            False,
            given.began_at,
            given.context_diff,
            uid(given.execution_id),
        ],
    )


def _copy_steps(given: Inheritance, changed: dict[str, str], which: str, params: list[Any]) -> None:
    copy_steps(given.source_id, given.execution_id, changed, which, params)


def _copy_snapshots(given: Inheritance) -> None:
    copy_snapshots(given.source_id, given.execution_id, {}, *among(given.kept_snapshots))
