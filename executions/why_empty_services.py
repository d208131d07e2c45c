"""Why an expression of a run found nothing, with who writes what is missing and when it was last there."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from allma_site.common.problems import Invalid, NotFound
from executions import contexts
from executions.codec import loads
from executions.contexts import Moment, Side
from executions.lineage_paths import Read, context_events, event_reads, local_names, related
from executions.models import Execution, ExecutionKind, StepExecution
from executions.records import read_part
from executions.selectors import definition_of
from executions.why_empty import Failure, failure_of, reads_of, value_at
from flows.definition.context import Key, path_text
from flows.definition.expression_error import ExpressionError
from flows.definition.jsonpath import compile_target
from flows.definition.mapping_event import EventKind, EventStatus
from flows.definition.preview import preview
from flows.definition.scope import MISSING, Scope

MAX_RUNS = 20
MAX_SECONDS = 1.0
MAX_WRITERS = 20
MAX_ROWS = 5000
ROW = ("seq", "path", "step_instance_id", "output", "pointers", "mapping_events")


class Eyes(Protocol):
    """What the one who asks may see of a run."""

    def context(self, execution: Execution, moment: Moment) -> Scope:
        """A context and its views, masked where it must be."""

    def output(self, execution: Execution, step_id: str, output: Any) -> Any:
        """What a step gave, masked where it must be."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A visit (0: the start) and one of its mapping events by target and kind, or an expression of one's own."""

    seq: int
    target: str | None = None
    kind: EventKind | None = None
    expression: str | None = None


@dataclass(frozen=True, slots=True)
class PlaceWriter:
    """A step that writes a place; `seq` is its next visit that did, None when the run never came to it."""

    step: str
    seq: int | None


@dataclass(frozen=True, slots=True)
class LastResolved:
    """A run in which the expression found something."""

    execution_id: uuid.UUID
    seq: int
    ended_at: datetime | None
    value: str


@dataclass(frozen=True, slots=True)
class WhyEmpty:
    """The answer. `failure` None: the expression finds something."""

    expression: str
    kind: EventKind
    failure: Failure | None
    writers: Sequence[PlaceWriter] = ()
    last_resolved: LastResolved | None = None


@dataclass(frozen=True, slots=True)
class _Question:
    """An expression at a visit: what it reads, and whether in the context before or after it, or in the output."""

    kind: EventKind
    expression: str
    reads: Sequence[Read]
    step: str | None

    @property
    def side(self) -> Side:
        """A condition is asked after the visit's own writes."""
        return Side.AFTER if self.kind is EventKind.CONDITION or self.step is None else Side.BEFORE


def why_empty(execution: Execution, asked: Asked, eyes: Eyes) -> WhyEmpty:
    """Raises NotFound (no such visit, no such event) and Invalid (nothing was asked, an unreadable expression)."""
    row = _row(execution, asked.seq)
    question = _question(asked, row)
    found = failure_of(question.reads, _among(execution, question, asked.seq, row, eyes))
    if found is None:
        return WhyEmpty(question.expression, question.kind, None)
    read, failure = found
    of_context = question.kind is not EventKind.OUTPUT and failure.place
    return WhyEmpty(
        question.expression,
        question.kind,
        failure,
        _writers(execution, failure.place, asked.seq) if of_context else (),
        _last_resolved(execution, question, read, eyes),
    )


def _row(execution: Execution, seq: int) -> Mapping[str, Any] | None:
    if seq == 0:
        return None
    rows = StepExecution.objects.filter(execution_id=execution.pk, seq=seq)
    row: Mapping[str, Any] | None = rows.values(*ROW).first()
    if row is None:
        raise NotFound(f"The run has no visit {seq}.")
    return row


def _question(asked: Asked, row: Mapping[str, Any] | None) -> _Question:
    step = row["step_instance_id"] if row is not None else None
    if asked.expression is not None:
        kind = asked.kind or EventKind.INPUT
        try:
            return _Question(kind, asked.expression, reads_of(kind, asked.expression), step)
        except ExpressionError as error:
            raise Invalid.field("/expression", f"{error.message} {error.hint}".strip()) from None
    if asked.target is None or row is None:
        raise Invalid.field("/target", "send the target of a mapping event of the visit, or an expression.")
    events = loads(row["mapping_events"])
    event = _event(events, asked)
    kind, local = EventKind(event["kind"]), local_names(context_events(events))
    reads = event_reads(event, local) if kind is not EventKind.OUTPUT else reads_of(kind, event["expression"])
    return _Question(kind, str(event["expression"]), reads, step)


