"""A run as it was recorded: its visits by place, and what each step was answered."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Sum

from executions import contexts, selectors
from executions.alignment import Places, Position
from executions.blobs import loader
from executions.codec import decode, loads
from executions.differences import COLUMNS, Facts, facts_of_row
from executions.engine.evolve import fork_key
from executions.engine.redrive import Past
from executions.engine.state import BranchResult
from executions.engine.status import OPEN_STEP, StepStatus
from executions.histories import Chunk, chunks_of
from executions.models import Execution, StepExecution
from executions.records import Load, read_part
from executions.redrive_plans import past_of
from flows.definition.errors import BY_NAME, PermanentStepError, StepError
from flows.definition.scope import MISSING
from flows.steps.base import Output

MAX_VISITS = 20_000
"""Recorded visits that one replay looks at."""

ROW = (
    "execution_id", "seq", "path", "step_instance_id", "started_at", "ended_at", "attempts", "attempt_log", "inherited",
    "result", *COLUMNS,
)  # fmt: skip

Answer = Output | StepError


class NotReplayable(Exception):
    """This run cannot be replayed; the text says why."""


@dataclass(frozen=True)
class Recorded:
    """One recorded visit."""

    row: Mapping[str, Any]
    place: str
    position: Position
    load: Load = field(repr=False)

    @property
    def key(self) -> tuple[uuid.UUID, int]:
        """The execution (a run or a chunk) and the number in it."""
        return self.row["execution_id"], self.row["seq"]

    @property
    def seq(self) -> int:
        """Its number."""
        number: int = self.row["seq"]
        return number

    @property
    def path(self) -> str:
        """Where it was."""
        text: str = self.row["path"]
        return text

    @property
    def step(self) -> str:
        """The step's id."""
        text: str = self.row["step_instance_id"]
        return text

    @property
    def inherited(self) -> bool:
        """Whether the run has it from the one it was redriven from."""
        return bool(self.row["inherited"])

    @property
    def result(self) -> BranchResult | None:
        """What a branch that ended with this visit gave."""
        value = read_part(self.row, "result", self.load)
        return None if value is MISSING else BranchResult(ok=self.completed, value=value)

    @property
    def started_at(self) -> datetime:
        """When its input was mapped."""
        at: datetime = self.row["started_at"]
        return at

    @property
    def left_at(self) -> datetime:
        """When its way out was chosen."""
        at: datetime = self.row["ended_at"] or self.row["started_at"]
        return at

    @property
    def completed(self) -> bool:
        """Whether the step did what it was to do."""
        return bool(self.row["status"] == StepStatus.COMPLETED)

    @property
    def was_attempted(self) -> bool:
        """Whether the step itself ran."""
        return bool(self.row["attempts"])

    @cached_property
    def facts(self) -> Facts:
        """What is compared of it."""
        return facts_of_row(self.row, self.load)

    @cached_property
    def is_open(self) -> bool:
        """Whether the recording ends in it: it was never left, or given up together with its branch or run."""
        status = StepStatus(self.row["status"])
        if status in OPEN_STEP or status is StepStatus.CANCELLED:
            return True
        return status is StepStatus.FAILED and self.facts.error is None

    @cached_property
    def answers(self) -> list[Answer]:
        """What the attempts came to: the errors that were tried again, then how it ended (nothing while it is open)."""
        failed = [rebuilt(entry["error"]) for entry in self._log if entry["error"]]
        ended = None if self.is_open else self._ended()
        return [*failed, ended] if ended is not None else list(failed)

    def attempts_at(self, number: int) -> int:
        """How many attempts had been made at this answer."""
        failed = [entry for entry in self._log if entry["error"]]
        made: int = failed[number]["attempt"] if number < len(failed) else self.row["attempts"]
        return made

    @cached_property
    def _log(self) -> list[Mapping[str, Any]]:
        log: list[Mapping[str, Any]] = loads(self.row["attempt_log"])
        return log

    def _ended(self) -> Answer | None:
        """The last answer; None when the attempt log has it, or the step gives none."""
        error, output = self.facts.error, self.facts.output
        if error is None:
            return None if output is MISSING else Output(output)
        last = self._log[-1]["error"] if self._log else None
        if last is not None and (last["code"], last["message"]) == (error["code"], error["message"]):
            return None
        if output is MISSING or _stands_for(output, error):
            return rebuilt(error)
        return Output(output)  # the step did answer; what came of the answer failed


def _stands_for(output: Any, error: Mapping[str, Any]) -> bool:
    """Whether this output is what `continueOnFailure` gave in the place of the step's."""
    return bool(output == {name: error[name] for name in ("errorName", "message", "details")})


def rebuilt(error: Mapping[str, Any]) -> StepError:
    """The error that a record speaks of."""
    kind = BY_NAME.get(error["errorName"], PermanentStepError)
    return kind(error["code"], error["message"], details=error.get("details") or {})


