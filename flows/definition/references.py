"""What a definition may refer to outside itself, as its workspace knows it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Versions:
    """The versions of a flow or a prompt that a run can use: the published one, and all ever released."""

    published: int | None = None
    released: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class References:
    """Flows and prompts by id, connection and preset ids, and which flow calls which.

    `flow_id` is the flow whose definition is checked, None for one that has no id yet.
    `calls` maps a flow to those its published version starts. `presets` None means: presets are not checked.
    """

    flow_id: str | None = None
    flows: Mapping[str, Versions] = field(default_factory=dict)
    prompts: Mapping[str, Versions] = field(default_factory=dict)
    connections: Collection[str] = frozenset()
    presets: Collection[str] | None = None
    calls: Mapping[str, Collection[str]] = field(default_factory=dict)

    def leads_back(self, called: str) -> bool:
        """Whether starting a flow starts, directly or through others, the flow that is checked."""
        seen, todo = {called}, [called]
        while todo:
            current = todo.pop()
            if current == self.flow_id:
                return True
            new = set(self.calls.get(current, ())) - seen
            seen |= new
            todo.extend(new)
        return False
