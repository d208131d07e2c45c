"""What pydantic refuses, as problems at their JSON Pointers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from flows.definition.findings import MAX_KEPT, Findings
from flows.definition.rules_marks import Keys

_CODES = {"missing": "missing_field", "extra_forbidden": "unknown_field"}


def details(error: ValidationError) -> list[ErrorDetails]:
    """What was refused, without the values themselves."""
    return error.errors(include_url=False, include_context=False, include_input=False)


def report(refused: Iterable[ErrorDetails], document: Any, *, base: Keys, findings: Findings) -> None:
    """Adds one problem for each place of `document` that was refused; what the parts of a union say is joined."""
    places: dict[tuple[str, Keys], list[str]] = {}
    listed = list(refused)
    findings.leave_out(max(0, len(listed) - MAX_KEPT))
    for each in listed[:MAX_KEPT]:
        code = _CODES.get(each["type"], "invalid_value")
        keys = place_of(each["loc"], document, missing=each["type"] == "missing")
        places.setdefault((code, keys), []).append(reason_of(each["msg"]))
    outer = {keys[:length] for _, keys in places for length in range(len(keys))}
    for (code, keys), reasons in places.items():
        if keys and keys in outer and code == "invalid_value" and len(places) > 1:
            continue
        whole = (*base, *keys)
        field = str(whole[-1]) if whole else "definition"
        findings.add(code, whole, field=field, reason=", or ".join(dict.fromkeys(reasons)))


def place_of(loc: tuple[int | str, ...], document: Any, *, missing: bool) -> Keys:
    """Where a refusal lies. Pydantic's own parts (the members of a union) are no keys of the document."""
    keys: list[str | int] = []
    node = document
    for part in loc[:-1] if missing else loc:
        if _has(node, part):
            node = node[part]
            keys.append(part)
    return (*keys, loc[-1]) if missing else tuple(keys)


def _has(node: Any, part: int | str) -> bool:
    if isinstance(node, list):
        return isinstance(part, int) and part < len(node)
    return isinstance(node, dict) and part in node


def reason_of(message: str) -> str:
    """A message of pydantic as part of a sentence."""
    text = message.removeprefix("Value error, ")
    return text[:1].lower() + text[1:].rstrip(".")
