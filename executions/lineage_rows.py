"""The writes and visits of a run, from its rows, as `lineage` asks for them.

A branch's context is what its fork saw, then the branch's own inputs, then its visits; a chunk of a distributed fork
goes on from the run it works for.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from executions import contexts
from executions.codec import decode, loads
from executions.contexts import JUMPS, Side, cursor_of
from executions.engine.evolve import fork_key
from executions.lineage import Place, Told, Write, WriterKind
from executions.lineage_paths import (
    context_events,
    event_reads,
    local_names,
    path_reads,
    place_of,
    related,
    template_reads,
)
from executions.models import Execution, ExecutionKind, StepExecution
from executions.records import read_part
from executions.selectors import definition_of
from flows.definition.context import ChangeKind, Key, path_text, reach
from flows.definition.expression_error import ExpressionError
from flows.definition.jsonpath import compile_target
from flows.definition.mapping_event import EventKind, EventStatus
from flows.definition.scope import MISSING

MAX_FROM = 50
WRITING = ("seq", "path", "step_instance_id", "changes", "output", "pointers", "transition", "error")
ERROR: Place = ("error",)


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch of a fork as its definition has it."""

    id: str
    step: str
    condition: str | None
    inputs: Mapping[str, str]
    literals: Mapping[str, Any]

    @property
    def writes(self) -> list[Place]:
        """The members of the branch's context that its inputs write."""
        return [(keys[0],) for text in (*self.inputs, *self.literals) if (keys := target_keys(text))]


def target_keys(text: str) -> Place:
    """The keys of a target in a step's input; none for text that is no target."""
    try:
        return compile_target(text, relative=True)
    except ExpressionError:
        return ()


def branches_of(step: Mapping[str, Any]) -> list[Branch]:
    """The branches of a fork's definition."""
    return [
        Branch(
            id=each["branchId"],
            step=each["stepInstanceId"],
            condition=each.get("condition"),
            inputs={target: _source(source) for target, source in (each.get("inputMappings") or {}).items()},
            literals=each.get("literals") or {},
        )
        for each in step.get("parallelBranches") or ()
    ]


def _source(source: Any) -> str:
    return source if isinstance(source, str) else str(source["path"])


@dataclass(frozen=True)
class VisitRow:
    """One row that changed a context."""

    run: Execution
    values: Mapping[str, Any]

    @cached_property
    def output(self) -> Any:
        """What the step gave."""
        return read_part(self.values, "output", contexts.fetch_of(self.run))

    def writes(self, default: bool) -> Iterator[Write]:
        """What the visit wrote, in order; `$.error` last. `default`: the step has no `outputMappings`."""
        changes = read_part(self.values, "changes", contexts.fetch_of(self.run))
        kind = WriterKind.STEP_OUTPUT if default else WriterKind.OUTPUT_MAPPING
        for position, (keys, how, payload) in enumerate(() if changes is MISSING else changes):
            value = partial(self._value, how, payload)
            yield self._write(kind, tuple(keys), value, partial(self._told, position, tuple(keys)))
        if is_jump(self.values):
            told = Told(path_text(ERROR))
            yield self._write(WriterKind.ERROR, ERROR, partial(loads, self.values["error"]), lambda _: told)

    def _write(self, kind: WriterKind, keys: Place, value: Callable[[], Any], tell: Callable[[Place], Told]) -> Write:
        path, step = self.values["path"], self.values["step_instance_id"]
        cursor, run = cursor_of(path), str(self.run.pk)
        return Write(kind, self.values["seq"], path, step, keys, value, tell, cursor, run)

    def _value(self, how: int, payload: Any) -> Any:
        return payload if how == ChangeKind.VALUE else reach(self.output, payload)

    def _told(self, position: int, keys: Place, place: Place) -> Told:
        """The mapping behind a change, and what of the context the visit read to make it."""
        names = ("input", "output", "mapping_events")
        rows = StepExecution.objects.filter(execution_id=self.run.pk, seq=self.values["seq"])
        row = rows.values(*names).get()
        events = loads(row["mapping_events"])
        done = [each for each in events if each["kind"] == EventKind.OUTPUT and each["status"] == EventStatus.SUCCESS]
        changes = len(loads(self.values["changes"]))
        event = done[-changes:][position] if len(done) >= changes else None
        expression = str(event["expression"]) if event is not None else None
        target = str(event["target"]) if event is not None else path_text(keys)
        passed = row["input"] is not None and row["input"] == row["output"]
        rest = _rest(expression, keys, place) if passed and expression else None
        return Told(target, expression, reads_for(events, rest))


