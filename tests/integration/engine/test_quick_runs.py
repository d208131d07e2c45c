"""Runs of a few milliseconds share a claim and a commit, and nothing of what one run alone promises is lost by it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from allma_site.common.db import write
from executions import store, store_commits
from executions.models import Execution, ExecutionEvent, StepExecution
from executions.sql import execute, uid
from executions.turns import take_quick_turns
from tests.engine_flows import broken, count, flow, step, wait, way
from tests.integration.engine.lab import Lab


def statuses() -> list[str]:
    return list(Execution.objects.order_by("id").values_list("status", flat=True))


def test_quick_runs_are_claimed_and_ended_together(lab: Lab) -> None:
    lab.start_many(flow(step("a", then="b"), step("b")), [{"n": n} for n in range(5)])
    with CaptureQueriesContext(connection) as queries:
        lab.drain()
    updates = [query for query in queries if 'UPDATE "executions_execution"' in query["sql"]]
    assert len(updates) == 3, "one claim, one commit, and the claim that finds nothing"
    assert statuses() == ["COMPLETED"] * 5
    assert StepExecution.objects.count() == 10


def test_one_that_fails_does_not_touch_the_others(lab: Lab) -> None:
    definition = flow(step("a", transitions=[way("$.bad", "b")]), broken("b"))
    lab.start_many(definition, [{"bad": False}, {"bad": True}, {"bad": False}])
    lab.drain()
    assert statuses() == ["COMPLETED", "FAILED", "COMPLETED"]
    assert Execution.objects.get(status="FAILED").error_step == "b"


def test_what_lost_its_lease_is_left_out_of_the_shared_commit(lab: Lab) -> None:
    runs = lab.start_many(flow(step("a")), [{}, {}, {}])
    claims = store.claim_some(lab.worker.id, lab.workspace.pk)
    assert len(claims) == 3
    execute('UPDATE "executions_execution" SET epoch = epoch + 1 WHERE id = %s', [uid(runs[1])])
    take_quick_turns(claims, others=lambda: False, host=lab.worker)
    assert statuses() == ["COMPLETED", "RUNNING", "COMPLETED"]
    assert not StepExecution.objects.filter(execution_id=runs[1]).exists()
    assert list(ExecutionEvent.objects.filter(execution_id=runs[1]).values_list("type", flat=True)) == [
        "execution.queued"
    ]
    lab.expire(runs[1])
    lab.drain()
    assert statuses() == ["COMPLETED"] * 3


def test_an_event_from_outside_keeps_its_number_in_the_shared_commit(lab: Lab) -> None:
    runs = lab.start_many(flow(step("a")), [{}, {}])
    claims = store.claim_some(lab.worker.id, lab.workspace.pk)
    with write():
        store.append_event(runs[0], "execution.cancel_requested", {}, claims[0].now)
    take_quick_turns(claims, others=lambda: False, host=lab.worker)
    events = ExecutionEvent.objects.filter(execution_id=runs[0]).order_by("seq").values_list("seq", "type")
    assert list(events) == [
        (1, "execution.queued"),
        (2, "execution.cancel_requested"),
        (3, "execution.started"),
        (4, "progress"),
        (5, "execution.completed"),
    ]


@pytest.mark.parametrize(
    ("definition", "why"),
    [
        (flow(wait("w", "k{{ n }}")), "it waits"),
        (flow(count("a", transitions=[way("$.n < 3", "a")])), "it may come again"),
        (flow(step("a", delay={"milliseconds": 1})), "it has a delay"),
        (flow(step("a"), maxConcurrentExecutions=5), "its flow has a limit"),
    ],
)
def test_other_runs_are_claimed_one_by_one(lab: Lab, definition: dict[str, object], why: str) -> None:
    lab.start_many(definition, [{"n": n} for n in range(3)])
    assert [len(store.claim_some(lab.worker.id, lab.workspace.pk)) for _ in range(3)] == [1, 1, 1], why
    for run in Execution.objects.values_list("pk", flat=True):
        lab.expire(run)
    lab.drain()


def test_after_a_crash_a_quick_run_is_taken_alone(lab: Lab) -> None:
    runs = lab.start_many(flow(step("a")), [{}, {}, {}])
    store.claim_some(lab.worker.id, lab.workspace.pk)
    for run in runs:
        lab.expire(run)
    assert [len(store.claim_some(lab.worker.id, lab.workspace.pk)) for _ in range(3)] == [1, 1, 1]
    for run in runs:
        lab.expire(run)
    lab.drain()
    assert statuses() == ["COMPLETED"] * 3


def test_a_shared_commit_that_is_refused_leaves_nothing_behind(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    runs = lab.start_many(flow(step("a")), [{}, {}])
    claims = store.claim_some(lab.worker.id, lab.workspace.pk)

    def die(name: str) -> None:
        raise KeyboardInterrupt(name)

    monkeypatch.setattr(store_commits, "_finish", lambda *_: die("in the middle"))
    with pytest.raises(KeyboardInterrupt):
        take_quick_turns(claims, others=lambda: False, host=lab.worker)
    monkeypatch.undo()
    assert statuses() == ["RUNNING", "RUNNING"]
    assert StepExecution.objects.count() == 0
    for run in runs:
        lab.expire(run)
    lab.drain()
    assert statuses() == ["COMPLETED", "COMPLETED"]
