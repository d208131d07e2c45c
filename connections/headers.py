"""The headers of an outgoing request. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import httpx2

from connections.errors import permanent
from connections.messages import OutgoingRequest
from connections.urls import SECRET_NAME

USER_AGENT = "Allma/1"
# Taken out silently: they follow from the request itself.
COMPUTED = frozenset({"content-length", "connection", "keep-alive", "proxy-connection"})
# Refused: another Host would take a credential to somebody else behind the same address; the rest changes framing.
REFUSED = frozenset({"host", "transfer-encoding", "upgrade", "te", "trailer", "expect", "proxy-authorization"})
WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
FORBIDDEN_IN_VALUE = ("\r", "\n", "\0")


def prepare_headers(request: OutgoingRequest, url: httpx2.URL) -> list[tuple[bytes, bytes]]:
    """What is sent, Host first. Raises EgressError `invalid_request` naming the header."""
    headers: dict[str, tuple[bytes, bytes]] = {
        "host": (b"Host", url.netloc),
        "accept": (b"Accept", b"*/*"),
        "accept-encoding": (b"Accept-Encoding", b"gzip, deflate"),
        "user-agent": (b"User-Agent", USER_AGENT.encode()),
    }
    if request.body is not None or request.method.upper() in WITH_BODY:
        headers["content-length"] = (b"Content-Length", str(len(request.body or b"")).encode())
    for name, value in request.headers.items():
        lower = name.lower()
        if lower not in COMPUTED:
            headers[lower] = _header(name, value)
    return list(headers.values())


def secret_headers_removed(headers: Mapping[str, str], secret: Collection[str]) -> dict[str, str]:
    """Without the named ones (lower case) and without those whose name looks secret."""
    return {
        name: value for name, value in headers.items() if name.lower() not in secret and not SECRET_NAME.search(name)
    }


def _header(name: str, value: str) -> tuple[bytes, bytes]:
    if name.lower() in REFUSED:
        raise permanent("invalid_request", f"The header {name} cannot be set; it follows from the URL and the body.")
    if any(character in value for character in FORBIDDEN_IN_VALUE):
        raise permanent("invalid_request", f"The header {name} holds a line break or NUL.")
    try:
        return name.encode("ascii"), _encoded(value.strip(" \t"))
    except UnicodeEncodeError as error:
        message = f"The header {name!r} holds characters that cannot be sent."
        raise permanent("invalid_request", message) from error


def _encoded(value: str) -> bytes:
    try:
        return value.encode("latin-1")
    except UnicodeEncodeError:
        return value.encode("utf-8")
