"""Who does something: a person or a key."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    """How somebody came in."""

    USER = "user"
    KEY = "key"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody, by a name that outlives them."""

    kind: ActorKind
    id: str
    name: str

    @property
    def label(self) -> str:
        """As in `createdBy` and the audit: `admin` for a person, `key ci` for a key, `system`."""
        return f"key {self.name}" if self.kind is ActorKind.KEY else self.name


SYSTEM = Actor(ActorKind.SYSTEM, "", "system")
"""Commands and the installation itself."""
