"""What Retry-After means."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from connections.masking import Masker
from connections.messages import IncomingResponse
from connections.statuses import retry_after_seconds, status_error

NOW = datetime(2026, 1, 1, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("", None),
        ("0", 0.0),
        ("120", 120.0),
        (" 5 ", 5.0),
        ("3600", 3600.0),
        ("3601", 3600.0),
        ("9" * 5000, 3600.0),
        ("-5", None),
        ("1.5", None),
        ("١٢", None),
        ("soon", None),
        ("Thu, 01 Jan 2026 12:01:30 GMT", 90.0),
        ("Thu, 01 Jan 2026 12:01:30 -0000", 90.0),
        ("Thu, 01 Jan 2026 11:00:00 GMT", 0.0),
        ("Fri, 01 Jan 2027 12:00:00 GMT", 3600.0),
        ("Thu, 99 Jan 2026 12:01:30 GMT", None),
        ("Thu, 01 Jan 9999999999 12:01:30 GMT", None),
    ],
)
def test_retry_after_is_read_as_seconds_from_now(value: str | None, seconds: float | None) -> None:
    assert retry_after_seconds(value, now=NOW) == seconds


def test_a_secret_across_the_end_of_the_shown_body_is_not_half_shown() -> None:
    body = b"x" * 1990 + b"sk-0123456789abcdef" + b"y" * 100
    response = IncomingResponse(500, {}, body, "http://a.example/", 1)
    shown = status_error(response, now=NOW, masker=Masker(["sk-0123456789abcdef"])).details["body"]
    assert shown == "x" * 1990 + "***" + "y" * 7


def test_an_unknown_status_has_no_phrase() -> None:
    response = IncomingResponse(599, {}, b"\0\xff", "http://a.example/", 1)
    error = status_error(response, now=NOW, masker=Masker())
    assert error.message == "http://a.example/ answered 599."
    assert error.details["body"] == "\ufffd\ufffd"
