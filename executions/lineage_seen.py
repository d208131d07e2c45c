"""The visits of a run as possible readers of a value, from its rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from executions.codec import loads
from executions.contexts import cursor_of
from executions.engine.status import Status
from executions.lineage import Place, Reader, ReaderKind, Reading, Seen, Write, reads_of
from executions.lineage_branches import Branch
from executions.lineage_paths import (
    Read,
    condition_reads,
    context_events,
    event_reads,
    local_names,
    path_reads,
    template_reads,
)
from executions.lineage_rows import ERROR, Trail, is_jump
from executions.models import StepExecution
from executions.selectors import definition_of
from flows.definition.mapping_event import EventKind

MAX_VISITS = 20_000
READING = ("seq", "path", "step_instance_id", "changes", "error", "transition", "mapping_events")


class Visits:
    """The visits of one run from a number on. `truncated` says that there were more than are looked through."""

    def __init__(self, trail: Trail, first: int) -> None:
        self._trail = trail
        self._first = first
        self._edited = {edit.seq: edit.places for edit in Trail(trail.execution, None).edits()}
        self.truncated = False

    def __iter__(self) -> Iterator[Seen]:
        """In their order."""
        rows = StepExecution.objects.filter(execution_id=self._trail.execution.pk, seq__gte=self._first)
        for number, values in enumerate(rows.order_by("seq").values(*READING)[: MAX_VISITS + 1]):
            if number == MAX_VISITS:
                self.truncated = True
                return
            yield self._seen(values)

    def _seen(self, values: Mapping[str, Any]) -> Seen:
        branches = self._trail.branches(values["step_instance_id"], values["seq"])
        wrote = [tuple(change[0]) for change in loads(values["changes"])] if values["changes"] else []
        return Seen(
            seq=values["seq"],
            path=values["path"],
            cursor=cursor_of(values["path"]),
            step=values["step_instance_id"],
            wrote=[*wrote, ERROR] if is_jump(values) else wrote,
            readings=partial(_readings, values["mapping_events"], branches),
            branches=written_by(branches) if branches else None,
            edited=self._edited.get(values["seq"], ()),
        )


def written_by(branches: Sequence[Branch]) -> dict[str, list[Place]]:
    """What the inputs of branches write, by the branch's first step."""
    return {branch.step: branch.writes for branch in branches}


def _readings(text: str, branches: Sequence[Branch]) -> Iterator[Reading]:
    """What a visit read, each once however often it was attempted; a fork also for its branches."""
    yield from dict.fromkeys(_of_events(loads(text)))
    for branch in branches:
        yield from _of_branch(branch)


def _of_events(events: Sequence[Mapping[str, Any]]) -> Iterator[Reading]:
    chosen = context_events(events)
    local = local_names(chosen)
    for event in chosen:
        reads = event_reads(event, local)
        if reads:
            kind, late = ReaderKind(event["kind"]), event["kind"] == EventKind.CONDITION
            yield Reading(kind, str(event["target"]), str(event["expression"]), reads, late)


def _of_branch(branch: Branch) -> Iterator[Reading]:
    def reading(kind: ReaderKind, target: str, expression: str, reads: tuple[Read, ...]) -> Reading:
        return Reading(kind, f"{branch.id}.{target}" if target else branch.id, expression, reads)

    if branch.condition is not None:
        yield reading(ReaderKind.CONDITION, "", branch.condition, condition_reads(branch.condition))
    for target, source in branch.inputs.items():
        yield reading(ReaderKind.INPUT, target, source, path_reads(source))
    for target, value in branch.literals.items():
        if isinstance(value, str):
            yield reading(ReaderKind.LITERAL, target, value, template_reads(value))


def seen_from(trail: Trail, write: Write) -> tuple[Write, Visits, list[Seen]]:
    """Where to look for readers of a write: the write, the visits from it on, and what comes before these.

    A chunk sees its parent's writes through the fork it works for, which stands before its visits.
    """
    if write.run == str(trail.execution.pk):
        return write, Visits(trail, write.seq), []
    path, step = trail.chunk_fork() or ("", "")
    fork = Seen(0, path, "", step, (), tuple, written_by(trail.branches(step, 0)))
    return replace(write, seq=-1, cursor=""), Visits(trail, 1), [fork]


def read_by_output(trail: Trail, place: Place) -> list[Reader]:
    """What the run's own output read of a place at the end of a run that completed."""
    if trail.execution.status != Status.COMPLETED or trail.chunk_fork() is not None:
        return []
    mappings = definition_of(trail.execution.definition_id).get("output")
    sources = {"$": "$.steps_output"} if mappings is None else mappings
    texts = {target: source if isinstance(source, str) else source["path"] for target, source in sources.items()}
    readings = [Reading(ReaderKind.RUN_OUTPUT, target, text, path_reads(text)) for target, text in texts.items()]
    read = reads_of(readings, place, late=False)
    return [Reader(None, "", None, each.kind, each.target, each.expression) for each in read]
