"""One owner at a time: claims, fenced commits, wake-ups that are never lost."""

from __future__ import annotations

import threading
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from allma_site.common.clock import now
from executions import store
from executions.batches import Batch, NewEvent, Release
from executions.engine.status import Status
from executions.models import ExecutionEvent, StepExecution
from executions.store import Claim, LeaseLost
from tests.engine_flows import chain, compose, count, flow, step, wait
from tests.integration.engine.lab import Lab, together

PLAIN = chain(compose("a", {"x": 1}), step("b"))


def claimed(lab: Lab, owner: str = "one") -> Claim:
    claim = lab.claim(owner)
    assert claim is not None
    return claim


def releasing(*, at_once: bool = False, due: Any = None) -> Batch:
    return Batch(release=Release(Status.WAITING, due_at=due, at_once=at_once))


def test_a_claim_leases_the_run_and_moves_its_epoch_on(lab: Lab) -> None:
    run = lab.start(PLAIN, {"n": 1})
    claim = claimed(lab)
    row = lab.get(run)
    assert (claim.id, claim.epoch, claim.state, claim.crash_count, claim.recovering) == (run, 1, None, 0, False)
    assert (row.status, row.lease_owner, row.epoch) == ("RUNNING", "one", 1)
    assert row.lease_until is not None
    assert row.started_at is not None
    assert 29 < (row.lease_until - now()).total_seconds() <= 30.5
    assert abs((claim.now - now()).total_seconds()) < 5
    assert row.next_run_at == row.lease_until


def test_a_leased_run_cannot_be_claimed_until_its_lease_is_over(lab: Lab) -> None:
    run = lab.start(PLAIN)
    claimed(lab)
    assert lab.claim("two") is None
    lab.expire(run)
    again = claimed(lab, "two")
    assert (again.epoch, again.crash_count, again.recovering) == (2, 1, True)


def test_a_commit_after_another_claim_changes_nothing(lab: Lab) -> None:
    run = lab.start(PLAIN)
    stale = claimed(lab)
    lab.expire(run)
    fresh = claimed(lab, "two")
    with pytest.raises(LeaseLost):
        store.commit(stale, Batch(events=[NewEvent("execution.started", now())]))
    with pytest.raises(LeaseLost):
        store.commit(stale, releasing())
    row = lab.get(run)
    assert (row.seq, row.lease_owner, row.epoch) == (1, "two", fresh.epoch)
    assert ExecutionEvent.objects.filter(execution=run).count() == 1


def test_a_zombie_that_wakes_after_its_lease_writes_no_row(lab: Lab) -> None:
    """Its worker stops before a commit; another one ends the run; then the first goes on."""
    run = lab.start(PLAIN)
    reached, go_on = threading.Event(), threading.Event()
    real = store.commit

    def slow(claim: Claim, batch: Batch) -> Any:
        if threading.current_thread().name == "zombie":
            reached.set()
            go_on.wait(20)
        return real(claim, batch)

    def zombie() -> None:
        lab.worker.drain()
        connection.close()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "commit", slow)
        thread = threading.Thread(target=zombie, name="zombie")
        thread.start()
        assert reached.wait(20)
        lab.expire(run)
        lab.drain()
        assert lab.get(run).status == "COMPLETED"
        rows = list(StepExecution.objects.filter(execution=run).values())
        events = lab.events(run)
        go_on.set()
        thread.join(20)
    assert list(StepExecution.objects.filter(execution=run).values()) == rows
    assert lab.events(run) == events
    assert {row.epoch for row in lab.steps(run)} == {2}


def test_eight_claimers_of_one_run_are_one_owner(lab: Lab) -> None:
    run = lab.start(PLAIN)
    claims = together(lambda number: store.claim(f"w{number}", lab.workspace.pk), 8)
    found = [claim for claim in claims if claim is not None]
    assert [claim.id for claim in found] == [run]
    assert lab.get(run).epoch == 1


