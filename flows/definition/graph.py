"""Where a flow can go: its edges, what can be reached, what lies in a cycle, what comes before what.

All of it is linear in steps and edges, `Ancestry` nearly so; nothing recurses.
Targets that do not exist are edges like others; `validate` names them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flows.definition.model import FlowDefinition, StepInstance, effective_on_error

JUMP_LIMIT = 5
"""How often a fallback or time-out edge may be taken. Source: flow-definition, section 6."""


class EdgeKind(StrEnum):
    """Why a run goes along an edge."""

    CONDITION = "CONDITION"
    DEFAULT = "DEFAULT"
    FALLBACK = "FALLBACK"
    TIMEOUT = "TIMEOUT"
    BRANCH = "BRANCH"


@dataclass(frozen=True, slots=True)
class Edge:
    """A way from a step to another. `index` is the place in `transitions` or `parallelBranches`; `limit` 0 is none."""

    source: str
    target: str
    kind: EdgeKind
    index: int = 0
    limit: int = 0


def edges(definition: FlowDefinition) -> list[Edge]:
    """Every edge, step by step in the order of the definition: conditions, default, fallback, time-out, branches."""
    return [edge for step_id, step in definition.steps.items() for edge in edges_of(definition, step_id, step)]


def edges_of(definition: FlowDefinition, step_id: str, step: StepInstance) -> Iterator[Edge]:
    """The edges that leave one step."""
    for index, way in enumerate(step.transitions):
        yield Edge(step_id, way.next_step_instance_id, EdgeKind.CONDITION, index, way.max_transitions)
    if step.default_next_step_instance_id is not None:
        limit = step.default_next_max_transitions
        yield Edge(step_id, step.default_next_step_instance_id, EdgeKind.DEFAULT, 0, limit)
    fallback = effective_on_error(definition, step).fallback_step_instance_id
    if fallback is not None:
        yield Edge(step_id, fallback, EdgeKind.FALLBACK, 0, JUMP_LIMIT)
    own = step.own_fields()
    if isinstance(timeout := own.get("onTimeoutStepInstanceId"), str):
        yield Edge(step_id, timeout, EdgeKind.TIMEOUT, 0, JUMP_LIMIT)
    for index, start in _branch_starts(own):
        yield Edge(step_id, start, EdgeKind.BRANCH, index)


def _branch_starts(own: dict[str, Any]) -> Iterator[tuple[int, str]]:
    branches = own.get("parallelBranches")
    for index, branch in enumerate(branches if isinstance(branches, list) else ()):
        if isinstance(branch, dict) and isinstance(start := branch.get("stepInstanceId"), str):
            yield index, start


def reachable(ways: Iterable[Edge], starts: Iterable[str]) -> set[str]:
    """The starts and every step that some path from them leads to."""
    targets = _targets(ways)
    seen = set(starts)
    todo = list(seen)
    while todo:
        for target in targets.get(todo.pop(), ()):
            if target not in seen:
                seen.add(target)
                todo.append(target)
    return seen


def cyclic_edges(definition: FlowDefinition) -> set[Edge]:
    """The edges that lie in a cycle: only they can be taken twice by one cursor. Branch edges begin another cursor."""
    return edges_in_cycles(edges(definition))


def edges_in_cycles(ways: Iterable[Edge]) -> set[Edge]:
    """Those of `ways` that lie in a cycle of them, branch edges apart."""
    moves = [edge for edge in ways if edge.kind is not EdgeKind.BRANCH]
    component = components(moves)
    return {edge for edge in moves if component[edge.source] == component[edge.target]}


def branch_members(definition: FlowDefinition, fork: str) -> set[str]:
    """The steps that the branches of a fork run, nested forks' branches included."""
    ways = edges(definition)
    return reachable(ways, (edge.target for edge in ways if edge.source == fork and edge.kind is EdgeKind.BRANCH))


def components(ways: Iterable[Edge]) -> dict[str, int]:
    """The strongly connected component of every step that has an edge. A component's successors have lower numbers."""
    return _Tarjan(_targets(ways)).run()


class Ancestry:
    """What can have run before what. Sets of steps are the bits of an integer, so it costs edges times steps / 64."""

    def __init__(self, ways: Collection[Edge]) -> None:
        self._component = components(ways)
        members, before = _masks(self._component)
        cyclic = {self._component[e.source] for e in ways if self._component[e.source] == self._component[e.target]}
        self._bit = members
        self._before: dict[int, int] = {number: before[number] if number in cyclic else 0 for number in before}
        self._spread(ways, before)

    def _spread(self, ways: Iterable[Edge], within: dict[int, int]) -> None:
        """Hands each component's ancestors on to its successors, from the first to the last."""
        crossing: dict[int, set[int]] = defaultdict(set)
        for edge in ways:
            source, target = self._component[edge.source], self._component[edge.target]
            if source != target:
                crossing[source].add(target)
        for number in sorted(within, reverse=True):
            passed_on = self._before[number] | within[number]
            for target in crossing[number]:
                self._before[target] |= passed_on

    def mask(self, steps: Iterable[str]) -> int:
        """A set of steps as an integer, for `any_before`. Steps without edges are in none."""
        return sum(self._bit[step] for step in set(steps) if step in self._bit)

    def any_before(self, mask: int, step: str) -> bool:
        """Whether some path leads from a step of the set to `step`; from itself only round a cycle."""
        number = self._component.get(step)
        return number is not None and bool(self._before[number] & mask)


def _masks(component: dict[str, int]) -> tuple[dict[str, int], dict[int, int]]:
    """The bit of each step, and the bits of each component."""
    bit = {step: 1 << place for place, step in enumerate(component)}
    within: dict[int, int] = defaultdict(int)
    for step, number in component.items():
        within[number] |= bit[step]
    return bit, dict(within)


def _targets(ways: Iterable[Edge]) -> dict[str, list[str]]:
    targets: dict[str, list[str]] = {}
    for edge in ways:
        targets.setdefault(edge.source, []).append(edge.target)
        targets.setdefault(edge.target, [])
    return targets


class _Tarjan:
    """Tarjan's strongly connected components, with a stack of its own in place of recursion."""

    def __init__(self, targets: dict[str, list[str]]) -> None:
        self._targets = targets
        self._order: dict[str, int] = {}
        self._low: dict[str, int] = {}
        self._open: list[str] = []
        self._component: dict[str, int] = {}
        self._count = 0

    def run(self) -> dict[str, int]:
        """Every node's component."""
        for node in self._targets:
            if node not in self._order:
                self._walk(node)
        return self._component

    def _walk(self, start: str) -> None:
        trail = [(start, iter(self._enter(start)))]
        while trail:
            node, rest = trail[-1]
            for target in rest:
                if target not in self._order:
                    trail.append((target, iter(self._enter(target))))
                    break
                if target not in self._component:
                    self._low[node] = min(self._low[node], self._order[target])
            else:
                trail.pop()
                self._leave(node)
                if trail:
                    parent = trail[-1][0]
                    self._low[parent] = min(self._low[parent], self._low[node])

    def _enter(self, node: str) -> list[str]:
        self._order[node] = self._low[node] = len(self._order)
        self._open.append(node)
        return self._targets[node]

    def _leave(self, node: str) -> None:
        if self._low[node] != self._order[node]:
            return
        while node not in self._component:
            self._component[self._open.pop()] = self._count
        self._count += 1
