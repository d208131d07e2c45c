"""One owner's turn on a run: decide → carry out → commit, until it waits, ends, loses its lease or has had its share.

Pure steps are folded into the next commit. Before an effect leaves, everything before it and its own start are
committed. A fold also ends at 50 ms or 50 steps.
"""

from __future__ import annotations

import random
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from msgspec.structs import replace

from executions import endings, parking, store, taking_over
from executions.attempts import Attempts
from executions.batches import Batch, Release
from executions.engine import visits
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
    Requests,
    Stop,
    WaitTimedOut,
    decide,
    next_due,
)
from executions.engine.events import (
    AttemptStarted,
    Entered,
    Event,
    Finished,
    Left,
    Parked,
    Polled,
    Retrying,
    TimerFired,
)
from executions.engine.evolve import evolve
from executions.engine.program import Step
from executions.engine.state import Cursor, State
from executions.engine.status import Status, StepStatus
from executions.engine.views import iso
from executions.journal import Journal
from executions.loading import Loaded
from executions.notify import Hint
from executions.pacing import Host, Others, Pace
from executions.stops import Stops
from executions.store import Claim, LeaseLost, Superseded, WaitConflict


class Turn:
    """A turn under way. `others` says whether another run is due; `host` is the process it happens in."""

    def __init__(self, claimed: Claim, loaded: Loaded, *, others: Others, host: Host, may_share: bool = False) -> None:
        self.claim = claimed
        self.loaded = loaded
        self.run = loaded.run
        self.state: State = loaded.state
        self.journal = Journal(claimed, loaded)
        self.attempts = Attempts(self)
        self.rules: dict[str, ForkRule] = {}
        self.recovering = claimed.recovering
        self._others = others
        self._host = host
        self._began = time.monotonic()
        self._pace = Pace()
        self._may_share = may_share
        self.shared: Batch | None = None
        """The end of the run, to be committed together with others'."""

    @property
    def stops(self) -> Stops:
        """The off switches of attempts in this process."""
        return self._host.stops

    @property
    def branches(self) -> ThreadPoolExecutor:
        """The threads that the effects of fork branches run on."""
        return self._host.branches

    @property
    def host_stops(self) -> bool:
        """Whether this process is about to end."""
        return self._host.stopping

    def blocks(self) -> None:
        """This thread will wait for the outside world: others must look for due runs meanwhile."""
        self._host.blocks()

    # Time and chance come from here, so that the pure parts get them as arguments.

    def now(self) -> datetime:
        """The database's clock at the claim, moved on by this machine's monotonic clock."""
        return self.claim.now + timedelta(seconds=time.monotonic() - self._began)

    def roll(self) -> float:
        """A number in [0, 1) for jitter and ranges of delays."""
        return random.random()  # noqa: S311 - jitter, not a secret

    @property
    def requests(self) -> Requests:
        """What is asked of the run, its own `timeoutSeconds` included (a chunk's clock is its parent's)."""
        seconds = self.run.program.definition.timeout_seconds
        if seconds is None or self.claim.kind != "RUN":
            return self.claim.requests
        return replace(self.claim.requests, deadline_at=self.run.started_at + timedelta(seconds=seconds))

    def stop_was_asked(self) -> bool:
        """Whether the run is to be cancelled, paused, or has used its time."""
        return self.requests.pause or self.end_was_asked()

    def end_was_asked(self) -> bool:
        """Whether the run is to be cancelled or has used its time."""
        asked = self.requests
        return asked.cancel or (asked.deadline_at is not None and self.now() >= asked.deadline_at)

    def look(self) -> None:
        """Learn what is asked of the run now. LeaseLost when it is somebody else's."""
        store.commit(self.claim, Batch())

    def is_over(self) -> bool:
        """Whether the run has its outcome, committed or not."""
        return self.state.outcome is not None

    @property
    def is_forked(self) -> bool:
        """Whether branches run here."""
        return any(not fork.distributed for fork in self.state.forks.values())

    def step(self, cursor: Cursor) -> Step:
        """The step a cursor is at."""
        return self.run.program.step(cursor.step)

    def end_fold(self) -> None:
        """Commit after this round, however little there is."""
        self._pace.end_fold()

    def count_step(self, path: str) -> None:
        """A visit of the main path uses up the turn's share."""
        if not path:
            self._pace.count_step()

    def advance(self) -> None:
        """Run until there is nothing to do now. LeaseLost when the run is somebody else's."""
        try:
            taking_over.begin(self)
            while self._round():
                pass
        except Superseded:
            self.stops.abort(self.claim.id)
            store.commit(self.claim, self.journal.give_back())
        except LeaseLost:
            self.stops.abort(self.claim.id)
            raise
        finally:
            self.stops.remove(self.claim.id)

    def _round(self) -> bool:
        """One look at what there is to do. False when the turn is over."""
        if self.is_over():
            self.attempts.end_all()
            if self._may_share:
                self.shared = self.journal.fold(self.state, None)
            else:
                self.commit()
            return False
        if self.journal.oversized is not None:
            endings.broken_step(self, self.state.cursors[""], self.journal.oversized)
            return True
        if self.host_stops:
            return self._leave_off()
        commands = decide(self.state, self.now(), self.requests, self.rules)
        if not commands and not self.attempts.any:
            self._park()
            return False
        for command in commands:
            if not self._carry_out(command):
                return self.is_over()
            if self.is_over():
                return True
        return self._after_round()

    def _after_round(self) -> bool:
        if self.attempts.waiting:
            self.attempts.leave()
        elif self._pace.fold_is_full(self.journal.closed, dirty=self.journal.dirty):
            self.commit()
        if self.attempts.inflight:
            self.attempts.collect()
        if self._share_is_used():
            self.commit(Release(Status.RUNNING, at_once=True))
            return False
        return True

    def _leave_off(self) -> bool:
        """The process ends: settle what is under way (its host aborts it in time), then give the run to another."""
        self.attempts.wait_for_all()
        if self.is_over():
            return True
        self.commit(Release(Status.RUNNING, at_once=True))
        return False

    def _share_is_used(self) -> bool:
        """After 50 steps or 20 s somebody else's run goes first, if there is one."""
        if not self._pace.share_is_used or self.attempts.any or self.is_over():
            return False
        self._pace.begin_share()
        return self._others()

    def _carry_out(self, command: Command) -> bool:
        """Do it. False when it ends the turn. What a command before it made meaningless is passed over."""
        match command:
            case Enter(path):
                self.attempts.enter(path)
            case Attempt(path):
                self.attempts.begin(path)
            case Fire(path):
                self.apply(TimerFired(path))
            case WaitTimedOut(path):
                parking.wait_timed_out(self, path)
            case OpenBranches(fork, count) if fork in self.state.forks:
                parking.open_branches(self, fork, count)
            case Join(fork) if fork in self.state.forks:
                parking.join(self, fork)
            case Complete():
                self.apply(visits.complete(self.run, self.state.cursors[""], self.now()))
            case Stop(status):
                endings.stop(self, status)
            case Pause():
                endings.pause(self)
                return False
        return True

    def apply_all(self, events: list[Event]) -> None:
        """Fold facts into the state, in order."""
        for event in events:
            self.apply(event)

    def apply(self, event: Event) -> None:
        """Fold a fact into the state and note what its row will say."""
        if isinstance(event, Finished):
            self.journal.keep_context(self.state)
            if event.outcome.status is Status.FAILED and self.state.visits:
                endings.close_open(self, StepStatus.CANCELLED)
        self.state = evolve(self.state, event)
        match event:
            case Entered() | Retrying() | Polled() | Parked():
                self.journal.touch(event.visit)
            case AttemptStarted(path):
                self.journal.touch(self.state.visits[self.state.cursors[path].seq])
            case Left():
                self.journal.close(event.visit)

    def commit(self, release: Release | None = None) -> None:
        """Write everything since the last commit; learn what is asked of the run; tell who listens."""
        while True:
            batch = self.journal.fold(self.state, release)
            try:
                requests = store.commit(self.claim, batch)
                break
            except WaitConflict as conflict:
                parking.refuse_wait(self, conflict.wait)
                release = None if release is None else replace(release, at_once=True)
        self._pace.committed()
        self._may_share = False
        self.journal.committed(batch)
        self.tell(batch, woken=self.claim.woken)
        if requests.cancel or requests.pause:
            self.stops.abort(self.claim.id)

    def tell(self, batch: Batch, *, woken: bool = False) -> None:
        """A commit is through: say so to who listens and to the worker."""
        release = batch.release
        due = (release.due_at - self.now()).total_seconds() if release is not None and release.due_at else None
        begun = bool(batch.children or batch.begun_forks)
        woke = begun or (release is not None and (release.at_once or woken or bool(batch.waits)))
        woke = woke or (batch.outcome is not None and self.claim.parent_id is not None)
        hint = Hint(self.claim.id, self.claim.workspace_id, self.claim.seq, batch.outcome is not None)
        self._host.committed(hint, due_at=due, woke=woke or self.claim.max_concurrent is not None)

    def _park(self) -> None:
        due = next_due(self.state, self.requests)
        self.journal.event("execution.waiting", self.now(), {"dueAt": iso(due) if due else None})
        self.commit(Release(Status.WAITING, due_at=due))
