"""Previews: short, bounded, masked."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.definition.preview import LIMIT, preview
from flows.definition.scope import MISSING, Lazy


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        (False, "false"),
        (12, "12"),
        (12.5, "12.5"),
        ('é\n"', '"é\\n\\""'),
        ({}, "{}"),
        ([], "[]"),
        ({"a": [1, {"b": None}], "c": []}, '{"a":[1,{"b":null}],"c":[]}'),
        (MISSING, "<missing>"),
        (Lazy(sha256="f00", bytes=65_536, load=lambda _: 1), "<65536 bytes>"),
        ({"a": Lazy(sha256="f00", bytes=65_536, load=lambda _: 1)}, '{"a":<65536 bytes>}'),
    ],
)
def test_a_small_value_is_its_compact_json(value: Any, text: str) -> None:
    assert preview(value) == text


@pytest.mark.parametrize("value", ["x" * 500, ["x" * 500], {"k" * 500: 1}, list(range(500)), [[[[0] * 100]]]])
def test_a_large_value_is_cut_with_an_ellipsis(value: Any) -> None:
    text = preview(value)
    assert len(text) == LIMIT
    assert text.endswith("…")
    whole = json.dumps(value, separators=(",", ":"))
    assert whole.startswith(text[:-1])


def test_only_the_beginning_of_a_large_value_is_looked_at() -> None:
    touched: list[int] = []

    def load(_: str) -> Any:
        touched.append(1)
        return 1

    value = [["x" * 300]] + [Lazy(sha256="f00", bytes=9, load=load)] * 10
    assert len(preview(value)) == LIMIT
    assert touched == []


def test_a_number_of_many_digits_is_described() -> None:
    assert preview(10**1_000_000) == "<integer of 3321929 bits>"
    assert preview(10**100) == "1" + "0" * 100


def test_secrets_are_masked_before_the_text_is_cut() -> None:
    secret = "s3cret" * 10

    def mask(text: str) -> str:
        return text.replace(secret, "***")

    assert preview({"token": secret}, mask=mask) == '{"token":"***"}'
    assert "s3cret" not in preview("x" * 190 + secret, mask=mask)
    assert preview({secret: 1}, mask=mask) == '{"***":1}'


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
        lambda children: st.lists(children) | st.dictionaries(st.text(), children),
        max_leaves=30,
    ),
    st.integers(10, 80),
)
def test_a_preview_is_the_json_text_or_its_beginning(value: Any, limit: int) -> None:
    text = preview(value, limit)
    whole = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    assert len(text) <= limit
    if len(whole) <= limit:
        assert text == whole
    else:
        assert text.endswith("…")
