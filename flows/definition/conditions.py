"""Conditions: RFC 9535 logical expressions with absolute paths. Source: flow-definition, section 5.

One evaluator for transitions, branches, polls and completion actions.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jsonpath.segments import JSONPathChildSegment
from jsonpath.selectors import Filter

from flows.definition.expression_error import ExpressionError
from flows.definition.filters import compile_outer
from flows.definition.grammar import check_limits, parse
from flows.definition.query import Frame, Test
from flows.definition.scope import Scope

Json = Any

_BEFORE, _AFTER = "$[?", "]"
_HINT = "Compare with ==, !=, <, <=, > or >= and join with &&, || and !, as in $.order.total > 100 && $.customer.vip."


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a condition came to, and the operands that were read on the way.

    An operand is {"expression", "value"}, with "missing": true (and value null) for a path that finds nothing.
    Operands behind a `&&` or `||` that was decided already are not read.
    """

    value: bool
    operands: list[dict[str, Any]]


class Condition:
    """A compiled condition. Odd types never raise: a comparison they do not fit is false."""

    __slots__ = ("_test", "text")

    def __init__(self, *, text: str, test: Test) -> None:
        self.text = text
        self._test = test

    def test(self, scope: Scope) -> Verdict:
        """The verdict on a context and its views. Raises PermanentStepError `path_too_expensive`."""
        return self._verdict(Frame(scope.root, scope.views))

    def test_document(self, document: Json) -> Verdict:
        """The verdict on a document of its own (`$` is the document, which may be any JSON value)."""
        return self._verdict(Frame(document))

    def _verdict(self, frame: Frame) -> Verdict:
        return Verdict(self._test(frame, None), frame.operands)


@lru_cache(maxsize=4096)
def compile_condition(text: str) -> Condition:
    """A condition. Raises ExpressionError for text that is not one logical expression and nothing else."""
    if not text.strip():
        raise ExpressionError("The condition is empty.", _HINT)
    check_limits(text)
    path = parse(f"{_BEFORE}{text}{_AFTER}", offset=len(_BEFORE), hint=_HINT)
    selectors = path.segments[0].selectors if path.segments else ()
    if (
        len(path.segments) != 1
        or not isinstance(path.segments[0], JSONPathChildSegment)
        or len(selectors) != 1
        or not isinstance(selectors[0], Filter)
    ):
        raise ExpressionError("A condition is one logical expression and nothing else.", _HINT)
    return Condition(text=text, test=compile_outer(selectors[0].expression.expression))
