"""WAIT_FOR_EXTERNAL_EVENT: parks the run until an event with its key comes."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from flows.definition.fields import JsonSchema, Number, StepRef, TemplateStr
from flows.steps.base import StepConfig, StepContext, StepResult, StepType, WaitForEvent
from flows.steps.rendering import required_text

MAX_WAIT_SECONDS = 10 * 366 * 86_400


class WaitForExternalEventConfig(StepConfig):
    """The key to wait for; without `maxWaitSeconds` the wait has no end."""

    correlation_key_template: Annotated[TemplateStr, Field(min_length=1)]
    max_wait_seconds: Annotated[Number, Field(gt=0, le=MAX_WAIT_SECONDS)] | None = None
    on_timeout_step_instance_id: StepRef | None = None
    payload_schema: JsonSchema | None = None


def run(config: WaitForExternalEventConfig, input: dict[str, Any], ctx: StepContext) -> StepResult:
    """A wait for the rendered key; PermanentStepError `empty_correlation_key` when the template gives nothing."""
    key = required_text(
        ctx, config.correlation_key_template, target="correlationKeyTemplate", code="empty_correlation_key"
    )
    return WaitForEvent(
        correlation_key=key,
        max_wait_seconds=config.max_wait_seconds,
        on_timeout_step=config.on_timeout_step_instance_id,
        payload_schema=config.payload_schema,
    )


STEP = StepType(
    type="WAIT_FOR_EXTERNAL_EVENT",
    label="Wait for an event",
    category="Control",
    icon="hourglass",
    help=(
        "Parks the run until an event with its correlation key, or the one-time token of the step's record, comes in. "
        "The payload is the output. After maxWaitSeconds the time-out step runs, or the step fails."
    ),
    config=WaitForExternalEventConfig,
    run=run,
    defaults={"correlationKeyTemplate": ""},
)
