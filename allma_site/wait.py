"""`?wait=N` on a start: the answer comes when the run is over, or after N seconds. Holds no thread and no connection.

The start itself is Django's. Then this waits for the notifier's word that the run is over, looks by itself every
second (hints may be lost), and lets Django show the run to the same caller.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import uuid
from urllib.parse import parse_qs

from django.db import DatabaseError
from pydantic_core import from_json

from allma_site.asgi_types import Receive, Scope, Send
from allma_site.common.problems import Invalid, TooLarge
from allma_site.http import (
    Answer,
    Disconnected,
    DjangoThreads,
    problem_answer,
    read_body,
    reply,
    request_id_of,
)
from executions.live.reader import READER
from executions.notify import HUB, Hint
from executions.selectors import is_over

STARTS = re.compile(r"/api/v1/flows/[^/]+/executions/")
LONGEST_SECONDS = 60
LOOK_SECONDS = 1.0
KEPT_HEADERS = (b"authorization", b"cookie", b"host", b"x-workspace", b"x-request-id", b"x-forwarded-proto")


class Waits:
    """Passes everything on to Django but starts that want to wait."""

    def __init__(self, django: DjangoThreads) -> None:
        self._django = django

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["method"] != "POST" or b"wait=" not in scope["query_string"] or not STARTS.fullmatch(scope["path"]):
            await self._django(scope, receive, send)
            return
        try:
            seconds = wait_seconds(scope["query_string"])
            body = await read_body(scope, receive, limit=self._django.max_body_bytes)
            answer = await self._started(scope, body, seconds)
        except (Invalid, TooLarge) as problem:
            answer = problem_answer(problem, request_id_of(scope))
        except Disconnected:
            return
        await reply(send, answer)

    async def _started(self, scope: Scope, body: bytes, seconds: float) -> Answer:
        started = await self._django.ask(scope, body)
        if started.status != 202:
            return started
        execution_id = from_json(started.body)["executionId"]
        over = await until_over(uuid.UUID(execution_id), seconds)
        shown = await self._django.ask(_show_scope(scope, execution_id), b"")
        if shown.status != 200:
            return started
        return Answer(200 if over else 202, shown.headers, shown.body)


async def until_over(execution_id: uuid.UUID, seconds: float) -> bool:
    """Whether the run is over within so many seconds."""
    loop, news = asyncio.get_running_loop(), asyncio.Event()
    finals: list[bool] = []

    def listener(hint: Hint) -> None:
        if hint.final:
            finals.append(True)
            loop.call_soon_threadsafe(news.set)

    forget = HUB.listen(execution_id, listener)
    try:
        until = loop.time() + seconds
        while not finals and not await _is_over(execution_id):
            left = until - loop.time()
            if left <= 0:
                return False
            await _heard(news, min(left, LOOK_SECONDS))
        return True
    finally:
        forget()


async def _is_over(execution_id: uuid.UUID) -> bool:
    """Whether the row says so; a database that is away says nothing."""
    with contextlib.suppress(DatabaseError):
        return await READER.run(is_over, execution_id)
    return False


async def _heard(news: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(news.wait(), seconds)
    except TimeoutError:
        return


def wait_seconds(query: bytes) -> float:
    """The `wait` of a query string. Raises Invalid unless it is a whole number from 1 to 60."""
    values = parse_qs(query.decode("latin1"), keep_blank_values=True).get("wait", [""])
    text = values[-1]
    if not (text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= LONGEST_SECONDS):
        raise Invalid.field("wait", f"must be a whole number of seconds from 1 to {LONGEST_SECONDS}.")
    return float(text)


def _show_scope(scope: Scope, execution_id: str) -> Scope:
    path = f"/api/v1/executions/{execution_id}/"
    headers = [(name, value) for name, value in scope["headers"] if name in KEPT_HEADERS]
    return {
        **scope,
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": headers,
    }
