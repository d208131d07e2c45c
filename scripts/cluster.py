"""`make cluster`: the processes of production on private ports, without containers, until Ctrl-C."""

from __future__ import annotations

import secrets
import signal
import sys
from threading import Event

from tests.processes import cluster


def main() -> None:
    """Start, say where it is, wait for a signal, stop."""
    ended = Event()
    for kind in (signal.SIGINT, signal.SIGTERM):
        signal.signal(kind, lambda *_: ended.set())
    password = secrets.token_urlsafe(12)
    with cluster(workers=2, ALLMA_ADMIN_PASSWORD=password) as allma:
        assert allma.postgres is not None
        assert allma.redis is not None
        lines = [
            f"Allma:      {allma.url}",
            f"Login:      admin, {password}",
            f"API key:    {allma.create_key()}",
            f"PostgreSQL: {allma.postgres.url}",
            f"Redis:      {allma.redis.url}",
            f"Logs:       {allma.folder}",
            "Ctrl-C stops all of it.",
        ]
        sys.stdout.write("\n".join(lines) + "\n")
        sys.stdout.flush()
        ended.wait()


if __name__ == "__main__":
    main()
