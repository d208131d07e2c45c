"""PostgreSQL goes away under load: nothing dies, nobody gets a bare error, and afterwards everything is finished."""

from __future__ import annotations

import time

from tests.acceptance import definitions
from tests.acceptance.api import Answer, Api
from tests.acceptance.peer import Peer
from tests.acceptance.promises import assert_effects, assert_sound
from tests.processes import Allma

AWAY_SECONDS = 10.0
BEFORE = 30


def test_ten_seconds_without_postgresql_cost_only_answers_that_say_so(
    allma: Allma, api: Api, world: Peer, name: str
) -> None:
    assert allma.postgres is not None
    child = api.publish("child", definitions.one_effect(world.effect(name)))
    flow = api.publish("everything", definitions.everything(world.effect(name), child=child))
    workers = [allma.start_worker() for _ in range(2)]
    allma.await_ready()
    answers = [start(api, flow) for _ in range(BEFORE)]
    allma.postgres.stop("immediate")
    answers += starts_for(AWAY_SECONDS, api, flow)
    allma.postgres.start()
    allma.await_ready()
    answers.append(start(api, flow))
    assert {answer.status for answer in answers} == {202, 503}
    assert all(answer.is_problem for answer in answers if answer.status == 503)
    assert [process.poll() for process in (*workers, allma.webs[0])] == [None] * 3
    accepted = {answer.body["executionId"] for answer in answers if answer.status == 202}
    ended = api.await_all_ended(flow)
    assert ended.keys() == {"COMPLETED"}
    assert accepted <= {run["id"] for run in api.pages(f"/executions/?flow={flow}&limit=200")}
    assert_effects(allma, world, name, keys=ended["COMPLETED"] * definitions.EFFECTS_OF_A_RUN)
    assert_sound(allma)


def start(api: Api, flow: str) -> Answer:
    """Try to start a run."""
    return api.ask("POST", f"/flows/{flow}/executions/", {"input": {}})


def starts_for(seconds: float, api: Api, flow: str) -> list[Answer]:
    """Go on trying for so long."""
    until, answers = time.monotonic() + seconds, []
    while time.monotonic() < until:
        answers.append(start(api, flow))
    return answers
