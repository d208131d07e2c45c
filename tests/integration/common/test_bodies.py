"""Whatever is sent, the answer is a problem document that names what was wrong."""

from __future__ import annotations

import json
from typing import Any

import pytest
from rest_framework.test import APIClient

from allma_site.env import env
from workspaces.models import ApiKey

KEYS = "/api/v1/api-keys/"
JSON = "application/json"
MEMBERS = {"type", "title", "status", "code", "detail", "errors", "requestId"}


@pytest.fixture
def quiet(api: APIClient) -> APIClient:
    api.raise_request_exception = False
    return api


def send(client: Any, raw: bytes, content_type: str = JSON, **extra: str) -> Any:
    return client.generic("POST", KEYS, raw, content_type=content_type, **extra)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"{", "json_syntax"),
        (b"", "invalid"),
        (b"[]", "invalid"),
        (b"null", "invalid"),
        (b'"x"', "invalid"),
        (b"\xff\xfe{\x00}\x00", "json_encoding"),
        (b'{"name": "\xff"}', "json_encoding"),
        (rb'{"name": "\u0000"}', "json_nul"),
        (rb'{"name": "\ud800"}', "json_surrogate"),
        (b'{"name": NaN}', "json_nan"),
        (b'{"name": 1e999}', "json_number"),
        (b'{"name": ' + b"9" * 5000 + b"}", "json_number"),
        (b'{"name": ' + b"[" * 3000 + b"]" * 3000 + b"}", "json_too_deep"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_bad_body_is_refused_with_its_code(quiet: APIClient, raw: bytes, code: str) -> None:
    answer = send(quiet, raw)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert answer["Content-Type"] == "application/problem+json"
    assert set(answer.json()) == MEMBERS


def test_a_body_of_eleven_megabytes_is_too_large(quiet: APIClient) -> None:
    answer = send(quiet, b'{"name": "' + b"x" * (11 * 2**20) + b'"}')
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert str(env.max_input_bytes) in answer.json()["detail"]


def test_a_body_that_lies_about_its_length_is_too_large(quiet: APIClient) -> None:
    answer = send(quiet, b"x" * (env.max_input_bytes + 10), CONTENT_LENGTH=str(env.max_input_bytes + 10))
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "", "json"]
)
def test_what_is_not_json_is_an_unsupported_media_type(quiet: APIClient, content_type: str) -> None:
    answer = send(quiet, b'{"name": "x", "role": "viewer"}', content_type)
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")


@pytest.mark.parametrize(
    "content_type",
    ["application/json", "APPLICATION/JSON; charset=utf-8", "application/merge-patch+json", "application/vnd.x+json"],
)
def test_every_json_type_is_read(quiet: APIClient, content_type: str) -> None:
    assert send(quiet, b'{"name": "x", "role": "viewer"}', content_type).status_code == 201


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "nonsense", ""])
def test_the_answer_is_json_whatever_is_asked_for(quiet: APIClient, accept: str) -> None:
    answer = quiet.get(KEYS, HTTP_ACCEPT=accept)
    assert (answer.status_code, answer["Content-Type"]) == (200, JSON)


def test_every_wrong_field_is_named(quiet: APIClient) -> None:
    answer = quiet.post(KEYS, {"name": "", "role": "king", "x": 1}).json()
    assert [error["path"] for error in answer["errors"]] == ["/name", "/role", "/x"]
    assert answer["detail"].startswith("/name: ")


def test_nothing_is_written_by_a_refused_request(quiet: APIClient) -> None:
    before = ApiKey.objects.count()
    quiet.post(KEYS, {"name": "x", "role": "king"})
    assert ApiKey.objects.count() == before


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/v1/nothing/", 404, "not_found"),
        ("GET", "/api/v1/api-keys/not-a-uuid/", 404, "not_found"),
        ("PUT", KEYS, 405, "method_not_allowed"),
        ("OPTIONS", KEYS, 405, "method_not_allowed"),
        ("GET", "/nothing", 404, "not_found"),
        ("GET", "/api/v1/members", 404, "not_found"),
    ],
)
def test_a_wrong_path_or_method_is_a_problem_too(
    quiet: APIClient, method: str, path: str, status: int, code: str
) -> None:
    answer = quiet.generic(method, path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer["Content-Type"] == "application/problem+json"


def test_a_wrong_host_is_a_problem_too(quiet: APIClient) -> None:
    answer = quiet.get(KEYS, HTTP_HOST="evil.example")
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")


def test_a_fault_of_ours_tells_nothing(quiet: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the secret is shibboleth")

    monkeypatch.setattr("workspaces.selectors.api_keys", fail)
    answer = quiet.get(KEYS)
    assert (answer.status_code, answer.json()["code"]) == (500, "unexpected")
    assert "shibboleth" not in answer.content.decode()
    assert answer.json()["requestId"] == answer["X-Request-ID"]


def test_the_callers_request_id_comes_back(quiet: APIClient) -> None:
    answer = quiet.get("/api/v1/nothing/", HTTP_X_REQUEST_ID="abc-1.2_3")
    assert answer["X-Request-ID"] == answer.json()["requestId"] == "abc-1.2_3"


@pytest.mark.parametrize("given", ["", "a b", "a" * 65, "ä", 'x"'])
def test_a_harmful_request_id_is_replaced(quiet: APIClient, given: str) -> None:
    answer = quiet.get("/healthz", HTTP_X_REQUEST_ID=given)
    assert len(answer["X-Request-ID"]) == 32


def test_times_are_utc_with_milliseconds(quiet: APIClient) -> None:
    created = quiet.post(KEYS, {"name": "x", "role": "viewer", "expiresAt": "2999-01-01T02:00:00.1234+02:00"}).json()
    assert created["expiresAt"] == "2999-01-01T00:00:00.123Z"


def test_a_document_is_json_without_surprises(quiet: APIClient) -> None:
    raw = quiet.post(KEYS, {"name": "é😀", "role": "viewer"}).content
    assert "é😀".encode() in raw
    assert json.loads(raw)["name"] == "é😀"
