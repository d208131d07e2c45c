"""What the routes of runs give of the visits of steps."""

from __future__ import annotations

from typing import Any, Self

from allma_site.common.api import ApiModel, Moment
from executions.api.shapes import JsonObject, RunError, StepStatusText, TransitionText, error_out, milliseconds
from executions.codec import loads
from executions.models import StepExecution
from executions.redaction import Redaction


class TransitionOut(ApiModel):
    """The way out of a visit. `operands` are what its condition compared."""

    kind: TransitionText
    condition: str | None
    next_step_instance_id: str | None
    operands: list[Any]


class Changes(ApiModel):
    """How many places of the context a visit wrote."""

    added: int
    changed: int
    removed: int


class StepOut(ApiModel):
    """One visit of a step."""

    seq: int
    path: str
    step_instance_id: str
    step_type: str
    status: StepStatusText
    attempts: int
    started_at: Moment
    ended_at: Moment | None
    duration_ms: int | None
    warning_count: int
    inherited: bool
    transition: TransitionOut | None
    changes: Changes
    error: RunError | None

    @classmethod
    def of(cls, row: StepExecution, hidden: Redaction) -> Self:
        """From the row."""
        return cls(**step_fields(row, hidden))


class StepDetail(StepOut):
    """One visit, whole. Missing parts were never made: `input` of a skipped step, `output` of a failed one."""

    input: Any
    output: Any
    context_diff: list[JsonObject]
    mapping_events: list[JsonObject]
    metadata: JsonObject
    attempt_log: list[JsonObject]
    logs: list[Any]
    config: JsonObject | None


def step_fields(row: StepExecution, hidden: Redaction) -> dict[str, Any]:
    """The fields of `StepOut`."""
    return {
        "seq": row.seq,
        "path": row.path,
        "step_instance_id": row.step_instance_id,
        "step_type": row.step_type,
        "status": row.status,
        "attempts": row.attempts,
        "started_at": row.started_at,
        "ended_at": row.ended_at,
        "duration_ms": milliseconds(row.started_at, row.ended_at),
        "warning_count": row.warning_count,
        "inherited": row.inherited,
        "transition": _transition(row.transition, hidden),
        "changes": Changes(added=row.added, changed=row.changed, removed=row.removed),
        "error": error_out(row.error, hidden),
    }


def _transition(text: str | None, hidden: Redaction) -> TransitionOut | None:
    if text is None:
        return None
    found = loads(text)
    return TransitionOut(
        kind=found["kind"],
        condition=found["condition"],
        next_step_instance_id=found["nextStepInstanceId"],
        operands=[] if hidden else found.get("operands", []),
    )
