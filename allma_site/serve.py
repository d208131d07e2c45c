"""`python -m allma_site.serve`: migrate, first start, workers inside when there is no Redis, and the web server."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "allma_site.settings")

import django
import uvicorn

from allma_site.asgi_types import App, Receive, Scope, Send
from allma_site.env import env

if TYPE_CHECKING:
    from executions.worker import Worker

DEFAULT_PORT = 8000
GRACE_SECONDS = 10
MIGRATION_LOCK = 0x616C6C6D61
"""The advisory lock that web processes queue on: one migrates, the others find nothing left to do."""


def main() -> None:
    """Serve until SIGTERM or Ctrl-C."""
    django.setup()
    prepare_database()
    greet()
    with contextlib.suppress(KeyboardInterrupt):
        server().run()


def prepare_database() -> None:
    """Apply the migrations that are not applied."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    with one_at_a_time():
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", interactive=False, verbosity=0)


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Hold off other starting processes, on PostgreSQL; SQLite has one process."""
    from django.db import connection

    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])


def greet() -> None:
    """Say where the panel is and, at the very first start, how to come in."""
    from workspaces.services import setup_first_start

    with one_at_a_time():
        first = setup_first_start(admin_password=env.admin_password)
    lines = [f"Allma: {env.public_url or f'http://{shown_host()}:{port()}'}"]
    if first.password:
        shown = "the one in ALLMA_ADMIN_PASSWORD" if env.admin_password else first.password
        lines.append(f"First start: log in as {first.username!r}, password {shown} (shown this once).")
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def shown_host() -> str:
    """An address a browser on this machine can use."""
    return "127.0.0.1" if env.host in ("0.0.0.0", "::") else env.host  # noqa: S104 - compared, not bound


def port() -> int:
    """`PORT` of the environment. Exits naming it when it is no port."""
    text = os.environ.get("PORT", str(DEFAULT_PORT))
    if not (text.isdigit() and len(text) < 6 and 0 < int(text) < 65536):
        sys.exit(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def server() -> uvicorn.Server:
    """The web server, with workers inside unless Redis carries the hints to others."""
    from allma_site.asgi import application

    app: App = WithWorker(application, embedded_worker()) if env.workers and not env.redis_url else application
    config = uvicorn.Config(
        app,
        host=env.host,
        port=port(),
        log_config=None,
        access_log=False,
        server_header=False,
        ws_max_size=2**16,
        timeout_graceful_shutdown=GRACE_SECONDS,
        lifespan="on",
    )
    return uvicorn.Server(config)


def embedded_worker() -> Worker:
    """The worker of this process."""
    from executions.worker import Worker

    return Worker(kind="embedded", threads=env.workers)


class WithWorker:
    """An application whose worker starts and stops with it."""

    def __init__(self, app: App, worker: Worker) -> None:
        self._app = app
        self._worker = worker

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one connection on; at the lifespan's ends start and stop the worker."""
        if scope["type"] != "lifespan":
            await self._app(scope, receive, send)
            return
        self._worker.start()
        await self._app(scope, receive, send)
        await asyncio.to_thread(self._worker.stop)


if __name__ == "__main__":
    main()
