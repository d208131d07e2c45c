"""A worker that was stopped past its lease wakes up and finds that the run is not its own any more."""

from __future__ import annotations

import signal

from tests.acceptance import definitions
from tests.acceptance.api import Api
from tests.acceptance.peer import Peer
from tests.acceptance.promises import assert_kept, assert_sound
from tests.acceptance.rows import history
from tests.processes import Allma
from tests.services import PATIENCE_SECONDS, await_true


def test_the_late_commit_of_a_stopped_worker_is_refused_and_doubles_nothing(
    allma: Allma, api: Api, world: Peer, name: str
) -> None:
    flow = api.publish("slow", definitions.slow(world.slow(1), world.effect(name)))
    run = api.start(flow, {})
    zombie = allma.start_worker()
    await_true(lambda: [row["status"] for row in api.steps(run)] == ["RUNNING"], what="the slow step")
    zombie.send_signal(signal.SIGSTOP)
    allma.start_worker()
    assert api.await_end(run)["status"] == "COMPLETED"
    committed = history(allma)
    zombie.send_signal(signal.SIGCONT)
    zombie.terminate()
    assert zombie.wait(PATIENCE_SECONDS) == 0
    assert_kept(committed, allma)
    assert history(allma) == committed
    assert [(row["stepInstanceId"], row["status"], row["attempts"]) for row in api.steps(run)] == [
        ("slow", "COMPLETED", 2),
        ("send", "COMPLETED", 1),
    ]
    assert world.effects(name) == {f"{run}:send:2": 1}
    assert_sound(allma)
