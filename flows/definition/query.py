"""Evaluating a parsed path over JSON that may hold lazy leaves, with a limit on its cost.

A query is compiled once to plain functions: a segment maps a list of nodes to the list of nodes it selects, in the
order of RFC 9535. Nodes in these lists are never lazy at their top.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jsonpath.path import JSONPath
from jsonpath.segments import JSONPathRecursiveDescentSegment, JSONPathSegment
from jsonpath.selectors import Filter, IndexSelector, NameSelector, SliceSelector, WildcardSelector

from flows.definition.context import Key, reach
from flows.definition.errors import PermanentStepError
from flows.definition.expression_error import ExpressionError
from flows.definition.scope import VIEWS, resolve

Json = Any
Nodes = list[Any]

MAX_COST = 500_000
FILTER_COST = 3

EMPTY: Mapping[str, Any] = {}


class Frame:
    """One evaluation: the document, the views beside it, what may still be spent, and results of absolute queries."""

    __slots__ = ("document", "left", "memo", "operands", "views")

    def __init__(self, document: Json, views: Mapping[str, Any] = EMPTY) -> None:
        self.document = document
        self.views = views
        self.left = MAX_COST
        self.memo: dict[int, Nodes] = {}
        self.operands: list[dict[str, Any]] = []

    def spend(self, cost: int) -> None:
        """Raises PermanentStepError `path_too_expensive` when the evaluation visits too much."""
        self.left -= cost
        if self.left < 0:
            raise PermanentStepError(
                "path_too_expensive",
                f"The expression visits more than {MAX_COST} values. Name the members on the way, "
                "or filter in a step before.",
            )


Segment = Callable[[Frame, Nodes], Nodes]
Selector = Callable[[Frame, Any], Iterable[Any]]
Test = Callable[[Frame, Any], bool]
CompileTest = Callable[[Any], Test]


@dataclass(frozen=True, slots=True)
class Query:
    """A compiled absolute or relative query. `keys` is the whole path when it is singular, else None.

    `head` is the name it begins with, if it begins with one; `overlapping` says that results may hold each other.
    """

    segments: tuple[Segment, ...]
    keys: tuple[Key, ...] | None
    head: str | None
    overlapping: bool

    def first(self, frame: Frame) -> Json:
        """The value of a singular absolute query (lazy perhaps), or MISSING."""
        keys = self.keys or ()
        if self.head in VIEWS and self.head in frame.views:
            return reach(frame.views[self.head], keys[1:])
        return reach(frame.document, keys)

    def nodes(self, frame: Frame) -> Nodes:
        """All nodes of an absolute query, from a view when the path begins with its name."""
        if self.head in VIEWS and self.head in frame.views:
            return run(frame, self.segments[1:], resolve(frame.views[self.head]))
        return run(frame, self.segments, frame.document)


def run(frame: Frame, segments: tuple[Segment, ...], start: Json) -> Nodes:
    """The nodes the segments select below `start`."""
    nodes = [start]
    for segment in segments:
        nodes = segment(frame, nodes)
        if not nodes:
            break
    return nodes


def weigh(frame: Frame, nodes: Nodes) -> None:
    """Spend for everything the nodes hold, as results that hold each other print much larger than the document."""
    stack = list(nodes)
    while stack:
        node = resolve(stack.pop())
        if isinstance(node, dict | list):
            frame.spend(1 + len(node))
            stack.extend(node.values() if isinstance(node, dict) else node)
        elif isinstance(node, str):
            frame.spend(len(node) >> 6)


def compile_query(path: JSONPath, compile_test: CompileTest) -> Query:
    """Compile what the library parsed. Raises ExpressionError for a selector RFC 9535 does not have."""
    keys = _keys(path)
    head = _head(path)
    descents = [isinstance(segment, JSONPathRecursiveDescentSegment) for segment in path.segments]
    return Query(
        segments=tuple(_segment(segment, compile_test) for segment in path.segments),
        keys=keys,
        head=head,
        overlapping=any(descents) or any(len(segment.selectors) > 1 for segment in path.segments),
    )


def _keys(path: JSONPath) -> tuple[Key, ...] | None:
    if not path.singular_query():
        return None
    selectors = [segment.selectors[0] for segment in path.segments]
    return tuple(
        selector.name if isinstance(selector, NameSelector) else selector.index
        for selector in selectors
        if isinstance(selector, NameSelector | IndexSelector)
    )


def _head(path: JSONPath) -> str | None:
    if not path.segments or isinstance(path.segments[0], JSONPathRecursiveDescentSegment):
        return None
    selectors = path.segments[0].selectors
    return selectors[0].name if len(selectors) == 1 and isinstance(selectors[0], NameSelector) else None


def _segment(segment: JSONPathSegment, compile_test: CompileTest) -> Segment:
    selectors = tuple(_selector(selector, compile_test) for selector in segment.selectors)
    if isinstance(segment, JSONPathRecursiveDescentSegment):
        return _descent(selectors)
    return _only(selectors[0]) if len(selectors) == 1 else _all(selectors)


def _only(selector: Selector) -> Segment:
    def select(frame: Frame, nodes: Nodes) -> Nodes:
        frame.spend(len(nodes))
        return [found for node in nodes for found in selector(frame, node)]

    return select


def _all(selectors: tuple[Selector, ...]) -> Segment:
    def select(frame: Frame, nodes: Nodes) -> Nodes:
        frame.spend(len(nodes) * len(selectors))
        return [found for node in nodes for selector in selectors for found in selector(frame, node)]

    return select


def _descent(selectors: tuple[Selector, ...]) -> Segment:
    def select(frame: Frame, nodes: Nodes) -> Nodes:
        return [
            found
            for node in nodes
            for visited in _descendants(frame, node)
            for selector in selectors
            for found in selector(frame, visited)
        ]

    return select


def _descendants(frame: Frame, node: Json) -> Iterator[Json]:
    """The node and every container below it, parents before children, siblings in order."""
    stack = [node]
    while stack:
        visited = resolve(stack.pop())
        if isinstance(visited, dict | list):
            frame.spend(1 + len(visited))
            yield visited
            children = list(visited.values()) if isinstance(visited, dict) else visited
            stack.extend(reversed(children))


def _selector(selector: Any, compile_test: CompileTest) -> Selector:
    if isinstance(selector, NameSelector):
        return _name(selector.name)
    if isinstance(selector, IndexSelector):
        return _index(selector.index)
    if isinstance(selector, WildcardSelector):
        return _children
    if isinstance(selector, SliceSelector):
        return _slice(selector.slice)
    if isinstance(selector, Filter):
        return _filter(compile_test(selector.expression.expression))
    raise ExpressionError("The expression uses a selector that RFC 9535 does not have.", "Use names, indexes, * or ?.")


def _name(name: str) -> Selector:
    def select(frame: Frame, node: Json) -> Iterable[Any]:
        return (resolve(node[name]),) if isinstance(node, dict) and name in node else ()

    return select


def _index(index: int) -> Selector:
    def select(frame: Frame, node: Json) -> Iterable[Any]:
        return (resolve(node[index]),) if isinstance(node, list) and -len(node) <= index < len(node) else ()

    return select


def _children(frame: Frame, node: Json) -> Iterable[Any]:
    if not isinstance(node, dict | list):
        return ()
    frame.spend(len(node))
    return map(resolve, node.values() if isinstance(node, dict) else node)


def _slice(bounds: slice) -> Selector:
    def select(frame: Frame, node: Json) -> Iterable[Any]:
        if not isinstance(node, list) or bounds.step == 0:
            return ()
        positions = range(*bounds.indices(len(node)))
        frame.spend(len(positions))
        return [resolve(node[position]) for position in positions]

    return select


def _filter(test: Test) -> Selector:
    def select(frame: Frame, node: Json) -> Iterable[Any]:
        if not isinstance(node, dict | list):
            return ()
        frame.spend(FILTER_COST * len(node))
        children = map(resolve, list(node.values()) if isinstance(node, dict) else node)
        return [child for child in children if test(frame, child)]

    return select
