"""JSON texts from outside: what a server or a model answered."""

from __future__ import annotations

import json
import re
from typing import NoReturn

from flows.steps.base import Json

MAX_DEPTH = 64
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class BadJsonError(ValueError):
    """A text that is not JSON, or not JSON that a flow may keep. Its message says why and where."""


def parse_json(text: str) -> Json:
    """The value of a JSON text. BadJsonError for anything malformed, NaN, nesting over 64, NUL or lone surrogates."""
    try:
        value = json.loads(text, parse_constant=_refuse_constant)
    except RecursionError:
        raise BadJsonError(f"it is nested deeper than {MAX_DEPTH} levels") from None
    except json.JSONDecodeError as error:
        raise BadJsonError(f"{error.msg.removesuffix(' at')} at line {error.lineno} column {error.colno}") from None
    except BadJsonError:
        raise
    except ValueError:
        raise BadJsonError("it holds a number with too many digits") from None
    _check(value, strings=_holds_odd_characters(text))
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise BadJsonError(f"{name} is not JSON")


def _holds_odd_characters(text: str) -> bool:
    return "\\u" in text or "\0" in text or _LONE_SURROGATE.search(text) is not None


def _check(value: Json, *, strings: bool) -> None:
    level = [value]
    depth = 0
    while level:
        for node in level:
            _check_leaf(node, strings=strings)
        level = [node for node in level if isinstance(node, dict | list)]
        depth += 1
        if level and depth > MAX_DEPTH:
            raise BadJsonError(f"it is nested deeper than {MAX_DEPTH} levels")
        level = [child for node in level for child in _children(node, strings=strings)]


def _children(node: dict[str, Json] | list[Json], *, strings: bool) -> list[Json]:
    if isinstance(node, dict):
        return [*node, *node.values()] if strings else list(node.values())
    return list(node)


def _check_leaf(node: Json, *, strings: bool) -> None:
    if isinstance(node, float) and node in (float("inf"), float("-inf")):
        raise BadJsonError("it holds a number that is too large")
    if strings and isinstance(node, str) and ("\0" in node or _LONE_SURROGATE.search(node)):
        raise BadJsonError("it holds a NUL or half a surrogate pair")
