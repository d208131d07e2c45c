"""What a redrive from a visit will do, worked out before anything is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from allma_site.common.problems import Conflict, Invalid
from executions import contexts, redrive_chunks, redrive_forks
from executions.batches import Snapshot
from executions.codec import dumps, encode, loads, shown
from executions.contexts import Side
from executions.engine.redrive import Past, reopen, restart
from executions.engine.state import Cursor, State
from executions.engine.status import Phase, TransitionKind
from executions.inheritance import Ancestry, ancestry
from executions.loading import program
from executions.models import ContextSnapshot, Execution, InheritedPart, StepExecution
from executions.records import encode_state
from executions.redrive_chunks import Spread, is_distributed, is_running, spread_of
from executions.redrive_contexts import Edited, edit
from executions.redrive_forks import Branches, branches_of, fork_changed
from executions.redrive_parts import own_part, parts_of
from executions.redrive_reopening import Reopening, reopened_fork
from executions.redrive_targets import Target, chosen_version, find_target, require_step
from executions.store_redrives import Inheritance
from executions.store_reopening import ReopenedFork
from flows.freeze import Frozen

MAX_SNAPSHOTS = 8
"""So many contexts of the other run go along, so that a moment of a long past is rebuilt quickly."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A redrive from a visit. `branches` are those of the fork it begins at, `only_failed` runs not all of them."""

    execution: Execution
    frozen: Frozen
    target: Target
    edited: Edited
    branches: Branches | Spread | None
    only_failed: bool

    @property
    def kept(self) -> tuple[int, ...]:
        """The numbers of the run's visits in branches that are not made again."""
        return self.branches.kept if self.only_failed and isinstance(self.branches, Branches) else ()

    @property
    def reopened(self) -> Spread | None:
        """The distributed fork of which only the failed branches run again."""
        return self.branches if self.only_failed and isinstance(self.branches, Spread) else None


def plan(
    execution: Execution,
    *,
    seq: int | None,
    step: str | None,
    context: Any,
    patch: Any,
    version: str | int,
    only_failed: bool,
) -> Plan:
    """Where it begins, with what and by which definition. Writes nothing but blobs.

    Raises Invalid, NotFound, Unprocessable and Conflict: `step_not_in_version`, `fork_is_running`, `fork_changed`,
    `fork_branches_gone`, `no_failed_branches` and those of `chosen_version`.
    """
    target = find_target(execution, seq=seq, step=step)
    frozen = chosen_version(execution, version)
    require_step(frozen, target.step)
    found = contexts.moment(execution, seq=target.seq, side=Side.BEFORE)
    edited = edit(execution.workspace_id, found.root, context=context, patch=patch)
    made = Plan(execution, frozen, target, edited, _branches(execution, target), only_failed)
    if only_failed:
        _require_failed(made, found.views)
    return made


def _branches(execution: Execution, target: Target) -> Branches | Spread | None:
    if not target.is_fork:
        return None
    distributed = is_distributed(execution, target.seq)
    return spread_of(execution, target.seq) if distributed else branches_of(execution, target.seq)


def _require_failed(made: Plan, views: Any) -> None:
    if not made.target.is_fork:
        raise Invalid.field("/branches", f"{made.target.step!r} is no fork; leave it out, or name a visit of a fork.")
    _require_over(made)
    if made.branches is None and is_distributed(made.execution, made.target.seq):
        message = "The run that has the branches of this fork was deleted. Redrive all of them."
        raise Conflict(message, code="fork_branches_gone")
    if made.branches is None or made.branches.failed == 0:
        raise Conflict("No branch of this fork failed. Redrive all of them.", code="no_failed_branches")
    run = redrive_forks.run_of(made.execution, program(made.frozen.definition_id), views["initialContextData"])
    owner = Cursor(path="", step=made.target.step, root=made.edited.root, phase=Phase.FORK, error=views.get("error"))
    if isinstance(made.branches, Spread):
        redrive_chunks.require_same_items(made.branches, run, owner)
    else:
        redrive_forks.require_same_items(made.branches, run, owner)


