"""The one guard of JSON that comes in: size, depth, NUL, lone surrogates, NaN, numbers nothing can hold.

Text is parsed once, by the parser of pydantic-core, whose own recursion stops at 200 levels. Then one flat pass over
the values, level by level, asks whether all is sound; only a value that is not is searched again for the place.
"""

from __future__ import annotations

import json
import re
from enum import StrEnum
from hashlib import sha256
from math import isfinite
from typing import Any

from pydantic_core import from_json, to_json

Json = Any
"""None, bool, int, float, str, list of Json, dict of str to Json."""

MAX_DEPTH = 64
"""Default limit of nesting: `[]` is one level deep."""
PARSER_DEPTH = 200
"""What the parser and the printer can do; a larger `max_depth` has no effect."""
MAX_INT_DIGITS = 1000
"""Longer integers are refused: the time to read and print them grows with the square of the length."""
INT_LIMIT = 10**MAX_INT_DIGITS

_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")

Place = tuple["Place", str | int] | None
"""Where a value is: the place of its container and its key there; None is the whole document."""


class JsonCode(StrEnum):
    """What was wrong with the text or the value."""

    SYNTAX = "json_syntax"
    ENCODING = "json_encoding"
    TOO_LARGE = "json_too_large"
    TOO_DEEP = "json_too_deep"
    NUL = "json_nul"
    SURROGATE = "json_surrogate"
    NAN = "json_nan"
    NUMBER = "json_number"
    TYPE = "json_type"


