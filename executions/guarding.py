"""The guard every value that comes from a step passes before it is kept."""

from __future__ import annotations

from typing import Any

from pydantic_core import PydanticSerializationError, to_json

from allma_site.common.json_guard import JsonGuardError, check
from executions.codec import without_lazies
from flows.definition.errors import PermanentStepError


def guarded_size(value: Any, *, most: int) -> tuple[int, bool]:
    """The bytes of a value's text, and whether it has lazy leaves (then they count as null and nothing is too large).

    PermanentStepError `output_too_large` above `most` bytes, or the JSON guard's code.
    """
    try:
        text = to_json(value)
        check(value)
    except PydanticSerializationError:
        return _without_lazies(value), True
    except JsonGuardError as error:
        raise _refused(error) from None
    except (ValueError, RecursionError):
        raise PermanentStepError("json_too_deep", "The value is nested too deeply to be kept.") from None
    if len(text) > most:
        raise PermanentStepError("output_too_large", f"The value has {len(text)} bytes; {most} are allowed.")
    return len(text), False


def _without_lazies(value: Any) -> int:
    plain = without_lazies(value, [], [])
    try:
        check(plain)
    except JsonGuardError as error:
        raise _refused(error) from None
    return len(to_json(plain))


def _refused(error: JsonGuardError) -> PermanentStepError:
    return PermanentStepError(error.code, f"At {error.path or '/'}: {error.message}")
