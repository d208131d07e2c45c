"""How the steps hang together: what is unreachable, endless or leaves its fork, what reads before anything wrote."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from flows.definition.checking import CheckedStep, Checking
from flows.definition.fields import Marker
from flows.definition.graph import Ancestry, Edge, EdgeKind, edges, edges_in_cycles, reachable
from flows.definition.problems import quoted
from flows.definition.rules_expressions import leaves
from flows.definition.rules_marks import Keys, Mark
from flows.definition.rules_references import near

_OUTPUT_NAME = re.compile(r"""steps_output(?:\.([A-Za-z_][\w-]*)|\[\s*(?:'([^']+)'|"([^"]+)")\s*\])""")
_READERS = frozenset(
    {Marker.PATH, Marker.CONDITION, Marker.TEMPLATE, Marker.TEMPLATE_JSON, Marker.INPUT_MAPPINGS, Marker.LITERALS}
)
_EVERY_NAME = "$.steps_output"


def check_graph(check: Checking) -> None:
    """Adds what is wrong with the way the steps lead to each other."""
    ways = edges(check.definition)
    _unreachable(check, ways)
    _endless(check, ways)
    _forks(check, ways)
    _reads(check, ways)


def _unreachable(check: Checking, ways: list[Edge]) -> None:
    starts = {step.id for step in check.steps.values() if step.model.step_type.endswith("_START_POINT")}
    if check.definition.start_step_instance_id in check.steps:
        starts.add(check.definition.start_step_instance_id)
    if not starts:
        return
    found = reachable(ways, starts)
    for step_id in check.steps:
        if step_id not in found:
            check.findings.add("unreachable_step", ("steps", step_id))


def _endless(check: Checking, ways: list[Edge]) -> None:
    unlimited = [edge for edge in ways if edge.limit == 0 and edge.kind in (EdgeKind.CONDITION, EdgeKind.DEFAULT)]
    looping = edges_in_cycles(unlimited)
    for edge in unlimited:
        if edge in looping:
            check.findings.add("loop_without_limit", _place(edge))


def _place(edge: Edge) -> Keys:
    base = ("steps", edge.source)
    if edge.kind is EdgeKind.CONDITION:
        return (*base, "transitions", edge.index)
    if edge.kind is EdgeKind.BRANCH:
        return (*base, "parallelBranches", edge.index)
    return (*base, "defaultNextStepInstanceId")


@dataclass(slots=True)
class _Forks:
    """Which steps lie on the path that a fork is on; a branch must not come to one of them."""

    moves: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    branches: dict[str, list[Edge]] = field(default_factory=lambda: defaultdict(list))

    def path(self, start: str) -> set[str]:
        """The steps one cursor can run from `start`."""
        seen, todo = {start}, [start]
        while todo:
            for target in self.moves.get(todo.pop(), ()):
                if target not in seen:
                    seen.add(target)
                    todo.append(target)
        return seen


def _forks(check: Checking, ways: list[Edge]) -> None:
    """Follows every branch: neither the path its fork is on nor one further out may be reached from it."""
    forks = _Forks()
    for edge in ways:
        if edge.kind is EdgeKind.BRANCH:
            forks.branches[edge.source].append(edge)
        elif not _is_default_fallback(check, edge):
            forks.moves[edge.source].append(edge.target)
    if not forks.branches:
        return
    main = forks.path(check.definition.start_step_instance_id)
    todo: list[tuple[str, set[str]]] = [(fork, main) for fork in forks.branches if fork in main]
    done = {fork for fork, _ in todo}
    while todo:
        fork, outer = todo.pop()
        for edge in forks.branches[fork]:
            if edge.target in outer:
                _leaves(check, edge, set(), {edge.target}, forks)
                continue
            inside = forks.path(edge.target)
            left = inside & outer
            if left:
                _leaves(check, edge, inside, left, forks)
                continue
            nested = {inner for inner in forks.branches if inner in inside} - done
            done |= nested
            todo.extend((inner, outer | inside) for inner in nested)


def _is_default_fallback(check: Checking, edge: Edge) -> bool:
    """A fallback that every silent step has is not drawn, so it is no way out of a branch."""
    own = check.definition.steps[edge.source].on_error
    return edge.kind is EdgeKind.FALLBACK and (own is None or own.fallback_step_instance_id is None)


def _leaves(check: Checking, edge: Edge, inside: set[str], left: set[str], forks: _Forks) -> None:
    """Names the first step outside that the branch comes to."""
    target = edge.target
    if target not in left:
        target = next(way for source in sorted(inside - left) for way in forks.moves.get(source, ()) if way in left)
    place = ("steps", edge.source, "parallelBranches", edge.index)
    check.findings.add("branch_leaves_fork", place, branch=quoted(_branch_id(check, edge)), id=quoted(target))


def _branch_id(check: Checking, edge: Edge) -> str:
    branches = check.steps[edge.source].raw["parallelBranches"]
    return str(branches[edge.index].get("branchId", edge.index))


def _reads(check: Checking, ways: list[Edge]) -> None:
    """Warns of `steps_output` names that nothing before the reader writes."""
    writers = _writers(check)
    if _EVERY_NAME in writers:
        return
    ancestry = Ancestry(ways)
    masks = {name: ancestry.mask(steps) for name, steps in writers.items()}
    reported: set[tuple[str, str]] = set()
    for step in check.steps.values():
        for name, text, keys in _read_names(step):
            own = name in writers and step.id in writers[name] and "transitions" in keys[2:3]
            if own or (step.id, name) in reported or ancestry.any_before(masks.get(name, 0), step.id):
                continue
            reported.add((step.id, name))
            hint = "." if name in writers or check.findings.many else near(name, list(writers))
            check.findings.add("output_not_written", keys, text=quoted(text), name=quoted(name), near=hint)


def _writers(check: Checking) -> dict[str, set[str]]:
    """Which steps write each name below `steps_output`; the whole of it is a name of its own."""
    writers: dict[str, set[str]] = defaultdict(set)
    for step in check.steps.values():
        targets = step.model.output_mappings
        if targets is None:
            writers[step.id].add(step.id)
        for target in targets or ():
            found = _OUTPUT_NAME.search(target)
            if found:
                writers[next(filter(None, found.groups()))].add(step.id)
            elif target.strip() == _EVERY_NAME:
                writers[_EVERY_NAME].add(step.id)
    return writers


def _read_names(step: CheckedStep) -> Iterator[tuple[str, str, Keys]]:
    """Each name below `steps_output` that an expression of the step reads, the expression and where it stands."""
    for mark in step.marks:
        if mark.marker in _READERS:
            for text, keys in _expressions(mark):
                for found in _OUTPUT_NAME.finditer(text):
                    yield next(filter(None, found.groups())), text, keys


def _expressions(mark: Mark) -> Iterator[tuple[str, Keys]]:
    if isinstance(mark.value, dict | list):
        yield from leaves(mark.value, mark.keys, _reads_outputs)
    elif isinstance(mark.value, str) and _reads_outputs(mark.value):
        yield mark.value, mark.keys


def _reads_outputs(text: str) -> bool:
    return "steps_output" in text
