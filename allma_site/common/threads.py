"""Threads that read and write the database for asynchronous code, each with a connection that it keeps."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import ParamSpec, TypeVar

from django.db import close_old_connections, connections

P = ParamSpec("P")
T = TypeVar("T")


class DatabaseThreads:
    """A fixed number of threads. A connection that broke is replaced before the next work."""

    def __init__(self, count: int, *, name: str) -> None:
        self._count = count
        self._threads = ThreadPoolExecutor(count, thread_name_prefix=name)

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `work` returns, or its exception."""

        def with_connection() -> T:
            close_old_connections()
            return work(*args, **kwargs)

        return await asyncio.get_running_loop().run_in_executor(self._threads, with_connection)

    def close(self) -> None:
        """Close every thread's connection; work that comes later opens new ones. Waits for work under way."""
        together = threading.Barrier(self._count)

        def close() -> None:
            together.wait()  # so that each thread takes one of these
            connections.close_all()

        wait([self._threads.submit(close) for _ in range(self._count)])
