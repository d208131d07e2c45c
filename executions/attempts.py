"""Steps within a turn: entering them, making their attempts (here or on threads), and settling what came of it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from msgspec.structs import replace

from connections.calls import Cancellation
from executions import endings, failpoints, parking
from executions.attempt_context import AttemptContext
from executions.engine import visits
from executions.engine.decide import Attempt, decide, next_due
from executions.engine.events import AttemptStarted, Polled, Recovered
from executions.engine.program import Step
from executions.engine.state import Cursor, Visit
from executions.engine.status import Phase, StepStatus
from executions.engine.views import scope_of
from executions.noting import noted
from executions.runner import Attempted, attempt, idempotency_key
from flows.definition.errors import StepError
from flows.definition.scope import MISSING, resolve
from flows.freeze import prompt_text
from flows.steps.base import (
    ContentFeedback,
    EndFlow,
    Fork,
    Output,
    PollAgain,
    PromptText,
    SideEffects,
    StartChild,
    StepResult,
    WaitForEvent,
)

if TYPE_CHECKING:
    from executions.turn import Turn

INFLIGHT_LOOK_SECONDS = 1.0
INTERRUPTIONS = frozenset({"aborted", "timeout"})


class Attempts:
    """The attempts of one turn: those ready to leave (`waiting`) and those under way on threads."""

    def __init__(self, turn: Turn) -> None:
        self._turn = turn
        self.waiting: list[str] = []
        self.inflight: dict[Future[Attempted], tuple[str, int]] = {}

    @property
    def any(self) -> bool:
        """Whether something is about to leave or under way."""
        return bool(self.waiting or self.inflight)

    def enter(self, path: str) -> None:
        """Begin a visit: map its input; run it at once when it is pure."""
        turn = self._turn
        cursor, now = turn.state.cursors[path], turn.now()
        try:
            entered, error = visits.enter(turn.run, turn.state, cursor, now, turn.roll())
            if error is None and entered.visit.input is not MISSING:
                held = turn.journal.hold(entered.visit.input)
                entered = replace(entered, visit=replace(entered.visit, input=held))
        except StepError as problem:
            endings.broken_step(turn, cursor, problem)
            return
        turn.apply(entered)
        turn.count_step(path)
        cursor = turn.state.cursors[path]
        if error is not None:
            turn.apply_all(visits.fail(turn.run, cursor, entered.visit, error, now, turn.roll()))
        elif turn.step(cursor).model.disabled:
            turn.apply_all(visits.skip(turn.run, cursor, entered.visit, now))
        elif cursor.phase is Phase.ATTEMPT:
            self.begin(path)

    def begin(self, path: str) -> None:
        """Make an attempt: at once when it is pure, else after the next commit."""
        turn = self._turn
        cursor = turn.state.cursors[path]
        if turn.step(cursor).pure and not turn.recovering:
            turn.apply(AttemptStarted(path, turn.now()))
            self._settle(path, self._prepared(path)())
        elif path not in self.waiting:
            self.waiting.append(path)

    def leave(self) -> None:
        """Commit everything so far and the starts of these attempts, then let them leave."""
        turn = self._turn
        room = settings.ENV.fork_threads - len(self.inflight) if turn.is_forked else 1
        going, self.waiting = self.waiting[: max(room, 0)], self.waiting[max(room, 0) :]
        going = [path for path in going if path in turn.state.cursors]
        if not going:
            return
        for path in going:
            turn.apply(AttemptStarted(path, turn.now()))
        turn.commit()
        if turn.stop_was_asked():
            turn.apply_all([Recovered(path) for path in going])
            return
        turn.blocks()
        failpoints.hit("before_effect")
        if len(going) == 1 and not self.inflight and not turn.is_forked:
            attempted = self._prepared(going[0])()
            failpoints.hit("after_effect_before_commit")
            self._settle(going[0], attempted)
            return
        for path in going:
            seq = turn.state.cursors[path].seq
            self.inflight[turn.branches.submit(self._prepared(path))] = path, seq

    def collect(self) -> None:
        """Take in the attempts that are done; wait for one when there is nothing else to do."""
        done, _ = wait(self.inflight, timeout=self._patience(), return_when=FIRST_COMPLETED)
        for future in done:
            failpoints.hit("after_effect_before_commit")
            self._take_in(future)

    def _patience(self) -> float:
        """Seconds to wait for an attempt: none while anything can move, and not beyond the next timer."""
        turn = self._turn
        now = turn.now()
        for command in decide(turn.state, now, turn.requests, turn.rules):
            if not isinstance(command, Attempt) or command.path not in self.waiting:
                return 0.0
        due = next_due(turn.state, turn.requests)
        return INFLIGHT_LOOK_SECONDS if due is None else min((due - now).total_seconds(), INFLIGHT_LOOK_SECONDS)

    def _take_in(self, future: Future[Attempted]) -> None:
        """Settle an attempt, unless its branch was given up (and its path may be another visit's by now)."""
        path, seq = self.inflight.pop(future)
        cursor = self._turn.state.cursors.get(path)
        if cursor is not None and cursor.seq == seq and cursor.phase is Phase.RUNNING:
            self._settle(path, future.result())

    def wait_for_all(self) -> None:
        """Take in everything that is under way; what has not left yet stays."""
        self.waiting.clear()
        while self.inflight:
            self.collect()

    def end_all(self) -> None:
        """Abort what is under way and settle it: an interrupted attempt is made again later, or its outcome unknown."""
        self.waiting.clear()
        if self.inflight:
            self._turn.stops.abort(self._turn.claim.id)
            wait(self.inflight)
            for future in list(self.inflight):
                self._take_in(future)

    def drop_branches(self, inside: str) -> None:
        """The branches below this path are given up."""
        self.waiting = [path for path in self.waiting if not path.startswith(inside)]

    def _prepared(self, path: str) -> Callable[[], Attempted]:
        turn = self._turn
        cursor = turn.state.cursors[path]
        step, visit = turn.step(cursor), turn.state.visits[cursor.seq]
        ctx = self._context(step, cursor)
        given = visit.input if visit.input is not MISSING else {}
        seconds = self._seconds(step)
        if ctx.cancellation is not None:
            turn.stops.add(turn.claim.id, ctx.cancellation, seconds=seconds)
        return lambda: attempt(step, resolve(given), ctx, seconds=seconds)

    def _seconds(self, step: Step) -> float | None:
        """The step's own time-out, or what is left of the run's."""
        deadline = self._turn.requests.deadline_at
        if deadline is None:
            return step.timeout_seconds
        left = max((deadline - self._turn.now()).total_seconds(), 0.001)
        return left if step.timeout_seconds is None else min(left, step.timeout_seconds)

    def _context(self, step: Step, cursor: Cursor) -> AttemptContext:
        turn = self._turn
        now = turn.now()
        default = turn.run.program.definition.default_step_config
        return AttemptContext(
            scope=scope_of(turn.run, cursor, now),
            now=now,
            attempt=cursor.attempt,
            poll_count=cursor.polls + 1,
            idempotency_key=idempotency_key(turn.run.key_id, cursor),
            execution_id=turn.run.id,
            workspace_id=turn.claim.workspace_id,
            prompt_lookup=self._prompt,
            default_inference_parameters=(default.inference_parameters if default else None) or {},
            feedback=ContentFeedback(*cursor.feedback) if cursor.feedback else None,
            local={},
            cancellation=None if step.pure else Cancellation(),
        )

    def _prompt(self, template_id: str, version: int | None) -> PromptText:
        turn = self._turn
        bound = version if version is not None else turn.run.program.bindings.get("prompts", {}).get(template_id)
        return prompt_text(workspace_id=turn.claim.workspace_id, template_id=template_id, version=bound)

    def _settle(self, path: str, attempted: Attempted) -> None:
        turn, now = self._turn, self._turn.now()
        cursor = turn.state.cursors[path]
        visit = self._noted(turn.state.visits[cursor.seq], cursor, attempted, now)
        result = attempted.result
        if isinstance(result, StepError):
            if self._was_interrupted(result):
                self._interrupted(cursor, visit, now)
            else:
                turn.apply_all(visits.fail(turn.run, cursor, visit, result, now, turn.roll()))
            return
        try:
            self._settle_result(cursor, visit, result, now)
        except StepError as error:
            turn.apply_all(visits.fail(turn.run, cursor, visit, error, now, turn.roll()))

    def _was_interrupted(self, error: StepError) -> bool:
        """Whether the attempt ended because the run or the process is to stop, not because of anything it met."""
        turn = self._turn
        if error.code == "aborted" and turn.host_stops:
            return True
        if error.code == "aborted" and not turn.stop_was_asked():
            turn.look()
        return error.code in INTERRUPTIONS and turn.stop_was_asked()

    def _interrupted(self, cursor: Cursor, visit: Visit, now: datetime) -> None:
        """Made again after a pause, unless it may be sent once only. A run that ends here closes the visit itself."""
        turn = self._turn
        once = turn.step(cursor).effects is SideEffects.AT_MOST_ONCE
        if once and not turn.end_was_asked():
            turn.apply_all(visits.fail(turn.run, cursor, visit, endings.outcome_unknown(), now, turn.roll()))
        else:
            turn.apply(Recovered(cursor.path))

    def _noted(self, visit: Visit, cursor: Cursor, attempted: Attempted, now: datetime) -> Visit:
        turn = self._turn
        key = idempotency_key(turn.run.key_id, cursor)
        logged = cursor.attempt > 1 or not turn.step(cursor).pure
        return noted(visit, attempted, key=key, now=now, logged=logged)

    def _settle_result(self, cursor: Cursor, visit: Visit, result: StepResult, now: datetime) -> None:
        turn = self._turn
        match result:
            case Output(value):
                output = visit.input if value is visit.input else turn.journal.hold(value)
                turn.apply_all(visits.succeed(turn.run, cursor, visit, output, now, turn.roll()))
            case EndFlow(status, message):
                failed = status == "FAILED"
                turn.apply_all(visits.end_flow(turn.run, cursor, visit, failed=failed, message=message, now=now))
            case PollAgain(after_seconds):
                due = now + timedelta(seconds=after_seconds)
                turn.apply(Polled(cursor.path, replace(visit, status=StepStatus.WAITING), due))
            case WaitForEvent():
                parking.open_wait(turn, cursor, visit, result)
            case StartChild():
                parking.start_child(turn, cursor, visit, result)
            case Fork(items):
                parking.open_fork(turn, cursor, visit, items)
