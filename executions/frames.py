"""Events as the API and the live view show them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from executions.codec import loads
from executions.redaction import Redaction

ERROR_NAMES = ("errorName", "code", "stepInstanceId", "attempts")


def event_data(text: str, hidden: Redaction) -> dict[str, Any]:
    """What an event carries. Of an error only names, when there is something to hide: its texts may hold it."""
    data: dict[str, Any] = loads(text)
    error: Mapping[str, Any] | None = data.get("error")
    if hidden and error:
        data["error"] = {name: error.get(name) for name in ERROR_NAMES}
    return data
