"""`system/array-aggregator`: the smallest, largest, sum, average or count of a list."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from flows.definition.errors import PermanentStepError
from flows.steps.base import Json, StepContext
from flows.steps.kinds import kind_of
from flows.steps.numbers import average, numbers, total
from flows.steps.transform_base import ModuleInput, module_step


class AggregateOperation(StrEnum):
    """What to make of the numbers."""

    MIN = "min"
    MAX = "max"
    SUM = "sum"
    AVG = "avg"
    COUNT = "count"


class AggregatorInput(ModuleInput):
    """`path` names a property of each item; without it the items themselves are aggregated."""

    array: list[Any]
    path: Annotated[str, Field(min_length=1)] | None = None
    operation: AggregateOperation


def work(given: AggregatorInput, ctx: StepContext) -> Json:
    """{`result`}. An empty list: 0 for sum and count, else null. PermanentStepError `not_a_number` with the index."""
    if given.operation is AggregateOperation.COUNT:
        return {"result": len(given.array)}
    return {"result": _result(given.operation, numbers(_values(given), what="array"))}


def _values(given: AggregatorInput) -> list[Json]:
    if given.path is None:
        return given.array
    return [_property(item, given.path, index) for index, item in enumerate(given.array)]


def _property(item: Json, name: str, index: int) -> Json:
    if isinstance(item, dict) and name in item:
        return item[name]
    found = "has no such property" if isinstance(item, dict) else f"is {kind_of(item)}, not an object"
    raise PermanentStepError(
        "not_a_number",
        f"array[{index}].{name} is not a number: the item {found}.",
        details={"field": "array", "index": index},
    )


def _result(operation: AggregateOperation, values: list[int | float]) -> int | float | None:
    if operation is AggregateOperation.SUM:
        return total(values)
    if not values:
        return None
    if operation is AggregateOperation.AVG:
        return average(values)
    return min(values) if operation is AggregateOperation.MIN else max(values)


STEP = module_step(
    module="system/array-aggregator",
    label="Aggregate a list",
    icon="sigma",
    help=(
        "The min, max, sum, avg or count of the numbers in a list, or of one property of its items. An empty list "
        "gives 0 for sum and count, else null."
    ),
    model=AggregatorInput,
    work=work,
    output_keys=("result",),
    defaults={"operation": "sum"},
)
