"""What makes two failures the same."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from executions.fingerprints import MAX_CHARACTERS, fingerprint, normalise

FLOW = "01890000000070008000000000000001"


@pytest.mark.parametrize(
    ("message", "normal"),
    [
        ("Nothing is there.", "Nothing is there."),
        ('No order "A-7" (in 12 ms)', "No order <text> (in <n> ms)"),
        ("No 'order' of the user's; don't ask", "No <text> of the user's; don't ask"),
        ('It says "a \\" b" twice', "It says <text> twice"),
        ("-1.5e-3 is below +2,000.5", "<n> is below <n>"),
        ("item42 of run7", "item<n> of run<n>"),
        ("id 0188f1d2-aaaa-7bbb-8ccc-0123456789ab is unknown", "id <id> is unknown"),
        ("id 0188F1D2AAAA7BBB8CCC0123456789AB is unknown", "id <id> is unknown"),
        ("commit 9fceb02d0ae598e95 of 0xDEAD, cafe and deadbeef", "commit <hex> of <hex>, cafe and deadbeef"),
        ("since 2026-11-21T10:00:00.123Z", "since <time>"),
        ("since 2026-11-21 10:00:00+02:00 or 2026-11-21", "since <time> or <time>"),
        ("at 10:11:12.5", "at <time>"),
        ("10.0.0.7:8080 refused", "<address> refused"),
        ("ann.b@example.com has left", "<email> has left"),
        ("https://api.example.com/orders/17/lines?x=1#a is gone", "https://api.example.com/orders/<id>/lines is gone"),
        ("https://api.example.com:8443/orders", "https://api.example.com:<n>/orders"),
        ("HTTP 503 after 3 attempts", "HTTP 503 after <n> attempts"),
        ("status 404, status code: 500", "status 404, status code: 500"),
        ("  a\n\t b  ", "a b"),
        ("", ""),
    ],
)
def test_what_differs_between_two_runs_is_a_placeholder(message: str, normal: str) -> None:
    assert normalise(message) == normal


def test_long_messages_are_cut() -> None:
    assert normalise("x" * 10_000) == "x" * MAX_CHARACTERS


IDS: tuple[st.SearchStrategy[str], ...] = (
    st.uuids().map(str),
    st.uuids().map(lambda one: one.hex),
    st.uuids().map(lambda one: f'"{one}"'),
    st.integers(min_value=0, max_value=2**63).map(str),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.datetimes(min_value=datetime(1900, 1, 1)).map(lambda one: one.isoformat()),
    st.text("abcdefXYZ 0123456789._/-", max_size=40).map(lambda one: f"'{one}'"),
    st.integers(min_value=1, max_value=2**63).map(lambda one: f"https://example.com/orders/{one}?at={one}"),
)


@pytest.mark.parametrize("kind", range(len(IDS)))
@given(data=st.data())
def test_failures_that_differ_in_an_id_alone_are_one_cluster(kind: int, data: Any) -> None:
    one, other = data.draw(IDS[kind]), data.draw(IDS[kind])
    assert normalise(f"The order {one} is closed.") == normalise(f"The order {other} is closed.")


@given(st.text())
def test_a_normal_message_stays_as_it_is(message: str) -> None:
    normal = normalise(message)
    assert normalise(normal) == normal


def test_flow_step_error_and_message_make_the_fingerprint() -> None:
    parts: dict[str, Any] = {"flow_id": FLOW, "step": "send", "error_name": "HttpError", "message": "No order 7"}
    same = fingerprint(**parts)
    assert len(same) == 32
    assert fingerprint(**{**parts, "message": "No order 8"}) == same
    others = [
        fingerprint(**{**parts, **change})
        for change in (
            {"flow_id": uuid.uuid4().hex},
            {"step": "receive"},
            {"step": None},
            {"error_name": "TimeoutError"},
            {"message": "No user 7"},
        )
    ]
    assert len({same, *others}) == 6
