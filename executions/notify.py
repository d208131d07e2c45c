"""Hints: "this run has changed", "something is due". They may be lost, doubled or late without harm.

Inside a process they go through `HUB`. With Redis they also go to the other processes, from a thread of their own,
at most one per execution every 50 ms, never from inside a commit.
"""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import redis
import structlog
from django.conf import settings

log = structlog.get_logger(__name__)

COALESCE_SECONDS = 0.05
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


class Publisher:
    """Sends hints to the other processes through Redis. Failing to is logged once a minute and otherwise ignored."""

    def __init__(self, url: str) -> None:
        self._redis = redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)
        self._waiting: dict[uuid.UUID, Hint] = {}
        self._lock = threading.Lock()
        self._news = threading.Event()
        self._complained_at = 0.0
        self._thread = threading.Thread(target=self._run, name="allma-hints", daemon=True)
        self._thread.start()

    def put(self, hint: Hint) -> None:
        """Send it soon."""
        with self._lock:
            self._waiting[hint.execution_id] = hint
        self._news.set()

    def _run(self) -> None:
        while True:
            self._news.wait()
            self._news.clear()
            with self._lock:
                hints, self._waiting = list(self._waiting.values()), {}
            self._send(hints)
            time.sleep(COALESCE_SECONDS)  # the pace of hints, not a wait for a fact

    def _send(self, hints: list[Hint]) -> None:
        try:
            pipe = self._redis.pipeline(transaction=False)
            for hint in hints:
                pipe.publish(CHANNEL, encode_hint(hint))
            pipe.execute()
        except (OSError, redis.RedisError) as error:  # a lost hint is harmless
            self._complain(error)

    def _complain(self, error: Exception) -> None:
        if time.monotonic() - self._complained_at > 60:
            self._complained_at = time.monotonic()
            log.warning("hints_not_sent", error=type(error).__name__)


def encode_hint(hint: Hint) -> str:
    """A hint as it goes through Redis."""
    return json.dumps([hint.execution_id.hex, hint.workspace_id.hex, hint.seq, hint.final])


def decode_hint(data: Any) -> Hint:
    """A hint as it comes from Redis."""
    execution, workspace, seq, final = json.loads(data)
    return Hint(uuid.UUID(execution), uuid.UUID(workspace), seq, final)


_publisher: Publisher | None = None
_publisher_lock = threading.Lock()


def changed(hint: Hint) -> None:
    """Tell everybody that a run has changed. Call it after the commit."""
    HUB.tell(hint)
    if settings.ENV.redis_url:
        _get_publisher().put(hint)


def _get_publisher() -> Publisher:
    global _publisher
    if _publisher is None:
        with _publisher_lock:
            _publisher = _made_publisher()
    return _publisher


def _made_publisher() -> Publisher:
    """The one another thread made while this one queued, or a new one."""
    return _publisher if _publisher is not None else Publisher(settings.ENV.redis_url)


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
