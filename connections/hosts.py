"""A credential's host allow-list. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from connections.addresses import normal_host
from connections.errors import permanent
from connections.urls import parse_url, port_of

ENTRY = re.compile(r"^(\*\.)?[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?(:\d{1,5})?$|^\[[0-9a-f:.]+\](:\d{1,5})?$")


def normal_entry(text: str) -> str:
    """`api.example.com`, `*.example.com`, `[::1]`, each also with `:port`. Raises ValueError."""
    entry = normal_host(text)
    if not ENTRY.match(entry) or len(entry) > 260:
        raise ValueError(
            f"{text!r} is not a host; write api.example.com, *.example.com or host:port, without https://."
        )
    return entry


def require_allowed(url: str, allowed: Iterable[str]) -> None:
    """Raises EgressError `credential_host_not_allowed` (or `invalid_url`) unless the URL's host is on the list."""
    parsed = parse_url(url)
    host = normal_host(parsed.host)
    bare = f"[{host}]" if ":" in host else host
    if not any(_matches(entry, bare, port_of(parsed)) for entry in allowed):
        raise permanent(
            "credential_host_not_allowed",
            f"The credential may not be sent to {bare}; an admin can add the host to its allowedHosts.",
            host=bare,
        )


def _matches(entry: str, host: str, port: int) -> bool:
    name, separator, wanted = entry.rpartition(":")
    if not separator or not wanted.isdigit() or (entry.startswith("[") and entry.endswith("]")):
        name, wanted = entry, ""
    if wanted and int(wanted) != port:
        return False
    return host.endswith(name[1:]) if name.startswith("*.") else host == name
