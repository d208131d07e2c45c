"""Logical expressions: inside the filters of a path, and as conditions of their own.

Inside a filter a bare query is RFC 9535's existence test and `@` is the current node. At the outer level of a
condition a bare path asks whether it finds something that is not null, false, 0, "", [] or {}, and there is no `@`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from jsonpath.filter import (
    FilterExpressionLiteral,
    FunctionExtension,
    InfixExpression,
    Nil,
    PrefixExpression,
    RelativeFilterQuery,
    RootFilterQuery,
)
from jsonpath.function_extensions import ExpressionType

from flows.definition import comparison
from flows.definition.context import path_text, reach
from flows.definition.expression_error import ExpressionError
from flows.definition.grammar import SIGNATURES
from flows.definition.query import Frame, Nodes, Query, Test, compile_query, run, weigh
from flows.definition.regex import cost, matches
from flows.definition.scope import MISSING, Lazy, resolve

Json = Any
Operand = Callable[[Frame, Any], Any]
NodesOf = Callable[[Frame, Any], Nodes]

MAX_DEPTH = 128
_BRACKETED = re.compile(r"(\.\.)?\['([A-Za-z_][\w-]*)'\]")
CHARACTERS_PER_COST = 256


def compile_inner(expression: Any) -> Test:
    """The test of a filter: (frame, current node) -> bool."""
    return _Compiler(outer=False).test(expression, 0)


def compile_outer(expression: Any) -> Test:
    """The test of a condition; records the operands it reads in `frame.operands`."""
    return _Compiler(outer=True).test(expression, 0)


class _Compiler:
    """Compiles one level of an expression; filters inside it are compiled as inner ones."""

    def __init__(self, *, outer: bool) -> None:
        self._outer = outer

    def test(self, expression: Any, depth: int) -> Test:
        """What may stand where a truth value is needed."""
        if depth > MAX_DEPTH:
            raise ExpressionError(f"The condition is nested deeper than {MAX_DEPTH}.", "Remove parentheses or '!'.")
        if isinstance(expression, InfixExpression):
            if expression.operator in ("&&", "||"):
                return self._junction(expression, depth)
            return self._comparison(expression)
        if isinstance(expression, PrefixExpression):
            return _negation(self.test(expression.right, depth + 1))
        if isinstance(expression, RootFilterQuery | RelativeFilterQuery):
            return self._bare(expression)
        if isinstance(expression, FunctionExtension):
            return self._predicate(expression)
        raise ExpressionError(
            "A literal alone is not a condition.", "Compare it with something, as in $.order.total > 100."
        )

    def _junction(self, expression: InfixExpression, depth: int) -> Test:
        left, right = self.test(expression.left, depth + 1), self.test(expression.right, depth + 1)
        if expression.operator == "&&":
            return lambda frame, current: left(frame, current) and right(frame, current)
        return lambda frame, current: left(frame, current) or right(frame, current)

    def _comparison(self, expression: InfixExpression) -> Test:
        left, right = self.operand(expression.left), self.operand(expression.right)
        comparing = _COMPARISONS.get(expression.operator)
        if comparing is None:
            raise ExpressionError(
                f"The operator {expression.operator!r} does not exist.", "Use ==, !=, <, <=, >, >=, &&, || or !."
            )

        def test(frame: Frame, current: Json) -> bool:
            one, other = left(frame, current), right(frame, current)
            _charge_comparison(frame, one, other)
            return comparing(one, other)

        return test

    def _bare(self, expression: RootFilterQuery | RelativeFilterQuery) -> Test:
        if not self._outer:
            nodes = self.nodes(expression)
            return lambda frame, current: bool(nodes(frame, current))
        if expression.path.singular_query():
            operand = self.operand(expression)
            return lambda frame, current: comparison.is_true(operand(frame, current))
        nodes = self.nodes(expression)
        return lambda frame, current: any(map(comparison.is_true, nodes(frame, current)))

    def _predicate(self, expression: FunctionExtension) -> Test:
        if SIGNATURES[expression.name].return_type is not ExpressionType.LOGICAL:
            raise ExpressionError(
                f"The result of {expression.name}() must be compared.",
                f"Write {expression.name}(...) > 0, for example.",
            )
        arguments = [self.operand(argument) for argument in expression.args]
        predicate = _PREDICATES[expression.name]
        charge = _charge_regex if expression.name in ("match", "search") else _charge_search

        def test(frame: Frame, current: Json) -> bool:
            values = [resolve(argument(frame, current)) for argument in arguments]
            charge(frame, *values)
            return predicate(*values)

        return test

    def operand(self, expression: Any) -> Operand:
        """What may stand in a comparison: a literal, a singular query, or a function that gives a value."""
        if isinstance(expression, FilterExpressionLiteral | Nil):
            literal = None if isinstance(expression, Nil) else expression.value
            return lambda frame, current: literal
        if isinstance(expression, RootFilterQuery | RelativeFilterQuery) and expression.path.singular_query():
            return self._singular(expression)
        if isinstance(expression, FunctionExtension) and expression.name in ("length", "count", "value"):
            return self._value_function(expression)
        raise ExpressionError(
            "A comparison takes literals, paths to one value, and length(), count() or value().",
            "Put value(...) around a path that may find several values.",
        )

    def _singular(self, expression: RootFilterQuery | RelativeFilterQuery) -> Operand:
        query = compile_query(expression.path, compile_inner)
        if isinstance(expression, RelativeFilterQuery):
            self._refuse_relative()
            keys = query.keys or ()
            return lambda frame, current: reach(current, keys)
        if not self._outer:
            return lambda frame, current: query.first(frame)
        return _recorded_value(query, path_text(query.keys or ()))

    def _value_function(self, expression: FunctionExtension) -> Operand:
        argument = expression.args[0]
        if expression.name == "length":
            measured = self.operand(argument)
            return lambda frame, current: comparison.length(measured(frame, current))
        nodes = self.nodes(argument)
        if expression.name == "count":
            return lambda frame, current: len(nodes(frame, current))
        return lambda frame, current: _single(nodes(frame, current))

    def nodes(self, expression: Any) -> NodesOf:
        """All nodes of a query."""
        if not isinstance(expression, RootFilterQuery | RelativeFilterQuery):
            raise ExpressionError("count() and value() take a path.", "Write count($.items[*]), for example.")
        query = compile_query(expression.path, compile_inner)
        if isinstance(expression, RelativeFilterQuery):
            self._refuse_relative()
            return lambda frame, current: run(frame, query.segments, current)
        return _recorded_nodes(query, _shorthand(str(expression.path))) if self._outer else _remembered_nodes(query)

    def _refuse_relative(self) -> None:
        if self._outer:
            raise ExpressionError("'@' has a meaning only inside a filter.", "Begin the path with $.")


def _shorthand(text: str) -> str:
    """The library's canonical text with `.name` for `['name']`, for people."""
    return _BRACKETED.sub(lambda match: f"{match[1] or '.'}{match[2]}", text)


