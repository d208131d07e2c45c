"""What a worker does with a bulk job: settle what ended, judge the stage, do the next items, give the job back.

Each item is one transaction that does it and marks it, so that a worker that dies leaves every item either done and
marked or neither. Cancelling is the exception: a run that was cancelled but not marked is recognised the next time.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from dataclasses import replace

import structlog
from django.db import InterfaceError, OperationalError

from allma_site.common.db import retry_on_conflict, write
from allma_site.common.problems import Conflict, NotFound, Problem, TooManyRequests, Unavailable
from executions import bulk, canary, control, failpoints, notify, redriving, store_bulk, store_deleting, store_redrives
from executions.engine.status import Status
from executions.models import BulkAction, BulkItem, BulkJob, BulkStatus, Execution, ItemStatus
from executions.notify import Hint
from executions.redriving import RedriveOptions
from executions.store_bulk import BulkClaim, JobLost, Mark
from flows.definition.errors import StepError, TransientStepError

log = structlog.get_logger(__name__)

ITEMS_AT_ONCE = 200
TURN_SECONDS = 2.0
LOOK_SECONDS = 1.0
STARTED_PER_SECOND = 2000
"""A job that waits for many runs looks for their ends less often."""
REDRIVEN_MEANWHILE = "It was redriven after this job was made."
FULL_SECONDS = 5.0
"""How long a job waits when the queues are full."""


def take_turn(owner: str) -> bool:
    """Work on the job that is due longest, for a short while. False when none is due."""
    claimed = store_bulk.claim(owner)
    if claimed is None:
        return False
    with structlog.contextvars.bound_contextvars(bulkJob=str(claimed.id), workspace=str(claimed.workspace_id)):
        try:
            _work(claimed)
        except JobLost:
            log.info("bulk_job_lost")
    bulk.tell(claimed.id, claimed.workspace_id)
    return True


def _work(claimed: BulkClaim) -> None:
    if claimed.action == BulkAction.REDRIVE and store_bulk.settle(claimed):
        claimed = replace(claimed, counts=store_bulk.counts_of(BulkJob.objects.get(pk=claimed.id)))
    items = store_bulk.pending(claimed, ITEMS_AT_ONCE)
    started = 0 if items else store_bulk.started(claimed)
    over = not items and not started
    reason = canary.stopping_reason(claimed.stage, claimed.counts, claimed.max_failure_rate, over=over)
    if reason is not None:
        store_bulk.finish(claimed, BulkStatus.STOPPED, reason)
    elif items:
        store_bulk.release(claimed, seconds=FULL_SECONDS if _do_some(claimed, items) else 0)
    elif started:
        store_bulk.release(claimed, seconds=LOOK_SECONDS + started / STARTED_PER_SECOND)
    elif claimed.stage + 1 < len(claimed.stages):
        store_bulk.next_stage(claimed)
    else:
        store_bulk.finish(claimed, BulkStatus.COMPLETED)


def _do_some(claimed: BulkClaim, items: list[BulkItem]) -> bool:
    """Do items until the turn has taken long enough. Whether it must wait: for room, or the blob store."""
    until = time.monotonic() + TURN_SECONDS
    for item in items:
        if time.monotonic() > until:
            break
        try:
            ACTIONS[claimed.action](claimed, item)
        except (TooManyRequests, Unavailable, TransientStepError):
            return True
        except (JobLost, OperationalError, InterfaceError):
            raise
        except Exception as error:  # noqa: BLE001 - the others of the job must not suffer from one run
            _mark(claimed, item, Mark(ItemStatus.FAILED, _why(error)))
    return False


def _why(error: Exception) -> str:
    """Why an item could not be done."""
    if isinstance(error, Problem):
        return _refusal(error)
    if isinstance(error, StepError):
        return f"A value of the run cannot be read: {error.code}."
    log.error("bulk_item_failed", exc_info=error)
    return f"It failed unexpectedly: {type(error).__name__}. The server's log has the reason."


def _refusal(problem: Problem) -> str:
    """Why an item could not be done, without the values of fields: viewers read it, whom a flow may hide them from."""
    if not problem.errors:
        return problem.detail
    return f"{problem.title} at {', '.join(error.path for error in problem.errors[:5])}."


def _mark(claimed: BulkClaim, item: BulkItem, mark: Mark) -> None:
    def write_it() -> None:
        with write():
            store_bulk.mark(claimed, item, mark)

    retry_on_conflict(write_it)


def _redrive(claimed: BulkClaim, item: BulkItem) -> None:
    new_id = retry_on_conflict(lambda: _redriven(claimed, item))
    failpoints.hit("bulk_item_done")
    if new_id is not None:
        notify.changed(Hint(new_id, claimed.workspace_id, 1))
        notify.due()


def _redriven(claimed: BulkClaim, item: BulkItem) -> uuid.UUID | None:
    """The new run and its mark come together or not at all: no run is redriven twice, none is forgotten."""
    with write():
        if claimed.only_untried and store_redrives.was_redriven(item.execution_id):
            store_bulk.mark(claimed, item, Mark(ItemStatus.SKIPPED, REDRIVEN_MEANWHILE))
            return None
        new_id = redriving.redrive(
            workspace_id=claimed.workspace_id,
            execution_id=item.execution_id,
            options=RedriveOptions(version=claimed.version),
            actor=claimed.actor,
        )
        failpoints.hit("bulk_item_unmarked")
        store_bulk.mark(claimed, item, Mark(ItemStatus.STARTED, "", new_id))
    return new_id


def _cancel(claimed: BulkClaim, item: BulkItem) -> None:
    try:
        control.cancel(workspace_id=claimed.workspace_id, execution_id=item.execution_id, actor=claimed.actor.label)
        mark = Mark(ItemStatus.SUCCEEDED)
    except NotFound as problem:
        mark = Mark(ItemStatus.SKIPPED, problem.detail)
    except Conflict as problem:
        mark = Mark(ItemStatus.SUCCEEDED) if _was_cancelled(claimed, item) else Mark(ItemStatus.SKIPPED, problem.detail)
    failpoints.hit("bulk_item_unmarked")
    _mark(claimed, item, mark)
    failpoints.hit("bulk_item_done")


def _was_cancelled(claimed: BulkClaim, item: BulkItem) -> bool:
    """By this job, whose worker died before it could say so."""
    rows = Execution.objects.filter(pk=item.execution_id, status=Status.CANCELLED)
    return rows.filter(cancel_requested_at__gte=claimed.created_at).exists()


def _delete(claimed: BulkClaim, item: BulkItem) -> None:
    def delete_it() -> None:
        with write():
            refused = store_deleting.delete_ended(claimed.workspace_id, item.execution_id)
            failpoints.hit("bulk_item_unmarked")
            mark = Mark(ItemStatus.SUCCEEDED) if refused is None else Mark(ItemStatus.SKIPPED, refused)
            store_bulk.mark(claimed, item, mark)

    retry_on_conflict(delete_it)
    failpoints.hit("bulk_item_done")


ACTIONS: dict[str, Callable[[BulkClaim, BulkItem], None]] = {
    BulkAction.REDRIVE: _redrive,
    BulkAction.CANCEL: _cancel,
    BulkAction.DELETE: _delete,
}
