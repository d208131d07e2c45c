"""Hints of other processes, through Redis."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest
from django.conf import settings

from executions.live import bridge
from executions.notify import CHANNEL, HUB, Hint, encode_hint

PATIENCE_SECONDS = 20.0

pytestmark = pytest.mark.postgres


@asynccontextmanager
async def listening(hint: Hint) -> AsyncIterator[asyncio.Event]:
    """The bridge is up; the event is set when the hub hears of the hint's execution."""
    heard, loop = asyncio.Event(), asyncio.get_running_loop()

    def hear(_: Hint) -> None:
        loop.call_soon_threadsafe(heard.set)

    forget = HUB.listen(hint.execution_id, hear)
    task = bridge.start()
    try:
        yield heard
    finally:
        forget()
        await bridge.stop(task)


async def publish_until(hint: Hint, heard: asyncio.Event) -> None:
    from redis import asyncio as redis

    async with redis.Redis.from_url(settings.ENV.redis_url) as client, asyncio.timeout(PATIENCE_SECONDS):
        while not heard.is_set():
            await client.publish(CHANNEL, encode_hint(hint))
            await asyncio.sleep(0)


def test_a_hint_of_another_process_is_heard_here() -> None:
    hint = Hint(uuid4(), uuid4(), 7, True)

    async def listen() -> None:
        async with listening(hint) as heard:
            await publish_until(hint, heard)

    asyncio.run(listen())


def test_hints_are_heard_again_after_redis_dropped_the_connection_or_sent_nonsense() -> None:
    hint = Hint(uuid4(), uuid4(), 7)

    async def listen() -> None:
        from redis import asyncio as redis

        async with listening(hint) as heard:
            await publish_until(hint, heard)
            async with redis.Redis.from_url(settings.ENV.redis_url) as client:
                await client.publish(CHANNEL, "nonsense")
                await client.client_kill_filter(_type="pubsub")
            heard.clear()
            await publish_until(hint, heard)

    asyncio.run(listen())


def test_the_bridge_ends_when_it_is_told_to() -> None:
    async def run() -> bool:
        task = bridge.start()
        assert task is not None
        await bridge.stop(task)
        return task.done()

    assert asyncio.run(run())
