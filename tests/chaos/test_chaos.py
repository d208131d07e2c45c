"""Faults at random under load, again and again. SEED repeats a campaign."""

from __future__ import annotations

import os
import random
import sys
import time
import urllib.error

from tests.acceptance import definitions
from tests.acceptance.api import Api
from tests.acceptance.peer import Peer
from tests.acceptance.promises import assert_effects, assert_kept, assert_sound
from tests.acceptance.rows import history
from tests.chaos.faults import Chaos
from tests.processes import Allma

MOST_LIVE = 40


def test_nothing_is_lost_doubled_or_rewritten_whatever_happens(
    allma: Allma, api: Api, world: Peer, name: str, seconds: float
) -> None:
    seed = int(os.environ.get("SEED") or random.SystemRandom().randrange(10**6))
    sys.stdout.write(f"SEED={seed}\n")
    child = api.publish("child", definitions.one_effect(world.effect(name)))
    flow = api.publish("everything", definitions.everything(world.effect(name), child=child))
    chaos = Chaos(allma, random.Random(seed))
    until, accepted = time.monotonic() + seconds, set[str]()
    while time.monotonic() < until:
        chaos.replace_the_dead()
        accepted |= load(api, flow)
        committed = history(allma)
        sys.stdout.write(f"{chaos.any()}\n")
        assert_kept(committed, allma)
    ended = api.await_all_ended(flow, seconds=180)
    assert ended.keys() == {"COMPLETED"}
    assert accepted <= {run["id"] for run in api.pages(f"/executions/?flow={flow}&limit=200")}
    assert_effects(allma, world, name, keys=ended["COMPLETED"] * definitions.EFFECTS_OF_A_RUN)
    assert_sound(allma)


def load(api: Api, flow: str) -> set[str]:
    """Some more runs, unless many are under way; those that were accepted."""
    try:
        live = sum(count for status, count in api.statuses(flow).items() if status != "COMPLETED")
        answer = api.ask("POST", f"/flows/{flow}/executions/batch/", {"inputs": [{}] * 5}) if live < MOST_LIVE else None
    except (AssertionError, urllib.error.URLError):
        return set()
    return set(answer.body["executionIds"]) if answer is not None and answer.status == 202 else set()
