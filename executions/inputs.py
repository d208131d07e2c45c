"""What may be given to a run at its start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flows.definition.jsonschema_check import compile_schema
from flows.definition.scope import RESERVED_ROOTS


@dataclass(frozen=True, slots=True)
class InputError:
    """What is wrong with an input, and where (a JSON Pointer into it)."""

    path: str
    message: str


def input_errors(given: Any, schema: Mapping[str, Any] | None) -> list[InputError]:
    """Why a run cannot start with this input; empty when it can."""
    if not isinstance(given, dict):
        return [InputError("", "The input must be an object.")]
    reserved = sorted(RESERVED_ROOTS & given.keys())
    if reserved:
        return [InputError(f"/{name}", f"{name} is a reserved name; choose another.") for name in reserved]
    if schema is None:
        return []
    return [InputError(error["path"], error["message"]) for error in compile_schema(dict(schema)).errors(given)]
