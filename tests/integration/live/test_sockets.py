"""Web sockets through the real server: gapless, resumable, and only for those who may look."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from executions import control
from executions.live import sockets
from tests.integration.executions_api.runs import ECHO, LINE, WAITING, compose, definition
from tests.integration.live.server import Site, frames_until, say, subscribe
from workspaces import keys, services
from workspaces.actors import SYSTEM
from workspaces.models import ApiKey, Role, Workspace

PATIENCE = 20
SLOW = definition(
    *(
        compose(f"s{n}", f"s{n + 1}" if n < 24 else None, delay={"milliseconds": 20}, literals={"n": n})
        for n in range(25)
    )
)


def test_a_run_can_be_watched_from_its_start_to_its_end(site: Site) -> None:
    flow = site.flow(WAITING)
    execution = site.start(flow, {"id": 1})
    with site.socket(f"/ws/executions/{execution}/") as client:
        subscribe(client, 0)
        before = frames_until(client, "execution.waiting")
        site.ask("POST", "/api/v1/events/", {"correlationKey": "order-1", "payload": 1})
        frames = before + frames_until(client, "execution.completed")
    assert [frame["seq"] for frame in frames] == list(range(1, len(frames) + 1))
    log = site.ask("GET", f"/api/v1/executions/{execution}/events/")[1]["results"]
    assert frames == log


def test_a_socket_dropped_twenty_times_misses_and_repeats_nothing(site: Site) -> None:
    execution = site.start(site.flow(SLOW))
    seen: list[dict[str, Any]] = []
    for _ in range(20):
        with site.socket(f"/ws/executions/{execution}/") as client:
            subscribe(client, len(seen))
            seen.append(json.loads(client.recv(timeout=PATIENCE)))
    with site.socket(f"/ws/executions/{execution}/") as client:
        subscribe(client, len(seen))
        seen += frames_until(client, "execution.completed")
    assert [frame["seq"] for frame in seen] == list(range(1, len(seen) + 1))
    assert len(seen) > 25


def test_a_client_that_asks_again_gets_what_it_asked_for(site: Site) -> None:
    execution = site.start(site.flow(LINE), {"n": 1})
    with site.socket(f"/ws/executions/{execution}/") as client:
        subscribe(client, 0)
        first = frames_until(client, "execution.completed")
        subscribe(client, 2)
        assert frames_until(client, "execution.completed") == first[2:]


def test_the_workspace_feed_tells_of_every_run_and_resumes_where_it_was(site: Site) -> None:
    flow = site.flow(ECHO)
    with site.socket("/ws/workspace/") as client:
        position = subscribe(client, None)
        first = site.start(flow, {"say": 1})
        frames = frames_until(client, "execution.completed")
        assert {frame["executionId"] for frame in frames} == {first}
        assert set(frames[0]) == {"seq", "executionId", "flowId", "status", "type", "at", "eventSeq"}
        assert [frame["eventSeq"] for frame in frames] == list(range(1, len(frames) + 1))
        assert (frames[-1]["status"], frames[-1]["flowId"]) == ("COMPLETED", flow)
    second = site.start(flow, {"say": 2})
    with site.socket("/ws/workspace/") as client:
        subscribe(client, frames[-1]["seq"])
        later = frames_until(client, "execution.completed")
        assert {frame["executionId"] for frame in later} == {second}
        subscribe(client, position)
        again = frames_until(client, "execution.completed") + frames_until(client, "execution.completed")
    known = {frame["seq"]: frame["type"] for frame in frames + later}
    assert [(frame["seq"], frame["type"]) for frame in again] == list(known.items())


def test_the_feed_of_a_workspace_has_nothing_of_another(site: Site, other_workspace: Workspace) -> None:
    flow = site.flow(ECHO)
    with site.socket("/ws/workspace/", key=site.key(workspace=other_workspace)) as client:
        subscribe(client, 0)
        site.start(flow)
        say(client, type="ping")
        assert json.loads(client.recv(timeout=PATIENCE)) == {"type": "pong"}
        with pytest.raises(TimeoutError):
            client.recv(timeout=0.5)


MEANINGLESS = [
    "",
    "{",
    "[]",
    "1",
    '{"type": "sing"}',
    '{"type": "subscribe", "after": -1}',
    '{"type": "subscribe", "after": "1"}',
    '{"type": "subscribe", "after": true}',
    f'{{"type": "subscribe", "after": {10**40}}}',
    "[" * 3000,
]


@pytest.mark.parametrize("message", MEANINGLESS)
def test_a_message_that_means_nothing_is_answered_and_the_socket_lives(idle_site: Site, message: str) -> None:
    with idle_site.socket("/ws/workspace/") as client:
        client.send(message)
        assert json.loads(client.recv(timeout=PATIENCE))["code"] == "bad_message"
        say(client, type="ping")
        assert json.loads(client.recv(timeout=PATIENCE)) == {"type": "pong"}


def close_code(site: Site, path: str, **how: Any) -> int:
    with site.socket(path, **how) as client, pytest.raises(ConnectionClosed) as closed:
        client.recv(timeout=PATIENCE)
    assert closed.value.rcvd is not None
    return closed.value.rcvd.code


def test_strangers_and_unknown_runs_are_closed_with_a_reason(idle_site: Site, other_workspace: Workspace) -> None:
    execution = idle_site.start(idle_site.flow(ECHO))
    path = f"/ws/executions/{execution}/"
    assert close_code(idle_site, path, headers={}) == 4401
    assert close_code(idle_site, path, headers={"Authorization": "Bearer alm_nobody"}) == 4401
    assert close_code(idle_site, path, headers={"Cookie": "sessionid=nothing"}) == 4401
    assert close_code(idle_site, path, key=idle_site.key(workspace=other_workspace)) == 4404
    assert close_code(idle_site, f"/ws/executions/{uuid4()}/") == 4404
    assert close_code(idle_site, "/ws/executions/x/") == 4404
    assert close_code(idle_site, "/ws/nothing/") == 4404
    assert close_code(idle_site, "/ws/workspace/?workspace=theirs") == 4404


def test_a_person_comes_in_with_the_session_cookie(idle_site: Site, workspace: Workspace) -> None:
    services.create_admin(username="ann", password="a-password", workspace=workspace)
    browser = Client()
    login = {"username": "ann", "password": "a-password"}
    assert browser.post("/api/v1/auth/login/", login, content_type="application/json").status_code == 200
    cookie = f"sessionid={browser.cookies['sessionid'].value}"
    origin = f"http://127.0.0.1:{idle_site.port}"
    with idle_site.socket("/ws/workspace/?workspace=ours", headers={"Cookie": cookie, "Origin": origin}) as client:
        assert subscribe(client, None) == 0


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://[", "127.0.0.1"])
def test_a_page_of_another_site_cannot_open_a_socket(idle_site: Site, origin: str) -> None:
    headers = {"Authorization": f"Bearer {idle_site.key()}", "Origin": origin}
    with pytest.raises(InvalidStatus) as refused:
        idle_site.socket("/ws/workspace/", headers=headers)
    assert refused.value.response.status_code == 403


def test_a_browser_sends_a_key_as_a_protocol(idle_site: Site) -> None:
    offered: Any = ["allma", f"bearer.{idle_site.key(Role.VIEWER)}"]
    with connect(f"ws://127.0.0.1:{idle_site.port}/ws/workspace/", subprotocols=offered) as client:
        assert client.subprotocol == "allma"
        assert subscribe(client, None) == 0


def test_who_may_no_longer_look_is_closed_out(
    idle_site: Site, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sockets, "RECHECK_SECONDS", 0.0)
    made, secret = services.create_api_key(workspace=workspace, name="x", role=Role.VIEWER, actor=SYSTEM)
    execution = idle_site.start(idle_site.flow(WAITING), {"id": 1})
    with idle_site.socket(f"/ws/executions/{execution}/", key=secret) as client:
        subscribe(client, 0)
        services.revoke_api_key(workspace=workspace, key_id=made.pk, actor=SYSTEM)
        control.cancel(workspace_id=workspace.pk, execution_id=UUID(execution), actor="tests")
        with pytest.raises(ConnectionClosed) as closed:
            frames_until(client, "nothing of this type")
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4401
    assert keys.recognise(secret) is None
    assert ApiKey.objects.get(pk=made.pk).revoked_at is not None
