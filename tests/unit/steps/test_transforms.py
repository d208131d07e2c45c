from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from flows.definition.errors import MappingError, PermanentStepError, StepError
from tests.unit.steps.context import Context, transform


def _error(module: str, given: dict[str, Any], config: dict[str, Any] | None = None) -> StepError:
    with pytest.raises(PermanentStepError) as caught:
        transform(module, given, config)
    return caught.value


def _refused_fields(error: StepError) -> list[str]:
    assert error.code == "invalid_module_input"
    return [problem["field"] for problem in error.details["errors"]]


# compose-object-from-input


def test_compose_gives_back_the_very_input() -> None:
    given = {"a": [1, {"b": None}]}
    assert transform("compose-object-from-input", given) is given


def test_compose_lays_its_config_under_the_input() -> None:
    config = {"a": "configured", "b": "{{ who }}", "c": "$.who"}
    ctx = Context(root={"who": "me"})
    assert transform("compose-object-from-input", {"a": 1}, config, ctx=ctx) == {"a": 1, "b": "me", "c": "me"}


# array-aggregator


@pytest.mark.parametrize(
    ("operation", "array", "wanted"),
    [
        ("sum", [1, 2, 3], 6),
        ("sum", [1, 2.5], 3.5),
        ("sum", [], 0),
        ("count", [], 0),
        ("count", ["a", None, {}], 3),
        ("avg", [1, 2], 1.5),
        ("avg", [2, 2], 2.0),
        ("avg", [], None),
        ("min", [3, 1, 2], 1),
        ("max", [3, 1.5], 3),
        ("min", [2.5, 3], 2.5),
        ("min", [], None),
        ("max", [], None),
        ("sum", [2**62, 2**62], 2**63),
    ],
)
def test_aggregating_a_list(operation: str, array: list[Any], wanted: Any) -> None:
    result = transform("array-aggregator", {"array": array}, {"operation": operation})["result"]
    assert result == wanted
    assert type(result) is type(wanted)


def test_aggregating_one_property() -> None:
    given = {"array": [{"n": 1}, {"n": 4}], "path": "n", "operation": "max"}
    assert transform("array-aggregator", given) == {"result": 4}


@pytest.mark.parametrize(
    ("array", "path", "index"),
    [
        ([1, "2"], None, 1),
        ([True], None, 0),
        ([1, 2, None], None, 2),
        ([{"n": 1}, {"n": "x"}], "n", 1),
        ([{"n": 1}, {}], "n", 1),
        ([5], "n", 0),
    ],
)
def test_a_value_that_is_no_number_is_named_by_its_index(array: list[Any], path: str | None, index: int) -> None:
    given = {"array": array, "operation": "sum"} | ({"path": path} if path else {})
    error = _error("array-aggregator", given)
    assert (error.code, error.details) == ("not_a_number", {"field": "array", "index": index})
    assert f"array[{index}]" in error.message


@pytest.mark.parametrize("operation", ["sum", "avg"])
def test_an_aggregate_that_no_json_number_holds_is_an_error(operation: str) -> None:
    assert _error("array-aggregator", {"array": [1e308, 1e308], "operation": operation}).code == "number_overflow"


def test_an_average_of_huge_integers_is_an_error() -> None:
    assert _error("array-aggregator", {"array": [10**400], "operation": "avg"}).code == "number_overflow"


# flatten-array


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({"array": [[1, 2], [3], []]}, [1, 2, 3]),
        ({"array": []}, []),
        ({"array": [1, [2, [3, [4]]]]}, [1, 2, [3, [4]]]),
        ({"array": [1, [2, [3, [4]]]], "depth": 2}, [1, 2, 3, [4]]),
        ({"array": [1, [2, [3, [4]]]], "depth": 64}, [1, 2, 3, 4]),
        ({"array": [{"t": [1, 2]}, {"t": []}, {"t": [3]}], "path": "t"}, [1, 2, 3]),
        ({"array": [{"t": None}, {}, {"t": [[1]]}], "path": "t"}, [[1]]),
        ({"array": [{"t": [[1], 2]}], "path": "t", "depth": 2}, [1, 2]),
    ],
)
def test_flattening_a_list(given: dict[str, Any], wanted: list[Any]) -> None:
    assert transform("flatten-array", given) == {"result": wanted}


def test_flattening_does_not_change_the_lists_it_was_given() -> None:
    given = {"array": [[1], [2]]}
    transform("flatten-array", given)
    assert given == {"array": [[1], [2]]}


@pytest.mark.parametrize(
    ("array", "field"), [([{"t": 5}], "array[0].t"), ([{"t": []}, 7], "array[1]"), ([{"t": {}}], "array[0].t")]
)
def test_a_path_that_holds_no_list_is_named(array: list[Any], field: str) -> None:
    assert _refused_fields(_error("flatten-array", {"array": array, "path": "t"})) == [field]


def test_a_flat_list_of_over_a_million_items_is_refused() -> None:
    inner = [0] * 1001
    assert _error("flatten-array", {"array": [inner] * 1000}).code == "result_too_large"


# generate-array


@pytest.mark.parametrize(("count", "wanted"), [(0, []), (3, [0, 1, 2]), ("2", [0, 1]), (2.0, [0, 1])])
def test_generating_a_list(count: Any, wanted: list[int]) -> None:
    assert transform("generate-array", {"count": count}) == {"array": wanted}


