"""Why a path found nothing, in words that help to repair it."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from flows.definition.context import Key, path_text, reach
from flows.definition.jsonpath import Path
from flows.definition.preview import preview
from flows.definition.scope import MISSING, Scope, resolve

Json = Any

MAX_KEYS = 10
MAX_CANDIDATES = 500
KEY_LENGTH = 60


def why_missing(path: Path, scope: Scope) -> str:
    """Which segment of the path failed, which keys were there (at most 10), and the nearest name."""
    if path.keys is None:
        return f"{path.text} matched nothing."
    if path.from_view and path.keys[0] in scope.views:
        return why_missing_in(path.keys, {str(path.keys[0]): scope.views[str(path.keys[0])]}, scope.names())
    return why_missing_in(path.keys, scope.root, scope.names())


def why_missing_in(keys: tuple[Key, ...], document: Json, root_names: list[str] | None = None) -> str:
    """The same for keys that do not lead to a value in a document."""
    for depth, key in enumerate(keys):
        parent = resolve(reach(document, keys[:depth]))
        if reach(parent, (key,)) is MISSING:
            names = root_names if depth == 0 and root_names is not None else None
            return _reason(parent, key, path_text(keys[:depth]), names)
    return "It was found."


def _reason(parent: Json, key: Key, where: str, names: list[str] | None) -> str:
    if isinstance(key, int):
        if type(parent) is list:
            return f"{where} has {len(parent)} element(s), so there is no [{key}]."
        return f"{where} is {_kind(parent)}, not a list, so there is no [{key}]."
    if type(parent) is not dict:
        return f"{where} is {_kind(parent)}, not an object, so there is no {_quoted(key)}."
    known = names if names is not None else list(parent)
    if not known:
        return f"{where} is an empty object, so there is no {_quoted(key)}."
    return f"{where} has no {_quoted(key)}; it has {_listed(known)}.{_nearest(key, known)}"


_KINDS = {dict: "an object", list: "a list", str: "a string", bool: "a boolean", int: "a number", float: "a number"}


def _kind(value: Json) -> str:
    return "null" if value is None else _KINDS.get(type(value), "a value")


def _quoted(key: Key) -> str:
    return preview(key, KEY_LENGTH)


def _listed(names: list[str]) -> str:
    shown = ", ".join(_quoted(name) for name in names[:MAX_KEYS])
    return f"{shown} and {len(names) - MAX_KEYS} more" if len(names) > MAX_KEYS else shown


def _nearest(key: str, names: list[str]) -> str:
    close = nearest_name(key, names)
    return "" if close is None else f" Did you mean {_quoted(close)}?"


def nearest_name(key: str, names: list[str]) -> str | None:
    """The name that is written most like the key, None when none is close. Case does not count."""
    candidates = [name for name in names[:MAX_CANDIDATES] if len(name) <= KEY_LENGTH]
    folded = {name.casefold(): name for name in candidates}
    close = get_close_matches(key[:KEY_LENGTH].casefold(), folded, n=1)
    return folded[close[0]] if close else None
