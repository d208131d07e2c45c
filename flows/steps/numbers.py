"""Sums and averages of JSON numbers, with errors instead of infinity."""

from __future__ import annotations

import math
from collections.abc import Iterable

from flows.definition.errors import PermanentStepError
from flows.steps.base import Json
from flows.steps.kinds import is_number, kind_of


def numbers(values: Iterable[Json], *, what: str) -> list[int | float]:
    """The same values; PermanentStepError `not_a_number` naming the index of the first that is not a number."""
    checked = list(values)
    for index, value in enumerate(checked):
        if not is_number(value):
            raise PermanentStepError(
                "not_a_number",
                f"{what}[{index}] is {kind_of(value)}, not a number.",
                details={"field": what, "index": index},
            )
    return checked


def total(values: Iterable[float]) -> int | float:
    """The sum; whole numbers stay whole. PermanentStepError `number_overflow` when it is not finite."""
    try:
        result = sum(values)
    except OverflowError:
        raise _overflow() from None
    return _finite(result)


def average(values: list[int | float]) -> float:
    """The arithmetic mean of at least one number, as a float."""
    try:
        return float(_finite(total(values) / len(values)))
    except OverflowError:
        raise _overflow() from None


def _finite(value: float) -> int | float:
    # An integer is finite, and may be too large for isfinite.
    if type(value) is float and not math.isfinite(value):
        raise _overflow()
    return value


def _overflow() -> PermanentStepError:
    return PermanentStepError("number_overflow", "The result is too large for a JSON number; use smaller numbers.")
