"""Everything the web server serves: HTTP through Django on threads that persist, web sockets, start and stop."""

from __future__ import annotations

import asyncio
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "allma_site.settings")

from allma_site.wsgi import application as django  # isort: skip  (sets Django up before anything below is imported)

from allma_site.asgi_types import Receive, Scope, Send
from allma_site.env import env
from allma_site.http import DjangoThreads
from allma_site.wait import Waits
from executions.live import bridge
from executions.live.reader import READER
from executions.live.sockets import sockets

pages = DjangoThreads(django, threads=env.web_threads, max_body_bytes=env.max_input_bytes)
http = Waits(pages)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """One connection, by its kind."""
    if scope["type"] == "http":
        await http(scope, receive, send)
    elif scope["type"] == "websocket":
        await sockets(scope, receive, send)
    elif scope["type"] == "lifespan":
        await lifespan(receive, send)


async def lifespan(receive: Receive, send: Send) -> None:
    """Listen to Redis, when there is one, from the start of the process to its end; then let go of the database."""
    await receive()
    hints = bridge.start()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await bridge.stop(hints)
    for threads in (pages, READER):
        await asyncio.to_thread(threads.close)
    await send({"type": "lifespan.shutdown.complete"})
