"""Parts of a turn that park a path and take it up again: events, children, forks."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from allma_site.common.ids import new_id
from executions.batches import NewWait
from executions.children import plan_child
from executions.distributed import chunk_outcome, distribute, gather
from executions.engine import forks, visits
from executions.engine.events import Finished, ForkClosed, ForkOpened, Parked
from executions.engine.state import Cursor, ForkState, Visit
from executions.engine.status import Phase, Status, StepStatus
from flows.definition.errors import PermanentStepError, StepError, StepTimeoutError, SubFlowFailedError
from flows.definition.graph import EdgeKind
from flows.definition.scope import resolve
from flows.steps.base import StartChild, WaitForEvent

if TYPE_CHECKING:
    from executions.loading import EndedChild, Resolved
    from executions.turn import Turn

MAX_KEY_CHARACTERS = 512


def open_wait(turn: Turn, cursor: Cursor, visit: Visit, plan: WaitForEvent) -> None:
    """Park until an event with this key comes. PermanentStepError `correlation_key_too_long`."""
    if len(plan.correlation_key) > MAX_KEY_CHARACTERS:
        message = f"The correlation key has more than {MAX_KEY_CHARACTERS} characters."
        raise PermanentStepError("correlation_key_too_long", message)
    wait_id = new_id()
    turn.journal.batch.waits.append(NewWait(wait_id, plan.correlation_key, cursor.path, visit.seq, plan.payload_schema))
    seconds = plan.max_wait_seconds
    due = turn.now() + timedelta(seconds=seconds) if seconds is not None else None
    metadata = {**visit.metadata, "waitId": str(wait_id), "correlationKey": plan.correlation_key}
    parked = replace(visit, status=StepStatus.WAITING, metadata=metadata)
    turn.apply(Parked(cursor.path, parked, Phase.WAIT, due))


def refuse_wait(turn: Turn, wait: NewWait) -> None:
    """Somebody else waits for this key: a permanent error of the step, never an overwrite."""
    batch = turn.journal.batch
    batch.waits = [one for one in batch.waits if one.id != wait.id]
    cursor = turn.state.cursors[wait.path]
    message = f"The correlation key {wait.key!r} is waited for already in this workspace."
    error = PermanentStepError("correlation_key_in_use", message)
    _fail(turn, cursor, error)


def resolve_wait(turn: Turn, resolved: Resolved) -> None:
    """The event came."""
    turn.journal.batch.consumed_waits.append(resolved.wait_id)
    cursor = turn.state.cursors.get(resolved.path)
    if cursor is None or cursor.phase is not Phase.WAIT or cursor.seq != resolved.seq:
        return
    try:
        _succeed(turn, cursor, turn.journal.hold(resolved.payload))
    except StepError as error:
        _fail(turn, cursor, error)


def wait_timed_out(turn: Turn, path: str) -> None:
    """No event came in time: the time-out edge, or a StepTimeoutError."""
    cursor = turn.state.cursors[path]
    visit = turn.state.visits[cursor.seq]
    turn.journal.batch.expired_waits.append((path, visit.seq))
    target = getattr(turn.step(cursor).config, "on_timeout_step_instance_id", None)
    if target is None:
        _fail(turn, cursor, StepTimeoutError("wait_timeout", "No event came in time."))
        return
    way = turn.run.program.jump(cursor.step, target, EdgeKind.TIMEOUT)
    turn.apply_all(visits.timed_out(turn.run, cursor, visit, way, turn.now()))


def start_child(turn: Turn, cursor: Cursor, visit: Visit, plan: StartChild) -> None:
    """Create the child in this step's commit; wait for it unless it is asynchronous."""
    child = plan_child(turn.claim, turn.run, plan, seq=visit.seq, externaliser=turn.journal.externaliser)
    turn.journal.batch.children.append(child)
    visit = replace(visit, metadata={**visit.metadata, "childExecutionId": str(child.id)})
    if plan.sync:
        turn.apply(Parked(cursor.path, replace(visit, status=StepStatus.WAITING), Phase.CHILD))
        return
    output = {"executionId": str(child.id)}
    turn.apply_all(visits.succeed(turn.run, cursor, visit, output, turn.now(), turn.roll()))


