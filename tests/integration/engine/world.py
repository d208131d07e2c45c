"""An HTTP service outside whose answers a test decides, and which keeps what it was asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.unit.connections.server import Answer, Seen, serving


@dataclass
class World:
    """Answers with the next of `script` (status, JSON), then with 200 and {"ok": true} or the query."""

    url: str = ""
    script: list[tuple[int, Any]] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    on_request: Callable[[Seen], None] = lambda _: None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, seen: Seen) -> Answer:
        """What the service says to one request."""
        self.on_request(seen)
        with self._lock:
            self.seen.append(seen)
            status, body = self.script.pop(0) if self.script else (200, self._said(seen))
        return status, {"Content-Type": "application/json"}, json.dumps(body).encode()

    @staticmethod
    def _said(seen: Seen) -> Any:
        return {"query": seen.path.partition("?")[2]} if "?" in seen.path else {"ok": True}

    @property
    def keys(self) -> list[str]:
        """The idempotency keys it saw, in order."""
        return [seen.headers["idempotency-key"] for seen in self.seen]


@contextmanager
def outside() -> Iterator[World]:
    """A service on loopback."""
    world = World()
    with serving(world.answer) as server:
        world.url = f"{server.url}/thing"
        yield world
