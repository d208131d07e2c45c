"""The API as a program sees it: a key of one workspace and role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.test import Client

from allma_site.common import json_guard
from workspaces import services
from workspaces.actors import SYSTEM
from workspaces.models import Workspace
from workspaces.roles import Role


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: Any
    headers: dict[str, str]


class Api:
    """Calls below /api/v1 with a key."""

    def __init__(self, workspace: Workspace, role: Role = Role.ADMIN) -> None:
        self.workspace = workspace
        secret = services.create_api_key(workspace=workspace, name="test", role=role, actor=SYSTEM)[1]
        self._client = Client(raise_request_exception=False)
        self._headers = {"Authorization": f"Bearer {secret}"}

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        return self.send(method, path, b"" if body is None else json_guard.dumps(body).encode(), **headers)

    def send(self, method: str, path: str, raw: bytes, **headers: str) -> Answer:
        """The answer to a body that is JSON already."""
        answer = self._client.generic(
            method,
            f"/api/v1{path}",
            raw,
            content_type="application/json",
            headers={**self._headers, **{name.replace("_", "-"): value for name, value in headers.items()}},
        )
        parsed = json_guard.loads(answer.content, max_bytes=2**26) if answer.content else None
        return Answer(answer.status_code, parsed, dict(answer.headers))

    def ok(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """The body of an answer that must be a success."""
        answer = self(method, path, body, **headers)
        assert 200 <= answer.status < 300, f"{method} {path}: {answer.status} {answer.body}"
        return answer.body

    def flow(self, definition: dict[str, Any] | None = None, *, name: str = "A flow", publish: bool = False) -> str:
        """The id of a new flow."""
        body: dict[str, Any] = {"name": name} if definition is None else {"name": name, "definition": definition}
        flow_id: str = self.ok("POST", "/flows/", body)["id"]
        if publish:
            self.ok("POST", f"/flows/{flow_id}/versions/1/publish/", {})
        return flow_id

    def prompt(self, content: str = "Say {{ word }}", *, name: str = "A prompt", publish: bool = False) -> str:
        """The id of a new prompt."""
        prompt_id: str = self.ok("POST", "/prompts/", {"name": name, "content": content})["id"]
        if publish:
            self.ok("POST", f"/prompts/{prompt_id}/versions/1/publish/", {})
        return prompt_id


def step(step_id: str, step_type: str = "NO_OP", **fields: Any) -> dict[str, Any]:
    """One step of a definition."""
    return {"stepInstanceId": step_id, "stepType": step_type, **fields}


def definition(*steps: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A definition that begins at its first step."""
    start = steps[0]["stepInstanceId"] if steps else "start"
    by_id = {each["stepInstanceId"]: each for each in steps}
    return {"schemaVersion": "1", "startStepInstanceId": start, "steps": by_id, **fields}