def child_ended(turn: Turn, ended: EndedChild) -> None:
    """A child that is waited for is over."""
    waiting = (cursor for cursor in turn.state.cursors.values() if cursor.phase is Phase.CHILD)
    cursor = next((one for one in waiting if one.seq == ended.seq), None)
    if cursor is None:
        return
    if ended.status == Status.COMPLETED:
        _succeed(turn, cursor, ended.output)
        return
    details = {"executionId": str(ended.id), "status": ended.status, "error": ended.error}
    message = f"The sub-flow ended as {ended.status}" + (f": {ended.error['message']}" if ended.error else ".")
    _fail(turn, cursor, SubFlowFailedError("sub_flow_failed", message, details=details))


def open_fork(turn: Turn, cursor: Cursor, visit: Visit, items: Any) -> None:
    """Begin a fork: its branches run here, or its items are cut into chunks for all workers."""
    plan = turn.step(cursor).fork
    if plan is None:
        raise PermanentStepError("not_a_fork", f"{cursor.step!r} has no branches.")
    spread = distribute(turn.claim, turn.run, cursor, visit, items, turn.journal.externaliser)
    if spread is not None:
        turn.journal.distribute(spread)
        fork = ForkState(path=visit.path, owner=cursor.path, seq=visit.seq, items=[], distributed=True)
        metadata = {**visit.metadata, "itemCount": spread.join.items, "chunks": spread.join.chunks}
        visit = replace(visit, metadata=metadata)
    else:
        fork = ForkState(path=visit.path, owner=cursor.path, seq=visit.seq, items=list(resolve(items)))
        turn.rules[fork.path] = plan.rule(fork.count)
    turn.apply(Parked(cursor.path, replace(visit, status=StepStatus.WAITING), Phase.FORK))
    turn.apply(ForkOpened(fork))
    turn.end_fold()


def open_branches(turn: Turn, path: str, count: int) -> None:
    """Give the next items their branches."""
    began = turn.state.visits[turn.state.forks[path].seq].started_at
    for _ in range(count):
        turn.apply(forks.open_branch(turn.run, turn.state, turn.state.forks[path], began))


def join(turn: Turn, path: str) -> None:
    """A fork has all its results, or too many failures."""
    fork, now = turn.state.forks[path], turn.now()
    _cancel_branches(turn, path)
    if turn.claim.kind == "CHUNK" and fork.owner == "":
        outcome, failed = chunk_outcome(turn.run, turn.state, fork, now, turn.journal.externaliser)
        turn.journal.batch.failed_items = failed
        turn.apply(Finished(outcome))
        return
    turn.apply_all(forks.join(turn.run, turn.state, fork, now, turn.roll(), hold=turn.journal.hold))


def _cancel_branches(turn: Turn, path: str) -> None:
    """What still runs of a fork that is over."""
    inside = f"{path}["
    batch, now = turn.journal.batch, turn.now()
    for cursor in turn.state.cursors.values():
        visit = turn.state.visits.get(cursor.seq)
        if cursor.path.startswith(inside) and visit is not None:
            turn.journal.close(replace(visit, status=StepStatus.CANCELLED, ended_at=now))
            if cursor.phase is Phase.WAIT:
                batch.abandoned_waits.append((cursor.path, visit.seq))
            elif cursor.phase is Phase.CHILD:
                batch.abandoned_children.append(visit.seq)
    turn.attempts.drop_branches(inside)
    inner = (fork for fork in turn.state.forks.values() if fork.distributed and fork.path.startswith(inside))
    batch.abandoned_children += [fork.seq for fork in inner]


def look_at_chunks(turn: Turn, fork: ForkState) -> None:
    """A distributed fork: are its chunks done?"""
    cursor = turn.state.cursors[fork.owner]
    try:
        output = gather(turn.claim, turn.run, cursor, fork)
        if output is not None:
            output = turn.journal.hold(output)
    except StepError as error:
        turn.journal.batch.abandoned_children.append(fork.seq)
        turn.apply(ForkClosed(fork.path))
        _fail(turn, cursor, error)
        return
    if output is not None:
        turn.apply(ForkClosed(fork.path))
        _succeed(turn, cursor, output)


def _succeed(turn: Turn, cursor: Cursor, output: Any) -> None:
    visit = turn.state.visits[cursor.seq]
    turn.apply_all(visits.succeed(turn.run, cursor, visit, output, turn.now(), turn.roll()))


def _fail(turn: Turn, cursor: Cursor, error: StepError) -> None:
    visit = turn.state.visits[cursor.seq]
    turn.apply_all(visits.fail(turn.run, cursor, visit, error, turn.now(), turn.roll()))
