"""Lets a library's asynchronous HTTP client go out through our guard.

Each call of a model has an event loop of its own with nothing else on it, so the transport may block: deadline,
abort, address checks and size limits are those of `EgressClient`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import httpx2

from connections.calls import Cancellation
from connections.egress import EgressClient
from connections.errors import EgressError
from connections.masking import Masker
from connections.messages import IncomingResponse, OutgoingRequest
from connections.statuses import status_error

# Everything else the library adds describes this machine or comes from its environment.
PASSED_ON = frozenset({"accept", "content-type"})
NOT_ANY_MORE = frozenset({"content-encoding", "content-length", "transfer-encoding"})
MAX_ANSWER_BYTES = 16 * 2**20


class GuardedTransport(httpx2.AsyncBaseTransport):
    """Remembers why a call failed and what came back, whatever the library makes of it."""

    def __init__(
        self,
        *,
        client: EgressClient,
        cancellation: Cancellation,
        timeout_seconds: float,
        headers: Mapping[str, str],
        secrets: tuple[str, ...],
    ) -> None:
        self._client = client
        self._cancellation = cancellation
        self._timeout_seconds = timeout_seconds
        self._headers = dict(headers)
        self._secrets = secrets
        self.failure: EgressError | None = None
        self.answer: IncomingResponse | None = None

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Raises EgressError; statuses >= 400 are left for the library to see and kept in `failure`."""
        outgoing = self._outgoing(request, await request.aread())
        try:
            self.answer = self._client.send(outgoing, cancellation=self._cancellation)
        except EgressError as error:
            self.failure = error
            raise
        if self.answer.status >= httpx2.codes.BAD_REQUEST:
            self.failure = status_error(self.answer, now=datetime.now(UTC), masker=Masker(self._secrets))
        headers = {name: value for name, value in self.answer.headers.items() if name not in NOT_ANY_MORE}
        return httpx2.Response(self.answer.status, headers=headers, content=self.answer.body)

    def _outgoing(self, request: httpx2.Request, body: bytes) -> OutgoingRequest:
        passed = {name: value for name, value in request.headers.items() if name.lower() in PASSED_ON}
        return OutgoingRequest(
            method=request.method,
            url=str(request.url),
            headers=passed | self._headers,
            body=body or None,
            timeout_seconds=self._timeout_seconds,
            max_response_bytes=MAX_ANSWER_BYTES,
            allow_status_errors=True,
            secret_headers=frozenset(name.lower() for name in self._headers),
            secrets=self._secrets,
        )
