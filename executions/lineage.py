"""Who wrote a place of a context, and who read what was written. Pure: writes and visits in, answers out.

A place is a tuple of keys; `()` is the whole context. Every live path (the main one, a branch) has its own context, so
writes and visits carry the live path they were made on: see `lineage_rows`, which reads them from a run's rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from executions.engine.evolve import fork_key
from executions.lineage_paths import Read, related
from flows.definition.context import Key, put, reach
from flows.definition.scope import MISSING, VIEWS, Lazy

Json = Any
Place = tuple[Key, ...]

MAX_READERS = 500
OWN_VIEWS = VIEWS - {"initialContextData", "execution", "error"}
"""Views that every branch has of its own: what is around it is not seen through them."""


class WriterKind(StrEnum):
    """How a value came to its place.

    START: the input of the run. FLOW_VARIABLE: the definition's constants and those of the start. STEP_OUTPUT: the
    output of a step without `outputMappings`, under `$.steps_output`. OUTPUT_MAPPING: one of a step's `outputMappings`.
    EDITED: somebody, when the run was redriven. BRANCH_INPUT: an input mapping or literal of a fork's branch.
    FORK_ITEM: a fork, as `$.currentItem`. ERROR: a failed step that was left by its fallback, as `$.error`.
    """

    START = "START"
    FLOW_VARIABLE = "FLOW_VARIABLE"
    STEP_OUTPUT = "STEP_OUTPUT"
    OUTPUT_MAPPING = "OUTPUT_MAPPING"
    EDITED = "EDITED"
    BRANCH_INPUT = "BRANCH_INPUT"
    FORK_ITEM = "FORK_ITEM"
    ERROR = "ERROR"


class ReaderKind(StrEnum):
    """What read: a mapping, literal or template of a step, a condition, or the run's own `output` at its end."""

    INPUT = "INPUT"
    LITERAL = "LITERAL"
    TEMPLATE = "TEMPLATE"
    CONDITION = "CONDITION"
    RUN_OUTPUT = "RUN_OUTPUT"


@dataclass(frozen=True, slots=True)
class Told:
    """A write in words: where it put its value, the expression that gave it, and the paths read to make it."""

    target: str
    expression: str | None = None
    reads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Write:
    """One write to one place. `value()` is what was written, MISSING for what was taken away.

    `seq` 0 is the start. `tell(place)` says more of what the write did to a place it has to do with. `run` is the id
    of the execution whose visit it was, since a chunk of a fork sees what its parent wrote. `ahead`: it was made just
    before the visit, not by it, as an edit of the context is.
    """

    kind: WriterKind
    seq: int
    path: str
    step: str | None
    keys: Place
    value: Callable[[], Json]
    tell: Callable[[Place], Told]
    cursor: str = ""
    run: str = ""
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """An expression of a visit and what it reads. `late`: after the visit's own writes, as its conditions do."""

    kind: ReaderKind
    target: str
    expression: str
    reads: tuple[Read, ...]
    late: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """A visit as a possible reader: the places it wrote, and what it read.

    `branches` is set for a fork: the places that the inputs of its branches wrote, by the branch's first step.
    `edited` are the places that somebody wrote just before the visit.
    """

    seq: int
    path: str
    cursor: str
    step: str
    wrote: Sequence[Place]
    readings: Callable[[], Iterable[Reading]]
    branches: Mapping[str, Sequence[Place]] | None = None
    edited: Sequence[Place] = ()


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who read a value. `seq` None is the end of the run."""

    seq: int | None
    path: str
    step: str | None
    kind: ReaderKind
    target: str
    expression: str


def writers(writes: Iterable[Write], place: Place) -> tuple[Json, list[Write]]:
    """The value at a place after all these writes (MISSING: nothing is there), and who wrote it, the newest first.

    A write counts when it put something at the place, in it, or where it lies in, or took it away.
    """
    root: dict[str, Any] = {}
    found: list[Write] = []
    for write in writes:
        if not _may_matter(write.keys, place):
            continue
        before = reach(root, place)
        root = applied(root, write.keys, write.value())
        after = reach(root, place)
        gone = before is MISSING and after is MISSING
        if not gone and (related(write.keys, place) or before is MISSING):
            found.append(write)
    return reach(root, place), found[::-1]


def _may_matter(keys: Place, place: Place) -> bool:
    """Whether a write can change what is at the place. One behind an element of a list fills the list up to it."""
    for mine, key in zip(keys, place, strict=False):
        if mine != key:
            return isinstance(mine, int) and isinstance(key, int) and mine > key
    return True


def applied(root: dict[str, Any], keys: Place, value: Json) -> dict[str, Any]:
    """A context after one write; MISSING takes the member away."""
    if not keys:
        return value if isinstance(value, dict) else {}
    changed: dict[str, Any] = _without(root, keys) if value is MISSING else put(root, keys, value)
    return changed


def _without(node: Json, keys: Place) -> Json:
    if type(node) is Lazy:
        node = node.value
    if type(node) is not dict or keys[0] not in node:
        return node
    if len(keys) == 1:
        return {key: value for key, value in node.items() if key != keys[0]}
    return {**node, str(keys[0]): _without(node[keys[0]], keys[1:])}


def readers(write: Write, visits: Iterable[Seen], place: Place) -> tuple[list[Reader], bool]:
    """Who read what a write left at a place, in the order of visits, until somebody wrote there again.

    Then whether the run's main path ended with that value still there. `visits` begin at the write's own.
    """
    watch = _Watch(write, place)
    found: list[Reader] = []
    for seen in visits:
        found.extend(watch.pass_by(seen))
        if len(found) >= MAX_READERS or watch.is_over:
            break
    return found[:MAX_READERS], watch.is_live("")


def reads_of(readings: Iterable[Reading], place: Place, *, late: bool) -> list[Reading]:
    """Those that read the place, before or after a visit's own writes."""
    return [one for one in readings if one.late is late and any(read.touches(place) for read in one.reads)]


