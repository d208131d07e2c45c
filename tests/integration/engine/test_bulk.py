"""One action on many runs: every run gets it once, stage by stage, and a job that goes wrong stops by itself."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings

from allma_site.common.clock import now
from allma_site.common.problems import Conflict, Invalid, NotFound
from executions import bulk, bulk_turn, redriving
from executions.bulk import BulkOptions, Selection
from executions.filters import Filters
from executions.models import BulkAction, BulkItem, BulkJob, Execution, ExecutionEvent, StepExecution
from flows.models import Flow
from tests.integration.engine.lab import Lab, together
from tests.integration.engine.redrives import published
from tests.integration.executions_api.runs import WAITING, compose, definition, wait_for
from workspaces.actors import SYSTEM
from workspaces.models import AuditRecord, Workspace

PICKY = definition(compose("pick", inputMappings={"ok": {"path": "$.ok", "required": True}}))
"""Fails when its input has no `ok`."""
GOOD: dict[str, Any] = {"ok": 1}
BAD: dict[str, Any] = {}


def ask(lab: Lab, action: BulkAction, selection: Selection, **options: Any) -> BulkJob:
    """A job that nobody has worked on."""
    made = BulkOptions(action=action, **options)
    return bulk.create(workspace_id=lab.workspace.pk, selection=selection, options=made, actor=SYSTEM)


def redrive(lab: Lab, flow: uuid.UUID, **options: Any) -> BulkJob:
    """A job that redrives all runs of a flow."""
    return ask(lab, BulkAction.REDRIVE, Selection(filters=Filters(flow=flow)), **options)


def turn() -> None:
    """One turn on a job, whenever it is due."""
    BulkJob.objects.filter(status="RUNNING").update(due_at=now() - timedelta(seconds=1))
    bulk_turn.take_turn("a worker")


def finish(lab: Lab, job: BulkJob, *, turns: int = 30) -> BulkJob:
    """Work on the job and on runs until the job is over."""
    for _ in range(turns):
        turn()
        lab.drain()
        job.refresh_from_db()
        if job.ended_at is not None:
            return job
    raise AssertionError(f"The job is {job.status} at stage {job.stage} after {turns} turns.")


def counts(job: BulkJob) -> tuple[int, int, int, int]:
    return job.total, job.succeeded, job.failed, job.skipped


def statuses(job: BulkJob) -> list[str]:
    return list(BulkItem.objects.filter(job=job).order_by("number").values_list("status", flat=True))


def redrives(flow: uuid.UUID) -> list[uuid.UUID]:
    rows = Execution.objects.filter(flow_id=flow, redrive_of__isnull=False)
    return sorted(rows.values_list("redrive_of_id", flat=True))


def test_every_run_that_a_filter_finds_is_redriven_once_and_its_end_is_counted(lab: Lab) -> None:
    flow = lab.publish(PICKY)
    runs = lab.start_many(flow, [GOOD, BAD, GOOD])
    lab.drain()
    job = finish(lab, redrive(lab, flow))
    assert (job.status, job.reason, counts(job)) == ("COMPLETED", "", (3, 2, 1, 0))
    assert redrives(flow) == sorted(runs)
    rows = BulkItem.objects.filter(job=job).order_by("number")
    assert list(rows.values_list("execution_id", "status", "message")) == [
        (runs[0], "SUCCEEDED", ""),
        (runs[1], "FAILED", "The new run ended FAILED with MappingError at pick."),
        (runs[2], "SUCCEEDED", ""),
    ]


def test_a_job_is_for_the_runs_there_were_when_it_was_asked_for(lab: Lab) -> None:
    flow = lab.publish(PICKY)
    lab.run(flow, GOOD)
    job = redrive(lab, flow)
    lab.run(flow, GOOD)
    assert finish(lab, job).total == 1


def test_a_canary_goes_on_to_the_next_stage_when_all_runs_of_one_have_ended_well(lab: Lab) -> None:
    flow = lab.publish(PICKY)
    lab.start_many(flow, [GOOD] * 6)
    lab.drain()
    job = redrive(lab, flow, stages=(1, 2, None), max_failure_rate=0.2)
    seen = []
    while job.ended_at is None:
        turn()
        turn()
        seen.append(len(redrives(flow)))
        lab.drain()
        job.refresh_from_db()
    assert [seen[0], *sorted(set(seen))] == [1, 1, 3, 6]
    assert (job.status, job.stage, counts(job)) == ("COMPLETED", 2, (6, 6, 0, 0))


def test_a_canary_stops_by_itself_when_its_first_run_fails(lab: Lab) -> None:
    flow = lab.publish(PICKY)
    lab.start_many(flow, [BAD, GOOD, GOOD])
    lab.drain()
    job = finish(lab, redrive(lab, flow, stages=(1, 10, None), max_failure_rate=0.2))
    assert (job.status, job.stage, statuses(job)) == ("STOPPED", 0, ["FAILED", "PENDING", "PENDING"])
    assert job.reason.startswith("1 of the 1 runs of stage 1 that have ended failed, and 20% may.")


def test_failures_up_to_the_rate_are_borne(lab: Lab) -> None:
    flow = lab.publish(PICKY)
    lab.start_many(flow, [BAD, GOOD, GOOD, GOOD, GOOD, GOOD])
    lab.drain()
    job = finish(lab, redrive(lab, flow, stages=(5, None), max_failure_rate=0.2))
    assert (job.status, counts(job)) == ("COMPLETED", (6, 5, 1, 0))


def test_a_waiting_run_holds_its_stage(lab: Lab) -> None:
    flow = lab.publish(definition(wait_for("hold", "key-{{ id }}")))
    runs = lab.start_many(flow, [{"id": 1}, {"id": 2}])
    lab.drain()
    for run in runs:
        lab.cancel(run)
    lab.drain()
    job = redrive(lab, flow, stages=(1, None), max_failure_rate=0.0)
    for _ in range(5):
        turn()
        lab.drain()
    assert (redrives(flow), statuses(job)) == ([runs[0]], ["STARTED", "PENDING"])
    lab.event("key-1")
    lab.drain()
    for _ in range(4):
        turn()
    assert (redrives(flow), statuses(job)) == (sorted(runs), ["SUCCEEDED", "STARTED"])


def test_a_run_that_cannot_be_redriven_fails_with_the_reason(lab: Lab) -> None:
    flow = lab.publish(PICKY)
    lab.run(flow, GOOD)
    Flow.objects.filter(pk=flow).update(archived_at=now())
    job = finish(lab, redrive(lab, flow, version="published"))
    assert counts(job) == (1, 0, 1, 0)
    assert "archived" in BulkItem.objects.get(job=job).message


def test_a_run_whose_input_is_gone_does_not_hold_up_the_others(lab: Lab, limits: Callable[..., None]) -> None:
    limits(blob_threshold_bytes=64)
    flow = lab.publish(PICKY)
    gone, there = lab.start_many(flow, [{"ok": "x" * 100}, GOOD])
    lab.drain()
    shutil.rmtree(settings.DATA_DIR / "blobs" / lab.workspace.pk.hex)
    published(lab, lab.get(gone), {**PICKY, "inputSchema": {"type": "object"}})
    job = finish(lab, redrive(lab, flow, version="published"))
    assert (redrives(flow), counts(job)) == ([there], (2, 1, 1, 0))
    message = BulkItem.objects.get(job=job, execution_id=gone).message
    assert message == "A value of the run cannot be read: blob_missing."


def test_a_job_waits_while_the_queues_are_full(lab: Lab, limits: Callable[..., None]) -> None:
    flow = lab.publish(PICKY)
    lab.run(flow, GOOD)
    job = redrive(lab, flow)
    limits(max_queued_per_workspace=0)
    turn()
    assert (redrives(flow), statuses(job)) == ([], ["PENDING"])
    limits(max_queued_per_workspace=10)
    assert counts(finish(lab, job)) == (1, 1, 0, 0)


def test_cancelling_asks_live_runs_to_stop_and_skips_those_that_are_over(lab: Lab) -> None:
    waits = lab.run(WAITING, {"id": "1"}).pk
    over = lab.run(PICKY, GOOD).pk
    job = finish(lab, ask(lab, BulkAction.CANCEL, Selection(ids=[waits, over])))
    assert (job.status, counts(job)) == ("COMPLETED", (2, 1, 0, 1))
    assert lab.get(waits).status == "CANCELLED"
    assert "The run is over (COMPLETED)." in BulkItem.objects.get(job=job, execution_id=over).message


def test_a_filter_finds_only_what_there_is_something_to_do_for(lab: Lab) -> None:
    waits = lab.run(WAITING, {"id": "1"}).pk
    over = lab.run(PICKY, GOOD).pk
    cancels = ask(lab, BulkAction.CANCEL, Selection(filters=Filters()))
    deletes = ask(lab, BulkAction.DELETE, Selection(filters=Filters()))
    assert [BulkItem.objects.get(job=job).execution_id for job in (cancels, deletes)] == [waits, over]


def test_deleting_removes_runs_that_are_over_with_their_history_and_nothing_else(lab: Lab) -> None:
    waits, over = lab.run(WAITING, {"id": "1"}).pk, lab.run(PICKY, GOOD).pk
    job = finish(lab, ask(lab, BulkAction.DELETE, Selection(ids=[waits, over])))
    assert counts(job) == (2, 1, 0, 1)
    assert list(Execution.objects.values_list("pk", flat=True)) == [waits]
    for model in (StepExecution, ExecutionEvent):
        assert set(model.objects.values_list("execution_id", flat=True)) == {waits}
    assert BulkItem.objects.get(job=job, execution_id=waits).message == "The run is not over. Cancel it first."


def test_a_run_is_not_deleted_while_one_that_it_started_lives(lab: Lab) -> None:
    child = lab.publish(definition(wait_for("hold", "a-key")))
    call = {"stepInstanceId": "call", "stepType": "START_SUB_FLOW", "subFlowDefinitionId": str(child)}
    parent = lab.run(definition({**call, "subFlowExecutionMode": "ASYNC"}))
    assert parent.status == "COMPLETED"
    job = finish(lab, ask(lab, BulkAction.DELETE, Selection(ids=[parent.pk])))
    assert BulkItem.objects.get(job=job).message == "A run that it started is not over. Cancel that first."
    assert Execution.objects.filter(pk=parent.pk).exists()


def test_who_stops_a_job_stops_it_at_once_and_started_runs_go_on(lab: Lab) -> None:
    flow = lab.publish(PICKY)
    lab.start_many(flow, [GOOD, GOOD])
    lab.drain()
    job = redrive(lab, flow, stages=(1, None))
    turn()
    stopped = bulk.stop(workspace_id=lab.workspace.pk, job_id=job.pk, actor=SYSTEM)
    turn()
    lab.drain()
    assert (stopped.status, stopped.reason, statuses(job)) == ("STOPPED", "Stopped by system.", ["STARTED", "PENDING"])
    assert Execution.objects.get(redrive_of__isnull=False).status == "COMPLETED"
    with pytest.raises(Conflict, match=r"The job is over \(STOPPED\)\."):
        bulk.stop(workspace_id=lab.workspace.pk, job_id=job.pk, actor=SYSTEM)


def test_a_selection_must_find_something_in_this_workspace(lab: Lab, theirs: Workspace) -> None:
    run = lab.run(PICKY, GOOD).pk
    options = BulkOptions(action=BulkAction.REDRIVE)
    with pytest.raises(Invalid, match="finds no run"):
        bulk.create(workspace_id=theirs.pk, selection=Selection(filters=Filters()), options=options, actor=SYSTEM)
    with pytest.raises(NotFound, match=str(run)):
        bulk.create(workspace_id=theirs.pk, selection=Selection(ids=[run]), options=options, actor=SYSTEM)
    assert BulkJob.objects.count() == 0


def test_a_selection_of_too_many_runs_is_refused(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "MAX_ITEMS", 2)
    flow = lab.publish(PICKY)
    lab.start_many(flow, [GOOD] * 3)
    with pytest.raises(Invalid, match="finds more than 2 runs"):
        redrive(lab, flow)


def test_asking_for_a_job_and_stopping_it_are_audited(lab: Lab) -> None:
    flow = lab.publish(PICKY)
    lab.run(flow, GOOD)
    job = redrive(lab, flow)
    bulk.stop(workspace_id=lab.workspace.pk, job_id=job.pk, actor=SYSTEM)
    rows = AuditRecord.objects.filter(target=str(job.pk)).order_by("seq")
    assert list(rows.values_list("action", flat=True)) == ["bulk_job.redrive", "bulk_job.stop"]


def ask_for_untried(lab: Lab, flow: uuid.UUID) -> BulkJob:
    """A job that redrives what nobody has redriven."""
    said = {"flow": str(flow), "redriven": False}
    return ask(lab, BulkAction.REDRIVE, Selection(filters=Filters(flow=flow, redriven=False), said=said))


def test_jobs_for_runs_not_redriven_yet_that_work_at_the_same_time_redrive_each_once(lab: Lab) -> None:
    flow = lab.publish(PICKY)
    runs = lab.start_many(flow, [GOOD] * 6)
    lab.drain()
    jobs = [ask_for_untried(lab, flow) for _ in range(2)]
    together(lambda number: bulk_turn.take_turn(f"worker {number}"), 2)
    ended = [finish(lab, job) for job in jobs]
    assert redrives(flow) == sorted(runs)
    assert [job.total for job in ended] == [6, 6]
    assert sum(job.succeeded for job in ended) == sum(job.skipped for job in ended) == 6
    messages = BulkItem.objects.filter(status="SKIPPED").values_list("message", flat=True)
    assert set(messages) == {"It was redriven after this job was made."}


def test_a_job_for_runs_not_redriven_yet_passes_over_one_that_a_person_was_quicker_with(lab: Lab) -> None:
    flow = lab.publish(PICKY)
    first, second = lab.start_many(flow, [GOOD] * 2)
    lab.drain()
    job = ask_for_untried(lab, flow)
    redriving.redrive(
        workspace_id=lab.workspace.pk, execution_id=first, options=redriving.RedriveOptions(), actor=SYSTEM
    )
    assert counts(finish(lab, job)) == (2, 1, 0, 1)
    assert redrives(flow) == sorted([first, second])


def test_a_job_for_any_runs_redrives_also_one_that_was(lab: Lab) -> None:
    flow = lab.publish(PICKY)
    run = lab.start(flow, GOOD)
    lab.drain()
    jobs = [ask(lab, BulkAction.REDRIVE, Selection(ids=[run])) for _ in range(2)]
    assert [counts(finish(lab, job)) for job in jobs] == [(1, 1, 0, 0)] * 2
    assert redrives(flow) == [run, run]
