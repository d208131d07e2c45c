"""Messages between the sockets of a flow, in this process and, through Redis, in all others.

They may be lost: presence is said again every few seconds, and a socket reads the state of its flow every minute.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable
from functools import cache
from typing import Any

import structlog
from django.conf import settings
from pydantic_core import from_json, to_json

from allma_site.common.clock import iso
from allma_site.common.ids import new_id
from flows.announcing import FlowNews

log = structlog.get_logger(__name__)

CHANNEL = "allma:flows"
COMPLAIN_SECONDS = 60.0

Message = dict[str, Any]
Listener = Callable[[Message], None]


class FlowBus:
    """Who listens to which flow in this process. Everything may be called from any thread."""

    def __init__(self) -> None:
        self.origin = new_id().hex
        self._lock = threading.Lock()
        self._listeners: dict[uuid.UUID, set[Listener]] = {}
        self._complained_at = -COMPLAIN_SECONDS

    def listen(self, flow_id: uuid.UUID, listener: Listener) -> Callable[[], None]:
        """Hear every message about a flow; call what this returns to stop."""
        with self._lock:
            self._listeners.setdefault(flow_id, set()).add(listener)
        return lambda: self._forget(flow_id, listener)

    def _forget(self, flow_id: uuid.UUID, listener: Listener) -> None:
        with self._lock:
            listeners = self._listeners.get(flow_id, set())
            listeners.discard(listener)
            if not listeners:
                self._listeners.pop(flow_id, None)

    def publish(self, flow_id: uuid.UUID, message: Message) -> None:
        """Tell the listeners here, then those of the other processes."""
        self._deliver(flow_id, message)
        if settings.ENV.redis_url:
            self._send(to_json([self.origin, flow_id.hex, message]))

    def hear(self, data: str | bytes) -> None:
        """Take a message from Redis. What this process sent itself was delivered already."""
        origin, flow_id, message = from_json(data)
        if origin != self.origin:
            self._deliver(uuid.UUID(flow_id), message)

    def tell(self, news: FlowNews) -> None:
        """Carry what happened to a flow to its sockets."""
        frame = {
            "type": news.type,
            "version": news.version,
            "revision": news.revision,
            "author": news.author,
            "at": iso(news.at),
            "clientId": news.client_id or None,
        }
        self.publish(news.flow_id, frame)

    def _deliver(self, flow_id: uuid.UUID, message: Message) -> None:
        with self._lock:
            listeners = tuple(self._listeners.get(flow_id, ()))
        for listener in listeners:
            listener(message)

    def _send(self, data: bytes) -> None:
        from redis import RedisError  # not needed without Redis

        try:
            _client().publish(CHANNEL, data)
        except (OSError, RedisError) as error:
            if time.monotonic() - self._complained_at > COMPLAIN_SECONDS:
                self._complained_at = time.monotonic()
                log.warning("flow_messages_not_sent", error=type(error).__name__)


@cache
def _client() -> Any:
    import redis

    return redis.Redis.from_url(settings.ENV.redis_url, socket_timeout=2, socket_connect_timeout=2)


BUS = FlowBus()
