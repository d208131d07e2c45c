"""Who does something: a person or a key."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MAX_LABEL = 200
"""What the columns hold that say who did something."""


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
        text = f"key {self.name}" if self.kind is ActorKind.KEY else self.name
        return text[:MAX_LABEL]


SYSTEM = Actor(ActorKind.SYSTEM, "", "system")
"""Commands and the installation itself."""
