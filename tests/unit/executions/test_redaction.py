"""What `redactPaths` hide."""

from __future__ import annotations

from typing import Any

import pytest

from executions.redaction import NOTHING, Redaction
from flows.definition.scope import MISSING, Lazy

PEOPLE = [{"name": "Bobby", "vip": True}, {"name": "Eve", "vip": False}]


@pytest.mark.parametrize(
    ("path", "document", "masked"),
    [
        ("$.a", {"a": 1, "b": 2}, {"a": "***", "b": 2}),
        ("$.a.b", {"a": {"b": {"c": 1}}}, {"a": {"b": "***"}}),
        ("$.a", {"b": 1}, {"b": 1}),
        ("$.a", {"a": None}, {"a": "***"}),
        ("$.list[1]", {"list": [1, 2]}, {"list": [1, "***"]}),
        ("$.list[*]", {"list": [1, 2]}, {"list": ["***", "***"]}),
        ("$..pin", {"pin": 1, "x": [{"pin": [2]}]}, {"pin": "***", "x": [{"pin": "***"}]}),
        ("$.p[?@.vip == true].name", {"p": PEOPLE}, {"p": [{"name": "***", "vip": True}, PEOPLE[1]]}),
        ("$.p[?@.vip].name", {"p": PEOPLE}, {"p": [{"name": "***", "vip": True}, {"name": "***", "vip": False}]}),
        ("$.p[?length(@.name) > 4].name", {"p": PEOPLE}, {"p": [{"name": "***", "vip": True}, PEOPLE[1]]}),
        ("$['a b']", {"a b": 1}, {"a b": "***"}),
    ],
)
def test_what_a_path_finds_is_masked_and_nothing_else(path: str, document: Any, masked: Any) -> None:
    before = repr(document)
    assert Redaction([path]).context(document) == masked
    assert repr(document) == before


def test_a_copy_of_a_hidden_text_is_masked_wherever_it_stands() -> None:
    hidden = Redaction(["$.pin"])
    document = {"pin": "4711-x", "note": "the pin is 4711-x.", "list": ["4711-x"], "short": "47"}
    assert hidden.context(document) == {"pin": "***", "note": "the pin is ***.", "list": ["***"], "short": "47"}
    assert hidden.texts({"message": "4711-x was refused"}) == {"message": "*** was refused"}


def test_a_text_too_short_to_know_again_is_masked_only_where_the_path_points() -> None:
    assert Redaction(["$.a"]).context({"a": "no", "b": "no one"}) == {"a": "***", "b": "no one"}


def test_a_step_s_output_is_masked_where_the_context_would_have_it() -> None:
    hidden = Redaction(["$.steps_output.call.token", "$.secret"])
    assert hidden.output({"token": "abc", "secret": "def", "x": 1}, "call") == {"token": "***", "secret": "***", "x": 1}
    assert hidden.output({"token": "ghi"}, "other") == {"token": "ghi"}


@pytest.mark.parametrize("path", ["$", "$.steps_output", "$.steps_output.call"])
def test_an_output_that_is_hidden_whole_is_masked_whole(path: str) -> None:
    assert Redaction([path]).output({"token": 1}, "call") == "***"


def test_what_a_run_gives_is_masked_as_steps_output_too() -> None:
    assert Redaction(["$.steps_output.a.pin"]).result({"a": {"pin": 1, "b": 2}}) == {"a": {"pin": "***", "b": 2}}


def test_a_large_value_is_loaded_to_be_masked() -> None:
    lazy = Lazy(sha256="0" * 64, bytes=10, load=lambda _: {"pin": "long-pin", "x": 1})
    assert Redaction(["$.big.pin"]).context({"big": lazy}) == {"big": {"pin": "***", "x": 1}}


def test_a_path_that_cannot_be_followed_hides_everything() -> None:
    assert Redaction(["$.["]).context({"a": 1}) == "***"


def test_without_paths_everything_passes_untouched() -> None:
    document = {"a": Lazy(sha256="0" * 64, bytes=1, load=lambda _: 1)}
    assert NOTHING.context(document) is document
    assert NOTHING.output(document, "a") is document
    assert NOTHING.result(document) is document
    assert not NOTHING
    assert Redaction(["$.a"]).context(MISSING) is MISSING
