"""Which visit of one history is which of another: by path, and by how often a path came by. Pure.

A path alone does not say it: a fork in a loop is visited again, and its branches with it. So a visit has a place, in
which each fork and each step on the way is numbered: `each#2[0].send#1` is the first `send` of the first branch of the
second visit of `each`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from executions.engine.evolve import fork_key

Position = tuple[int, ...]
"""Where a visit stands in a history: its number or, in a chunk, the fork's number, the chunk's and its own."""


class Placed(Protocol):
    """A visit of a history."""

    @property
    def place(self) -> str: ...

    @property
    def position(self) -> Position: ...


V = TypeVar("V", bound=Placed)


class Places:
    """Gives each visit its place. Visits must come in the order of their numbers.

    `forks` are the places of forks whose own visits are not among them: a chunk's is its parent's.
    """

    def __init__(self, forks: Mapping[str, str] | None = None) -> None:
        self._latest = dict(forks or {})
        self._seen: Counter[str] = Counter()

    def of(self, path: str) -> str:
        """The place of the next visit of this path."""
        name = self._name(path)
        self._seen[name] += 1
        place = f"{name}#{self._seen[name]}"
        self._latest[path] = place
        return place

    def next(self, path: str) -> str:
        """The place that `of` would give."""
        name = self._name(path)
        return f"{name}#{self._seen[name] + 1}"

    def at(self, path: str) -> str:
        """The place of the latest visit of this path."""
        return self._latest.get(path, path)

    def branch(self, path: str) -> str:
        """The place of a live path: "" for the main one, `each#1[3]` for a branch."""
        if not path:
            return ""
        fork = fork_key(path)
        return self.at(fork) + path[len(fork) :]

    def _name(self, path: str) -> str:
        live, dot, step = path.rpartition(".")
        return f"{self.branch(live)}.{step}" if dot else step


@dataclass(frozen=True, slots=True)
class Pair(Generic[V]):
    """The visits of two histories in one place; one of them may be absent."""

    left: V | None
    right: V | None


def align(left: Iterable[V], right: Iterable[V]) -> list[Pair[V]]:
    """Both histories as one, in the order of the left; what only the right has stands behind what came before it."""
    there = {visit.place: visit for visit in right}
    rows: list[tuple[tuple[Position, int, Position], Pair[V]]] = []
    met: dict[str, Position] = {}
    for visit in left:
        met[visit.place] = visit.position
        rows.append(((visit.position, 0, ()), Pair(visit, there.get(visit.place))))
    anchor: Position = ()
    for visit in sorted(there.values(), key=lambda one: one.position):
        if visit.place in met:
            anchor = met[visit.place]
        else:
            rows.append(((anchor, 1, visit.position), Pair(None, visit)))
    return [pair for _, pair in sorted(rows, key=lambda row: row[0])]
