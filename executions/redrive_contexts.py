"""The context a redrive begins with: the recorded one, or what somebody made of it.

Large values lie in the blob store. Somebody who edits sees them whole or as `{preview, bytes, href}`, and may send them
back either way: what was not changed stays where it is.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from allma_site.common.json_guard import JsonGuardError, check
from allma_site.common.problems import FieldError, Invalid
from executions.blobs import Externaliser
from executions.codec import encode, without_lazies
from flows.definition.json_patch import PatchError, apply_patch, json_patch, keys_of, same
from flows.definition.scope import MISSING, VIEWS, WRITABLE_RESERVED, Lazy, materialise

POINTER = frozenset({"preview", "bytes", "href"})
HREF = re.compile(r"/blobs/([0-9a-f]{64}(?:\.jsonl)?)/$")


@dataclass(frozen=True, slots=True)
class Edited:
    """A context, how it differs from the recorded one (JSON Patch), and the blobs that were written for it."""

    root: dict[str, Any]
    patch: list[dict[str, Any]] = field(default_factory=list)
    blobs: Mapping[str, int] = field(default_factory=dict)


def edit(workspace_id: uuid.UUID, recorded: dict[str, Any], *, context: Any, patch: Any) -> Edited:
    """The recorded context with `context` in its place or `patch` applied; MISSING or None leaves it as it is.

    Raises Invalid naming what is wrong in `/context` or `/contextPatch`.
    """
    if context is not None and patch is not None:
        raise Invalid.field("/contextPatch", "send either context or contextPatch.")
    if context is None and patch is None:
        return Edited(recorded)
    before, after = _replaced(recorded, context) if patch is None else _patched(recorded, patch)
    at = "/context" if patch is None else "/contextPatch"
    _check(after, at)
    difference = json_patch(before, after)
    if not difference:
        return Edited(recorded)
    externaliser = Externaliser(workspace_id)
    root = {name: _stored(value, recorded.get(name, MISSING), externaliser) for name, value in after.items()}
    _check_size(root, at)
    return Edited(root, difference, externaliser.written)


def _replaced(recorded: dict[str, Any], context: Any) -> tuple[Any, Any]:
    if not isinstance(context, dict):
        raise Invalid.field("/context", "must be a JSON object.")
    return _paired(recorded, _with_large(context, {leaf.sha256: leaf for leaf in _lazies(recorded)}))


def _patched(recorded: dict[str, Any], patch: Any) -> tuple[Any, Any]:
    known = {leaf.sha256: leaf for leaf in _lazies(recorded)}
    try:
        before = _opened(recorded, patch)
        return before, apply_patch(before, _with_large(patch, known))
    except PatchError as error:
        raise Invalid.field(f"/contextPatch/{error.index}", f"{error.message}.") from None


def _check(after: Any, at: str) -> None:
    if not isinstance(after, dict):
        raise Invalid.field(at, "the context must stay a JSON object.")
    found = [
        FieldError(f"{at}/{name}", f"{name} is a view of the run and cannot be edited.") for name in VIEWS & set(after)
    ]
    found += [
        FieldError(f"{at}/{name}", f"{name} must stay an object; steps write to it.")
        for name in sorted(WRITABLE_RESERVED & set(after))
        if not isinstance(after[name], dict | Lazy)
    ]
    if found:
        raise Invalid(f"{found[0].path}: {found[0].message}", errors=found)
    try:
        check(without_lazies(after, [], []))
    except JsonGuardError as error:
        raise Invalid.field(f"{at}{error.path}", error.message, code=error.code) from None


def _check_size(root: dict[str, Any], at: str) -> None:
    size, limit = len(encode(root)[0]), settings.ENV.max_context_bytes
    if size > limit:
        message = f"the context would have {size} bytes; {limit} are allowed. Keep less in it."
        raise Invalid.field(at, message, code="context_too_large")


def _lazies(value: Any) -> Iterator[Lazy]:
    if type(value) is Lazy:
        yield value
    elif isinstance(value, dict | list):
        for child in value.values() if isinstance(value, dict) else value:
            yield from _lazies(child)


def _with_large(value: Any, known: Mapping[str, Lazy]) -> Any:
    """What was sent with `{preview, bytes, href}` replaced by the large value of this context that it names."""
    if not known:
        return value
    if isinstance(value, dict):
        if value.keys() == POINTER and isinstance(value["href"], str):
            named = HREF.search(value["href"])
            if named and named[1] in known:
                return known[named[1]]
        return {key: _with_large(child, known) for key, child in value.items()}
    return [_with_large(child, known) for child in value] if isinstance(value, list) else value


def _paired(recorded: Any, given: Any) -> tuple[Any, Any]:
    """Both values so that they can be compared: a large value that was sent whole is loaded, unless it is the same."""
    if type(recorded) is Lazy and type(given) is not Lazy:
        if not isinstance(given, dict | list):
            return recorded, recorded if same(recorded.value, given) else given
        return (recorded, recorded) if same(recorded.value, given) else (recorded.value, given)
    if isinstance(recorded, dict) and isinstance(given, dict):
        pairs = {key: _paired(recorded[key], given[key]) for key in given if key in recorded}
        before = {key: pairs[key][0] if key in pairs else value for key, value in recorded.items()}
        return before, {key: pairs[key][1] if key in pairs else value for key, value in given.items()}
    if isinstance(recorded, list) and isinstance(given, list) and len(recorded) == len(given):
        both = [_paired(one, other) for one, other in zip(recorded, given, strict=True)]
        return [one for one, _ in both], [other for _, other in both]
    return recorded, given


def _opened(root: dict[str, Any], patch: Any) -> Any:
    """The context with those large values loaded that the operations reach into, or test."""
    opened: Any = root
    for operation in patch if isinstance(patch, list) else ():
        if not isinstance(operation, dict):
            continue
        for name in ("path", "from"):
            keys = _keys(operation.get(name))
            opened = _open_way(opened, keys, whole=operation.get("op") == "test")
    return opened


def _keys(text: Any) -> list[str]:
    try:
        return keys_of(text) if isinstance(text, str) else []
    except ValueError:
        return []


def _open_way(node: Any, keys: Sequence[str], *, whole: bool) -> Any:
    if not keys:
        return materialise(node) if whole else node
    first, rest = keys[0], keys[1:]
    node = node.value if type(node) is Lazy else node
    if isinstance(node, dict) and first in node:
        child = _open_way(node[first], rest, whole=whole)
        return node if child is node[first] else {**node, first: child}
    if isinstance(node, list) and first.isdigit() and int(first) < len(node):
        place = int(first)
        child = _open_way(node[place], rest, whole=whole)
        return node if child is node[place] else [*node[:place], child, *node[place + 1 :]]
    return node


def _stored(value: Any, recorded: Any, externaliser: Externaliser) -> Any:
    """What is new with its large parts in the blob store; what is not, as it was recorded."""
    if value is recorded or type(value) is Lazy:
        return value
    if type(recorded) is Lazy and same(recorded.value, value):
        return recorded
    if isinstance(value, dict) and isinstance(recorded, dict):
        return {key: _stored(child, recorded.get(key, MISSING), externaliser) for key, child in value.items()}
    return externaliser.value(value)
