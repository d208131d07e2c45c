"""The one way out, against real servers on loopback."""

from __future__ import annotations

import contextlib
import gzip
import socket
import threading
import tracemalloc
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connections.addresses import EgressPolicy
from connections.calls import Cancellation
from connections.egress import EgressClient
from connections.errors import EgressError, FailureKind
from connections.messages import OutgoingRequest
from tests.unit.connections.server import LOOPBACK, Answer, Seen, raw_serving, read_request, serving, void

NOW = datetime(2026, 1, 1, tzinfo=UTC)
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


@pytest.fixture
def client() -> Iterator[EgressClient]:
    """A client that may reach loopback."""
    client = EgressClient(policy=EgressPolicy.parse([LOOPBACK]), now=lambda: NOW)
    yield client
    client.close()


def get(url: str, **more: Any) -> OutgoingRequest:
    return OutgoingRequest("GET", url, **more)


def failure(client: EgressClient, request: OutgoingRequest, cancellation: Cancellation | None = None) -> EgressError:
    with pytest.raises(EgressError) as caught:
        client.send(request, cancellation=cancellation)
    return caught.value


def test_a_request_arrives_as_it_was_given_and_its_answer_comes_back(client: EgressClient) -> None:
    with serving(lambda seen: (201, {"X-Answer": "yes"}, b"made")) as server:
        request = OutgoingRequest("post", f"{server.url}/a?b=%20c", {"X-One": "1", "Idempotency-Key": "k"}, b"body")
        response = client.send(request)
    assert (response.status, response.body, response.headers["x-answer"]) == (201, b"made", "yes")
    assert response.url == f"{server.url}/a?b=%20c"
    (seen,) = server.seen
    assert (seen.method, seen.path, seen.body) == ("POST", "/a?b=%20c", b"body")
    assert seen.headers == {
        "host": server.url.removeprefix("http://"),
        "accept": "*/*",
        "accept-encoding": "gzip, deflate",
        "user-agent": "Allma/1",
        "content-length": "4",
        "x-one": "1",
        "idempotency-key": "k",
    }


@pytest.mark.parametrize(
    ("method", "body", "length"),
    [("GET", None, None), ("POST", None, "0"), ("PUT", b"", "0"), ("DELETE", None, None), ("DELETE", b"x", "1")],
)
def test_the_length_of_a_body_is_announced_where_one_is_expected(
    client: EgressClient, method: str, body: bytes | None, length: str | None
) -> None:
    with serving(lambda seen: (200, {}, b"")) as server:
        client.send(OutgoingRequest(method, server.url, body=body))
    assert server.seen[0].headers.get("content-length") == length


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "http://localhost:1/", "http://[::1]:1/", "http://2130706433/"])
def test_a_private_address_is_refused_without_connecting(url: str) -> None:
    error = failure(EgressClient(policy=EgressPolicy()), get(url))
    assert (error.kind, error.code) == (FailureKind.PERMANENT, "egress_blocked")
    assert "ALLMA_EGRESS_ALLOW" in error.message


def test_one_private_address_among_public_ones_refuses_the_name() -> None:
    client = EgressClient(policy=EgressPolicy(), resolver=lambda host, port: ["93.184.216.34", "10.0.0.1"])
    error = failure(client, get("http://mixed.example/"))
    assert (error.code, error.details) == ("egress_blocked", {"host": "mixed.example", "reason": "private"})


def test_a_name_is_resolved_once_and_the_checked_address_is_connected_to() -> None:
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    asked: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    client = EgressClient(policy=EgressPolicy.parse([LOOPBACK]), resolver=rebinding)
    with serving(lambda seen: (200, {"Connection": "close"}, b"")) as server:
        url = f"http://rebind.example:{server.port}/"
        assert client.send(get(url)).status == 200
        assert server.seen[0].headers["host"] == f"rebind.example:{server.port}"
        assert failure(client, get(url)).code == "egress_blocked"
    assert asked == ["rebind.example", "rebind.example"]
    assert len(server.seen) == 1


