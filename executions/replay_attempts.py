"""Attempts of a replay: answered from the recording, or evaluated; and what is not as it was recorded."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from executions.alignment import Places
from executions.differences import Difference, alike, differences, facts_of_visit
from executions.engine.events import AttemptStarted, Event, Left, Parked
from executions.engine.program import Step
from executions.engine.state import Cursor, Visit
from executions.engine.status import Phase, StepStatus
from executions.engine.views import Run, scope_of
from executions.replay_program import FORK, Changes, is_chancy
from executions.replay_recording import Answer, Recorded, Recording, forks_around
from executions.runner import Attempted, attempt, idempotency_key
from executions.sandbox import Driver
from executions.sandbox_limits import Budget
from executions.sandbox_ports import ChildEnd
from executions.sandbox_world import InertContext, may_call
from flows.definition.errors import PermanentStepError, StepError
from flows.definition.scope import resolve
from flows.steps.base import Output, PromptText, StartChild


@dataclass(slots=True)
class RecordedWorld:
    """`World` of a replay: time is what the recording says, and there is nothing outside."""

    at: datetime
    ends_at: float

    def now(self) -> datetime:
        """When the recorded visit was made."""
        return self.at

    def roll(self) -> float:
        """Delays are passed over, so any number does."""
        return 0.5

    def seconds_left(self) -> float:
        """How long the replay may go on."""
        return self.ends_at - time.monotonic()

    def perform(self, run: Run, asked: Sequence[tuple[Cursor, Mapping[str, Any]]]) -> list[Attempted]:
        """Never called: the driver answers from the recording."""
        raise NotImplementedError("a replay sends nothing")

    def start(self, plan: StartChild, *, depth: int, budget: Budget) -> ChildEnd:
        """Never called, as `perform`."""
        raise NotImplementedError("a replay starts nothing")


@dataclass(slots=True, kw_only=True)
class AnsweringDriver(Driver):
    """A driver whose attempts are answered by a recording. `world` and `clock` are the same `RecordedWorld`."""

    recording: Recording
    changed: Changes
    clock: RecordedWorld
    places: Places = field(default_factory=Places)
    matched: dict[int, Recorded] = field(default_factory=dict)
    """The recorded visit of each visit made, by its number here."""
    differing: dict[int, tuple[Difference, ...]] = field(default_factory=dict)
    """In what each visit that was left differs from the recorded one; absent for one that has none."""
    answered: set[int] = field(default_factory=set)
    """Visits whose answer is the recorded one."""
    stuck: dict[int, str] = field(default_factory=dict)
    """Why the recording has no answer for a visit, by its number here."""
    astray: set[str] = field(default_factory=set)
    """Live paths that went another way than the recorded ones."""
    touched: set[str] = field(default_factory=set)
    """Places of forks with anything inside that is not as recorded."""
    parted: bool = False
    asked: Counter[int] = field(default_factory=Counter)
    trusted: bool = False
    """The value at hand is recorded: it passed the guard when it was."""

    # Attempts.

    def _attempt(self, paths: list[str]) -> None:
        for path in paths:
            if path in self.state.cursors and not self._is_over():
                self._attempt_one(path)

    def _attempt_one(self, path: str) -> None:
        cursor = self.state.cursors[path]
        step, recorded = self.program.step(cursor.step), self.matched.get(cursor.seq)
        if recorded is not None and recorded.is_open and step.type.type != FORK:
            self._park(path)
            return
        self._apply([AttemptStarted(path, self.clock.at)])
        cursor = self.state.cursors[path]
        if not may_call(step) and not self._stands(step, cursor, recorded):
            self._take_in(cursor, self._evaluated(step, cursor))
            return
        answer = self._answer(cursor)
        if answer is not None:
            self._take_in_recorded(cursor.path, answer)

    def _stands(self, step: Step, cursor: Cursor, recorded: Recorded | None) -> bool:
        """Whether a pure step reads clock or chance, and did so from the same input: its output is the recorded one."""
        if recorded is None or not recorded.answers or not is_chancy(step) or self.changed.effect(step.id):
            return False
        return alike(self.state.visits[cursor.seq].input, recorded.facts.input)

    def _evaluated(self, step: Step, cursor: Cursor) -> Attempted:
        at, default = self.clock.at, self.program.definition.default_step_config
        context = InertContext(
            scope=scope_of(self.run, cursor, at),
            now=at,
            attempt=cursor.attempt,
            poll_count=cursor.polls + 1,
            idempotency_key=idempotency_key(self.run.key_id, cursor),
            execution_id="",
            workspace_id=self.recording.execution.workspace_id,
            prompt_lookup=_no_prompts,
            default_inference_parameters=(default.inference_parameters if default else None) or {},
            feedback=None,
            local={},
            dry_run=True,
        )
        given = self.state.visits[cursor.seq].input
        return attempt(step, resolve(given) or {}, context)

    def _answer(self, cursor: Cursor) -> Answer | None:
        """The next recorded answer of a visit. None, and the path goes no further, when there is none."""
        recorded, number = self.matched.get(cursor.seq), self.asked[cursor.seq]
        reason = self._why_unknown(cursor, recorded, number)
        if recorded is None or reason is not None:
            self._park(cursor.path, reason)
            return None
        self.asked[cursor.seq] += 1
        self.answered.add(cursor.seq)
        visit = self.state.visits[cursor.seq]
        visit = replace(visit, attempts=recorded.attempts_at(number))
        self.state = replace(self.state, visits={**self.state.visits, visit.seq: visit})
        return recorded.answers[number]

    def _why_unknown(self, cursor: Cursor, recorded: Recorded | None, number: int) -> str | None:
        if recorded is None:
            return "The recorded run did not come here, so there is no answer that could stand in."
        if not recorded.was_attempted or not recorded.answers:
            return "The step was not attempted in the recorded run, so there is no answer that could stand in."
        if number >= len(recorded.answers):
            return "The step would be tried again, and the recorded run made no further attempt."
        last = number == len(recorded.answers) - 1
        if last and isinstance(recorded.answers[number], StepError) and self._is_another(cursor, recorded):
            return "The step failed in the recorded run; what it would answer now, nobody has recorded."
        return None

    def _is_another(self, cursor: Cursor, recorded: Recorded) -> bool:
        """Whether a step that failed would ask something else, or may."""
        if self.changed.effect(cursor.step) or not alike(self.state.visits[cursor.seq].input, recorded.facts.input):
            return True
        return self.parted and not self._asks_the_same(cursor, recorded)

    def _asks_the_same(self, cursor: Cursor, recorded: Recorded) -> bool:
        """Whether a step surely sends the recorded request, though its templates may read another context."""
        step = self.program.step(cursor.step)
        if not may_call(step):
            return True
        shown = self._evaluated(step, cursor).result
        request = shown.value.get("request") if isinstance(shown, Output) else None
        told = self.recording.request_of(recorded)
        if told is None or request is None or request.get("body") is not None:
            return False
        return all(told.get(part) == request.get(part) for part in ("method", "url"))

    def _park(self, path: str, reason: str | None = None) -> None:
        """The path goes no further: the recording ends here or, with a reason, does not know how to go on."""
        visit = self.state.visits[self.state.cursors[path].seq]
        if reason is not None:
            self.stuck[visit.seq] = reason
            self._part(path)
        self._apply([Parked(path, replace(visit, status=StepStatus.WAITING), Phase.CHILD)])

    def _take_in_recorded(self, path: str, answer: Answer) -> None:
        cursor = self.state.cursors[path]
        self.trusted = True
        try:
            self._take_in(cursor, Attempted(answer, {}, (), ()))
        finally:
            self.trusted = False

    def _take_in(self, cursor: Cursor, attempted: Attempted) -> None:
        self._at_end(cursor.seq)
        Driver._take_in(self, cursor, attempted)

    def _at_end(self, seq: int) -> None:
        recorded = self.matched.get(seq)
        if recorded is not None:
            self.clock.at = recorded.left_at

    def _held(self, value: Any) -> Any:
        return value if self.trusted else Driver._held(self, value)

    # Keeping what is not as recorded.

    def _note(self, event: Event) -> None:
        Driver._note(self, event)
        if isinstance(event, Left):
            self._judge(event.path, event.visit)

    def _judge(self, path: str, visit: Visit) -> None:
        recorded = self.matched.get(visit.seq)
        if recorded is None:
            self.astray.add(path)
            self._part(path)
            return
        left, right = recorded.facts, facts_of_visit(visit)
        found = differences(left, right)
        if found:
            self.differing[visit.seq] = found
            self._part(path)
        if left.way == right.way:
            self.astray.discard(path)
        else:
            self.astray.add(path)

    def _part(self, path: str) -> None:
        """Something on this path is not as recorded."""
        self.parted = True
        self.touched.update(self.places.at(fork) for fork in forks_around(path))


def _no_prompts(template_id: str, version: int | None) -> PromptText:
    raise PermanentStepError("prompt_not_found", "A replay asks no model, so it reads no prompts.")
