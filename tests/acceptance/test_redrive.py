"""Redrives, one by one and in bulk, while the worker that makes them dies at any line."""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.acceptance.api import Api
from tests.acceptance.conftest import kill
from tests.acceptance.peer import Peer
from tests.acceptance.promises import assert_effects, assert_sound
from tests.acceptance.rows import query
from tests.engine_flows import broken, call, chain
from tests.processes import Allma
from tests.services import await_true

ORIGINALS = 2
BAD, GOOD = 404, 7
FIRST_AGAIN = 8
ATTEMPTS = """SELECT sum(attempts - 1) FROM executions_stepexecution s
    JOIN executions_execution e ON e.id = s.execution_id
    WHERE s.step_instance_id = %s AND e.redrive_of_id IS NOT NULL AND NOT s.inherited"""
PLACES = [
    "claimed:2",
    "before_effect:2",
    "after_effect_before_commit:2",
    "after_effect_before_commit:3",
    "after_commit_before_notify:2",
]
BULK_PLACES = ["bulk_claimed:2", "bulk_item_unmarked:2", "bulk_item_done:3"]
BULK_RUNS = 8


def ten_steps(peer: Peer, name: str) -> dict[str, Any]:
    """Seven keyed effects, the eighth step reads the product `$.id`, then a keyed effect and one at most once."""
    before = [call(f"s{number}", peer.effect(f"{name}-{number}"), "POST") for number in range(1, FIRST_AGAIN)]
    return chain(
        *before,
        call("s8", f"{peer.url}/products/{{{{ id }}}}"),
        call("s9", peer.effect(f"{name}-9"), "POST"),
        call("s10", peer.effect(f"{name}-10"), "POST", sideEffects="at-most-once"),
    )


def test_redriven_at_the_eighth_of_ten_steps_nothing_before_it_is_sent_again_though_workers_die(
    allma: Allma, api: Api, world: Peer, name: str
) -> None:
    flow = api.publish("ten steps", ten_steps(world, name))
    allma.start_worker()
    originals = api.start_batch(flow, [{"id": BAD} for _ in range(ORIGINALS)])
    assert {api.await_end(run)["error"]["stepInstanceId"] for run in originals} == {"s8"}
    kill(allma.workers)
    sent = {number: world.effects(f"{name}-{number}") for number in range(1, FIRST_AGAIN)}
    assert {tuple(keys.values()) for keys in sent.values()} == {(1,) * ORIGINALS}
    redriven: list[str] = []
    for place in PLACES:
        body = {"stepInstanceId": "s8", "contextPatch": [{"op": "replace", "path": "/id", "value": GOOD}]}
        runs = [api.post(f"/executions/{run}/redrive-from/", body)["executionId"] for run in originals]
        with dying_at(allma, place):
            for run in runs:
                api.await_end(run)
        redriven += runs
    ends = [api.run(run) for run in redriven]
    assert {number: world.effects(f"{name}-{number}") for number in sent} == sent
    assert_kinds_kept(allma, world, name, ends)
    assert {api.run(run)["status"] for run in originals} == {"FAILED"}
    assert_sound(allma)


@contextmanager
def dying_at(allma: Allma, place: str) -> Iterator[None]:
    """A worker works until it is killed at a place; inside, another finishes what it left."""
    victim = allma.start_worker(ALLMA_FAILPOINT=place)
    assert victim.wait(60) == -signal.SIGKILL, place
    survivor = allma.start_worker()
    yield
    kill([survivor])


def assert_kinds_kept(allma: Allma, world: Peer, name: str, ends: list[dict[str, Any]]) -> None:
    """A keyed effect was sent by each redrive with one key, again only where its row says so; the other never twice."""
    keyed, once = world.effects(f"{name}-9"), world.effects(f"{name}-10")
    assert len(keyed) == len(ends)
    assert sum(keyed.values()) - len(keyed) <= query(allma, ATTEMPTS, ("s9",))[0][0]
    assert set(once.values()) == {1}
    unsure = [run for run in ends if run["status"] != "COMPLETED"]
    assert {(run["status"], run["error"]["stepInstanceId"]) for run in unsure} <= {("FAILED", "s10")}
    assert len(ends) - len(unsure) <= len(once) <= len(ends)
    assert len(unsure) <= len(PLACES)


@pytest.mark.parametrize("place", BULK_PLACES)
def test_a_canary_job_redrives_every_run_exactly_once_though_its_worker_dies(
    allma: Allma, api: Api, world: Peer, name: str, place: str
) -> None:
    flow = api.publish("to be fixed", chain(broken("wrong")))
    allma.start_worker()
    originals = api.start_batch(flow, [{"number": number} for number in range(BULK_RUNS)])
    assert api.await_all_ended(flow) == {"FAILED": BULK_RUNS}
    kill(allma.workers)
    publish_next(api, flow, chain(call("send", world.effect(name), "POST")))
    body = {
        "action": "redrive",
        "filter": {"flow": flow, "status": "FAILED"},
        "version": "published",
        "canary": {"stages": [1, 3], "maxFailureRate": 0.5},
    }
    job = api.post("/executions/bulk/", body)["id"]
    ended = lambda: api.get(f"/executions/bulk/{job}/")["status"] != "RUNNING"  # noqa: E731
    with dying_at(allma, place):
        await_true(ended, what="the end of the job", every=0.1)
    found = api.get(f"/executions/bulk/{job}/")
    assert (found["status"], found["succeeded"], found["failed"], found["skipped"]) == ("COMPLETED", BULK_RUNS, 0, 0)
    redrives = [run["redriveOf"] for run in api.pages(f"/executions/?flow={flow}&limit=200") if run["redriveOf"]]
    assert Counter(redrives) == dict.fromkeys(originals, 1)
    assert_effects(allma, world, name, keys=BULK_RUNS)
    assert_sound(allma)


def publish_next(api: Api, flow: str, definition: dict[str, Any]) -> None:
    """The flow's second version, published."""
    api.post(f"/flows/{flow}/versions/", {"sourceVersion": 1})
    revision = api.get(f"/flows/{flow}/versions/2/")["revision"]
    answer = api.ask(
        "PUT", f"/flows/{flow}/versions/2/", {"definition": definition}, headers={"If-Match": f'"{revision}"'}
    )
    assert answer.status == 200, answer.body
    api.post(f"/flows/{flow}/versions/2/publish/", {})
