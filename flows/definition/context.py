"""Writing to a context without changing it: path copying, and changes that can be applied again later.

A target is a tuple (or JSON list) of keys: strings for members, integers for elements.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from flows.definition.errors import MappingError
from flows.definition.scope import MISSING, Lazy

Json = Any
Key = str | int
Change = list[Any]

MAX_INDEX = 100_000
_SHORT_ESCAPES = {"\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_CONTROL = re.compile(r"[\x00-\x1f]")
_PLAIN_NAME = re.compile(r"[A-Za-z_\u0080-\U0010ffff][\w\u0080-\U0010ffff-]*")


class ChangeKind(IntEnum):
    """What the payload of a change `[keys, kind, payload]` is."""

    VALUE = 0
    FROM_OUTPUT = 1


def place(tree: Json, keys: Sequence[Key], value: Json) -> tuple[Json, bool]:
    """A copy of `tree` with `value` at `keys`, and whether something was there before.

    Raises MappingError `target_conflict` when a parent is neither a container of the right kind nor null.
    """
    return _place(tree, keys, 0, value) if keys else (value, True)


def _place(node: Json, keys: Sequence[Key], depth: int, value: Json) -> tuple[Json, bool]:
    key = keys[depth]
    if type(node) is Lazy:
        node = node.value
    if type(key) is int:
        copy: Any = _list_copy(node, keys, depth, key)
        existing = copy[key] if key < len(copy) else MISSING
    else:
        copy = _object_copy(node, keys, depth)
        existing = copy.get(key, MISSING)
    if depth + 1 == len(keys):
        child, existed = value, existing is not MISSING
    else:
        child, existed = _place(None if existing is MISSING else existing, keys, depth + 1, value)
    if type(key) is int and key >= len(copy):
        copy.extend([None] * (key - len(copy)))
        copy.append(child)
    else:
        copy[key] = child
    return copy, existed


def _object_copy(node: Json, keys: Sequence[Key], depth: int) -> dict[str, Any]:
    if type(node) is dict:
        return node.copy()
    if node is None:
        return {}
    raise _conflict(node, keys, depth, "an object")


def _list_copy(node: Json, keys: Sequence[Key], depth: int, index: int) -> list[Any]:
    if not 0 <= index <= MAX_INDEX:
        raise MappingError(
            "target_conflict",
            f"The target {pointer(keys)} has the index {index}; use 0 to {MAX_INDEX}.",
            details={"target": pointer(keys)},
        )
    if type(node) is list:
        return node.copy()
    if node is None:
        return []
    raise _conflict(node, keys, depth, "a list")


_KINDS = {dict: "an object", list: "a list", str: "a string", bool: "a boolean", int: "a number", float: "a number"}


def _conflict(node: Json, keys: Sequence[Key], depth: int, wanted: str) -> MappingError:
    found = _KINDS.get(type(node), "a value")
    where = pointer(keys[:depth]) or "the root"
    return MappingError(
        "target_conflict",
        f"The target {pointer(keys)} needs {wanted} at {where}, but {found} is there. "
        "Choose another target, or remove what is in the way first.",
        details={"target": pointer(keys), "at": pointer(keys[:depth]), "found": found, "needed": wanted},
    )


def put(tree: Json, keys: Sequence[Key], value: Json) -> Json:
    """A copy of `tree` with `value` at `keys`; shares everything that is not on the way.

    Missing and null parents are created (a list where the next key is an index), gaps in a list are null.
    Raises MappingError `target_conflict` when anything else is in the way.
    """
    return place(tree, keys, value)[0]


def reach(tree: Json, keys: Sequence[Key]) -> Json:
    """The value at `keys`, or MISSING. Lazy nodes on the way are loaded; the value itself may be lazy."""
    node = tree
    for key in keys:
        if type(node) is Lazy:
            node = node.value
        if isinstance(key, str):
            if type(node) is not dict or key not in node:
                return MISSING
        elif type(node) is not list or not -len(node) <= key < len(node):
            return MISSING
        node = node[key]
    return node


def apply_changes(tree: Json, changes: Sequence[Change], output: Json) -> Json:
    """`tree` after the changes of one step: each `[keys, kind, payload]`, see `ChangeKind`.

    `output` is the step's output, in which payloads of kind FROM_OUTPUT are key lists.
    Raises MappingError `change_unreadable` when a payload does not lie in the output (the record is damaged).
    """
    for keys, kind, payload in changes:
        value = payload if kind == ChangeKind.VALUE else reach(output, payload)
        if value is MISSING:
            raise MappingError(
                "change_unreadable",
                f"The change of {pointer(keys)} refers to {pointer(payload)}, which is not in the step's output.",
                details={"target": pointer(keys), "source": pointer(payload)},
            )
        tree = put(tree, keys, value)
    return tree


def pointer(keys: Sequence[Key]) -> str:
    """The JSON Pointer (RFC 6901) of the keys; "" is the whole document."""
    return "".join("/" + str(key).replace("~", "~0").replace("/", "~1") for key in keys)


def path_text(keys: Sequence[Key]) -> str:
    """The keys as a JSONPath for people: `$.order.lines[0]`, `$['a key']`."""
    return "$" + "".join(segment_text(key) for key in keys)


def segment_text(key: Key) -> str:
    """One step of a JSONPath: `.name`, `[0]` or `['a key']`."""
    if isinstance(key, int):
        return f"[{key}]"
    if _PLAIN_NAME.fullmatch(key):
        return f".{key}"
    escaped = key.replace("\\", "\\\\").replace("'", "\\'")
    return f"['{_CONTROL.sub(_escape, escaped)}']"


def _escape(match: re.Match[str]) -> str:
    return _SHORT_ESCAPES.get(match[0]) or f"\\u{ord(match[0]):04x}"


def keys_of(text: str) -> tuple[str, ...]:
    """The keys of a JSON Pointer, all as strings (which of them are indexes only the document can tell).

    Raises ValueError when the text is not a pointer.
    """
    if text == "":
        return ()
    if not text.startswith("/"):
        raise ValueError(f"A JSON Pointer is empty or begins with '/', not {text[:40]!r}.")
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in text[1:].split("/"))
