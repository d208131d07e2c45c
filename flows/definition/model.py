"""The flow definition: what a version holds and the engine runs. Source: flow-definition, sections 2, 3, 7 and 9.

One source of truth for the API, the import, the editor's forms (through JSON Schema) and the engine.
Names are camelCase in JSON and snake_case here. What cannot be told from one field alone is checked in `validate`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from flows.definition.fields import InputMappings, JsonSchema, Literals, PathStr, StepRef, StrictInt
from flows.definition.parts import (
    MAX_LISTED,
    MAX_SEARCH_ATTRIBUTES,
    STEP_ID_PATTERN,
    Checkpoint,
    CompletionAction,
    CompletionActionType,
    Delay,
    DelayPosition,
    ExecuteOnStatus,
    Group,
    Note,
    OnError,
    OutputMappings,
    OutputValidation,
    Part,
    Position,
    Retries,
    RetryOnContentError,
    Seconds,
    SideEffects,
    Size,
    StepId,
    Transition,
    TransitionLimit,
)

__all__ = [
    "STEP_ID_PATTERN",
    "Checkpoint",
    "CompletionAction",
    "CompletionActionType",
    "DefaultStepConfig",
    "Delay",
    "DelayPosition",
    "ExecuteOnStatus",
    "FlowDefinition",
    "Group",
    "Note",
    "OnError",
    "OutputValidation",
    "Position",
    "Retries",
    "RetryOnContentError",
    "SideEffects",
    "Size",
    "StepInstance",
    "Transition",
    "dump",
    "effective_on_error",
    "effective_timeout",
]


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
    transitions: Annotated[list[Transition], Field(max_length=MAX_LISTED)] = []
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
    redact_paths: Annotated[list[PathStr], Field(max_length=MAX_LISTED)] = []
    on_completion_actions: Annotated[list[CompletionAction], Field(max_length=100)] = []
    default_step_config: DefaultStepConfig | None = None
    notes: Annotated[list[Note], Field(max_length=MAX_LISTED)] = []
    groups: Annotated[list[Group], Field(max_length=MAX_LISTED)] = []

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