def test_the_next_address_is_tried_when_one_refuses() -> None:
    client = EgressClient(
        policy=EgressPolicy.parse([LOOPBACK, "::1"]), resolver=lambda host, port: ["127.0.0.9", "127.0.0.1"]
    )
    with serving(lambda seen: (200, {}, b"")) as server:
        assert client.send(get(f"http://two.example:{server.port}/")).status == 200


@pytest.mark.parametrize("failing", [OSError("no such host"), UnicodeError("label too long")])
def test_a_name_that_cannot_be_resolved_may_be_tried_again(failing: Exception) -> None:
    def resolver(host: str, port: int) -> list[str]:
        raise failing

    error = failure(EgressClient(policy=EgressPolicy(), resolver=resolver), get("http://gone.example/"))
    assert (error.kind, error.code) == (FailureKind.TRANSIENT, "connection_failed")
    assert "gone.example" in error.message


def test_a_resolver_that_hangs_does_not_outlive_the_deadline() -> None:
    release, answered = threading.Event(), threading.Event()

    def hanging(host: str, port: int) -> list[str]:
        release.wait(30)
        answered.set()
        return []

    client = EgressClient(policy=EgressPolicy(), resolver=hanging)
    error = failure(client, get("http://slow.example/", timeout_seconds=0.2))
    still_hangs = not answered.is_set()
    release.set()
    assert (error.kind, error.code) == (FailureKind.TIMEOUT, "timeout")
    assert still_hangs


def test_a_closed_port_may_be_tried_again(client: EgressClient) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    error = failure(client, get(f"http://127.0.0.1:{port}/"))
    assert (error.kind, error.code) == (FailureKind.TRANSIENT, "connection_failed")


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, FailureKind.PERMANENT),
        (401, FailureKind.PERMANENT),
        (404, FailureKind.PERMANENT),
        (408, FailureKind.TRANSIENT),
        (409, FailureKind.PERMANENT),
        (422, FailureKind.PERMANENT),
        (425, FailureKind.TRANSIENT),
        (429, FailureKind.TRANSIENT),
        (500, FailureKind.TRANSIENT),
        (501, FailureKind.TRANSIENT),
        (503, FailureKind.TRANSIENT),
        (599, FailureKind.TRANSIENT),
    ],
)
def test_a_status_from_400_is_an_error_of_its_kind(client: EgressClient, status: int, kind: FailureKind) -> None:
    with serving(lambda seen: (status, {"Retry-After": "7"}, b'{"why": "s3cret"}')) as server:
        error = failure(client, get(f"{server.url}/x?token=abc", secrets=("s3cret",)))
        allowed = client.send(get(server.url, allow_status_errors=True))
    assert (error.kind, error.code, error.retry_after_seconds) == (kind, f"http_{status}", 7.0)
    url = f"{server.url}/x?token=***"
    assert error.details == {"status": status, "body": '{"why": "***"}', "url": url}
    assert allowed.status == status


def test_an_error_shows_the_first_2000_characters_of_the_body(client: EgressClient) -> None:
    with serving(lambda seen: (400, {}, ("é" * 3000).encode())) as server:
        assert failure(client, get(server.url)).details["body"] == "é" * 2000


@pytest.mark.parametrize(
    ("status", "method", "then", "body"),
    [
        (301, "GET", "GET", b""),
        (301, "POST", "GET", b""),
        (301, "PUT", "PUT", b"data"),
        (302, "POST", "GET", b""),
        (302, "DELETE", "DELETE", b"data"),
        (303, "POST", "GET", b""),
        (303, "PUT", "GET", b""),
        (307, "POST", "POST", b"data"),
        (308, "PUT", "PUT", b"data"),
    ],
)
def test_a_redirect_is_followed_with_the_method_its_status_means(
    client: EgressClient, status: int, method: str, then: str, body: bytes
) -> None:
    def answer(seen: Seen) -> Answer:
        return (status, {"Location": "/to"}, b"moved") if seen.path == "/from" else (200, {}, b"here")

    with serving(answer) as server:
        sent = None if method == "GET" else b"data"
        headers = {"Content-Type": "text/plain", "Authorization": "Bearer t"}
        response = client.send(OutgoingRequest(method, f"{server.url}/from", headers, sent))
    assert (response.body, response.url) == (b"here", f"{server.url}/to")
    last = server.seen[-1]
    assert (last.method, last.body, last.headers["authorization"]) == (then, body, "Bearer t")
    assert ("content-type" in last.headers) is (method == then)


