"""The record of one mapping, template or condition: what was read, what came of it, and why it failed."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, TypeVar

from flows.definition.errors import StepError
from flows.definition.preview import Mask, preview

Json = Any
MappingEvent = dict[str, Any]
_Error = TypeVar("_Error", bound=StepError)

MATCHED_NOTHING = "matched nothing"


class EventKind(StrEnum):
    """What the event is about."""

    INPUT = "INPUT"
    LITERAL = "LITERAL"
    OUTPUT = "OUTPUT"
    TEMPLATE = "TEMPLATE"
    CONDITION = "CONDITION"


class EventStatus(StrEnum):
    """SUCCESS, WARN (the key was left out) or ERROR (the step failed)."""

    SUCCESS = "SUCCESS"
    WARN = "WARN"
    ERROR = "ERROR"


def succeeded(kind: str, target: str, expression: str, value: Json, mask: Mask | None = None) -> MappingEvent:
    """The value was found; an empty list of a path to many says so in `reason`."""
    return {
        "kind": kind,
        "target": target,
        "expression": expression,
        "status": "SUCCESS",
        "preview": preview(value, mask=mask) if mask is not None else preview(value),
    }


def failed(kind: str, target: str, expression: str, reason: str, *, error: bool) -> MappingEvent:
    """Nothing was found: a warning, or the error that ended the step."""
    status = EventStatus.ERROR if error else EventStatus.WARN
    return {
        "kind": kind,
        "target": target,
        "expression": expression,
        "status": status.value,
        "preview": "",
        "reason": reason,
    }


def with_events(error: _Error, events: list[MappingEvent]) -> _Error:
    """The error with the events so far as its attribute `events`, so that they can be recorded."""
    error.__dict__["events"] = events
    return error
