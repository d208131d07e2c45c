"""Forks: giving items their branches and joining the results. Source: flow-definition, section 8."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from executions.engine.events import BranchOpened, Event, ForkClosed
from executions.engine.program import Branch, ForkPlan
from executions.engine.state import BranchResult, Cursor, ForkState, State, Visit
from executions.engine.views import Run, public_error, scope_of
from executions.engine.visits import fail, succeed
from flows.definition.context import put
from flows.definition.errors import ParallelBranchError, StepError
from flows.definition.scope import MISSING, Scope
from flows.steps.aggregation import aggregate


def open_branch(run: Run, state: State, fork: ForkState, now: datetime) -> BranchOpened:
    """The next item with the first branch whose condition is true; `null` in its place when none is.

    An item that has its result already (a redrive inherits those of the branches that succeeded) keeps it.
    `now` is when the fork's visit began, so that a new owner of the run opens the branch the same way again.
    """
    owner = state.cursors[fork.owner]
    plan = _plan(run, owner)
    index = fork.base + fork.opened
    if index in fork.results:
        return BranchOpened(fork.path, None, fork.results[index])
    cursor = Cursor(
        path=f"{fork.path}[{index}]",
        step="",
        root=owner.root,
        error=owner.error,
        item=fork.items[fork.opened],
        index=index,
    )
    scope = scope_of(run, cursor, now)
    branch: Branch | None = None
    try:
        for branch in plan.branches:
            if branch.condition is None or branch.condition.test(scope).value:
                return _begin(fork, cursor, branch, scope)
    except StepError as error:
        failure = public_error(error, step=branch.step if branch else owner.step, attempts=1)
        value = {"branchId": branch.id if branch else None, "error": failure}
        return BranchOpened(fork.path, None, BranchResult(ok=False, value=value))
    return BranchOpened(fork.path, None, BranchResult(ok=True, value=None))


def _begin(fork: ForkState, cursor: Cursor, branch: Branch, scope: Scope) -> BranchOpened:
    mapped = branch.inputs.build(scope).input
    root = cursor.root
    for key, value in mapped.items():
        root = put(root, (key,), value)
    begun = replace(cursor, step=branch.step, root=root, branch=branch.id, wrote_output="output" in mapped)
    return BranchOpened(fork.path, begun)


def _plan(run: Run, owner: Cursor) -> ForkPlan:
    plan = run.program.step(owner.step).fork
    if plan is None:
        raise TypeError(f"{owner.step!r} is not a fork")
    return plan


def join(
    run: Run, state: State, fork: ForkState, now: datetime, roll: float, *, hold: Callable[[Any], Any]
) -> list[Event]:
    """A fork with all its results succeeds with them in order; one with too many failures fails and is given up.

    `hold` guards the output and may put large parts of it elsewhere; its StepError is the fork's.
    """
    owner = state.cursors[fork.owner]
    plan = _plan(run, owner)
    visit = state.visits[owner.seq]
    closed = ForkClosed(fork.path)
    if fork.failed > plan.tolerated(fork.count):
        failures = (result.value["error"] for result in fork.results.values() if not result.ok)
        return [
            closed,
            *fail(run, owner, visit, branch_error(fork.failed, fork.count, next(failures, None)), now, roll),
        ]
    try:
        output = hold(joined(plan, results_in_order(fork), failed=fork.failed))
    except StepError as error:
        return [closed, *fail(run, owner, visit, error, now, roll)]
    return [closed, *succeed(run, owner, visit, output, now, roll)]


def branch_error(failed: int, count: int, first: Mapping[str, Any] | None) -> ParallelBranchError:
    """More branches failed than are tolerated."""
    why = f": {first['message']}" if first else "."
    details = {"failedCount": failed, "itemCount": count, "firstError": dict(first) if first else None}
    return ParallelBranchError("branches_failed", f"{failed} of {count} branches failed{why}", details=details)


def results_in_order(fork: ForkState) -> list[BranchResult]:
    """The results in the order of the items."""
    return [fork.results[index] for index in range(fork.base, fork.base + fork.count)]


def joined(plan: ForkPlan, results: Iterable[BranchResult], *, failed: int) -> dict[str, Any]:
    """The fork's output. Failed items and items without a branch are left out of sums and merges."""
    picked = [pick(plan, result) for result in results]
    values = picked if plan.strategy == "COLLECT_ARRAY" else countable(picked)
    return {"aggregatedData": aggregate(plan.strategy, values), "itemCount": len(picked), "failedCount": failed}


class FailedItem(dict[str, Any]):
    """`{branchId, error}` in the place of a failed item."""


def countable(values: Iterable[Any]) -> list[Any]:
    """What a sum or a merge looks at: neither nulls nor the errors of failed items."""
    return [value for value in values if value is not None and not isinstance(value, FailedItem)]


def pick(plan: ForkPlan, result: BranchResult) -> Any:
    """What one result adds: `dataPath` on a good one, the error of a bad one."""
    if not result.ok:
        return FailedItem(result.value)
    if plan.data_path.text == "$":
        return result.value
    root = result.value if isinstance(result.value, dict) else {}
    found = plan.data_path.read(Scope(root, {}))
    return None if found is MISSING else found


def chunk_visit(visit: Visit, count: int) -> Visit:
    """The fork's visit while its chunks run elsewhere."""
    return replace(visit, metadata={**visit.metadata, "distributed": True, "itemCount": count})
