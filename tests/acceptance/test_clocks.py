"""Machines disagree about the time: dues, leases and delays go by the database's clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.acceptance import definitions
from tests.acceptance.api import Api
from tests.acceptance.conftest import UNHURRIED
from tests.acceptance.peer import Peer
from tests.acceptance.promises import assert_all_completed, assert_effects, assert_sound
from tests.engine_flows import chain, compose, step
from tests.processes import Allma
from tests.services import ServiceMissing

RUNS = 6


def wrong_clock(offset: str) -> dict[str, str]:
    """The environment of a process whose clock is off."""
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
    if not found:
        raise ServiceMissing("libfaketime is not installed. Run: apt-get install -y faketime")
    return {"LD_PRELOAD": str(found[0]), "FAKETIME": offset, "FAKETIME_DONT_FAKE_MONOTONIC": "1"}


@pytest.mark.parametrize(("web", "worker"), [("+3600s", "-3600s"), ("-3600s", "+3600s")])
def test_runs_are_due_delayed_and_owned_by_the_databases_clock(
    allma: Allma, api: Api, world: Peer, name: str, web: str, worker: str
) -> None:
    child = api.publish("child", definitions.one_effect(world.effect(name)))
    everything = api.publish("everything", definitions.everything(world.effect(name), child=child))
    delay = {"milliseconds": 400, "position": "before"}
    delayed = api.publish("delayed", chain(compose("first"), step("later", delay=delay)))
    allma.start_web(**wrong_clock(web))
    elsewhere = Api(allma.url, api.key)
    allma.start_worker(**wrong_clock(worker), **UNHURRIED)
    allma.start_worker(**UNHURRIED)
    run = elsewhere.start(delayed, {})
    elsewhere.start_batch(everything, [{"number": number} for number in range(RUNS)])
    assert_all_completed(api, everything, RUNS)
    ended = api.await_end(run)
    assert ended["status"] == "COMPLETED"
    assert 400 <= ended["durationMs"] < 30_000
    assert_effects(allma, world, name, keys=RUNS * definitions.EFFECTS_OF_A_RUN)
    assert all(row["attempts"] == 1 for row in api.steps(run))
    apart = [abs(datetime.now(UTC) - datetime.fromisoformat(row["endedAt"])) for row in api.steps(run)]
    assert max(apart) < timedelta(minutes=5)
    assert_sound(allma)
