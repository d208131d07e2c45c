"""One owner's turn on a run: decide → carry out → commit, until it waits, ends, loses its lease or has had its share.

Pure steps are folded into the next commit. Before an effect leaves, everything before it and its own start are
committed. A fold also ends at 50 ms or 50 steps.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.conf import settings
from msgspec.structs import replace

from allma_site.common.ids import new_id
from connections.calls import Cancellation
from executions import failpoints, store
from executions.children import ChildPlan, plan_child
from executions.distributed import Distribution, chunk_outcome, distribute, gather
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
    ForkClosed,
    ForkOpened,
    Left,
    Parked,
    Polled,
    Recovered,
    Retrying,
    TimerFired,
)
from executions.engine.evolve import evolve
from executions.engine.program import Step
from executions.engine.state import Cursor, ForkState, Outcome, State, Visit
from executions.engine.status import Phase, Status, StepStatus
from executions.journal import Journal
from executions.loading import EndedChild, Loaded, Resolved, load
from executions.notify import Hint
from executions.records import Batch, NewWait, Release
from executions.runner import AttemptContext, Attempted, attempt, idempotency_key
from executions.stops import Stops
from executions.store import Claim, LeaseLost, Superseded, WaitConflict
from flows.definition.errors import PermanentStepError, StepError, StepTimeoutError, SubFlowFailedError
from flows.definition.graph import EdgeKind
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

FOLD_STEPS = 50
FOLD_SECONDS = 0.05
TURN_STEPS = 50
TURN_SECONDS = 20.0
MAX_CRASHES = 5
INFLIGHT_LOOK_SECONDS = 1.0

WAITING = frozenset({Phase.DELAY, Phase.RETRY, Phase.POLL, Phase.AFTER, Phase.WAIT, Phase.CHILD, Phase.FORK})

Others = Callable[[], bool]


class Host(Protocol):
    """The worker process a turn happens in."""

    @property
    def stops(self) -> Stops: ...

    @property
    def branches(self) -> ThreadPoolExecutor: ...

    def committed(self, hint: Hint, *, due_at: float | None, woke: bool) -> None: ...


class Turn:
    """The state of one turn. `others` says whether another run is due; `worker` is the process it happens in."""

    def __init__(self, claimed: Claim, loaded: Loaded, *, others: Others, worker: Host) -> None:
        self.claim = claimed
        self.loaded = loaded
        self.run = loaded.run
        self.state: State = loaded.state
        self.journal = Journal(claimed, loaded)
        self._others = others
        self._host = worker
        self._stops = worker.stops
        self._began = self._began_share = self._last_commit = time.monotonic()
        self._offset = claimed.now
        self._recovering = claimed.recovering
        self._rules: dict[str, ForkRule] = {}
        self._inflight: dict[Future[Attempted], str] = {}
        self._effects: list[str] = []
        self._steps = 0

    # Time and chance come from here, so that the pure parts get them as arguments.

    def now(self) -> datetime:
        """The database's clock at the claim, moved on by this machine's monotonic clock."""
        return self._offset + timedelta(seconds=time.monotonic() - self._began)

    @property
    def _requests(self) -> Requests:
        """What is asked of the run, its own `timeoutSeconds` included (a chunk's clock is its parent's)."""
        seconds = self.run.program.definition.timeout_seconds
        if seconds is None or self.claim.kind != "RUN":
            return self.claim.requests
        return replace(self.claim.requests, deadline_at=self.run.started_at + timedelta(seconds=seconds))

    def _roll(self) -> float:
        return random.random()  # noqa: S311 - jitter, not a secret

    # The loop.

    def advance(self) -> None:
        """Run until there is nothing to do now. LeaseLost when the run is somebody else's."""
        try:
            self._begin()
            while self._round():
                pass
        except Superseded:
            self._finish_inflight()
            store.commit(self.claim, self.journal.give_back())
        finally:
            self._stops.remove(self.claim.id)

    def _begin(self) -> None:
        if self.claim.state is None and self.claim.crash_count == 0:
            self.journal.event("execution.started", self.now())
        elif any(cursor.phase in WAITING for cursor in self.state.cursors.values()):
            self.journal.event("execution.resumed", self.now())
        if self.claim.crash_count >= MAX_CRASHES:
            self._quarantine()
            return
        for cursor in list(self.state.cursors.values()):
            if cursor.phase is Phase.RUNNING:
                self._recover(cursor)
        for resolved in self.loaded.resolved:
            self._resolve(resolved)
        for ended in self.loaded.ended:
            self._child_ended(ended)
        for fork in list(self.state.forks.values()):
            self._rules[fork.path] = self._rule(fork)
            if fork.distributed:
                self._look_at_chunks(fork)

    def _rule(self, fork: ForkState) -> ForkRule:
        plan = self._step(self.state.cursors[fork.owner]).fork
        rule = plan.rule(fork.count) if plan else ForkRule()
        chunk = self.loaded.chunk
        return rule if chunk is None or fork.owner else replace(rule, tolerated_failures=chunk["tolerated"])

    def _round(self) -> bool:
        """One look at what there is to do. False when the turn is over."""
        if self.state.outcome is not None:
            self._commit_outcome()
            return False
        if self.journal.oversized is not None:
            self._broken_step(self.state.cursors[""], self.journal.oversized, self.now())
            return True
        commands = decide(self.state, self.now(), self._requests, self._rules)
        if not commands and not self._inflight and not self._effects:
            self._park()
            return False
        for command in commands:
            if not self._carry_out(command):
                return False
            if self.state.outcome is not None:
                break
        return self._after_round()

    def _after_round(self) -> bool:
        if self._effects and self.state.outcome is None:
            self._start_effects()
        elif self._fold_is_full():
            self._commit()
        if self._inflight:
            self._collect()
        if self._share_is_used():
            self._yield()
            return False
        return True

    def _fold_is_full(self) -> bool:
        return self.journal.closed >= FOLD_STEPS or (
            self.journal.dirty and time.monotonic() - self._last_commit > FOLD_SECONDS
        )

    def _share_is_used(self) -> bool:
        if self._inflight or self.state.outcome is not None:
            return False
        used = self._steps >= TURN_STEPS or time.monotonic() - self._began_share > TURN_SECONDS
        if not used:
            return False
        self._steps, self._began_share = 0, time.monotonic()
        return self._others()

    def _yield(self) -> None:
        self._commit(Release(Status.RUNNING, at_once=True))

    # Carrying out commands.

    def _carry_out(self, command: Command) -> bool:
        match command:
            case Enter(path):
                self._enter(path)
            case Attempt(path):
                self._attempt(path)
            case Fire(path):
                self._apply(TimerFired(path))
            case WaitTimedOut(path):
                self._wait_timed_out(path)
            case OpenBranches(fork, count):
                for _ in range(count):
                    self._apply(forks.open_branch(self.run, self.state, self.state.forks[fork], self.now()))
            case Join(fork):
                self._join(fork)
            case Complete():
                self._complete()
            case Stop(status):
                self._stop(status)
            case Pause():
                self._pause()
                return False
        return True

    def _step(self, cursor: Cursor) -> Step:
        return self.run.program.step(cursor.step)

    def _enter(self, path: str) -> None:
        cursor = self.state.cursors[path]
        now = self.now()
        try:
            entered, error = visits.enter(self.run, self.state, cursor, now, self._roll())
            if error is None and entered.visit.input is not MISSING:
                entered = replace(entered, visit=replace(entered.visit, input=self.journal.hold(entered.visit.input)))
        except StepError as problem:
            self._broken_step(cursor, problem, now)
            return
        self._apply(entered)
        self._steps += not path
        cursor = self.state.cursors[path]
        if error is not None:
            self._apply_all(visits.fail(self.run, cursor, entered.visit, error, now, self._roll()))
        elif self._step(cursor).model.disabled:
            self._apply_all(visits.skip(self.run, cursor, entered.visit, now))
        elif cursor.phase is Phase.ATTEMPT:
            self._attempt(path)

    def _broken_step(self, cursor: Cursor, error: StepError, now: datetime) -> None:
        """A step that cannot even be entered (unknown, or its input cannot be kept) fails the run."""
        failure = visits.public_error(error, step=cursor.step, attempts=0)
        self._close_open(StepStatus.CANCELLED, now)
        self._apply(Finished(Outcome(Status.FAILED, now, error=failure)))

    def _attempt(self, path: str) -> None:
        cursor = self.state.cursors[path]
        step = self._step(cursor)
        if step.pure and not self._recovering:
            self._apply(AttemptStarted(path, self.now()))
            self._settle(path, self._run_attempt(path))
        elif path not in self._effects:
            self._effects.append(path)

    def _run_attempt(self, path: str) -> Attempted:
        cursor = self.state.cursors[path]
        return self._prepared(cursor)()

    def _prepared(self, cursor: Cursor) -> Callable[[], Attempted]:
        step = self._step(cursor)
        visit = self.state.visits[cursor.seq]
        ctx = self._context(step, cursor)
        given = visit.input if visit.input is not MISSING else {}
        seconds = self._attempt_seconds(step)
        if ctx.cancellation is not None:
            self._stops.add(self.claim.id, ctx.cancellation, seconds=seconds)
        return lambda: attempt(step, resolve(given), ctx, seconds=seconds)

    def _attempt_seconds(self, step: Step) -> float | None:
        """The step's own time-out, or what is left of the run's."""
        deadline = self._requests.deadline_at
        if deadline is None:
            return step.timeout_seconds
        left = max((deadline - self.now()).total_seconds(), 0.001)
        return left if step.timeout_seconds is None else min(left, step.timeout_seconds)

    def _context(self, step: Step, cursor: Cursor) -> AttemptContext:
        now = self.now()
        feedback = ContentFeedback(*cursor.feedback) if cursor.feedback else None
        default = self.run.program.definition.default_step_config
        return AttemptContext(
            scope=visits.scope_of(self.run, cursor, now),
            now=now,
            attempt=cursor.attempt,
            poll_count=cursor.polls + 1,
            idempotency_key=idempotency_key(self.run.key_id, cursor),
            execution_id=self.run.id,
            workspace_id=self.claim.workspace_id,
            prompt_lookup=self._prompt,
            default_inference_parameters=(default.inference_parameters if default else None) or {},
            feedback=feedback,
            local={},
            cancellation=None if step.pure else Cancellation(),
        )

    def _prompt(self, template_id: str, version: int | None) -> PromptText:
        bound = version if version is not None else self.run.program.bindings.get("prompts", {}).get(template_id)
        return prompt_text(workspace_id=self.claim.workspace_id, template_id=template_id, version=bound)

    # Effects.

    def _start_effects(self) -> None:
        """Commit everything so far and the starts of these attempts, then let them leave."""
        free = settings.ENV.fork_threads - len(self._inflight) if self._is_forked() else 1
        going, self._effects = self._effects[: max(free, 0)], self._effects[max(free, 0) :]
        going = [path for path in going if path in self.state.cursors]
        if not going:
            return
        for path in going:
            self._apply(AttemptStarted(path, self.now()))
        self._commit()
        if self._stop_was_asked():
            for path in going:
                self._apply(Recovered(path))
            return
        failpoints.hit("before_effect")
        if len(going) == 1 and not self._inflight and not self._is_forked():
            attempted = self._run_attempt(going[0])
            failpoints.hit("after_effect_before_commit")
            self._settle(going[0], attempted)
            return
        for path in going:
            self._inflight[self._host.branches.submit(self._prepared(self.state.cursors[path]))] = path

    def _is_forked(self) -> bool:
        return any(not fork.distributed for fork in self.state.forks.values())

    def _stop_was_asked(self) -> bool:
        asked = self._requests
        return asked.cancel or asked.pause or (asked.deadline_at is not None and self.now() >= asked.deadline_at)

    def _collect(self) -> None:
        """Take in the attempts that are done; wait for one when there is nothing else to do."""
        done, _ = wait(self._inflight, timeout=self._patience(), return_when=FIRST_COMPLETED)
        for future in done:
            path = self._inflight.pop(future)
            failpoints.hit("after_effect_before_commit")
            if path in self.state.cursors and self.state.outcome is None:
                self._settle(path, future.result())

    def _patience(self) -> float:
        movable = decide(self.state, self.now(), self._requests, self._rules)
        return 0.0 if movable else INFLIGHT_LOOK_SECONDS

    def _finish_inflight(self) -> None:
        if self._inflight:
            self._stops.abort(self.claim.id)
            wait(self._inflight)
            self._inflight.clear()

    # Settling an attempt.

    def _settle(self, path: str, attempted: Attempted) -> None:
        now = self.now()
        cursor = self.state.cursors[path]
        visit = self._noted(self.state.visits[cursor.seq], cursor, attempted, now)
        result = attempted.result
        if isinstance(result, StepError):
            if result.code == "aborted" and self._stop_was_asked():
                self._interrupted(cursor, visit, now)
                return
            self._apply_all(visits.fail(self.run, cursor, visit, result, now, self._roll()))
            return
        try:
            self._settle_result(cursor, visit, result, now)
        except StepError as error:
            self._apply_all(visits.fail(self.run, cursor, visit, error, now, self._roll()))

    def _interrupted(self, cursor: Cursor, visit: Visit, now: datetime) -> None:
        """An attempt that was aborted for a pause or a cancel: made again later, unless it may be sent once only."""
        if self._step(cursor).effects is SideEffects.AT_MOST_ONCE:
            self._apply_all(visits.fail(self.run, cursor, visit, outcome_unknown(), now, self._roll()))
        else:
            self._apply(Recovered(cursor.path))

    def _noted(self, visit: Visit, cursor: Cursor, attempted: Attempted, now: datetime) -> Visit:
        visit = visits.with_events(visit, attempted.events)
        if attempted.metadata or attempted.logs:
            visit = replace(visit, metadata={**visit.metadata, **attempted.metadata}, logs=visit.logs + attempted.logs)
        if self._step(cursor).pure and cursor.attempt == 1 and not isinstance(attempted.result, StepError):
            return visit
        entry = {
            "attempt": visit.attempts,
            "endedAt": visits.iso(now),
            "key": idempotency_key(self.run.key_id, cursor),
            "error": None,
        }
        if isinstance(attempted.result, StepError):
            entry["error"] = visits.public_error(attempted.result, step=visit.step, attempts=visit.attempts)
        return replace(visit, attempt_log=(*visit.attempt_log, entry))

    def _settle_result(self, cursor: Cursor, visit: Visit, result: StepResult, now: datetime) -> None:
        match result:
            case Output(value):
                output = visit.input if value is visit.input else self.journal.hold(value)
                self._apply_all(visits.succeed(self.run, cursor, visit, output, now, self._roll()))
            case EndFlow(status, message):
                failed = status == "FAILED"
                self._apply_all(visits.end_flow(self.run, cursor, visit, failed=failed, message=message, now=now))
            case PollAgain(after_seconds):
                due = now + timedelta(seconds=after_seconds)
                self._apply(Polled(cursor.path, replace(visit, status=StepStatus.WAITING), due))
            case WaitForEvent():
                self._wait(cursor, visit, result, now)
            case StartChild():
                self._start_child(cursor, visit, result, now)
            case Fork(items):
                self._open_fork(cursor, visit, items, now)

    # Waiting for events.

    def _wait(self, cursor: Cursor, visit: Visit, plan: WaitForEvent, now: datetime) -> None:
        wait_id = new_id()
        if len(plan.correlation_key) > 512:
            raise PermanentStepError("correlation_key_too_long", "The correlation key has more than 512 characters.")
        self.journal.batch.waits.append(
            NewWait(wait_id, plan.correlation_key, cursor.path, visit.seq, plan.payload_schema)
        )
        due = now + timedelta(seconds=plan.max_wait_seconds) if plan.max_wait_seconds is not None else None
        metadata = {**visit.metadata, "waitId": str(wait_id), "correlationKey": plan.correlation_key}
        parked = replace(visit, status=StepStatus.WAITING, metadata=metadata)
        self._apply(Parked(cursor.path, parked, Phase.WAIT, due))

    def _resolve(self, resolved: Resolved) -> None:
        self.journal.batch.consumed_waits.append(resolved.wait_id)
        cursor = self.state.cursors.get(resolved.path)
        if cursor is None or cursor.phase is not Phase.WAIT or cursor.seq != resolved.seq:
            return
        visit = self.state.visits[cursor.seq]
        payload = self.journal.hold(resolved.payload)
        self._apply_all(visits.succeed(self.run, cursor, visit, payload, self.now(), self._roll()))

    def _wait_timed_out(self, path: str) -> None:
        cursor = self.state.cursors[path]
        visit = self.state.visits[cursor.seq]
        now = self.now()
        self.journal.batch.expired_waits.append((path, visit.seq))
        target = getattr(self._step(cursor).config, "on_timeout_step_instance_id", None)
        if target is not None:
            way = self.run.program.jump(cursor.step, target, EdgeKind.TIMEOUT)
            self._apply_all(visits.timed_out(self.run, cursor, visit, way, now))
            return
        error = StepTimeoutError("wait_timeout", "No event came in time.")
        self._apply_all(visits.fail(self.run, cursor, visit, error, now, self._roll()))

    # Children.

    def _start_child(self, cursor: Cursor, visit: Visit, plan: StartChild, now: datetime) -> None:
        child: ChildPlan = plan_child(self.claim, self.run, plan, seq=visit.seq, externaliser=self.journal.externaliser)
        self.journal.batch.children.append(child.execution)
        metadata = {**visit.metadata, "childExecutionId": str(child.execution.id)}
        visit = replace(visit, metadata=metadata)
        if plan.sync:
            self._apply(Parked(cursor.path, replace(visit, status=StepStatus.WAITING), Phase.CHILD))
            return
        output = {"executionId": str(child.execution.id)}
        self._apply_all(visits.succeed(self.run, cursor, visit, output, now, self._roll()))

    def _child_ended(self, ended: EndedChild) -> None:
        waiting = (cursor for cursor in self.state.cursors.values() if cursor.phase is Phase.CHILD)
        cursor = next((one for one in waiting if one.seq == ended.seq), None)
        if cursor is None:
            return
        visit, now = self.state.visits[cursor.seq], self.now()
        if ended.status == Status.COMPLETED:
            self._apply_all(visits.succeed(self.run, cursor, visit, ended.output, now, self._roll()))
            return
        details = {"executionId": str(ended.id), "status": ended.status, "error": ended.error}
        message = f"The sub-flow ended as {ended.status}" + (f": {ended.error['message']}" if ended.error else ".")
        error = SubFlowFailedError("sub_flow_failed", message, details=details)
        self._apply_all(visits.fail(self.run, cursor, visit, error, now, self._roll()))

    # Forks.

    def _open_fork(self, cursor: Cursor, visit: Visit, items: Any, now: datetime) -> None:
        plan = self._step(cursor).fork
        if plan is None:
            raise PermanentStepError("not_a_fork", f"{cursor.step!r} has no branches.")
        spread: Distribution | None = distribute(self.claim, self.run, cursor, visit, items, self.journal.externaliser)
        if spread is not None:
            self.journal.distribute(spread)
            fork = ForkState(path=visit.path, owner=cursor.path, seq=visit.seq, items=[], distributed=True)
            metadata = {**visit.metadata, "itemCount": spread.join.items, "chunks": spread.join.chunks}
            visit = replace(visit, metadata=metadata)
        else:
            fork = ForkState(path=visit.path, owner=cursor.path, seq=visit.seq, items=list(resolve(items)))
            self._rules[fork.path] = plan.rule(fork.count)
        self._apply(Parked(cursor.path, replace(visit, status=StepStatus.WAITING), Phase.FORK))
        self._apply(ForkOpened(fork))

    def _join(self, path: str) -> None:
        fork, now = self.state.forks[path], self.now()
        self._cancel_branches(path, now)
        if self.claim.kind == "CHUNK" and fork.owner == "":
            outcome, failed = chunk_outcome(self.run, self.state, fork, now, self.journal.externaliser)
            self.journal.batch.failed_items = failed
            self._apply(Finished(outcome))
            return
        self._apply_all(forks.join(self.run, self.state, fork, now, self._roll()))

    def _cancel_branches(self, path: str, now: datetime) -> None:
        inside = f"{path}["
        for cursor in self.state.cursors.values():
            if cursor.path.startswith(inside) and (visit := self.state.visits.get(cursor.seq)) is not None:
                self.journal.close(replace(visit, status=StepStatus.CANCELLED, ended_at=now))
                if cursor.phase is Phase.WAIT:
                    self.journal.batch.expired_waits.append((cursor.path, visit.seq))
        self._effects = [one for one in self._effects if not one.startswith(inside)]
        self.journal.batch.abandoned_joins += [
            fork.seq for fork in self.state.forks.values() if fork.distributed and fork.path.startswith(inside)
        ]

    def _look_at_chunks(self, fork: ForkState) -> None:
        now = self.now()
        cursor = self.state.cursors[fork.owner]
        visit = self.state.visits[cursor.seq]
        try:
            output = gather(self.claim, self.run, cursor, fork)
        except StepError as error:
            self.journal.batch.abandoned_joins.append(fork.seq)
            self._apply(ForkClosed(fork.path))
            self._apply_all(visits.fail(self.run, cursor, visit, error, now, self._roll()))
            return
        if output is not None:
            self._apply(ForkClosed(fork.path))
            held = self.journal.hold(output)
            self._apply_all(visits.succeed(self.run, cursor, visit, held, now, self._roll()))

    # Ends and pauses.

    def _complete(self) -> None:
        self._apply(visits.complete(self.run, self.state.cursors[""], self.now()))

    def _stop(self, status: Status) -> None:
        now = self.now()
        self._finish_inflight()
        self._effects.clear()
        self._close_open(StepStatus.CANCELLED, now)
        self._apply(Finished(Outcome(status, now, error=self._stop_error(status))))

    def _stop_error(self, status: Status) -> dict[str, Any] | None:
        if status is not Status.TIMED_OUT:
            return None
        main = self.state.cursors.get("")
        seconds = self.run.program.definition.timeout_seconds
        error = StepTimeoutError("execution_timeout", f"The run took longer than timeoutSeconds ({seconds}).")
        return visits.public_error(error, step=main.step if main else self.run.program.start, attempts=0)

    def _quarantine(self) -> None:
        now = self.now()
        suspects = [cursor for cursor in self.state.cursors.values() if cursor.phase is Phase.RUNNING]
        cursor = suspects[0] if suspects else next(iter(self.state.cursors.values()))
        message = (
            f"The step {cursor.step!r} ended its worker {MAX_CRASHES} times without any progress. "
            "Look at what it does, then redrive the run."
        )
        error = PermanentStepError("quarantined", message)
        self._close_open(StepStatus.FAILED, now)
        failure = visits.public_error(error, step=cursor.step, attempts=MAX_CRASHES)
        self._apply(Finished(Outcome(Status.QUARANTINED, now, error=failure)))

    def _close_open(self, status: StepStatus, now: datetime) -> None:
        for visit in self.state.visits.values():
            if not (self.claim.kind == "CHUNK" and visit.seq == 1):
                self.journal.close(replace(visit, status=status, ended_at=now))

    def _pause(self) -> None:
        self._finish_inflight()
        for cursor in list(self.state.cursors.values()):
            if cursor.phase is Phase.RUNNING:
                self._apply(Recovered(cursor.path))
        self.journal.event("execution.paused", self.now())
        self._commit(Release(Status.PAUSED))

    def _recover(self, cursor: Cursor) -> None:
        """The last owner started this attempt and never said how it ended."""
        if self._step(cursor).effects is not SideEffects.AT_MOST_ONCE:
            self._apply(Recovered(cursor.path))
            return
        visit, now = self.state.visits[cursor.seq], self.now()
        self._apply_all(visits.fail(self.run, cursor, visit, outcome_unknown(), now, self._roll()))

    # Folding and committing.

    def _apply_all(self, events: list[Event]) -> None:
        for event in events:
            self._apply(event)

    def _apply(self, event: Event) -> None:
        if isinstance(event, Finished) and event.outcome.status is Status.FAILED and self.state.visits:
            self._close_open(StepStatus.CANCELLED, event.outcome.at)
        self.state = evolve(self.state, event)
        match event:
            case Entered() | Retrying() | Polled() | Parked():
                self.journal.touch(event.visit)
            case AttemptStarted(path):
                self.journal.touch(self.state.visits[self.state.cursors[path].seq])
            case Left():
                self.journal.close(event.visit)

    def _commit(self, release: Release | None = None) -> None:
        before = self.claim.wake_seq
        while True:
            batch = self.journal.fold(self.state, release)
            try:
                requests = store.commit(self.claim, batch)
            except WaitConflict as conflict:
                self._refuse_wait(conflict)
                release = None if release is None else replace(release, at_once=True)
                continue
            break
        self._last_commit = time.monotonic()
        self.journal.committed(batch)
        self._tell(batch, woken=self.claim.wake_seq != before)
        if requests.cancel or requests.pause:
            self._stops.abort(self.claim.id)

    def _tell(self, batch: Batch, *, woken: bool) -> None:
        release = batch.release
        due = (release.due_at - self.now()).total_seconds() if release is not None and release.due_at else None
        woke = bool(batch.children) or (release is not None and (release.at_once or woken or bool(batch.waits)))
        woke = woke or (batch.outcome is not None and self.claim.parent_id is not None)
        hint = Hint(self.claim.id, self.claim.workspace_id, self.claim.seq, batch.outcome is not None)
        self._host.committed(hint, due_at=due, woke=woke or self.claim.max_concurrent is not None)

    def _refuse_wait(self, conflict: WaitConflict) -> None:
        """Somebody else waits for this key: a permanent error of the step, never an overwrite."""
        batch = self.journal.batch
        batch.waits = [one for one in batch.waits if one.id != conflict.wait.id]
        cursor = self.state.cursors[conflict.wait.path]
        message = f"The correlation key {conflict.wait.key!r} is waited for already in this workspace."
        error = PermanentStepError("correlation_key_in_use", message)
        visit = self.state.visits[cursor.seq]
        self._apply_all(visits.fail(self.run, cursor, visit, error, self.now(), self._roll()))

    def _commit_outcome(self) -> None:
        self._finish_inflight()
        self._commit()

    def _park(self) -> None:
        due = next_due(self.state, self._requests)
        self.journal.event("execution.waiting", self.now(), {"dueAt": visits.iso(due) if due else None})
        self._commit(Release(Status.WAITING, due_at=due))


def outcome_unknown() -> PermanentStepError:
    """An effect that may be sent at most once was interrupted."""
    message = (
        "This step's effect was interrupted, and it may be sent at most once. "
        "Find out whether it happened, then redrive the run."
    )
    return PermanentStepError("outcome_unknown", message)


def take_turn(claimed: Claim, *, others: Others, worker: Host) -> None:
    """Advance a claimed run. A lost lease ends the turn silently: somebody else goes on."""
    try:
        Turn(claimed, load(claimed), others=others, worker=worker).advance()
    except LeaseLost:
        return