@dataclass(slots=True)
class _Watch:
    """Follows a value along the live paths that see it."""

    write: Write
    place: Place
    live: dict[str, bool] = field(default_factory=dict)
    forks: dict[str, tuple[bool, Mapping[str, Sequence[Place]]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.live[self.write.cursor] = True

    @property
    def is_over(self) -> bool:
        """Whether nobody sees the value any more."""
        return not any(self.live.values()) and not any(live for live, _ in self.forks.values())

    def is_live(self, cursor: str) -> bool:
        """Whether the value is what a live path sees now."""
        return self.live.get(cursor, False)

    def pass_by(self, seen: Seen) -> list[Reader]:
        """The readings of one visit, and what it does to the value."""
        here = seen.seq == self.write.seq and seen.cursor == self.write.cursor
        own = here and not self.write.ahead
        if not here and any(related(keys, self.place) for keys in seen.edited):
            self.live[seen.cursor] = False
        before = self._sees(seen)
        after = before if own else before and not any(related(keys, self.place) for keys in seen.wrote)
        if seen.branches is not None and not own:
            self._fork(seen, before)
        self.live[seen.cursor] = after
        if not (before or after):
            return []
        readings = list(seen.readings())
        found = reads_of(readings, self.place, late=False) if before and not own else []
        found += reads_of(readings, self.place, late=True) if after else []
        return [Reader(seen.seq, seen.path, seen.step, one.kind, one.target, one.expression) for one in found]

    def _sees(self, seen: Seen) -> bool:
        """A branch that is met first sees what its fork saw, unless the branch's own inputs hide it."""
        if seen.cursor in self.live or not seen.cursor:
            return self.is_live(seen.cursor)
        saw, branches = self.forks.get(fork_key(seen.cursor), (False, {}))
        hidden = any(related(keys, self.place) for keys in branches.get(seen.step, ()))
        return saw and not hidden

    def _fork(self, seen: Seen, sees: bool) -> None:
        """The branches of a visit begin anew with what the fork sees."""
        inside = f"{seen.path}["
        began_here = seen.seq <= self.write.seq and self.write.cursor.startswith(inside)
        if not began_here:
            self.live = {cursor: live for cursor, live in self.live.items() if not cursor.startswith(inside)}
        own = bool(self.place) and self.place[0] in OWN_VIEWS
        self.forks[seen.path] = (sees and not own, seen.branches or {})
