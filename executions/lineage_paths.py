"""Which places of a context an expression reads, and whether a place is among them. Pure.

A place is a tuple of keys, the names of views first where it lies in one: `("order", "lines", 0)`,
`("currentItem", "id")`. What an expression reads is a `Read`: keys, of which `ANY` may be any.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from jsonpath.filter import RootFilterQuery
from jsonpath.path import JSONPath
from jsonpath.segments import JSONPathRecursiveDescentSegment
from jsonpath.selectors import Filter, IndexSelector, NameSelector

from flows.definition.context import Key, path_text
from flows.definition.expression_error import ExpressionError
from flows.definition.grammar import check_limits, parse
from flows.definition.jsonpath import compile_path, compile_target
from flows.definition.liquid_sandbox import SANDBOX
from flows.definition.mapping_event import EventKind
from flows.definition.templates import compile_template

CACHED_EXPRESSIONS = 2048
NAMED_VALUES = ("templateContextMappings.", "apiUrlTemplate.contextMappings.")
"""Where a step's own configuration names values of the context for its templates."""


class _Any:
    """A key that may be any key: a wildcard, a slice, a filter, an index from the end, a name known at run time."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "ANY"


ANY = _Any()


@dataclass(frozen=True, slots=True)
class Read:
    """A place that is read with all that lies in it. `deep` says that it was searched for below its last key.

    `whole` is the path that is read, with its filters; empty for the variable of a template.
    """

    text: str
    keys: tuple[Key | _Any, ...]
    deep: bool = False
    whole: str = ""

    @property
    def place(self) -> tuple[Key, ...] | None:
        """The keys when they name exactly one place, else None."""
        exact = tuple(key for key in self.keys if not isinstance(key, _Any))
        return exact if len(exact) == len(self.keys) and not self.deep else None

    def touches(self, place: Sequence[Key]) -> bool:
        """Whether reading this reads the place, a part of it, or something it lies in."""
        return all(isinstance(mine, _Any) or mine == key for mine, key in zip(self.keys, place, strict=False))


def related(left: Sequence[Key], right: Sequence[Key]) -> bool:
    """Whether one of two places lies in the other."""
    return all(one == other for one, other in zip(left, right, strict=False))


def place_of(text: str) -> tuple[Key, ...]:
    """The keys of a path to one place, `$` alone being the whole context. ExpressionError for any other path."""
    path = compile_path(text)
    if path.keys is None:
        raise ExpressionError("The path may find several values.", "Name one place, as in $.order.lines[0].")
    return path.keys


def path_reads(text: str) -> tuple[Read, ...]:
    """What a JSONPath reads: itself, and the absolute paths in its filters. Empty for text that is no path."""
    return _path_reads("$" if text == "$." else text)


@lru_cache(maxsize=CACHED_EXPRESSIONS)
def _path_reads(text: str) -> tuple[Read, ...]:
    try:
        check_limits(text)
        path = parse(text)
    except ExpressionError:
        return ()
    return (replace(_read(path), whole=text), *_inner_reads(path))


@lru_cache(maxsize=CACHED_EXPRESSIONS)
def condition_reads(text: str) -> tuple[Read, ...]:
    """What a condition reads. Empty for text that is no condition."""
    try:
        check_limits(text)
        return tuple(_inner_reads(parse(f"$[?{text}]")))
    except ExpressionError:
        return ()


@lru_cache(maxsize=CACHED_EXPRESSIONS)
def template_reads(text: str) -> tuple[Read, ...]:
    """What a Liquid template, or a text that is wholly a path, reads. Empty for text that is neither."""
    if text.startswith("$") and not text.startswith("$$"):
        return path_reads(text)
    try:
        if compile_template(text).constant is not None:
            return ()
        segments = SANDBOX.from_string(text).global_variable_segments(include_partials=False)
    except (ExpressionError, ValueError, RecursionError):
        return ()
    return tuple(_variable(each) for each in sorted(segments, key=str))


def _variable(segments: Sequence[Any]) -> Read:
    keys = tuple(_liquid_key(each) for each in segments)
    return Read(_text_of(keys), keys)


def _liquid_key(segment: Any) -> Key | _Any:
    """A segment that is itself a variable is known only when it runs; `[-1]` counts from the end."""
    if isinstance(segment, str):
        return segment
    return segment if type(segment) is int and segment >= 0 else ANY


def _read(path: JSONPath) -> Read:
    keys: list[Key | _Any] = []
    for segment in path.segments:
        if isinstance(segment, JSONPathRecursiveDescentSegment):
            return Read(_text_of(keys) + "..", tuple(keys), deep=True, whole=str(path))
        keys.append(_key(segment.selectors))
    return Read(_text_of(keys), tuple(keys), whole=str(path))


def _key(selectors: Sequence[Any]) -> Key | _Any:
    only = selectors[0] if len(selectors) == 1 else None
    if isinstance(only, NameSelector):
        name: str = only.name
        return name
    return only.index if isinstance(only, IndexSelector) and only.index >= 0 else ANY


def _text_of(keys: Iterable[Key | _Any]) -> str:
    return "$" + "".join("[*]" if isinstance(key, _Any) else path_text((key,))[1:] for key in keys)


def _inner_reads(path: JSONPath) -> Iterator[Read]:
    """The absolute queries inside the filters of a path."""
    for segment in path.segments:
        for selector in segment.selectors:
            if isinstance(selector, Filter):
                yield from _in_expression(selector.expression)


def _in_expression(expression: Any) -> Iterator[Read]:
    todo = [expression]
    while todo:
        node = todo.pop()
        if isinstance(node, RootFilterQuery):
            yield _read(node.path)
        todo.extend(reversed(list(node.children())))


def event_reads(event: Mapping[str, Any], local: frozenset[str]) -> tuple[Read, ...]:
    """What of the context a mapping event's expression reads; `local` are names that a template sees before it."""
    text = str(event["expression"])
    match event["kind"]:
        case EventKind.INPUT:
            return path_reads(text)
        case EventKind.CONDITION:  # without operands it was asked of a document of its own
            return condition_reads(text) if "operands" in event else ()
        case EventKind.TEMPLATE | EventKind.LITERAL:
            reads = template_reads(text)
            return reads if text.startswith("$") else tuple(each for each in reads if each.keys[0] not in local)
    return ()


def local_names(events: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """The names that a step's templates see before those of the context: its input, and values it named itself."""
    found: set[str] = set()
    for event in events:
        if event["kind"] in (EventKind.INPUT, EventKind.LITERAL):
            target = str(event["target"])
            prefix = next((each for each in NAMED_VALUES if target.startswith(each)), "")
            found.update(str(key) for key in _target_keys(target.removeprefix(prefix))[:1])
    return frozenset(found)


def _target_keys(text: str) -> tuple[Key, ...]:
    try:
        return compile_target(text, relative=True)
    except ExpressionError:
        return ()


def context_events(events: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The events that read the context. A template over the items of a value it was given reads those alone."""
    named = {event["target"] for event in events if event["kind"] == EventKind.INPUT}
    return [
        event
        for event in events
        if event["kind"] != EventKind.OUTPUT and not (event["kind"] == EventKind.TEMPLATE and event["target"] in named)
    ]
