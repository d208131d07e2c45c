"""Reading runs: which there are, one of them, its steps, its events, its blobs."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Substr

from allma_site.common.problems import NotFound
from executions.engine.status import StepStatus
from executions.inheritance import definitions_of
from executions.models import Blob, Execution, ExecutionEvent, ExecutionKind, StepExecution
from executions.redaction import NOTHING, Redaction
from executions.sql import path_begins
from flows.freeze import load_frozen
from workspaces.roles import Role

HEAVY = ("state", "flow_variables")
DONE = (StepStatus.COMPLETED, StepStatus.SKIPPED)
MAX_CHILDREN = 200
BLOB_NAME = re.compile(r"[0-9a-f]{64}(\.jsonl)?")


@dataclass(frozen=True, slots=True)
class Milestone:
    """A checkpoint of the definition, and whether its step is done."""

    id: str
    label: str
    done: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: visits made, and checkpoints in their order."""

    visits: int
    checkpoints: tuple[Milestone, ...] = ()

    @property
    def done(self) -> int:
        """Checkpoints that were passed."""
        return sum(one.done for one in self.checkpoints)


def summaries(workspace_id: uuid.UUID, ids: Sequence[uuid.UUID]) -> list[Execution]:
    """These runs of the workspace in this order, without what only their workers read."""
    found = Execution.objects.filter(workspace_id=workspace_id).defer(*HEAVY).in_bulk(list(ids))
    return [found[one] for one in ids if one in found]


def require_execution(workspace_id: uuid.UUID, execution_id: uuid.UUID) -> Execution:
    """The run (or chunk). NotFound when the workspace has none of this id."""
    rows = Execution.objects.filter(pk=execution_id, workspace_id=workspace_id).defer("state")
    found = rows.first()
    if found is None:
        raise missing(execution_id)
    return found


def require_exists(workspace_id: uuid.UUID, execution_id: uuid.UUID) -> None:
    """NotFound when the workspace has no such run."""
    if not Execution.objects.filter(pk=execution_id, workspace_id=workspace_id).exists():
        raise missing(execution_id)


def missing(execution_id: uuid.UUID) -> NotFound:
    """The answer to an id that is not of this workspace."""
    return NotFound(f"There is no execution {execution_id}.")


def is_over(execution_id: uuid.UUID) -> bool:
    """Whether a run has ended."""
    return Execution.objects.filter(pk=execution_id, ended_at__isnull=False).exists()


def children_of(execution_id: uuid.UUID) -> list[Execution]:
    """Sub-flow runs that a run started, in their order, at most 200 (the list has `?parent=`)."""
    rows = Execution.objects.filter(parent_id=execution_id, kind=ExecutionKind.RUN).order_by("parent_seq", "id")
    return list(rows.only("id", "flow_id", "flow_version", "status", "parent_seq")[:MAX_CHILDREN])


def redrives_of(execution_id: uuid.UUID) -> list[Execution]:
    """Runs that do this one again, in their order, at most 200 (the list has `?redriveOf=`)."""
    rows = Execution.objects.filter(redrive_of_id=execution_id).order_by("created_at", "id")
    return list(rows.only("id", "status", "flow_version", "redrive_from_seq", "created_at")[:MAX_CHILDREN])


def progress_of(rows: Iterable[Execution]) -> dict[uuid.UUID, Progress]:
    """How far each run is, with one query for all whose definitions have checkpoints."""
    runs = list(rows)
    wanted = {run.pk: checkpoints(run.definition_id) for run in runs}
    with_some = [key for key, found in wanted.items() if found]
    passed = _passed(with_some, {step for found in wanted.values() for step in found}) if with_some else set()
    return {
        run.pk: Progress(
            run.visits,
            tuple(Milestone(name, label, (run.pk, step) in passed) for step, (name, label) in wanted[run.pk].items()),
        )
        for run in runs
    }


def _passed(ids: Sequence[uuid.UUID], steps: set[str]) -> set[tuple[uuid.UUID, str]]:
    rows = StepExecution.objects.filter(execution_id__in=ids, step_instance_id__in=steps, status__in=DONE)
    return set(rows.values_list("execution_id", "step_instance_id").distinct())


def checkpoints(definition_id: uuid.UUID) -> Mapping[str, tuple[str, str]]:
    """The steps of a definition that are checkpoints, in the order of these: step id to (id, label)."""
    steps = definition_of(definition_id).get("steps", {})
    found = [(step_id, step["checkpoint"]) for step_id, step in steps.items() if step.get("checkpoint")]
    found.sort(key=lambda one: (one[1].get("order") is None, one[1].get("order") or 0))
    return {step_id: (point["id"], point.get("label") or point["id"]) for step_id, point in found}


def definition_of(definition_id: uuid.UUID) -> Mapping[str, Any]:
    """The definition a run was started with."""
    return load_frozen(definition_id).definition


def redaction_for(role: Role, execution: Execution) -> Redaction:
    """What is hidden from this role in this run."""
    return NOTHING if role.allows(Role.OPERATOR) else Redaction(redact_paths(execution))


def redact_paths(execution: Execution) -> tuple[str, ...]:
    """What a run's own definition hides, and those of the runs it inherits from.

    A version that hides less must not show what was recorded under one that hides more.
    """
    paths = (str(path) for one in definitions_of(execution) for path in definition_of(one).get("redactPaths") or ())
    return tuple(dict.fromkeys(paths))


def steps(
    execution_id: uuid.UUID,
    *,
    path: str | None = None,
    branch: str | None = None,
    step: str | None = None,
    statuses: Sequence[str] = (),
) -> QuerySet[StepExecution]:
    """The visits of a run, without what they hold. `path` is exact, or a prefix when it ends with `[`, `.` or `*`.

    `branch` is one live path: "" the main one, `fork[3]` a branch without the branches of forks inside it.
    """
    heavy = ("changes", "input", "output", "result", "pointers", "mapping_events", "metadata", "attempt_log", "logs")
    rows = StepExecution.objects.filter(execution_id=execution_id).defer(*heavy)
    if path is not None:
        rows = rows.filter(path_begins(path.rstrip("*")) if path[-1:] in "[.*" else Q(path=path))
    if branch is not None:
        inside = f"{branch}." if branch else ""
        rows = rows.filter(path_begins(inside)).annotate(rest=Substr("path", len(inside) + 1))
        rows = rows.exclude(rest__contains=".")
    if step is not None:
        rows = rows.filter(step_instance_id=step)
    return rows.filter(status__in=statuses) if statuses else rows


def require_step(execution_id: uuid.UUID, seq: int) -> StepExecution:
    """One visit, whole. NotFound when the run has none of this number."""
    found = StepExecution.objects.filter(execution_id=execution_id, seq=seq).first()
    if found is None:
        raise NotFound(f"The run has no visit {seq}.")
    return found


def events(execution_id: uuid.UUID, *, after: int) -> QuerySet[ExecutionEvent]:
    """The event log behind an event, in order."""
    return ExecutionEvent.objects.filter(execution_id=execution_id, seq__gt=after)


def require_blob(workspace_id: uuid.UUID, sha256: str) -> Blob:
    """A blob the workspace has. NotFound."""
    found = (
        Blob.objects.filter(workspace_id=workspace_id, sha256=sha256).first() if BLOB_NAME.fullmatch(sha256) else None
    )
    if found is None:
        raise NotFound("This workspace has no such value.")
    return found
