"""NO_OP: gives back its input."""

from __future__ import annotations

from typing import Any

from flows.steps.base import Output, StepConfig, StepContext, StepResult, StepType


class NoOpConfig(StepConfig):
    """Nothing to configure."""


def run(config: NoOpConfig, input: dict[str, Any], ctx: StepContext) -> StepResult:
    """The input as the output."""
    return Output(input)


STEP = StepType(
    type="NO_OP",
    label="No operation",
    category="Control",
    icon="circle-dot",
    help="Gives back its input. Useful as a junction of transitions or to put values into the context.",
    config=NoOpConfig,
    run=run,
    lazy=True,
)
