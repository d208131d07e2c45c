"""Who looks at a flow: people come, move, go, or fall silent."""

from __future__ import annotations

from dataclasses import replace

from executions.live.roster import LIVE_SECONDS, Person, Roster

ANN = Person(id="1", user="ann", since="2026-01-01T10:00:00.000Z")
BEN = Person(id="2", user="ben", since="2026-01-01T09:00:00.000Z")


def ids(roster: Roster) -> list[str]:
    return [person["id"] for person in roster.people()]


def test_who_came_first_is_first() -> None:
    roster = Roster()
    assert roster.hear(ANN, 0.0)
    assert roster.hear(BEN, 0.0)
    assert ids(roster) == ["2", "1"]
    assert roster.people()[1] == {
        "id": "1",
        "user": "ann",
        "since": "2026-01-01T10:00:00.000Z",
        "clientId": None,
        "version": None,
        "step": None,
    }


def test_only_a_move_is_news() -> None:
    roster = Roster()
    roster.hear(ANN, 0.0)
    assert not roster.hear(ANN, 1.0)
    assert roster.hear(replace(ANN, step="b"), 2.0)
    assert roster.people()[0]["step"] == "b"


def test_who_leaves_is_gone_and_cannot_leave_twice() -> None:
    roster = Roster()
    roster.hear(ANN, 0.0)
    assert roster.leave("1")
    assert not roster.leave("1")
    assert ids(roster) == []


def test_who_falls_silent_is_forgotten_who_is_heard_again_is_not() -> None:
    roster = Roster()
    roster.hear(ANN, 0.0)
    roster.hear(BEN, 0.0)
    roster.hear(BEN, 30.0)
    assert not roster.forget_silent(LIVE_SECONDS)
    assert roster.forget_silent(LIVE_SECONDS + 1)
    assert ids(roster) == ["2"]
