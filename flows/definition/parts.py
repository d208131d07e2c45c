"""The parts of a flow definition: transitions, error handling, delays, canvas. Source: flow-definition, 2 to 9."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel

from flows.definition.fields import (
    ConditionStr,
    ConnectionRef,
    JsonSchema,
    MappingSource,
    Marker,
    Number,
    PathStr,
    StepRef,
    StrictInt,
    TemplateJson,
    TemplateStr,
)

STEP_ID_PATTERN = r"^[A-Za-z_][A-Za-z0-9_-]{0,63}$"
MAX_SECONDS = 366 * 86_400
MAX_SEARCH_ATTRIBUTES = 20
MAX_LISTED = 2000
"""Items of any list of a definition."""

StepId = Annotated[str, Field(pattern=STEP_ID_PATTERN)]
Seconds = Annotated[StrictInt, Field(ge=1, le=MAX_SECONDS)]
Milliseconds = Annotated[StrictInt, Field(ge=0, le=MAX_SECONDS * 1000)]
TransitionLimit = Annotated[StrictInt, Field(ge=0, le=1_000_000)]
OutputMappings = Annotated[dict[str, str | MappingSource], Marker.OUTPUT_MAPPINGS]


class SideEffects(StrEnum):
    """What recovery may do with an attempt whose outcome is unknown."""

    NONE = "none"
    IDEMPOTENT = "idempotent"
    KEYED = "keyed"
    AT_MOST_ONCE = "at-most-once"


class DelayPosition(StrEnum):
    """Whether a delay is waited out before the attempt or after the output is mapped."""

    BEFORE = "before"
    AFTER = "after"


class ExecuteOnStatus(StrEnum):
    """The end of a run that a completion action is for."""

    COMPLETED = "COMPLETED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"
    TIMED_OUT = "TIMED_OUT"
    ANY = "ANY"


class CompletionActionType(StrEnum):
    """What a completion action does."""

    API_CALL = "API_CALL"
    SQS_SEND = "SQS_SEND"
    SNS_SEND = "SNS_SEND"
    CUSTOM_LAMBDA_INVOKE = "CUSTOM_LAMBDA_INVOKE"
    START_FLOW_EXECUTION = "START_FLOW_EXECUTION"
    WEBHOOK = "WEBHOOK"
    LOG_ONLY = "LOG_ONLY"


class Part(BaseModel):
    """Base of every part of a definition: immutable, camelCase, strict, unknown fields refused."""

    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, extra="forbid", frozen=True, strict=True, allow_inf_nan=False
    )


class Position(Part):
    """A place on the canvas, in pixels."""

    x: Number
    y: Number


class Size(Part):
    """A size on the canvas, in pixels."""

    width: Annotated[Number, Field(ge=0)]
    height: Annotated[Number, Field(ge=0)]


class Note(Part):
    """A sticky note on the canvas."""

    id: Annotated[str, Field(min_length=1, max_length=64)]
    text: str = ""
    position: Position | None = None
    size: Size | None = None
    color: str | None = None


class Group(Part):
    """A frame on the canvas."""

    id: Annotated[str, Field(min_length=1, max_length=64)]
    label: str = ""
    step_instance_ids: Annotated[list[str], Field(max_length=MAX_LISTED)] = []
    color: str | None = None
    collapsed: bool = False


class Transition(Part):
    """A way out of a step, taken when its condition is the first that is true. `max_transitions` 0 is no limit."""

    condition: ConditionStr
    next_step_instance_id: StepRef
    max_transitions: TransitionLimit = 5


class Retries(Part):
    """Repeats after a transient error. `error_equals` (names and codes) narrows what is repeated; absent is all."""

    count: Annotated[StrictInt, Field(ge=0, le=10)] = 0
    interval_seconds: Annotated[Number, Field(ge=0.1, le=3600)] = 5
    backoff_rate: Annotated[Number, Field(ge=1, le=10)] = 2
    max_interval_seconds: Annotated[Number, Field(ge=0.1, le=86_400)] = 300
    jitter: bool = True
    error_equals: Annotated[list[str], Field(max_length=100)] | None = None


class RetryOnContentError(Part):
    """Repeats at once after a content error; `feedback` tells a model what was wrong with its answer."""

    count: Annotated[StrictInt, Field(ge=1, le=5)] = 1
    feedback: bool = True


class OnError(Part):
    """What follows a failure, in this order: content retries, retries, continue, fallback, fail."""

    retries: Retries | None = None
    retry_on_content_error: RetryOnContentError | None = None
    continue_on_failure: bool = False
    fallback_step_instance_id: StepRef | None = None


class Delay(Part):
    """A durable pause: `milliseconds`, or a random one from `delay_from` to `delay_to` (milliseconds)."""

    milliseconds: Milliseconds | None = None
    delay_from: Milliseconds | None = None
    delay_to: Milliseconds | None = None
    position: Annotated[DelayPosition, Field(strict=False)] = DelayPosition.AFTER

    @model_validator(mode="after")
    def one_form(self) -> Self:
        """Either `milliseconds`, or `delayFrom` and `delayTo` in this order."""
        ranged = (self.delay_from, self.delay_to)
        if (self.milliseconds is None) == (ranged == (None, None)) or (None in ranged and ranged != (None, None)):
            raise ValueError("give either milliseconds, or delayFrom and delayTo")
        if self.delay_from is not None and self.delay_to is not None and self.delay_from > self.delay_to:
            raise ValueError("delayFrom must not be above delayTo")
        return self

    @property
    def range(self) -> tuple[int, int]:
        """The shortest and the longest pause in milliseconds; equal when it is fixed."""
        if self.milliseconds is not None:
            return self.milliseconds, self.milliseconds
        return self.delay_from or 0, self.delay_to or 0


class Checkpoint(Part):
    """A milestone of progress that is shown when the step is done."""

    id: Annotated[str, Field(min_length=1, max_length=64)]
    label: str = ""
    order: StrictInt | None = None


class OutputValidation(Part):
    """What a step's output must have: paths on the output that find something, and a JSON Schema."""

    required_fields: Annotated[list[PathStr], Field(max_length=MAX_LISTED)] = []
    schema_: JsonSchema | None = Field(None, alias="schema")


class CompletionAction(Part):
    """What is done when a run ends. `target` is a URL, queue, topic, function or flow, by `action_type`."""

    action_type: Annotated[CompletionActionType, Field(strict=False)]
    target: TemplateStr | None = None
    execute_on_status: Annotated[ExecuteOnStatus, Field(strict=False)] = ExecuteOnStatus.ANY
    condition: ConditionStr | None = None
    payload_template: TemplateJson = None
    connection_id: ConnectionRef | None = None
