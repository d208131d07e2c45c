"""Which HTTP statuses are errors, and of which kind. Pure. Source: flow-definition, section 7."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from connections.errors import EgressError, FailureKind
from connections.masking import Masker
from connections.messages import IncomingResponse
from connections.urls import redact_url

TRANSIENT_STATUSES = frozenset({408, 425, 429})
MAX_RETRY_AFTER_SECONDS = 3600.0
SHOWN_BODY_CHARACTERS = 2000
BYTES_PER_CHARACTER = 4


def failure_kind(status: int) -> FailureKind:
    """408, 425, 429 and 5xx may pass; everything else will not."""
    transient = status in TRANSIENT_STATUSES or status >= HTTPStatus.INTERNAL_SERVER_ERROR
    return FailureKind.TRANSIENT if transient else FailureKind.PERMANENT


def status_error(response: IncomingResponse, *, now: datetime, masker: Masker) -> EgressError:
    """The error of a status >= 400: code `http_<status>`, with {status, body: first 2,000 characters, url}."""
    url = masker.text(redact_url(response.url))
    # Masked before it is cut, so that no half of a secret is left at the end.
    shown = response.body[: (SHOWN_BODY_CHARACTERS + masker.longest) * BYTES_PER_CHARACTER]
    body = masker.text(shown.decode("utf-8", "replace"))[:SHOWN_BODY_CHARACTERS].replace("\0", "\ufffd")
    return EgressError(
        failure_kind(response.status),
        f"http_{response.status}",
        f"{url} answered {response.status}{_phrase(response.status)}.",
        details={"status": response.status, "body": body, "url": url},
        retry_after_seconds=retry_after_seconds(response.headers.get("retry-after"), now=now),
    )


def retry_after_seconds(value: str | None, *, now: datetime) -> float | None:
    """Retry-After as seconds from now, 0 to 3,600; it may be written as seconds or as a date. None if unreadable."""
    if value is None:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit():
        return MAX_RETRY_AFTER_SECONDS if len(text) > len("3600") else min(float(text), MAX_RETRY_AFTER_SECONDS)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max((moment - now).total_seconds(), 0.0), MAX_RETRY_AFTER_SECONDS)


def _phrase(status: int) -> str:
    try:
        return f" {HTTPStatus(status).phrase}"
    except ValueError:
        return ""
