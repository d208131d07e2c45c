"""Hints: "this run has changed", "something is due". They may be lost, doubled or late without harm.

Inside a process they go through `HUB`. With Redis they also go to the other processes, from a thread of their own,
at most one per execution every 50 ms, never from inside a commit.
"""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.conf import settings

CHANNEL = "allma:live"


@dataclass(frozen=True, slots=True)
class Hint:
    """An execution has events up to `seq`. `final`: it is over."""

    execution_id: uuid.UUID
    workspace_id: uuid.UUID
    seq: int
    final: bool = False


Listener = Callable[[Hint], None]


class Hub:
    """Listeners of this process, by execution and by workspace. Called from whatever thread has the news."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: dict[uuid.UUID, set[Listener]] = {}

    def listen(self, subject: uuid.UUID, listener: Listener) -> Callable[[], None]:
        """Hear of an execution or of all of a workspace; call what this returns to stop."""
        with self._lock:
            self._listeners.setdefault(subject, set()).add(listener)
        return lambda: self._forget(subject, listener)

    def _forget(self, subject: uuid.UUID, listener: Listener) -> None:
        with self._lock:
            listeners = self._listeners.get(subject)
            if listeners is not None:
                listeners.discard(listener)
                if not listeners:
                    del self._listeners[subject]

    def tell(self, hint: Hint) -> None:
        """Pass a hint on."""
        with self._lock:
            heard = [*self._listeners.get(hint.execution_id, ()), *self._listeners.get(hint.workspace_id, ())]
        for listener in heard:
            listener(hint)


HUB = Hub()


def encode_hint(hint: Hint) -> str:
    """A hint as it goes through Redis."""
    return json.dumps([hint.execution_id.hex, hint.workspace_id.hex, hint.seq, hint.final])


def decode_hint(data: Any) -> Hint:
    """A hint as it comes from Redis."""
    execution, workspace, seq, final = json.loads(data)
    return Hint(uuid.UUID(execution), uuid.UUID(workspace), seq, final)


def changed(hint: Hint) -> None:
    """Tell everybody that a run has changed. Call it after the commit."""
    HUB.tell(hint)
    if settings.ENV.redis_url:
        from executions.publisher import publisher  # the Redis client is a quarter of a second to import

        publisher().put(hint)


_wakers: list[Callable[[], None]] = []


def on_due(waker: Callable[[], None]) -> Callable[[], None]:
    """Be called when some run may be due. Call what this returns to stop; twice is as once."""
    _wakers.append(waker)

    def forget() -> None:
        with suppress(ValueError):
            _wakers.remove(waker)

    return forget


def due() -> None:
    """Some run may be due now: wake the workers of this process, or send a hint to the others."""
    for waker in tuple(_wakers):
        waker()
