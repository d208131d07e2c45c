"""JSON text in rows. A large value stands as `null` in the text, and its pointer in a list beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic_core import PydanticSerializationError, from_json, to_json

from flows.definition.scope import Lazy

Pointer = tuple[list[str | int], str, int]
"""Where (keys), SHA-256, bytes."""


def encode(value: Any) -> tuple[str, str | None]:
    """The text of a JSON value and, when it has lazy leaves, the text of their pointers."""
    try:
        return to_json(value).decode(), None
    except PydanticSerializationError:
        pointers: list[Pointer] = []
        text = to_json(without_lazies(value, [], pointers)).decode()
        return text, to_json(pointers).decode() if pointers else None


def dumps(value: Any) -> str:
    """The text of a JSON value that has no lazy leaves."""
    return to_json(value).decode()


def loads(text: str) -> Any:
    """The value of text this module wrote."""
    return from_json(text)


def decode(text: str | None, pointers: str | None, load: Callable[[str], Any]) -> Any:
    """The value with its lazy leaves, each loaded by `load(sha256)` when somebody walks into it. None for no text."""
    if text is None:
        return None
    value = from_json(text)
    for keys, sha256, size in from_json(pointers) if pointers else ():
        value = _put_lazy(value, keys, Lazy(sha256=sha256, bytes=size, load=load))
    return value


def _put_lazy(value: Any, keys: list[str | int], leaf: Lazy) -> Any:
    if not keys:
        return leaf
    node = value
    for key in keys[:-1]:
        node = node[key]
    node[keys[-1]] = leaf
    return value


def without_lazies(value: Any, keys: list[str | int], pointers: list[Pointer]) -> Any:
    """The value with `null` for each lazy leaf, whose pointers are added to the list."""
    if type(value) is Lazy:
        pointers.append((list(keys), value.sha256, value.bytes))
        return None
    if isinstance(value, dict):
        return {key: without_lazies(child, [*keys, key], pointers) for key, child in value.items()}
    if isinstance(value, list | tuple):
        return [without_lazies(child, [*keys, index], pointers) for index, child in enumerate(value)]
    return value


def shown(value: Any, href: Callable[[str], str], *, preview: int = 200) -> Any:
    """The value as lists and `?wait` show it: a large one as `{preview, bytes, href}`."""
    if type(value) is Lazy:
        return {"preview": dumps(value.value)[:preview], "bytes": value.bytes, "href": href(value.sha256)}
    if isinstance(value, dict):
        return {key: shown(child, href, preview=preview) for key, child in value.items()}
    if isinstance(value, list):
        return [shown(child, href, preview=preview) for child in value]
    return value
