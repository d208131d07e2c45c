"""How many runs may be worked on, who is next, and when a full queue refuses."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pytest

from allma_site.common.clock import now
from allma_site.common.problems import Conflict, TooManyRequests, Unavailable
from executions import store
from executions.models import Execution, StartKey
from executions.worker import Worker
from flows.models import Flow
from tests.engine_flows import call, count, flow, step, wait
from tests.integration.engine.lab import Lab, together
from tests.integration.engine.world import World
from workspaces.models import Workspace

Limits = Callable[..., None]


def statuses(runs: list[Any]) -> list[str]:
    found = dict(Execution.objects.filter(pk__in=runs).values_list("pk", "status"))
    return sorted(found[run] for run in runs)


@pytest.mark.parametrize("limit", [1, 3])
def test_eight_claimers_never_begin_more_runs_of_a_flow_than_it_allows(lab: Lab, limit: int) -> None:
    runs = lab.start_many(flow(step("a"), maxConcurrentExecutions=limit), [{} for _ in range(12)])
    claims = together(lambda number: store.claim(f"w{number}", lab.workspace.pk), 8)
    begun = [claim for claim in claims if claim is not None]
    assert len(begun) <= limit
    assert statuses(runs).count("RUNNING") == len(begun)
    for claim in begun:
        lab.expire(claim.id)


def test_runs_over_the_limit_stay_queued_and_all_of_them_end(lab: Lab, world: World) -> None:
    busy, most = [0], [0]
    changed = threading.Condition()

    def enter(_: object) -> None:
        """Stay until somebody else has come too, if anybody comes."""
        with changed:
            busy[0] += 1
            most[0] = max(most[0], busy[0])
            changed.notify_all()
            changed.wait_for(lambda: busy[0] > 2, timeout=0.05)
            busy[0] -= 1

    world.on_request = enter
    runs = lab.start_many(flow(call("a", world.url), maxConcurrentExecutions=2), [{} for _ in range(12)])

    def work(_: int) -> None:
        worker = Worker(kind="test", threads=0)
        worker.drain()
        worker.branches.shutdown()

    together(work, 6)
    for _ in range(12):
        lab.later(16)
    assert statuses(runs) == ["COMPLETED"] * 12
    assert most[0] <= 2
    assert len(world.seen) == 12


def test_a_waiting_run_gives_its_place_to_the_next(lab: Lab) -> None:
    runs = lab.start_many(flow(wait("w", "{{ key }}"), maxConcurrentExecutions=1), [{"key": f"k{n}"} for n in range(3)])
    lab.drain()
    assert statuses(runs) == ["WAITING"] * 3
    for number in range(3):
        lab.event(f"k{number}")
    lab.drain()
    assert statuses(runs) == ["COMPLETED"] * 3


def test_workspaces_take_turns_whatever_they_have_queued(lab: Lab, theirs: Workspace) -> None:
    other = Lab(theirs)
    lab.start_many(flow(step("a")), [{} for _ in range(20)])
    other.start_many(flow(step("a")), [{} for _ in range(3)])
    served = []
    for _ in range(2):
        with lab.worker._claiming.due() as claims:
            served.append({claim.workspace_id for claim in claims})
    assert sorted(map(len, served)) == [1, 1]
    assert served[0] != served[1]
    for one in Execution.objects.filter(lease_until__isnull=False):
        lab.expire(one.pk)
    lab.drain()
    assert set(Execution.objects.values_list("status", flat=True)) == {"COMPLETED"}


def test_a_workspace_that_works_on_as_many_runs_as_it_may_is_passed_over(lab: Lab, limits: Limits) -> None:
    limits(max_running_per_workspace=2)
    lab.start_many(flow(step("a")), [{} for _ in range(4)])
    assert [lab.claim(f"w{number}") is not None for number in range(2)] == [True, True]
    assert store.due_workspaces(2) == {}
    assert store.due_workspaces(3) == {lab.workspace.pk: 1}
    for one in Execution.objects.filter(lease_until__isnull=False):
        lab.expire(one.pk)
    lab.drain()


def test_a_limit_of_the_workspace_itself_counts_more(lab: Lab) -> None:
    lab.workspace.limits = {"max_running": 1}
    lab.workspace.save()
    lab.start_many(flow(step("a")), [{}, {}])
    claim = lab.claim()
    assert claim is not None
    assert store.due_workspaces(200) == {}
    lab.expire(claim.id)
    lab.drain()


def test_a_higher_priority_is_served_earlier(lab: Lab) -> None:
    definition = lab.publish(flow(step("a")))
    low, normal, high = (lab.start(definition, priority=priority) for priority in (-5, 0, 5))
    lab.pass_time(400)
    served = []
    for _ in range(3):
        claim = lab.claim()
        assert claim is not None
        served.append(claim.id)
    assert served == [high, normal, low]
    for run in served:
        lab.expire(run)
    lab.drain()


def test_a_full_queue_of_a_workspace_says_when_to_come_again(lab: Lab, limits: Limits) -> None:
    limits(max_queued_per_workspace=3)
    definition = lab.publish(flow(step("a")))
    lab.start_many(definition, [{}, {}])
    with pytest.raises(TooManyRequests) as refused:
        lab.start_many(definition, [{}, {}])
    assert refused.value.headers["Retry-After"] == "5"
    assert Execution.objects.count() == 2
    lab.start(definition)
    lab.drain()
    assert len(lab.start_many(definition, [{}, {}, {}])) == 3
    lab.drain()


@pytest.mark.parametrize(("installation", "own", "fits"), [(3, 1, False), (1, 3, True)])
def test_the_limit_of_a_workspace_itself_goes_before_that_of_the_installation(
    lab: Lab, limits: Limits, installation: int, own: int, fits: bool
) -> None:
    limits(max_queued_per_workspace=installation)
    Workspace.objects.filter(pk=lab.workspace.pk).update(limits={"max_queued": own})
    definition = lab.publish(flow(step("a")))
    with nullcontext() if fits else pytest.raises(TooManyRequests):
        lab.start_many(definition, [{}, {}])
    assert Execution.objects.count() == (2 if fits else 0)
    lab.drain()


def test_a_full_installation_is_unavailable(lab: Lab, limits: Limits) -> None:
    limits(max_queued=2)
    definition = lab.publish(flow(step("a")))
    lab.start_many(definition, [{}, {}])
    with pytest.raises(Unavailable) as refused:
        lab.start(definition)
    assert refused.value.headers["Retry-After"] == "5"
    lab.drain()


class TestIdempotentStarts:
    def test_the_same_key_and_body_give_the_same_runs(self, lab: Lab) -> None:
        definition = lab.publish(flow(count("a")))
        first = lab.start_many(definition, [{"n": 1}, {"n": 2}], idempotency_key="k")
        lab.drain()
        assert lab.start_many(definition, [{"n": 1}, {"n": 2}], idempotency_key="k") == first
        assert Execution.objects.count() == 2

    def test_a_start_that_is_sent_again_is_the_same_run_though_the_flow_cannot_be_started_any_more(
        self, lab: Lab
    ) -> None:
        definition = lab.publish(flow(count("a")))
        first = lab.start(definition, {"n": 1}, idempotency_key="k")
        lab.drain()
        Flow.objects.filter(pk=definition).update(archived_at=now())
        assert lab.start(definition, {"n": 1}, idempotency_key="k") == first
        with pytest.raises(Conflict):
            lab.start(definition, {"n": 1}, idempotency_key="another")

    @pytest.mark.parametrize(
        ("inputs", "options"),
        [
            ([{"n": 2}], {}),
            ([{"n": 1}, {"n": 1}], {}),
            ([{"n": 1}], {"priority": 1}),
            ([{"n": 1}], {"labels": {"a": "b"}}),
        ],
    )
    def test_another_body_under_the_same_key_is_refused(self, lab: Lab, inputs: Any, options: Any) -> None:
        definition = lab.publish(flow(count("a")))
        lab.start(definition, {"n": 1}, idempotency_key="k")
        with pytest.raises(Conflict) as refused:
            lab.start_many(definition, inputs, idempotency_key="k", **options)
        assert refused.value.code == "idempotency_key_reused"
        assert Execution.objects.count() == 1
        lab.drain()

    def test_a_key_is_free_again_after_a_day(self, lab: Lab) -> None:
        definition = lab.publish(flow(count("a")))
        first = lab.start(definition, {"n": 1}, idempotency_key="k")
        for row in StartKey.objects.all():
            row.created_at -= timedelta(hours=24, seconds=1)
            row.save()
        assert lab.start(definition, {"n": 2}, idempotency_key="k") != first
        lab.drain()

    def test_eight_starts_at_once_with_one_key_are_one_run(self, lab: Lab) -> None:
        definition = lab.publish(flow(count("a")))
        found = together(lambda _: lab.start(definition, {"n": 1}, idempotency_key="k"), 8)
        assert len(set(found)) == 1
        assert Execution.objects.count() == 1
        lab.drain()

    def test_the_same_key_of_another_workspace_is_another_key(self, lab: Lab, theirs: Workspace) -> None:
        other = Lab(theirs)
        first = lab.start(flow(count("a")), {"n": 1}, idempotency_key="k")
        second = other.start(flow(count("a")), {"n": 1}, idempotency_key="k")
        assert first != second
        lab.drain()
