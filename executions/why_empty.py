"""Why an expression found nothing: the segment that leads nowhere, and what is there instead. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from executions.lineage_paths import ANY, Read, condition_reads, path_reads, template_reads
from flows.definition.conditions import compile_condition
from flows.definition.context import Key, path_text, segment_text
from flows.definition.explain import nearest_name, why_missing_in
from flows.definition.jsonpath import compile_path
from flows.definition.mapping_event import EventKind
from flows.definition.preview import preview
from flows.definition.scope import MISSING, Scope, resolve
from flows.definition.templates import compile_template

Json = Any

MAX_KEYS = 100
MAX_CHILDREN = 200
MAX_DEPTH = 64


@dataclass(frozen=True, slots=True)
class Failure:
    """Where a read ended. `place` is the place that is missing, as far as it can be named exactly."""

    prefix: str
    segment: str
    keys_there: tuple[str, ...]
    nearest: str | None
    reason: str
    place: tuple[Key, ...]


def reads_of(kind: EventKind, expression: str) -> tuple[Read, ...]:
    """What an expression reads. ExpressionError when it is none of its kind."""
    if kind is EventKind.CONDITION:
        compile_condition(expression)
        return condition_reads(expression)
    is_path = expression.startswith("$") and not expression.startswith("$$")
    if kind in (EventKind.INPUT, EventKind.OUTPUT) or is_path:
        compile_path(expression)
        return path_reads(expression)
    compile_template(expression)
    return template_reads(expression)


def failure_of(reads: Sequence[Read], among: Scope | Json) -> tuple[Read, Failure] | None:
    """The first of the reads that finds nothing, and where it ends; None when all find something.

    `among` is a context, or a document of its own as a step's output is.
    """
    document = {**among.root, **among.views} if isinstance(among, Scope) else among
    for number, read in enumerate(reads):
        failure = _walk(document, read.keys, ()) or (_matched_nothing(read, among) if number == 0 else None)
        if failure is not None:
            return read, failure
    return None


def _walk(node: Json, keys: Sequence[Any], way: tuple[Any, ...]) -> Failure | None:
    """Where the keys lead nowhere below a node. Below ANY the first child's failure stands for all."""
    if not keys or len(way) > MAX_DEPTH:
        return None
    node, key = resolve(node), keys[0]
    if key is not ANY:
        child = _child(node, key)
        return _failure(node, key, way) if child is MISSING else _walk(child, keys[1:], (*way, key))
    children = list(islice(node.values() if isinstance(node, dict) else node, MAX_CHILDREN)) if _holds(node) else []
    if not children:
        return _empty(node, way)
    first: Failure | None = None
    for child in children:
        failure = _walk(child, keys[1:], (*way, ANY))
        if failure is None:
            return None
        first = first or failure
    return first


def _holds(node: Json) -> bool:
    return isinstance(node, dict | list)


def _child(node: Json, key: Key) -> Json:
    if isinstance(key, str):
        return node.get(key, MISSING) if isinstance(node, dict) else MISSING
    return node[key] if isinstance(node, list) and -len(node) <= key < len(node) else MISSING


def _failure(node: Json, key: Key, way: tuple[Any, ...]) -> Failure:
    names = list(node) if isinstance(node, dict) else []
    exact = _exact(way)
    there = _text(way)
    plain = why_missing_in((key,), node)
    reason = plain.replace("$ ", f"{there} ", 1) if plain.startswith("$ ") else plain
    nearest = nearest_name(key, names) if isinstance(key, str) else None
    place = (*exact, key) if len(exact) == len(way) else exact
    return Failure(there, segment_text(key), tuple(names[:MAX_KEYS]), nearest, reason, place)


def _empty(node: Json, way: tuple[Any, ...]) -> Failure:
    there = _text(way)
    kind = "is empty" if _holds(node) else f"is {preview(node, 40)}, neither a list nor an object"
    return Failure(there, "[*]", (), None, f"{there} {kind}, so there is nothing to look through.", _exact(way))


def _exact(way: tuple[Any, ...]) -> tuple[Key, ...]:
    """The keys before the first that may be any."""
    return way[: way.index(ANY)] if ANY in way else way


def _text(way: Sequence[Any]) -> str:
    return "$" + "".join("[*]" if key is ANY else segment_text(key) for key in way)


def _matched_nothing(read: Read, among: Scope | Json) -> Failure | None:
    """A path to many that leads somewhere, but whose filter, slice or search lets nothing through."""
    if read.place is not None or not read.whole or value_at(read, among) is not MISSING:
        return None
    exact = _exact(read.keys)
    there = path_text(exact)
    rest = read.whole.removeprefix(there)
    return Failure(there, rest, (), None, f"{rest} lets nothing of {there} through.", exact)


def value_at(read: Read, among: Scope | Json) -> Json:
    """What a read finds, MISSING for nothing: its one value, or the list of all."""
    text = read.whole or read.text
    try:
        path = compile_path(text)
    except ValueError:
        return MISSING
    found = path.read(among) if isinstance(among, Scope) else path.read_document(among)
    return MISSING if not path.singular and found == [] else found
