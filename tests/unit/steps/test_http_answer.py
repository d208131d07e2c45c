from __future__ import annotations

from typing import Any

import pytest

from flows.definition.errors import ContentStepError, PermanentStepError
from flows.steps.http_answer import check_schema, read_answer
from flows.steps.http_config import ResponseType
from tests.unit.steps.context import reply
from tests.work import at_most

JSON, TEXT = "application/json", "text/plain"


@pytest.mark.parametrize(
    ("body", "content_type", "wanted"),
    [
        (b'{"a": 1}', JSON, {"a": 1}),
        (b'{"a": 1}', "application/problem+json; charset=utf-8", {"a": 1}),
        (b"[1", JSON, "[1"),
        (b'{"a": 1}', TEXT, '{"a": 1}'),
        (b'{"a": 1}', "", '{"a": 1}'),
        ("é".encode(), TEXT, "é"),
        (b"\xe9", "text/plain; charset=ISO-8859-1", "é"),
        (b"\xe9", "text/plain; charset=unicode_escape", "\ufffd"),
        (b"\xef\xbb\xbf{}", JSON, {}),
        (b"\xff\xfe\x00", "application/octet-stream", "//4A"),
        (b"\xff\xfe", "application/pdf", "//4="),
        (b"a\x00b", TEXT, "YQBi"),
        (b"plain", "application/octet-stream", "plain"),
        (b"", JSON, None),
        (b"", "image/png", None),
    ],
)
def test_an_answer_is_read_by_its_content_type(body: bytes, content_type: str, wanted: Any) -> None:
    assert read_answer(reply(body, content_type=content_type), ResponseType.AUTO) == wanted


@pytest.mark.parametrize(
    ("response_type", "body", "wanted"),
    [
        (ResponseType.JSON, b"[1]", [1]),
        (ResponseType.TEXT, b"[1]", "[1]"),
        (ResponseType.BASE64, b"[1]", "WzFd"),
        (ResponseType.JSON, b"", None),
        (ResponseType.TEXT, b"", None),
        (ResponseType.BASE64, b"", None),
    ],
)
def test_an_answer_is_read_as_asked(response_type: ResponseType, body: bytes, wanted: Any) -> None:
    assert read_answer(reply(body, content_type=TEXT), response_type) == wanted


@pytest.mark.parametrize("body", [b"<html>", b"NaN", b"[" * 3000, b'"\\ud800"', b"\xff"])
def test_json_that_cannot_be_kept_is_a_content_error(body: bytes) -> None:
    with pytest.raises(ContentStepError) as caught:
        read_answer(reply(body), ResponseType.JSON)
    assert caught.value.code == "invalid_json"
    assert caught.value.details == {"raw": body.decode(errors="replace")[:2000]}


def test_a_charset_that_is_no_character_set_is_not_asked() -> None:
    body = b"-" * 200_000 + b"a"
    with at_most(calls=1000):
        answer = read_answer(reply(body, content_type="text/plain; charset=punycode"), ResponseType.TEXT)
    assert answer == body.decode()


def test_an_answer_that_fits_its_schema_passes() -> None:
    check_schema({"a": 1}, {"type": "object", "required": ["a"]}, field="responseSchema")
    check_schema({"a": 1}, None, field="responseSchema")


def test_an_answer_that_does_not_fit_is_a_content_error_that_says_where() -> None:
    with pytest.raises(ContentStepError) as caught:
        check_schema({"a": "x"}, {"properties": {"a": {"type": "integer"}}}, field="responseSchema")
    assert caught.value.code == "schema_mismatch"
    assert [each["path"] for each in caught.value.details["errors"]] == ["/a"]
    assert "responseSchema: /a: " in caught.value.message


def test_a_schema_that_is_none_is_a_permanent_error() -> None:
    with pytest.raises(PermanentStepError) as caught:
        check_schema(1, {"type": "numbr"}, field="responseSchema")
    assert (caught.value.code, caught.value.details) == ("invalid_schema", {"field": "responseSchema"})
