"""The JSON guard lets through what every part can hold, and names the fault of the rest."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allma_site.common.json_guard import JsonCode, JsonGuardError, canonical, check, digest, dumps, loads, storable
from tests.work import at_most

LIMIT = 11 * 2**20

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**999), 10**999)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
)
KEYS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner), max_leaves=20)


def refusal(raw: bytes | str, **options: Any) -> JsonGuardError:
    with pytest.raises(JsonGuardError) as caught:
        loads(raw, **{"max_bytes": LIMIT, **options})
    return caught.value


@given(VALUES)
def test_what_is_written_is_read_back(value: Any) -> None:
    assert loads(dumps(value), max_bytes=LIMIT) == value


@given(VALUES)
def test_reading_agrees_with_the_standard_library(value: Any) -> None:
    text = json.dumps(value)
    assert loads(text.encode(), max_bytes=LIMIT) == json.loads(text)


@given(st.binary(max_size=200) | st.text(max_size=200))
def test_nothing_but_a_guard_error_comes_out_of_rubbish(raw: bytes | str) -> None:
    with suppress(JsonGuardError):
        loads(raw, max_bytes=1000)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", JsonCode.SYNTAX),
        (b"  ", JsonCode.SYNTAX),
        (b"{", JsonCode.SYNTAX),
        (b"[1,]", JsonCode.SYNTAX),
        (b"{'a':1}", JsonCode.SYNTAX),
        (b"01", JsonCode.SYNTAX),
        (b"1 2", JsonCode.SYNTAX),
        (b'"\x01"', JsonCode.SYNTAX),
        (b'"\xff"', JsonCode.ENCODING),
        (b'"\xed\xa0\x80"', JsonCode.ENCODING),
        (b"\xef\xbb\xbf1", JsonCode.ENCODING),
        ('"a"'.encode("utf-16"), JsonCode.ENCODING),
        ('"a"'.encode("utf-16-le"), JsonCode.ENCODING),
        ('"a"'.encode("utf-32"), JsonCode.ENCODING),
        ('"é"'.encode("latin-1"), JsonCode.ENCODING),
        (rb'"\u0000"', JsonCode.NUL),
        (rb'{"\u0000":1}', JsonCode.NUL),
        (b'"abcde\x00"', JsonCode.NUL),
        (rb'"\ud800"', JsonCode.SURROGATE),
        (rb'"\udc00x"', JsonCode.SURROGATE),
        (rb'"\ud800\ud800"', JsonCode.SURROGATE),
        ('"\ud800"', JsonCode.SURROGATE),
        (b"NaN", JsonCode.NAN),
        (b"[Infinity]", JsonCode.NAN),
        (b'{"a":-Infinity}', JsonCode.NAN),
        (b"1e999", JsonCode.NUMBER),
        (b"-1E+400", JsonCode.NUMBER),
        (b"1" * 400 + b".0", JsonCode.NUMBER),
        (b"9" * 1001, JsonCode.NUMBER),
        (b"-" + b"9" * 5000, JsonCode.NUMBER),
        (b"[" * 65 + b"]" * 65, JsonCode.TOO_DEEP),
        (b"[" * 3000 + b"]" * 3000, JsonCode.TOO_DEEP),
        (b'{"a":' * 3000 + b"1" + b"}" * 3000, JsonCode.TOO_DEEP),
        (b"[" * 10**6, JsonCode.TOO_DEEP),
        (b"x" * (LIMIT + 1), JsonCode.TOO_LARGE),
    ],
    ids=lambda value: str(value)[:24],
)
def test_a_bad_text_is_refused_with_its_code(raw: bytes | str, code: JsonCode) -> None:
    assert refusal(raw).code is code


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (b"9" * 1000, 10**1000 - 1),
        (b"[" * 64 + b"]" * 64, None),
        (b'["' + b"[" * 5000 + b'"]', ["[" * 5000]),
        (rb'"\\u0000"', "\\u0000"),
        (rb'"\ud83d\ude00"', "😀"),
        (b'{"a":1,"a":2}', {"a": 2}),
        (b'{"b":1,"a":2}', {"b": 1, "a": 2}),
        (b" 1 ", 1),
        (b"1e308", 1e308),
        (b"-0.0", 0.0),
        (b'"12345678901234567890"', "12345678901234567890"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_a_good_text_is_read(raw: bytes, value: Any) -> None:
    read = loads(raw, max_bytes=LIMIT)
    assert value is None or read == value


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        (rb'{"a":{"b":["x","\u0000"]}}', "/a/b/1"),
        (rb'{"a/b":{"~":1e999}}', "/a~1b/~0"),
        (b'[1,{"n":' + b"9" * 2000 + b"}]", "/1/n"),
        (rb'{"a\u0000":1}', "/a?"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_the_place_of_a_bad_value_is_a_json_pointer(raw: bytes, path: str) -> None:
    assert refusal(raw).path == path


def test_the_size_is_counted_in_bytes_of_utf8() -> None:
    assert loads('"éé"', max_bytes=6) == "éé"
    assert refusal('"éé"', max_bytes=5).code is JsonCode.TOO_LARGE


def test_the_depth_limit_can_be_chosen() -> None:
    assert loads(b"[[]]", max_bytes=LIMIT, max_depth=2) == [[]]
    assert refusal(b"[[[]]]", max_depth=2).code is JsonCode.TOO_DEEP
    assert refusal(b"[[1],[[2]]]", max_depth=2).path == "/1/0"


@pytest.mark.parametrize(
    ("value", "code", "path"),
    [
        ({"a": {1: 2}}, JsonCode.TYPE, "/a"),
        ([object()], JsonCode.TYPE, "/0"),
        ([(1, 2)], JsonCode.TYPE, "/0"),
        ({"a": b"x"}, JsonCode.TYPE, "/a"),
        ([float("nan")], JsonCode.NAN, "/0"),
        ([float("inf")], JsonCode.NUMBER, "/0"),
        ([10**1000], JsonCode.NUMBER, "/0"),
        (["\udfff"], JsonCode.SURROGATE, "/0"),
        ({"\ud800": 1}, JsonCode.SURROGATE, "/?"),
        ({"a": "\0"}, JsonCode.NUL, "/a"),
    ],
    ids=lambda value: str(value)[:24].encode(errors="replace").decode(),
)
def test_a_value_that_is_not_json_is_refused_with_its_place(value: Any, code: JsonCode, path: str) -> None:
    for guard in (check, dumps, canonical):
        with pytest.raises(JsonGuardError) as caught:
            guard(value)
        assert (caught.value.code, caught.value.path) == (code, path)


def test_a_value_that_holds_itself_is_too_deep() -> None:
    ring: list[Any] = []
    ring.append(ring)
    for guard in (check, dumps, digest):
        with pytest.raises(JsonGuardError) as caught:
            guard(ring)
        assert caught.value.code is JsonCode.TOO_DEEP


def test_text_is_compact_and_keeps_the_order_and_the_letters() -> None:
    assert dumps({"b": [1, 2.5, None, True], "a": "é😀\n"}) == '{"b":[1,2.5,null,true],"a":"é😀\\n"}'


def test_equal_values_have_equal_digests_whatever_their_order() -> None:
    assert canonical({"b": 1, "a": {"d": 1, "c": 2}}) == '{"a":{"c":2,"d":1},"b":1}'
    assert digest({"b": 1, "a": 2}) == digest({"a": 2, "b": 1})
    assert digest({"a": 1}) != digest({"a": 2})


@pytest.mark.parametrize(
    "raw",
    [
        b'{"a":"' + b"x" * 2**20 + b'"}',
        b'"' + b'\\"' * 2**19 + b'"',
        b"[" + b"[]," * 2**18 + b"[]]",
        b'"' + b'\\"' * (5 * 2**20),
        b"[}" * (5 * 2**20),
        b"[" * 10**7,
    ],
    ids=["long text", "escapes", "brackets", "never closed", "mismatched", "bomb"],
)
def test_megabytes_of_text_cost_less_than_two_calls_for_each_value(raw: bytes) -> None:
    values = raw.count(b"[]")
    with at_most(calls=100 + 2 * values), suppress(JsonGuardError):
        loads(raw, max_bytes=LIMIT)


def test_what_is_noted_of_a_strange_text_can_be_stored() -> None:
    noted = {"a\0": ["x\ud83d", ("\udc00y",), 1, None], "fine": "\U0001f600"}
    assert storable(noted) == {"a\ufffd": ["x\ufffd", ["\ufffdy"], 1, None], "fine": "\U0001f600"}
    check(storable(noted))
