"""The state a redrive begins with, made of the history of the run it does again.

A redrive goes on from a visit of the main path as if the visits before it had been its own: its counters stand where
they stood, `$.error` is what it was. The context is given, since somebody may have edited it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from executions.engine.program import Program
from executions.engine.state import BranchResult, Cursor, ForkState, State, Visit
from executions.engine.status import Phase, TransitionKind
from flows.definition.graph import EdgeKind, edges, reachable

JUMPS = {TransitionKind.FALLBACK: EdgeKind.FALLBACK, TransitionKind.TIMEOUT: EdgeKind.TIMEOUT}


class Past(Struct, frozen=True):
    """A visit of the main path that is over: its step, the way it was left by, and the error it had, if any."""

    step: str
    kind: TransitionKind
    next: str | None
    condition: str | None = None
    error: Mapping[str, Any] | None = None


def restart(program: Program, past: Sequence[Past], *, step: str, seq: int, root: dict[str, Any]) -> State:
    """A run about to make visit `seq` at `step` on this context. `past`: the main path's visits before, in order."""
    cursor = Cursor(path="", step=step, root=root, counters=counters(program, past), error=error_of(past))
    return State(cursors={"": cursor}, next_seq=seq)


def reopen(
    program: Program,
    past: Sequence[Past],
    *,
    visit: Visit,
    items: list[Any],
    results: Mapping[int, BranchResult],
    next_seq: int,
    root: dict[str, Any],
    distributed: bool = False,
) -> State:
    """A run that waits for a fork again: `results` stay, every other item will be given its branch again.

    Of a distributed fork its chunks have the items and results.
    """
    owner = Cursor(
        path="",
        step=visit.step,
        root=root,
        phase=Phase.FORK,
        seq=visit.seq,
        attempt=visit.attempts,
        counters=counters(program, past),
        error=error_of(past),
    )
    fork = ForkState(path=visit.path, owner="", seq=visit.seq, items=items, results=results, distributed=distributed)
    return State(cursors={"": owner}, visits={visit.seq: visit}, forks={fork.path: fork}, next_seq=next_seq)


def reopen_chunk(*, step: str, path: str, base: int, error: Mapping[str, Any] | None, next_seq: int) -> State:
    """A chunk of a distributed fork before its first item. The visits that it has tell which items have results."""
    owner = Cursor(path="", step=step, root={}, phase=Phase.FORK, seq=1, error=error)
    fork = ForkState(path=path, owner="", seq=1, items=[], base=base)
    return State(cursors={"": owner}, forks={path: fork}, next_seq=next_seq)


def counters(program: Program, past: Iterable[Past]) -> dict[str, int]:
    """How often each edge that lies in a cycle of this program was taken. Edges it does not have do not count."""
    taken: dict[str, int] = {}
    for one in past:
        edge = _edge(program, one)
        if edge is not None:
            taken[edge] = taken.get(edge, 0) + 1
    return taken


def _edge(program: Program, past: Past) -> str | None:
    if past.next is None or past.step not in program.definition.steps:
        return None
    if past.kind in JUMPS:
        return program.jump(past.step, past.next, JUMPS[past.kind]).edge
    step = program.step(past.step)
    if past.kind is TransitionKind.DEFAULT:
        return step.default.edge if step.default is not None and step.default.target == past.next else None
    ways = (way for way in step.ways if way.target == past.next and way.text == past.condition)
    found = next(ways, None)
    return found.edge if found is not None else None


def error_of(past: Sequence[Past]) -> Mapping[str, Any] | None:
    """`$.error`: of the last visit that was left by a fallback or a time-out."""
    errors = (one.error for one in reversed(past) if one.kind in JUMPS and one.error is not None)
    return next(errors, None)


def runs_again(program: Program, step: str) -> list[str]:
    """The steps that may run from `step` on, itself first, the others in the order of the definition."""
    found = reachable(edges(program.definition), [step])
    return [step, *(one for one in program.definition.steps if one in found and one != step)]
