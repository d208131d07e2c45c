"""A lean HTTP client that keeps its connection, so that the measurement is the server's."""

from __future__ import annotations

import http.client
import json
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

FINAL = frozenset({"COMPLETED", "FAILED", "CANCELLED", "TIMED_OUT", "QUARANTINED"})
LIVE = "QUEUED,RUNNING,WAITING"
POLL_SECONDS = 0.05
PATIENCE_SECONDS = 300.0
IDLE_SECONDS = 2.0
"""A connection that was idle for longer is opened anew: the server closes it after 5 s."""


class BenchError(RuntimeError):
    """The server answered something that makes the measurement worthless; the message holds the answer."""


@dataclass(slots=True)
class Client:
    """One connection to `url` with an API key."""

    url: str
    key: str
    _connection: http.client.HTTPConnection | None = field(default=None)
    _used_at: float = 0.0

    def get(self, path: str) -> Any:
        """The JSON of a GET below `/api/v1`."""
        return self.send("GET", path, None)

    def post(self, path: str, body: Any) -> Any:
        """The JSON of a POST below `/api/v1`."""
        return self.send("POST", path, json.dumps(body).encode())

    def send(self, method: str, path: str, body: bytes | None, **headers: str) -> Any:
        """One request with a body that is JSON already. Raises BenchError unless the status is 2xx."""
        connection = self._connected()
        sent = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json", **headers}
        connection.request(method, f"/api/v1{path}", body=body, headers=sent)
        answer = connection.getresponse()
        content = answer.read()
        if not 200 <= answer.status < 300:
            raise BenchError(f"{method} {path}: {answer.status} {content[:500].decode(errors='replace')}")
        return json.loads(content)

    def _connected(self) -> http.client.HTTPConnection:
        now = time.monotonic()
        if self._connection is None or now - self._used_at > IDLE_SECONDS:
            self._connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=PATIENCE_SECONDS)
        self._used_at = now
        return self._connection


def publish(client: Client, name: str, definition: dict[str, Any]) -> str:
    """The id of a new flow whose first version is published."""
    flow_id: str = client.post("/flows/", {"name": name})["id"]
    version = f"/flows/{flow_id}/versions/1/"
    revision = client.get(version)["revision"]
    body = json.dumps({"definition": definition}).encode()
    client.send("PUT", version, body, **{"If-Match": f'"{revision}"'})
    client.post(f"{version}publish/", {})
    return flow_id


def await_final(client: Client, execution_id: str) -> dict[str, Any]:
    """The finished run. Looks every 50 ms; raises BenchError when it takes too long."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        run: dict[str, Any] = client.get(f"/executions/{execution_id}/")
        if run["status"] in FINAL:
            return run
        if time.monotonic() > deadline:
            raise BenchError(f"Execution {execution_id} is still {run['status']}.")
        time.sleep(POLL_SECONDS)


def await_all(client: Client, flow_id: str, last_id: str) -> None:
    """Wait until no run of the flow is live. Looks at the last one first, which is the cheapest question."""
    await_final(client, last_id)
    while client.get(f"/executions/?flow={flow_id}&status={LIVE}&limit=1")["results"]:
        time.sleep(POLL_SECONDS)


def check_completed(client: Client, flow_id: str, count: int) -> None:
    """Raises BenchError unless exactly `count` runs of the flow completed."""
    found, path = 0, f"/executions/?flow={flow_id}&status=COMPLETED&limit=200"
    while path:
        page = client.get(path)
        found += len(page["results"])
        path = page["next"].split("/api/v1", 1)[1] if page["next"] else ""
    if found != count:
        raise BenchError(f"{found} runs of {count} completed.")


def check_history(client: Client, run_id: str, visit: int) -> None:
    """Raises BenchError unless the run's visit of this number can be read with all that it did."""
    step = client.get(f"/executions/{run_id}/steps/{visit}/")
    whole = step["status"] == "COMPLETED" and step["input"] and step["output"]
    if not (whole and step["changes"]["added"] + step["changes"]["changed"] and step["mappingEvents"]):
        raise BenchError(f"The history of {run_id} is not whole: {json.dumps(step)[:500]}")
