"""From rows to the engine's state: what a new owner of a run begins with."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from msgspec.structs import replace

from executions.blobs import loader
from executions.codec import decode, loads
from executions.engine.program import Program
from executions.engine.state import Cursor, ForkState, State, initial
from executions.engine.status import TIMED, Phase
from executions.engine.views import Run
from executions.models import ContextSnapshot, Execution, StepExecution, Timer, Wait, WaitStatus
from executions.rebuilding import Rows, chunk_visit, rebuild
from executions.records import Load
from executions.store import Claim
from flows.definition.scope import MISSING, resolve
from flows.freeze import load_frozen
from flows.steps.registry import CATALOG

CACHED_PROGRAMS = 256


@dataclass(frozen=True, slots=True)
class Resolved:
    """An event came for a wait."""

    wait_id: uuid.UUID
    path: str
    seq: int
    payload: Any


@dataclass(frozen=True, slots=True)
class EndedChild:
    """A child that is waited for is over."""

    id: uuid.UUID
    seq: int
    status: str
    output: Any
    error: Mapping[str, Any] | None


@dataclass(slots=True)
class Loaded:
    """A claimed run, ready to be advanced."""

    run: Run
    state: State
    load: Load
    timers: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    resolved: list[Resolved] = field(default_factory=list)
    ended: list[EndedChild] = field(default_factory=list)
    rows_since_snapshot: int = 0
    begins: bool = False
    chunk: Mapping[str, Any] | None = None


@lru_cache(maxsize=CACHED_PROGRAMS)
def program(definition_id: uuid.UUID) -> Program:
    """The compiled definition of a frozen row; rows never change, so it is shared by all runs."""
    frozen = load_frozen(definition_id)
    return Program(frozen.definition, catalog=CATALOG, bindings=frozen.bindings)


def start_root(definition_variables: Mapping[str, Any], given: Mapping[str, Any], start: Any) -> dict[str, Any]:
    """The context at the start: the input's keys, `steps_output`, `flow_variables` (definition, then overrides).

    An input of many small members is one blob (a lazy leaf); its members are loaded, since the context is an object.
    """
    return {**resolve(start), "steps_output": {}, "flow_variables": {**definition_variables, **given}}


def load(claimed: Claim) -> Loaded:
    """The run as its rows have it."""
    fetch = loader(claimed.workspace_id)
    if claimed.kind == "CHUNK":
        return _load_chunk(claimed, fetch)
    compiled = program(claimed.definition_id)
    given = decode(claimed.input, claimed.input_pointers, fetch)
    run = _run(claimed, compiled, given, id=str(claimed.id))
    root = start_root(compiled.definition.flow_variables, loads(claimed.flow_variables), given)
    if claimed.state is None:
        return Loaded(run, initial(start=compiled.start, root=root), fetch, begins=True)
    if claimed.snapshot_seq or claimed.redrive_from_seq is not None:  # one from visit 1 has a snapshot at 0
        root = _snapshot_root(claimed.id, claimed.snapshot_seq, fetch)
    return _resume(claimed, run, root, fetch)


def _run(claimed: Claim, compiled: Program, given: Any, *, id: str) -> Run:
    return Run(
        id=id,
        key_id=str(claimed.id),
        program=compiled,
        input=given,
        flow_id=str(claimed.flow_id),
        flow_version=claimed.flow_version,
        started_at=claimed.started_at,
        trigger=claimed.trigger,
    )


def _snapshot_root(execution_id: uuid.UUID, seq: int, fetch: Load) -> dict[str, Any]:
    row = ContextSnapshot.objects.filter(execution_id=execution_id, seq=seq).values_list("data", "pointers").get()
    root: dict[str, Any] = decode(row[0], row[1], fetch)
    return root


def _load_chunk(claimed: Claim, fetch: Load) -> Loaded:
    """A chunk runs the branches of its slice on the context its parent's fork sees."""
    given = decode(claimed.input, claimed.input_pointers, fetch)
    whole = _run_of_chunk(claimed)
    start = decode(whole.input, whole.input_pointers, fetch)
    run = replace(
        _run(claimed, program(claimed.definition_id), start, id=str(whole.pk)),
        trigger=whole.trigger,
        started_at=whole.started_at or claimed.started_at,
    )
    root = _snapshot_root(claimed.parent_id or claimed.id, -int(claimed.parent_seq or 0), fetch)
    if claimed.state is None:
        return Loaded(run, _chunk_state(run, given, root), fetch, begins=True, chunk=given)
    return _resume(claimed, run, root, fetch, chunk=given)


def _run_of_chunk(claimed: Claim) -> Execution:
    """The run a chunk works for; between them are the chunks of the forks around its own."""
    rows = Execution.objects.only("id", "kind", "parent_id", "trigger", "input", "input_pointers", "started_at")
    row: Execution = rows.get(pk=claimed.parent_id or claimed.id)
    while row.kind == "CHUNK" and row.parent_id is not None:
        row = rows.get(pk=row.parent_id)
    return row


def _chunk_state(run: Run, given: Mapping[str, Any], root: dict[str, Any]) -> State:
    visit = chunk_visit(run, given)
    cursor = Cursor(
        path="",
        step=given["step"],
        root=root,
        phase=Phase.FORK,
        seq=1,
        error=given.get("error"),
        item=given.get("item", MISSING),
        index=given.get("index"),
    )
    fork = ForkState(path=given["path"], owner="", seq=1, items=resolve(given["items"]), base=given["base"])
    return State(cursors={"": cursor}, visits={1: visit}, forks={fork.path: fork}, next_seq=2)


def _resume(
    claimed: Claim, run: Run, base: dict[str, Any], fetch: Load, chunk: Mapping[str, Any] | None = None
) -> Loaded:
    stored = loads(claimed.state or "{}")
    after = claimed.snapshot_seq if chunk is None else 0
    rows = list(StepExecution.objects.filter(execution_id=claimed.id, seq__gt=after).order_by("seq").values())
    timers = _timers(claimed, stored)
    state = rebuild(run, stored, Rows(rows, fetch), base, timers, chunk)
    begins = stored.get("begins", False)
    loaded = Loaded(run, state, fetch, timers, rows_since_snapshot=len(rows), begins=begins, chunk=chunk)
    phases = {cursor["phase"] for cursor in stored["cursors"]}
    if Phase.WAIT in phases:
        loaded.resolved = _resolved(claimed, fetch)
    waited_for = [cursor["seq"] for cursor in stored["cursors"] if cursor["phase"] == Phase.CHILD]
    if waited_for:
        loaded.ended = ended_children(claimed.id, waited_for, fetch)
    return loaded


def _timers(claimed: Claim, stored: Mapping[str, Any]) -> dict[str, tuple[str, datetime]]:
    if not any(cursor["phase"] in TIMED | {Phase.WAIT} for cursor in stored["cursors"]):
        return {}
    rows = Timer.objects.filter(execution_id=claimed.id).values_list("path", "kind", "due_at")
    return {path: (kind, due) for path, kind, due in rows}


def _resolved(claimed: Claim, fetch: Load) -> list[Resolved]:
    rows = Wait.objects.filter(execution_id=claimed.id, status=WaitStatus.RESOLVED)
    return [Resolved(row.pk, row.path, row.seq or 0, decode(row.payload, row.payload_pointers, fetch)) for row in rows]


def ended_children(parent_id: uuid.UUID, seqs: Sequence[int], fetch: Load) -> list[EndedChild]:
    """The children that these visits of a run wait for and that are over."""
    rows = Execution.objects.filter(parent_id=parent_id, parent_seq__in=seqs, kind="RUN", ended_at__isnull=False)
    return [
        EndedChild(
            id=row.pk,
            seq=row.parent_seq or 0,
            status=row.status,
            output=decode(row.output, row.output_pointers, fetch),
            error=loads(row.error) if row.error else None,
        )
        for row in rows.only("id", "parent_seq", "status", "output", "output_pointers", "error")
    ]