def test_the_longest_generated_list_has_100_000_items() -> None:
    assert len(transform("generate-array", {"count": 100_000})["array"]) == 100_000


@pytest.mark.parametrize("count", [-1, 100_001, 1.5, True, None, "x", [], 10**30])
def test_a_count_outside_its_range_is_refused(count: Any) -> None:
    assert _refused_fields(_error("generate-array", {"count": count})) == ["count"]


# date-time-calculator


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (
            {"baseTime": "2024-02-28T23:00:00Z", "offsetSeconds": 7200, "operation": "add"},
            "2024-02-29T01:00:00Z",
        ),
        ({"baseTime": "2023-03-01T00:00:00Z", "offsetSeconds": 1, "operation": "subtract"}, "2023-02-28T23:59:59Z"),
        ({"baseTime": "2024-06-01T12:00:00+02:00", "offsetSeconds": 0}, "2024-06-01T10:00:00Z"),
        ({"baseTime": "2024-06-01T12:00:00", "offsetSeconds": 0}, "2024-06-01T12:00:00Z"),
        ({"baseTime": "2024-06-01", "offsetSeconds": "60"}, "2024-06-01T00:01:00Z"),
        ({"baseTime": "2024-06-01T00:00:00.900Z", "offsetSeconds": 0.2}, "2024-06-01T00:00:01Z"),
        ({"baseTime": "2024-06-01T00:00:00Z", "offsetSeconds": -60}, "2024-05-31T23:59:00Z"),
        ({"offsetSeconds": 3}, "2026-03-04T05:06:10Z"),
        ({}, "2026-03-04T05:06:07Z"),
    ],
)
def test_calculating_a_time(given: dict[str, Any], wanted: str) -> None:
    assert transform("date-time-calculator", given) == {"result": wanted}


def test_now_is_the_time_of_the_attempt_in_utc() -> None:
    ctx = Context(now=datetime.fromisoformat("2026-01-01T01:00:00+02:00"))
    assert transform("date-time-calculator", {}, ctx=ctx) == {"result": "2025-12-31T23:00:00Z"}
    assert ctx.now.tzinfo is not UTC


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"baseTime": "yesterday", "offsetSeconds": 1}, "baseTime"),
        ({"baseTime": "", "offsetSeconds": 1}, "baseTime"),
        ({"baseTime": 5, "offsetSeconds": 1}, "baseTime"),
        ({"offsetSeconds": 1e300}, "offsetSeconds"),
        ({"offsetSeconds": "nan"}, "offsetSeconds"),
        ({"offsetSeconds": "inf"}, "offsetSeconds"),
        ({"baseTime": "9999-12-31T23:59:59Z", "offsetSeconds": 1}, "offsetSeconds"),
        ({"baseTime": "0001-01-01T00:00:00+01:00"}, "offsetSeconds"),
        ({"offsetSeconds": True}, "offsetSeconds"),
        ({"offsetSeconds": None}, "offsetSeconds"),
        ({"operation": "multiply"}, "operation"),
    ],
)
def test_a_time_that_cannot_be_calculated_names_its_field(given: dict[str, Any], field: str) -> None:
    assert _refused_fields(_error("date-time-calculator", given))[0].startswith(field)


# generate-uuid


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({}, "00000000-0000-4000-8000-000000000000"),
        ({"prefix": "order-", "suffix": "!"}, "order-00000000-0000-4000-8000-000000000000!"),
    ],
)
def test_a_uuid_stands_between_prefix_and_suffix(given: dict[str, Any], wanted: str) -> None:
    assert transform("generate-uuid", given) == {"uuid": wanted}


# what all modules share


def test_a_value_mapped_into_the_input_wins_over_the_config() -> None:
    assert transform("generate-array", {"count": 1}, {"count": 5}) == {"array": [0]}


def test_the_config_of_a_module_is_rendered() -> None:
    ctx = Context(root={"n": 2, "list": [1, 2]})
    assert transform("generate-array", {}, {"count": "{{ n }}"}, ctx=ctx) == {"array": [0, 1]}
    assert transform("array-aggregator", {}, {"array": "$.list", "operation": "sum"}, ctx=ctx) == {"result": 3}


def test_an_undefined_variable_in_the_config_is_named() -> None:
    with pytest.raises(MappingError) as caught:
        transform("generate-array", {}, {"count": "{{ nothing }}"})
    assert caught.value.details == {"variable": "nothing"}


@pytest.mark.parametrize(
    ("module", "given", "fields"),
    [
        ("array-aggregator", {}, ["array", "operation"]),
        ("array-aggregator", {"array": {}, "operation": "sum"}, ["array"]),
        ("array-aggregator", {"array": [], "operation": "median"}, ["operation"]),
        ("flatten-array", {"array": [], "depth": 0}, ["depth"]),
        ("flatten-array", {"array": [], "dept": 1}, ["dept"]),
        ("generate-array", {}, ["count"]),
        ("generate-uuid", {"prefix": 1}, ["prefix"]),
    ],
)
def test_an_input_that_a_module_cannot_read_names_the_fields(
    module: str, given: dict[str, Any], fields: list[str]
) -> None:
    error = _error(module, given)
    assert _refused_fields(error) == fields
    assert fields[0] in error.message