class JsonGuardError(ValueError):
    """Refused JSON. `path` is a JSON Pointer to the value, empty for the whole text."""

    def __init__(self, code: JsonCode, message: str, path: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.path = path


def loads(raw: bytes | str, *, max_bytes: int, max_depth: int = MAX_DEPTH) -> Json:
    """The value of a JSON text. Of keys written twice the last one counts. Raises JsonGuardError."""
    data = raw if isinstance(raw, bytes) else _utf8(raw)
    if len(data) > max_bytes:
        raise JsonGuardError(JsonCode.TOO_LARGE, f"The JSON is larger than {max_bytes} bytes. Send less.")
    try:
        value = from_json(data, allow_inf_nan=False)
    except ValueError as error:
        raise _unreadable(data, str(error), max_depth) from None
    check(value, max_depth=max_depth)
    return value


def check(value: Json, *, max_depth: int = MAX_DEPTH) -> None:
    """Refuse a Python value that JSON, the database or a browser cannot hold. Raises JsonGuardError with its path."""
    if not _is_sound(value, max_depth):
        _refuse_first_fault(value, max_depth)


def dumps(value: Json) -> str:
    """Compact JSON text, keys in their order, letters as they are. Raises JsonGuardError for what is not JSON."""
    check(value, max_depth=PARSER_DEPTH)
    return to_json(value).decode()


def storable(value: Json) -> Json:
    """The same with U+FFFD in the place of what no text in a database can be: NUL and halves of surrogate pairs.

    For what is noted beside values, errors and logs: it must not be refused for what somebody else has sent.
    """
    if isinstance(value, str):
        return _UNSTORABLE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {storable(key): storable(child) for key, child in value.items()}
    return [storable(child) for child in value] if isinstance(value, list | tuple) else value


def canonical(value: Json) -> str:
    """JSON text with sorted keys: the same for equal values. Raises JsonGuardError."""
    check(value, max_depth=PARSER_DEPTH)
    return _SORTED.encode(value)


def digest(value: Json) -> str:
    """SHA-256 of the canonical text, 64 hexadecimal digits. Raises JsonGuardError."""
    return sha256(canonical(value).encode()).hexdigest()


def _is_sound(value: Json, max_depth: int) -> bool:
    """One pass, level by level, that stops at the first fault without caring where it is."""
    level: list[Any] = [value]
    for depth in range(max_depth + 1):
        deeper: list[Any] = []
        may_nest = depth < max_depth
        for item in level:
            kind = type(item)
            if kind is str:
                if "\0" in item or not (item.isascii() or _is_text(item)):
                    return False
            elif kind is dict and may_nest and _are_keys(item):
                deeper.extend(item.values())
            elif kind is list and may_nest:
                deeper.extend(item)
            elif kind is float:
                if not isfinite(item):
                    return False
            elif kind is int:
                if not -INT_LIMIT < item < INT_LIMIT:
                    return False
            elif item is not None and kind is not bool:
                return False
        if not deeper:
            break
        level = deeper
    return True


def _is_text(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _are_keys(item: dict[Any, Any]) -> bool:
    try:
        joined = "".join(item)
    except TypeError:
        return False
    return "\0" not in joined and (joined.isascii() or _is_text(joined))


def _refuse_first_fault(value: Json, max_depth: int) -> None:
    """The slow twin of `_is_sound`, depth first, which knows the place. Raises JsonGuardError."""
    stack: list[tuple[Any, int, Place]] = [(value, 0, None)]
    while stack:
        item, depth, place = stack.pop()
        if isinstance(item, dict | list) and depth >= max_depth:
            raise _too_deep(max_depth, pointer(place))
        if isinstance(item, dict):
            for key in item:
                _check_key(key, place)
            stack.extend([(child, depth + 1, (place, key)) for key, child in item.items()])
        elif isinstance(item, list):
            stack.extend([(child, depth + 1, (place, index)) for index, child in enumerate(item)])
        else:
            _check_scalar(item, place)


def _check_key(key: object, place: Place) -> None:
    if not isinstance(key, str):
        message = f"Keys of JSON objects are text; {key!r:.40} is {type(key).__name__}."
        raise JsonGuardError(JsonCode.TYPE, message, pointer(place))
    _check_scalar(key, (place, key))


def _check_scalar(item: object, place: Place) -> None:
    if isinstance(item, str):
        _check_text(item, place)
    elif isinstance(item, float):
        _check_float(item, place)
    elif isinstance(item, int):
        if not -INT_LIMIT < item < INT_LIMIT:
            raise _long_number(pointer(place))
    elif item is not None:
        message = f"A {type(item).__name__} is not JSON. Use text, numbers, booleans, null, arrays and objects."
        raise JsonGuardError(JsonCode.TYPE, message, pointer(place))


def _check_text(text: str, place: Place) -> None:
    if "\0" in text:
        raise JsonGuardError(JsonCode.NUL, "The text holds U+0000, which cannot be stored. Remove it.", pointer(place))
    if not _is_text(text):
        raise _half_a_pair(pointer(place))


def _check_float(item: float, place: Place) -> None:
    if item != item:
        raise JsonGuardError(JsonCode.NAN, "NaN is not a JSON number. Use null.", pointer(place))
    if not isfinite(item):
        message = "The number is infinite or beyond 1.8e308. Use null or text."
        raise JsonGuardError(JsonCode.NUMBER, message, pointer(place))


def pointer(place: Place) -> str:
    """The JSON Pointer (RFC 6901) of a place, without the characters that made it worth naming."""
    parts: list[str] = []
    while place is not None:
        place, key = place
        parts.append("/" + str(key).replace("~", "~0").replace("/", "~1"))
    return "".join(reversed(parts)).encode(errors="replace").decode().replace("\0", "?")


def _utf8(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise _half_a_pair("") from None


def _unreadable(data: bytes, reason: str, max_depth: int) -> JsonGuardError:
    """Why the parser refused the text, from what it said and from what the text looks like."""
    if not data.strip():
        return JsonGuardError(JsonCode.SYNTAX, "The JSON is empty. Send a JSON value.")
    if b"\0" in data[:4] or data[:3] == b"\xef\xbb\xbf" or not _is_utf8(data):
        return JsonGuardError(JsonCode.ENCODING, "The JSON is not UTF-8. Send it as UTF-8 without a byte order mark.")
    if b"\0" in data:
        return JsonGuardError(JsonCode.NUL, "The JSON holds a NUL byte. Remove it.")
    if "recursion limit" in reason:
        return _too_deep(max_depth, "")
    if "number out of range" in reason:
        return _long_number("")
    if "hex escape" in reason or "surrogate" in reason:
        return _half_a_pair("", reason)
    if _has_constant(data):
        return JsonGuardError(JsonCode.NAN, "NaN and Infinity are not JSON. Use null.")
    return JsonGuardError(JsonCode.SYNTAX, f"The JSON cannot be read: {reason}.")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _has_constant(data: bytes) -> bool:
    """Whether NaN or Infinity is all that is wrong."""
    try:
        from_json(data, allow_inf_nan=True)
    except ValueError:
        return False
    return True


def _too_deep(max_depth: int, path: str) -> JsonGuardError:
    limit = min(max_depth, PARSER_DEPTH)
    return JsonGuardError(JsonCode.TOO_DEEP, f"The JSON is nested deeper than {limit} levels. Flatten it.", path)


def _long_number(path: str) -> JsonGuardError:
    message = f"An integer has more than {MAX_INT_DIGITS} digits. Send it as text."
    return JsonGuardError(JsonCode.NUMBER, message, path)


def _half_a_pair(path: str, reason: str = "") -> JsonGuardError:
    message = "The text holds half of a surrogate pair, which is no character. Remove it."
    return JsonGuardError(JsonCode.SURROGATE, f"{message} ({reason})" if reason else message, path)


_SORTED = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, check_circular=False, separators=(",", ":"), sort_keys=True
)
