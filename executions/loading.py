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
from executions.engine import forks
from executions.engine.evolve import fork_key
from executions.engine.program import Program
from executions.engine.state import BranchResult, Cursor, ForkState, State, Visit, initial
from executions.engine.status import OPEN_STEP, TIMED, Phase, StepStatus
from executions.engine.views import Run, scope_of
from executions.models import ContextSnapshot, Execution, StepExecution, Timer, Wait, WaitStatus
from executions.records import Load, decode_cursor, decode_fork, read_part, read_visit
from executions.store import Claim
from flows.definition.context import apply_changes
from flows.definition.jsonpath import compile_path
from flows.definition.scope import MISSING, resolve
from flows.freeze import load_frozen
from flows.steps.registry import CATALOG

OPEN_VALUES = frozenset(str(status) for status in OPEN_STEP)
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
    chunk: Mapping[str, Any] | None = None


@lru_cache(maxsize=CACHED_PROGRAMS)
def program(definition_id: uuid.UUID) -> Program:
    """The compiled definition of a frozen row; rows never change, so it is shared by all runs."""
    frozen = load_frozen(definition_id)
    return Program(frozen.definition, catalog=CATALOG, bindings=frozen.bindings)


def start_root(
    definition_variables: Mapping[str, Any], given: Mapping[str, Any], start: dict[str, Any]
) -> dict[str, Any]:
    """The context at the start: the input's keys, `steps_output`, `flow_variables` (definition, then overrides)."""
    return {**start, "steps_output": {}, "flow_variables": {**definition_variables, **given}}


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
        return Loaded(run, initial(start=compiled.start, root=root), fetch)
    return _resume(claimed, run, _snapshot_root(claimed.id, claimed.snapshot_seq, fetch) or root, fetch)


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


def _snapshot_root(execution_id: uuid.UUID, seq: int, fetch: Load) -> dict[str, Any] | None:
    if seq == 0:
        return None
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
    root = _snapshot_root(claimed.parent_id or claimed.id, -int(claimed.parent_seq or 0), fetch) or {}
    if claimed.state is None:
        return Loaded(run, _chunk_state(run, given, root), fetch, chunk=given)
    return _resume(claimed, run, root, fetch, chunk=given)


def _run_of_chunk(claimed: Claim) -> Execution:
    """The run a chunk works for; between them are the chunks of the forks around its own."""
    rows = Execution.objects.only("id", "kind", "parent_id", "trigger", "input", "input_pointers", "started_at")
    row: Execution = rows.get(pk=claimed.parent_id or claimed.id)
    while row.kind == "CHUNK" and row.parent_id is not None:
        row = rows.get(pk=row.parent_id)
    return row


def _chunk_state(run: Run, given: Mapping[str, Any], root: dict[str, Any]) -> State:
    visit = _chunk_visit(run, given)
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
    state = _rebuild(run, stored, _Rows(rows, fetch), base, timers, chunk)
    loaded = Loaded(run, state, fetch, timers=timers, rows_since_snapshot=len(rows), chunk=chunk)
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


class _Rows:
    """The step rows since the snapshot, by the path of the cursor that made them."""

    def __init__(self, rows: Sequence[Mapping[str, Any]], fetch: Load) -> None:
        self.fetch = fetch
        self.by_cursor: dict[str, list[Mapping[str, Any]]] = {}
        self.open: dict[int, Visit] = {}
        for row in rows:
            path = row["path"]
            self.by_cursor.setdefault(path[: path.rindex(".")] if "." in path else "", []).append(row)
            if row["status"] in OPEN_VALUES:
                self.open[row["seq"]] = read_visit(row, fetch)

    def replay(self, path: str, root: dict[str, Any], *, after: int = 0) -> dict[str, Any]:
        """The context of a cursor after its committed visits."""
        for row in self.by_cursor.get(path, ()):
            if row["changes"] is not None and row["seq"] > after:
                changes = read_part(row, "changes", self.fetch)
                root = apply_changes(root, changes, read_part(row, "output", self.fetch))
        return root

    def last_output(self, path: str, *, after: int = 0) -> Any:
        """The output of the cursor's last finished step that had one."""
        rows = (row for row in self.by_cursor.get(path, ()) if row["seq"] > after)
        done = [row for row in rows if row["ended_at"] is not None and row["output"] is not None]
        return read_part(done[-1], "output", self.fetch) if done else MISSING

    def results(self, fork: str, after: int) -> dict[int, BranchResult]:
        """How the finished branches of a fork ended."""
        found: dict[int, BranchResult] = {}
        for path, rows in self.by_cursor.items():
            if not path or fork_key(path) != fork:
                continue
            for row in rows:
                if row["result"] is not None and row["seq"] > after:
                    failed = bool(loads(row["transition"]).get("failed"))
                    index = int(path[path.rindex("[") + 1 : -1])
                    found[index] = BranchResult(ok=not failed, value=read_part(row, "result", self.fetch))
        return found


