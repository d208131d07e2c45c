"""Reading configured values that may be templates: the text, number or flag they come to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flows.definition.errors import PermanentStepError
from flows.steps.base import Json, StepContext

_FLAGS = {"true": True, "false": False}


def compact(value: Json) -> str:
    """JSON text without spaces, non-ASCII kept."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def as_text(value: Json) -> str:
    """How a template prints a value: text as it is, null as nothing, everything else as JSON."""
    if isinstance(value, str):
        return value
    return "" if value is None else compact(value)


def text(ctx: StepContext, template: str, *, target: str, names: Mapping[str, Any] | None = None) -> str:
    """The text of a template, or of the value a whole-string `$...` path finds."""
    if template.startswith("$"):
        return as_text(ctx.render(template, target=target))
    return ctx.render_text(template, target=target, names=names)


def required_text(ctx: StepContext, template: str, *, target: str, code: str) -> str:
    """The stripped text of a template; PermanentStepError `code` when it is empty."""
    found = text(ctx, template, target=target).strip()
    if not found:
        raise PermanentStepError(code, f"{target} is empty: '{template}' must give a text.", details={"field": target})
    return found


def whole_number(ctx: StepContext, value: int | str | None, *, target: str, low: int, high: int) -> int | None:
    """A configured integer or the integer its template gives, from `low` to `high`; None for None."""
    if value is None:
        return None
    number = _integer(text(ctx, value, target=target)) if isinstance(value, str) else value
    if number is None or not low <= number <= high:
        raise _invalid(target, value, f"must give a whole number from {low} to {high}")
    return number


def flag(ctx: StepContext, value: bool | str, *, target: str) -> bool:
    """A configured true or false, or the one its template gives."""
    if isinstance(value, bool):
        return value
    found = _FLAGS.get(text(ctx, value, target=target).strip().lower())
    if found is None:
        raise _invalid(target, value, "must give true or false")
    return found


def _integer(digits: str) -> int | None:
    trimmed = digits.strip()
    bare = trimmed.removeprefix("-")
    return int(trimmed) if bare.isascii() and bare.isdigit() and len(bare) <= 18 else None


def _invalid(target: str, value: Json, what: str) -> PermanentStepError:
    return PermanentStepError("invalid_config", f"{target} {what}; '{value}' does not.", details={"field": target})
