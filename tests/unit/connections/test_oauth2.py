"""The client credentials grant and its cache."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from urllib.parse import parse_qs

import pytest

from connections.addresses import EgressPolicy
from connections.calls import Cancellation
from connections.configs import ClientAuthentication, OAuth2Auth, OAuth2ClientValue
from connections.egress import EgressClient
from connections.errors import EgressError
from connections.oauth2 import TokenCache
from tests.unit.connections.server import LOOPBACK, Answer, Seen, Server, serving

VALUE = OAuth2ClientValue(client_id="id:1", client_secret="s&cret")


class Clock:
    """A clock that stands still until told."""

    now = 1000.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now


@pytest.fixture
def client() -> Iterator[EgressClient]:
    """A client that may reach loopback."""
    client = EgressClient(policy=EgressPolicy.parse([LOOPBACK]))
    yield client
    client.close()


def numbered(life: object = 3600) -> tuple[list[int], object]:
    """An answer that counts: tok-1, tok-2, …"""
    calls: list[int] = []

    def answer(seen: Seen) -> Answer:
        calls.append(1)
        return 200, {}, json.dumps({"access_token": f"tok-{len(calls)}", "expires_in": life}).encode()

    return calls, answer


def fetch(cache: TokenCache, client: EgressClient, server: Server, **auth: object) -> str:
    settings = OAuth2Auth.model_validate({"kind": "oauth2", "tokenUrl": f"{server.url}/token", **auth})
    return cache.get("key", auth=settings, value=VALUE, client=client, cancellation=Cancellation())


def test_the_client_names_itself_in_the_header(client: EgressClient) -> None:
    with serving(numbered()[1]) as server:  # type: ignore[arg-type]
        assert fetch(TokenCache(), client, server, scope="read write", audience="api") == "tok-1"
    (seen,) = server.seen
    assert base64.b64decode(seen.headers["authorization"].removeprefix("Basic ")) == b"id%3A1:s%26cret"
    form = parse_qs(seen.body.decode())
    assert form == {"grant_type": ["client_credentials"], "scope": ["read write"], "audience": ["api"]}


def test_the_client_names_itself_in_the_body(client: EgressClient) -> None:
    with serving(numbered()[1]) as server:  # type: ignore[arg-type]
        fetch(TokenCache(), client, server, clientAuthentication=ClientAuthentication.BODY)
    (seen,) = server.seen
    assert "authorization" not in seen.headers
    assert parse_qs(seen.body.decode())["client_secret"] == ["s&cret"]


@pytest.mark.parametrize(
    ("life", "later", "token"),
    [
        (3600, 3569, "tok-1"),
        (3600, 3571, "tok-2"),
        ("3600", 3569, "tok-1"),
        (10, 0, "tok-2"),
        (None, 269, "tok-1"),
        (None, 271, "tok-2"),
        ("soon", 269, "tok-1"),
        (-5, 0, "tok-2"),
        (10**12, 86_369, "tok-1"),
        (10**12, 86_371, "tok-2"),
    ],
)
def test_a_token_is_kept_until_30_seconds_before_its_end(
    client: EgressClient, life: object, later: float, token: str
) -> None:
    clock = Clock()
    cache = TokenCache(monotonic=clock)
    with serving(numbered(life)[1]) as server:  # type: ignore[arg-type]
        assert fetch(cache, client, server) == "tok-1"
        clock.now += later
        assert fetch(cache, client, server) == token


def test_a_forgotten_token_is_fetched_again(client: EgressClient) -> None:
    cache = TokenCache()
    with serving(numbered()[1]) as server:  # type: ignore[arg-type]
        fetch(cache, client, server)
        cache.forget("key")
        assert fetch(cache, client, server) == "tok-2"


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (200, b"not json", "oauth2_failed"),
        (200, b"[" * 100_000, "oauth2_failed"),
        (200, b"[]", "oauth2_failed"),
        (200, b'{"access_token": ""}', "oauth2_failed"),
        (200, b'{"access_token": 5}', "oauth2_failed"),
        (200, b'{"access_token": "a\\r\\nX: y"}', "oauth2_failed"),
        (302, b"", "oauth2_failed"),
        (401, b'{"error": "invalid_client", "secret": "s&cret"}', "http_401"),
        (503, b"", "http_503"),
    ],
)
def test_an_answer_without_a_token_is_an_error(client: EgressClient, status: int, body: bytes, code: str) -> None:
    with (
        serving(lambda seen: (status, {"Location": "http://127.0.0.1:1/"}, body)) as server,
        pytest.raises(EgressError) as caught,
    ):
        fetch(TokenCache(), client, server)
    assert caught.value.code == code
    assert "s&cret" not in json.dumps(caught.value.details)
