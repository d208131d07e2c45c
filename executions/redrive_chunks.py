"""A distributed fork that is opened again: what of its chunks stays, and which of their items run again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

from msgspec.structs import replace

from executions.blobs import loader
from executions.codec import decode, loads
from executions.contexts import fetch_of
from executions.distributed import listed_items
from executions.engine.program import ForkPlan
from executions.engine.state import Cursor, ForkState, Visit
from executions.engine.status import Status
from executions.engine.views import Run
from executions.inheritance import ancestry, definition_id_of
from executions.loading import program
from executions.models import Execution, ExecutionKind, Join, StepExecution
from executions.redrive_forks import (
    branch_index,
    fork_changed,
    fork_row,
    found_items,
    goes_without,
    met,
    open_visit,
    succeeded_in,
)
from flows.definition.errors import StepError
from flows.definition.json_patch import same
from flows.definition.scope import materialise, resolve


@dataclass(frozen=True)
class Chunk:
    """A chunk as it ended. `given` is its input: among others the `base`, the number of its first item."""

    row: Execution
    given: Mapping[str, Any]
    items: int

    @property
    def base(self) -> int:
        """The number of its first item."""
        number: int = self.given["base"]
        return number

    @cached_property
    def succeeded(self) -> frozenset[int]:
        """The numbers of the items whose branches ended well."""
        path = self.given["path"]
        rows = self._visits.filter(result__isnull=False).values("path", "transition")
        return frozenset(branch_index(row["path"], f"{path}[") for row in rows if succeeded_in(path, row))

    @cached_property
    def kept(self) -> Mapping[int, str]:
        """The visits in these branches, in order: their numbers and steps."""
        inside = f"{self.given['path']}["
        listed = self._visits.order_by("seq").values_list("seq", "step_instance_id", "path")
        return {seq: step for seq, step, path in listed if branch_index(path, inside) in self.succeeded}

    @property
    def is_whole(self) -> bool:
        """Whether every item has the result of a branch."""
        return self.row.status == Status.COMPLETED and len(self.succeeded) == self.items

    @property
    def _visits(self) -> Any:
        return StepExecution.objects.filter(execution_id=self.row.pk, path__startswith=f"{self.given['path']}[")


@dataclass(frozen=True, slots=True)
class Spread:
    """The branches of a distributed fork's visit. `maker` is the run that made it, whose chunks these are.

    `plan` is how it joined them; `failed` counts the items that have to run again, `total` all.
    """

    visit: Visit
    maker: Execution
    plan: ForkPlan | None
    chunks: Sequence[Chunk]
    failed: int
    total: int


def is_distributed(execution: Execution, seq: int) -> bool:
    """Whether the branches of this visit of a fork ran as executions of their own."""
    rows = StepExecution.objects.filter(execution_id=execution.pk, seq=seq)
    return "chunks" in loads(rows.values_list("metadata", flat=True).get())


def spread_of(execution: Execution, seq: int) -> Spread | None:
    """The branches of a distributed fork's visit as they were recorded; None when the run that made it is gone."""
    maker = _maker(execution, seq)
    counter = Join.objects.filter(execution_id=maker.pk, seq=seq).first() if maker is not None else None
    if maker is None or counter is None:
        return None
    row = fork_row(execution, seq)
    run, owner = met(execution, row)
    visit, chunks = open_visit(execution, row), _chunks(maker, seq, counter.items)
    failed = sum(_failed(run, owner, visit, chunk) for chunk in chunks)
    plan = program(definition_id_of(execution, seq)).step(visit.step).fork
    return Spread(visit, maker, plan, chunks, failed, counter.items)


def is_running(spread: Spread) -> bool:
    """Whether chunks of it go on, though the fork may have been given up."""
    return any(chunk.row.ended_at is None for chunk in spread.chunks)


def require_same_items(spread: Spread, run: Run, owner: Cursor) -> None:
    """Raises Conflict `fork_changed` when the fork would have other items now than those it has results for."""
    try:
        items = listed_items(found_items(run, owner))
        there = len(items) == spread.total and all(_has_items(chunk, items) for chunk in spread.chunks)
    except StepError:
        there = False
    if not there:
        raise fork_changed()


def _maker(execution: Execution, seq: int) -> Execution | None:
    part = ancestry(execution).of(seq)
    if part is None:
        return execution
    return Execution.objects.filter(pk=part.run_id, workspace_id=execution.workspace_id).first()


def _chunks(maker: Execution, seq: int, total: int) -> list[Chunk]:
    """In the order of their items."""
    rows = Execution.objects.filter(parent_id=maker.pk, parent_seq=seq, kind=ExecutionKind.CHUNK).defer("state")
    load = loader(maker.workspace_id)
    given = [(row, decode(row.input, row.input_pointers, load)) for row in rows.order_by("pk")]
    ends = [*(one["base"] for _, one in given), total]
    return [Chunk(row, one, end - begin) for (row, one), (begin, end) in zip(given, pairwise(ends), strict=True)]


def _failed(run: Run, owner: Cursor, visit: Visit, chunk: Chunk) -> int:
    """How many items of a chunk have to run again."""
    if chunk.row.status == Status.COMPLETED:
        output = decode(chunk.row.output, chunk.row.output_pointers, fetch_of(chunk.row))
        if output["count"] == chunk.items:
            return int(output["failed"])
    missing = [index for index in range(chunk.items) if chunk.base + index not in chunk.succeeded]
    plan = run.program.step(visit.step).fork
    if plan is None or any(branch.condition is None for branch in plan.branches):
        return len(missing)
    items = resolve(chunk.given["items"])
    fork = ForkState(path=visit.path, owner="", seq=visit.seq, items=items, base=chunk.base)
    return sum(not goes_without(run, owner, replace(fork, opened=index), visit) for index in missing)


def _has_items(chunk: Chunk, items: list[Any]) -> bool:
    now = items[chunk.base : chunk.base + chunk.items]
    return same(materialise(now), materialise(chunk.given["items"]))
