from __future__ import annotations

from typing import Any

import pytest

from flows.definition.errors import PermanentStepError
from tests.unit.steps.context import transform

PEOPLE = [{"name": "A", "town": "x"}, {"name": "B", "town": "y"}, {"name": "C", "town": "x"}]
TOWNS = "town,country\nx,GB\nz,FR\n"
A, B, C = (
    {"name": "A", "town": "x", "country": "GB"},
    {"name": "B", "town": "y", "country": None},
    {"name": "C", "town": "x", "country": "GB"},
)
Z = {"name": None, "town": "z", "country": "FR"}


def _join(left: Any, right: Any, **fields: Any) -> Any:
    given = {"left_source": left, "right_source": right, **fields}
    given.setdefault("left_format", "csv" if isinstance(left, str) else "json")
    given.setdefault("right_format", "csv" if isinstance(right, str) else "json")
    return transform("join-data", given)


def _rows(left: Any, right: Any, **fields: Any) -> Any:
    return _join(left, right, **fields)["result"]


def _field_refused(left: Any, right: Any, **fields: Any) -> str:
    with pytest.raises(PermanentStepError) as caught:
        _join(left, right, **fields)
    assert caught.value.code == "invalid_module_input"
    return str(caught.value.details["errors"][0]["field"])


@pytest.mark.parametrize(
    ("join_type", "rows"),
    [("inner", [A, C]), ("left", [A, B, C]), ("right", [A, C, Z]), ("outer", [A, B, C, Z])],
)
def test_each_join_keeps_its_rows_in_order(join_type: str, rows: list[Any]) -> None:
    joined = _join(PEOPLE, TOWNS, join_keys=["town"], join_type=join_type)
    assert joined == {"result": rows, "rowCount": len(rows)}


def test_a_join_is_an_inner_join_by_default() -> None:
    assert _rows(PEOPLE, TOWNS, join_keys=["town"]) == [A, C]


def test_a_right_join_follows_the_order_of_the_right_side() -> None:
    rows = _rows(
        [{"k": 1, "l": "a"}, {"k": 2, "l": "b"}], [{"k": 2}, {"k": 3}, {"k": 1}], join_keys=["k"], join_type="right"
    )
    assert rows == [{"k": 2, "l": "b"}, {"k": 3, "l": None}, {"k": 1, "l": "a"}]


def test_duplicates_multiply() -> None:
    rows = _rows([{"k": 1, "l": 1}, {"k": 1, "l": 2}], [{"k": 1, "r": 1}, {"k": 1, "r": 2}], join_keys=["k"])
    assert [(row["l"], row["r"]) for row in rows] == [(1, 1), (1, 2), (2, 1), (2, 2)]


def test_columns_of_both_sides_are_told_apart() -> None:
    rows = _rows([{"k": 1, "v": "l", "a": 0}], [{"k": 1, "v": "r"}], join_keys=["k"])
    assert rows == [{"k": 1, "v_left": "l", "a": 0, "v_right": "r"}]


def test_a_column_whose_new_name_is_taken_is_an_error() -> None:
    assert _field_refused([{"k": 1, "v": 1, "v_right": 2}], [{"k": 1, "v": 1}], join_keys=["k"]) == "right_source"


def test_keys_may_be_named_differently_on_the_two_sides() -> None:
    mapping = [{"left": "town", "right": "id"}]
    rows = _rows(PEOPLE[:1], [{"id": "x", "country": "GB"}], key_mappings=mapping)
    assert rows == [{"name": "A", "town": "x", "id": "x", "country": "GB"}]


def test_all_keys_must_match() -> None:
    left = [{"a": 1, "b": 1}, {"a": 1, "b": 2}]
    assert _rows(left, [{"a": 1, "b": 2, "c": 3}], join_keys=["a", "b"]) == [{"a": 1, "b": 2, "c": 3}]


def test_only_the_selected_columns_of_the_right_side_are_kept() -> None:
    right = [{"k": 1, "x": 1, "y": 2, "z": 3}]
    assert _rows([{"k": 1}], right, join_keys=["k"], right_select_columns=["y"]) == [{"k": 1, "y": 2}]
    assert _rows([{"k": 1}], right, join_keys=["k"], right_select_columns=[]) == [{"k": 1}]


@pytest.mark.parametrize(
    ("left", "right", "meets"),
    [
        (1, "1", True),
        (1.0, 1, True),
        (1.5, "1.5", True),
        (True, "true", True),
        ("a", "A", False),
        ("", "", True),
        (None, None, False),
        (None, "", False),
        (0, False, False),
    ],
)
def test_keys_are_compared_as_text_and_null_meets_nothing(left: Any, right: Any, meets: bool) -> None:
    rows = _rows([{"k": left}], [{"k": right, "r": 1}], join_keys=["k"])
    assert len(rows) == (1 if meets else 0)


def test_a_null_key_is_kept_by_an_outer_join_without_a_partner() -> None:
    rows = _rows([{"k": None, "l": 1}], [{"k": None, "r": 2}], join_keys=["k"], join_type="outer")
    assert rows == [{"k": None, "l": 1, "r": None}, {"k": None, "l": None, "r": 2}]


