"""A sandbox run as it is shown: every value while there is room for it, then by its beginning and its size."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from executions.engine.status import StepStatus
from executions.sandbox import Driver
from executions.sandbox_ports import Passage
from executions.values import WHOLE_BYTES
from flows.definition.json_patch import json_patch
from flows.definition.preview import preview
from flows.definition.scope import MISSING, Lazy, materialise

SMALL = 4096
MAX_NAMED = 5
DRY_RUN = "DRY_RUN"
BROKEN_OFF = frozenset({StepStatus.RUNNING, StepStatus.RETRYING, StepStatus.CANCELLED})


class Showing:
    """The values of one answer, `room` bytes of them whole. `named` shows a large value of a recorded run."""

    def __init__(self, *, named: Callable[[Lazy], Any] | None = None, room: int = WHOLE_BYTES) -> None:
        self._named = named
        self._room = room
        self._sizes: dict[int, int] = {}

    def value(self, value: Any) -> Any:
        """The value whole if there is room; else the members of an object that fit, or `{preview, bytes, href}`."""
        if value is MISSING:
            return None
        size = self._size(value)
        if size <= self._room:
            self._room -= size
            return materialise(value)
        if isinstance(value, Lazy) and self._named is not None:
            return self._named(value)
        if isinstance(value, dict) and self._room > 0:
            return {key: self.value(child) for key, child in value.items()}
        return {"preview": preview(value), "bytes": size, "href": None}

    def lines(self, values: tuple[Mapping[str, Any], ...]) -> list[dict[str, Any]]:
        """The first of these objects for which there is room."""
        shown: list[dict[str, Any]] = []
        for value in values:
            size = self._size(value)
            if size > self._room:
                break
            self._room -= size
            shown.append(dict(value))
        return shown

    def _size(self, value: Any) -> int:
        """About how many bytes a value's text has. Large parts are counted once, however often they are met."""
        if isinstance(value, str):
            return len(value) + 2
        if isinstance(value, Lazy):
            return value.bytes
        if not isinstance(value, dict | list | tuple):
            return 8
        known = self._sizes.get(id(value))
        if known is not None:
            return known
        if isinstance(value, dict):
            size = 2 + sum(len(str(key)) + 4 + self._size(child) for key, child in value.items())
        else:
            size = 2 + sum(1 + self._size(child) for child in value)
        if size > SMALL:
            self._sizes[id(value)] = size
        return size


def patch_of(passage: Passage, showing: Showing) -> list[dict[str, Any]]:
    """What the visit changed in the context, as JSON Patch; nothing while it is not left."""
    if passage.after is None:
        return []
    patch = json_patch(passage.before, passage.after)
    return [{**op, "value": showing.value(op["value"])} if "value" in op else op for op in patch]


def status_of(passage: Passage) -> str:
    """The visit's status, DRY_RUN when nothing was sent."""
    return DRY_RUN if passage.dry else passage.visit.status


def first(driver: Driver) -> tuple[Passage | None, str, Mapping[str, Any] | None]:
    """The visit a step was tried in (None: it could not even be entered), how it stands, and its error."""
    passage = driver.passages.get(1)
    outcome = driver.state.outcome
    error = outcome.error if outcome is not None else None
    if passage is None or passage.visit.status in BROKEN_OFF:
        return passage, StepStatus.FAILED, error
    return passage, status_of(passage), passage.visit.error or error


def hint_of(driver: Driver, before: int | None = None) -> str | None:
    """What a failure may come from: steps that were not sent before the visit `before` (None: at all)."""
    passages = sorted(driver.passages.items())
    dry = [one.visit.step for seq, one in passages if one.dry and (before is None or seq < before)]
    if not dry:
        return None
    names = ", ".join(list(dict.fromkeys(dry))[:MAX_NAMED])
    return f"Not sent in this dry run: {names}. If the step needs what they would give, mock or pin their outputs."
