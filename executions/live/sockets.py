"""Web sockets: `/ws/executions/{id}/` and `/ws/workspace/`; `/ws/flows/{id}/` is in `flow_sockets`.

The client sends `{"type": "subscribe", "after": seq}`; the server answers from the database and, at each hint, reads
on. Hints may be lost, so it also looks by itself every few seconds. `{"type": "ping"}` is answered `{"type": "pong"}`.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import structlog
from django.db import Error as DatabaseError
from pydantic_core import from_json, to_json

from executions.live.access import Refused, feed_of, has_good_origin, subprotocol_of
from executions.live.feeds import Feed, Page
from executions.live.flow_sockets import serve_flow
from executions.live.reader import READER
from executions.notify import HUB, Hint

log = structlog.get_logger(__name__)

PACE_SECONDS = 0.05
LOOK_SECONDS = 5.0
RECHECK_SECONDS = 60.0
LARGEST_SEQ = 2**62
FLOWS = "/ws/flows/"

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


async def sockets(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
    """Serve one socket."""
    await receive()
    if not has_good_origin(scope):
        await send({"type": "websocket.close", "code": 4403})
        return
    await send({"type": "websocket.accept", "subprotocol": subprotocol_of(scope)})
    try:
        if scope["path"].startswith(FLOWS):
            await serve_flow(scope, receive, send)
        else:
            await Socket(scope, await READER.run(feed_of, scope), receive, send).run()
    except Refused as refused:
        await send({"type": "websocket.close", "code": int(refused.code)})


class Socket:
    """One open socket: a task that listens to the client, and one that reads on and sends."""

    def __init__(self, scope: MutableMapping[str, Any], feed: Feed, receive: Receive, send: Send) -> None:
        self._scope = scope
        self._feed = feed
        self._receive = receive
        self._send = send
        self._position: int | None = None
        self._subscription = 0
        self._news = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._recheck_at = self._loop.time() + RECHECK_SECONDS

    async def run(self) -> None:
        """Until the client goes, or may no longer watch."""
        forget = HUB.listen(self._feed.subject, self._hear)
        pump = self._loop.create_task(self._pump())
        try:
            await self._listen()
        finally:
            forget()
            pump.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await pump

    def _hear(self, hint: Hint) -> None:
        """Called from any thread."""
        with contextlib.suppress(RuntimeError):  # the loop is closed: the server stops
            self._loop.call_soon_threadsafe(self._news.set)

    # What the client says.

    async def _listen(self) -> None:
        while True:
            message = await self._receive()
            if message["type"] == "websocket.disconnect":
                return
            await self._obey(message.get("text") or message.get("bytes") or b"")

    async def _obey(self, raw: str | bytes) -> None:
        try:
            said = from_json(raw)
        except ValueError:
            said = None
        kind = said.get("type") if isinstance(said, dict) else None
        if kind == "ping":
            await self._say({"type": "pong"})
        elif kind == "subscribe" and _is_position(said.get("after")):
            await self._subscribe(said.get("after"))
        else:
            detail = 'Send {"type": "subscribe", "after": <seq, 0 or more>} or {"type": "ping"}.'
            await self._say({"type": "error", "code": "bad_message", "detail": detail})

    async def _subscribe(self, after: int | None) -> None:
        position = await READER.run(self._feed.start) if after is None else after
        self._subscription += 1
        self._position = None  # what the pump reads just now belongs to the subscription before
        await self._say({"type": "subscribed", "seq": position})
        self._position = position
        self._news.set()

    # What the client is told.

    async def _pump(self) -> None:
        while True:
            try:
                await self._heard()
                if self._loop.time() >= self._recheck_at:
                    await self._check_again()
                await self._read_on()
            except Refused as refused:
                await self._send({"type": "websocket.close", "code": int(refused.code)})
                return
            except DatabaseError as error:
                log.warning("live_read_failed", error=type(error).__name__)
                self._news.set()
                await asyncio.sleep(random.uniform(0.5, 1.5))  # noqa: S311 - not all at once
            await asyncio.sleep(PACE_SECONDS)

    async def _heard(self) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._news.wait(), LOOK_SECONDS * random.uniform(0.8, 1.2))  # noqa: S311
        self._news.clear()

    async def _check_again(self) -> None:
        self._feed = await READER.run(feed_of, self._scope)
        self._recheck_at = self._loop.time() + RECHECK_SECONDS

    async def _read_on(self) -> None:
        position, subscription = self._position, self._subscription
        if position is None:
            return
        page: Page = await READER.run(self._feed.read, position)
        for frame in page.frames:
            if subscription != self._subscription:
                return
            self._position = frame.get("seq", self._position)
            await self._say(frame)
        if page.again:
            self._news.set()

    async def _say(self, frame: dict[str, Any]) -> None:
        await self._send({"type": "websocket.send", "text": to_json(frame).decode()})


def _is_position(after: Any) -> bool:
    return after is None or (type(after) is int and 0 <= after <= LARGEST_SEQ)
