"""How a sandbox run is shown within a bounded answer."""

from __future__ import annotations

from typing import Any

from executions.sandbox_answers import Showing, patch_of
from flows.definition.scope import MISSING, Lazy
from tests.engine_flows import chain, compose
from tests.unit.executions.sandboxing import driven


def test_values_are_shown_whole_while_there_is_room() -> None:
    value = {"a": [1, "two", None, {"b": True}]}
    assert Showing().value(value) == value


def test_what_is_missing_is_null() -> None:
    assert Showing().value(MISSING) is None


def test_of_an_object_without_room_the_members_that_fit_are_shown() -> None:
    shown = Showing(room=100).value({"small": 1, "large": "x" * 500, "also": 2})
    large = {"preview": '"' + "x" * 198 + "…", "bytes": 502, "href": None}
    assert shown == {"small": 1, "large": large, "also": 2}


def test_without_any_room_only_the_beginning_is_shown() -> None:
    showing = Showing(room=10)
    assert showing.value("12345678") == "12345678"
    assert showing.value({"a": 1}) == {"preview": '{"a":1}', "bytes": 15, "href": None}


def test_a_large_value_of_a_recorded_run_is_loaded_if_it_fits_and_named_if_not() -> None:
    def lazy(size: int) -> Lazy:
        return Lazy(sha256="ab", bytes=size, load=lambda _: "loaded")

    showing = Showing(named=lambda leaf: {"href": leaf.sha256}, room=100)
    assert showing.value({"x": lazy(50), "y": lazy(5000)}) == {"x": "loaded", "y": {"href": "ab"}}


def test_lines_end_where_the_room_ends() -> None:
    lines: tuple[dict[str, Any], ...] = tuple({"m": "x" * 40} for _ in range(5))
    assert len(Showing(room=120).lines(lines)) == 2


def test_a_visit_that_was_left_says_what_it_changed() -> None:
    driver = driven(chain(compose("a", {"x": 1}, outputMappings={"$.n": "$.x"})), {"n": 0})
    assert patch_of(driver.passages[1], Showing()) == [{"op": "replace", "path": "/n", "value": 1}]
