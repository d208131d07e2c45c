"""JSONPath, RFC 9535: reading values of a context, and targets to write to. Source: flow-definition, section 5.

A singular path gives its value, any other path the list of all it finds. `compile_*` are cached and thread-safe.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flows.definition.context import MAX_INDEX, Key, reach
from flows.definition.expression_error import ExpressionError
from flows.definition.filters import compile_inner
from flows.definition.grammar import check_limits, parse
from flows.definition.query import Frame, Query, compile_query, weigh
from flows.definition.scope import RESERVED_ROOTS, VIEWS, WRITABLE_RESERVED, Scope

__all__ = ["ExpressionError", "Path", "compile_path", "compile_target", "find"]

Json = Any


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    """A compiled path. `keys` is the way to the one value of a singular path, None for any other."""

    text: str
    singular: bool
    keys: tuple[Key, ...] | None
    query: Query
    from_view: bool

    def read(self, scope: Scope) -> Json:
        """What the path finds: the value or MISSING when singular, else a list (empty when nothing matches).

        Lazy nodes on the way are loaded; the value itself, and what lies in it, may still be lazy.
        Raises PermanentStepError `path_too_expensive`.
        """
        if self.from_view or self.keys is None:
            # Also a path that begins in the context may name a view inside its filters.
            return self._query(Frame(scope.root, scope.views))
        return reach(scope.root, self.keys)

    def read_document(self, document: Json) -> Json:
        """The same with any JSON value as `$`, and no views."""
        return self._query(Frame(document)) if self.keys is None else reach(document, self.keys)

    def _query(self, frame: Frame) -> Json:
        if self.singular:
            return self.query.first(frame)
        nodes = self.query.nodes(frame)
        if self.query.overlapping:
            weigh(frame, nodes)
        return nodes


def find(expression: str, document: Json) -> list[Any]:
    """All nodes of a strict RFC 9535 query on a document, in order. Raises ExpressionError for an invalid query."""
    query = _compile_query(expression)
    frame = Frame(document)
    nodes = query.nodes(frame)
    if query.overlapping:
        weigh(frame, nodes)
    return nodes


@lru_cache(maxsize=4096)
def compile_path(text: str) -> Path:
    """A path as mappings have it: RFC 9535, and `$.` alone means `$`. Raises ExpressionError."""
    query = _compile_query("$" if text == "$." else text)
    return Path(text=text, singular=query.keys is not None, keys=query.keys, query=query, from_view=query.head in VIEWS)


def _compile_query(text: str) -> Query:
    check_limits(text)
    return compile_query(parse(text), compile_inner)


@lru_cache(maxsize=4096)
def compile_target(text: str, *, relative: bool) -> tuple[Key, ...]:
    """The keys a target names, never empty.

    A relative target (of a step's input) may be written without `$`: `a.b[0]`. A context target may not name a
    reserved root other than `steps_output` and `flow_variables`. Raises ExpressionError, also for a path that may
    find several values, for the bare root, and for an index that is negative or above 100,000.
    """
    keys = _compile_query(_absolute(text) if relative else text).keys
    if keys is None:
        raise ExpressionError(
            "A target names exactly one place.", "Use member names and indexes only, as in $.order.lines[0]."
        )
    if not keys:
        raise ExpressionError("A target cannot be the whole document.", "Name a member, as in $.order.")
    for key in keys:
        if type(key) is int and not 0 <= key <= MAX_INDEX:
            raise ExpressionError(f"The index {key} of a target is not allowed.", f"Use 0 to {MAX_INDEX}.")
    if not relative:
        _refuse_reserved(keys[0])
    return keys


def _absolute(text: str) -> str:
    if text.startswith("$"):
        return text
    return f"${text}" if text.startswith("[") else f"$.{text}"


def _refuse_reserved(root: Key) -> None:
    if type(root) is int:
        raise ExpressionError("The context is an object, not a list.", "Begin the target with a name, as in $.order.")
    if root in RESERVED_ROOTS - WRITABLE_RESERVED:
        raise ExpressionError(
            f"$.{root} is read-only.", "Write to a name of your own, $.steps_output or $.flow_variables."
        )
