"""Reading runs: which there are, one of them, its steps, its events, its blobs."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import StrIndex

from allma_site.common.problems import NotFound
from executions.codec import dumps
from executions.engine.status import StepStatus
from executions.models import Blob, Execution, ExecutionEvent, ExecutionKind, SearchAttribute, StepExecution
from executions.redaction import NOTHING, Redaction
from flows.freeze import load_frozen
from workspaces.roles import Role

HEAVY = ("state", "flow_variables")
DONE = (StepStatus.COMPLETED, StepStatus.SKIPPED)
MAX_CHILDREN = 200
BLOB_NAME = re.compile(r"[0-9a-f]{64}(\.jsonl)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list of runs is narrowed by; None is anything. `statuses` are any of; `label` is (key, value)."""

    flow: uuid.UUID | None = None
    version: int | None = None
    statuses: Sequence[str] = ()
    started_after: datetime | None = None
    started_before: datetime | None = None
    trigger: str | None = None
    label: tuple[str, str] | None = None
    search: str | None = None
    error_step: str | None = None
    parent: uuid.UUID | None = None


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


def executions(workspace_id: uuid.UUID, filters: Filters) -> QuerySet[Execution]:
    """The runs of a workspace, narrowed. Chunks of distributed forks are listed only below their parent."""
    rows = Execution.objects.filter(workspace_id=workspace_id).defer(*HEAVY)
    rows = rows.filter(kind=ExecutionKind.RUN) if filters.parent is None else rows.filter(parent_id=filters.parent)
    exact = {
        "flow_id": filters.flow,
        "flow_version": filters.version,
        "trigger": filters.trigger,
        "error_step": filters.error_step,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value is not None})
    if filters.statuses:
        rows = rows.filter(status__in=filters.statuses)
    rows = _started(rows, filters)
    rows = _labelled(rows, filters.label) if filters.label else rows
    return _found(rows, filters.search) if filters.search else rows


def _started(rows: QuerySet[Execution], filters: Filters) -> QuerySet[Execution]:
    if filters.started_after is not None:
        rows = rows.filter(started_at__gte=filters.started_after)
    if filters.started_before is not None:  # nothing starts before it is created, and that is indexed
        rows = rows.filter(started_at__lt=filters.started_before, created_at__lt=filters.started_before)
    return rows


def _labelled(rows: QuerySet[Execution], label: tuple[str, str]) -> QuerySet[Execution]:
    """Keys of labels hold no quotes, so that a member's text is found nowhere else."""
    member = f"{dumps(label[0])}:{dumps(label[1])}"
    return rows.annotate(labelled=StrIndex(F("labels"), Value(member))).filter(labelled__gt=0)


def _found(rows: QuerySet[Execution], text: str) -> QuerySet[Execution]:
    attributes = SearchAttribute.objects.filter(execution=OuterRef("pk"), value__icontains=text)
    wanted = Q(Exists(attributes)) | Q(flow__name__icontains=text) | Q(labels__icontains=text)
    with suppress(ValueError):
        wanted |= Q(pk=uuid.UUID(text))
    return rows.filter(wanted)


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


def redrives_of(execution_id: uuid.UUID) -> list[uuid.UUID]:
    """Runs that do this one again, in their order."""
    rows = Execution.objects.filter(redrive_of_id=execution_id).order_by("created_at", "id")
    return list(rows.values_list("pk", flat=True)[:MAX_CHILDREN])


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
    if role.allows(Role.OPERATOR):
        return NOTHING
    return Redaction(definition_of(execution.definition_id).get("redactPaths") or ())


def steps(
    execution_id: uuid.UUID, *, path: str | None = None, step: str | None = None, statuses: Sequence[str] = ()
) -> QuerySet[StepExecution]:
    """The visits of a run, without what they hold. `path` is exact, or a prefix when it ends with `[`, `.` or `*`."""
    heavy = ("changes", "input", "output", "result", "pointers", "mapping_events", "metadata", "attempt_log", "logs")
    rows = StepExecution.objects.filter(execution_id=execution_id).defer(*heavy)
    if path is not None:
        rows = rows.filter(path__startswith=path.rstrip("*")) if path[-1:] in "[.*" else rows.filter(path=path)
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