def is_jump(values: Mapping[str, Any]) -> bool:
    """Whether a visit was left by its fallback or time-out, so that `$.error` is its error."""
    return (
        values["error"] is not None
        and values["transition"] is not None
        and (loads(values["transition"])["kind"] in JUMPS)
    )


def _rest(expression: str, keys: Place, place: Place) -> Place | None:
    """Where in the output a place comes from; None when that cannot be told."""
    try:
        return place_of(expression) + tuple(place[len(keys) :])
    except ExpressionError:
        return None


def reads_for(events: Sequence[Mapping[str, Any]], wanted: Place | None) -> tuple[str, ...]:
    """The paths of the context that a visit read; with `wanted`, for that place of its input alone."""
    chosen = context_events(events)
    local = local_names(chosen)
    found: list[str] = []
    for event in chosen:
        if event["kind"] == EventKind.CONDITION:
            continue
        target = target_keys(str(event["target"]))
        if wanted is not None and not related(target, wanted):
            continue
        reads = event_reads(event, local)
        deeper = wanted[len(target) :] if wanted is not None and len(wanted) > len(target) else ()
        found.extend(_deepened(each.text, each.place, deeper) for each in reads)
    return tuple(dict.fromkeys(found))[:MAX_FROM]


def _deepened(text: str, place: Sequence[Key] | None, deeper: Sequence[Key]) -> str:
    return path_text((*place, *deeper)) if place is not None and deeper else text


