"""HTTP through the real server: waiting for a run, bodies that are too large."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator

import pytest

from executions.models import Execution
from executions.worker import Worker
from tests.integration.executions_api.runs import ECHO, WAITING
from tests.integration.live.server import PATIENCE_SECONDS, Site
from tests.services import await_true
from workspaces.models import Role, Workspace


def test_a_start_that_waits_is_answered_with_the_finished_run(site: Site) -> None:
    flow = site.flow(ECHO)
    status, run = site.ask("POST", f"/api/v1/flows/{flow}/executions/?wait=20", {"input": {"say": "hi"}})
    assert (status, run["status"], run["output"]) == (200, "COMPLETED", {"echo": {"said": "hi"}})
    assert site.ask("GET", f"/api/v1/executions/{run['id']}/")[1] == run


def test_a_start_that_waits_too_long_is_answered_with_the_run_as_it_is(site: Site) -> None:
    flow = site.flow(WAITING)
    status, run = site.ask("POST", f"/api/v1/flows/{flow}/executions/?wait=1", {"input": {"id": 1}})
    assert (status, run["status"], run["output"]) == (202, "WAITING", None)


def test_a_start_that_is_refused_does_not_wait(site: Site) -> None:
    flow = site.flow(ECHO)
    assert PATIENCE_SECONDS < 30  # after that the client of this test gives up
    status, problem = site.ask("POST", f"/api/v1/flows/{flow}/executions/?wait=30", {"input": []})
    assert (status, problem["errors"][0]["path"]) == (400, "/input")


@pytest.mark.parametrize("wait", ["0", "61", "-1", "1.5", "x", "", "%31%20", "999999999999"])
def test_a_wait_that_is_no_time_starts_nothing(site: Site, wait: str) -> None:
    flow = site.flow(ECHO)
    status, problem = site.ask("POST", f"/api/v1/flows/{flow}/executions/?wait={wait}", {"input": {}})
    assert (status, problem["errors"][0]["path"], problem["requestId"] != "") == (400, "wait", True)
    assert Execution.objects.count() == 0


def test_many_may_wait_at_once_and_others_are_still_served(idle_site: Site) -> None:
    flow, waiting = idle_site.flow(ECHO), []
    idle_site.key()
    for number in range(20):
        path = f"/api/v1/flows/{flow}/executions/?wait=60"
        thread = threading.Thread(target=idle_site.ask, args=("POST", path, {"input": {"say": number}}))
        thread.start()
        waiting.append(thread)
    await_true(lambda: Execution.objects.count() == 20, what="twenty starts")
    assert idle_site.ask("GET", "/healthz")[0] == 200
    assert all(thread.is_alive() for thread in waiting)
    Worker(kind="embedded", threads=0).drain()
    for thread in waiting:
        thread.join(PATIENCE_SECONDS)
    assert not any(thread.is_alive() for thread in waiting)


def test_the_same_key_waits_for_the_same_run(site: Site) -> None:
    path, body = f"/api/v1/flows/{site.flow(ECHO)}/executions/?wait=20", {"input": {"say": 1}}
    first, again = (site.ask("POST", path, body, **{"Idempotency-Key": "k"}) for _ in range(2))
    assert first == again
    assert first[0] == 200


def test_who_may_not_start_may_not_wait_either(site: Site, other_workspace: Workspace) -> None:
    path = f"/api/v1/flows/{site.flow(ECHO)}/executions/?wait=5"
    assert site.ask("POST", path, {"input": {}}, key="alm_nobody")[0] == 401
    assert site.ask("POST", path, {"input": {}}, key=site.key(Role.VIEWER))[0] == 403
    assert site.ask("POST", path, {"input": {}}, key=site.key(workspace=other_workspace))[0] == 404


def megabytes(count: int) -> Iterator[bytes]:
    yield b'{"input": {"text": "'
    for _ in range(count):
        yield b"x" * 2**20
    yield b'"}}'


@pytest.mark.parametrize("query", ["", "?wait=5"])
def test_a_body_in_chunks_is_read_whole(site: Site, query: str) -> None:
    path = f"/api/v1/flows/{site.flow(ECHO)}/executions/{query}"
    status, body = site.ask("POST", path, raw=megabytes(2))
    assert status == (200 if query else 202), body
    assert len(json.loads(Execution.objects.get().input_pointers or "[]")) == 1


@pytest.mark.parametrize("query", ["", "?wait=5"])
def test_a_body_in_chunks_that_is_too_large_is_refused_while_it_comes(site: Site, query: str) -> None:
    path = f"/api/v1/flows/{site.flow(ECHO)}/executions/{query}"
    try:
        status, problem = site.ask("POST", path, raw=megabytes(40))
        assert (status, problem["code"]) == (413, "too_large")
    except (BrokenPipeError, ConnectionResetError):
        pass  # the server stopped listening before all of it was sent
    assert Execution.objects.count() == 0


def test_a_body_that_says_it_is_too_large_is_refused_unread(site: Site) -> None:
    path = f"/api/v1/flows/{site.flow(ECHO)}/executions/"
    status, problem = site.ask("POST", path, raw=b"{}", **{"Content-Length": str(2**30), "X-Request-ID": "mine"})
    assert (status, problem["code"], problem["requestId"]) == (413, "too_large", "mine")


def test_the_site_is_ready_while_a_worker_lives(site: Site) -> None:
    flow = site.flow(ECHO)
    site.ask("POST", f"/api/v1/flows/{flow}/executions/?wait=20", {"input": {}})
    status, body = site.ask("GET", "/readyz")
    assert (status, body["checks"]["workers"]) == (200, "ok")


def test_the_site_is_not_ready_without_a_worker(idle_site: Site) -> None:
    status, body = idle_site.ask("GET", "/readyz")
    assert status == 503
    assert body["checks"]["workers"].startswith("No worker is alive")
