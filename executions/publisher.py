"""Hints to the other processes, through Redis."""

from __future__ import annotations

import threading
import time
import uuid
from functools import cache

import redis
import structlog
from django.conf import settings

from executions.notify import CHANNEL, Hint, encode_hint

log = structlog.get_logger(__name__)

COALESCE_SECONDS = 0.05


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


@cache
def publisher() -> Publisher:
    """The one of this process."""
    return Publisher(settings.ENV.redis_url)
