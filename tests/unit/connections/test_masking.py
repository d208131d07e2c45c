"""Hiding secret values."""

from __future__ import annotations

import base64
import json
import threading
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connections.masking import Masker

SECRET = 'p@ss/w+rd "ü"?>~'
VALUE: dict[str, Any] = {"a": ["x", {"b": "y"}], "n": 1, "t": True, "z": None}


def test_without_secrets_everything_comes_back_as_the_same_object() -> None:
    masker = Masker()
    data = b"text"
    assert not masker
    assert masker.json(VALUE) is VALUE
    assert masker.data(data) is data
    assert masker.text("text") == "text"


@pytest.mark.parametrize(
    "written",
    [
        SECRET,
        quote(SECRET),
        quote(SECRET, safe=""),
        quote_plus(SECRET),
        json.dumps(SECRET)[1:-1],
        json.dumps(SECRET, ensure_ascii=False)[1:-1],
        SECRET.encode().hex(),
    ],
)
def test_a_secret_is_hidden_however_it_is_written(written: str) -> None:
    assert Masker([SECRET]).text(f"<{written}>") == "<***>"


@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
@pytest.mark.parametrize("before", ["", "u:", "us:", "user:"])
@pytest.mark.parametrize("after", ["", "\n", ":x", "tail"])
def test_a_secret_inside_base64_is_hidden_at_every_alignment(encode: Any, before: str, after: str) -> None:
    shown = encode(f"{before}{SECRET}{after}".encode()).decode()
    masked = Masker([SECRET]).text(shown)
    assert "***" in masked
    left = masked.replace("***", "")
    assert len(left) <= len(encode(f"{before}{after}".encode())) + 4


def test_json_is_masked_in_keys_and_at_every_depth_and_the_original_stays() -> None:
    value = {"token": {"tok-1234": ["a tok-1234 b", 5, None, {"x": "tok-1234"}]}, "n": 1.5}
    assert Masker(["tok-1234"]).json(value) == {"token": {"***": ["a *** b", 5, None, {"x": "***"}]}, "n": 1.5}
    assert "tok-1234" in value["token"]  # type: ignore[operator]


def test_json_without_the_secret_comes_back_as_the_same_object() -> None:
    assert Masker(["tok-1234"]).json(VALUE) is VALUE


def test_bytes_of_any_kind_are_masked() -> None:
    assert Masker(["tök-1234"]).data(b"\xff\x00 t\xc3\xb6k-1234 \xfe") == b"\xff\x00 *** \xfe"


def test_the_longer_secret_wins_where_one_holds_the_other() -> None:
    assert Masker(["abcd", "abcdefgh"]).text("abcdefgh abcd") == "*** ***"


@pytest.mark.parametrize("secret", ["", "a", "abc"])
def test_a_value_too_short_to_be_a_secret_does_not_eat_the_text(secret: str) -> None:
    assert Masker([secret]).text("abcabc") == "abcabc"


def test_secrets_added_later_are_hidden_too() -> None:
    masker = Masker(["first-secret"])
    masker.add("second-secret", "first-secret")
    assert masker.text("first-secret second-secret") == "*** ***"


def test_threads_may_add_secrets_at_once() -> None:
    masker = Masker()
    secrets = [f"secret-number-{index}" for index in range(50)]
    threads = [threading.Thread(target=masker.add, args=(secret,)) for secret in secrets]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert masker.text(" ".join(sorted(secrets, key=len, reverse=True))) == " ".join(["***"] * 50)


@given(st.text(min_size=4), st.text(), st.text())
def test_no_text_shows_the_secret_after_masking(secret: str, before: str, after: str) -> None:
    masked = Masker([secret]).text(before + secret + after)
    assert secret not in masked or secret in "***"
