"""What the routes of runs give: summaries, visits, events, contexts."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import ConfigDict, Field, WithJsonSchema

from allma_site.common.api import ApiModel, Moment
from executions.codec import loads
from executions.engine.status import Status, StepStatus, TransitionKind
from executions.frames import event_data
from executions.models import Execution, ExecutionEvent
from executions.redaction import Redaction
from executions.selectors import Progress
from executions.values import Shown

JsonObject = dict[str, Any]
StatusText = Annotated[str, WithJsonSchema({"type": "string", "enum": [*Status]})]
StepStatusText = Annotated[str, WithJsonSchema({"type": "string", "enum": [*StepStatus]})]
TransitionText = Annotated[str, WithJsonSchema({"type": "string", "enum": [*TransitionKind]})]


class Started(ApiModel):
    """A run that was started, or asked to do something."""

    execution_id: uuid.UUID
    status: StatusText


class BatchStarted(ApiModel):
    """The runs of a batch, in the order of its inputs."""

    execution_ids: list[uuid.UUID]


class RunError(ApiModel):
    """Why a run or a visit failed. `stepInstanceId` is null when no step did."""

    error_name: str
    code: str
    message: str
    step_instance_id: str | None
    attempts: int
    details: Any


class MilestoneOut(ApiModel):
    """A checkpoint."""

    id: str
    label: str
    done: bool


class ProgressOut(ApiModel):
    """Visits made; checkpoints passed of those there are."""

    visits: int
    done: int
    total: int
    checkpoints: list[MilestoneOut]

    @classmethod
    def of(cls, progress: Progress) -> Self:
        """From what the selector found."""
        points = [MilestoneOut.model_validate(one) for one in progress.checkpoints]
        return cls(visits=progress.visits, done=progress.done, total=len(points), checkpoints=points)


class ExecutionOut(ApiModel):
    """A run. A value over 64 KB is `{preview, bytes, href}`. Runs that failed alike have one `errorFingerprint`."""

    id: uuid.UUID
    flow_id: uuid.UUID
    flow_version: int
    status: StatusText
    input: Any
    output: Any
    error: RunError | None
    error_fingerprint: str | None
    trigger: str
    labels: dict[str, str]
    priority: int
    created_at: Moment
    started_at: Moment | None
    ended_at: Moment | None
    duration_ms: int | None
    current_step_instance_id: str | None
    progress: ProgressOut
    redrive_of: uuid.UUID | None
    parent_id: uuid.UUID | None


class ChildOut(ApiModel):
    """A run that a step of this one started."""

    id: uuid.UUID
    flow_id: uuid.UUID
    flow_version: int
    status: StatusText
    seq: int | None


class RedriveOut(ApiModel):
    """A run that does this one again: all of it, or from visit `fromSeq` on."""

    id: uuid.UUID
    status: StatusText
    flow_version: int
    from_seq: int | None
    created_at: Moment


class Lineage(ApiModel):
    """What a run came from and what came from it.

    Of a redrive from a visit: `redriveFromSeq` is that visit, `redriveContextDiff` what was edited, as JSON Patch.
    """

    redrive_of: uuid.UUID | None
    redrive_from_seq: int | None
    redrive_context_diff: list[JsonObject] | None
    redrives: list[RedriveOut]
    parent_id: uuid.UUID | None
    parent_seq: int | None
    children: list[ChildOut]


class ExecutionDetail(ExecutionOut):
    """A run with its lineage and what was asked of it."""

    lineage: Lineage
    event_seq: int
    cancel_requested_at: Moment | None
    pause_requested_at: Moment | None


def summary(execution: Execution, progress: Progress, shown: Shown, hidden: Redaction) -> dict[str, Any]:
    """The fields of `ExecutionOut`."""
    return {
        "id": execution.pk,
        "flow_id": execution.flow_id,
        "flow_version": execution.flow_version,
        "status": execution.status,
        "input": shown.column(execution.input, execution.input_pointers, hidden, hidden.context),
        "output": shown.column(execution.output, execution.output_pointers, hidden, hidden.result),
        "error": error_out(execution.error, hidden),
        "error_fingerprint": execution.error_fingerprint,
        "trigger": execution.trigger,
        "labels": loads(execution.labels),
        "priority": execution.priority,
        "created_at": execution.created_at,
        "started_at": execution.started_at,
        "ended_at": execution.ended_at,
        "duration_ms": milliseconds(execution.started_at, execution.ended_at),
        "current_step_instance_id": execution.current_step,
        "progress": ProgressOut.of(progress),
        "redrive_of": execution.redrive_of_id,
        "parent_id": execution.parent_id,
    }


def error_out(text: str | None, hidden: Redaction) -> RunError | None:
    """An error column."""
    if not text:
        return None
    found: Mapping[str, Any] = hidden.texts(loads(text))
    return RunError(
        error_name=found["errorName"],
        code=found["code"],
        message=hidden.beside(found["message"]),
        step_instance_id=found.get("stepInstanceId"),
        attempts=found.get("attempts", 0),
        details={} if hidden else found.get("details"),
    )


def milliseconds(started: datetime | None, ended: datetime | None) -> int | None:
    """From start to end; None while it lasts."""
    return None if started is None or ended is None else max(round((ended - started).total_seconds() * 1000), 0)


class EventOut(ApiModel):
    """An event; what it carries besides stands beside these."""

    model_config = ConfigDict(extra="allow")

    seq: int
    type: str
    at: Moment

    @classmethod
    def of(cls, row: ExecutionEvent, hidden: Redaction) -> Self:
        """From the row."""
        return cls.model_validate({**event_data(row.data, hidden), "seq": row.seq, "type": row.type, "at": row.at})


class ContextOut(ApiModel):
    """The context beside a visit. A viewer may see less of it than a JSON object."""

    seq: int
    side: str
    context: Any


class DiffOut(ApiModel):
    """What makes the context after `to` of that after `from`: a JSON Patch."""

    from_: Annotated[int, Field(alias="from")]
    to: int
    patch: list[JsonObject]


class DeliveryOut(ApiModel):
    """What became of an event: DELIVERED to a run, or BUFFERED for ten minutes."""

    status: str
    execution_id: uuid.UUID | None


class RunDefinition(ApiModel):
    """The definition a run executes, with the step presets of its start laid under."""

    flow_id: uuid.UUID
    flow_version: int
    definition: JsonObject


class EvaluateOut(ApiModel):
    """The value (null when there is none) and the mapping event that says why."""

    value: Any
    event: JsonObject
