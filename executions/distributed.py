"""Distributed forks: items cut into chunks, each a child execution, joined by a counter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from allma_site.common.ids import new_id
from executions.batches import NewExecution, NewJoin, Snapshot
from executions.blobs import Externaliser, loader
from executions.codec import decode, encode
from executions.engine.forks import FailedItem, branch_error, countable, pick
from executions.engine.program import ForkPlan
from executions.engine.state import Cursor, ForkState, Outcome, State, Visit
from executions.engine.status import Status
from executions.engine.views import Run, public_error
from executions.models import Execution, Join
from executions.store import Claim
from flows.definition.errors import ParallelBranchError, PermanentStepError, StepError
from flows.definition.scope import MISSING, Lazy, resolve
from flows.steps.aggregation import aggregate

ASSEMBLED_BYTES = 4 * 2**20
"""Results of a distributed fork up to this size are also given as one array."""


@dataclass(frozen=True, slots=True)
class Distribution:
    """The chunks of a fork, its counter, and the context its branches see (a snapshot at `-seq`)."""

    children: list[NewExecution]
    join: NewJoin
    context: Snapshot


def distribute(
    claimed: Claim, run: Run, cursor: Cursor, visit: Visit, items: Any, externaliser: Externaliser
) -> Distribution | None:
    """How a fork is spread over workers; None when it is small enough to run here."""
    plan = _plan(run, cursor)
    listed = resolve(items)
    if isinstance(listed, list):
        if len(listed) <= settings.ENV.fork_inline_items:
            return None
        slices, count = _slices(listed, externaliser), len(listed)
    else:
        chunks = _manifest_chunks(listed)
        slices, count = _manifest_slices(chunks), sum(chunk["count"] for chunk in chunks)
    tolerated = plan.tolerated(count)
    children = [_chunk(claimed, cursor, visit, base=base, items=part, tolerated=tolerated) for base, part in slices]
    text, pointers = encode(cursor.root)
    join = NewJoin(path=visit.path, seq=visit.seq, chunks=len(children), items=count, tolerated=tolerated)
    return Distribution(children, join, (-visit.seq, text, pointers))


def _plan(run: Run, cursor: Cursor) -> ForkPlan:
    plan = run.program.step(cursor.step).fork
    if plan is None:
        raise PermanentStepError("not_a_fork", f"{cursor.step!r} has no branches.")
    return plan


def listed_items(items: Any) -> list[Any]:
    """All items of a fork, also those of an earlier fork's manifest. PermanentStepError `fork_items_not_a_list`."""
    listed = resolve(items)
    if isinstance(listed, list):
        return listed
    return [item for chunk in _manifest_chunks(listed) for item in resolve(chunk["items"])]


def _slices(items: list[Any], externaliser: Externaliser) -> Iterator[tuple[int, Any]]:
    size = settings.ENV.fork_chunk_items
    for base in range(0, len(items), size):
        yield base, externaliser.lines(items[base : base + size])


def _manifest_chunks(value: Any) -> list[Mapping[str, Any]]:
    """The chunks of an earlier fork's `manifest`: their items are pointers, which data cannot forge."""
    manifest = value.get("manifest", value) if isinstance(value, dict) else None
    chunks = manifest.get("chunks") if isinstance(manifest, dict) else None
    if not isinstance(chunks, list) or not all(
        isinstance(chunk, dict) and type(chunk.get("items")) is Lazy and isinstance(chunk.get("count"), int)
        for chunk in chunks
    ):
        raise PermanentStepError(
            "fork_items_not_a_list", "itemsPath must find a list, or the manifest of an earlier fork."
        )
    return chunks


def _manifest_slices(chunks: list[Mapping[str, Any]]) -> Iterator[tuple[int, Any]]:
    base = 0
    for chunk in chunks:
        yield base, chunk["items"]
        base += chunk["count"]


