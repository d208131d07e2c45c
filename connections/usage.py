"""Who uses a connection. Flows know connections, not the other way round, so they register here what they know."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Use:
    """Something that names a connection, for example the flow `Orders`."""

    kind: str
    id: str
    name: str


Provider = Callable[[uuid.UUID, uuid.UUID], Iterable[Use]]

PROVIDERS: list[Provider] = []
"""Called with the workspace's and the connection's id. An app appends its own when it is ready."""


def uses_of(*, workspace_id: uuid.UUID, connection_id: uuid.UUID) -> list[Use]:
    """All uses, by kind and name."""
    found = {use for provider in PROVIDERS for use in provider(workspace_id, connection_id)}
    return sorted(found, key=lambda use: (use.kind, use.name, use.id))
