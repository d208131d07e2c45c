from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ValidationError

from flows.definition.errors import PermanentStepError
from flows.steps.base import HttpRequest, SideEffects
from flows.steps.http_call import described, masked_url, prepare
from flows.steps.http_config import HttpCallConfig, HttpMethod, effects_of_method
from tests.unit.steps.context import Context

ROOT = {
    "base": "http://api.test",
    "id": "a b",
    "tags": ["x", "y&z"],
    "n": 5,
    "nothing": None,
    "order": {"id": 7, "lines": [1, 2]},
    "secret": "s3cret",
    "break": "a\r\nX-Evil: 1",
    "link": "http://other.test/p",
}


def _request(url: str | dict[str, Any] = "http://api.test/", **fields: Any) -> HttpRequest:
    template = url if isinstance(url, dict) else {"template": url}
    config = HttpCallConfig.model_validate({"apiUrlTemplate": template, **fields})
    return prepare(config, Context(root=ROOT))


def _code(url: str | dict[str, Any] = "http://api.test/", **fields: Any) -> str:
    with pytest.raises(PermanentStepError) as caught:
        _request(url, **fields)
    return caught.value.code


def test_a_call_has_the_documented_defaults() -> None:
    assert _request() == HttpRequest(
        method="GET",
        url="http://api.test/",
        headers={},
        body=None,
        timeout_seconds=10.0,
        max_response_bytes=10 * 2**20,
        follow_redirects=True,
        connection_id=None,
        allow_status_errors=False,
    )


@pytest.mark.parametrize(
    ("template", "url"),
    [
        ("{{ base }}/orders/{{ order.id }}", "http://api.test/orders/7"),
        ("{{ base }}/{{ id }}", "http://api.test/a%20b"),
        ("{{ base }}/{{ id | url_encode }}", "http://api.test/a+b"),
        ("  http://api.test/x \n", "http://api.test/x"),
        ("http://api.test/a\tb\x00\x7f\x85", "http://api.test/a%09b%00%7F%C2%85"),
        ("http://api.test/ü?q=ä#f", "http://api.test/ü?q=ä#f"),
        ("$.link", "http://other.test/p"),
        ("HTTPS://api.test", "HTTPS://api.test"),
    ],
)
def test_the_url_is_a_template(template: str, url: str) -> None:
    assert _request(template).url == url


@pytest.mark.parametrize(
    ("template", "query", "url"),
    [
        ("http://a.test/", {"q": "{{ id }}&x", "n": "$.n"}, "http://a.test/?q=a+b%26x&n=5"),
        ("http://a.test/?a=1", {"b": "2"}, "http://a.test/?a=1&b=2"),
        ("http://a.test/?", {"b": "2"}, "http://a.test/?b=2"),
        ("http://a.test/p#frag", {"b": "ü"}, "http://a.test/p?b=%C3%BC#frag"),
        ("http://a.test/", {"tag": "$.tags"}, "http://a.test/?tag=x&tag=y%26z"),
        ("http://a.test/", {"gone": "$.nothing", "lost": "$.missing"}, "http://a.test/"),
        ("http://a.test/", {"o": "$.order"}, "http://a.test/?o=%7B%22id%22%3A7%2C%22lines%22%3A%5B1%2C2%5D%7D"),
    ],
)
def test_query_values_are_encoded(template: str, query: dict[str, str], url: str) -> None:
    assert _request({"template": template, "query": query}).url == url


def test_context_mappings_are_names_in_the_url_and_its_query() -> None:
    mapping = {
        "lines": {"sourceJsonPath": "$.order.lines", "formatAs": "JSON"},
        "who": {"sourceJsonPath": "$.order.id"},
    }
    url = {"template": "{{ base }}/{{ who }}", "query": {"l": "{{ lines }}"}, "contextMappings": mapping}
    assert _request(url).url == "http://api.test/7?l=%5B1%2C2%5D"


@pytest.mark.parametrize("template", ["ftp://a.test", "/relative", "$.missing", "{{ nothing }}", "javascript:alert(1)"])
def test_a_url_that_is_not_http_is_refused(template: str) -> None:
    assert _code(template) == "invalid_url"


def test_a_connection_may_complete_a_relative_url() -> None:
    request = _request("/orders", connectionId="c-1")
    assert (request.url, request.connection_id) == ("/orders", "c-1")


