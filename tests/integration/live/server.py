"""The whole application on loopback: a real web server on a thread, and a worker beside it."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any

import uvicorn
from django.db import connection
from websockets.sync.client import ClientConnection, connect

from allma_site.asgi import application
from executions.worker import Worker
from workspaces import services
from workspaces.actors import SYSTEM
from workspaces.models import Role, Workspace

PATIENCE_SECONDS = 20.0


class Server(uvicorn.Server):
    """Says when it is ready."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        self.ready.set()


@dataclass
class Site:
    """A running site and a key of one of its workspaces."""

    port: int
    workspace: Workspace
    keys: dict[Role, str] = field(default_factory=dict)

    def key(self, role: Role = Role.ADMIN, workspace: Workspace | None = None) -> str:
        """An API key."""
        if workspace is not None:
            return services.create_api_key(workspace=workspace, name="k", role=role, actor=SYSTEM)[1]
        if role not in self.keys:
            made = services.create_api_key(workspace=self.workspace, name="k", role=role, actor=SYSTEM)
            self.keys[role] = made[1]
        return self.keys[role]

    def ask(
        self, method: str, path: str, body: Any = None, *, raw: Any = None, key: str | None = None, **headers: str
    ) -> tuple[int, Any]:
        """Status and JSON of an answer. `raw` is a body as it is; an iterable is sent in chunks."""
        client = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        sent = raw if raw is not None else (b"" if body is None else json.dumps(body).encode())
        given = {"Content-Type": "application/json", "Authorization": f"Bearer {key or self.key()}", **headers}
        try:
            client.request(method, path, sent, given, encode_chunked=not isinstance(sent, bytes))
            answer = client.getresponse()
            text = answer.read()
        finally:
            client.close()
        return answer.status, json.loads(text) if text else None

    def flow(self, document: dict[str, Any]) -> str:
        """The id of a published flow."""
        made = self.ask("POST", "/api/v1/flows/", {"name": "A flow", "definition": document})[1]["id"]
        assert self.ask("POST", f"/api/v1/flows/{made}/versions/1/publish/", {})[0] == 200
        return str(made)

    def start(self, flow: str, given: Any = None) -> str:
        """The id of a run."""
        status, body = self.ask("POST", f"/api/v1/flows/{flow}/executions/", {"input": given or {}})
        assert status == 202, body
        return str(body["executionId"])

    def socket(self, path: str, *, key: str | None = None, headers: dict[str, str] | None = None) -> ClientConnection:
        """An open web socket, with a key unless headers are given."""
        sent = headers if headers is not None else {"Authorization": f"Bearer {key or self.key()}"}
        return connect(f"ws://127.0.0.1:{self.port}{path}", additional_headers=sent, open_timeout=PATIENCE_SECONDS)


@contextmanager
def running(workspace: Workspace, *, workers: int) -> Iterator[Site]:
    """A site until the end of the block."""
    config = uvicorn.Config(
        application, port=0, log_config=None, access_log=False, lifespan="on", timeout_graceful_shutdown=1
    )
    server, worker = Server(config), Worker(kind="embedded", threads=workers)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()), name="test-server")
    thread.start()
    assert server.ready.wait(PATIENCE_SECONDS)
    if workers:
        worker.start()
    try:
        yield Site(server.servers[0].sockets[0].getsockname()[1], workspace)
    finally:
        server.should_exit = True
        thread.join(PATIENCE_SECONDS)
        worker.stop(PATIENCE_SECONDS)
        connection.close()


def frames_until(client: ClientConnection, kind: str) -> list[dict[str, Any]]:
    """Frames up to the first of a type, without what only answers a message."""
    frames: list[dict[str, Any]] = []
    while not frames or frames[-1]["type"] != kind:
        frame = json.loads(client.recv(timeout=PATIENCE_SECONDS))
        if frame["type"] not in ("subscribed", "pong"):
            frames.append(frame)
    return frames


def say(client: ClientConnection, **message: Any) -> None:
    """Send a message."""
    client.send(json.dumps(message))


def subscribe(client: ClientConnection, after: int | None) -> int:
    """Subscribe behind a position; the position that was confirmed."""
    say(client, type="subscribe", after=after)
    while True:
        frame = json.loads(client.recv(timeout=PATIENCE_SECONDS))
        if frame["type"] == "subscribed":
            return int(frame["seq"])