def _require_over(made: Plan) -> None:
    """While the fork runs nobody can tell which of its branches fail, nor while its chunks are still being stopped."""
    rows = StepExecution.objects.filter(execution_id=made.execution.pk, seq=made.target.seq, ended_at=None)
    runs = made.execution.ended_at is None and rows.exists()
    if runs or (isinstance(made.branches, Spread) and is_running(made.branches)):
        raise Conflict("The fork is not over. Wait for its end, or redrive all branches.", code="fork_is_running")


def state_of(made: Plan) -> State:
    """The state the new run begins with."""
    compiled, past = program(made.frozen.definition_id), past_of(made.execution, made.target.seq)
    target, root = made.target, made.edited.root
    if not made.only_failed or made.branches is None:
        return restart(compiled, past, step=target.step, seq=target.seq, root=root)
    if isinstance(made.branches, Spread):
        visit, after = made.branches.visit, target.seq + 1
        return reopen(compiled, past, visit=visit, items=[], results={}, next_seq=after, root=root, distributed=True)
    return reopen(
        compiled,
        past,
        visit=made.branches.visit,
        items=made.branches.items,
        results=made.branches.results,
        next_seq=target.seq + len(made.kept) + 1,
        root=root,
    )


def past_of(execution: Execution, before: int) -> list[Past]:
    """The visits of the main path before a number that were left."""
    rows = StepExecution.objects.filter(execution_id=execution.pk, seq__lt=before, transition__isnull=False)
    rows = rows.exclude(path__contains=".").order_by("seq")
    return [_past(*row) for row in rows.values_list("step_instance_id", "transition", "error")]


def _past(step: str, transition: str | None, error: str | None) -> Past:
    way = loads(transition or "{}")
    return Past(
        step=step,
        kind=TransitionKind(way["kind"]),
        next=way["nextStepInstanceId"],
        condition=way["condition"],
        error=loads(error) if error is not None else None,
    )


def inheritance(made: Plan, new_id: Any) -> Inheritance:
    """Everything the store must write for the new run besides what any run has."""
    source, began_at, known = made.execution, made.target.seq, ancestry(made.execution)
    context: Snapshot = (began_at - 1, *encode(made.edited.root))
    own = own_part(source, known)
    return Inheritance(
        execution_id=new_id,
        source_id=source.pk,
        began_at=began_at,
        step=made.target.step,
        state_text=encode_state(state_of(made), begins=True),
        context=context,
        context_diff=dumps(shown(made.edited.patch, lambda sha256: f"/api/v1/executions/{new_id}/blobs/{sha256}/")),
        parts=parts_of(new_id, _numbered(made), origin=known.of, own=own),
        kept_snapshots=_snapshots(source, known, began_at),
        reopened=began_at if made.only_failed else None,
        branches=made.kept,
        fork=_reopened(made, new_id, context, known.of(began_at) or own),
    )


def _numbered(made: Plan) -> Iterable[tuple[int, int]]:
    """The inherited visits: the new number of each, and its number in the other run."""
    began_at = made.target.seq
    yield from ((seq, seq) for seq in range(1, began_at))
    yield from ((began_at + place, seq) for place, seq in enumerate(made.kept, start=1))


def _reopened(made: Plan, new_id: Any, context: Snapshot, part: InheritedPart) -> ReopenedFork | None:
    """The distributed fork that the new run begins at. `part` says whose its chunks are."""
    spread, plan = made.reopened, program(made.frozen.definition_id).step(made.target.step).fork
    if spread is None:
        return None
    if plan is None:
        raise fork_changed()
    opening = Reopening(
        spread=spread,
        new_id=new_id,
        execution=made.execution,
        frozen=made.frozen,
        plan=plan,
        made=part,
    )
    return reopened_fork(opening, context)


def _snapshots(source: Execution, known: Ancestry, began_at: int) -> list[int]:
    """Contexts that go along: all that were edited, which nothing else tells, and some of the others."""
    rows = ContextSnapshot.objects.filter(execution_id=source.pk, seq__gte=0, seq__lt=began_at - 1).order_by("seq")
    there = list(rows.values_list("seq", flat=True))
    edited = {point - 1 for point in known.edits()}
    others = [seq for seq in there if seq not in edited]
    every = max(1, -(-len(others) // MAX_SNAPSHOTS))
    return sorted([*(seq for seq in there if seq in edited), *others[every - 1 :: every]])
