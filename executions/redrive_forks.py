"""A fork that is opened again: which of its branches stay, and which run again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from msgspec.structs import replace

from allma_site.common.problems import Conflict
from executions import contexts
from executions.codec import loads
from executions.contexts import Side, fetch_of
from executions.engine import forks
from executions.engine.evolve import fork_key
from executions.engine.state import BranchResult, Cursor, ForkState, State, Visit
from executions.engine.status import Phase, StepStatus
from executions.engine.views import Run, scope_of
from executions.inheritance import definition_id_of
from executions.loading import program
from executions.models import Execution, StepExecution
from executions.records import read_part, read_visit
from executions.sql import path_begins
from flows.definition.errors import StepError
from flows.definition.json_patch import same
from flows.definition.jsonpath import compile_path
from flows.definition.scope import materialise, resolve

NO_END = 2**62


@dataclass(frozen=True, slots=True)
class Branches:
    """The branches of a fork's visit. `kept` are the numbers of the visits in those that succeeded, in order."""

    visit: Visit
    items: list[Any]
    results: Mapping[int, BranchResult]
    kept: tuple[int, ...]
    failed: int

    @property
    def total(self) -> int:
        """How many items the fork has."""
        return len(self.items)


def branches_of(execution: Execution, seq: int) -> Branches | None:
    """The branches of an inline fork's visit as they were recorded; None when its items cannot be told."""
    row = fork_row(execution, seq)
    run, owner = met(execution, row)
    items = items_of(run, owner)
    if items is None:
        return None
    results, kept = _succeeded(execution, row)
    visit = open_visit(execution, row)
    fork = ForkState(path=visit.path, owner="", seq=visit.seq, items=items)
    missing = (index for index in range(len(items)) if index not in results)
    failed = sum(not goes_without(run, owner, replace(fork, opened=index), visit) for index in missing)
    return Branches(visit, items, results, kept, failed)


def fork_row(execution: Execution, seq: int) -> Mapping[str, Any]:
    """The row of a fork's visit."""
    return StepExecution.objects.filter(execution_id=execution.pk, seq=seq).values().get()


def open_visit(execution: Execution, row: Mapping[str, Any]) -> Visit:
    """A fork's visit as it was before it ended."""
    return replace(read_visit(row, fetch_of(execution)), status=StepStatus.WAITING, error=None)


def require_same_items(branches: Branches, run: Run, owner: Cursor) -> None:
    """Raises Conflict `fork_changed` when the fork would have other items now than those it has results for."""
    items = items_of(run, owner)
    if items is None or not same(materialise(items), materialise(branches.items)):
        raise fork_changed()


def fork_changed() -> Conflict:
    """The results of other items are of no use."""
    return Conflict(
        "The fork would have other items than the recorded ones, so their results cannot stay. Redrive all its "
        "branches, or leave what itemsPath reads as it was.",
        code="fork_changed",
    )


def items_of(run: Run, owner: Cursor) -> list[Any] | None:
    """The items of a fork on a context; None when there is no list."""
    try:
        items = resolve(found_items(run, owner))
    except StepError:
        return None
    return items if isinstance(items, list) else None


def found_items(run: Run, owner: Cursor) -> Any:
    """What `itemsPath` of a fork finds on a context; None when the step is none. StepError when it cannot be read."""
    plan = run.program.step(owner.step).fork
    return compile_path(plan.items_path).read(scope_of(run, owner, run.started_at)) if plan is not None else None


def met(execution: Execution, row: Mapping[str, Any]) -> tuple[Run, Cursor]:
    """The run as it was when it came to the fork, by the definition that it ran by then."""
    found = contexts.moment(execution, seq=row["seq"], side=Side.BEFORE)
    run = run_of(execution, program(definition_id_of(execution, row["seq"])), found.views["initialContextData"])
    error = found.views.get("error")
    owner = Cursor(
        path="", step=row["step_instance_id"], root=found.root, phase=Phase.FORK, seq=row["seq"], error=error
    )
    return run, owner


def run_of(execution: Execution, compiled: Any, given: Any) -> Run:
    """A run as expressions see it, by a definition of choice."""
    return Run(
        id=str(execution.pk),
        key_id=str(execution.pk),
        program=compiled,
        input=given,
        flow_id=str(execution.flow_id),
        flow_version=execution.flow_version,
        started_at=execution.started_at or execution.created_at,
        trigger=execution.trigger,
    )


def _succeeded(execution: Execution, fork: Mapping[str, Any]) -> tuple[dict[int, BranchResult], tuple[int, ...]]:
    """What the branches gave that ended well, by item, and the numbers of all their visits."""
    inside = f"{fork['path']}["
    rows = StepExecution.objects.filter(path_begins(inside), execution_id=execution.pk, seq__gt=fork["seq"])
    rows = rows.filter(seq__lt=_met_again(execution, fork)).order_by("seq")
    load, results = fetch_of(execution), {}
    for row in rows.filter(result__isnull=False).values("path", "transition", "result", "pointers"):
        if succeeded_in(fork["path"], row):
            results[branch_index(row["path"], inside)] = BranchResult(ok=True, value=read_part(row, "result", load))
    listed = rows.values_list("seq", "path")
    return results, tuple(seq for seq, path in listed if branch_index(path, inside) in results)


def succeeded_in(fork: str, row: Mapping[str, Any]) -> bool:
    """Whether a visit with a result ended a branch of the fork of this path well; it may be of a fork inside."""
    ended = fork_key(contexts.cursor_of(row["path"])) == fork
    return ended and not loads(row["transition"] or "{}").get("failed")


def _met_again(execution: Execution, fork: Mapping[str, Any]) -> int:
    """A fork in a loop is met again: its next visit's branches have the same paths and higher numbers."""
    rows = StepExecution.objects.filter(execution_id=execution.pk, path=fork["path"], seq__gt=fork["seq"])
    return rows.order_by("seq").values_list("seq", flat=True).first() or NO_END


def branch_index(path: str, inside: str) -> int:
    """The number of the item whose branch a path is in. `inside` is the fork's path and a bracket."""
    return int(path[len(inside) : path.index("]", len(inside))])


def goes_without(run: Run, owner: Cursor, fork: ForkState, visit: Visit) -> bool:
    """Whether no branch was for the next item to be opened, so that it has none to run again."""
    opened = forks.open_branch(run, State(cursors={"": owner}), fork, visit.started_at)
    return opened.result is not None and opened.result.ok
