"""Reading, comparing and redacting URLs."""

from __future__ import annotations

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connections.errors import EgressError, FailureKind
from connections.urls import join_url, may_share_secrets, parse_url, redact_url, with_query


@pytest.mark.parametrize(
    ("text", "part_of_message"),
    [
        ("", "http:// or https://"),
        ("example.com/x", "http:// or https://"),
        ("ftp://example.com", "http:// or https://, not 'ftp'"),
        ("file:///etc/passwd", "not 'file'"),
        ("javascript:alert(1)", "not 'javascript'"),
        ("http://", "no host"),
        ("http:///path", "no host"),
        ("http://user:secret@example.com/", "user name or password"),
        ("http://user@example.com/", "user name or password"),
        ("http://example.com:99999/", "port"),
        ("http://example.com:0/", "port"),
        ("http://example.com:-1/", "port"),
        ("http://exa mple.com/", "not a host name"),
        ("http://example.com/\x00", "cannot be read"),
        ("http://example.com/\nx", "cannot be read"),
        ("http://[::1", "cannot be read"),
        ("http://[1.2.3.4]/", "cannot be read"),
        ("http://" + "a" * 300 + "/", "not a host name"),
        ("http://example.com/" + "a" * 9000, "longer than 8,192"),
    ],
)
def test_a_url_that_cannot_be_called_says_why(text: str, part_of_message: str) -> None:
    with pytest.raises(EgressError) as caught:
        parse_url(text)
    assert caught.value.code == "invalid_url"
    assert caught.value.kind is FailureKind.PERMANENT
    assert part_of_message in caught.value.message
    assert "secret" not in caught.value.message


@given(st.text(max_size=60) | st.text(max_size=40).map("http://{}".format))
def test_no_text_raises_anything_but_invalid_url(text: str) -> None:
    codes = []
    try:
        parse_url(text)
    except EgressError as error:
        codes.append(error.code)
    assert codes in ([], ["invalid_url"])


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/next", "http://example.com/next"),
        ("next?a=1#top", "http://example.com/a/next?a=1"),
        ("//other.example/x", "http://other.example/x"),
        ("https://other.example/x", "https://other.example/x"),
    ],
)
def test_a_redirect_is_joined_to_the_url_before_it(location: str, target: str) -> None:
    assert str(join_url(httpx2.URL("http://example.com/a/b"), location)) == target


@pytest.mark.parametrize(
    ("before", "after", "shared"),
    [
        ("http://a.example/x", "http://a.example/y", True),
        ("http://a.example/x", "http://a.example:80/y", True),
        ("http://a.example/x", "https://a.example/y", True),
        ("https://a.example/x", "http://a.example/y", False),
        ("http://a.example:8080/x", "https://a.example/y", False),
        ("http://a.example/x", "http://a.example:8080/y", False),
        ("http://a.example/x", "http://b.example/y", False),
        ("http://a.example/x", "http://sub.a.example/y", False),
    ],
)
def test_secrets_follow_a_redirect_only_to_the_same_origin_or_to_its_https(
    before: str, after: str, shared: bool
) -> None:
    assert may_share_secrets(httpx2.URL(before), httpx2.URL(after)) is shared


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("http://a.example/x?page=2", "http://a.example/x?page=2"),
        ("http://a.example/x?api_key=abc&page=2", "http://a.example/x?api_key=***&page=2"),
        ("http://a.example/x?access_token=abc", "http://a.example/x?access_token=***"),
        ("http://a.example/x?X-Amz-Signature=abc", "http://a.example/x?X-Amz-Signature=***"),
        ("http://user:pw@a.example/x", "http://a.example/x"),
        ("http://[broken/x?token=abc", "http://[broken/x"),
    ],
)
def test_a_shown_url_hides_what_looks_secret(url: str, shown: str) -> None:
    assert redact_url(url) == shown


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://a.example/x", "http://a.example/x?k%26=a%20b"),
        ("http://a.example/x?y=1", "http://a.example/x?y=1&k%26=a%20b"),
        ("http://a.example/x?y=1#top", "http://a.example/x?y=1&k%26=a%20b#top"),
    ],
)
def test_a_query_field_is_added_encoded_before_the_fragment(url: str, expected: str) -> None:
    assert with_query(url, "k&", "a b") == expected
