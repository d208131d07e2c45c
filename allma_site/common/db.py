"""Writing to the database: one queue of writers on SQLite, retries on PostgreSQL, and the database's own clock."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TypeVar

from django.db import OperationalError, connection, transaction

from allma_site.common.clock import now

T = TypeVar("T")

CONFLICTS = frozenset({"40001", "40P01"})
"""SQLSTATE of serialization_failure and deadlock_detected."""

_writers = threading.RLock()


@contextmanager
def write(*, durable: bool = False) -> Iterator[None]:
    """One transaction that writes. On SQLite the process's writers queue on a lock before BEGIN IMMEDIATE.

    Queueing in the process is fair and wakes at once; SQLite's own busy handler sleeps and starves. May be nested.
    Never open it inside a plain `atomic()` of the same thread: that transaction would hold SQLite's lock first.
    """
    if connection.vendor != "sqlite":
        with transaction.atomic(durable=durable):
            yield
        return
    with _writers, transaction.atomic(durable=durable):
        yield


@contextmanager
def statement() -> Iterator[None]:
    """One writing statement that is its own transaction: cheaper than `write()`, queued like it. May be nested."""
    if connection.vendor != "sqlite":
        yield
        return
    with _writers:
        yield


def retry_on_conflict(work: Callable[[], T], *, tries: int = 3) -> T:
    """What `work` returns; run again when PostgreSQL undid it for a deadlock or a serialization failure.

    `work` opens its own transaction. Inside an open one there is nothing to retry and the error passes through.
    """
    for attempt in range(1, tries):
        try:
            return work()
        except OperationalError as error:
            if not is_conflict(error) or connection.in_atomic_block:
                raise
            time.sleep(random.uniform(0, 0.01 * 2**attempt))  # noqa: S311 - jitter, not a secret
    return work()


def is_conflict(error: BaseException) -> bool:
    """Whether the database undid the transaction because of another one, so that running it again can work."""
    return getattr(error.__cause__, "sqlstate", None) in CONFLICTS


def db_now() -> datetime:
    """The database's clock, aware, UTC. SQLite lives in this process, so its clock is the machine's."""
    if connection.vendor != "postgresql":
        return now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment
