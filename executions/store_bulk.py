"""The only writer of bulk jobs and their items. A worker owns a job by a lease, as it owns a run.

Whatever an owner writes is fenced by the claim's epoch in the same transaction: no row changed means that the job was
stopped, or that another worker has it (`JobLost`).
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Exists, F, OuterRef, QuerySet, Window
from django.db.models.functions import RowNumber

from allma_site.common.db import statement, write
from executions import failpoints
from executions.canary import StageCounts, Stages, bounds
from executions.codec import loads
from executions.engine.status import Status
from executions.models import BulkItem, BulkJob, BulkStatus, Execution, ItemStatus
from executions.sql import execute, fetch_one, now_sql, read_uid, skip_locked, uid
from workspaces.actors import Actor, ActorKind

JOBS = '"executions_bulkjob"'
ITEMS = '"executions_bulkitem"'
AT_REST = ("lease_owner = NULL", "lease_until = NULL")
SETTLED_AT_ONCE = 500
COUNTED = {
    "succeeded": {ItemStatus.SUCCEEDED},
    "failed": {ItemStatus.FAILED},
    "skipped": {ItemStatus.SKIPPED},
    "stage_ended": {ItemStatus.SUCCEEDED, ItemStatus.FAILED},
    "stage_failed": {ItemStatus.FAILED},
}
"""The counts of a job, and the items that each counts."""


class JobLost(Exception):
    """The job was stopped, or another worker has it; nothing of this transaction is kept."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What became of an item."""

    status: ItemStatus
    message: str = ""
    new_execution_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class BulkClaim:
    """A job this worker owns until its epoch moves on, as it was when it was claimed.

    `only_untried`: it was asked for runs that no other run does again (`redriven: false`).
    """

    id: uuid.UUID
    workspace_id: uuid.UUID
    action: str
    version: str
    only_untried: bool
    stages: Stages
    stage: int
    counts: StageCounts
    max_failure_rate: float | None
    actor: Actor
    created_at: datetime
    epoch: int


def insert_items(job: BulkJob, runs: QuerySet[Execution], *, stages: Stages) -> int:
    """One item for each run, the oldest first; how many. Call it inside `write()`."""
    number = Window(RowNumber(), order_by=[F("created_at").asc(), F("id").asc()])
    select, params = runs.annotate(run=F("pk"), number=number).values_list("run", "number").query.sql_with_params()
    inserted = execute(
        f"""INSERT INTO {ITEMS} (job_id, execution_id, number, stage, status, message)
        SELECT %s, found.run, found.number, 0, 'PENDING', '' FROM ({select}) AS found""",
        [uid(job.pk), *params],
    )
    for stage, (first, last) in enumerate(bounds(stages)):
        rows = BulkItem.objects.filter(job=job, number__gte=first)
        if stage:
            (rows if last is None else rows.filter(number__lte=last)).update(stage=stage)
    return inserted


def claim(owner: str) -> BulkClaim | None:
    """Take the job that is due longest, for the time of a lease. None when none is due."""
    due = f"due_at <= {now_sql()} AND (lease_until IS NULL OR lease_until <= {now_sql()})"
    lease = now_sql(settings.ENV.lease_seconds)
    with statement():
        row = fetch_one(
            f"""UPDATE {JOBS} SET epoch = epoch + 1, lease_owner = %s, lease_until = {lease}, due_at = {lease}
            WHERE id = (SELECT id FROM {JOBS} WHERE {due} ORDER BY due_at LIMIT 1 {skip_locked()}) AND {due}
            RETURNING id, epoch""",
            [owner],
        )
    if row is None:
        return None
    failpoints.hit("bulk_claimed")
    job = BulkJob.objects.filter(pk=read_uid(row[0]), epoch=row[1]).first()
    return None if job is None else _claim_of(job)


def _claim_of(job: BulkJob) -> BulkClaim:
    kind, key, name = loads(job.actor)
    return BulkClaim(
        id=job.pk,
        workspace_id=job.workspace_id,
        action=job.action,
        version=job.version,
        only_untried=job.filter is not None and loads(job.filter).get("redriven") is False,
        stages=loads(job.stages),
        stage=job.stage,
        counts=counts_of(job),
        max_failure_rate=job.max_failure_rate,
        actor=Actor(ActorKind(kind), key, name),
        created_at=job.created_at,
        epoch=job.epoch,
    )


