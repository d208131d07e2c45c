"""Reading the text of a path: the JSONPath library's parser behind our limits.

The library is used for its grammar alone; `query` evaluates what it parsed, with a cost limit and lazy values.
"""

from __future__ import annotations

import re
from typing import Any

from jsonpath import JSONPathEnvironment
from jsonpath.exceptions import JSONPathError, JSONPathSyntaxError
from jsonpath.filter import IntegerLiteral
from jsonpath.function_extensions import ExpressionType, FilterFunction
from jsonpath.lex import Lexer
from jsonpath.parse import Parser
from jsonpath.path import JSONPath
from jsonpath.stream import TokenStream

from flows.definition.expression_error import ExpressionError

MAX_LENGTH = 512
MAX_DESCENTS = 2
MAX_FILTER_DEPTH = 3
MAX_PARENTHESES = 32

_QUOTED = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"", re.DOTALL)


class _Signature(FilterFunction):
    """The types of a function, for the parser's checks; `query` has what it does."""

    def __init__(self, arg_types: list[ExpressionType], return_type: ExpressionType) -> None:
        self._arg_types = arg_types
        self._return_type = return_type

    @property
    def arg_types(self) -> list[ExpressionType]:
        return self._arg_types

    @property
    def return_type(self) -> ExpressionType:
        return self._return_type

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        raise NotImplementedError("the parser never calls a function")


_VALUE, _LOGICAL, _NODES = ExpressionType.VALUE, ExpressionType.LOGICAL, ExpressionType.NODES
SIGNATURES: dict[str, _Signature] = {
    "length": _Signature([_VALUE], _VALUE),
    "count": _Signature([_NODES], _VALUE),
    "value": _Signature([_NODES], _VALUE),
    "match": _Signature([_VALUE, _VALUE], _LOGICAL),
    "search": _Signature([_VALUE, _VALUE], _LOGICAL),
    "contains": _Signature([_VALUE, _VALUE], _LOGICAL),
    "is_empty": _Signature([_VALUE], _LOGICAL),
}


class _WideLexer(Lexer):
    """Names may hold any character from U+0080 on, as the RFC says, and a hyphen, as step ids do."""

    key_pattern = r"[\u0080-\ud7ff\ue000-\U0010ffffa-zA-Z_][\u0080-\ud7ff\ue000-\U0010ffffa-zA-Z0-9_-]*"


class _ExactParser(Parser):
    """Integer literals keep all their digits (the library's own go through a float)."""

    def parse_integer_literal(self, stream: TokenStream) -> Any:
        text = stream.current().value.lstrip("-")
        if not text.isdigit():
            return super().parse_integer_literal(stream)
        token = stream.next()
        if len(text) > 1 and text.startswith("0"):
            raise JSONPathSyntaxError("a number has no leading zero", token=token)
        return IntegerLiteral(value=int(token.value))


class _Grammar(JSONPathEnvironment):
    lexer_class = _WideLexer
    parser_class = _ExactParser

    def setup_function_extensions(self) -> None:
        self.function_extensions.update(SIGNATURES)


_GRAMMAR = _Grammar(strict=True, filter_caching=False)


def check_limits(text: str) -> None:
    """Raises ExpressionError for text too long or too nested to be parsed."""
    if len(text) > MAX_LENGTH:
        raise ExpressionError(
            f"The expression has {len(text)} characters; at most {MAX_LENGTH} are allowed.",
            "Split it, or compute a part in a step before.",
        )
    bare = _QUOTED.sub("''", text)
    if bare.count("..") > MAX_DESCENTS:
        raise ExpressionError(
            f"The expression searches all depths ('..') {bare.count('..')} times; at most {MAX_DESCENTS} are allowed.",
            "Name the members on the way instead.",
        )
    if _filter_depth(bare) > MAX_FILTER_DEPTH:
        raise ExpressionError(f"Filters are nested deeper than {MAX_FILTER_DEPTH}.", "Filter in two steps instead.")
    if _parentheses(bare) > MAX_PARENTHESES:
        raise ExpressionError(f"Parentheses are nested deeper than {MAX_PARENTHESES}.", "Remove some of them.")


def _filter_depth(bare: str) -> int:
    deepest, brackets = 0, [0]
    for character in bare:
        if character == "[":
            brackets.append(brackets[-1])
        elif character == "]" and len(brackets) > 1:
            brackets.pop()
        elif character == "?" and len(brackets) > 1:
            brackets[-1] = brackets[-2] + 1
            deepest = max(deepest, brackets[-1])
    return deepest


def _parentheses(bare: str) -> int:
    deepest = depth = 0
    for character in bare:
        depth += (character == "(") - (character == ")")
        deepest = max(deepest, depth)
    return deepest


def parse(text: str, *, offset: int = 0, hint: str = "Write a path such as $.order.total.") -> JSONPath:
    """The parsed path. Raises ExpressionError, positions less `offset` (what was written before the user's text)."""
    try:
        path = _GRAMMAR.compile(text)
    except JSONPathError as error:
        raise _refusal(error, offset, hint) from None
    except Exception as error:
        # Hostile text also meets the parser's recursion limit, assertions, number and index errors.
        raise ExpressionError("The expression cannot be read.", hint) from error
    if not isinstance(path, JSONPath):
        raise ExpressionError("Paths cannot be combined.", hint)
    return path


def _refusal(error: JSONPathError, offset: int, hint: str) -> ExpressionError:
    position = None if error.token is None else max(error.token.index - offset, 0)
    where = "" if position is None else f" at character {position + 1}"
    reason = str(error.message or "not a JSONPath")[:200]
    return ExpressionError(f"Not a valid expression{where}: {reason}.", hint, position)
