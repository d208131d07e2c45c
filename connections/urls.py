"""Reading, comparing and redacting URLs. Pure: no name is looked up here."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

import httpx2

from connections.errors import permanent

SCHEMES = ("http", "https")
DEFAULT_PORTS = {"http": 80, "https": 443}
HIDDEN = "***"
SECRET_NAME = re.compile(
    r"auth|cookie|token|secret|passw|pwd|api[-_]?key|access[-_]?key|subscription[-_]?key|signature|^sig$|^key$|"
    r"credential|session",
    re.IGNORECASE,
)
MAX_URL = 8192
MAX_HOST = 253
MAX_PORT = 65535


def parse_url(text: str) -> httpx2.URL:
    """A URL that may be called. Raises EgressError `invalid_url` saying what is wrong with it."""
    if len(text) > MAX_URL:
        raise permanent("invalid_url", f"The URL is longer than {MAX_URL:,} characters.")
    try:
        url = httpx2.URL(text)
        host, port = url.host, url.port
    except (httpx2.InvalidURL, UnicodeError, ValueError) as error:
        raise permanent("invalid_url", f"The URL cannot be read: {error}.") from error
    if url.scheme not in SCHEMES:
        raise permanent("invalid_url", f"The URL must begin with http:// or https://, not {url.scheme or 'nothing'!r}.")
    if not host:
        raise permanent("invalid_url", "The URL has no host.")
    if "%" in host or len(host) > MAX_HOST:
        raise permanent("invalid_url", f"The URL's host {host[:MAX_HOST]!r} is not a host name.")
    if port is not None and not 0 < port <= MAX_PORT:
        raise permanent("invalid_url", f"The URL's port {port} is not between 1 and {MAX_PORT}.")
    if url.userinfo:
        raise permanent("invalid_url", "The URL must not hold a user name or password; use a connection instead.")
    return url


def join_url(base: httpx2.URL, location: str) -> httpx2.URL:
    """Where a redirect leads. Raises EgressError `invalid_url`."""
    try:
        target = base.join(location)
    except (httpx2.InvalidURL, UnicodeError, ValueError) as error:
        raise permanent("invalid_url", f"The redirect's Location cannot be read: {error}.") from error
    return parse_url(str(target.copy_with(fragment=None)))


def port_of(url: httpx2.URL) -> int:
    """The port a URL means, the scheme's own included."""
    return url.port or DEFAULT_PORTS[url.scheme]


def may_share_secrets(before: httpx2.URL, after: httpx2.URL) -> bool:
    """Whether a redirect stays with the one who was given the secrets: same origin, or http to https of one host."""
    if before.host != after.host:
        return False
    if before.scheme == after.scheme:
        return port_of(before) == port_of(after)
    return (before.scheme, port_of(before), after.scheme, port_of(after)) == ("http", 80, "https", 443)


def redact_url(url: str) -> str:
    """The URL with the values of query fields that look secret, and any user name and password, hidden."""
    try:
        parts = urlsplit(url)
        pairs = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=1000)
    except ValueError:
        return url.partition("?")[0]
    netloc = parts.netloc.rpartition("@")[2]
    if netloc == parts.netloc and not any(SECRET_NAME.search(name) for name, _ in pairs):
        return url
    hidden = [(name, HIDDEN if SECRET_NAME.search(name) else value) for name, value in pairs]
    return urlunsplit((parts.scheme, netloc, parts.path, urlencode(hidden, safe="*"), ""))


def with_query(url: str, name: str, value: str) -> str:
    """The URL with one more query field, both parts percent-encoded."""
    head, mark, fragment = url.partition("#")
    joint = "&" if "?" in head else "?"
    return f"{head}{joint}{quote(name, safe='')}={quote(value, safe='')}{mark}{fragment}"
