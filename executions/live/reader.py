"""Database reads for asynchronous code: a few threads that keep their connections."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar

from django.db import close_old_connections

THREADS = 4

P = ParamSpec("P")
T = TypeVar("T")


class Reader:
    """Runs short reads beside the event loop. A connection that broke is replaced before the next read."""

    def __init__(self, threads: int = THREADS) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="allma-read")

    async def run(self, read: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `read` returns, or its exception."""

        def work() -> T:
            close_old_connections()
            return read(*args, **kwargs)

        loop: Any = asyncio.get_running_loop()
        result: T = await loop.run_in_executor(self._threads, work)
        return result


READER = Reader()
