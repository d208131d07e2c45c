"""The flow definition: what a version holds and the engine runs. Source: flow-definition, sections 2, 3, 7 and 9.

One source of truth for the API, the import, the editor's forms (through JSON Schema) and the engine.
Names are camelCase in JSON and snake_case here. What cannot be told from one field alone is checked in `validate`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel

from flows.definition.fields import (
    ConditionStr,
    ConnectionRef,
    InputMappings,
    JsonSchema,
    Literals,
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
    step_instance_ids: list[str] = []
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
    error_equals: list[str] | None = None


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

    required_fields: list[PathStr] = []
    schema_: JsonSchema | None = Field(None, alias="schema")


class CompletionAction(Part):
    """What is done when a run ends. `target` is a URL, queue, topic, function or flow, by `action_type`."""

    action_type: Annotated[CompletionActionType, Field(strict=False)]
    target: TemplateStr | None = None
    execute_on_status: Annotated[ExecuteOnStatus, Field(strict=False)] = ExecuteOnStatus.ANY
    condition: ConditionStr | None = None
    payload_template: TemplateJson = None
    connection_id: ConnectionRef | None = None


class DefaultStepConfig(Part):
    """Applied where a step is silent."""

    on_error: OnError | None = None
    inference_parameters: dict[str, Any] | None = None
    timeout_seconds: Seconds | None = None


class StepInstance(Part):
    """A node. The fields of its type are extra here; the type's config model reads them."""

    model_config = ConfigDict(extra="allow")

    step_instance_id: StepId
    step_type: Annotated[str, Field(min_length=1, max_length=64)]
    module_identifier: str | None = None
    display_name: str | None = None
    description: str | None = None
    position: Position | None = None
    fill: str | None = None
    step_definition_id: str | None = None
    step_definition_version: Annotated[StrictInt, Field(ge=1)] | None = None
    custom_config: dict[str, Any] | None = None
    input_mappings: InputMappings = {}
    literals: Literals = {}
    output_mappings: OutputMappings | None = None
    transitions: list[Transition] = []
    default_next_step_instance_id: StepRef | None = None
    default_next_max_transitions: TransitionLimit = 5
    on_error: OnError | None = None
    disabled: bool = False
    timeout_seconds: Seconds | None = None
    delay: Delay | None = None
    checkpoint: Checkpoint | None = None
    output_validation: OutputValidation | None = None
    pinned_output: Any = None
    side_effects: Annotated[SideEffects, Field(strict=False)] | None = None

    def own_fields(self) -> dict[str, Any]:
        """The fields of the step's type, camelCase, as written; none of the common ones."""
        return dict(self.__pydantic_extra__ or {})

    def config_fields(self, config: type[BaseModel]) -> dict[str, Any]:
        """What `config` reads: the own fields, and `customConfig` or `moduleIdentifier` where it declares them."""
        fields = self.own_fields()
        if self.custom_config is not None and "custom_config" in config.model_fields:
            fields["customConfig"] = self.custom_config
        if self.module_identifier is not None and "module_identifier" in config.model_fields:
            fields["moduleIdentifier"] = self.module_identifier
        return fields

    @property
    def is_pinned(self) -> bool:
        """Whether an output is pinned, null included."""
        return "pinned_output" in self.model_fields_set


class FlowDefinition(Part):
    """A whole flow as one version holds it."""

    schema_version: Literal["1"] = "1"
    steps: dict[str, StepInstance]
    start_step_instance_id: StepRef
    flow_variables: dict[str, Any] = {}
    input_schema: JsonSchema | None = None
    output_schema: JsonSchema | None = None
    output: InputMappings | None = None
    timeout_seconds: Seconds | None = None
    max_concurrent_executions: Annotated[StrictInt, Field(ge=1, le=1_000_000)] | None = None
    search_attributes: Annotated[dict[str, PathStr], Field(max_length=MAX_SEARCH_ATTRIBUTES)] = {}
    redact_paths: list[PathStr] = []
    on_completion_actions: list[CompletionAction] = []
    default_step_config: DefaultStepConfig | None = None
    notes: list[Note] = []
    groups: list[Group] = []

    @classmethod
    def parse(cls, document: dict[str, Any]) -> Self:
        """The model of a JSON document; pydantic's ValidationError when it is refused."""
        return cls.model_validate(document, by_alias=True, by_name=False)


def dump(definition: FlowDefinition) -> dict[str, Any]:
    """The JSON document a definition was parsed from: what was not written is not there."""
    return definition.model_dump(mode="json", by_alias=True, exclude_unset=True)


def effective_on_error(definition: FlowDefinition, step: StepInstance) -> OnError:
    """The step's `onError`, each missing part taken from `defaultStepConfig`. A default fallback is not its own."""
    own = step.on_error or OnError()
    default = definition.default_step_config.on_error if definition.default_step_config else None
    if default is None:
        return own
    merged = default.model_copy(update={name: getattr(own, name) for name in own.model_fields_set})
    if merged.fallback_step_instance_id != step.step_instance_id or "fallback_step_instance_id" in own.model_fields_set:
        return merged
    return merged.model_copy(update={"fallback_step_instance_id": None})


def effective_timeout(definition: FlowDefinition, step: StepInstance) -> int | None:
    """Seconds one attempt may take; None is the type's own limit."""
    if step.timeout_seconds is not None or definition.default_step_config is None:
        return step.timeout_seconds
    return definition.default_step_config.timeout_seconds
