"""JSON types by name, for messages."""

from __future__ import annotations

from flows.steps.base import Json

_NAMES: dict[type, str] = {
    dict: "an object",
    list: "a list",
    str: "a text",
    bool: "a boolean",
    int: "a number",
    float: "a number",
    type(None): "null",
}


def kind_of(value: Json) -> str:
    """What a person calls the type of a JSON value, with its article."""
    return _NAMES.get(type(value), type(value).__name__)


def is_number(value: Json) -> bool:
    """Whether a value is a JSON number; true and false are not."""
    return isinstance(value, int | float) and not isinstance(value, bool)
