"""SIGTERM is an orderly end: what is under way is finished or given back, and nothing of it counts as a crash."""

from __future__ import annotations

from tests.acceptance import definitions
from tests.acceptance.api import Api
from tests.acceptance.conftest import UNHURRIED
from tests.acceptance.peer import Peer
from tests.acceptance.promises import assert_all_completed, assert_effects, assert_sound
from tests.acceptance.rows import crashes
from tests.engine_flows import call, chain
from tests.processes import Allma
from tests.services import await_true

RUNS = 50
STOP_SECONDS = 30


def test_a_worker_told_to_stop_during_fifty_steps_ends_in_time_and_another_finishes_the_runs(
    allma: Allma, api: Api, world: Peer, name: str
) -> None:
    flow = api.publish("slow", definitions.slow(world.slow(5), world.effect(name)))
    ids = api.start_batch(flow, [{"number": number} for number in range(RUNS)])
    stopped = allma.start_worker(ALLMA_WORKER_THREADS=str(RUNS), **UNHURRIED)
    await_true(lambda: api.statuses(flow)["RUNNING"] == RUNS, what="fifty running steps")
    stopped.terminate()
    allma.start_worker(**UNHURRIED)
    assert stopped.wait(STOP_SECONDS) == 0
    assert_all_completed(api, flow, RUNS)
    assert crashes(allma, ids) == 0
    assert set(world.effects(name).values()) == {1}
    assert_effects(allma, world, name, keys=RUNS)
    assert_sound(allma)


def test_a_long_run_is_given_back_at_its_next_step_and_not_taken_to_its_end(
    allma: Allma, api: Api, world: Peer
) -> None:
    steps = [call(f"step{number}", world.slow(1)) for number in range(12)]
    flow = api.publish("long", chain(*steps))
    run = api.start(flow, {})
    stopped = allma.start_worker(**UNHURRIED)
    await_true(lambda: len(api.steps(run)) > 0, what="the first step")
    stopped.terminate()
    assert stopped.wait(STOP_SECONDS) == 0
    assert len(api.steps(run)) < 12
    allma.start_worker(**UNHURRIED)
    assert api.await_end(run)["status"] == "COMPLETED"
    assert [row["attempts"] for row in api.steps(run)] == [1] * 12
    assert crashes(allma, [run]) == 0
    assert_sound(allma)
