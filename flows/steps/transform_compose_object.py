"""`system/compose-object-from-input`: the step's input is its output."""

from __future__ import annotations

from typing import Any

from flows.steps.base import Output, StepContext, StepResult, StepType
from flows.steps.transform_base import TransformConfig


def run(config: TransformConfig, input: dict[str, Any], ctx: StepContext) -> StepResult:
    """The input over `customConfig`; the input itself when there is none."""
    if not config.custom_config:
        return Output(input)
    return Output({**ctx.render(config.custom_config, target="customConfig"), **input})


STEP = StepType(
    type="DATA_TRANSFORMATION",
    module="system/compose-object-from-input",
    label="Compose an object",
    category="Data",
    icon="braces",
    help="Gives back its input: an object put together by input mappings and literals.",
    config=TransformConfig,
    run=run,
    lazy=True,
    defaults={"moduleIdentifier": "system/compose-object-from-input"},
)
