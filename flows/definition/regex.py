"""Regular expressions of paths and conditions, run by RE2 in linear time.

Every I-Regexp (RFC 9485) has its meaning; RE2's own `\\d`, `^`, `$` and the like are read too. (The library's I-Regexp
check is not used: it refuses counts of two digits, as in `[0-9]{10}`.)
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import re2

_NOT_NEWLINE = r"[^\n\r]"
MAX_PATTERN = 512
_MAX_MEMORY = 4 * 2**20
_CACHED = 64
_STEPS_PER_COST = 200


def _options() -> Any:
    options = re2.Options()
    options.log_errors = False
    options.never_capture = True
    options.max_mem = _MAX_MEMORY
    return options


def to_re2(pattern: str) -> str:
    """The same expression for RE2: outside a class `.` is any character but a line feed or a carriage return."""
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


@lru_cache(maxsize=_CACHED)
def _compiled(pattern: str) -> Any:
    if len(pattern) > MAX_PATTERN:
        return None
    try:
        return re2.compile(to_re2(pattern), _options())
    except (re2.error, UnicodeError):
        return None


def cost(text: object, pattern: object) -> int:
    """An upper bound of the work of `matches`, in microseconds: characters times the size of the program."""
    if not isinstance(text, str) or not isinstance(pattern, str):
        return 0
    compiled = _compiled(pattern)
    return 0 if compiled is None else len(text) * int(compiled.programsize) // _STEPS_PER_COST


def matches(text: object, pattern: object, *, whole: bool) -> bool:
    """Whether a string matches (`whole`) or contains a match.

    False for anything that is no string, no regular expression, or a pattern of more than MAX_PATTERN characters.
    """
    if not isinstance(text, str) or not isinstance(pattern, str):
        return False
    compiled = _compiled(pattern)
    if compiled is None:
        return False
    try:
        return bool(compiled.fullmatch(text) if whole else compiled.search(text))
    except UnicodeError:  # a lone surrogate has no UTF-8 form, so it matches nothing
        return False
