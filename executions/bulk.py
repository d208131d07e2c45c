"""Bulk jobs: one action on many runs. Asking for one, stopping it, and what there is to read of it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet

from allma_site.common.db import db_now, retry_on_conflict, write
from allma_site.common.ids import new_id
from allma_site.common.json_guard import digest
from allma_site.common.problems import Conflict, Invalid, NotFound
from executions import notify, searching, services, store_bulk
from executions.canary import Stages
from executions.codec import dumps
from executions.engine.status import FINAL, LIVE, Status
from executions.filters import Filters, matching
from executions.models import BulkAction, BulkItem, BulkJob, Execution, ExecutionKind
from executions.notify import Hint
from workspaces import audit
from workspaces.actors import Actor

MAX_ITEMS = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which runs: these, or all that these filters match `without` some.

    `said` is the filter as it was sent, for people to read.
    """

    ids: Sequence[uuid.UUID] | None = None
    filters: Filters | None = None
    without: Sequence[uuid.UUID] = ()
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
    Raises Invalid (no run, too many runs, the number of a version for runs of several flows), NotFound (an id that is
    not of this workspace) and Conflict (a used Idempotency-Key with another body); with the same body such a key gives
    the same job for 24 hours.
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
        _check_version(job)
        job.save(update_fields=["total"])
        details = {"runs": job.total, "filter": dict(selection.said or {}), "leftOut": len(selection.without)}
        audit.record(
            workspace=workspace_id, actor=actor, action=f"bulk_job.{job.action}", target=str(job.pk), details=details
        )
    return job


def count(*, workspace_id: uuid.UUID, selection: Selection, action: BulkAction) -> tuple[int, bool]:
    """How many runs a job would be for, at most 10,000, and whether it is exactly so many. Raises NotFound."""
    if selection.filters is None:
        return _named(workspace_id, selection.ids or ()).count(), True
    filters = _fitting(selection.filters, action)
    if filters is None:
        return 0, True
    found, exact = searching.count(workspace_id, filters)
    left_out = matching(workspace_id, filters).filter(pk__in=selection.without).count() if selection.without else 0
    return max(found - left_out, 0), exact


def _fitting(filters: Filters, action: BulkAction) -> Filters | None:
    """For runs that the action can be done to; None when there can be none."""
    if action == BulkAction.REDRIVE:
        return filters
    wanted = LIVE if action == BulkAction.CANCEL else FINAL
    statuses = [status for status in filters.statuses or Status if status in wanted]
    return replace(filters, statuses=statuses) if statuses else None


def _hash(selection: Selection, options: BulkOptions) -> str:
    asked = {"ids": [str(one) for one in selection.ids or ()], "filter": dict(selection.said or {})}
    asked["without"] = [str(one) for one in selection.without]
    how = {"version": options.version, "stages": list(options.stages), "rate": options.max_failure_rate}
    return digest({"bulk": options.action, **asked, **how})


def _selected(workspace_id: uuid.UUID, selection: Selection, options: BulkOptions) -> QuerySet[Execution]:
    if selection.filters is None:
        return _named(workspace_id, selection.ids or ())
    filters = _fitting(selection.filters, options.action)
    if filters is None:
        raise _nothing(selection)
    rows = matching(workspace_id, filters)
    rows = rows.exclude(pk__in=selection.without) if selection.without else rows
    return rows.order_by("created_at", "id")[: MAX_ITEMS + 1]


def _named(workspace_id: uuid.UUID, ids: Sequence[uuid.UUID]) -> QuerySet[Execution]:
    rows = Execution.objects.filter(workspace_id=workspace_id, kind=ExecutionKind.RUN, pk__in=ids)
    unknown = sorted(set(ids) - set(rows.values_list("pk", flat=True)))
    if unknown:
        raise NotFound(f"There is no execution {unknown[0]}.")
    return rows


def _check(total: int, selection: Selection) -> None:
    if total == 0:
        raise _nothing(selection)
    if total > MAX_ITEMS:
        raise Invalid.field("/filter", f"finds more than {MAX_ITEMS:,} runs. Narrow it, for example by time.")


def _nothing(selection: Selection) -> Invalid:
    field = "filter" if selection.filters is not None else "ids"
    return Invalid.field(f"/{field}", "finds no run that this could be done to.")


def _check_version(job: BulkJob) -> None:
    """Number 3 of one flow has nothing to do with number 3 of another."""
    if not job.version.isdigit():
        return
    runs = Execution.objects.filter(pk__in=BulkItem.objects.filter(job=job).values("execution_id"))
    if len(runs.order_by().values_list("flow_id").distinct()[:2]) > 1:
        text = "a number is of one flow. Choose runs of one flow, or original, published or draft."
        raise Invalid.field("/version", text)


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
