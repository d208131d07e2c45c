"""Redis carries hints only: without it runs go on by the sweep, with it again they go fast."""

from __future__ import annotations

import signal
import time

from tests.acceptance import definitions
from tests.acceptance.api import Api
from tests.acceptance.peer import Peer
from tests.acceptance.promises import assert_all_completed, assert_effects, assert_sound
from tests.processes import Allma
from tests.services import await_true

QUEUED = 60
MEANWHILE = 10
QUICK_SECONDS = 1.0


def test_runs_end_without_redis_and_hints_are_back_when_it_is(allma: Allma, api: Api, world: Peer, name: str) -> None:
    assert allma.redis is not None
    flow = api.publish("one effect", definitions.one_effect(world.effect(name)))
    for _ in range(2):
        allma.start_worker(ALLMA_SWEEP_SECONDS="8")
    allma.await_ready()
    api.start_batch(flow, [{"number": number} for number in range(QUEUED)])
    allma.redis.stop(signal.SIGKILL)
    for number in range(MEANWHILE):
        api.start(flow, {"number": number})
    assert_all_completed(api, flow, QUEUED + MEANWHILE)
    assert_effects(allma, world, name, keys=QUEUED + MEANWHILE)
    allma.redis.start()
    await_true(lambda: all(is_quick(api, flow) for _ in range(4)), what="quick runs in a row", seconds=60)
    assert_sound(allma)


def is_quick(api: Api, flow: str) -> bool:
    """Whether a run begins by a hint: the sweep would let it wait, mostly for longer."""
    began = time.monotonic()
    api.await_end(api.start(flow, {}))
    return time.monotonic() - began < QUICK_SECONDS