def test_a_redirect_to_another_origin_loses_the_secrets(client: EgressClient) -> None:
    with (
        serving(lambda seen: (200, {}, b"")) as other,
        serving(lambda seen: (302, {"Location": other.url}, b"")) as server,
    ):
        headers = {"Authorization": "Bearer t", "Cookie": "a=b", "X-Api-Key": "k", "X-Own": "o", "X-Plain": "p"}
        client.send(get(server.url, headers=headers, secret_headers=frozenset({"x-own"})))
    assert set(server.seen[0].headers) >= {"authorization", "cookie", "x-api-key", "x-own", "x-plain"}
    assert {
        name for name in other.seen[0].headers if name in {"authorization", "cookie", "x-api-key", "x-own"}
    } == set()
    assert other.seen[0].headers["x-plain"] == "p"


@pytest.mark.parametrize(
    ("location", "code"),
    [
        ("http://10.0.0.1/", "egress_blocked"),
        ("http://169.254.169.254/latest/meta-data/", "egress_blocked"),
        ("http://[::ffff:10.0.0.1]/", "egress_blocked"),
        ("file:///etc/passwd", "invalid_url"),
        ("http://user:password@127.0.0.1/", "invalid_url"),
        ("http://[", "invalid_url"),
    ],
)
def test_each_hop_of_a_redirect_is_checked_again(client: EgressClient, location: str, code: str) -> None:
    with serving(lambda seen: (302, {"Location": location}, b"")) as server:
        error = failure(client, get(server.url))
    assert (error.kind, error.code) == (FailureKind.PERMANENT, code)


def test_five_redirects_are_followed_and_the_sixth_is_not(client: EgressClient) -> None:
    def answer(seen: Seen) -> Answer:
        left = int(seen.path.removeprefix("/"))
        return (302, {"Location": f"/{left - 1}"}, b"") if left else (200, {}, b"end")

    with serving(answer) as server:
        assert client.send(get(f"{server.url}/5")).body == b"end"
        error = failure(client, get(f"{server.url}/6"))
    assert (error.kind, error.code) == (FailureKind.PERMANENT, "too_many_redirects")


def test_a_redirect_is_an_answer_when_it_is_not_to_be_followed(client: EgressClient) -> None:
    with serving(lambda seen: (302, {"Location": "/to"}, b"moved")) as server:
        response = client.send(get(server.url, follow_redirects=False))
    assert (response.status, response.body, response.headers["location"]) == (302, b"moved", "/to")


def test_an_answer_of_exactly_the_limit_comes_through_and_a_byte_more_does_not(client: EgressClient) -> None:
    with serving(lambda seen: (200, {}, b"x" * int(seen.path[1:]))) as server:
        assert len(client.send(get(f"{server.url}/1000", max_response_bytes=1000)).body) == 1000
        error = failure(client, get(f"{server.url}/1001", max_response_bytes=1000))
    assert (error.kind, error.code) == (FailureKind.PERMANENT, "response_too_large")
    assert error.details == {"maxResponseBytes": 1000}


def test_an_endless_answer_without_a_length_is_cut_off(client: EgressClient) -> None:
    def endless(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            connection.sendall(b"x" * 65536)

    with raw_serving(endless) as server:
        assert failure(client, get(server.url, max_response_bytes=200_000)).code == "response_too_large"


def test_a_compressed_answer_is_decoded(client: EgressClient) -> None:
    with serving(lambda seen: (200, {"Content-Encoding": "gzip"}, gzip.compress(b"hello"))) as server:
        assert client.send(get(server.url)).body == b"hello"


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "gzip, gzip"])
def test_a_compression_bomb_is_cut_off_before_it_unfolds(client: EgressClient, encoding: str) -> None:
    def packed(data: bytes) -> bytes:
        for name in encoding.split(", "):
            data = gzip.compress(data) if name == "gzip" else zlib.compress(data)
        return data

    bomb = packed(b"\0" * 200_000_000)
    assert len(bomb) < 300_000
    with serving(lambda seen: (200, {"Content-Encoding": encoding}, bomb)) as server:
        tracemalloc.start()
        error = failure(client, get(server.url, max_response_bytes=2**20))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert error.code == "response_too_large"
    assert peak < 12 * 2**20


