"""What a capsule leaves out: hidden values wherever they stand, and values there is no room for."""

from __future__ import annotations

from typing import Any

import pytest

from allma_site.common.problems import Unprocessable
from executions import capsule_hiding
from executions.capsule_hiding import Cover, Room, written
from executions.redaction import Redaction
from flows.definition.errors import PermanentStepError
from flows.definition.scope import MISSING, Lazy


def leaf(value: Any, size: int) -> Lazy:
    return Lazy(sha256="s", bytes=size, load=lambda _: value)


def gone(_: str) -> Any:
    raise PermanentStepError("blob_missing", "gone")


def test_there_is_room_for_values_until_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capsule_hiding, "MAX_BYTES", 30)
    room = Room()
    assert room.take({"a": "x" * 10}, "/one") == {"a": "x" * 10}
    assert room.take(["y" * 20], "/two") == {"allma:omitted": 24}
    assert room.has_room({"a": 1}, "/three") is True
    assert room.has_room({"a": "z" * 9}, "/four") is False
    assert room.omitted == [{"at": "/two", "bytes": 24}, {"at": "/four", "bytes": 17}]


def test_a_large_part_is_left_out_and_the_rest_stays() -> None:
    room = Room()
    value = {"big/~": leaf("x", 2**21), "small": leaf([1], 3), "lost": Lazy(sha256="s", bytes=9, load=gone)}
    omitted = {"big/~": {"allma:omitted": 2**21}, "small": [1], "lost": {"allma:omitted": 9}}
    assert room.take(value, "/input") == omitted
    assert [one["at"] for one in room.omitted] == ["/input/big~1~0", "/input/lost"]


def test_more_than_can_be_looked_through_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capsule_hiding, "MAX_LOOKED_THROUGH", 10)
    room = Room()
    assert room.whole(leaf("abc", 5)) == "abc"
    with pytest.raises(Unprocessable) as refused:
        room.whole("x" * 20)
    assert refused.value.code == "capsule_too_large"


def test_texts_and_numbers_that_were_hidden_once_are_hidden_everywhere() -> None:
    cover = Cover(Redaction(["$.person.pin", "$.person.account"]))
    cover.context({"person": {"pin": "pin-4711", "account": 918273}})
    assert cover.output({"said": "it is pin-4711", "number": 918273, "other": 5}, "s") == {
        "said": "it is ***",
        "number": "***",
        "other": 5,
    }
    assert cover.texts(["pin-4711", {"n": 918273}]) == ["***", {"n": "***"}]


def test_a_value_is_hidden_by_the_place_it_was_written_to() -> None:
    cover = Cover(Redaction(["$.person.pin"]))
    assert cover.at(["person"], {"pin": 1, "name": "Ann"}) == {"pin": "***", "name": "Ann"}
    assert cover.at(["person", "pin", "deep"], 1) == "***"
    assert cover.at(["other"], {"pin": 1}) == {"pin": 1}


def test_what_a_change_takes_from_an_output_is_hidden_in_the_output_too() -> None:
    cover = Cover(Redaction(["$.person.pin"]))
    changes = [[["person"], 1, ["data"]], [["person", "pin"], 0, 7], [["x"], 1, ["gone"]]]
    kept, output = cover.changes(changes, {"data": {"pin": 1, "name": "Ann"}})
    assert output == {"data": {"pin": "***", "name": "Ann"}}
    assert kept == [[["person"], 1, ["data"]], [["person", "pin"], 0, "***"], [["x"], 0, "***"]]


def test_without_paths_nothing_is_touched() -> None:
    cover = Cover(Redaction())
    value: dict[str, Any] = {"a": [1234, "text"]}
    assert (bool(cover), cover.context(value), cover.output(value, "s"), cover.texts(value)) == (False, *[value] * 3)
    assert cover.changes([[["a"], 1, []]], value) == ([[["a"], 1, []]], value)
    assert cover.event({"kind": "INPUT", "operands": [1]}) == {"kind": "INPUT", "operands": [1]}


def test_events_transitions_and_errors_tell_no_values() -> None:
    cover = Cover(Redaction(["$.pin"]))
    cover.context({"pin": "pin-4711"})
    assert cover.event({"kind": "INPUT", "preview": "pin-4711", "operands": [1]}) == {"kind": "INPUT", "preview": "***"}
    assert cover.transition({"kind": "DEFAULT", "operands": [{"value": 1}]})["operands"] == []
    error = {"message": "no pin-4711", "details": {"pin": 1}}
    assert cover.error(error) == {"message": "no ***", "details": {}}
    assert cover.attempt({"attempt": 1, "error": error})["error"] == {"message": "no ***", "details": {}}


def test_what_changes_wrote_is_told_with_its_place() -> None:
    changes = [[["a"], 0, 1], [["b"], 1, ["x"]], [["c"], 1, ["gone"]]]
    assert list(written(changes, {"x": 2})) == [(["a"], 1), (["b"], 2)]
    assert list(written([[["a"], 1, ["x"]]], MISSING)) == []
