"""END_FLOW: ends the run, or the branch it is in."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from flows.definition.fields import TemplateStr
from flows.steps.base import EndFlow, StepConfig, StepContext, StepResult, StepType
from flows.steps.rendering import text


class EndStatus(StrEnum):
    """How a run may be ended by a step."""

    COMPLETED = "COMPLETED"
    FAILED = "FAILED"


class EndFlowConfig(StepConfig):
    """The status the run ends in, and a message that is shown with it."""

    status: EndStatus = EndStatus.COMPLETED
    message: TemplateStr = ""


def run(config: EndFlowConfig, input: dict[str, Any], ctx: StepContext) -> StepResult:
    """End with the configured status; the message is rendered."""
    message = text(ctx, config.message, target="message") if config.message else ""
    return EndFlow(config.status.value, message)


STEP = StepType(
    type="END_FLOW",
    label="End flow",
    category="Control",
    icon="flag",
    help="Ends the run, or the branch it is in, as COMPLETED or FAILED. It has no output.",
    config=EndFlowConfig,
    run=run,
)
