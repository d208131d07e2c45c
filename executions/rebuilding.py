"""From the rows since the last snapshot to the cursors and open forks of a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from executions.codec import loads
from executions.engine import forks
from executions.engine.evolve import fork_key
from executions.engine.state import BranchResult, Cursor, ForkState, State, Visit
from executions.engine.status import OPEN_STEP, StepStatus
from executions.engine.views import Run, scope_of
from executions.records import Load, decode_cursor, decode_fork, read_part, read_visit
from flows.definition.context import apply_changes
from flows.definition.jsonpath import compile_path
from flows.definition.scope import MISSING, resolve

OPEN_VALUES = frozenset(str(status) for status in OPEN_STEP)


class Rows:
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


def rebuild(
    run: Run,
    stored: Mapping[str, Any],
    rows: Rows,
    base: dict[str, Any],
    timers: Mapping[str, tuple[str, datetime]],
    chunk: Mapping[str, Any] | None,
) -> State:
    """The state as it was at the last commit. `base` is the context of the last snapshot, `chunk` a chunk's input."""
    visits = rows.open if chunk is None else {**rows.open, 1: chunk_visit(run, chunk)}
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
    rows: Rows,
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


def chunk_visit(run: Run, given: Mapping[str, Any]) -> Visit:
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
    rows: Rows,
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


def _open_fork(run: Run, owner: Cursor, encoded: list[Any], rows: Rows, chunk: Mapping[str, Any] | None) -> ForkState:
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