def counts_of(job: BulkJob) -> StageCounts:
    """How the stage is going that the job is at."""
    return StageCounts(ended=job.stage_ended, failed=job.stage_failed)


def pending(claimed: BulkClaim, limit: int) -> list[BulkItem]:
    """The next items of the claim's stage."""
    rows = BulkItem.objects.filter(job_id=claimed.id, stage=claimed.stage, status=ItemStatus.PENDING)
    return list(rows.order_by("number")[:limit])


def started(claimed: BulkClaim) -> int:
    """How many runs of the claim's stage have not ended."""
    return BulkItem.objects.filter(job_id=claimed.id, stage=claimed.stage, status=ItemStatus.STARTED).count()


def mark(claimed: BulkClaim, item: BulkItem, mark: Mark) -> None:
    """What became of an item. Call it inside `write()`. Raises JobLost, also when it is marked otherwise already."""
    rows = BulkItem.objects.filter(pk=item.pk, status=item.status)
    if not rows.update(status=mark.status, message=mark.message, new_execution_id=mark.new_execution_id):
        raise JobLost(str(claimed.id))
    counted = [column for column, statuses in COUNTED.items() if mark.status in statuses]
    _write_job(claimed, [f"{column} = {column} + 1" for column in counted], renew=True)


def settle(claimed: BulkClaim) -> int:
    """Mark the started items whose runs are over; how many. A run that was deleted meanwhile is skipped."""
    run = Execution.objects.filter(pk=OuterRef("new_execution_id"))
    rows = BulkItem.objects.filter(job_id=claimed.id, status=ItemStatus.STARTED)
    over = rows.filter(Exists(run.filter(ended_at__isnull=False)) | ~Exists(run)).order_by("number")
    items = list(over[:SETTLED_AT_ONCE])
    runs = Execution.objects.in_bulk([item.new_execution_id for item in items])
    for item in items:
        with write():
            mark(claimed, item, _ended(item, runs.get(item.new_execution_id)))
    return len(items)


def _ended(item: BulkItem, run: Execution | None) -> Mark:
    if run is None:
        return Mark(ItemStatus.SKIPPED, "Its new run was deleted.", item.new_execution_id)
    if run.status == Status.COMPLETED:
        return Mark(ItemStatus.SUCCEEDED, "", run.pk)
    why = f" with {run.error_name} at {run.error_step}" if run.error_name else ""
    return Mark(ItemStatus.FAILED, f"The new run ended {run.status}{why}.", run.pk)


def next_stage(claimed: BulkClaim) -> None:
    """Begin the stage after the claim's. Raises JobLost."""
    with write():
        _write_job(claimed, ["stage = stage + 1", "stage_ended = 0", "stage_failed = 0", *_freed(0)])


def release(claimed: BulkClaim, *, seconds: float) -> None:
    """Give the job back until it is looked at again. Raises JobLost."""
    with write():
        _write_job(claimed, _freed(seconds))


def finish(claimed: BulkClaim, status: BulkStatus, reason: str = "") -> None:
    """End the job. Raises JobLost."""
    with write():
        ended = ["status = %s", "reason = %s", f"ended_at = {now_sql()}", "due_at = NULL", *AT_REST]
        _write_job(claimed, ended, [str(status), reason])


def stop(job_id: uuid.UUID, *, reason: str) -> bool:
    """End a job from outside. False when it is over already. Call it inside `write()`."""
    changed = execute(
        f"""UPDATE {JOBS} SET epoch = epoch + 1, status = 'STOPPED', reason = %s, ended_at = {now_sql()},
        moved_at = {now_sql()}, due_at = NULL, {", ".join(AT_REST)} WHERE id = %s AND status = 'RUNNING'""",
        [reason, uid(job_id)],
    )
    return changed == 1


def _freed(seconds: float) -> list[str]:
    return [f"due_at = {now_sql(seconds)}", *AT_REST]


def _write_job(claimed: BulkClaim, sets: Sequence[str], params: Sequence[Any] = (), *, renew: bool = False) -> None:
    lease = now_sql(settings.ENV.lease_seconds)
    kept = [f"lease_until = {lease}", f"due_at = {lease}"] if renew else []
    changed = execute(
        f"""UPDATE {JOBS} SET {", ".join([*sets, *kept, f"moved_at = {now_sql()}"])}
        WHERE id = %s AND epoch = %s AND status = 'RUNNING'""",
        [*params, uid(claimed.id), claimed.epoch],
    )
    if changed == 0:
        raise JobLost(str(claimed.id))
