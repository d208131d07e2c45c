"""Hints and messages of other processes: one subscription to Redis for each web process, passed on inside it.

While Redis is away nothing is lost but speed: whoever waits reads the database by itself every few seconds.
"""

from __future__ import annotations

import asyncio
import contextlib
import random

import structlog
from django.conf import settings

from executions.live import flow_bus
from executions.notify import CHANNEL, HUB, decode_hint

log = structlog.get_logger(__name__)

RETRY_SECONDS = 1.0

Listening = asyncio.Task[None] | None


def start() -> Listening:
    """Begin to listen, when there is a Redis; call it on the event loop."""
    url = settings.ENV.redis_url
    return asyncio.get_running_loop().create_task(listen(url), name="allma-hints") if url else None


async def stop(listening: Listening) -> None:
    """End what `start` began."""
    if listening is None:
        return
    listening.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await listening


async def listen(url: str) -> None:
    """Pass on hints until cancelled, through lost connections."""
    while True:
        try:
            await _pass_on(url)
        except Exception as error:  # noqa: BLE001 - redis has its own tree; a lost hint is harmless, a dead listener is not
            log.warning("hints_not_heard", error=type(error).__name__)
        await asyncio.sleep(RETRY_SECONDS * random.uniform(0.5, 1.5))  # noqa: S311 - not all at once


async def _pass_on(url: str) -> None:
    from redis import asyncio as redis  # not needed without Redis

    client = redis.Redis.from_url(url, socket_connect_timeout=2, health_check_interval=10)
    async with client, client.pubsub(ignore_subscribe_messages=True) as channel:
        await channel.subscribe(CHANNEL, flow_bus.CHANNEL)
        async for message in channel.listen():
            if message["channel"] == CHANNEL.encode():
                HUB.tell(decode_hint(message["data"]))
            else:
                flow_bus.BUS.hear(message["data"])
