"""A web socket that drops again and again still shows every event once, in order."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from websockets.sync.client import ClientConnection, connect

from tests.acceptance import definitions
from tests.acceptance.api import Api
from tests.acceptance.promises import assert_sound
from tests.processes import Allma

DROPS = 20
FRAMES_BETWEEN = 4
ROUNDS = 60


def test_a_socket_dropped_twenty_times_misses_nothing_and_repeats_nothing(allma: Allma, api: Api) -> None:
    allma.start_worker()
    allma.await_ready()
    run = api.start(api.publish("loop", definitions.loop(ROUNDS)), {"n": 0})
    seen: list[dict[str, Any]] = []
    for _ in range(DROPS):
        with watching(api, run) as socket:
            frames = events(socket, after=last(seen))
            seen += [next(frames) for _ in range(FRAMES_BETWEEN)]
            socket.socket.close()
    with watching(api, run) as socket:
        for frame in events(socket, after=last(seen)):
            seen.append(frame)
            if frame["type"] == "execution.completed":
                break
    stored = api.events(run)
    assert len(stored) > DROPS * FRAMES_BETWEEN
    assert [frame["seq"] for frame in seen] == list(range(1, len(stored) + 1))
    assert [frame["type"] for frame in seen] == [event["type"] for event in stored]
    assert_sound(allma)


def watching(api: Api, run: str) -> ClientConnection:
    """A socket on a run."""
    url = api.url.replace("http:", "ws:") + f"/ws/executions/{run}/"
    headers = {"Authorization": f"Bearer {api.key}"}
    return connect(url, additional_headers=headers, close_timeout=1, compression=None)


def events(socket: ClientConnection, *, after: int) -> Iterator[dict[str, Any]]:
    """The events after a position, as they come."""
    socket.send(json.dumps({"type": "subscribe", "after": after}))
    while True:
        frame = json.loads(socket.recv(timeout=30))
        if frame["type"] != "subscribed":
            yield frame


def last(seen: list[dict[str, Any]]) -> int:
    """The position of the newest event."""
    return int(seen[-1]["seq"]) if seen else 0
