"""The one way out: every outgoing HTTP call goes through `EgressClient.send`.

What is promised: only http and https; every address a name has is checked, and the checked address is the one that is
connected to; redirects are followed here, each hop checked again; the answer is cut off at a number of bytes, decoded
ones too; the whole call has one deadline; `Cancellation.abort()` ends it from any thread. Proxies of the environment,
cookies and `user:password@` are not used.
"""

from __future__ import annotations

import logging
import os
import re
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus

import httpcore2
import httpx2

from connections.addresses import EgressPolicy
from connections.calls import Call, Cancellation, calling
from connections.errors import EgressError, permanent, transient
from connections.headers import prepare_headers, secret_headers_removed
from connections.masking import Masker
from connections.messages import IncomingResponse, OutgoingRequest
from connections.network import GuardedBackend, Resolver, resolve
from connections.statuses import status_error
from connections.urls import join_url, may_share_secrets, parse_url

MAX_REDIRECTS = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})
MAX_DISCARDED_BYTES = 2**16
MAX_IDLE_CONNECTIONS = 64
# Shorter than the keep-alive of common servers (uvicorn and Node: 5 s), so that we rarely write to a closed one.
KEEP_IDLE_SECONDS = 4.0
SAFE_TO_REPEAT = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})
HEADERS_TOO_LARGE = 431
METHOD = re.compile(r"[A-Za-z]{1,20}")

# Their debug lines hold headers.
logging.getLogger("httpcore2").setLevel(logging.WARNING)


