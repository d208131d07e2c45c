"""A step that takes its worker down every time is found out; the runs beside it go on."""

from __future__ import annotations

import os
import signal

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tests.acceptance import definitions
from tests.acceptance.api import FINAL, Api
from tests.acceptance.peer import Peer
from tests.acceptance.promises import assert_all_completed, assert_effects, assert_sound
from tests.acceptance.rows import query
from tests.engine_flows import call, chain
from tests.processes import Allma
from tests.services import await_true

CRASHES = 5
OTHERS = 20
OTHERS_SECONDS = 0.5
"""Long beside the time that the killer needs: whatever is in a process with it dies before its first progress."""
OWNER = "SELECT lease_owner FROM executions_execution WHERE id = %s"


def test_a_step_that_kills_its_worker_every_time_is_quarantined_and_the_others_go_on(
    allma: Allma, api: Api, world: Peer, name: str, httpserver: HTTPServer
) -> None:
    killed: list[int] = []
    killer = api.publish("killer", chain(call("deadly", httpserver.url_for("/kill"), "POST")))
    others = api.publish("slow", definitions.slow(world.slow(OTHERS_SECONDS), world.effect(name)))
    runs: list[str] = []

    def kill_caller(_: Request) -> Response:
        owner = query(allma, OWNER, (runs[0],))[0][0]
        killed.append(int(owner.split(":")[1]))
        os.kill(killed[-1], signal.SIGKILL)
        return Response("", 500)

    httpserver.expect_request("/kill").respond_with_handler(kill_caller)
    allma.start_worker()  # a single one: nowhere else can the others go
    allma.await_ready()
    runs.append(api.start(killer, {}))
    api.start_batch(others, [{"number": number} for number in range(OTHERS)])
    await_true(lambda: supervised(allma, api, runs[0]), what="the end of the killer", seconds=90, every=0.2)
    run = api.run(runs[0])
    assert run["status"] == "QUARANTINED"
    assert run["error"]["stepInstanceId"] == "deadly"
    assert len(killed) == len(set(killed)) == CRASHES
    assert_all_completed(api, others, OTHERS)
    assert_effects(allma, world, name, keys=OTHERS)
    assert_sound(allma)


def supervised(allma: Allma, api: Api, run: str) -> bool:
    """Put a new worker in the place of each that died. Whether the run is over."""
    for worker in [worker for worker in allma.workers if worker.poll() is not None]:
        assert worker.returncode == -signal.SIGKILL
        allma.workers.remove(worker)
        allma.start_worker()
    return api.run(run)["status"] in FINAL
