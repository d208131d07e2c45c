"""Owners of a run that work on it one move at a time, so that they can die anywhere."""

from __future__ import annotations

from datetime import datetime, timedelta
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
    Pause,
    Stop,
    WaitTimedOut,
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
    Recovered,
    Retrying,
    TimerFired,
)
from executions.engine.evolve import evolve
from executions.engine.state import Cursor, ForkState, Outcome, Visit
from executions.engine.status import Phase, Status, StepStatus
from executions.engine.views import Run, scope_of
from executions.runner import idempotency_key
from flows.definition.errors import PermanentStepError, StepError, StepTimeoutError, TransientStepError
from flows.definition.jsonpath import compile_path
from flows.definition.scope import MISSING
from tests.unit.engine.database import Database, LeaseLost, Sent

__all__ = ["Database", "LeaseLost", "Owner", "Sent"]


class Owner:
    """One turn: it claims, moves one command at a time, commits, and can be forgotten at any moment."""

    def __init__(self, database: Database) -> None:
        database.epoch += 1
        database.leased = True
        self.database = database
        self.epoch = database.epoch
        self.state = database.load()
        self.touched: dict[int, Visit] = {}
        self.opened: dict[str, tuple[str, int]] = {}
        self.closed: set[str] = set()
        self.leaving: list[str] = []
        self.rules: dict[str, ForkRule] = {}
        for fork in self.state.forks.values():
            self.rules[fork.path] = self._plan(fork).rule(fork.count)
        self._recover()
        self._take_events()

    @property
    def run(self) -> Run:
        """The run it works on."""
        return self.database.run

    @property
    def now(self) -> datetime:
        """The database's clock."""
        return self.database.now

    def commands(self) -> list[Command]:
        """What it can do now; an attempt that is about to leave is not begun twice."""
        found = decide(self.state, self.now, self.database.requests, self.rules)
        return [one for one in found if not (isinstance(one, Attempt) and one.path in self.leaving)]

    def commit(self, *, release: bool = False) -> None:
        """Write everything so far."""
        self.database.commit(self, release=release)
        self.touched, self.opened, self.closed = {}, {}, set()

    def move(self, command: Command) -> bool:
        """Carry a command out without committing it, unless it is a pause. False when the turn is over."""
        match command:
            case Enter(path):
                self._enter(path)
            case Attempt(path):
                self._begin(path)
            case Fire(path):
                self._apply(TimerFired(path))
            case WaitTimedOut(path):
                self._time_out(path)
            case OpenBranches(fork, number):
                self._open(fork, number)
            case Join(fork):
                self._join(fork)
            case Complete():
                self._apply(visits.complete(self.run, self.state.cursors[""], self.now))
            case Stop(status):
                self._close_open(StepStatus.CANCELLED)
                self._apply(Finished(Outcome(status, self.now)))
            case Pause():
                self.commit(release=True)
                self.database.paused = True
                return False
        return True

    def leave(self, *, fails: bool) -> Sent | None:
        """Let the next effect leave (its start was committed before) and settle it. None when its branch is gone."""
        path = self.leaving.pop(0)
        cursor = self.state.cursors.get(path)
        if cursor is None or cursor.phase is not Phase.RUNNING:
            return None
        sent = Sent(idempotency_key(self.run.key_id, cursor), cursor.visit_path, cursor.seq)
        self.database.sent.append(sent)
        visit = self.state.visits[cursor.seq]
        if fails:
            error = TransientStepError("http_503", "The service is busy.")
            self._apply_all(visits.fail(self.run, cursor, visit, error, self.now, 0.5))
        else:
            self._apply_all(visits.succeed(self.run, cursor, visit, {"ok": cursor.seq}, self.now, 0.5))
        return sent

    def _plan(self, fork: ForkState) -> Any:
        return self.run.program.step(self.state.cursors[fork.owner].step).fork

    def _recover(self) -> None:
        for cursor in list(self.state.cursors.values()):
            if cursor.phase is not Phase.RUNNING:
                continue
            if str(self.run.program.step(cursor.step).effects) == "at-most-once":
                self._fail(cursor, PermanentStepError("outcome_unknown", "Nobody knows."))
            else:
                self._apply(Recovered(cursor.path))

    def _take_events(self) -> None:
        for key, (path, seq, payload) in list(self.database.waits.items()):
            cursor = self.state.cursors.get(path)
            if payload is not MISSING and cursor is not None and cursor.phase is Phase.WAIT and cursor.seq == seq:
                self.closed.add(key)
                visit = self.state.visits[seq]
                self._apply_all(visits.succeed(self.run, cursor, visit, payload, self.now, 0.5))

    def _enter(self, path: str) -> None:
        cursor = self.state.cursors[path]
        event, error = visits.enter(self.run, self.state, cursor, self.now, 0.5)
        self._apply(event)
        if error is not None:
            self._fail(self.state.cursors[path], error)

    def _begin(self, path: str) -> None:
        cursor = self.state.cursors[path]
        step = self.run.program.step(cursor.step)
        if not step.pure:
            self._apply(AttemptStarted(path, self.now))
            self.leaving.append(path)
            self.commit()
            return
        self._apply(AttemptStarted(path, self.now))
        self._settle(step, self.state.cursors[path])

    def _settle(self, step: Any, cursor: Cursor) -> None:
        """What a pure step gives: a wait for `key`, a fork over its items, or its input."""
        visit = self.state.visits[cursor.seq]
        if step.type.type == "WAIT_FOR_EXTERNAL_EVENT":
            due = self.now + timedelta(seconds=step.config.max_wait_seconds)
            self.opened[f"{cursor.path}#{cursor.seq}"] = (cursor.path, cursor.seq)
            self._apply(Parked(cursor.path, replace(visit, status=StepStatus.WAITING), Phase.WAIT, due))
        elif step.fork is not None:
            items = compile_path(step.fork.items_path).read(scope_of(self.run, cursor, self.now))
            fork = ForkState(path=visit.path, owner=cursor.path, seq=visit.seq, items=list(items))
            self.rules[fork.path] = step.fork.rule(fork.count)
            self._apply(Parked(cursor.path, replace(visit, status=StepStatus.WAITING), Phase.FORK))
            self._apply(ForkOpened(fork))
        elif "fail" in visit.input:
            self._fail(cursor, PermanentStepError("asked_to", "The input says so."))
        else:
            self._apply_all(visits.succeed(self.run, cursor, visit, visit.input, self.now, 0.5))

    def _time_out(self, path: str) -> None:
        cursor = self.state.cursors[path]
        self.closed.add(f"{path}#{cursor.seq}")
        self._fail(cursor, StepTimeoutError("wait_timeout", "No event came in time."))

    def _open(self, fork: str, number: int) -> None:
        began = self.state.visits[self.state.forks[fork].seq].started_at
        for _ in range(number):
            self._apply(forks.open_branch(self.run, self.state, self.state.forks[fork], began))

    def _join(self, path: str) -> None:
        inside = f"{path}["
        for cursor in self.state.cursors.values():
            visit = self.state.visits.get(cursor.seq)
            if cursor.path.startswith(inside) and visit is not None:
                self.closed.add(f"{cursor.path}#{cursor.seq}")
                self._close(replace(visit, status=StepStatus.CANCELLED, ended_at=self.now))
        self._apply_all(forks.join(self.run, self.state, self.state.forks[path], self.now, 0.5, hold=_as_it_is))

    def _fail(self, cursor: Cursor, error: StepError) -> None:
        self._apply_all(visits.fail(self.run, cursor, self.state.visits[cursor.seq], error, self.now, 0.5))

    def _close(self, visit: Visit) -> None:
        self.touched[visit.seq] = visit

    def _close_open(self, status: StepStatus) -> None:
        for visit in self.state.visits.values():
            self._close(replace(visit, status=status, ended_at=self.now))

    def _apply_all(self, events: list[Event]) -> None:
        for event in events:
            self._apply(event)

    def _apply(self, event: Event) -> None:
        if isinstance(event, Finished) and event.outcome.status is Status.FAILED:
            self._close_open(StepStatus.CANCELLED)
        self.state = evolve(self.state, event)
        if isinstance(event, Entered | Retrying | Parked | Left):
            self.touched[event.visit.seq] = event.visit
        elif isinstance(event, AttemptStarted):
            visit = self.state.visits[self.state.cursors[event.path].seq]
            self.touched[visit.seq] = visit


def _as_it_is(value: Any) -> Any:
    return value
