"""What the modules of DATA_TRANSFORMATION share: reading their input and saying what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic_core import PydanticCustomError

from flows.definition.errors import PermanentStepError
from flows.definition.fields import TemplateJson
from flows.steps.base import Json, Output, Run, StepConfig, StepContext, StepResult, StepType

MAX_ROWS = 1_000_000
MAX_RESULT_BYTES = 16 * 2**20


class TransformConfig(StepConfig):
    """Values for the module; those mapped into the step's input win over them."""

    custom_config: dict[str, TemplateJson] | None = None


class ModuleInput(BaseModel):
    """Base of the modules' inputs: field names as written, unknown ones refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _not_a_flag(value: Json) -> Json:
    if isinstance(value, bool):
        raise PydanticCustomError("number_type", "must be a number, not true or false")
    return value


WholeNumber = Annotated[int, BeforeValidator(_not_a_flag)]
"""An integer, or the text of one (templates give text)."""
AnyNumber = Annotated[int | float, BeforeValidator(_not_a_flag)]
"""A number, or the text of one (templates give text)."""

M = TypeVar("M", bound=ModuleInput)


def read_input(model: type[M], config: TransformConfig, input: dict[str, Any], ctx: StepContext) -> M:
    """`customConfig`, rendered, under the input, as the module's model.

    PermanentStepError `invalid_module_input` with `details.errors` [{field, message}].
    """
    configured = ctx.render(config.custom_config, target="customConfig") if config.custom_config else {}
    try:
        return model.model_validate({**configured, **input})
    except ValidationError as error:
        raise _refused(error) from None


def invalid_input(field: str, message: str) -> PermanentStepError:
    """The error for an input that the module cannot work on."""
    return PermanentStepError(
        "invalid_module_input", f"{field}: {message}", details={"errors": [{"field": field, "message": message}]}
    )


def module_step(
    *,
    module: str,
    label: str,
    icon: str,
    help: str,
    model: type[M],
    work: Callable[[M, StepContext], Json],
    output_keys: tuple[str, ...],
    defaults: dict[str, Any],
) -> StepType:
    """The palette entry of a module whose output is `work(its input, ctx)`; `defaults` is its first customConfig."""
    return StepType(
        type="DATA_TRANSFORMATION",
        module=module,
        label=label,
        category="Data",
        icon=icon,
        help=help,
        config=TransformConfig,
        module_config=model,
        run=_runner(model, work),
        output_keys=output_keys,
        defaults={"moduleIdentifier": module, "customConfig": defaults},
    )


def _runner(model: type[M], work: Callable[[M, StepContext], Json]) -> Run:
    def run(config: TransformConfig, input: dict[str, Any], ctx: StepContext) -> StepResult:
        return Output(work(read_input(model, config, input, ctx), ctx))

    return run


def _refused(error: ValidationError) -> PermanentStepError:
    problems = [
        {"field": ".".join(str(part) for part in each["loc"]) or "input", "message": each["msg"]}
        for each in error.errors(include_url=False, include_context=False, include_input=False)[:20]
    ]
    said = "; ".join(f"{problem['field']}: {problem['message']}" for problem in problems)
    return PermanentStepError("invalid_module_input", said, details={"errors": problems})
