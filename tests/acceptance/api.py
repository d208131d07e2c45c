"""A client of the public HTTP API, as a program outside would write it: standard library only."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.services import await_true

FINAL = frozenset({"COMPLETED", "FAILED", "CANCELLED", "TIMED_OUT", "QUARANTINED"})
TIMEOUT_SECONDS = 30.0
NO_HEADERS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the body parsed when it is JSON, else as text. `seconds` is how long it took."""

    status: int
    content_type: str
    body: Any
    seconds: float

    @property
    def is_problem(self) -> bool:
        """Whether it is a problem document that agrees with its status."""
        if self.content_type.split(";")[0] != "application/problem+json" or not isinstance(self.body, dict):
            return False
        wanted = {"type", "title", "status", "code", "detail", "requestId"}
        return wanted <= self.body.keys() and self.body["status"] == self.status


class Refused(AssertionError):
    """A request that should have succeeded did not."""

    def __init__(self, method: str, path: str, answer: Answer) -> None:
        super().__init__(f"{method} {path}: {answer.status} {str(answer.body)[:600]}")
        self.answer = answer


@dataclass(frozen=True, slots=True)
class Api:
    """The API at `url`, asked with an API key."""

    url: str
    key: str

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        raw: bytes | None = None,
        headers: Mapping[str, str] = NO_HEADERS,
    ) -> Answer:
        """Whatever the server answers. `raw` is sent as it is."""
        data = raw if raw is not None else None if body is None else json.dumps(body).encode()
        all_headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json", **headers}
        request = urllib.request.Request(self.url + "/api/v1" + path, method=method, data=data, headers=all_headers)
        began = time.monotonic()
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
                return _answer(answer.status, answer.headers, answer.read(), began)
        except urllib.error.HTTPError as error:
            return _answer(error.code, error.headers, error.read(), began)

    def get(self, path: str) -> Any:
        """The body of a GET that succeeds."""
        return self._good("GET", path, None)

    def post(self, path: str, body: Any, headers: Mapping[str, str] = NO_HEADERS) -> Any:
        """The body of a POST that succeeds."""
        return self._good("POST", path, body, headers)

    def pages(self, path: str) -> list[Any]:
        """The results of all pages of a list."""
        rows: list[Any] = []
        page = self.get(path)
        while True:
            rows += page["results"]
            if not page["next"]:
                return rows
            page = self.get(page["next"].split("/api/v1", 1)[1])

    def publish(self, name: str, definition: dict[str, Any]) -> str:
        """Make a flow of a definition; its id."""
        flow = self.post("/flows/", {"name": f"{name} {uuid.uuid4().hex[:8]}"})
        version = f"/flows/{flow['id']}/versions/{flow['latestVersion']}/"
        match = {"If-Match": f'"{self.get(version)["revision"]}"'}
        self._good("PUT", version, {"definition": definition}, match)
        self.post(f"{version}publish/", {})
        return str(flow["id"])

    def start(self, flow_id: str, given: Any, **fields: Any) -> str:
        """Start a run; its id."""
        return str(self.post(f"/flows/{flow_id}/executions/", {"input": given, **fields})["executionId"])

    def start_batch(self, flow_id: str, inputs: Sequence[Any], **fields: Any) -> list[str]:
        """Start one run for each input; their ids."""
        return list(self.post(f"/flows/{flow_id}/executions/batch/", {"inputs": inputs, **fields})["executionIds"])

    def run(self, execution_id: str) -> dict[str, Any]:
        """A run."""
        found: dict[str, Any] = self.get(f"/executions/{execution_id}/")
        return found

    def steps(self, execution_id: str) -> list[dict[str, Any]]:
        """The step rows of a run."""
        return self.pages(f"/executions/{execution_id}/steps/?limit=200")

    def events(self, execution_id: str) -> list[dict[str, Any]]:
        """The event log of a run."""
        return self.pages(f"/executions/{execution_id}/events/?after=0&limit=200")

    def statuses(self, flow_id: str) -> Counter[str]:
        """How many runs of a flow have each status."""
        return Counter(run["status"] for run in self.pages(f"/executions/?flow={flow_id}&limit=200"))

    def await_end(self, execution_id: str, *, seconds: float = 60) -> dict[str, Any]:
        """The run once it is over."""
        await_true(
            lambda: self.run(execution_id)["status"] in FINAL, what=f"the end of {execution_id}", seconds=seconds
        )
        return self.run(execution_id)

    def await_all_ended(self, flow_id: str, *, seconds: float = 60) -> Counter[str]:
        """How many runs of a flow ended in each status, once all are over."""
        try:
            over = lambda: self.statuses(flow_id).keys() <= FINAL  # noqa: E731
            await_true(over, what="the end of all runs", seconds=seconds, every=0.2)
        except TimeoutError as error:
            raise TimeoutError(f"{error} {self.statuses(flow_id)}") from None
        return self.statuses(flow_id)

    def _good(self, method: str, path: str, body: Any, headers: Mapping[str, str] = NO_HEADERS) -> Any:
        answer = self.ask(method, path, body, headers=headers)
        if answer.status >= 300:
            raise Refused(method, path, answer)
        return answer.body


def _answer(status: int, headers: Any, raw: bytes, began: float) -> Answer:
    content_type = headers.get("Content-Type") or ""
    text = raw.decode(errors="replace")
    return Answer(status, content_type, json.loads(text) if "json" in content_type else text, time.monotonic() - began)
