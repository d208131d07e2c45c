"""Moving values between the context and a step: input mappings with literals, and output mappings.

Plans are compiled once for a definition and used for every run of the step. Source: flow-definition, sections 4 and 5.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flows.definition.context import Change, ChangeKind, Key, path_text, place
from flows.definition.errors import MappingError, StepError
from flows.definition.explain import why_missing, why_missing_in
from flows.definition.jsonpath import Path, compile_path, compile_target
from flows.definition.mapping_event import (
    MATCHED_NOTHING,
    EventKind,
    EventStatus,
    MappingEvent,
    failed,
    succeeded,
    with_events,
)
from flows.definition.preview import Mask
from flows.definition.scope import MISSING, Scope
from flows.definition.values import Templated, compile_value

Json = Any

_INPUT, _LITERAL, _OUTPUT = EventKind.INPUT.value, EventKind.LITERAL.value, EventKind.OUTPUT.value
_VALUE, _FROM_OUTPUT = int(ChangeKind.VALUE), int(ChangeKind.FROM_OUTPUT)


@dataclass(frozen=True, slots=True)
class Mapped:
    """The input of a step, its mapping events in order, and how many of them are warnings."""

    input: dict[str, Any]
    events: list[MappingEvent]
    warnings: int


@dataclass(frozen=True, slots=True)
class Applied:
    """The context after a step, and what changed: see `context.apply_changes` for `changes`.

    `added` and `changed` count targets that did not and did exist before; `removed` is always 0.
    """

    root: dict[str, Any]
    changes: list[Change]
    events: list[MappingEvent]
    warnings: int
    added: int
    changed: int
    removed: int


@dataclass(frozen=True, slots=True)
class _Entry:
    """One mapping: where to (keys, as text, as JSON) and where from."""

    target: str
    keys: tuple[Key, ...]
    key_list: list[Key]
    path: Path
    source: list[Key] | None
    required: bool

    def change(self, value: Json) -> Change:
        """The change of this output mapping; a value that lies in the output is named, not repeated."""
        if self.source is None:
            return [self.key_list, _VALUE, value]
        return [self.key_list, _FROM_OUTPUT, self.source]


@dataclass(frozen=True, slots=True)
class _LiteralEntry:
    target: str
    keys: tuple[Key, ...]
    value: Templated
    event: MappingEvent

    def lay(
        self, mapped: dict[str, Any], scope: Scope, events: list[MappingEvent], mask: Mask | None
    ) -> dict[str, Any]:
        """The input with this literal laid over; its templates see the input so far."""
        try:
            if self.value.constant:
                laid = _laid(mapped, self.keys, self.value.value)
                shown = self.event if mask is None else _literal_event(self.target, self.value.value, mask)
                events.append(dict(shown))
                return laid
            value = self.value.render_or_missing(scope, mapped, events.append, self.target, kind=_LITERAL, mask=mask)
            return mapped if value is MISSING else _laid(mapped, self.keys, value)
        except StepError as error:
            raise _recorded(error, events, _LITERAL, self.target, self.target) from None


class InputPlan:
    """Builds a step's input: mappings in the order written, then literals laid over."""

    __slots__ = ("_entries", "_literals")

    def __init__(self, entries: list[_Entry], literals: list[_LiteralEntry]) -> None:
        self._entries = entries
        self._literals = literals

    def build(self, scope: Scope, mask: Mask | None = None) -> Mapped:
        """The input, which may hold lazy leaves of the context. `mask` hides secrets in previews.

        Raises MappingError `required_path_missing` or `target_conflict`, or what a template or path raises; the
        error's `events` are those so far.
        """
        mapped: dict[str, Any] = {}
        events: list[MappingEvent] = []
        warnings = 0
        for entry in self._entries:
            try:
                value = entry.path.read(scope)
                if value is MISSING or (entry.required and not entry.path.singular and not value):
                    warnings += _missing(_INPUT, entry, why_missing(entry.path, scope), events)
                else:
                    mapped = _laid(mapped, entry.keys, value)
                    events.append(_found(_INPUT, entry, value, mask))
            except StepError as error:
                raise _recorded(error, events, _INPUT, entry.target, entry.path.text) from None
        for literal in self._literals:
            mapped = literal.lay(mapped, scope, events, mask)
        if self._literals:
            warnings = sum(event["status"] == EventStatus.WARN.value for event in events)
        return Mapped(mapped, events, warnings)