class EgressClient:
    """A pool of connections behind the guard; one per process, for all threads."""

    def __init__(
        self,
        *,
        policy: EgressPolicy,
        resolver: Resolver = resolve,
        ssl_context: ssl.SSLContext | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._now = now
        self._pool = httpcore2.ConnectionPool(
            ssl_context=ssl_context or httpcore2.default_ssl_context(),
            max_connections=None,
            max_keepalive_connections=MAX_IDLE_CONNECTIONS,
            keepalive_expiry=KEEP_IDLE_SECONDS,
            network_backend=GuardedBackend(policy=policy, resolver=resolver),
        )

    def send(self, request: OutgoingRequest, *, cancellation: Cancellation | None = None) -> IncomingResponse:
        """Send it and read the answer whole.

        Raises EgressError: permanent `invalid_url`, `invalid_request`, `egress_blocked`, `tls_verification_failed`,
        `too_many_redirects`, `response_too_large`, `invalid_content_encoding`, `http_4xx`; transient
        `connection_failed`, `http_408`, `http_425`, `http_429`, `http_5xx`, `aborted`; time-out `timeout`.
        The statuses are not raised with `allow_status_errors`.
        """
        started = time.monotonic()
        call = Call(seconds=request.timeout_seconds, cancellation=cancellation or Cancellation())
        with calling(call):
            response = self._follow(request, call)
        response = replace(response, duration_ms=round((time.monotonic() - started) * 1000))
        if response.status >= HTTPStatus.BAD_REQUEST and not request.allow_status_errors:
            raise status_error(response, now=self._now(), masker=Masker(request.secrets))
        return response

    def close(self) -> None:
        """Close the idle connections."""
        self._pool.close()

    def _follow(self, request: OutgoingRequest, call: Call) -> IncomingResponse:
        """Redirects to their end. Raises EgressError `too_many_redirects`."""
        url = parse_url(request.url)
        for _ in range(MAX_REDIRECTS + 1):
            response = self._once(request, url, call)
            location = response.headers.get("location")
            if response.status not in REDIRECTS or not request.follow_redirects or location is None:
                return response
            target = join_url(url, location)
            request, url = redirected(request, response.status, url, target), target
        raise permanent("too_many_redirects", f"More than {MAX_REDIRECTS} redirects; the last led to {url.host}.")

    def _once(self, request: OutgoingRequest, url: httpx2.URL, call: Call) -> IncomingResponse:
        """One hop. A connection from the pool that turns out to be closed is replaced once, where that is harmless."""
        call.begin_exchange()
        try:
            return self._exchange(request, url, call)
        except EgressError as error:
            stale = error.code == "connection_failed" and call.on_used_connection and not call.received
            if not stale or request.method.upper() not in SAFE_TO_REPEAT:
                raise
        return self._exchange(request, url, call)

    def _exchange(self, request: OutgoingRequest, url: httpx2.URL, call: Call) -> IncomingResponse:
        try:
            with closing(self._pool.handle_request(_outgoing(request, url, call))) as answer:
                return _read(answer, request, url, call)
        except httpcore2.LocalProtocolError as error:
            raise permanent("invalid_request", f"The request cannot be sent: {error}.") from error
        except httpcore2.RemoteProtocolError as error:
            raise _broken_answer(error) from error
        except (httpcore2.NetworkError, httpcore2.TimeoutException) as error:
            call.remaining()
            raise transient("connection_failed", f"The connection broke: {error}.") from error


def redirected(request: OutgoingRequest, status: int, before: httpx2.URL, after: httpx2.URL) -> OutgoingRequest:
    """The next hop's request: what 301, 302 and 303 make of the method, and no secrets for another origin."""
    method = request.method.upper()
    becomes_get = (status in (301, 302) and method == "POST") or (status == 303 and method not in ("GET", "HEAD"))
    if becomes_get:
        headers = {name: value for name, value in request.headers.items() if not name.lower().startswith("content-")}
        request = replace(request, method="GET", body=None, headers=headers)
    if not may_share_secrets(before, after):
        request = replace(request, headers=secret_headers_removed(request.headers, request.secret_headers))
    return request


def _outgoing(request: OutgoingRequest, url: httpx2.URL, call: Call) -> httpcore2.Request:
    if not METHOD.fullmatch(request.method):
        raise permanent("invalid_request", f"The method {request.method[:20]!r} is not an HTTP method.")
    return httpcore2.Request(
        method=request.method.upper(),
        url=httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
        headers=prepare_headers(request, url),
        content=request.body or b"",
        extensions={"timeout": {"pool": call.remaining()}},
    )


def _read(answer: httpcore2.Response, request: OutgoingRequest, url: httpx2.URL, call: Call) -> IncomingResponse:
    """The whole answer, not more than `max_response_bytes`. A redirect's body is not kept."""
    response = httpx2.Response(answer.status, headers=answer.headers, stream=_RawBody(answer, request))
    is_redirect = request.follow_redirects and answer.status in REDIRECTS and "location" in response.headers
    body = b"" if is_redirect or request.method.upper() == "HEAD" else _body(response, request, call)
    headers = {name.lower(): value for name, value in response.headers.items()}
    return IncomingResponse(status=answer.status, headers=headers, body=body, url=str(url), duration_ms=0)


def _body(response: httpx2.Response, request: OutgoingRequest, call: Call) -> bytes:
    """Decoded piece by piece (a piece is at most 1 MiB), so that a small bomb never unfolds."""
    announced = response.headers.get("content-length", "")
    if announced.isascii() and announced.isdigit() and int(announced[:20]) > request.max_response_bytes:
        raise _too_large(request)
    pieces: list[bytes] = []
    size = 0
    try:
        for piece in response.iter_bytes():
            size += len(piece)
            if size > request.max_response_bytes:
                raise _too_large(request)
            call.remaining()
            pieces.append(piece)
    except httpx2.DecodingError as error:
        raise permanent("invalid_content_encoding", f"The answer cannot be decoded: {error}.") from error
    return b"".join(pieces)


class _RawBody(httpx2.SyncByteStream):
    """The bytes as they come, counted: an encoding that yields nothing must not go on for ever."""

    def __init__(self, answer: httpcore2.Response, request: OutgoingRequest) -> None:
        self._answer = answer
        self._request = request

    def __iter__(self) -> Iterator[bytes]:
        left = self._request.max_response_bytes + MAX_DISCARDED_BYTES
        for piece in self._answer.iter_stream():
            left -= len(piece)
            if left < 0:
                raise _too_large(self._request)
            yield piece


def _too_large(request: OutgoingRequest) -> EgressError:
    message = f"The answer is larger than {request.max_response_bytes:,} bytes; raise maxResponseBytes or ask for less."
    return permanent("response_too_large", message, maxResponseBytes=request.max_response_bytes)


def _broken_answer(error: httpcore2.RemoteProtocolError) -> EgressError:
    """Headers without end are a size problem; everything else may be a server that just died."""
    if error.args and getattr(error.args[0], "error_status_hint", None) == HEADERS_TOO_LARGE:
        return permanent("response_too_large", "The answer's headers are larger than 100 KB.")
    return transient("connection_failed", f"The answer broke off or is not HTTP: {error}.")


_clients: dict[str, EgressClient] = {}
_clients_lock = threading.Lock()


def shared_client() -> EgressClient:
    """The process's client, with the policy of the setting `ALLMA_EGRESS_ALLOW`."""
    client = _clients.get("shared")
    if client is None:
        from allma_site.env import env

        with _clients_lock:
            client = _clients.setdefault("shared", EgressClient(policy=EgressPolicy.parse(env.egress_allow)))
    return client


# A child must not speak on its parent's connections.
os.register_at_fork(after_in_child=_clients.clear)