def _event(events: Sequence[Mapping[str, Any]], asked: Asked) -> Mapping[str, Any]:
    """The event that was asked for; of several the one that found nothing."""
    named = [each for each in events if each["target"] == asked.target and asked.kind in (None, each["kind"])]
    if not named:
        raise NotFound("The visit has no such mapping event.")
    return next((each for each in named if each["status"] != EventStatus.SUCCESS), named[0])


def _among(
    execution: Execution, question: _Question, seq: int, row: Mapping[str, Any] | None, eyes: Eyes
) -> Scope | Any:
    """What the expression is asked of."""
    if question.kind is EventKind.OUTPUT:
        output = read_part(row, "output", contexts.fetch_of(execution)) if row is not None else MISSING
        return eyes.output(execution, question.step or "", None if output is MISSING else output)
    return eyes.context(execution, contexts.moment(execution, seq=seq, side=question.side))


def _writers(execution: Execution, place: Sequence[Key], seq: int) -> list[PlaceWriter]:
    """Who writes the place from this visit on in this run, then who would, had the run come to it."""
    rows = StepExecution.objects.filter(execution_id=execution.pk, seq__gte=max(seq, 1), changes__isnull=False)
    found: dict[str, PlaceWriter] = {}
    for number, step, changes in rows.order_by("seq").values_list("seq", "step_instance_id", "changes")[:MAX_ROWS]:
        if step not in found and any(related(keys, place) for keys, *_ in loads(changes or "[]")):
            found[step] = PlaceWriter(step, number)
    visited = StepExecution.objects.filter(execution_id=execution.pk).values_list("step_instance_id", flat=True)
    missed = [step for step in _planned(execution, place) if step not in found]
    unvisited = set(missed).difference(visited.filter(step_instance_id__in=missed).distinct()) if missed else set()
    return [*found.values(), *(PlaceWriter(step, None) for step in missed if step in unvisited)][:MAX_WRITERS]


def _planned(execution: Execution, place: Sequence[Key]) -> Iterator[str]:
    """The steps whose definition says that they write the place."""
    for step_id, step in definition_of(execution.definition_id).get("steps", {}).items():
        mappings = step.get("outputMappings")
        targets = [path_text(("steps_output", step_id))] if mappings is None else list(mappings)
        if any(related(compile_target(target, relative=False), place) for target in targets):
            yield step_id


def _last_resolved(execution: Execution, question: _Question, read: Read, eyes: Eyes) -> LastResolved | None:
    """The newest other run of the flow in which the read found something, among a few and within a second."""
    rows = Execution.objects.filter(flow_id=execution.flow_id, kind=ExecutionKind.RUN).exclude(pk=execution.pk)
    ends = time.monotonic() + MAX_SECONDS
    for run in rows.order_by("-created_at", "-id").defer("state")[:MAX_RUNS]:
        if time.monotonic() > ends:
            return None
        found = _resolved_in(run, question, read, eyes)
        if found is not None:
            return LastResolved(run.pk, found[0], run.ended_at, preview(found[1]))
    return None


def _resolved_in(run: Execution, question: _Question, read: Read, eyes: Eyes) -> tuple[int, Any] | None:
    """The visit of the same step in another run, and what is found there; of no step, its last context."""
    row: Mapping[str, Any] | None = None
    if question.step is not None:
        rows = StepExecution.objects.filter(execution_id=run.pk, step_instance_id=question.step)
        row = rows.filter(ended_at__isnull=False).order_by("-seq").values(*ROW).first()
        if row is None:
            return None
    found = value_at(read, _at(run, question, row, eyes))
    return None if found is MISSING else (row["seq"] if row is not None else run.visits, found)


def _at(run: Execution, question: _Question, row: Mapping[str, Any] | None, eyes: Eyes) -> Any:
    if row is not None:
        return _among(run, question, row["seq"], row, eyes)
    return eyes.context(run, contexts.moment(run))