class Trail:
    """The writes that led to a moment of a run, in order."""

    def __init__(self, execution: Execution) -> None:
        self.execution = execution
        self.steps: Mapping[str, Any] = definition_of(execution.definition_id).get("steps", {})

    @cached_property
    def _chunk(self) -> Any:
        """What a chunk was given; None for a run."""
        if self.execution.kind != ExecutionKind.CHUNK:
            return None
        fetch = contexts.fetch_of(self.execution)
        return decode(self.execution.input, self.execution.input_pointers, fetch)

    def branches(self, step: str) -> list[Branch]:
        """The branches of a step; none when it is no fork."""
        return branches_of(self.steps.get(step) or {})

    def chunk_fork(self) -> tuple[str, str] | None:
        """Path and step of the fork a chunk works for."""
        return None if self._chunk is None else (self._chunk["path"], self._chunk["step"])

    def writes(self, cursor: str, before: int, place: Place) -> Iterator[Write]:
        """All writes on a live path by visits below a number, those before its forks included."""
        if not cursor:
            yield from self._start(place)
            yield from self._visits("", 0, before)
            return
        fork_path = fork_key(cursor)
        met = self._met(fork_path, before)
        if met is None:
            return
        trail, seq, step = met
        yield from trail.writes(cursor_of(fork_path), seq, place)
        inside = seq if trail is self else 0
        yield from self._begin(cursor, inside, step)
        yield from self._visits(cursor, inside, before)

    def _met(self, fork_path: str, before: int) -> tuple[Trail, int, str] | None:
        """Where a fork was met: in which execution, at which visit, and its step."""
        chunk = self.chunk_fork()
        if chunk is not None and chunk[0] == fork_path and self.execution.parent is not None:
            return Trail(self.execution.parent), int(self.execution.parent_seq or 0), chunk[1]
        rows = StepExecution.objects.filter(execution_id=self.execution.pk, path=fork_path, seq__lt=before)
        row = rows.order_by("-seq").values_list("seq", "step_instance_id").first()
        return None if row is None else (self, row[0], row[1])

    def _start(self, place: Place) -> Iterator[Write]:
        """The start as one write of the member that the place is in."""
        begun = contexts.moment(self.execution, seq=0)
        keys = place[:1]
        value = reach({**begun.root, **begun.views} if keys else begun.root, keys)
        if value is MISSING or (keys == ("steps_output",) and len(place) > 1):
            return
        kind = WriterKind.FLOW_VARIABLE if keys == ("flow_variables",) else WriterKind.START
        run = str(self.execution.pk)
        yield Write(kind, 0, "", None, keys, lambda: value, lambda at: Told(path_text(at)), "", run)

    def _visits(self, cursor: str, after: int, before: int) -> Iterator[Write]:
        rows = StepExecution.objects.filter(execution_id=self.execution.pk, seq__gt=after, seq__lt=before)
        rows = rows.filter(path__startswith=f"{cursor}.") if cursor else rows.exclude(path__contains=".")
        for values in rows.order_by("seq").values(*WRITING):
            if cursor_of(values["path"]) == cursor:
                step = self.steps.get(values["step_instance_id"]) or {}
                yield from VisitRow(self.execution, values).writes(step.get("outputMappings") is None)

    def _begin(self, cursor: str, after: int, step: str) -> Iterator[Write]:
        """What a branch begins with: its item, and what its own inputs write."""
        rows = StepExecution.objects.filter(execution_id=self.execution.pk, path__startswith=f"{cursor}.")
        first = rows.filter(seq__gt=after).order_by("seq").values_list("seq", "step_instance_id").first()
        if first is None:
            return
        begun = contexts.moment(self.execution, seq=first[0], side=Side.BEFORE)
        index = int(cursor[cursor.rindex("[") + 1 : -1])
        items = str((self.steps.get(step) or {}).get("itemsPath", "$"))
        write = partial(self._begun, cursor, after, step)
        for name in ("currentItem", "currentIndex"):
            if name in begun.views:
                told = partial(_item_told, items, index) if name == "currentItem" else _index_told
                yield write(WriterKind.FORK_ITEM, (name,), begun.views[name], told)
        branch = next((each for each in self.branches(step) if each.step == first[1]), None)
        for keys in dict.fromkeys(branch.writes if branch is not None else ()):
            value = reach(begun.root, keys)
            if branch is not None and value is not MISSING:
                yield write(WriterKind.BRANCH_INPUT, keys, value, partial(_branch_told, branch, keys))

    def _begun(
        self, cursor: str, seq: int, step: str, kind: WriterKind, keys: Place, value: Any, tell: Callable[[Place], Told]
    ) -> Write:
        return Write(kind, seq, fork_key(cursor), step, keys, lambda: value, tell, cursor, str(self.execution.pk))


def _index_told(place: Place) -> Told:
    return Told(path_text(place))


def _item_told(items: str, index: int, place: Place) -> Told:
    reads = path_reads(items)
    whole = reads[0].place if reads else None
    source = path_text((*whole, index, *place[1:])) if whole is not None else items
    return Told(path_text(place[:1]), items, (source,))


def _branch_told(branch: Branch, keys: Place, place: Place) -> Told:
    """The input of a branch that wrote a member of its context: the last one that has to do with the place."""
    told = Told(path_text(keys))
    for text, source in branch.inputs.items():
        if related(target_keys(text), place):
            rest = place[len(target_keys(text)) :]
            told = Told(text, source, tuple(_deepened(each.text, each.place, rest) for each in path_reads(source)))
    for text, value in branch.literals.items():
        if related(target_keys(text), place):
            shown = value if isinstance(value, str) else None
            told = Told(text, shown, tuple(each.text for each in template_reads(shown)) if shown else ())
    return told


def visit_of(execution_id: uuid.UUID, seq: int) -> tuple[str, str] | None:
    """Path and step of a visit."""
    rows = StepExecution.objects.filter(execution_id=execution_id, seq=seq)
    found: tuple[str, str] | None = rows.values_list("path", "step_instance_id").first()
    return found
