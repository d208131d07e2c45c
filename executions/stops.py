"""Reaching into attempts that run: which executions have some here, and ending them from another thread."""

from __future__ import annotations

import threading
import time
import uuid

from connections.calls import Cancellation

LONGEST_ATTEMPT_SECONDS = 900.0
"""An attempt without a time-out of its own is not kept alive longer than this."""


class Stops:
    """The attempts under way in this process, by execution."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._attempts: dict[uuid.UUID, list[tuple[Cancellation, float]]] = {}

    def add(self, execution_id: uuid.UUID, cancellation: Cancellation, *, seconds: float | None) -> None:
        """An attempt begins that may take so many seconds."""
        until = time.monotonic() + (seconds if seconds is not None else LONGEST_ATTEMPT_SECONDS)
        with self._lock:
            self._attempts.setdefault(execution_id, []).append((cancellation, until))

    def abort(self, execution_id: uuid.UUID) -> None:
        """End the attempts of an execution."""
        with self._lock:
            attempts = list(self._attempts.get(execution_id, ()))
        for cancellation, _ in attempts:
            cancellation.abort()

    def abort_all(self) -> None:
        """End every attempt of this process."""
        with self._lock:
            execution_ids = list(self._attempts)
        for execution_id in execution_ids:
            self.abort(execution_id)

    def remove(self, execution_id: uuid.UUID) -> None:
        """The turn is over."""
        with self._lock:
            self._attempts.pop(execution_id, None)

    def alive(self) -> dict[uuid.UUID, list[Cancellation]]:
        """Executions with an attempt inside its deadline, whose leases are renewed; and these very attempts."""
        at = time.monotonic()
        with self._lock:
            return {
                execution_id: [cancellation for cancellation, _ in attempts]
                for execution_id, attempts in self._attempts.items()
                if any(until > at for _, until in attempts)
            }
