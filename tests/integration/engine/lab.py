"""A laboratory for runs: publish, start, work, let time pass, kill the worker, look at the rows."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

import pytest
from django.db import connection

from allma_site.common.clock import now
from executions import control, deliveries, services, store
from executions.batches import Batch
from executions.blobs import loader
from executions.codec import decode, loads
from executions.models import Execution, ExecutionEvent, StepExecution, Timer, Wait
from executions.services import StartOptions
from executions.store import Claim
from executions.worker import Worker
from flows import services as flow_services
from flows.definition.scope import materialise
from workspaces.actors import SYSTEM
from workspaces.models import Workspace

T = TypeVar("T")


class Killed(BaseException):
    """The worker process died here."""


@dataclass
class Lab:
    """Runs of one workspace and a worker that works when told to."""

    workspace: Workspace
    worker: Worker = field(default_factory=lambda: Worker(kind="test", threads=0))

    def publish(self, definition: dict[str, Any]) -> uuid.UUID:
        """A flow with this definition as its published version."""
        flow = flow_services.create_flow(workspace=self.workspace, author="tests", name=uuid.uuid4().hex)
        flow_services.save_draft(flow=flow, number=1, definition=definition, revision=1, author="tests")
        flow_services.publish(flow=flow, number=1, actor=SYSTEM)
        flow_id: uuid.UUID = flow.pk
        return flow_id

    def start(self, definition: dict[str, Any] | uuid.UUID, given: Any = None, **options: Any) -> uuid.UUID:
        """A run that nobody has touched yet."""
        return self.start_many(definition, [given or {}], **options)[0]

    def start_many(self, definition: dict[str, Any] | uuid.UUID, inputs: list[Any], **options: Any) -> list[uuid.UUID]:
        """A run for each input."""
        flow_id = definition if isinstance(definition, uuid.UUID) else self.publish(definition)
        return services.start(
            workspace_id=self.workspace.pk, flow_id=flow_id, inputs=inputs, options=StartOptions(**options)
        )

    def run(self, definition: dict[str, Any] | uuid.UUID, given: Any = None, **options: Any) -> Execution:
        """A run, worked on until nothing is due."""
        execution_id = self.start(definition, given, **options)
        self.drain()
        return self.get(execution_id)

    def drain(self) -> None:
        """Work until nothing is due."""
        self.worker._claiming._fairness._known_at = 0.0
        assert self.worker.drain() is False

    def claim(self, owner: str = "other") -> Claim | None:
        """Take the next due run as another worker."""
        return store.claim(owner, self.workspace.pk)

    def get(self, execution_id: uuid.UUID) -> Execution:
        """The run as its row has it."""
        return Execution.objects.get(pk=execution_id)

    def output(self, execution_id: uuid.UUID) -> Any:
        """What a run gave back."""
        text = self.get(execution_id).output
        return None if text is None else loads(text)

    def whole_output(self, execution_id: uuid.UUID) -> Any:
        """What a run gave back, with what lies in the blob store; chunks of a manifest keep their pointers."""
        row = self.get(execution_id)
        return materialise(decode(row.output, row.output_pointers, loader(self.workspace.pk)))

    def error(self, execution_id: uuid.UUID) -> Any:
        """What a run failed with."""
        text = self.get(execution_id).error
        return None if text is None else loads(text)

    def steps(self, execution_id: uuid.UUID) -> list[StepExecution]:
        """The visits of a run, by number."""
        return list(StepExecution.objects.filter(execution_id=execution_id).order_by("seq"))

    def trace(self, execution_id: uuid.UUID) -> list[tuple[str, str]]:
        """Path and status of each visit."""
        return [(row.path, row.status) for row in self.steps(execution_id)]

    def events(self, execution_id: uuid.UUID) -> list[str]:
        """The types of a run's events, by number."""
        rows = ExecutionEvent.objects.filter(execution_id=execution_id).order_by("seq")
        return list(rows.values_list("type", flat=True))

    def pass_time(self, seconds: float) -> None:
        """Let so many seconds pass for everything the database knows a time of."""
        delta = timedelta(seconds=seconds)
        names = ("next_run_at", "lease_until", "started_at", "created_at", "cancel_requested_at", "pause_requested_at")
        for row in Execution.objects.exclude(next_run_at=None, lease_until=None):
            _shift(row, names, delta)
        for timer in Timer.objects.all():
            _shift(timer, ("due_at",), delta)
        for wait in Wait.objects.all():
            _shift(wait, ("created_at", "expires_at"), delta)

    def later(self, seconds: float) -> None:
        """Let time pass, then work."""
        self.pass_time(seconds)
        self.drain()

    def expire(self, execution_id: uuid.UUID) -> None:
        """Its owner has vanished: the lease is over."""
        past = now() - timedelta(seconds=1)
        Execution.objects.filter(pk=execution_id).update(lease_until=past, next_run_at=past)

    def event(self, key: str, payload: Any = None, event_id: str | None = None) -> deliveries.Delivery:
        """Something happened outside."""
        return deliveries.deliver_event(
            workspace_id=self.workspace.pk, correlation_key=key, payload=payload, event_id=event_id
        )

    def cancel(self, execution_id: uuid.UUID) -> None:
        """Ask a run to stop."""
        control.cancel(workspace_id=self.workspace.pk, execution_id=execution_id, actor="tests")

    def pause(self, execution_id: uuid.UUID) -> None:
        """Ask a run to rest."""
        control.pause(workspace_id=self.workspace.pk, execution_id=execution_id)

    def resume(self, execution_id: uuid.UUID) -> None:
        """Let a run go on."""
        control.resume(workspace_id=self.workspace.pk, execution_id=execution_id)

    @contextmanager
    def dying(self, commits: int, *, after: bool = False) -> Iterator[None]:
        """A worker that dies before (or right after) its commit number `commits`, counted from 1."""
        real, seen = store.commit, [0]

        def commit(claimed: Claim, batch: Batch) -> Any:
            seen[0] += 1
            if seen[0] == commits and not after:
                raise Killed
            answer = real(claimed, batch)
            if seen[0] == commits:
                raise Killed
            return answer

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(store, "commit", commit)
            yield

    def kill_at(self, execution_id: uuid.UUID, commits: int, *, after: bool = False) -> bool:
        """Work on a run with a worker that dies at a commit; its lease is over. False when it lived through."""
        with self.dying(commits, after=after):
            try:
                self.drain()
            except Killed:
                if self.get(execution_id).lease_owner is not None:
                    self.expire(execution_id)
                return True
        return False


def together(work: Callable[[int], T], count: int) -> list[T]:
    """What `work(0)` to `work(count - 1)` give, all begun at once on threads of their own."""
    barrier = threading.Barrier(count)

    def one(number: int) -> T:
        try:
            barrier.wait(20)
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def _shift(row: Any, names: tuple[str, ...], delta: timedelta) -> None:
    for name in names:
        moment: datetime | None = getattr(row, name)
        if moment is not None:
            setattr(row, name, moment - delta)
    row.save(update_fields=names)
