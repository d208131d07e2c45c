"""A worker that is told to stop gives its runs back between two steps, and ends attempts that take too long."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection

from executions.worker import Worker
from tests.engine_flows import call, chain, flow, fork, step
from tests.integration.engine.lab import Lab
from tests.integration.engine.world import World

DEFINITIONS = {
    "in line": lambda url: chain(call("a", url, "POST"), step("b")),
    "in a branch": lambda url: flow(fork("f", "a"), call("a", url, "POST")),
}


@pytest.mark.parametrize("kind", DEFINITIONS)
def test_a_call_that_outlasts_the_stop_is_made_again_elsewhere_with_its_key(lab: Lab, world: World, kind: str) -> None:
    run = lab.start(DEFINITIONS[kind](world.url), {"items": [1]})
    arrived, release = threading.Event(), threading.Event()
    world.on_request = lambda _: held(arrived, release)
    stopping = stopped_when(arrived, lab.worker, seconds=0.1)
    lab.drain()
    release.set()
    stopping.join(10)
    given_back = lab.get(run)
    assert (given_back.status, given_back.lease_owner, given_back.crash_count) == ("RUNNING", None, 0)
    another(lab).drain()
    assert lab.get(run).status == "COMPLETED"
    assert len(world.keys) == 2
    assert len(set(world.keys)) == 1


def test_a_stop_between_two_calls_lets_the_first_end_and_leaves_the_second(lab: Lab, world: World) -> None:
    run = lab.start(chain(call("a", world.url), call("b", world.url)))
    arrived, release = threading.Event(), threading.Event()
    world.on_request = lambda _: held(arrived, release)
    stopping = stopped_when(arrived, lab.worker, seconds=10)
    releasing = threading.Thread(target=released_by, args=[lab.worker, release])
    releasing.start()
    lab.drain()
    stopping.join(10)
    releasing.join(10)
    assert lab.trace(run) == [("a", "COMPLETED")]
    another(lab).drain()
    assert [(row.step_instance_id, row.attempts) for row in lab.steps(run)] == [("a", 1), ("b", 1)]
    assert lab.get(run).crash_count == 0


def held(arrived: threading.Event, release: threading.Event) -> None:
    """Answer when released."""
    arrived.set()
    release.wait(10)


def released_by(worker: Worker, release: threading.Event) -> None:
    """Let the call end once the worker is told to stop."""
    worker._stopping.wait(10)
    release.set()


def stopped_when(arrived: threading.Event, worker: Worker, *, seconds: float) -> threading.Thread:
    """Tell the worker to stop once a call is under way, with so much time for it to end."""

    def stop() -> None:
        arrived.wait(10)
        worker.stop(timeout_seconds=seconds)
        connection.close()

    thread = threading.Thread(target=stop)
    thread.start()
    return thread


def another(lab: Lab) -> Any:
    """The laboratory with a worker of another process."""
    lab.worker = Worker(kind="test", threads=0)
    return lab
