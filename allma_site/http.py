"""Plain HTTP: Django's WSGI application on a fixed set of threads.

Django's own ASGI handler opens a thread and a connection for each request. Here both persist. A body is received
before a thread is taken, so a slow sender holds none, and one that is too large is refused while it is still coming.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from a2wsgi.wsgi import build_environ
from pydantic_core import to_json

from allma_site.asgi_types import Receive, Scope, Send
from allma_site.common.problems import CONTENT_TYPE, Problem, TooLarge
from allma_site.common.threads import DatabaseThreads

Headers = list[tuple[bytes, bytes]]

DROPPED_BYTES = 16 * 2**20
"""How much more than allowed is received, and dropped, before an answer without waiting for the rest."""


class Disconnected(Exception):
    """The client went away before its request was complete."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole response."""

    status: int
    headers: Headers
    body: bytes


class DjangoThreads:
    """`ask` has Django answer a request whose body is at hand; calling it serves one whose body is yet to come."""

    def __init__(self, application: Callable[..., Iterable[bytes]], *, threads: int, max_body_bytes: int) -> None:
        self._application = application
        self._threads = DatabaseThreads(threads, name="allma-web")
        self.max_body_bytes = max_body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        try:
            body = await read_body(scope, receive, limit=self.max_body_bytes)
        except TooLarge as problem:
            await reply(send, problem_answer(problem, request_id_of(scope)))
            return
        except Disconnected:
            return
        await reply(send, await self.ask(scope, body))

    async def ask(self, scope: Scope, body: bytes) -> Answer:
        """Django's answer."""
        return await self._threads.run(self._run, scope, body)

    def close(self) -> None:
        """Close the threads' database connections; the next request opens new ones."""
        self._threads.close()

    def _run(self, scope: Scope, body: bytes) -> Answer:
        environ: dict[str, Any] = dict(build_environ(_plain(scope), None))  # type: ignore[arg-type]
        environ["wsgi.input"], environ["wsgi.errors"] = io.BytesIO(body), sys.stderr
        environ["CONTENT_LENGTH"] = str(len(body))
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        started: list[tuple[int, Headers]] = []

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
            pairs = [(name.lower().encode("latin1"), value.encode("latin1")) for name, value in headers]
            started.append((int(status.split(" ", 1)[0]), pairs))

        parts = self._application(environ, start_response)
        try:
            content = b"".join(parts)
        finally:
            close = getattr(parts, "close", None)
            if close is not None:
                close()
        status, headers = started[-1]
        return Answer(status, headers, content)


def _plain(scope: Scope) -> Any:
    """The scope as WSGI can say it: `a_b` would be taken for `a-b`, and a query string is ASCII."""
    headers = [(name, value) for name, value in scope["headers"] if b"_" not in name]
    query = scope["query_string"]
    return {**scope, "headers": headers, "query_string": query if query.isascii() else quote(query, "=&%+").encode()}


async def read_body(scope: Scope, receive: Receive, *, limit: int) -> bytes:
    """The body of a request. TooLarge when it has, or says it has, more than `limit` bytes; Disconnected.

    What is somewhat too large is received and dropped first: a client that is reset while it sends sees no answer.
    """
    refused = announced(scope) > limit
    if announced(scope) > limit + DROPPED_BYTES:
        raise too_large(limit)
    parts: list[bytes] = []
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Disconnected
        part = message.get("body", b"")
        size += len(part)
        refused = refused or size > limit
        if size > limit + DROPPED_BYTES:
            break
        if refused:
            parts.clear()
        else:
            parts.append(part)
        more = message.get("more_body", False)
    if refused:
        raise too_large(limit)
    return b"".join(parts)


def announced(scope: Scope) -> int:
    """The Content-Length; 0 when there is none."""
    text = header(scope, b"content-length")
    return int(text) if text.isdigit() and len(text) < 20 else 0


def header(scope: Scope, name: bytes) -> bytes:
    """The first header of this name (in small letters), empty when there is none."""
    return next((value for key, value in scope["headers"] if key == name), b"")


def too_large(limit: int) -> TooLarge:
    """The refusal of a body above the limit."""
    return TooLarge(f"The body is larger than {limit} bytes. Send less, or refer to the data by URL.")


def request_id_of(scope: Scope) -> str:
    """An id for an answer that Django does not see: the caller's own when it is plain, else a new one."""
    given = header(scope, b"x-request-id").decode("latin1")
    plain = 0 < len(given) <= 64 and given.isascii() and given.replace("-", "").replace("_", "").isalnum()
    return given if plain else uuid4().hex


def problem_answer(problem: Problem, request_id: str) -> Answer:
    """A problem document as a whole response. The connection is closed: the rest of a body may still be coming."""
    document = {**problem.document(), "requestId": request_id}
    headers: Headers = [
        (b"content-type", CONTENT_TYPE.encode()),
        (b"x-request-id", request_id.encode()),
        (b"connection", b"close"),
    ]
    return Answer(problem.status, headers, to_json(document))


async def reply(send: Send, answer: Answer) -> None:
    """Send a whole response."""
    headers = answer.headers
    if not any(name == b"content-length" for name, _ in headers) and answer.status not in (204, 304):
        headers = [*headers, (b"content-length", str(len(answer.body)).encode())]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})
