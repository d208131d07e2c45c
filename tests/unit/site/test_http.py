"""HTTP between the web server and Django, without either."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from allma_site.common.problems import Invalid, TooLarge
from allma_site.http import (
    DROPPED_BYTES,
    Answer,
    Disconnected,
    DjangoThreads,
    problem_answer,
    read_body,
    reply,
    request_id_of,
)
from allma_site.wait import wait_seconds

Environ = dict[str, Any]


def scope(*headers: tuple[bytes, bytes], **fields: Any) -> dict[str, Any]:
    base = {"type": "http", "method": "POST", "path": "/a", "query_string": b"", "http_version": "1.1"}
    return {**base, "headers": list(headers), **fields}


def receiving(*parts: bytes, gone: bool = False) -> Callable[[], Any]:
    """What the web server says: these parts, then nothing more or that the client went."""
    messages: list[dict[str, Any]] = [{"type": "http.request", "body": part, "more_body": True} for part in parts]
    messages.append({"type": "http.disconnect"} if gone else {"type": "http.request", "body": b"", "more_body": False})
    left = iter(messages)

    async def receive() -> dict[str, Any]:
        return next(left)

    return receive


def body_of(*parts: bytes, limit: int, gone: bool = False, headers: tuple[tuple[bytes, bytes], ...] = ()) -> bytes:
    return asyncio.run(read_body(scope(*headers), receiving(*parts, gone=gone), limit=limit))


@pytest.mark.parametrize("parts", [(), (b"abc",), (b"a", b"", b"bc"), (b"a" * 10,)])
def test_a_body_up_to_the_limit_is_put_together(parts: tuple[bytes, ...]) -> None:
    assert body_of(*parts, limit=10) == b"".join(parts)


@pytest.mark.parametrize(
    ("parts", "headers"),
    [
        ((b"a" * 11,), ()),
        ((b"a" * 6, b"a" * 5), ()),
        ((), ((b"content-length", b"11"),)),
    ],
)
def test_a_body_above_the_limit_is_refused(parts: tuple[bytes, ...], headers: Any) -> None:
    with pytest.raises(TooLarge, match="larger than 10 bytes"):
        body_of(*parts, limit=10, headers=headers)


def test_what_is_somewhat_too_large_is_received_to_its_end_so_that_its_sender_sees_the_answer() -> None:
    receive = receiving(b"a" * 11, b"more", b"last")
    with pytest.raises(TooLarge):
        asyncio.run(read_body(scope(), receive, limit=10))
    with pytest.raises(RuntimeError, match="StopIteration"):
        asyncio.run(receive())


def test_no_more_is_received_once_a_body_is_far_too_large() -> None:
    receive = receiving(b"a" * 11, b"b" * DROPPED_BYTES, b"more")
    with pytest.raises(TooLarge):
        asyncio.run(read_body(scope(), receive, limit=10))
    assert asyncio.run(receive())["body"] == b"more"


def test_a_client_that_goes_away_ends_its_request() -> None:
    with pytest.raises(Disconnected):
        body_of(b"a", limit=10, gone=True)


def echo(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Says what it was asked."""
    start_response("200 OK", [("Content-Type", "application/json")])
    names = ("CONTENT_LENGTH", "QUERY_STRING", "HTTP_X_WORKSPACE", "HTTP_TRANSFER_ENCODING")
    said = {name: environ.get(name) for name in names}
    yield json.dumps({**said, "body": environ["wsgi.input"].read().decode()}).encode()


def served(asked: dict[str, Any], *parts: bytes, application: Any = echo) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body that the web server is given."""
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def serve() -> None:
        await DjangoThreads(application, threads=1, max_body_bytes=100)(asked, receiving(*parts), send)

    asyncio.run(serve())
    start, content = sent
    headers = {name.decode(): value.decode() for name, value in start["headers"]}
    return start["status"], headers, content["body"]


def test_a_body_in_chunks_has_a_length_for_django() -> None:
    status, headers, body = served(scope((b"transfer-encoding", b"chunked")), b"ab", b"c")
    said = json.loads(body)
    assert (status, said["CONTENT_LENGTH"], said["HTTP_TRANSFER_ENCODING"], said["body"]) == (200, "3", None, "abc")
    assert headers["content-length"] == str(len(body))


def test_a_header_with_an_underscore_cannot_pose_as_another() -> None:
    posed = json.loads(served(scope((b"x_workspace", b"theirs")))[2])
    named = json.loads(served(scope((b"x-workspace", b"ours")))[2])
    assert (posed["HTTP_X_WORKSPACE"], named["HTTP_X_WORKSPACE"]) == (None, "ours")


def test_a_query_string_that_is_not_ascii_is_encoded() -> None:
    said = json.loads(served(scope(query_string=b"a=\xff&b=%20"))[2])
    assert said["QUERY_STRING"] == "a=%FF&b=%20"


def test_what_an_application_holds_is_closed() -> None:
    closed: list[bool] = []

    class Parts:
        def __iter__(self) -> Any:
            return iter([b"a", b"b"])

        def close(self) -> None:
            closed.append(True)

    def application(environ: Environ, start_response: Callable[..., Any]) -> Parts:
        start_response("204 No Content", [])
        return Parts()

    assert served(scope(), application=application) == (204, {}, b"ab")
    assert closed == [True]


def test_a_refusal_before_django_is_a_problem_document_with_the_request_s_id() -> None:
    status, headers, body = served(scope((b"x-request-id", b"mine-1")), b"x" * 101)
    problem = json.loads(body)
    assert (status, headers["content-type"], headers["connection"]) == (413, "application/problem+json", "close")
    assert (problem["code"], problem["requestId"], headers["x-request-id"]) == ("too_large", "mine-1", "mine-1")


@pytest.mark.parametrize("given", [b"", b"a b", b"a\nb", "é".encode(), b"x" * 65])
def test_an_id_that_is_not_plain_is_replaced(given: bytes) -> None:
    made = request_id_of(scope((b"x-request-id", given)))
    assert (len(made), made.isalnum()) == (32, True)


def test_an_answer_keeps_the_length_it_has() -> None:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(reply(send, Answer(200, [(b"content-length", b"2")], b"ab")))
    assert sent[0]["headers"] == [(b"content-length", b"2")]
    assert problem_answer(Invalid("no"), "r").status == 400


@pytest.mark.parametrize(("query", "seconds"), [(b"wait=1", 1.0), (b"a=b&wait=60", 60.0), (b"wait=5&wait=7", 7.0)])
def test_the_time_to_wait_is_read(query: bytes, seconds: float) -> None:
    assert wait_seconds(query) == seconds


@pytest.mark.parametrize("query", [b"wait=0", b"wait=61", b"wait=", b"wait=1.5", b"wait=-1", b"wait=\xb2", b"wait=1e1"])
def test_a_time_out_of_range_is_refused(query: bytes) -> None:
    with pytest.raises(Invalid, match="from 1 to 60"):
        wait_seconds(query)