def test_a_released_run_is_due_when_it_says(lab: Lab) -> None:
    run = lab.start(flow(wait("w", "k")))
    claim = claimed(lab)
    due = now().replace(microsecond=345_000) + timedelta(seconds=90)
    store.commit(claim, releasing(due=due))
    row = lab.get(run)
    assert (row.status, row.lease_owner, row.lease_until, row.next_run_at) == ("WAITING", None, None, due)
    assert lab.claim("two") is None
    lab.pass_time(91)
    assert claimed(lab, "two").crash_count == 0


def test_a_wake_while_the_run_is_leased_makes_it_due_at_its_release(lab: Lab) -> None:
    run = lab.start(flow(wait("w", "k")))
    claim = claimed(lab)
    assert store.wake(run) is True
    leased = lab.get(run)
    assert (leased.wake_seq, leased.next_run_at) == (1, leased.lease_until)
    store.commit(claim, releasing(due=now() + timedelta(hours=1)))
    assert claimed(lab, "two").id == run


def test_a_wake_before_a_commit_in_the_middle_of_a_turn_is_not_forgotten_at_its_end(lab: Lab) -> None:
    run = lab.start(flow(wait("w", "k")))
    claim = claimed(lab)
    store.wake(run)
    store.commit(claim, Batch())
    assert claim.woken is True
    store.commit(claim, releasing(due=now() + timedelta(hours=1)))
    assert claimed(lab, "two").id == run


def test_a_wake_makes_a_parked_run_due_and_a_finished_one_not(lab: Lab) -> None:
    parked, over = lab.run(flow(wait("w", "k"))), lab.run(PLAIN)
    assert (parked.status, parked.next_run_at) == ("WAITING", None)
    assert store.wake(parked.pk) is True
    assert store.wake(over.pk) is False
    assert store.wake(uuid.uuid4()) is False
    assert claimed(lab).id == parked.pk
    lab.expire(parked.pk)
    lab.drain()


def test_two_hundred_wakes_from_eight_threads_are_all_counted(lab: Lab) -> None:
    run = lab.run(flow(wait("w", "k"))).pk

    def wake(_: int) -> None:
        for _ in range(25):
            store.wake(run)

    together(wake, 8)
    assert lab.get(run).wake_seq == 200
    lab.drain()


def test_renewing_moves_the_lease_on_and_tells_of_requests(lab: Lab) -> None:
    run = lab.start(PLAIN)
    claim = claimed(lab)
    lab.pass_time(20)
    before = lab.get(run).lease_until
    assert store.renew("one", [run]) == [(run, False)]
    after = lab.get(run).lease_until
    assert before is not None
    assert after is not None
    assert after - before > timedelta(seconds=15)
    assert store.renew("two", [run]) == []
    assert store.renew("one", []) == []
    lab.cancel(run)
    assert store.renew("one", [run]) == [(run, True)]
    assert store.commit(claim, Batch()).cancel is True


def test_a_worker_that_dies_leaves_the_run_to_the_next_with_nothing_half_written(lab: Lab) -> None:
    run = lab.start(chain(*(count(f"s{number}") for number in range(5))), {"n": 0})
    assert lab.kill_at(run, 1)
    assert (lab.get(run).seq, lab.get(run).visits, lab.steps(run)) == (1, 0, [])
    lab.drain()
    assert lab.get(run).status == "COMPLETED"
    assert lab.events(run)[:2] == ["execution.queued", "execution.started"]
    assert [(row.seq, row.attempts, row.epoch) for row in lab.steps(run)] == [(seq, 1, 2) for seq in range(1, 6)]


@pytest.mark.parametrize("kind", ["a commit", "the last commit"])
def test_a_commit_that_was_written_before_the_death_counts(lab: Lab, kind: str) -> None:
    run = lab.start(chain(count("a"), count("b", delay={"milliseconds": 50_000, "position": "before"})), {"n": 0})
    if kind == "the last commit":
        lab.drain()
        lab.pass_time(60)
    assert lab.kill_at(run, 1, after=True)
    lab.later(60)
    assert (lab.get(run).status, lab.trace(run)) == ("COMPLETED", [("a", "COMPLETED"), ("b", "COMPLETED")])
    assert [row.attempts for row in lab.steps(run)] == [1, 1]