def test_an_answer_that_is_not_what_its_encoding_says_is_an_error(client: EgressClient) -> None:
    with serving(lambda seen: (200, {"Content-Encoding": "gzip"}, b"not gzip")) as server:
        error = failure(client, get(server.url))
    assert (error.kind, error.code) == (FailureKind.PERMANENT, "invalid_content_encoding")


@pytest.mark.parametrize("head", [b"X-Long: " + b"a" * 300_000, b"X: y\r\n" * 60_000])
def test_headers_without_end_are_too_large(client: EgressClient, head: bytes) -> None:
    def huge(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\n" + head)
        connection.recv(1)

    with raw_serving(huge) as server:
        error = failure(client, get(server.url))
    assert (error.kind, error.code) == (FailureKind.PERMANENT, "response_too_large")


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"SMTP ready\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfour",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 20",
    ],
)
def test_an_answer_that_breaks_off_or_is_not_http_may_be_tried_again(client: EgressClient, answer: bytes) -> None:
    def broken(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(answer)

    with raw_serving(broken) as server:
        error = failure(client, get(server.url))
    assert (error.kind, error.code) == (FailureKind.TRANSIENT, "connection_failed")


def drip_headers(connection: socket.socket) -> None:
    read_request(connection)
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    drip(connection)


def drip_body(connection: socket.socket) -> None:
    read_request(connection)
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    drip(connection)


def drip(connection: socket.socket) -> None:
    """A byte every 20 ms until the client hangs up: no single read ever waits long."""
    connection.settimeout(0.02)
    while True:
        connection.sendall(b"x")
        try:
            if connection.recv(1) == b"":
                return
        except TimeoutError:
            continue


def say_nothing(connection: socket.socket) -> None:
    read_request(connection)
    connection.recv(1)


@pytest.mark.parametrize("behaviour", [drip_headers, drip_body, say_nothing])
def test_a_slow_drip_does_not_outlive_the_deadline(client: EgressClient, behaviour: Any) -> None:
    with raw_serving(behaviour) as server:
        error = failure(client, get(server.url, timeout_seconds=0.3))
    assert (error.kind, error.code) == (FailureKind.TIMEOUT, "timeout")


def test_a_server_that_does_not_read_does_not_hold_the_sender(client: EgressClient) -> None:
    over = threading.Event()
    with raw_serving(lambda connection: void(over.wait(10))) as server:
        request = OutgoingRequest("POST", server.url, body=b"x" * 50_000_000, timeout_seconds=0.3)
        error = failure(client, request)
        over.set()
    assert error.code == "timeout"


@pytest.mark.parametrize("behaviour", [drip_headers, drip_body, say_nothing])
def test_an_abort_from_another_thread_ends_a_blocked_call_at_once(client: EgressClient, behaviour: Any) -> None:
    reached = threading.Event()

    def signalling(connection: socket.socket) -> None:
        reached.set()
        behaviour(connection)

    cancellation = Cancellation()
    with raw_serving(signalling) as server:
        errors: list[EgressError] = []
        request = get(server.url, timeout_seconds=30)
        thread = threading.Thread(target=lambda: errors.append(failure(client, request, cancellation)))
        thread.start()
        assert reached.wait(5)
        cancellation.abort()
        thread.join(10)
    assert [error.code for error in errors] == ["aborted"]


def test_after_an_abort_no_call_begins(client: EgressClient) -> None:
    cancellation = Cancellation()
    cancellation.abort()
    with serving(lambda seen: (200, {}, b"")) as server:
        assert failure(client, get(server.url), cancellation).code == "aborted"
    assert server.seen == []


def test_an_abort_leaves_the_connections_of_finished_calls_alone(client: EgressClient) -> None:
    cancellation = Cancellation()
    connections: list[socket.socket] = []

    def two_answers(connection: socket.socket) -> None:
        connections.append(connection)
        while read_request(connection):
            connection.sendall(OK)

    with raw_serving(two_answers) as server:
        client.send(get(server.url), cancellation=cancellation)
        cancellation.abort()
        assert client.send(get(server.url)).body == b"ok"
    assert len(connections) == 1


def test_a_kept_connection_that_was_closed_is_replaced_where_that_is_harmless(client: EgressClient) -> None:
    connections: list[socket.socket] = []

    def one_answer(connection: socket.socket) -> None:
        connections.append(connection)
        read_request(connection)
        connection.sendall(OK)
        read_request(connection)

    with raw_serving(one_answer) as server:
        assert [client.send(get(server.url)).body for _ in range(3)] == [b"ok"] * 3
        error = failure(client, OutgoingRequest("POST", server.url))
    assert error.code == "connection_failed"
    assert len(connections) == 3


def test_cookies_of_one_answer_are_not_sent_with_the_next_request(client: EgressClient) -> None:
    with serving(lambda seen: (200, {"Set-Cookie": "session=1"}, b"")) as server:
        client.send(get(server.url))
        client.send(get(server.url))
    assert "cookie" not in server.seen[1].headers


def test_a_proxy_of_the_environment_is_not_used(client: EgressClient, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with serving(lambda seen: (200, {}, b"direct")) as server:
        assert client.send(get(server.url)).body == b"direct"


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Bad": "a\r\nX-Injected: b"},
        {"X-Bad": "a\0b"},
        {"X Bad": "a"},
        {"": "a"},
        {"X-Ünicode": "a"},
        {"X-Bad": "\ud800"},
        {"Host": "other.example"},
        {"Transfer-Encoding": "chunked"},
        {"Proxy-Authorization": "x"},
    ],
)
def test_a_header_that_must_not_be_sent_is_refused(client: EgressClient, headers: dict[str, str]) -> None:
    with serving(lambda seen: (200, {}, b"")) as server:
        error = failure(client, get(server.url, headers=headers))
    assert (error.kind, error.code) == (FailureKind.PERMANENT, "invalid_request")
    assert server.seen == []


