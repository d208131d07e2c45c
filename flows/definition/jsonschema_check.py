"""JSON Schema 2020-12 without surprises: nothing is fetched, patterns run in linear time, errors are few and short."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any, Protocol, TypedDict

import jsonschema_rs

from flows.definition.json_patch import pointer

MAX_ERRORS = 20
MAX_MESSAGE = 300
MAX_NODES = 20_000
_PATTERNS = jsonschema_rs.RegexOptions(size_limit=2**18, dfa_size_limit=2**20)


class SchemaViolation(TypedDict):
    """Where a value breaks its schema (a JSON Pointer into the value) and how."""

    path: str
    message: str


class _Compiled(Protocol):
    def is_valid(self, instance: Any) -> bool: ...
    def validate(self, instance: Any) -> None: ...
    def iter_errors(self, instance: Any) -> Any: ...


class Validator:
    """A compiled schema. Safe to share between threads."""

    __slots__ = ("_compiled",)

    def __init__(self, compiled: _Compiled) -> None:
        self._compiled = compiled

    def errors(self, value: Any) -> list[SchemaViolation]:
        """What is wrong with a JSON value, at most 20; only the first for a value of more than 20,000 nodes."""
        try:
            if self._compiled.is_valid(value):
                return []
            if _larger_than(value, MAX_NODES):
                self._compiled.validate(value)
                return []
            return [_violation(error) for error in list(self._compiled.iter_errors(value))[:MAX_ERRORS]]
        except jsonschema_rs.ValidationError as error:
            return [_violation(error)]
        except (ValueError, RecursionError) as error:
            return [{"path": "", "message": f"not a JSON value: {_short(str(error))}"}]


def compile_schema(schema: Any) -> Validator:
    """The validator of a JSON Schema (an object or a boolean), cached by its text.

    ValueError, with a message that says where, when it is not a schema, refers to another document, or holds a
    pattern that cannot run in linear time (look-around, back references).
    """
    try:
        text = json.dumps(schema, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise ValueError(f"not a JSON Schema: {_short(str(error))}") from error
    return _compile(text)


@lru_cache(maxsize=512)
def _compile(text: str) -> Validator:
    if text[0] not in "{tf":
        raise ValueError("not a JSON Schema: it must be an object, true or false")
    try:
        return Validator(
            jsonschema_rs.Draft202012Validator(
                json.loads(text), offline=True, pattern_options=_PATTERNS, validate_formats=True
            )
        )
    except jsonschema_rs.ValidationError as error:
        raise ValueError(f"not a JSON Schema: {_place(error)}{_short(error.message)}") from error
    except ValueError as error:
        raise ValueError(f"not a JSON Schema: {_short(str(error))}") from error


def _place(error: jsonschema_rs.ValidationError) -> str:
    place = pointer(error.instance_path)
    return f"at {place}: " if place else ""


def _violation(error: jsonschema_rs.ValidationError) -> SchemaViolation:
    return {"path": pointer(error.instance_path), "message": _short(error.message)}


def _short(message: str) -> str:
    line = message.split("\n", 1)[0]
    return line if len(line) <= MAX_MESSAGE else f"{line[:MAX_MESSAGE]}…"


def _larger_than(value: Any, limit: int) -> bool:
    """Whether a JSON value has more nodes than `limit`; looks at no more than that."""
    seen, todo = 0, [value]
    while todo:
        node = todo.pop()
        seen += 1
        if isinstance(node, dict | list):
            if seen + len(todo) + len(node) > limit:
                return True
            todo.extend(node.values() if isinstance(node, dict) else node)
    return False
