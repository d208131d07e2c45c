"""Up to which event number everything that will ever be visible is visible.

PostgreSQL gives a number when a row is inserted and shows it when the transaction commits, so a lower number can appear
after a higher one. A commit takes its transaction id before its numbers; so once every transaction that had an id when
number M was seen is over, no number up to M can still appear. SQLite has one writer: there the question does not arise.
"""

from __future__ import annotations

import threading
from collections import deque

from executions.sql import fetch_one, is_postgres

EVENTS = "executions_executionevent"


class Horizon:
    """What this process knows of it. Ask outside a transaction: each look must see the present."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._safe = 0
        self._seen: deque[tuple[int, int]] = deque()

    def look(self) -> tuple[int | None, bool]:
        """The last safe number (None: all are), and whether higher ones wait for transactions under way."""
        if not is_postgres():
            return None, False
        with self._lock:
            last = _number(f'SELECT COALESCE(max(id), 0) FROM "{EVENTS}"')  # noqa: S608 - our own table
            if last > max(self._safe, self._seen[-1][0] if self._seen else 0):
                self._seen.append((last, _number("SELECT pg_current_xact_id()::text::bigint")))
            oldest = _number("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
            while self._seen and self._seen[0][1] <= oldest:
                self._safe = self._seen.popleft()[0]
            return self._safe, bool(self._seen)


def _number(sql: str) -> int:
    row = fetch_one(sql)
    return int(row[0]) if row else 0


HORIZON = Horizon()