def _rebuild(
    run: Run,
    stored: Mapping[str, Any],
    rows: _Rows,
    base: dict[str, Any],
    timers: Mapping[str, tuple[str, datetime]],
    chunk: Mapping[str, Any] | None,
) -> State:
    visits = rows.open if chunk is None else {**rows.open, 1: _chunk_visit(run, chunk)}
    state = State(cursors={}, visits=visits, forks={}, next_seq=stored["next"])
    encoded_forks = {row[0]: row for row in stored["forks"]}
    for row in sorted(stored["cursors"], key=lambda one: one["path"].count("[")):
        path = row["path"]
        if not path:
            cursor = _main_cursor(row, rows, base, timers, chunk)
        else:
            cursor = _branch_cursor(run, state, row, rows, timers)
        state = state.with_cursor(cursor)
        opened = [encoded for encoded in encoded_forks.values() if encoded[1] == path]
        for encoded in opened:
            state = replace(state, forks={**state.forks, encoded[0]: _open_fork(run, cursor, encoded, rows, chunk)})
    return _refill(run, state)


def _main_cursor(
    row: Mapping[str, Any],
    rows: _Rows,
    base: dict[str, Any],
    timers: Mapping[str, tuple[str, datetime]],
    chunk: Mapping[str, Any] | None,
) -> Cursor:
    due = timers.get("", (None, None))[1]
    if chunk is None:
        return replace(
            decode_cursor(row, rows.replay("", base), due_at=due, item=MISSING), last_output=rows.last_output("")
        )
    return decode_cursor(row, base, due_at=due, item=chunk.get("item", MISSING))


def _chunk_visit(run: Run, given: Mapping[str, Any]) -> Visit:
    """The visit of the fork a chunk works for; it has no row of its own."""
    return Visit(
        seq=1,
        path=given["path"],
        step=given["step"],
        step_type="PARALLEL_FORK_MANAGER",
        started_at=run.started_at,
        status=StepStatus.WAITING,
    )


def _branch_cursor(
    run: Run,
    state: State,
    row: Mapping[str, Any],
    rows: _Rows,
    timers: Mapping[str, tuple[str, datetime]],
) -> Cursor:
    fork = state.forks[fork_key(row["path"])]
    offset = row["index"] - fork.base
    begun = forks.open_branch(run, state, replace(fork, opened=offset), state.visits[fork.seq].started_at).cursor
    root = begun.root if begun is not None else state.cursors[fork.owner].root
    cursor = decode_cursor(
        row,
        rows.replay(row["path"], root, after=fork.seq),
        due_at=timers.get(row["path"], (None, None))[1],
        item=fork.items[offset],
    )
    return replace(cursor, last_output=rows.last_output(row["path"], after=fork.seq))


def _open_fork(run: Run, owner: Cursor, encoded: list[Any], rows: _Rows, chunk: Mapping[str, Any] | None) -> ForkState:
    fork = decode_fork(encoded, [])
    if fork.distributed:
        return replace(fork, opened=fork.opened)
    plan = run.program.step(owner.step).fork
    items = chunk["items"] if chunk is not None and not owner.path else None
    if items is None and plan is not None:
        items = compile_path(plan.items_path).read(scope_of(run, owner, run.started_at))
    results = rows.results(fork.path, fork.seq if chunk is None or owner.path else 0)
    return replace(
        fork,
        items=resolve(items),
        results=results,
        failed=sum(not result.ok for result in results.values()),
    )


def _refill(run: Run, state: State) -> State:
    """Results that no row holds (no branch was true), and how many branches live."""
    for fork in list(state.forks.values()):
        if fork.distributed:
            continue
        live = {cursor.index for path, cursor in state.cursors.items() if path and fork_key(path) == fork.path}
        results = dict(fork.results)
        for index in range(fork.base, fork.base + fork.opened):
            if index not in results and index not in live:
                at = replace(fork, opened=index - fork.base)
                opened = forks.open_branch(run, state, at, state.visits[fork.seq].started_at)
                results[index] = opened.result or BranchResult(ok=True, value=None)
        failed = sum(not result.ok for result in results.values())
        refilled = replace(fork, results=results, failed=failed, live=len(live))
        state = replace(state, forks={**state.forks, fork.path: refilled})
    return state
