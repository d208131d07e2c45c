"""Filters of templates: those of Liquid behind a guard, and our own where Liquid's depend on the clock or can blow up.

Every call is charged for what goes in, and what comes out is capped, so that no chain of filters grows without end.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Protocol

import re2
from liquid.exceptions import FilterArgumentError, OutputStreamLimitError
from liquid.undefined import is_undefined

from flows.definition.scope import Lazy

Json = Any
Filter = Callable[..., Any]

MAX_TEXT = 2**20
MAX_ITEMS = 100_000
MAX_INTEGER_BITS = 4096
MAX_DATE_FORMAT = 200

_REMOVED = ("safe", "escapejs")
_TEXT_FILTERS = frozenset(
    [
        "append",
        "prepend",
        "capitalize",
        "downcase",
        "upcase",
        "escape",
        "escape_once",
        "lstrip",
        "rstrip",
        "strip",
        "strip_html",
        "strip_newlines",
        "newline_to_br",
        "remove",
        "remove_first",
        "remove_last",
        "replace",
        "replace_first",
        "replace_last",
        "split",
        "truncate",
        "truncatewords",
        "url_encode",
        "url_decode",
        "base64_encode",
        "base64_decode",
        "base64_url_safe_encode",
        "base64_url_safe_decode",
        "squish",
    ]
)
_HTML = (
    re2.compile(r"(?is)<script.*?</script>|<style.*?</style>|<!--.*?-->"),
    re2.compile(r"(?s)<[^>]*>"),
)
_DATE_FORMAT = re.compile(r"(?:[^%]|%[-_0^#]?[A-Za-z%])*")


class Guard(Protocol):
    """The part of a render context that filters are charged to."""

    def weigh(self, value: Any) -> None: ...


def to_text(value: Any) -> str:
    """What a value prints as: text as it is, objects and lists as JSON, booleans as true and false, null as nothing."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list | tuple):
        return to_json(value)
    if isinstance(value, range):
        return f"{value.start}..{value.stop - 1}"
    return str(value)


def to_json(value: Any) -> str:
    """Compact JSON text; lazy leaves are loaded."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_loaded)


def _loaded(value: Any) -> Any:
    if isinstance(value, Lazy):
        return value.value
    return list(value) if isinstance(value, range) else str(value)


def install(filters: dict[str, Filter]) -> None:
    """Replace every filter of an environment by a guarded one, and add ours."""
    for name in _REMOVED:
        filters.pop(name, None)
    filters.update(_OURS)
    for name, function in list(filters.items()):
        filters[name] = _guarded(name, function)


def _guarded(name: str, function: Filter) -> Filter:
    textual = name in _TEXT_FILTERS
    with_environment = getattr(function, "with_environment", False)

    def apply(left: Any, *args: Any, context: Any, **kwargs: Any) -> Any:
        for value in (left, *args):
            if is_undefined(value) and name != "default":
                str(value)  # raises the error that names the variable
            context.weigh(value)
        if textual:
            left = _as_text(left)
            args = tuple(_as_text(argument) for argument in args)
        if with_environment:
            kwargs["environment"] = context.env
        return _checked(function(left, *args, **kwargs), name)

    apply.with_context = True  # type: ignore[attr-defined]
    return apply


def _as_text(value: Any) -> Any:
    return to_text(value) if value is None or isinstance(value, bool | dict | list | tuple) else value


def _checked(result: Any, name: str) -> Any:
    if isinstance(result, str):
        _refuse_above(len(result), MAX_TEXT, name, "characters")
    elif isinstance(result, list | tuple):
        _refuse_above(len(result), MAX_ITEMS, name, "items")
    elif isinstance(result, int):
        _refuse_above(result.bit_length(), MAX_INTEGER_BITS, name, "bits")
    return result


def _refuse_above(size: int, limit: int, name: str, unit: str) -> None:
    if size > limit:
        raise OutputStreamLimitError(f"the filter '{name}' gives more than {limit} {unit}", token=None)


def _replace(text: Any, old: Any, new: Any = "") -> str:
    text, old, new = str(text), str(old), str(new)
    grown = len(text) + text.count(old) * max(len(new) - len(old), 0)
    _refuse_above(grown, MAX_TEXT, "replace", "characters")
    replaced: str = text.replace(old, new)
    return replaced


def _join(items: Any, separator: Any = " ") -> str:
    parts = [to_text(item) for item in items] if isinstance(items, list | tuple | range) else [to_text(items)]
    between = to_text(separator)
    _refuse_above(sum(map(len, parts)) + len(between) * len(parts), MAX_TEXT, "join", "characters")
    return between.join(parts)


def _concat(items: Any, more: Any) -> list[Any]:
    if not isinstance(more, list | tuple | range):
        raise FilterArgumentError(f"concat: expected an array, found {to_text(more)[:50]}", token=None)
    return [*(items if isinstance(items, list | tuple | range) else [items]), *more]


def _strip_html(text: Any) -> str:
    stripped = str(text)
    for pattern in _HTML:
        stripped = str(pattern.sub("", stripped))
    return stripped


def _uniq(items: Any, key: Any = None) -> list[Any]:
    if not isinstance(items, list | tuple | range):
        items = [items]
    found: dict[str, Any] = {}
    for item in items:
        part = item.get(key) if key is not None and isinstance(item, Mapping) else item
        found.setdefault(to_json(part), item)
    return list(found.values())


def _date(moment: Any, layout: Any = "%Y-%m-%d") -> str:
    layout = str(layout)
    if len(layout) > MAX_DATE_FORMAT or not _DATE_FORMAT.fullmatch(layout):
        raise FilterArgumentError("date: use a format such as '%Y-%m-%d %H:%M'", token=None)
    return _moment(moment).strftime(layout)


def _moment(value: Any) -> datetime:
    """ISO-8601 text or seconds since 1970; the current time is `execution.now`, so that a replay gives the same."""
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value, UTC)
        return datetime.fromisoformat(value)
    except (TypeError, ValueError, OverflowError, OSError):
        raise FilterArgumentError(
            "date: expected an ISO-8601 date or seconds since 1970; the current time is execution.now", token=None
        ) from None


_OURS: dict[str, Filter] = {
    "concat": _concat,
    "date": _date,
    "join": _join,
    "json": to_json,
    "replace": _replace,
    "strip_html": _strip_html,
    "uniq": _uniq,
}
