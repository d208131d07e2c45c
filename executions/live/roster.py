"""Who looks at a flow, as one socket knows it: soft state that lives from being said again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

import msgspec

LIVE_SECONDS = 60.0
"""Who was not heard of for so long is gone: their process died without a word."""


@dataclass(frozen=True, slots=True)
class Person:
    """One open editor: whose, since when (ISO-8601), at which version, with which step selected."""

    id: str
    user: str
    since: str
    clientId: str | None = None
    version: int | None = None
    step: str | None = None

    @classmethod
    def of(cls, message: Mapping[str, Any]) -> Self:
        """What a message says; a newer process may say more than is known here."""
        return msgspec.convert(message, cls)

    def as_dict(self) -> dict[str, Any]:
        """As in a frame."""
        return asdict(self)


class Roster:
    """The people and until when each counts. Times are seconds of any one clock."""

    def __init__(self) -> None:
        self._people: dict[str, tuple[Person, float]] = {}

    def hear(self, person: Person, at: float) -> bool:
        """Somebody says they are here; whether that is news."""
        known = self._people.get(person.id)
        self._people[person.id] = (person, at + LIVE_SECONDS)
        return known is None or known[0] != person

    def leave(self, person_id: str) -> bool:
        """Somebody goes; whether they were here."""
        return self._people.pop(person_id, None) is not None

    def forget_silent(self, at: float) -> bool:
        """Drop who was not heard of for too long; whether there was anybody."""
        silent = [key for key, (_, until) in self._people.items() if until < at]
        for key in silent:
            del self._people[key]
        return bool(silent)

    def people(self) -> list[dict[str, Any]]:
        """Everybody who is here, who came first is first."""
        found = sorted((person for person, _ in self._people.values()), key=lambda one: (one.since, one.id))
        return [person.as_dict() for person in found]
