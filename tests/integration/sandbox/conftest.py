"""What the tests of the sandbox share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from connections import egress
from connections.addresses import EgressPolicy
from connections.egress import EgressClient
from executions.models import Execution, ExecutionEvent, StepExecution, Timer, Wait
from flows.models import FrozenDefinition
from tests.integration.engine.world import World, outside
from tests.integration.flows.client import Answer, Api
from workspaces.models import Role, Workspace


@dataclass(frozen=True, slots=True)
class Sandbox:
    """An editor who tries steps and drafts."""

    api: Api

    def step(self, step: dict[str, Any] | None = None, context: Any = None, **body: Any) -> Any:
        """What a step does on a context."""
        return self.api.ok("POST", "/sandbox/step/", _body(step=step, context=context, **body))

    def flow(self, definition: dict[str, Any], given: Any = None, **body: Any) -> Any:
        """What a draft does with an input."""
        return self.api.ok("POST", "/sandbox/flow/", {"definition": definition, "input": given or {}, **body})

    def refused(self, path: str, **body: Any) -> Answer:
        """The answer to a request that must be refused."""
        answer = self.api("POST", f"/sandbox/{path}/", body)
        assert answer.status >= 400, answer.body
        return answer


def _body(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def chat(text: str) -> dict[str, Any]:
    """What an OpenAI-compatible service answers."""
    message = {"role": "assistant", "content": text}
    choice = {"index": 0, "finish_reason": "stop", "message": message}
    return {"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}


@pytest.fixture
def sandbox(workspace: Workspace) -> Sandbox:
    """The sandbox of `workspace`."""
    return Sandbox(Api(workspace, Role.EDITOR))


@pytest.fixture
def api(workspace: Workspace) -> Api:
    """Somebody who may do everything."""
    return Api(workspace)


@pytest.fixture(autouse=True)
def _loopback(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Steps may call this machine."""
    client = EgressClient(policy=EgressPolicy.parse(["127.0.0.0/8"]))
    monkeypatch.setitem(egress._clients, "shared", client)
    yield
    client.close()


@pytest.fixture
def world() -> Iterator[World]:
    """An HTTP service outside."""
    with outside() as world:
        yield world


@pytest.fixture
def nothing_written(db: None) -> Iterator[None]:
    """Whatever the test did, there is no row of a run."""
    yield
    models = (Execution, StepExecution, ExecutionEvent, Wait, Timer, FrozenDefinition)
    assert {model.__name__: model.objects.count() for model in models if model.objects.exists()} == {}
