"""A credential's host allow-list."""

from __future__ import annotations

import pytest

from connections.errors import EgressError
from connections.hosts import normal_entry, require_allowed


@pytest.mark.parametrize(
    ("entry", "url", "allowed"),
    [
        ("api.example.com", "https://api.example.com/x", True),
        ("api.example.com", "https://API.Example.com./x", True),
        ("api.example.com", "http://api.example.com:8080/x", True),
        ("api.example.com:443", "https://api.example.com/x", True),
        ("api.example.com:443", "http://api.example.com/x", False),
        ("api.example.com:8443", "https://api.example.com:8443/x", True),
        ("api.example.com", "https://example.com/", False),
        ("api.example.com", "https://evil-api.example.com/", False),
        ("api.example.com", "https://api.example.com.evil.example/", False),
        ("*.example.com", "https://a.example.com/", True),
        ("*.example.com", "https://a.b.example.com/", True),
        ("*.example.com", "https://example.com/", False),
        ("*.example.com", "https://evilexample.com/", False),
        ("*.example.com:8443", "https://a.example.com:8443/", True),
        ("*.example.com:8443", "https://a.example.com/", False),
        ("127.0.0.1", "http://127.0.0.1:5000/", True),
        ("[::1]", "http://[::1]:5000/", True),
        ("[::1]:5000", "http://[::1]:5000/", True),
        ("[::1]:5000", "http://[::1]:5001/", False),
    ],
)
def test_a_credential_goes_only_to_the_hosts_on_its_list(entry: str, url: str, allowed: bool) -> None:
    entries = [normal_entry(entry)]
    if allowed:
        require_allowed(url, entries)
        return
    with pytest.raises(EgressError) as caught:
        require_allowed(url, entries)
    assert caught.value.code == "credential_host_not_allowed"


def test_an_empty_list_allows_nothing() -> None:
    with pytest.raises(EgressError, match="allowedHosts"):
        require_allowed("https://api.example.com/", [])


@pytest.mark.parametrize(
    "entry",
    [
        "",
        "*",
        "*.",
        "*.*",
        "https://api.example.com",
        "a.example/path",
        "a b",
        "user@a.example",
        "a:99999999",
        "a" * 300,
    ],
)
def test_what_is_not_a_host_is_refused(entry: str) -> None:
    with pytest.raises(ValueError, match="is not a host"):
        normal_entry(entry)


def test_an_entry_is_kept_in_lower_case_without_the_root_dot() -> None:
    assert normal_entry(" API.Example.COM. ") == "api.example.com"
