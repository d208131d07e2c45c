"""The HTTP API with a key, as a program uses it."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

FINAL = frozenset({"COMPLETED", "FAILED", "CANCELLED", "TIMED_OUT", "QUARANTINED"})
PATIENCE_SECONDS = 20


class Refused(Exception):
    """The server answered with an error status."""

    def __init__(self, status: int, body: str) -> None:
        super().__init__(f"{status} {body[:400]}")
        self.status = status


@dataclass(frozen=True, slots=True)
class Rest:
    """Calls below `/api/v1`."""

    url: str
    key: str

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """The JSON of an answer. Raises Refused."""
        request = urllib.request.Request(
            f"{self.url}/api/v1{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {self.key}", "Content-Type": "application/json", **headers},
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            raise Refused(error.code, error.read().decode(errors="replace")) from None

    def flow(self, definition: dict[str, Any] | None = None, *, name: str = "", publish: bool = False) -> str:
        """A new flow, its draft 1 holding the definition; its id."""
        body = {"name": name or f"Flow {uuid4().hex[:8]}", **({"definition": definition} if definition else {})}
        flow_id: str = self("POST", "/flows/", body)["id"]
        if publish:
            self("POST", f"/flows/{flow_id}/versions/1/publish/", {})
        return flow_id

    def definition(self, flow_id: str, number: int = 1) -> dict[str, Any]:
        """What a version holds now."""
        found: dict[str, Any] = self("GET", f"/flows/{flow_id}/versions/{number}/")["definition"]
        return found

    def save(self, flow_id: str, definition: dict[str, Any], number: int = 1) -> None:
        """Saves a draft over whatever revision it has, as another person's tab would."""
        revision = self("GET", f"/flows/{flow_id}/versions/{number}/")["revision"]
        path = f"/flows/{flow_id}/versions/{number}/"
        self("PUT", path, {"definition": definition}, **{"If-Match": f'"{revision}"'})

    def start(self, flow_id: str, body: dict[str, Any]) -> str:
        """Starts a run; its id."""
        started: str = self("POST", f"/flows/{flow_id}/executions/", body)["executionId"]
        return started

    def run(self, flow_id: str, body: dict[str, Any]) -> dict[str, Any]:
        """Starts a run and waits for its end."""
        found: dict[str, Any] = self("POST", f"/flows/{flow_id}/executions/?wait={PATIENCE_SECONDS}", body)
        assert found["status"] in FINAL, f"The run is {found['status']} after {PATIENCE_SECONDS} s."
        return found

    def await_status(self, execution_id: str, *statuses: str) -> dict[str, Any]:
        """The run, once it has one of these statuses."""
        found: dict[str, Any] = {}
        for _ in self._moves(execution_id):
            found = self("GET", f"/executions/{execution_id}/")
            if found["status"] in statuses:
                return found
        raise AssertionError(f"The run {execution_id} stays {found['status']}, not {' or '.join(statuses)}.")

    def _moves(self, execution_id: str) -> Iterator[None]:
        """Once, then for every event of the run's socket, until none comes for a while."""
        address = f"{self.url.replace('http', 'ws', 1)}/ws/executions/{execution_id}/"
        headers = {"Authorization": f"Bearer {self.key}"}
        with connect(address, additional_headers=headers, close_timeout=1) as socket:
            socket.send(json.dumps({"type": "subscribe", "after": 0}))
            with suppress(TimeoutError, ConnectionClosed):
                while True:
                    socket.recv(timeout=PATIENCE_SECONDS)
                    yield

    def member(self, username: str, role: str, password: str) -> None:
        """A member of the workspace with a password."""
        self("POST", "/members/", {"username": username, "role": role, "password": password})
