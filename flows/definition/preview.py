"""Short texts of JSON values for mapping events, made without printing a large value whole."""

from __future__ import annotations

from collections.abc import Callable
from json.encoder import encode_basestring
from typing import Any

from flows.definition.scope import MISSING, Lazy

Json = Any
Mask = Callable[[str], str]

LIMIT = 200
MASK_MARGIN = 1024
ELLIPSIS = "…"


def preview(value: Json, limit: int = LIMIT, *, mask: Mask | None = None) -> str:
    """Compact JSON text of at most `limit` characters, cut with an ellipsis.

    A value in the blob store is `<65536 bytes>`. `mask` is applied to every string, before it is cut.
    """
    kind = type(value)
    if kind is str:
        return _cut(_string(value, limit, mask), limit)
    if kind is dict or kind is list:
        parts: list[str] = []
        _write(value, parts, limit, limit, mask)
        return _cut("".join(parts), limit)
    return _cut(_scalar(value, limit), limit)


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + ELLIPSIS


def _scalar(value: Json, limit: int) -> str:
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if type(value) is Lazy:
        return f"<{value.bytes} bytes>"
    if value is MISSING:
        return "<missing>"
    if type(value) is int and value.bit_length() > 4 * limit:
        return f"<integer of {value.bit_length()} bits>"
    return repr(value)


def _string(text: str, limit: int, mask: Mask | None) -> str:
    if mask is not None:
        text = mask(text[: limit + MASK_MARGIN])
    return encode_basestring(text if len(text) <= limit else text[: limit + 1])


def _write(value: Json, parts: list[str], room: int, limit: int, mask: Mask | None) -> int:
    """Append the text of a value until there is no room; gives what is left (negative when it did not fit)."""
    if type(value) is dict:
        return _write_members(value, parts, room, limit, mask)
    if type(value) is list:
        return _write_elements(value, parts, room, limit, mask)
    text = _string(value, limit, mask) if type(value) is str else _scalar(value, limit)
    parts.append(text)
    return room - len(text)


def _write_members(value: dict[str, Any], parts: list[str], room: int, limit: int, mask: Mask | None) -> int:
    separator = "{"
    for key, member in value.items():
        name = f"{separator}{_string(key, limit, mask)}:"
        parts.append(name)
        room = _write(member, parts, room - len(name), limit, mask)
        if room < 0:
            return room
        separator = ","
    parts.append("}" if value else "{}")
    return room - 1 - (not value)


def _write_elements(value: list[Any], parts: list[str], room: int, limit: int, mask: Mask | None) -> int:
    separator = "["
    for element in value:
        parts.append(separator)
        room = _write(element, parts, room - 1, limit, mask)
        if room < 0:
            return room
        separator = ","
    parts.append("]" if value else "[]")
    return room - 1 - (not value)
