"""What a capsule does not hold: hidden values, and values there is no room for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from allma_site.common.problems import Unprocessable
from connections.masking import MASK, SHORTEST_SECRET
from executions.codec import dumps
from executions.redaction import Redaction
from flows.definition.context import ChangeKind, put, reach
from flows.definition.errors import StepError
from flows.definition.scope import MISSING, Lazy, materialise

Json = Any

MAX_VALUE = 2**20
"""A value of a visit with more bytes than this is left out."""

MAX_BYTES = 7 * 2**20
"""Of all values together, so that a capsule can be sent back: a request has 10 MiB unless it is told otherwise."""

MAX_LOOKED_THROUGH = 256 * 2**20
OMITTED = "allma:omitted"


class Room:
    """What there is room for. `omitted` are the values that were left out, as the capsule lists them."""

    def __init__(self) -> None:
        self._left = MAX_BYTES
        self._looked_through = 0
        self.omitted: list[dict[str, Any]] = []

    def take(self, value: Json, at: str) -> Json:
        """The value, wholly loaded; large parts of it, or all, as `{"allma:omitted": bytes}`."""
        kept = self._loaded(value, at)
        size = len(dumps(kept))
        if size <= min(self._left, MAX_VALUE):
            self._left -= size
            return kept
        return self._omit(size, at)

    def has_room(self, value: Json, at: str) -> bool:
        """Whether a part that is left out altogether otherwise fits."""
        size = len(dumps(value))
        if size <= min(self._left, MAX_VALUE):
            self._left -= size
            return True
        self._omit(size, at)
        return False

    def whole(self, value: Json) -> Json:
        """The value wholly loaded, to be looked through. Unprocessable when there is too much to look through."""
        found = materialise(value)
        self._looked_through += len(dumps(found))
        if self._looked_through > MAX_LOOKED_THROUGH:
            message = "The run has too much data to look through for what its redactPaths hide."
            raise Unprocessable(message, code="capsule_too_large")
        return found

    def _loaded(self, value: Json, at: str) -> Json:
        if type(value) is Lazy:
            if value.bytes > min(self._left, MAX_VALUE):
                return self._omit(value.bytes, at)
            try:
                return materialise(value.value)
            except StepError:
                return self._omit(value.bytes, at)
        if isinstance(value, dict):
            return {key: self._loaded(child, f"{at}/{_escaped(key)}") for key, child in value.items()}
        if isinstance(value, list | tuple):
            return [self._loaded(child, f"{at}/{index}") for index, child in enumerate(value)]
        return value

    def _omit(self, size: int, at: str) -> dict[str, int]:
        self.omitted.append({"at": at, "bytes": size})
        return {OMITTED: size}


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def written(changes: Iterable[Sequence[Any]], output: Json) -> Iterator[tuple[list[Any], Json]]:
    """Where the changes of a visit put something, and what."""
    for keys, kind, payload in changes:
        value = payload if kind == ChangeKind.VALUE else reach(output, payload)
        if value is not MISSING:
            yield keys, value


class Cover:
    """Hides what `redactPaths` name, wherever it stands; numbers too, since a capsule leaves the house."""

    def __init__(self, hidden: Redaction) -> None:
        self.hidden = hidden
        self._numbers_met: dict[str, bool] = {}

    def __bool__(self) -> bool:
        return bool(self.hidden)

    def context(self, value: Json) -> Json:
        """Anything laid out like a context."""
        return self._numbers(self.hidden.context(value)) if self.hidden else value

    def member(self, name: str, value: Json) -> Json:
        """A member of the context."""
        found = reach(self.context({name: value}), (name,)) if self.hidden else value
        return found if isinstance(found, dict) else {}

    def at(self, keys: Sequence[Any], value: Json) -> Json:
        """What lies at keys of a context that has nothing else; masked when a path hides more."""
        if not self.hidden:
            return value
        found = reach(self.context(put({}, keys, value)), keys)
        return MASK if found is MISSING else found

    def output(self, value: Json, step: str) -> Json:
        """What a step gave."""
        return self._numbers(self.hidden.output(value, step)) if self.hidden else value

    def result(self, value: Json) -> Json:
        """What the run gave."""
        return self._numbers(self.hidden.result(value)) if self.hidden else value

    def texts(self, value: Json) -> Json:
        """Anything else."""
        return self._numbers(self.hidden.texts(value)) if self.hidden else value

    def changes(self, changes: Sequence[Any], covered: Json) -> tuple[list[list[Any]], Json]:
        """The changes of a visit, and its covered output: what a change takes from it is hidden as in the context."""
        if not self.hidden:
            return [list(each) for each in changes], covered
        kept: list[list[Any]] = []
        for keys, kind, payload in changes:
            if kind == ChangeKind.VALUE:
                kept.append([keys, kind, self.at(keys, payload)])
                continue
            taken = reach(covered, payload)
            if taken is MISSING:  # all around it is hidden
                kept.append([keys, int(ChangeKind.VALUE), MASK])
                continue
            kept.append([keys, kind, payload])
            covered = put(covered, payload, self.at(keys, taken))
        return kept, covered

    def transition(self, way: Mapping[str, Any]) -> dict[str, Any]:
        """A way out, without what its condition compared."""
        return {**way, "operands": []} if self.hidden else dict(way)

    def error(self, error: Mapping[str, Any]) -> dict[str, Any]:
        """An error, without its details."""
        return {**self.texts(dict(error)), "details": {}} if self.hidden else dict(error)

    def attempt(self, entry: Mapping[str, Any]) -> dict[str, Any]:
        """A line of the attempt log."""
        error = entry.get("error")
        return {**self.texts(dict(entry)), "error": self.error(error) if error else None}

    def event(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """A mapping event, without what was found."""
        if not self.hidden:
            return dict(event)
        kept = {name: value for name, value in event.items() if name != "operands"}
        return {**self.texts(kept), "preview": MASK}

    def _numbers(self, value: Json) -> Json:
        """Numbers of at least four digits that the paths found, as the texts they would make."""
        if isinstance(value, dict):
            return {key: self._numbers(child) for key, child in value.items()}
        if isinstance(value, list):
            return [self._numbers(child) for child in value]
        if isinstance(value, int | float) and not isinstance(value, bool):
            return MASK if self._is_hidden(str(value)) else value
        return value

    def _is_hidden(self, number: str) -> bool:
        if len(number) < SHORTEST_SECRET:
            return False
        found = self._numbers_met.get(number)
        if found is None:
            found = self._numbers_met[number] = self.hidden.texts(number) == MASK
        return found
