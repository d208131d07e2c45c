"""Runs as a program starts and reads them, with a worker that works when told to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from allma_site.common.clock import now
from executions.models import Execution
from executions.worker import Worker
from tests.integration.flows.client import Api

COMPOSE = {"stepType": "DATA_TRANSFORMATION", "moduleIdentifier": "system/compose-object-from-input"}


def compose(step_id: str, then: str | None = None, **fields: Any) -> dict[str, Any]:
    """A step that gives its input."""
    way = {"defaultNextStepInstanceId": then} if then else {}
    return {"stepInstanceId": step_id, **COMPOSE, **way, **fields}


def wait_for(step_id: str, key: str, **fields: Any) -> dict[str, Any]:
    """A step that waits for an event."""
    kind = "WAIT_FOR_EXTERNAL_EVENT"
    return {"stepInstanceId": step_id, "stepType": kind, "correlationKeyTemplate": key, **fields}


def definition(*steps: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A definition that begins at its first step."""
    by_id = {step["stepInstanceId"]: step for step in steps}
    return {"schemaVersion": "1", "startStepInstanceId": steps[0]["stepInstanceId"], "steps": by_id, **fields}


ECHO = definition(compose("echo", inputMappings={"said": "$.say"}))
"""Says what it was told."""

LINE = definition(
    compose("first", "second", inputMappings={"n": "$.n"}, outputMappings={"$.a": "$.n"}),
    compose("second", "third", inputMappings={"n": "$.a"}, outputMappings={"$.b.c": "$.n", "$.a": "$"}),
    compose("third", inputMappings={"all": "$.b"}),
)
"""Three steps that each write to the context."""

WAITING = definition(wait_for("hold", "order-{{ id }}"))
"""Waits for an event `order-<id>`."""


@dataclass
class Runs:
    """Flows and runs of one workspace."""

    api: Api
    worker: Worker = field(default_factory=lambda: Worker(kind="test", threads=0))

    def flow(self, document: dict[str, Any], *, name: str = "A flow") -> str:
        """The id of a flow with this definition as its published version."""
        return self.api.flow(document, name=name, publish=True)

    def start(self, document: dict[str, Any] | str, given: Any = None, **body: Any) -> str:
        """The id of a run that nobody has worked on."""
        flow_id = document if isinstance(document, str) else self.flow(document)
        answer = self.api.ok("POST", f"/flows/{flow_id}/executions/", {"input": given or {}, **body})
        started: str = answer["executionId"]
        return started

    def work(self) -> None:
        """Work until nothing is due. PostgreSQL's clock stands still within the transaction of a test."""
        due = Execution.objects.filter(lease_until=None, next_run_at__lte=now())
        while due.update(next_run_at=now() - timedelta(hours=1)):
            self.worker._claiming._fairness._known_at = 0.0
            self.worker.drain()

    def run(self, document: dict[str, Any] | str, given: Any = None, **body: Any) -> str:
        """The id of a run that was worked on until it ended or waits."""
        execution_id = self.start(document, given, **body)
        self.work()
        return execution_id

    def read(self, execution_id: str, rest: str = "") -> Any:
        """What the API says of a run."""
        return self.api.ok("GET", f"/executions/{execution_id}/{rest}")