def test_headers_come_from_templates_over_static_ones_over_the_content_type() -> None:
    request = _request(
        apiStaticHeaders={"X-A": "{{ not rendered }}", "x-b": "static", "content-TYPE": "application/vnd.api+json"},
        apiHeadersTemplate={"X-B": "{{ n }}", "X-C": "$.n", "X-Gone": "$.nothing"},
        requestBody={},
        apiHttpMethod="POST",
    )
    assert request.headers == {
        "content-TYPE": "application/vnd.api+json",
        "X-A": "{{ not rendered }}",
        "X-B": "5",
        "X-C": "5",
    }


@pytest.mark.parametrize(
    "fields",
    [
        {"apiHeadersTemplate": {"X-A": "{{ break }}"}},
        {"apiStaticHeaders": {"X-A": "a\nb"}},
        {"apiStaticHeaders": {"X-A": "a\x00b"}},
        {"apiStaticHeaders": {"X-A\r\nX-B": "1"}},
        {"apiStaticHeaders": {"X A": "1"}},
        {"apiStaticHeaders": {"": "1"}},
        {"apiHeadersTemplate": {"X:A": "1"}},
    ],
)
def test_a_header_that_could_split_the_request_is_refused(fields: dict[str, Any]) -> None:
    assert _code(**fields) == "invalid_header"


def test_limits_may_be_templates() -> None:
    request = _request(customConfig={"timeoutMs": "{{ n }}00", "maxResponseBytes": "$.n", "followRedirects": "false"})
    assert (request.timeout_seconds, request.max_response_bytes, request.follow_redirects) == (0.5, 5, False)


@pytest.mark.parametrize(
    "config", [{"timeoutMs": "{{ id }}"}, {"maxResponseBytes": "0"}, {"followRedirects": "{{ n }}"}]
)
def test_limits_that_render_to_nonsense_are_refused(config: dict[str, Any]) -> None:
    assert _code(customConfig=config) == "invalid_config"


@pytest.mark.parametrize(
    "fields",
    [
        {"apiHttpMethod": "TRACE"},
        {"apiHttpMethod": "get"},
        {"bodyType": "xml"},
        {"customConfig": {"timeoutMs": 0}},
        {"customConfig": {"timeoutMs": True}},
        {"customConfig": {"maxResponseBytes": 2**31}},
        {"customConfig": {"responseType": "xml"}},
        {"customConfig": {"timeout": 5}},
        {"requestBody": {}, "requestBodyPath": "$.a"},
        {"requestBodyPath": "$.a", "requestBodyTemplate": {}},
        {"apiUrlTemplate": {"template": ""}},
        {"apiUrlTemplate": "http://a.test"},
    ],
)
def test_a_call_that_makes_no_sense_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        HttpCallConfig.model_validate({"apiUrlTemplate": {"template": "http://a.test"}, **fields})


@pytest.mark.parametrize(
    ("method", "effects"),
    [(method, SideEffects.KEYED if method in {"POST", "PATCH"} else SideEffects.IDEMPOTENT) for method in HttpMethod],
)
def test_post_and_patch_are_repeated_by_key_alone(method: HttpMethod, effects: SideEffects) -> None:
    assert effects_of_method(method) is effects


@pytest.mark.parametrize(
    ("url", "masked"),
    [
        ("http://a.test/p?api_key=x&n=1&Token=y#f", "http://a.test/p?api_key=***&n=1&Token=***#f"),
        ("http://me:pw@a.test/", "http://***@a.test/"),
        ("http://a.test/?n=1", "http://a.test/?n=1"),
    ],
)
def test_secrets_in_a_url_are_masked(url: str, masked: str) -> None:
    assert masked_url(url) == masked


def test_a_described_request_is_json_without_secrets() -> None:
    request = _request(
        "http://a.test/?access_token={{ secret }}",
        apiHttpMethod="PUT",
        requestBody={"a": 1},
        apiHeadersTemplate={"Authorization": "Bearer {{ secret }}", "X-Api-Key": "{{ secret }}", "Accept": "*/*"},
    )
    shown = described(request)
    assert shown == {
        "method": "PUT",
        "url": "http://a.test/?access_token=***",
        "headers": {"Content-Type": "application/json", "Authorization": "***", "X-Api-Key": "***", "Accept": "*/*"},
        "body": '{"a":1}',
        "connectionId": None,
    }
    assert "s3cret" not in json.dumps(shown)
