"""Bulk jobs: one action on many runs. Asking for one, stopping it, and what there is to read of it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from allma_site.common.db import db_now, retry_on_conflict, write
from allma_site.common.ids import new_id
from allma_site.common.json_guard import digest
from allma_site.common.problems import Conflict, Invalid, NotFound
from executions import notify, services, store_bulk
from executions.canary import Stages
from executions.codec import dumps
from executions.filters import Filters, matching
from executions.models import BulkAction, BulkItem, BulkJob, Execution, ExecutionKind
from executions.notify import Hint
from workspaces import audit
from workspaces.actors import Actor

MAX_ITEMS = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which runs: these, or all that these filters match. `said` is the filter as it was sent, for people to read."""

    ids: Sequence[uuid.UUID] | None = None
    filters: Filters | None = None
    said: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkOptions:
    """What is done, and how carefully. `version` is of a redrive: original, published, draft or a number."""

    action: BulkAction
    version: str = "original"
    stages: Stages = (None,)
    max_failure_rate: float | None = None
    idempotency_key: str | None = None


def create(*, workspace_id: uuid.UUID, selection: Selection, options: BulkOptions, actor: Actor) -> BulkJob:
    """A job for the runs that are selected now; workers take it up at once.

    A filter selects only what there is something to do for: live runs to cancel, runs that are over to delete.
    Raises Invalid (no run, too many runs), NotFound (an id that is not of this workspace) and Conflict (a used
    Idempotency-Key with another body); with the same body such a key gives the same job for 24 hours.
    """
    job = retry_on_conflict(lambda: _create(workspace_id, selection, options, actor))
    tell(job.pk, workspace_id)
    return job


def _create(workspace_id: uuid.UUID, selection: Selection, options: BulkOptions, actor: Actor) -> BulkJob:
    with write():
        at = db_now()
        job = BulkJob(
            id=new_id(),
            workspace_id=workspace_id,
            action=options.action,
            filter=None if selection.said is None else dumps(dict(selection.said)),
            version=options.version,
            stages=dumps(list(options.stages)),
            max_failure_rate=options.max_failure_rate,
            actor=dumps([actor.kind, actor.id, actor.name]),
            created_by=actor.label,
            created_at=at,
            moved_at=at,
            due_at=at,
        )
        earlier = services.claim_key(workspace_id, options.idempotency_key, _hash(selection, options), [job.pk], at)
        if earlier is not None:
            return require(workspace_id, earlier[0])
        job.save(force_insert=True)
        job.total = store_bulk.insert_items(job, _selected(workspace_id, selection, options), stages=options.stages)
        _check(job.total, selection)
        job.save(update_fields=["total"])
        details = {"runs": job.total, "filter": dict(selection.said or {})}
        audit.record(
            workspace=workspace_id, actor=actor, action=f"bulk_job.{job.action}", target=str(job.pk), details=details
        )
    return job


def _hash(selection: Selection, options: BulkOptions) -> str:
    asked = {"ids": [str(one) for one in selection.ids or ()], "filter": dict(selection.said or {})}
    how = {"version": options.version, "stages": list(options.stages), "rate": options.max_failure_rate}
    return digest({"bulk": options.action, **asked, **how})


def _selected(workspace_id: uuid.UUID, selection: Selection, options: BulkOptions) -> QuerySet[Execution]:
    if selection.filters is None:
        return _named(workspace_id, selection.ids or ())
    rows = matching(workspace_id, selection.filters)
    if options.action != BulkAction.REDRIVE:
        rows = rows.filter(ended_at__isnull=options.action == BulkAction.CANCEL)
    return rows.order_by("created_at", "id")[: MAX_ITEMS + 1]


def _named(workspace_id: uuid.UUID, ids: Sequence[uuid.UUID]) -> QuerySet[Execution]:
    rows = Execution.objects.filter(workspace_id=workspace_id, kind=ExecutionKind.RUN, pk__in=ids)
    unknown = sorted(set(ids) - set(rows.values_list("pk", flat=True)))
    if unknown:
        raise NotFound(f"There is no execution {unknown[0]}.")
    return rows


def _check(total: int, selection: Selection) -> None:
    field = "filter" if selection.filters is not None else "ids"
    if total == 0:
        raise Invalid.field(f"/{field}", "finds no run that this could be done to.")
    if total > MAX_ITEMS:
        raise Invalid.field(f"/{field}", f"finds more than {MAX_ITEMS:,} runs. Narrow it, for example by time.")


def stop(*, workspace_id: uuid.UUID, job_id: uuid.UUID, actor: Actor) -> BulkJob:
    """End a job; runs it has started go on. Raises NotFound, Conflict when it is over."""
    retry_on_conflict(lambda: _stop(workspace_id, job_id, actor))
    tell(job_id, workspace_id)
    return require(workspace_id, job_id)


def _stop(workspace_id: uuid.UUID, job_id: uuid.UUID, actor: Actor) -> None:
    with write():
        job = require(workspace_id, job_id)
        if not store_bulk.stop(job_id, reason=f"Stopped by {actor.label}."):
            raise Conflict(f"The job is over ({job.status}).", code="bulk_job_over")
        audit.record(workspace=workspace_id, actor=actor, action="bulk_job.stop", target=str(job_id))


def jobs(workspace_id: uuid.UUID) -> QuerySet[BulkJob]:
    """The jobs of a workspace."""
    return BulkJob.objects.in_workspace(workspace_id)


def require(workspace_id: uuid.UUID, job_id: uuid.UUID) -> BulkJob:
    """The job. NotFound when the workspace has none of this id."""
    found = jobs(workspace_id).filter(pk=job_id).first()
    if found is None:
        raise NotFound(f"There is no bulk job {job_id}.")
    return found


def items(job: BulkJob, *, statuses: Sequence[str] = ()) -> QuerySet[BulkItem]:
    """The items of a job."""
    rows = BulkItem.objects.filter(job=job)
    return rows.filter(status__in=statuses) if statuses else rows


def tell(job_id: uuid.UUID, workspace_id: uuid.UUID) -> None:
    """Wake who watches the workspace. Call it after the commit."""
    notify.changed(Hint(job_id, workspace_id, 0))
