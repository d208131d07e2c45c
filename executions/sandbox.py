"""Runs kept in memory: the engine's decisions carried out here and now, with nothing written.

The driver knows neither clock nor network nor database: it asks its `World`. It never waits: delays are passed over, a
step is attempted once (content retries excepted, which need no waiting), a poll calls once, and what only the outside
can end (an event, the next call of a poll) leaves the run WAITING.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from msgspec.structs import replace

from executions.engine import forks, visits
from executions.engine.decide import (
    Attempt,
    Command,
    Complete,
    Enter,
    Fire,
    ForkRule,
    Join,
    OpenBranches,
    Requests,
    decide,
)
from executions.engine.events import (
    AttemptStarted,
    Entered,
    Event,
    Finished,
    ForkOpened,
    Left,
    Parked,
    Retrying,
    TimerFired,
)
from executions.engine.evolve import evolve
from executions.engine.state import Cursor, ForkState, Outcome, State, Visit
from executions.engine.status import Phase, Status, StepStatus
from executions.engine.views import Run, public_error
from executions.guarding import guarded_size
from executions.noting import noted
from executions.parking import MAX_KEY_CHARACTERS
from executions.runner import Attempted, idempotency_key
from executions.sandbox_limits import Budget, check_items, out_of_time, too_large, too_many_visits
from executions.sandbox_ports import Passage, SandboxStatus, World, child_failed
from executions.sandbox_program import SandboxProgram, about_child
from flows.definition.errors import PermanentStepError, StepError
from flows.definition.scope import MISSING, resolve
from flows.steps.base import EndFlow, Fork, Output, PollAgain, StartChild, StepResult, WaitForEvent

PASSED_OVER = frozenset({Phase.DELAY, Phase.AFTER})
NOTHING_ASKED = Requests()


@dataclass(slots=True)
class Driver:
    """Drives one run in memory. `stop_after` is the step whose first finished visit ends it."""

    run: Run
    program: SandboxProgram
    state: State
    world: World
    budget: Budget
    stop_after: str | None = None
    depth: int = 0
    stopped: bool = False
    passages: dict[int, Passage] = field(default_factory=dict)
    root: dict[str, Any] = field(default_factory=dict)
    """The context of the main path, also when the run is over."""
    rules: dict[str, ForkRule] = field(default_factory=dict)

    @property
    def status(self) -> SandboxStatus:
        """Where the run is now."""
        if self.state.outcome is not None:
            return SandboxStatus(self.state.outcome.status.value)
        return SandboxStatus.STOPPED if self.stopped else SandboxStatus.WAITING

    def drive(self) -> None:
        """Go on until the run is over, is stopped, or only the outside could move it."""
        self._keep_root()
        while not self._is_over():
            if self.world.seconds_left() <= 0:
                self._give_up(out_of_time())
                return
            commands = decide(self.state, self.world.now(), NOTHING_ASKED, self.rules) or self._delays()
            if not commands:
                return
            for command in commands:
                self._carry_out(command)
                if self._is_over():
                    return
            self._let_leave()

    def _is_over(self) -> bool:
        return self.stopped or self.state.outcome is not None

    def _delays(self) -> list[Command]:
        """Nobody waits here: the delay that would end first is over."""
        cursors = [one for one in self.state.cursors.values() if one.phase in PASSED_OVER and one.due_at is not None]
        first = min(cursors, key=lambda one: one.due_at or self.world.now(), default=None)
        return [] if first is None else [Fire(first.path)]

    def _carry_out(self, command: Command) -> None:
        match command:
            case Enter(path):
                self._enter(path)
            case Attempt(path) if self.program.step(self.state.cursors[path].step).pure:
                self._attempt([path])
            case Fire(path):
                self._apply([TimerFired(path)])
            case OpenBranches(fork, count) if fork in self.state.forks:
                self._open_branches(fork, count)
            case Join(fork) if fork in self.state.forks:
                self._join(fork)
            case Complete():
                self._complete()

    def _complete(self) -> None:
        self._apply([visits.complete(self.run, self.state.cursors[""], self.world.now())])

    def _enter(self, path: str) -> None:
        cursor, now = self.state.cursors[path], self.world.now()
        if self.budget.visits <= 0:
            self._give_up(too_many_visits())
            return
        self.budget.visits -= 1
        try:
            entered, error = visits.enter(self.run, self.state, cursor, now, self.world.roll())
            if error is None and entered.visit.input is not MISSING:
                guarded_size(entered.visit.input, most=self.budget.value_bytes)
        except StepError as problem:
            self._give_up(problem, step=cursor.step)
            return
        self._apply([entered])
        cursor = self.state.cursors[path]
        if error is not None:
            self._fail(cursor, entered.visit, error)
        elif self.program.step(cursor.step).model.disabled:
            self._apply(visits.skip(self.run, cursor, entered.visit, now))

    def _let_leave(self) -> None:
        """Make the attempts that have effects, those of all branches together."""
        ready = [cursor for cursor in self.state.cursors.values() if cursor.phase is Phase.ATTEMPT]
        if leaving := [cursor.path for cursor in ready if not self.program.step(cursor.step).pure]:
            self._attempt(leaving)

    def _attempt(self, paths: list[str]) -> None:
        self._apply([AttemptStarted(path, self.world.now()) for path in paths])
        cursors = [self.state.cursors[path] for path in paths]
        asked = [(cursor, resolve(self.state.visits[cursor.seq].input) or {}) for cursor in cursors]
        for cursor, attempted in zip(cursors, self.world.perform(self.run, asked), strict=True):
            if not self._is_over():
                self._take_in(cursor, attempted)

    def _take_in(self, cursor: Cursor, attempted: Attempted) -> None:
        key = idempotency_key(self.run.key_id, cursor)
        visit = noted(self.state.visits[cursor.seq], attempted, key=key, now=self.world.now(), logged=False)
        try:
            self._settle(cursor, visit, attempted.result)
        except StepError as error:
            self._fail(cursor, visit, error)

    def _settle(self, cursor: Cursor, visit: Visit, result: StepResult | StepError) -> None:
        now = self.world.now()
        match result:
            case StepError():
                raise result
            case Output(value):
                self._succeed(cursor, visit, value)
            case EndFlow(status, message):
                failed = status == "FAILED"
                self._apply(visits.end_flow(self.run, cursor, visit, failed=failed, message=message, now=now))
            case PollAgain(after_seconds, reason):
                again = {"afterSeconds": after_seconds, "reason": reason or None}
                self._apply([Parked(cursor.path, _waiting(visit, pollAgain=again), Phase.POLL)])
            case WaitForEvent():
                self._wait(cursor, visit, result)
            case StartChild():
                self._start(cursor, visit, result)
            case Fork(items):
                self._open_fork(cursor, visit, resolve(items))

    def _succeed(self, cursor: Cursor, visit: Visit, output: Any) -> None:
        self._apply(visits.succeed(self.run, cursor, visit, self._held(output), self.world.now(), self.world.roll()))

    def _held(self, value: Any) -> Any:
        """The value, guarded and counted. PermanentStepError `output_too_large`, `sandbox_too_large`."""
        size, _ = guarded_size(value, most=self.budget.value_bytes)
        if size > self.budget.bytes:
            raise too_large()
        self.budget.bytes -= size
        return value

    def _fail(self, cursor: Cursor, visit: Visit, error: StepError) -> None:
        if self.world.seconds_left() <= 0:
            self._give_up(out_of_time(), step=cursor.step)
            return
        would = self.program.would_retry(cursor.step, error, content_used=cursor.content_retries)
        if would is not None:
            visit = replace(visit, metadata={**visit.metadata, "wouldRetry": would})
        self._apply(visits.fail(self.run, cursor, visit, error, self.world.now(), self.world.roll()))

    def _wait(self, cursor: Cursor, visit: Visit, plan: WaitForEvent) -> None:
        if len(plan.correlation_key) > MAX_KEY_CHARACTERS:
            message = f"The correlation key has more than {MAX_KEY_CHARACTERS} characters."
            raise PermanentStepError("correlation_key_too_long", message)
        waiting = _waiting(visit, correlationKey=plan.correlation_key, maxWaitSeconds=plan.max_wait_seconds)
        self._apply([Parked(cursor.path, waiting, Phase.WAIT)])

    def _start(self, cursor: Cursor, visit: Visit, plan: StartChild) -> None:
        """A sub-flow runs here when it is waited for. One that is not is an effect, and never leaves the sandbox."""
        if not plan.sync:
            shown = replace(visit, metadata={**visit.metadata, "dryRun": True, "start": about_child(plan)})
            self._succeed(cursor, shown, {})
            return
        ended = self.world.start(plan, depth=self.depth + 1, budget=self.budget)
        visit = replace(visit, metadata={**visit.metadata, "subFlow": dict(ended.metadata)})
        if ended.status is SandboxStatus.WAITING:
            self._apply([Parked(cursor.path, replace(visit, status=StepStatus.WAITING), Phase.CHILD)])
        elif ended.status is SandboxStatus.FAILED:
            self._fail(cursor, visit, child_failed(ended))
        else:
            self._succeed(cursor, visit, ended.output)

    def _open_fork(self, cursor: Cursor, visit: Visit, items: Any) -> None:
        plan = self.program.step(cursor.step).fork
        if plan is None:
            raise PermanentStepError("not_a_fork", f"{cursor.step!r} has no branches.")
        opened = ForkState(path=visit.path, owner=cursor.path, seq=visit.seq, items=self._items(items))
        self.rules[opened.path] = plan.rule(opened.count)
        parked = Parked(cursor.path, replace(visit, status=StepStatus.WAITING), Phase.FORK)
        self._apply([parked, ForkOpened(opened)])

    def _items(self, items: Any) -> list[Any]:
        """What a fork runs over. PermanentStepError for what is not run here."""
        check_items(items)
        listed: list[Any] = items
        return listed

    def _open_branches(self, path: str, count: int) -> None:
        began = self.state.visits[self.state.forks[path].seq].started_at
        for _ in range(count):
            self._apply([forks.open_branch(self.run, self.state, self.state.forks[path], began)])

    def _join(self, path: str) -> None:
        inside = f"{path}["
        self._cancel(cursor.seq for cursor in self.state.cursors.values() if cursor.path.startswith(inside))
        fork, now, roll = self.state.forks[path], self.world.now(), self.world.roll()
        self._apply(forks.join(self.run, self.state, fork, now, roll, hold=self._held))

    def _cancel(self, seqs: Iterable[int]) -> None:
        open_ones = [seq for seq in seqs if seq in self.state.visits and self.passages[seq].after is None]
        for seq in open_ones:
            cancelled = replace(self.state.visits[seq], status=StepStatus.CANCELLED, ended_at=self.world.now())
            self.passages[seq] = Passage(cancelled, self.passages[seq].before)

    def _give_up(self, error: StepError, *, step: str | None = None) -> None:
        """The sandbox run ends here, whatever the flow says about errors."""
        main = self.state.cursors.get("")
        at = step or (main.step if main is not None else self.run.program.start)
        failure = public_error(error, step=at, attempts=0)
        self._apply([Finished(Outcome(Status.FAILED, self.world.now(), error=failure))])

    def _stop(self, path: str, root: dict[str, Any]) -> None:
        """The visit that was asked for is over; what other branches have begun is not gone on with."""
        self.stopped = True
        self.root = self.root if path else root
        self._cancel(seq for seq, visit in self.state.visits.items() if visit.status is not StepStatus.WAITING)

    def _keep_root(self) -> None:
        main = self.state.cursors.get("")
        if main is not None:
            self.root = main.root

    def _apply(self, events: Iterable[Event]) -> None:
        for event in events:
            self._note(event)
            if self.stopped and not isinstance(event, Finished):
                continue
            self.state = evolve(self.state, event)
            self._keep_root()

    def _note(self, event: Event) -> None:
        """Keep what a row would say."""
        match event:
            case Finished(outcome) if outcome.status is Status.FAILED:
                self._cancel(self.state.visits)
            case Entered(path, visit):
                self.passages[visit.seq] = Passage(visit, self.state.cursors[path].root)
            case Retrying() | Parked():
                self.passages[event.visit.seq] = Passage(event.visit, self.passages[event.visit.seq].before)
            case Left(path, visit, root):
                dry = bool(visit.metadata.get("dryRun")) and visit.status is StepStatus.COMPLETED
                self.passages[visit.seq] = Passage(visit, self.passages[visit.seq].before, root, dry)
                if visit.step == self.stop_after and not self.stopped:
                    self._stop(path, root)


def _waiting(visit: Visit, **metadata: Any) -> Visit:
    return replace(visit, status=StepStatus.WAITING, metadata={**visit.metadata, **metadata})