def test_rows_that_lack_a_column_get_null() -> None:
    rows = _rows([{"k": 1, "a": 1}, {"k": 2}], [{"k": 1}, {"k": 2, "b": 2}], join_keys=["k"])
    assert rows == [{"k": 1, "a": 1, "b": None}, {"k": 2, "a": None, "b": 2}]


def test_csv_values_stay_text_and_quotes_and_a_byte_order_mark_are_read() -> None:
    left = '\ufeffk,text\r\n1,"a, ""b""\nc"\r\n'
    assert _rows(left, [{"k": 1}], join_keys=["k"]) == [{"k": "1", "text": 'a, "b"\nc'}]


def test_a_csv_value_may_be_long() -> None:
    text = "x" * 1_000_000
    assert _rows(f"k,text\n1,{text}\n", [{"k": 1}], join_keys=["k"]) == [{"k": "1", "text": text}]


def test_json_sources_may_be_text() -> None:
    joined = _join('[{"k": 1}]', '[{"k": 1, "r": 2}]', left_format="json", right_format="json", join_keys=["k"])
    assert joined == {"result": [{"k": 1, "r": 2}], "rowCount": 1}


def test_csv_output_has_a_header_and_writes_null_as_nothing() -> None:
    left = [{"k": 1, "v": None, "o": {"a": [1]}}, {"k": 2, "v": True, "o": 'q"'}]
    joined = _join(left, [{"k": 1, "r": "x,y"}], join_keys=["k"], join_type="left", output_format="csv")
    assert joined == {"result": 'k,v,o,r\n1,,"{""a"":[1]}","x,y"\n2,true,"q""",\n', "rowCount": 2}


@pytest.mark.parametrize("join_type", ["inner", "left", "right", "outer"])
def test_empty_sides_join_to_what_the_other_side_keeps(join_type: str) -> None:
    row = {"k": 1, "v": 2}
    assert _rows([], [], join_keys=["k"], join_type=join_type) == []
    assert _rows([row], [], join_keys=["k"], join_type=join_type) == ([row] if join_type in {"left", "outer"} else [])
    assert _rows([], [row], join_keys=["k"], join_type=join_type) == ([row] if join_type in {"right", "outer"} else [])


def test_an_empty_csv_still_has_its_columns() -> None:
    assert _rows([{"k": 1}], "k,r\n", join_keys=["k"], join_type="left") == [{"k": 1, "r": None}]


@pytest.mark.parametrize("keys", [{}, {"join_keys": ["k"], "key_mappings": [{"left": "k", "right": "k"}]}])
def test_exactly_one_kind_of_keys_must_be_given(keys: dict[str, Any]) -> None:
    with pytest.raises(PermanentStepError, match="give exactly one of join_keys and key_mappings"):
        _join([{"k": 1}], [{"k": 1}], **keys)


@pytest.mark.parametrize(
    ("left", "right", "fields", "field"),
    [
        ([{"a": 1}], [{"k": 1}], {}, "left_source"),
        ([{"k": 1}], [{"a": 1}], {}, "right_source"),
        ([{"k": 1}], [{"k": 1}], {"right_select_columns": ["nope"]}, "right_select_columns"),
        ([{"k": 1}, 5], [{"k": 1}], {}, "left_source[1]"),
        ({"k": 1}, [{"k": 1}], {}, "left_source"),
        ([{"k": {}}], [{"k": 1}], {}, "left_source[0].k"),
        ([{"k": 1}], [{"k": [1]}], {}, "right_source[0].k"),
        ([{"k": 1}], [{"k": 1}], {"right_format": "csv"}, "right_source"),
        ([{"k": 1}], "k,k\n1,2\n", {}, "right_source"),
        ([{"k": 1}], "k,v\n1\n", {}, "right_source"),
        ([{"k": 1}], 'k\n"open', {}, "right_source"),
        ([{"k": 1}], "{}", {"right_format": "json"}, "right_source"),
        ([{"k": 1}], "[", {"right_format": "json"}, "right_source"),
        ([{"k": 1}], [{"k": 1}], {"join_type": "cross"}, "join_type"),
        ([{"k": 1}], [{"k": 1}], {"left_format": "xml"}, "left_format"),
    ],
)
def test_what_cannot_be_joined_is_named(left: Any, right: Any, fields: dict[str, Any], field: str) -> None:
    assert _field_refused(left, right, join_keys=["k"], **fields) == field


def test_a_join_that_explodes_is_refused_before_it_is_built() -> None:
    rows = [{"k": 1, "v": index} for index in range(2000)]
    with pytest.raises(PermanentStepError) as caught:
        _join(rows, rows, join_keys=["k"])
    assert caught.value.code == "result_too_large"


def test_a_join_whose_rows_are_mostly_nulls_is_refused_too() -> None:
    rows = [{"k": index, f"column-{index}": 1} for index in range(1500)]
    with pytest.raises(PermanentStepError) as caught:
        _join(rows, [], join_keys=["k"], join_type="left")
    assert caught.value.code == "result_too_large"
