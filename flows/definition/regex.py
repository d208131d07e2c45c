"""Regular expressions of paths and conditions: I-Regexp (RFC 9485), run by RE2 in linear time."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import re2
from iregexp_check import check

_NOT_NEWLINE = r"[^\n\r]"
_MAX_MEMORY = 8 * 2**20


def _options() -> Any:
    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MAX_MEMORY
    return options


def to_re2(pattern: str) -> str:
    """The same I-Regexp for RE2: outside a class `.` is any character but a line feed or a carriage return."""
    parts: list[str] = []
    escaped = in_class = False
    for character in pattern:
        if character == "." and not escaped and not in_class:
            parts.append(_NOT_NEWLINE)
            continue
        if not escaped:
            in_class = character == "[" or (in_class and character != "]")
        escaped = character == "\\" and not escaped
        parts.append(character)
    return "".join(parts)


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> Any:
    try:
        return re2.compile(to_re2(pattern), _options()) if check(pattern) else None
    except (re2.error, UnicodeError):
        return None


def matches(text: object, pattern: object, *, whole: bool) -> bool:
    """Whether a string matches (`whole`) or contains a match; false for anything that is no string or no I-Regexp."""
    if not isinstance(text, str) or not isinstance(pattern, str):
        return False
    compiled = _compiled(pattern)
    if compiled is None:
        return False
    try:
        return bool(compiled.fullmatch(text) if whole else compiled.search(text))
    except UnicodeError:  # a lone surrogate has no UTF-8 form, so it matches nothing
        return False
