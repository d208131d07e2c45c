"""Messages are hints: ten times the same, or none at all, changes nothing."""

from __future__ import annotations

from celery import Celery

from tests.acceptance import definitions
from tests.acceptance.api import Api
from tests.acceptance.conftest import UNHURRIED
from tests.acceptance.peer import Peer
from tests.acceptance.promises import assert_all_completed, assert_effects, assert_sound
from tests.acceptance.rows import query
from tests.processes import Allma
from tests.services import await_true

RUNS = 20
REPEATED = "SELECT count(*) FROM executions_stepexecution WHERE attempts > 1 AND execution_id = ANY(%s::uuid[])"


def test_a_hint_delivered_ten_times_to_two_workers_runs_every_step_once(
    allma: Allma, api: Api, world: Peer, name: str
) -> None:
    assert allma.redis is not None
    flow = api.publish("one effect", definitions.one_effect(world.effect(name)))
    for _ in range(2):
        allma.start_worker(**UNHURRIED)
    allma.await_ready()
    with Celery("tests", broker=allma.redis.url) as sender:
        sender.conf.task_default_queue = "engine"
        ids = []
        for number in range(RUNS):
            ids.append(api.start(flow, {"number": number}))
            for _ in range(10):
                sender.send_task("executions.advance", args=[0])
    assert_all_completed(api, flow, RUNS)
    assert set(world.effects(name).values()) == {1}
    assert_effects(allma, world, name, keys=RUNS)
    assert query(allma, REPEATED, (ids,)) == [(0,)]
    assert_sound(allma)


def test_a_run_begins_by_its_hint_and_does_not_wait_for_a_sweep(allma: Allma, api: Api, world: Peer, name: str) -> None:
    flow = api.publish("one effect", definitions.one_effect(world.effect(name)))
    allma.start_worker(ALLMA_SWEEP_SECONDS="60")
    allma.await_ready()
    for number in range(3):
        assert api.await_end(api.start(flow, {"number": number}), seconds=30)["status"] == "COMPLETED"


def test_slow_calls_of_many_runs_are_made_beside_each_other(allma: Allma, api: Api, world: Peer, name: str) -> None:
    flow = api.publish("slow", definitions.slow(world.slow(4), world.effect(name)))
    allma.start_worker(ALLMA_SWEEP_SECONDS="60", ALLMA_WORKER_THREADS="8")
    allma.await_ready()
    api.start_batch(flow, [{"number": number} for number in range(8)])
    await_true(lambda: api.statuses(flow)["RUNNING"] == 8, what="eight calls at once")
    assert_all_completed(api, flow, 8)
