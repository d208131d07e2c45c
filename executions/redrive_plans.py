"""What a redrive from a visit will do, worked out before anything is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from allma_site.common.problems import Conflict, Invalid
from executions import contexts, redrive_forks
from executions.codec import dumps, encode, loads, shown
from executions.contexts import Side
from executions.engine.redrive import Past, reopen, restart
from executions.engine.state import Cursor, State
from executions.engine.status import Phase, TransitionKind
from executions.inheritance import Ancestry, ancestry
from executions.loading import program
from executions.models import ContextSnapshot, Execution, InheritedPart, StepExecution
from executions.records import encode_state
from executions.redrive_contexts import Edited, edit
from executions.redrive_forks import Branches, branches_of, is_distributed, require_same_items
from executions.redrive_targets import Target, chosen_version, find_target, require_step
from executions.store_redrives import Inheritance
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
    branches: Branches | None
    is_distributed: bool
    only_failed: bool

    @property
    def kept(self) -> tuple[int, ...]:
        """The numbers of the visits in branches that are not made again."""
        return self.branches.kept if self.only_failed and self.branches is not None else ()


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

    Raises Invalid, NotFound, Unprocessable and Conflict: `step_not_in_version`, `fork_distributed`, `fork_is_running`,
    `fork_changed`, `no_failed_branches` and those of `chosen_version`.
    """
    target = find_target(execution, seq=seq, step=step)
    frozen = chosen_version(execution, version)
    require_step(frozen, target.step)
    found = contexts.moment(execution, seq=target.seq, side=Side.BEFORE)
    edited = edit(execution.workspace_id, found.root, context=context, patch=patch)
    distributed = target.is_fork and is_distributed(execution, target.seq)
    branches = branches_of(execution, target.seq) if target.is_fork and not distributed else None
    made = Plan(execution, frozen, target, edited, branches, distributed, only_failed)
    if only_failed:
        _require_failed(made, found.views)
    return made


def _require_failed(made: Plan, views: Any) -> None:
    if not made.target.is_fork:
        raise Invalid.field("/branches", f"{made.target.step!r} is no fork; leave it out, or name a visit of a fork.")
    if made.is_distributed:
        message = "The branches of this fork ran as executions of their own. Redrive all of them."
        raise Conflict(message, code="fork_distributed")
    _require_over(made.execution, made.target.seq)
    if made.branches is None or made.branches.failed == 0:
        raise Conflict("No branch of this fork failed. Redrive all of them.", code="no_failed_branches")
    run = redrive_forks.run_of(made.execution, program(made.frozen.definition_id), views["initialContextData"])
    owner = Cursor(path="", step=made.target.step, root=made.edited.root, phase=Phase.FORK, error=views.get("error"))
    require_same_items(made.branches, run, owner)


def _require_over(execution: Execution, seq: int) -> None:
    """While the fork runs nobody can tell which of its branches fail."""
    if execution.ended_at is None and StepExecution.objects.filter(execution_id=execution.pk, seq=seq, ended_at=None):
        raise Conflict("The fork is not over. Wait for its end, or redrive all branches.", code="fork_is_running")


def state_of(made: Plan) -> State:
    """The state the new run begins with."""
    compiled, past = program(made.frozen.definition_id), past_of(made.execution, made.target.seq)
    target, root = made.target, made.edited.root
    if not made.only_failed or made.branches is None:
        return restart(compiled, past, step=target.step, seq=target.seq, root=root)
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
    text, pointers = encode(made.edited.root)
    return Inheritance(
        execution_id=new_id,
        source_id=source.pk,
        began_at=began_at,
        step=made.target.step,
        state_text=encode_state(state_of(made), begins=True),
        context=(began_at - 1, text, pointers),
        context_diff=dumps(shown(made.edited.patch, lambda sha256: f"/api/v1/executions/{new_id}/blobs/{sha256}/")),
        parts=list(_parts(new_id, source, known, _numbered(made))),
        kept_snapshots=_snapshots(source, known, began_at),
        reopened=began_at if made.only_failed else None,
        branches=made.kept,
    )


def _numbered(made: Plan) -> Iterable[tuple[int, int]]:
    """The inherited visits: the new number of each, and its number in the other run."""
    began_at = made.target.seq
    yield from ((seq, seq) for seq in range(1, began_at))
    yield from ((began_at + place, seq) for place, seq in enumerate(made.kept, start=1))


def _parts(
    new_id: Any, source: Execution, known: Ancestry, numbered: Iterable[tuple[int, int]]
) -> Iterable[InheritedPart]:
    """The inherited visits by the run that made them."""
    current: InheritedPart | None = None
    current_origin: InheritedPart | None = None
    for new, old in numbered:
        origin = known.of(old)
        if current is not None and origin is current_origin and current.last == new - 1:
            current.last = new
            continue
        if current is not None:
            yield current
        current, current_origin = _part(new_id, source, known, origin, new), origin
    if current is not None:
        yield current


def _part(new_id: Any, source: Execution, known: Ancestry, origin: InheritedPart | None, first: int) -> InheritedPart:
    if origin is None:
        return InheritedPart(
            execution_id=new_id,
            first=first,
            last=first,
            generation=max((part.generation + 1 for part in known.parts), default=0),
            began_at_seq=source.redrive_from_seq,
            run_id=source.pk,
            flow_version=source.flow_version,
            definition_id=source.definition_id,
            trigger=source.trigger,
            started_at=source.started_at or source.created_at,
        )
    return InheritedPart(
        execution_id=new_id,
        first=first,
        last=first,
        generation=origin.generation,
        began_at_seq=origin.began_at_seq,
        run_id=origin.run_id,
        flow_version=origin.flow_version,
        definition_id=origin.definition_id,
        trigger=origin.trigger,
        started_at=origin.started_at,
    )


def _snapshots(source: Execution, known: Ancestry, began_at: int) -> list[int]:
    """Contexts that go along: all that were edited, which nothing else tells, and some of the others."""
    rows = ContextSnapshot.objects.filter(execution_id=source.pk, seq__gte=0, seq__lt=began_at - 1).order_by("seq")
    there = list(rows.values_list("seq", flat=True))
    edited = {point - 1 for point in known.edits()}
    others = [seq for seq in there if seq not in edited]
    every = max(1, -(-len(others) // MAX_SNAPSHOTS))
    return sorted([*(seq for seq in there if seq in edited), *others[every - 1 :: every]])
