"""A worker may die at any line of a bulk job: no run is done twice, none is forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest

from allma_site.common.clock import now
from executions import bulk_turn, failpoints, redriving, store_bulk
from executions.bulk import Selection
from executions.models import BulkAction, BulkItem, BulkJob, Execution, ItemStatus
from executions.store_bulk import BulkClaim, Mark
from tests.integration.engine.lab import Killed, Lab
from tests.integration.engine.test_bulk import GOOD, PICKY, ask, ask_for_untried, counts, finish, redrive, redrives
from tests.integration.executions_api.runs import WAITING
from workspaces.actors import SYSTEM

PLACES = [
    ("bulk_claimed", 1),
    ("bulk_item_unmarked", 1),
    ("bulk_item_unmarked", 2),
    ("bulk_item_done", 1),
    ("bulk_item_done", 3),
]


def killed(place: str, hit: int) -> None:
    """A turn whose worker dies when it comes to a place for this time; later its lease is over."""
    hits: list[str] = []

    def die(name: str) -> None:
        hits.extend([name] if name == place else [])
        if name == place and len(hits) == hit:
            raise Killed

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(failpoints, "hit", die)
        with pytest.raises(Killed):
            bulk_turn.take_turn("the dead")
    past = now() - timedelta(seconds=1)
    BulkJob.objects.filter(status="RUNNING").update(lease_until=past, due_at=past)


@pytest.mark.parametrize(("place", "hit"), PLACES)
def test_every_run_is_redriven_exactly_once_though_a_worker_died(lab: Lab, place: str, hit: int) -> None:
    flow = lab.publish(PICKY)
    runs = lab.start_many(flow, [GOOD] * 4)
    lab.drain()
    job = redrive(lab, flow)
    killed(place, hit)
    finish(lab, job)
    assert (redrives(flow), counts(job)) == (sorted(runs), (4, 4, 0, 0))
    marked = BulkItem.objects.filter(job=job).values_list("execution_id", "new_execution_id")
    made = Execution.objects.filter(redrive_of__isnull=False).values_list("redrive_of_id", "pk")
    assert sorted(marked) == sorted(made)


@pytest.mark.parametrize(("place", "hit"), PLACES)
def test_every_run_is_cancelled_and_counted_once_though_a_worker_died(lab: Lab, place: str, hit: int) -> None:
    flow = lab.publish(WAITING)
    runs = lab.start_many(flow, [{"id": str(number)} for number in range(4)])
    lab.drain()
    job = ask(lab, BulkAction.CANCEL, Selection(ids=runs))
    killed(place, hit)
    lab.drain()
    assert counts(finish(lab, job)) == (4, 4, 0, 0)
    assert set(Execution.objects.values_list("status", flat=True)) == {"CANCELLED"}


@pytest.mark.parametrize(("place", "hit"), PLACES)
def test_every_run_is_deleted_and_counted_once_though_a_worker_died(lab: Lab, place: str, hit: int) -> None:
    flow = lab.publish(PICKY)
    runs = lab.start_many(flow, [GOOD] * 4)
    lab.drain()
    job = ask(lab, BulkAction.DELETE, Selection(ids=runs))
    killed(place, hit)
    assert counts(finish(lab, job)) == (4, 4, 0, 0)
    assert not Execution.objects.exists()


def test_a_worker_that_lost_its_lease_writes_nothing(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    flow = lab.publish(PICKY)
    lab.start_many(flow, [GOOD] * 2)
    lab.drain()
    job = redrive(lab, flow)

    def overtake(name: str) -> None:
        if name == "bulk_claimed":
            monkeypatch.undo()
            BulkJob.objects.update(epoch=job.epoch + 2)

    monkeypatch.setattr(failpoints, "hit", overtake)
    bulk_turn.take_turn("the slow")
    assert (redrives(flow), BulkItem.objects.filter(status="PENDING").count()) == ([], 2)


@pytest.mark.parametrize("kept", [False, True])
def test_what_was_redriven_meanwhile_is_skipped_and_counted_once_though_a_worker_died(lab: Lab, kept: bool) -> None:
    flow = lab.publish(PICKY)
    runs = lab.start_many(flow, [GOOD] * 3)
    lab.drain()
    job = ask_for_untried(lab, flow)
    redriving.redrive(
        workspace_id=lab.workspace.pk, execution_id=runs[0], options=redriving.RedriveOptions(), actor=SYSTEM
    )
    real = store_bulk.mark

    def dying(claimed: BulkClaim, item: BulkItem, mark: Mark) -> None:
        """Inside the transaction, or behind it: with the next item."""
        skips = mark.status == ItemStatus.SKIPPED
        if skips or not kept:
            real(claimed, item, mark)
        if skips != kept:
            raise Killed

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store_bulk, "mark", dying)
        with pytest.raises(Killed):
            bulk_turn.take_turn("the dead")
    assert BulkItem.objects.filter(status="SKIPPED").count() == int(kept)
    past = now() - timedelta(seconds=1)
    BulkJob.objects.filter(status="RUNNING").update(lease_until=past, due_at=past)
    assert counts(finish(lab, job)) == (3, 2, 0, 1)
    assert redrives(flow) == sorted(runs)
