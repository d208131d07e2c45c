"""A worker may die at any line: what was committed stays, what was not is done by another, effects keep their key."""

from __future__ import annotations

import signal

import pytest

from tests.acceptance import definitions
from tests.acceptance.api import Api
from tests.acceptance.peer import Peer
from tests.acceptance.promises import assert_all_completed, assert_effects, assert_kept, assert_sound
from tests.acceptance.rows import history
from tests.processes import Allma

RUNS = 4
PLACES = [
    "claimed:2",
    "before_effect:9",
    "after_effect_before_commit:9",
    "after_commit_before_notify:15",
    "in_release:5",
    "in_join:3",
]


@pytest.mark.parametrize("place", PLACES)
def test_runs_of_a_killed_worker_end_well_and_repeat_nothing_that_was_committed(
    allma: Allma, api: Api, world: Peer, name: str, place: str
) -> None:
    child = api.publish("child", definitions.one_effect(world.effect(name)))
    parent = api.publish("everything", definitions.everything(world.effect(name), child=child))
    api.start_batch(parent, [{"number": number} for number in range(RUNS)])
    victim = allma.start_worker(ALLMA_FAILPOINT=place)
    assert victim.wait(60) == -signal.SIGKILL
    committed = history(allma)
    allma.start_worker()
    assert_all_completed(api, parent, RUNS)
    assert_all_completed(api, child, RUNS)
    assert_kept(committed, allma)
    assert_effects(allma, world, name, keys=RUNS * definitions.EFFECTS_OF_A_RUN)
    assert_sound(allma)