def _negation(test: Test) -> Test:
    return lambda frame, current: not test(frame, current)


def _recorded_value(query: Query, text: str) -> Operand:
    def operand(frame: Frame, current: Json) -> Json:
        value = query.first(frame)
        if type(value) is Lazy:
            value = value.value
        if value is MISSING:
            frame.operands.append({"expression": text, "value": None, "missing": True})
        else:
            frame.operands.append({"expression": text, "value": value})
        return value

    return operand


def _recorded_nodes(query: Query, text: str) -> NodesOf:
    def nodes(frame: Frame, current: Json) -> Nodes:
        found = query.nodes(frame)
        frame.operands.append({"expression": text, "value": found})
        return found

    return nodes


def _remembered_nodes(query: Query) -> NodesOf:
    """An absolute query inside a filter gives the same nodes for every current node."""

    def nodes(frame: Frame, current: Json) -> Nodes:
        found = frame.memo.get(id(query))
        if found is None:
            found = frame.memo[id(query)] = query.nodes(frame)
        return found

    return nodes


def _single(nodes: Nodes) -> Json:
    return nodes[0] if len(nodes) == 1 else MISSING


def _charge_comparison(frame: Frame, left: Json, right: Json) -> None:
    """Spend for comparing two long strings, or two containers."""
    if type(left) is str:
        if type(right) is str:
            frame.spend(min(len(left), len(right)) // CHARACTERS_PER_COST)
    elif isinstance(left, dict | list) and isinstance(right, dict | list):
        weigh(frame, [left, right])


def _charge_search(frame: Frame, whole: Json, part: Json = None) -> None:
    """Spend for looking for a part in a string or a list."""
    if isinstance(whole, str):
        frame.spend(len(whole) // CHARACTERS_PER_COST)
    elif isinstance(whole, list):
        frame.spend(len(whole))
        if isinstance(part, dict | list):
            weigh(frame, whole)


def _charge_regex(frame: Frame, text: Json, pattern: Json) -> None:
    frame.spend(cost(text, pattern))


_COMPARISONS: dict[str, Callable[[Json, Json], bool]] = {
    "==": comparison.equal,
    "!=": lambda left, right: not comparison.equal(left, right),
    "<": comparison.less,
    ">": lambda left, right: comparison.less(right, left),
    "<=": lambda left, right: comparison.less(left, right) or comparison.equal(left, right),
    ">=": lambda left, right: comparison.less(right, left) or comparison.equal(left, right),
}
_PREDICATES: dict[str, Callable[..., bool]] = {
    "match": lambda text, pattern: matches(text, pattern, whole=True),
    "search": lambda text, pattern: matches(text, pattern, whole=False),
    "contains": comparison.contains,
    "is_empty": comparison.is_empty,
}
