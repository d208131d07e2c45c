"""The socket of a flow: who else is there, what was saved and published, and who may look."""

from __future__ import annotations

import json
import time
from collections import Counter
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import transaction
from pydantic_core import from_json, to_json
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection

from allma_site.common.db import write
from executions.live import flow_bus, flow_sockets
from executions.live.access import flow_watch_of
from flows import services as flow_services
from flows.models import Flow
from tests.integration.executions_api.runs import ECHO, LINE
from tests.integration.live.server import PATIENCE_SECONDS, Site, say
from workspaces import services
from workspaces.actors import SYSTEM
from workspaces.models import Role, Workspace


@pytest.fixture
def flow(idle_site: Site) -> str:
    """A flow with a draft."""
    return str(idle_site.ask("POST", "/api/v1/flows/", {"name": "A flow", "definition": ECHO})[1]["id"])


def watch(site: Site, flow: str, **how: Any) -> ClientConnection:
    return site.socket(f"/ws/flows/{flow}/", **how)


def hear(client: ClientConnection, kind: str, **fields: Any) -> dict[str, Any]:
    """The next frame of this type with these fields."""
    while True:
        frame: dict[str, Any] = json.loads(client.recv(timeout=PATIENCE_SECONDS))
        if frame["type"] == kind and all(frame.get(name) == value for name, value in fields.items()):
            return frame


def hear_people(client: ClientConnection, *wanted: tuple[str, int | None, str | None]) -> dict[str, Any]:
    """The next frame in which exactly these people are there: name, version, step."""
    while True:
        frame = hear(client, "presence")
        if Counter((one["user"], one["version"], one["step"]) for one in frame["people"]) == Counter(wanted):
            return frame


def save(site: Site, flow: str, definition: dict[str, Any], revision: int, **headers: str) -> tuple[int, Any]:
    headers["If-Match"] = f'"{revision}"'
    return site.ask("PUT", f"/api/v1/flows/{flow}/versions/1/", {"definition": definition}, **headers)


def test_a_socket_begins_with_the_state_of_the_flow(idle_site: Site, flow: str) -> None:
    assert save(idle_site, flow, LINE, 1)[0] == 200
    with watch(idle_site, flow) as client:
        state = json.loads(client.recv(timeout=PATIENCE_SECONDS))
    draft = state["drafts"][0]
    assert (state["type"], state["latestVersion"], state["publishedVersion"], state["archivedAt"]) == (
        "flow.state",
        1,
        None,
        None,
    )
    assert (draft["version"], draft["revision"], draft["author"]) == (1, 2, "key k")


def test_people_see_each_other_come_move_and_go(idle_site: Site, flow: str) -> None:
    with watch(idle_site, flow) as ann:
        mine = hear_people(ann, ("key k", None, None))
        assert mine["you"] == mine["people"][0]["id"]
        with watch(idle_site, flow, key=idle_site.key(Role.VIEWER)) as ben:
            say(ben, type="here", version=1, step="echo", clientId="tab-2")
            seen = hear_people(ann, ("key k", None, None), ("key k", 1, "echo"))
            assert [one["clientId"] for one in seen["people"]] == [None, "tab-2"]
            theirs = hear_people(ben, ("key k", None, None), ("key k", 1, "echo"))
            assert theirs["you"] != mine["you"]
            assert theirs["people"] == seen["people"]
        assert hear_people(ann, ("key k", None, None))["people"][0]["id"] == mine["you"]


def test_people_at_other_flows_are_not_seen(idle_site: Site, flow: str) -> None:
    other = idle_site.flow(ECHO)
    with watch(idle_site, flow) as ann, watch(idle_site, other) as ben:
        hear_people(ben, ("key k", None, None))
        say(ben, type="here", version=1)
        hear_people(ben, ("key k", 1, None))
        assert len(hear(ann, "presence")["people"]) == 1


def test_a_save_is_told_with_the_tab_that_made_it(idle_site: Site, flow: str) -> None:
    with watch(idle_site, flow) as client:
        hear(client, "presence")
        status, body = save(idle_site, flow, LINE, 1, **{"X-Client-Id": "tab-1"})
        assert (status, body["revision"]) == (200, 2)
        saved = hear(client, "flow.saved")
        read = idle_site.ask("GET", f"/api/v1/flows/{flow}/versions/1/")[1]
        assert saved == {
            "type": "flow.saved",
            "version": 1,
            "revision": 2,
            "author": "key k",
            "at": read["updatedAt"],
            "clientId": "tab-1",
        }
        save(idle_site, flow, ECHO, 2, **{"X-Client-Id": "<script>"})
        assert hear(client, "flow.saved")["clientId"] is None


def test_what_is_published_and_taken_back_is_told(idle_site: Site, flow: str) -> None:
    path = f"/api/v1/flows/{flow}/versions/1"
    with watch(idle_site, flow) as client:
        hear(client, "flow.state")
        assert idle_site.ask("POST", f"{path}/publish/", {}, **{"X-Client-Id": "t"})[0] == 200
        published = hear(client, "flow.published")
        assert (published["version"], published["author"], published["clientId"]) == (1, "key k", "t")
        assert idle_site.ask("POST", f"{path}/unpublish/")[0] == 200
        assert hear(client, "flow.unpublished")["version"] == 1


