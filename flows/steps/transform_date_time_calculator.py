"""`system/date-time-calculator`: a moment, some seconds later or earlier."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from flows.steps.base import Json, StepContext
from flows.steps.transform_base import AnyNumber, ModuleInput, invalid_input, module_step


class DateTimeOperation(StrEnum):
    """Later or earlier."""

    ADD = "add"
    SUBTRACT = "subtract"


class DateTimeInput(ModuleInput):
    """`baseTime` is ISO-8601, UTC when it names no offset; absent it is the time of the attempt."""

    baseTime: str | None = None
    offsetSeconds: Annotated[AnyNumber, Field(allow_inf_nan=False)] = 0
    operation: DateTimeOperation = DateTimeOperation.ADD


def work(given: DateTimeInput, ctx: StepContext) -> Json:
    """{`result`}: UTC, whole seconds (fractions cut off), `Z`. Moments are within the years 1 to 9999."""
    base = ctx.now if given.baseTime is None else _parsed(given.baseTime)
    sign = 1 if given.operation is DateTimeOperation.ADD else -1
    try:
        moment = base.astimezone(UTC) + sign * timedelta(seconds=given.offsetSeconds)
    except OverflowError:
        raise invalid_input("offsetSeconds", "leads out of the years 1 to 9999") from None
    return {"result": moment.replace(microsecond=0, tzinfo=None).isoformat() + "Z"}


def _parsed(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise invalid_input("baseTime", f"'{text[:64]}' is no ISO-8601 time such as 2024-02-28T23:00:00Z") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


STEP = module_step(
    module="system/date-time-calculator",
    label="Calculate a time",
    icon="calendar-clock",
    help=(
        "Adds seconds to an ISO-8601 time, or subtracts them; without baseTime it counts from now. The result is UTC, "
        "in whole seconds."
    ),
    model=DateTimeInput,
    work=work,
    output_keys=("result",),
    defaults={"offsetSeconds": 0, "operation": "add"},
)
