"""START_SUB_FLOW: runs another flow with the step's input."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from flows.definition.fields import FlowRef, StrictInt
from flows.steps.base import StartChild, StepConfig, StepContext, StepResult, StepType
from flows.steps.rendering import required_text, whole_number
from flows.steps.templated import NumberTemplate

MAX_VERSION = 1_000_000


class SubFlowMode(StrEnum):
    """Whether the step waits for the child."""

    SYNC = "SYNC"
    ASYNC = "ASYNC"


class StartSubFlowConfig(StepConfig):
    """The flow to run; without a version its published one."""

    sub_flow_definition_id: Annotated[FlowRef, Field(min_length=1)]
    sub_flow_version: StrictInt | NumberTemplate | None = None
    sub_flow_execution_mode: SubFlowMode = SubFlowMode.SYNC


def run(config: StartSubFlowConfig, input: dict[str, Any], ctx: StepContext) -> StepResult:
    """A child whose input is the step's input."""
    return StartChild(
        flow_id=required_text(ctx, config.sub_flow_definition_id, target="subFlowDefinitionId", code="empty_flow_id"),
        version=whole_number(ctx, config.sub_flow_version, target="subFlowVersion", low=1, high=MAX_VERSION),
        input=input,
        sync=config.sub_flow_execution_mode is SubFlowMode.SYNC,
    )


STEP = StepType(
    type="START_SUB_FLOW",
    label="Sub-flow",
    category="Control",
    icon="workflow",
    help=(
        "Runs another flow. The step's input is the child's input. SYNC waits and gives the child's output; ASYNC "
        "gives its executionId at once."
    ),
    config=StartSubFlowConfig,
    run=run,
    defaults={"subFlowDefinitionId": "", "subFlowExecutionMode": "SYNC"},
)
