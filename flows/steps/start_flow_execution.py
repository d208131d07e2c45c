"""START_FLOW_EXECUTION: starts a run of another flow, by default without waiting for it."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StrictBool

from flows.definition.errors import PermanentStepError
from flows.definition.fields import FlowRef, StrictInt
from flows.steps.base import Json, StartChild, StepConfig, StepContext, StepResult, StepType
from flows.steps.kinds import kind_of
from flows.steps.rendering import flag, required_text, whole_number
from flows.steps.start_sub_flow import MAX_VERSION
from flows.steps.templated import FlagTemplate, NumberTemplate


class StartExecutionOptions(StepConfig):
    """`sync`: wait for the child and give its output."""

    sync: StrictBool | FlagTemplate = False


class StartFlowExecutionConfig(StepConfig):
    """The flow to start; without a version its published one."""

    flow_definition_id: Annotated[FlowRef, Field(min_length=1)]
    flow_version: StrictInt | NumberTemplate | None = None
    custom_config: StartExecutionOptions = StartExecutionOptions()


def run(config: StartFlowExecutionConfig, input: dict[str, Any], ctx: StepContext) -> StepResult:
    """A child whose input is `initialContextData` of the step's input, or the whole input."""
    return StartChild(
        flow_id=required_text(ctx, config.flow_definition_id, target="flowDefinitionId", code="empty_flow_id"),
        version=whole_number(ctx, config.flow_version, target="flowVersion", low=1, high=MAX_VERSION),
        input=_child_input(input.get("initialContextData", input)),
        sync=flag(ctx, config.custom_config.sync, target="customConfig.sync"),
    )


def _child_input(given: Json) -> dict[str, Any]:
    if isinstance(given, dict):
        return given
    raise PermanentStepError(
        "invalid_child_input",
        f"initialContextData is {kind_of(given)}; the input of a flow must be an object.",
        details={"field": "initialContextData"},
    )


STEP = StepType(
    type="START_FLOW_EXECUTION",
    label="Start a flow",
    category="Control",
    icon="play",
    help=(
        "Starts a run of another flow and gives its executionId; with customConfig.sync it waits and gives the "
        "child's output. The child's input is initialContextData of the step's input, or the whole input."
    ),
    config=StartFlowExecutionConfig,
    run=run,
    defaults={"flowDefinitionId": "", "customConfig": {"sync": False}},
)
