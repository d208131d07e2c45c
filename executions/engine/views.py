"""A run and what is seen of it: by expressions, as `$.execution`; an error as records show it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from msgspec import Struct

from executions.engine.program import Program
from executions.engine.state import Cursor
from flows.definition.errors import StepError
from flows.definition.scope import Scope


class Run(Struct, frozen=True):
    """What every visit of a run shares: the program, the untouched input, and the run's own facts.

    `key_id` begins the idempotency keys: the id of the execution that owns the rows (a chunk's own).
    """

    id: str
    key_id: str
    program: Program
    input: Mapping[str, Any]
    flow_id: str
    flow_version: int
    started_at: datetime
    trigger: str


def iso(moment: datetime) -> str:
    """ISO-8601 UTC with milliseconds, as the context shows time."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def scope_of(run: Run, cursor: Cursor, now: datetime, root: dict[str, Any] | None = None) -> Scope:
    """What the expressions of this path see."""
    views: dict[str, Any] = {"initialContextData": run.input}
    if not cursor.step or run.program.step(cursor.step).sees_execution:
        views["execution"] = execution_view(run, cursor, now)
    if cursor.index is not None:
        views["currentItem"], views["currentIndex"] = cursor.item, cursor.index
    if cursor.error is not None:
        views["error"] = cursor.error
    return Scope(cursor.root if root is None else root, views)


def execution_view(run: Run, cursor: Cursor, now: datetime) -> dict[str, Any]:
    """`$.execution`."""
    return {
        "id": run.id,
        "flowId": run.flow_id,
        "flowVersion": run.flow_version,
        "startedAt": iso(run.started_at),
        "trigger": run.trigger,
        "attempt": max(cursor.attempt, 1),
        "now": iso(now),
    }


def public_error(error: StepError, *, step: str, attempts: int) -> dict[str, Any]:
    """The error as records, `$.error` and the API show it."""
    return {
        "errorName": error.error_name,
        "code": error.code,
        "message": error.message,
        "stepInstanceId": step,
        "attempts": attempts,
        "details": error.details,
    }
