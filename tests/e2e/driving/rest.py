"""The HTTP API with a key, as a program uses it."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

FINAL = frozenset({"COMPLETED", "FAILED", "CANCELLED", "TIMED_OUT", "QUARANTINED"})
PATIENCE_SECONDS = 20.0
POLL_SECONDS = 0.02


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
        return self.await_status(self.start(flow_id, body), *FINAL)

    def await_status(self, execution_id: str, *statuses: str) -> dict[str, Any]:
        """The run, once it has one of these statuses."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            found: dict[str, Any] = self("GET", f"/executions/{execution_id}/")
            if found["status"] in statuses:
                return found
            if time.monotonic() > deadline:
                raise AssertionError(f"The run {execution_id} is {found['status']}, not {' or '.join(statuses)}.")
            time.sleep(POLL_SECONDS)

    def member(self, username: str, role: str, password: str) -> None:
        """A member of the workspace with a password."""
        self("POST", "/members/", {"username": username, "role": role, "password": password})