class OutputPlan:
    """Applies a step's output to the context."""

    __slots__ = ("_entries",)

    def __init__(self, entries: list[_Entry]) -> None:
        self._entries = entries

    def apply(self, root: dict[str, Any], output: Json, mask: Mask | None = None) -> Applied:
        """The new context (the old one is untouched) and the changes that lead to it.

        Raises MappingError `required_path_missing` or `target_conflict`; the error's `events` are those so far.
        """
        events: list[MappingEvent] = []
        changes: list[Change] = []
        warnings = added = 0
        for entry in self._entries:
            path = entry.path
            try:
                value = path.read_document(output)
                if value is MISSING or (entry.required and not path.singular and not value):
                    reason = why_missing_in(path.keys or (), output) if path.singular else MATCHED_NOTHING
                    warnings += _missing(_OUTPUT, entry, reason, events)
                    continue
                root, existed = place(root, entry.keys, value)
            except StepError as error:
                raise _recorded(error, events, _OUTPUT, entry.target, path.text) from None
            added += not existed
            changes.append(entry.change(value))
            events.append(_found(_OUTPUT, entry, value, mask))
        return Applied(root, changes, events, warnings, added, len(changes) - added, 0)


def _laid(mapped: dict[str, Any], keys: tuple[Key, ...], value: Json) -> dict[str, Any]:
    """`mapped` belongs to one build and may be changed at its top; what was mapped into it may not."""
    if len(keys) == 1 and type(keys[0]) is str:
        mapped[keys[0]] = value
        return mapped
    laid: dict[str, Any] = place(mapped, keys, value)[0]
    return laid


def _found(kind: str, entry: _Entry, value: Json, mask: Mask | None) -> MappingEvent:
    event = succeeded(kind, entry.target, entry.path.text, value, mask)
    if value == [] and not entry.path.singular:
        event["reason"] = MATCHED_NOTHING
    return event


def _missing(kind: str, entry: _Entry, reason: str, events: list[MappingEvent]) -> int:
    """Record a warning and count it, or raise when the path is required."""
    if entry.required:
        raise MappingError(
            "required_path_missing",
            f"{entry.target} needs {entry.path.text}, which was not found: {reason}",
            details={"target": entry.target, "path": entry.path.text, "reason": reason},
        )
    events.append(failed(kind, entry.target, entry.path.text, reason, error=False))
    return 1


def _recorded(error: StepError, events: list[MappingEvent], kind: str, target: str, expression: str) -> StepError:
    """The error with its events; a leaf inside a literal has recorded its own already."""
    if not events or events[-1]["status"] != EventStatus.ERROR.value:
        events.append(failed(kind, target, expression, error.message, error=True))
    return with_events(error, events)


def compile_inputs(input_mappings: Mapping[str, Any], literals: Mapping[str, Json]) -> InputPlan:
    """A plan from `inputMappings` (target -> path, or an object with `path` and `required`) and `literals`.

    Raises ExpressionError for a target, path or template that cannot be read.
    """
    entries = [_entry(target, source, relative=True) for target, source in input_mappings.items()]
    return InputPlan(entries, [_literal(target, value) for target, value in literals.items()])


def compile_outputs(step_id: str, output_mappings: Mapping[str, Any] | None) -> OutputPlan:
    """A plan from `outputMappings`; None keeps the whole output under `$.steps_output.<id>`, {} keeps nothing.

    Raises ExpressionError for a target or path that cannot be read.
    """
    if output_mappings is None:
        return OutputPlan([_make_entry(path_text(("steps_output", step_id)), ("steps_output", step_id), "$", False)])
    return OutputPlan([_entry(target, source, relative=False) for target, source in output_mappings.items()])


def _entry(target: str, source: Any, *, relative: bool) -> _Entry:
    path, required = _source(source)
    return _make_entry(target, compile_target(target, relative=relative), path, required)


def _make_entry(target: str, keys: tuple[Key, ...], text: str, required: bool) -> _Entry:
    path = compile_path(text)
    return _Entry(
        target=target,
        keys=keys,
        key_list=list(keys),
        path=path,
        source=None if path.keys is None else list(path.keys),
        required=required,
    )


def _source(source: Any) -> tuple[str, bool]:
    """A path alone, or an object (or model) with `path` and `required`."""
    if isinstance(source, str):
        return source, False
    if isinstance(source, Mapping):
        return source.get("path", ""), bool(source.get("required", False))
    return source.path, bool(source.required)


def _literal(target: str, value: Json) -> _LiteralEntry:
    templated = compile_value(value)
    event = _literal_event(target, templated.value, None)
    return _LiteralEntry(target, compile_target(target, relative=True), templated, event)


def _literal_event(target: str, value: Json, mask: Mask | None) -> MappingEvent:
    """The event of a constant, whose expression is the value itself."""
    event = succeeded(_LITERAL, target, "", value, mask)
    event["expression"] = event["preview"]
    return event
