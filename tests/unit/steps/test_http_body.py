from __future__ import annotations

from typing import Any

import pytest

from flows.definition.errors import PermanentStepError
from flows.steps.base import HttpRequest
from flows.steps.http_call import prepare
from flows.steps.http_config import HttpCallConfig
from tests.unit.steps.context import Context

ROOT = {
    "id": "a b",
    "tags": ["x", "y&z"],
    "n": 5,
    "nothing": None,
    "order": {"id": 7, "lines": [1, 2]},
}


def _request(**fields: Any) -> HttpRequest:
    fields = {"apiUrlTemplate": {"template": "http://api.test/"}, "apiHttpMethod": "POST", **fields}
    config = HttpCallConfig.model_validate(fields)
    return prepare(config, Context(root=ROOT))


def _code(**fields: Any) -> str:
    with pytest.raises(PermanentStepError) as caught:
        _request(**fields)
    return caught.value.code


@pytest.mark.parametrize(
    ("fields", "body", "content_type"),
    [
        (
            {"requestBody": {"id": "$.order.id", "text": "n={{ n }}", "lost": "$.missing", "é": [1, None]}},
            '{"id":7,"text":"n=5","é":[1,null]}',
            "application/json",
        ),
        ({"requestBody": "$.order"}, '{"id":7,"lines":[1,2]}', "application/json"),
        ({"requestBody": "{{ n }}"}, '"5"', "application/json"),
        ({"requestBody": False}, "false", "application/json"),
        ({"requestBodyPath": "$.order.lines"}, "[1,2]", "application/json"),
        ({"requestBodyPath": "$.nothing"}, "null", "application/json"),
        (
            {
                "requestBodyTemplate": {
                    "ids": {"sourceJsonPath": "$.order", "selectFields": ["id"]},
                    "gone": {"sourceJsonPath": "$.missing"},
                    "lines": {
                        "sourceJsonPath": "$.order.lines",
                        "formatAs": "CUSTOM_STRING",
                        "itemTemplate": "<{{ item }}>",
                    },
                }
            },
            '{"ids":{"id":7},"lines":"<1>\\n<2>"}',
            "application/json",
        ),
        ({"requestBody": "n={{ n }}", "bodyType": "text"}, "n=5", "text/plain; charset=utf-8"),
        ({"requestBody": {"a": 1}, "bodyType": "text"}, '{"a":1}', "text/plain; charset=utf-8"),
        (
            {
                "requestBody": {"a": "$.tags", "b": True, "c": None, "d e": "{{ id }}", "o": {"x": 1}},
                "bodyType": "form",
            },
            "a=x&a=y%26z&b=true&d+e=a+b&o=%7B%22x%22%3A1%7D",
            "application/x-www-form-urlencoded",
        ),
    ],
)
def test_a_body_is_rendered_and_written(fields: dict[str, Any], body: str, content_type: str) -> None:
    request = _request(**fields)
    assert request.body == body.encode()
    assert request.headers == {"Content-Type": content_type}


def test_without_a_body_nothing_is_sent() -> None:
    request = _request(requestBody=None)
    assert (request.body, request.headers) == (None, {})


def test_a_multipart_body_has_fields_and_files_and_is_the_same_for_every_attempt() -> None:
    parts = {
        "note": "{{ n }}",
        "doc": {"filename": 'a"b\r\n.bin', "content": "AAEC", "encoding": "base64", "contentType": "image/png"},
        "txt": {"filename": "t.txt", "content": "héllo"},
        "gone": None,
    }
    first = _request(requestBody=parts, bodyType="multipart")
    again = _request(requestBody=parts, bodyType="multipart")
    kind, _, boundary = first.headers["Content-Type"].partition("; boundary=")
    assert kind == "multipart/form-data"
    line = f"--{boundary}\r\n".encode()
    disposition = b"Content-Disposition: form-data; name="
    assert first.body == (
        line
        + disposition
        + b'"note"\r\n\r\n5\r\n'
        + line
        + disposition
        + b'"doc"; filename="a%22b%0D%0A.bin"\r\nContent-Type: image/png\r\n\r\n\x00\x01\x02\r\n'
        + line
        + disposition
        + b'"txt"; filename="t.txt"\r\nContent-Type: application/octet-stream\r\n\r\n'
        + "héllo\r\n".encode()
        + f"--{boundary}--\r\n".encode()
    )
    assert again == first


@pytest.mark.parametrize(
    "fields",
    [
        {"requestBody": [1], "bodyType": "form"},
        {"requestBody": "a=1", "bodyType": "form"},
        {"requestBody": [1], "bodyType": "multipart"},
        {"requestBody": {"f": {"content": "x"}}, "bodyType": "multipart"},
        {"requestBody": {"f": {"filename": "x"}}, "bodyType": "multipart"},
        {"requestBody": {"f": {"filename": "x", "content": "%", "encoding": "base64"}}, "bodyType": "multipart"},
        {"requestBody": "\ud800", "bodyType": "text"},
        {"requestBody": {"a": "\ud800"}},
    ],
)
def test_a_body_that_cannot_be_written_is_refused(fields: dict[str, Any]) -> None:
    assert _code(**fields) == "invalid_body"


def test_a_body_path_that_finds_nothing_is_an_error() -> None:
    assert _code(requestBodyPath="$.missing") == "missing_body"
