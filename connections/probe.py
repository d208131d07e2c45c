"""Tries a connection for real and says in plain words what happened. Of the answer only its status is shown."""

from __future__ import annotations

import time
from dataclasses import dataclass
from http import HTTPStatus

from connections.authorised import Effects, send
from connections.egress import EgressClient
from connections.errors import EgressError, permanent
from connections.messages import OutgoingRequest
from connections.models import Connection, ConnectionKind
from connections.urls import redact_url

TIMEOUT_SECONDS = 10.0
MAX_ANSWER_BYTES = 2**20
LLM_TEST_PATH = "/models"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeResult:
    """`ok` for a status below 400; else `code` and `message` say what is wrong. `latency_ms` is of the whole try."""

    ok: bool
    status: int | None
    latency_ms: int
    code: str | None
    message: str


def probe(connection: Connection, *, client: EgressClient | None = None) -> ProbeResult:
    """One call: of an HTTP service a GET of `testPath` or the base URL, of a model provider its list of models."""
    effects = Effects.of(client)
    started = time.monotonic()
    try:
        answer = send(
            _request(connection),
            connection_id=str(connection.pk),
            workspace_id=connection.workspace_id,
            effects=effects,
        )
    except EgressError as error:
        message = effects.masker.text(error.message)
        return ProbeResult(ok=False, status=None, latency_ms=_since(started), code=error.code, message=message)
    where = effects.masker.text(redact_url(answer.url))
    if answer.status >= HTTPStatus.BAD_REQUEST:
        message = f"{where} answered {answer.status}; check the address and the credential."
        code = f"http_{answer.status}"
        return ProbeResult(ok=False, status=answer.status, latency_ms=_since(started), code=code, message=message)
    message = f"{where} answered {answer.status}."
    return ProbeResult(ok=True, status=answer.status, latency_ms=_since(started), code=None, message=message)


def _request(connection: Connection) -> OutgoingRequest:
    config = connection.config
    path = LLM_TEST_PATH if connection.kind == ConnectionKind.LLM else config.get("testPath", "/")
    if connection.kind == ConnectionKind.HTTP and not config.get("baseUrl"):
        raise permanent("base_url_missing", "Set the connection's baseUrl; without one there is nothing to call.")
    return OutgoingRequest(
        method="GET",
        url=path,
        timeout_seconds=TIMEOUT_SECONDS,
        max_response_bytes=MAX_ANSWER_BYTES,
        allow_status_errors=True,
    )


def _since(started: float) -> int:
    return round((time.monotonic() - started) * 1000)
