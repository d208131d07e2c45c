"""How a turn ends a run, pauses it, or takes over from an owner that vanished."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from executions.batches import Release
from executions.engine import visits
from executions.engine.events import Finished, Recovered
from executions.engine.state import Cursor, Outcome
from executions.engine.status import Phase, Status, StepStatus
from executions.engine.views import public_error
from flows.definition.errors import PermanentStepError, StepError, StepTimeoutError
from flows.definition.parts import SideEffects

if TYPE_CHECKING:
    from executions.turn import Turn

MAX_CRASHES = 5
"""So many workers may die on a run without any progress before it is quarantined."""


def stop(turn: Turn, status: Status) -> None:
    """CANCELLED or TIMED_OUT."""
    turn.attempts.end_all()
    close_open(turn, StepStatus.CANCELLED)
    turn.apply(Finished(Outcome(status, turn.now(), error=_stop_error(turn, status))))


def _stop_error(turn: Turn, status: Status) -> dict[str, Any] | None:
    if status is not Status.TIMED_OUT:
        return None
    main = turn.state.cursors.get("")
    seconds = turn.run.program.definition.timeout_seconds
    error = StepTimeoutError("execution_timeout", f"The run took longer than timeoutSeconds ({seconds}).")
    return public_error(error, step=main.step if main else turn.run.program.start, attempts=0)


def pause(turn: Turn) -> None:
    """Park until somebody resumes the run."""
    turn.attempts.end_all()
    if turn.state.outcome is not None:
        return
    for cursor in list(turn.state.cursors.values()):
        if cursor.phase is Phase.RUNNING:
            turn.apply(Recovered(cursor.path))
    turn.journal.event("execution.paused", turn.now())
    turn.commit(Release(Status.PAUSED))


def broken_step(turn: Turn, cursor: Cursor, error: StepError) -> None:
    """A step that cannot even be entered (unknown, or its input cannot be kept) fails the run."""
    failure = public_error(error, step=cursor.step, attempts=0)
    close_open(turn, StepStatus.CANCELLED)
    turn.apply(Finished(Outcome(Status.FAILED, turn.now(), error=failure)))


def quarantine(turn: Turn) -> None:
    """The run ends workers: nobody touches it again until a person has looked."""
    cursors = list(turn.state.cursors.values())
    suspect = next((cursor for cursor in cursors if cursor.phase is Phase.RUNNING), cursors[0])
    message = (
        f"The step {suspect.step!r} ended its worker {MAX_CRASHES} times without any progress. "
        "Look at what it does, then redrive the run."
    )
    close_open(turn, StepStatus.FAILED)
    error = PermanentStepError("quarantined", message)
    failure = public_error(error, step=suspect.step, attempts=MAX_CRASHES)
    turn.apply(Finished(Outcome(Status.QUARANTINED, turn.now(), error=failure)))


def close_open(turn: Turn, status: StepStatus) -> None:
    """End every open visit. The fork's visit of a chunk is its parent's."""
    now = turn.now()
    for visit in turn.state.visits.values():
        if not (turn.claim.kind == "CHUNK" and visit.seq == 1):
            turn.journal.close(replace(visit, status=status, ended_at=now))


def recover(turn: Turn, cursor: Cursor) -> None:
    """The last owner started this attempt and never said how it ended."""
    if turn.step(cursor).effects is not SideEffects.AT_MOST_ONCE:
        turn.apply(Recovered(cursor.path))
        return
    visit = turn.state.visits[cursor.seq]
    turn.apply_all(visits.fail(turn.run, cursor, visit, outcome_unknown(), turn.now(), turn.roll()))


def outcome_unknown() -> PermanentStepError:
    """An effect that may be sent at most once was interrupted."""
    message = (
        "This step's effect was interrupted, and it may be sent at most once. "
        "Find out whether it happened, then redrive the run."
    )
    return PermanentStepError("outcome_unknown", message)