@pytest.mark.parametrize("method", ["", "GE T", "GET\r\nX: y", "GÉT"])
def test_a_method_that_is_not_a_token_is_refused(client: EgressClient, method: str) -> None:
    with serving(lambda seen: (200, {}, b"")) as server:
        assert failure(client, OutgoingRequest(method, server.url)).code == "invalid_request"


def test_a_header_value_beyond_latin_1_is_sent_as_utf_8(client: EgressClient) -> None:
    with serving(lambda seen: (200, {}, b"")) as server:
        client.send(get(server.url, headers={"X-Name": "žluť"}))
    assert server.seen[0].headers["x-name"].encode("latin-1").decode() == "žluť"


def test_many_threads_share_one_client(client: EgressClient) -> None:
    with serving(lambda seen: (200, {}, seen.path.encode())) as server:
        answers: list[bool] = []

        def call(number: int) -> None:
            for turn in range(10):
                path = f"/{number}-{turn}"
                answers.append(client.send(get(server.url + path)).body == path.encode())

        threads = [threading.Thread(target=call, args=(number,)) for number in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
    assert answers == [True] * 160


LOOPBACK_CLIENT = EgressClient(policy=EgressPolicy.parse([LOOPBACK]))
CLOSED_CLIENT = EgressClient(policy=EgressPolicy())


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.booleans())
def test_whatever_a_server_says_ends_in_an_answer_or_a_documented_error(noise: bytes, http: bool) -> None:
    def noisy(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall((b"HTTP/1.1 200 OK\r\n" if http else b"") + noise)

    with raw_serving(noisy) as server, contextlib.suppress(EgressError):
        assert LOOPBACK_CLIENT.send(get(server.url, timeout_seconds=5)).status in range(200, 600)


@given(st.text(max_size=20), st.text(max_size=40), st.dictionaries(st.text(max_size=10), st.text(max_size=10)))
def test_whatever_a_step_asks_for_is_refused_with_a_documented_error(
    method: str, path: str, headers: dict[str, str]
) -> None:
    error = failure(CLOSED_CLIENT, OutgoingRequest(method, f"http://127.0.0.1/{path}", headers))
    assert error.code in {"invalid_url", "invalid_request", "egress_blocked"}
