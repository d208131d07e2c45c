"""`/ws/flows/{id}/`: who else is at a flow, and what was saved and published, told at once.

The server first sends `flow.state` and `presence`. The client says where it is with
`{"type": "here", "version": 3, "step": "a", "clientId": "…"}` as often as that changes, and `{"type": "ping"}`.
"""

from __future__ import annotations

import asyncio
import contextlib
import uuid
from dataclasses import replace
from typing import Annotated, Any, Literal

import structlog
from django.db import Error as DatabaseError
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import to_json

from allma_site.asgi_types import Message, Receive, Scope, Send
from allma_site.common.clock import iso, now
from allma_site.common.ids import new_id
from executions.live.access import FlowWatch, Refused, flow_id_of, flow_watch_of
from executions.live.flow_bus import BUS
from executions.live.reader import READER
from executions.live.roster import Person, Roster

log = structlog.get_logger(__name__)

HEARTBEAT_SECONDS = 20.0
RECHECK_SECONDS = 60.0
PACE_SECONDS = 0.05
MAX_WAITING = 1000

HERE, GONE, WHO = "here", "gone", "who"
NEWS = "flow."
BAD_MESSAGE = 'Send {"type": "here", "version": <number or null>, "step": <id or null>} or {"type": "ping"}.'


class Said(BaseModel):
    """What a client may say."""

    model_config = ConfigDict(extra="forbid", strict=True)

    type: Literal["here", "ping"]
    version: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None
    step: Annotated[str, StringConstraints(max_length=64)] | None = None
    clientId: Annotated[str, StringConstraints(max_length=64)] | None = None


async def serve_flow(scope: Scope, receive: Receive, send: Send) -> None:
    """Serve one accepted socket until its client goes. Raises Refused.

    It listens before it reads the state of the flow, so that nothing falls between the two.
    """
    mailbox = Mailbox(flow_id_of(scope))
    try:
        watch = await READER.run(flow_watch_of, scope)
        await FlowSocket(scope, watch, mailbox, receive, send).run()
    finally:
        mailbox.close()


class Mailbox:
    """The messages about a flow since this was made, in their order."""

    def __init__(self, flow_id: uuid.UUID) -> None:
        self._loop = asyncio.get_running_loop()
        self.messages: asyncio.Queue[Message] = asyncio.Queue(MAX_WAITING)
        self.close = BUS.listen(flow_id, self._hear)

    def _hear(self, message: Message) -> None:
        """Called from any thread. Who reads too slowly misses messages, not the state that comes every minute."""
        with contextlib.suppress(RuntimeError):  # the loop is closed: the server stops
            self._loop.call_soon_threadsafe(self._keep, message)

    def _keep(self, message: Message) -> None:
        with contextlib.suppress(asyncio.QueueFull):
            self.messages.put_nowait(message)


class FlowSocket:
    """One open socket: a task that listens to the client, and one that tells it what happens."""

    def __init__(self, scope: Scope, watch: FlowWatch, mailbox: Mailbox, receive: Receive, send: Send) -> None:
        self._scope = scope
        self._watch = watch
        self._heard = mailbox.messages
        self._receive = receive
        self._send = send
        self._me = Person(id=new_id().hex, user=watch.user, since=iso(now()))
        self._roster = Roster()
        self._loop = asyncio.get_running_loop()
        self._beat_at = self._loop.time() + HEARTBEAT_SECONDS
        self._recheck_at = self._loop.time() + RECHECK_SECONDS

    async def run(self) -> None:
        """Until the client goes, or may no longer look."""
        pump = self._loop.create_task(self._pump())
        try:
            await self._listen()
        finally:
            pump.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await pump
            await self._publish({"type": GONE, "id": self._me.id})

    async def _publish(self, message: Message) -> None:
        await asyncio.to_thread(BUS.publish, self._watch.flow_id, dict(message))

    async def _say_here(self) -> None:
        self._beat_at = self._loop.time() + HEARTBEAT_SECONDS
        await self._publish({"type": HERE, **self._me.as_dict()})

    # What the client says.

    async def _listen(self) -> None:
        while True:
            message = await self._receive()
            if message["type"] == "websocket.disconnect":
                return
            await self._obey(message.get("text") or message.get("bytes") or b"")

    async def _obey(self, raw: str | bytes) -> None:
        try:
            said = Said.model_validate_json(raw)
        except ValidationError:
            await self._say({"type": "error", "code": "bad_message", "detail": BAD_MESSAGE})
            return
        if said.type == "ping":
            await self._say({"type": "pong"})
            return
        moved = replace(self._me, version=said.version, step=said.step, clientId=said.clientId)
        if moved != self._me:
            self._me = moved
            await self._say_here()
            await asyncio.sleep(PACE_SECONDS)  # the next move of a client that moves all the time waits in its socket

    # What the client is told.

    async def _pump(self) -> None:
        await self._say(self._watch.state)
        await self._publish({"type": WHO, "id": self._me.id})
        await self._say_here()
        while True:
            try:
                await self._turn()
            except Refused as refused:
                await self._send({"type": "websocket.close", "code": int(refused.code)})
                return
            except DatabaseError as error:
                log.warning("live_read_failed", error=type(error).__name__)
                self._recheck_at = self._loop.time() + 1

    async def _turn(self) -> None:
        changed = await self._take_in(await self._next())
        while not self._heard.empty():
            changed = await self._take_in(self._heard.get_nowait()) or changed
        at = self._loop.time()
        if at >= self._beat_at:
            await self._say_here()
        if self._roster.forget_silent(at) or changed:
            await self._say({"type": "presence", "you": self._me.id, "people": self._roster.people()})
        if at >= self._recheck_at:
            self._watch = await READER.run(flow_watch_of, self._scope)
            self._recheck_at = self._loop.time() + RECHECK_SECONDS
            await self._say(self._watch.state)

    async def _next(self) -> Message | None:
        until = min(self._beat_at, self._recheck_at) - self._loop.time()
        with contextlib.suppress(TimeoutError):
            return await asyncio.wait_for(self._heard.get(), max(until, 0))
        return None

    async def _take_in(self, message: Message | None) -> bool:
        """Act on one message; whether the roster changed by it."""
        if message is None:
            return False
        kind = message["type"]
        if kind == HERE:
            return self._roster.hear(Person.of(message), self._loop.time())
        if kind == GONE:
            return self._roster.leave(message["id"])
        if kind == WHO and message["id"] != self._me.id:
            await self._say_here()
        if kind.startswith(NEWS):
            await self._say(message)
        return False

    async def _say(self, frame: Message | dict[str, Any]) -> None:
        await self._send({"type": "websocket.send", "text": to_json(frame).decode()})
