from __future__ import annotations

from typing import Any

import pytest

from flows.definition.errors import PermanentStepError
from flows.steps.aggregation import aggregate
from flows.steps.parallel_fork_manager import AggregationStrategy as Strategy


@pytest.mark.parametrize(
    ("strategy", "values", "wanted"),
    [
        (Strategy.COLLECT_ARRAY, [], []),
        (Strategy.COLLECT_ARRAY, [3, None, {"a": 1}], [3, None, {"a": 1}]),
        (Strategy.MERGE_OBJECTS, [], {}),
        (Strategy.MERGE_OBJECTS, [{"a": 1, "b": {"x": 1}}, {"b": {"y": 2}}], {"a": 1, "b": {"y": 2}}),
        (Strategy.SUM, [], 0),
        (Strategy.SUM, [1, 2, 3], 6),
        (Strategy.SUM, [1, 0.5], 1.5),
        (Strategy.NONE, [1, 2], None),
    ],
)
def test_each_strategy_gives_its_value(strategy: Strategy, values: list[Any], wanted: Any) -> None:
    result = aggregate(strategy, values)
    assert result == wanted
    assert type(result) is type(wanted)


@pytest.mark.parametrize(
    ("strategy", "values", "code", "index"),
    [
        (Strategy.MERGE_OBJECTS, [{}, [1]], "not_an_object", 1),
        (Strategy.MERGE_OBJECTS, [None], "not_an_object", 0),
        (Strategy.SUM, [1, 2, "3"], "not_a_number", 2),
        (Strategy.SUM, [True], "not_a_number", 0),
        (Strategy.SUM, [1, None], "not_a_number", 1),
    ],
)
def test_a_result_that_does_not_fit_is_named_by_its_index(
    strategy: Strategy, values: list[Any], code: str, index: int
) -> None:
    with pytest.raises(PermanentStepError) as caught:
        aggregate(strategy, values)
    assert caught.value.code == code
    assert caught.value.details["index"] == index


@pytest.mark.parametrize("values", [[1e308, 1e308], [10**400, 0.5]])
def test_a_sum_that_no_json_number_holds_is_an_error(values: list[Any]) -> None:
    with pytest.raises(PermanentStepError) as caught:
        aggregate(Strategy.SUM, values)
    assert caught.value.code == "number_overflow"


def test_the_results_are_not_changed() -> None:
    first = {"a": 1}
    aggregate(Strategy.MERGE_OBJECTS, [first, {"b": 2}])
    assert first == {"a": 1}
