"""What becomes of the results of a fork's branches. Pure; the engine calls it when all branches are done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flows.definition.errors import PermanentStepError
from flows.steps.base import Json
from flows.steps.kinds import kind_of
from flows.steps.numbers import numbers, total
from flows.steps.parallel_fork_manager import AggregationStrategy


def aggregate(strategy: AggregationStrategy, values: list[Json]) -> Json:
    """One JSON value from the results, in the order of the items.

    PermanentStepError naming the index of a result that does not fit: `not_an_object`, `not_a_number`.
    """
    return _HOW[strategy](values)


def _merged(values: list[Json]) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for index, value in enumerate(values):
        if not isinstance(value, dict):
            raise PermanentStepError(
                "not_an_object",
                f"The result of item {index} is {kind_of(value)}; MERGE_OBJECTS needs an object from each branch.",
                details={"index": index},
            )
        merged.update(value)
    return merged


_HOW: dict[AggregationStrategy, Callable[[list[Json]], Json]] = {
    AggregationStrategy.COLLECT_ARRAY: list,
    AggregationStrategy.MERGE_OBJECTS: _merged,
    AggregationStrategy.SUM: lambda values: total(numbers(values, what="results")),
    AggregationStrategy.NONE: lambda values: None,
}