def _chunk(claimed: Claim, cursor: Cursor, visit: Visit, *, base: int, items: Any, tolerated: int) -> NewExecution:
    given: dict[str, Any] = {
        "step": cursor.step,
        "path": visit.path,
        "base": base,
        "items": items,
        "tolerated": tolerated,
    }
    if cursor.error is not None:
        given["error"] = dict(cursor.error)
    if cursor.index is not None:
        given |= {"index": cursor.index, "item": cursor.item}
    return NewExecution(
        id=new_id(),
        workspace_id=claimed.workspace_id,
        flow_id=claimed.flow_id,
        flow_version=claimed.flow_version,
        definition_id=claimed.definition_id,
        input=given,
        trigger="fork",
        kind="CHUNK",
        depth=claimed.depth,
        parent_id=claimed.id,
        parent_seq=visit.seq,
    )


def chunk_outcome(
    run: Run, state: State, fork: ForkState, now: datetime, externaliser: Externaliser
) -> tuple[Outcome, int]:
    """How a chunk ends, and how many of its items failed: its results as JSON Lines, or its part of a sum or merge."""
    plan = _plan(run, state.cursors[fork.owner])
    picked = [pick(plan, fork.results[index]) for index in sorted(fork.results)]
    first = next((value["error"] for value in picked if isinstance(value, FailedItem)), None)
    output: dict[str, Any] = {"count": len(picked), "failed": fork.failed, "firstError": first}
    try:
        if plan.strategy == "COLLECT_ARRAY":
            output["items"] = externaliser.lines(picked)
        elif plan.strategy != "NONE":
            output["value"] = aggregate(plan.strategy, countable(picked))
    except StepError as error:
        failure = public_error(error, step=state.cursors[fork.owner].step, attempts=1)
        return Outcome(Status.FAILED, now, error=failure), fork.failed
    return Outcome(Status.COMPLETED, now, output=output), fork.failed


def gather(claimed: Claim, run: Run, cursor: Cursor, fork: ForkState) -> dict[str, Any] | None:
    """The output of a distributed fork whose chunks are all done; None while some are out.

    ParallelBranchError when more items failed than are tolerated, or a chunk itself did not complete.
    """
    counter = Join.objects.get(execution_id=claimed.id, seq=fork.seq)
    chunks = _ended_chunks(claimed, fork.seq)
    broken = next((chunk for chunk in chunks if chunk.status != Status.COMPLETED), None)
    if counter.failed_items > counter.tolerated or broken is not None:
        outputs = _outputs(claimed, [chunk for chunk in chunks if chunk is not broken])
        first = next((output["firstError"] for output in outputs if output["firstError"]), None)
        raise _broken(broken) if broken is not None else branch_error(counter.failed_items, counter.items, first)
    if counter.chunks_left > 0:
        return None
    return _joined(_plan(run, cursor), _outputs(claimed, chunks), counter)


def _ended_chunks(claimed: Claim, seq: int) -> list[Execution]:
    rows = Execution.objects.filter(parent_id=claimed.id, parent_seq=seq, kind="CHUNK", ended_at__isnull=False)
    return list(rows.order_by("pk").only("id", "status", "output", "output_pointers", "error"))


def _outputs(claimed: Claim, chunks: list[Execution]) -> list[dict[str, Any]]:
    load = loader(claimed.workspace_id)
    return [decode(chunk.output, chunk.output_pointers, load) for chunk in chunks]


def _broken(chunk: Execution) -> ParallelBranchError:
    message = f"A part of the fork ended as {chunk.status}."
    return ParallelBranchError("chunk_failed", message, details={"executionId": str(chunk.pk), "status": chunk.status})


def _joined(plan: ForkPlan, outputs: list[dict[str, Any]], counter: Join) -> dict[str, Any]:
    result: dict[str, Any] = {
        "aggregatedData": None,
        "itemCount": counter.items,
        "failedCount": counter.failed_items,
    }
    if plan.strategy != "COLLECT_ARRAY":
        values = [output["value"] for output in outputs if output.get("value", MISSING) is not MISSING]
        result["aggregatedData"] = aggregate(plan.strategy, countable(values))
        return result
    parts = [output["items"] for output in outputs]
    if sum(part.bytes for part in parts) <= ASSEMBLED_BYTES:
        result["aggregatedData"] = [value for part in parts for value in part.value]
    result["manifest"] = {
        "format": "jsonl",
        "itemCount": counter.items,
        "chunks": [
            {"count": output["count"], "bytes": part.bytes, "items": part}
            for output, part in zip(outputs, parts, strict=True)
        ],
    }
    return result