@pytest.mark.parametrize("published_first", [True, False], ids=["before the state is read", "after it was read"])
def test_what_is_published_while_a_socket_opens_is_told(
    idle_site: Site, flow: str, monkeypatch: pytest.MonkeyPatch, published_first: bool
) -> None:
    found = Flow.objects.get(pk=flow)

    def publish() -> None:
        flow_services.publish(flow=found, number=1, actor=SYSTEM)

    def read(scope: Any) -> Any:
        if published_first:
            publish()
        watching = flow_watch_of(scope)
        if not published_first:
            publish()
        return watching

    monkeypatch.setattr(flow_sockets, "flow_watch_of", read)
    with watch(idle_site, flow) as client:
        state = hear(client, "flow.state")
        assert state["publishedVersion"] == (1 if published_first else None)
        assert hear(client, "flow.published")["version"] == 1


def save_and_undo(flow: Flow) -> None:
    with write():
        flow_services.save_draft(flow=flow, number=1, definition=LINE, revision=1, author="undone")
        transaction.set_rollback(True)


def test_a_save_that_was_refused_or_undone_is_not_told(idle_site: Site, flow: str) -> None:
    row = Flow.objects.get(pk=flow)
    with watch(idle_site, flow) as client:
        hear(client, "flow.state")
        assert save(idle_site, flow, LINE, 7)[0] == 412
        save_and_undo(row)
        save(idle_site, flow, LINE, 1)
        assert hear(client, "flow.saved")["author"] == "key k"


@pytest.mark.parametrize(
    "message",
    [
        "",
        "[]",
        '{"type": "subscribe"}',
        '{"type": "here", "version": 0}',
        '{"type": "here", "version": "1"}',
        '{"type": "here", "step": 5}',
        '{"type": "here", "user": "root"}',
        json.dumps({"type": "here", "step": "x" * 65}),
    ],
)
def test_a_message_that_means_nothing_is_answered_and_the_socket_lives(
    idle_site: Site, flow: str, message: str
) -> None:
    with watch(idle_site, flow) as client:
        client.send(message)
        assert hear(client, "error")["code"] == "bad_message"
        say(client, type="ping")
        assert hear(client, "pong") == {"type": "pong"}


def close_code(client: ClientConnection) -> int:
    with client, pytest.raises(ConnectionClosed) as closed:
        hear(client, "nothing of this type")
    assert closed.value.rcvd is not None
    return closed.value.rcvd.code


def test_strangers_and_unknown_flows_are_closed_with_a_reason(
    idle_site: Site, flow: str, other_workspace: Workspace
) -> None:
    assert close_code(watch(idle_site, flow, headers={})) == 4401
    assert close_code(watch(idle_site, flow, key=idle_site.key(workspace=other_workspace))) == 4404
    assert close_code(watch(idle_site, str(uuid4()))) == 4404
    assert close_code(watch(idle_site, "x")) == 4404


def test_a_page_of_another_site_cannot_look(idle_site: Site, flow: str) -> None:
    headers = {"Authorization": f"Bearer {idle_site.key()}", "Origin": "https://evil.example"}
    with pytest.raises(InvalidStatus) as refused:
        watch(idle_site, flow, headers=headers)
    assert refused.value.response.status_code == 403


def test_who_may_no_longer_look_is_closed_out_who_may_is_told_the_state_again(
    idle_site: Site, flow: str, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flow_sockets, "RECHECK_SECONDS", 0.2)
    made, secret = services.create_api_key(workspace=workspace, name="x", role=Role.VIEWER, actor=SYSTEM)
    client = watch(idle_site, flow, key=secret)
    assert hear(client, "flow.state") == hear(client, "flow.state")
    services.revoke_api_key(workspace=workspace, key_id=made.pk, actor=SYSTEM)
    assert close_code(client) == 4401


def test_who_is_no_longer_heard_of_vanishes(idle_site: Site, flow: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flow_sockets, "HEARTBEAT_SECONDS", 0.1)
    monkeypatch.setattr("executions.live.roster.LIVE_SECONDS", 0.5)
    ghost = {"type": "here", "id": "g", "user": "ghost", "since": "2026-01-01T00:00:00.000Z", "later": "unknown field"}
    with watch(idle_site, flow) as client:
        hear(client, "presence")
        flow_bus.BUS.publish(UUID(flow), ghost)
        hear_people(client, ("ghost", None, None), ("key k", None, None))
        hear_people(client, ("key k", None, None))


@pytest.mark.postgres
def test_people_and_saves_of_other_processes_are_heard_and_ours_are_told_them(idle_site: Site, flow: str) -> None:
    from redis import Redis

    with Redis.from_url(settings.ENV.redis_url) as redis, redis.pubsub(ignore_subscribe_messages=True) as others:
        others.subscribe(flow_bus.CHANNEL)
        with watch(idle_site, flow) as client:
            hear(client, "presence")
            assert [sent(others)[2]["type"] for _ in range(2)] == ["who", "here"]
            person = {"type": "here", "id": "1", "user": "ben", "since": "2026-01-01T00:00:00.000Z", "version": 4}
            redis.publish(flow_bus.CHANNEL, to_json(["another", UUID(flow).hex, person]))
            hear_people(client, ("ben", 4, None), ("key k", None, None))
            redis.publish(flow_bus.CHANNEL, to_json(["another", UUID(flow).hex, {"type": "who", "id": "1"}]))
            assert sent(others, "here")[2]["user"] == "key k"
            save(idle_site, flow, LINE, 1)
            told = sent(others, "flow.saved")
            assert (told[1], told[2]["revision"]) == (UUID(flow).hex, 2)
            assert hear(client, "flow.saved")["revision"] == 2
        assert sent(others, "gone")[0] == flow_bus.BUS.origin


def sent(others: Any, kind: str = "") -> Any:
    """The next message of this process (of a type) that went through Redis."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        message = others.get_message(timeout=1)
        found = from_json(message["data"]) if message else None
        if found and found[0] == flow_bus.BUS.origin and kind in ("", found[2]["type"]):
            return found
    raise TimeoutError(kind)