@dataclass(frozen=True, slots=True)
class Redriven:
    """A run that began at a visit: its number and step, the context it was given, and what was before."""

    seq: int
    step: str
    root: dict[str, Any]
    past: Sequence[Past]


class Recording:
    """The visits of a run. Those of a distributed fork's chunks are read when somebody goes into it."""

    def __init__(self, execution: Execution) -> None:
        self.execution = execution
        self._load = loader(execution.workspace_id)
        self._by_place: dict[str, Recorded] = {}
        self._branches: set[str] = set()
        self._kept: dict[str, Recorded] = {}
        if execution.visits > MAX_VISITS:
            raise NotReplayable(f"The run has {execution.visits} visits; a replay looks at {MAX_VISITS} at the most.")
        self._add([Chunk(execution.pk, "", "", ())])

    @property
    def load(self) -> Load:
        """How large values load."""
        return self._load

    @property
    def error(self) -> Mapping[str, Any] | None:
        """What the run failed with."""
        return loads(self.execution.error) if self.execution.error else None

    @property
    def output(self) -> Any:
        """What the run gave; MISSING when it gave nothing."""
        row = self.execution
        return MISSING if row.output is None else decode(row.output, row.output_pointers, self._load)

    @property
    def visits(self) -> list[Recorded]:
        """Those that were read, in their order."""
        return sorted(self._by_place.values(), key=lambda one: one.position)

    def visit(self, place: str) -> Recorded | None:
        """The visit of a place."""
        return self._by_place.get(place)

    def has_branch(self, branch: str) -> bool:
        """Whether a branch (`each#1[3]`) made a visit."""
        return branch in self._branches

    def kept(self, branch: str) -> BranchResult | None:
        """What a branch gave that was not run again, when the run was redriven for other branches of its fork."""
        end = self._kept.get(branch)
        return end.result if end is not None else None

    def redriven(self) -> Redriven | None:
        """Where a run began that was redriven from a visit; None for one that began at its start."""
        execution, began_at = self.execution, self.execution.redrive_from_seq
        if began_at is None:
            return None
        step = selectors.require_step(execution.pk, began_at).step_instance_id
        return Redriven(began_at, step, contexts.edited(execution)[1], past_of(execution, began_at))

    def places_before_it_began(self) -> Places:
        """The places of the visits that a redriven run does not make; none for others."""
        places, began_at = Places(), self.execution.redrive_from_seq or 0
        for one in self.visits:
            if one.key[0] == self.execution.pk and one.seq < began_at:
                places.of(one.path)
        return places

    def request_of(self, visit: Recorded) -> Mapping[str, Any] | None:
        """The `method` and `url` of the last request a visit sent; None when it sent none."""
        owner, seq = visit.key
        rows = StepExecution.objects.filter(execution_id=owner, seq=seq)
        text = rows.values_list("metadata", flat=True).first()
        return loads(text).get("request") if text else None

    def chunks(self, fork: Recorded) -> list[Chunk]:
        """The chunks of a fork; none when it ran within the run."""
        owner, seq = fork.key
        return chunks_of({(owner, seq): fork})

    def read(self, chunks: Iterable[Chunk]) -> None:
        """Read the visits of these chunks. NotReplayable when they are too many."""
        units = list(chunks)
        many = self._count([one.id for one in units]) + len(self._by_place)
        if many > MAX_VISITS:
            raise NotReplayable(f"Its forks made {many} visits; a replay looks at {MAX_VISITS} at the most.")
        self._add(units)

    def _count(self, ids: list[uuid.UUID]) -> int:
        """How many visits these executions made."""
        found: int | None = Execution.objects.filter(pk__in=ids).aggregate(all=Sum("visits"))["all"]
        return found or 0

    def _rows(self, ids: list[uuid.UUID]) -> Iterable[Mapping[str, Any]]:
        """The visits of these executions, each execution's in their order."""
        rows = StepExecution.objects.filter(execution_id__in=ids).order_by("execution_id", "seq")
        yield from rows.values(*ROW)

    def _add(self, units: list[Chunk]) -> None:
        by_id = {one.id: one for one in units}
        places = {one.id: Places({one.fork: one.fork_place} if one.fork else {}) for one in units}
        for row in self._rows(list(by_id)):
            unit, own = by_id[row["execution_id"]], places[row["execution_id"]]
            place = own.of(row["path"])
            visit = Recorded(row, place, (*unit.position, row["seq"]), self._load)
            self._by_place[place] = visit
            live = row["path"].rpartition(".")[0]
            if live:
                branch = own.branch(live)
                self._branches.add(branch)
                if visit.inherited and row["result"] is not None:
                    self._kept[branch] = visit


def forks_around(path: str) -> list[str]:
    """The paths of the forks that a live path is inside of, from the inside out."""
    found = []
    while path:
        fork = fork_key(path)
        found.append(fork)
        path = fork.rpartition(".")[0]
    return found
