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
from executions.inheritance import ancestry
from executions.lineage import Place, Told, Write, WriterKind
from executions.lineage_branches import Branch, branches_of, deepened, input_told, item_told, target_keys
from executions.lineage_edits import Edit, edit_at, named
from executions.lineage_paths import context_events, event_reads, local_names, place_of, related
from executions.models import Execution, ExecutionKind, InheritedPart, StepExecution
from executions.records import read_part
from executions.selectors import definition_of
from executions.sql import path_begins
from flows.definition.context import ChangeKind, path_text, reach
from flows.definition.expression_error import ExpressionError
from flows.definition.mapping_event import EventKind, EventStatus
from flows.definition.scope import MISSING

MAX_FROM = 50
WRITING = ("seq", "path", "step_instance_id", "changes", "output", "pointers", "transition", "error")
ERROR: Place = ("error",)


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
        found.extend(deepened(each.text, each.place, deeper) for each in reads)
    return tuple(dict.fromkeys(found))[:MAX_FROM]


class Trail:
    """The writes that led to a moment of a run, in order: to one beside the visit `at`, or (None) to its last.

    A visit that a redriven run has from another is looked at as that one saw it, without later edits. So is the run
    by a branch that its chunk has from another, of which `part` says which.
    """

    def __init__(self, execution: Execution, at: int | None, part: InheritedPart | None = None) -> None:
        self.execution = execution
        self._ancestry = ancestry(execution)
        self._part = part or (self._ancestry.of(at) if at is not None else None)

    @cached_property
    def _chunk(self) -> Any:
        """What a chunk was given; None for a run."""
        if self.execution.kind != ExecutionKind.CHUNK:
            return None
        fetch = contexts.fetch_of(self.execution)
        return decode(self.execution.input, self.execution.input_pointers, fetch)

    def step(self, step_id: str, seq: int) -> Mapping[str, Any]:
        """A step as the run that made a visit had it: earlier visits of a redriven run are another's."""
        part = self._ancestry.of(seq) if seq else None
        definition_id = self.execution.definition_id if part is None else part.definition_id
        found: Mapping[str, Any] = definition_of(definition_id).get("steps", {}).get(step_id) or {}
        return found

    def branches(self, step_id: str, seq: int) -> list[Branch]:
        """The branches of a step; none when it is no fork."""
        return branches_of(self.step(step_id, seq))

    def edits(self) -> list[Edit]:
        """What was edited before the run was where it is looked at, in order."""
        points = self._ancestry.edits() - self._ancestry.edits_after(self._part)
        return [edit_at(self.execution, point) for point in sorted(points)]

    def chunk_fork(self) -> tuple[str, str] | None:
        """Path and step of the fork a chunk works for."""
        return None if self._chunk is None else (self._chunk["path"], self._chunk["step"])

    def writes(self, cursor: str, before: int, place: Place) -> Iterator[Write]:
        """All writes on a live path by visits below a number, those before its forks included."""
        if not cursor:
            yield from self._start(place)
            yield from self._main(before)
            return
        fork_path = fork_key(cursor)
        met = self._met(cursor, before)
        if met is None:
            return
        trail, seq, step = met
        yield from trail.writes(cursor_of(fork_path), seq, place)
        inside = seq if trail is self else 0
        yield from self._begin(cursor, inside, step)
        yield from self._visits(cursor, inside, before)

    def _main(self, before: int) -> Iterator[Write]:
        """The visits of the main path, with what was edited between them."""
        after = 0
        for edit in self.edits():
            if edit.seq <= before:
                yield from self._visits("", after, edit.seq)
                yield from edit.writes(str(self.execution.pk))
                after = edit.seq - 1
        yield from self._visits("", after, before)

    def _met(self, branch: str, before: int) -> tuple[Trail, int, str] | None:
        """Where the fork of a branch was met: in which execution, at which visit, and its step."""
        chunk, fork_path = self.chunk_fork(), fork_key(branch)
        if chunk is not None and chunk[0] == fork_path and self.execution.parent is not None:
            seq, first = int(self.execution.parent_seq or 0), self._first(branch, 0)
            part = self._ancestry.of(first[0]) if first is not None else None
            return Trail(self.execution.parent, seq, part), seq, chunk[1]
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
                step = self.step(values["step_instance_id"], values["seq"])
                yield from VisitRow(self.execution, values).writes(step.get("outputMappings") is None)

    def _begin(self, cursor: str, after: int, step: str) -> Iterator[Write]:
        """What a branch begins with: its item, and what its own inputs write."""
        first = self._first(cursor, after)
        if first is None:
            return
        begun = contexts.moment(self.execution, seq=first[0], side=Side.BEFORE)
        index = int(cursor[cursor.rindex("[") + 1 : -1])
        items = str(self.step(step, first[0]).get("itemsPath", "$"))
        write = partial(self._begun, cursor, after, step)
        for name in ("currentItem", "currentIndex"):
            if name in begun.views:
                told = partial(item_told, items, index) if name == "currentItem" else named
                yield write(WriterKind.FORK_ITEM, (name,), begun.views[name], told)
        branch = next((each for each in self.branches(step, first[0]) if each.step == first[1]), None)
        for keys in dict.fromkeys(branch.writes if branch is not None else ()):
            value = reach(begun.root, keys)
            if branch is not None and value is not MISSING:
                yield write(WriterKind.BRANCH_INPUT, keys, value, partial(input_told, branch, keys))

    def _first(self, branch: str, after: int) -> tuple[int, str] | None:
        """The first visit of a branch behind a number, and its step."""
        rows = StepExecution.objects.filter(path_begins(f"{branch}."), execution_id=self.execution.pk)
        found: tuple[int, str] | None = (
            rows.filter(seq__gt=after).order_by("seq").values_list("seq", "step_instance_id").first()
        )
        return found

    def _begun(
        self, cursor: str, seq: int, step: str, kind: WriterKind, keys: Place, value: Any, tell: Callable[[Place], Told]
    ) -> Write:
        return Write(kind, seq, fork_key(cursor), step, keys, lambda: value, tell, cursor, str(self.execution.pk))


def visit_of(execution_id: uuid.UUID, seq: int) -> tuple[str, str] | None:
    """Path and step of a visit."""
    rows = StepExecution.objects.filter(execution_id=execution_id, seq=seq)
    found: tuple[str, str] | None = rows.values_list("path", "step_instance_id").first()
    return found
