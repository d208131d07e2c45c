"""What goes out and what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

MEBIBYTE = 2**20


@dataclass(frozen=True, slots=True)
class OutgoingRequest:
    """One request. `timeout_seconds` is for all of it, redirects included.

    `secret_headers` (lower case) do not follow a redirect to another origin, nor do headers whose name looks
    secret. `secrets` are masked in what errors show.
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    timeout_seconds: float = 10.0
    max_response_bytes: int = 10 * MEBIBYTE
    follow_redirects: bool = True
    allow_status_errors: bool = False
    secret_headers: frozenset[str] = frozenset()
    secrets: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class IncomingResponse:
    """What came back: header names in lower case, the body decoded from its content encoding, the last URL."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str
    duration_ms: int
