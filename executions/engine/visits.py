"""What becomes of one visit: entering, succeeding, failing, leaving. Facts as events; nothing is changed in place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from msgspec.structs import replace

from executions.engine.events import Entered, Event, Finished, Left, Retrying
from executions.engine.program import Step, Way
from executions.engine.retry import FailureKind, decide_failure, give_up
from executions.engine.state import Cursor, Outcome, State, Visit
from executions.engine.status import Phase, Status, StepStatus, TransitionKind
from executions.engine.views import Run, execution_view, public_error, scope_of
from executions.engine.ways import choose, end, fail_path, left, take
from flows.definition.errors import ContentStepError, StepError, StepTimeoutError, TransitionLimitError
from flows.definition.graph import EdgeKind
from flows.definition.model import DelayPosition
from flows.definition.scope import MISSING, Scope


def enter(run: Run, state: State, cursor: Cursor, now: datetime, roll: float) -> tuple[Entered, StepError | None]:
    """A new visit with its input mapped, and the error when the mapping failed. `roll` picks a delay in its range."""
    step = run.program.step(cursor.step)
    visit = Visit(seq=state.next_seq, path=cursor.visit_path, step=step.id, step_type=step.type.type, started_at=now)
    if step.model.disabled:
        return Entered(cursor.path, visit), None
    try:
        mapped = step.inputs.build(scope_of(run, cursor, now))
    except StepError as error:
        return Entered(cursor.path, with_events(visit, getattr(error, "events", ()))), error
    visit = replace(visit, input=mapped.input, mapping_events=tuple(mapped.events), warnings=mapped.warnings)
    due = _delay(step, now, roll, DelayPosition.BEFORE)
    if due is None:
        return Entered(cursor.path, visit), None
    return Entered(cursor.path, replace(visit, status=StepStatus.WAITING), Phase.DELAY, due), None


def with_events(visit: Visit, events: Any) -> Visit:
    """The visit with more mapping events."""
    more = tuple(events)
    if not more:
        return visit
    warnings = sum(event["status"] == "WARN" and event["kind"] != "CONDITION" for event in more)
    return replace(visit, mapping_events=visit.mapping_events + more, warnings=visit.warnings + warnings)


def _delay(step: Step, now: datetime, roll: float, position: DelayPosition) -> datetime | None:
    delay = step.model.delay
    if delay is None or delay.position is not position:
        return None
    low, high = delay.range
    return now + timedelta(milliseconds=low + (high - low) * roll)


def skip(run: Run, cursor: Cursor, visit: Visit, now: datetime) -> list[Event]:
    """A disabled step: recorded SKIPPED, output {}, the default way taken."""
    step = run.program.step(cursor.step)
    try:
        applied = step.outputs.apply(cursor.root, {})
    except StepError as error:
        failed = with_events(visit, getattr(error, "events", ()))
        return fail(run, cursor, failed, error, now, 0.0, may_continue=False)
    skipped = replace(
        visit,
        status=StepStatus.SKIPPED,
        ended_at=now,
        output={},
        changes=tuple(applied.changes),
        counts=_counts(applied),
    )
    try:
        transition = take(cursor, step.default, TransitionKind.DEFAULT) if step.default else end(cursor)
    except TransitionLimitError as error:
        return fail(run, cursor, skipped, error, now, 0.0, root=applied.root)
    return [left(cursor, skipped, applied.root, transition, None)]


def _counts(applied: Any) -> tuple[int, int, int]:
    return applied.added, applied.changed, applied.removed


def succeed(
    run: Run,
    cursor: Cursor,
    visit: Visit,
    output: Any,
    now: datetime,
    roll: float,
) -> list[Event]:
    """The step gave `output`: validate it, map it, choose the way."""
    step = run.program.step(cursor.step)
    visit = replace(visit, output=output, error=None)
    try:
        _validate(step, output)
    except ContentStepError as error:
        return fail(run, cursor, visit, error, now, roll)
    return _map_and_leave(run, step, cursor, visit, now, roll)


def _validate(step: Step, output: Any) -> None:
    if not step.required_fields and step.output_schema is None:
        return
    scope = Scope(output if isinstance(output, dict) else {}, {})
    missing = [path.text for path in step.required_fields if path.read(scope) in (MISSING, [])]
    if missing:
        raise ContentStepError(
            "output_fields_missing", f"The output lacks {', '.join(missing)}.", details={"missing": missing}
        )
    errors = step.output_schema.errors(output) if step.output_schema is not None else []
    if errors:
        first = errors[0]
        message = f"The output does not fit its schema at {first['path'] or '/'}: {first['message']}"
        raise ContentStepError("output_schema_mismatch", message, details={"errors": errors})


def _map_and_leave(run: Run, step: Step, cursor: Cursor, visit: Visit, now: datetime, roll: float) -> list[Event]:
    try:
        applied = step.outputs.apply(cursor.root, visit.output)
    except StepError as error:
        failed = with_events(visit, getattr(error, "events", ()))
        return fail(run, cursor, failed, error, now, roll, may_continue=False)
    status = StepStatus.FAILED if visit.error is not None else StepStatus.COMPLETED
    visit = replace(
        visit,
        status=status,
        ended_at=now,
        changes=tuple(applied.changes),
        counts=_counts(applied),
        mapping_events=visit.mapping_events + tuple(applied.events),
        warnings=visit.warnings + applied.warnings,
    )
    return _leave(run, step, cursor, visit, applied.root, now, roll)


def _leave(
    run: Run, step: Step, cursor: Cursor, visit: Visit, root: dict[str, Any], now: datetime, roll: float
) -> list[Event]:
    try:
        transition, events = choose(run, step, cursor, root, now)
        visit = replace(visit, mapping_events=visit.mapping_events + events) if events else visit
    except StepError as error:
        return fail(run, cursor, visit, error, now, roll, root=root)
    return [left(cursor, visit, root, transition, _delay(step, now, roll, DelayPosition.AFTER))]


def end_flow(run: Run, cursor: Cursor, visit: Visit, *, failed: bool, message: str, now: datetime) -> list[Event]:
    """END_FLOW: ends the branch, or the run. It writes no output."""
    visit = replace(visit, status=StepStatus.COMPLETED, ended_at=now)
    if not failed:
        return [left(cursor, visit, cursor.root, end(cursor), None)]
    error = {
        "errorName": "PermanentStepError",
        "code": "ended_as_failed",
        "message": message or "The flow ended as FAILED.",
        "stepInstanceId": visit.step,
        "attempts": visit.attempts,
        "details": {},
    }
    return fail_path(cursor, visit, cursor.root, error, now)


def timed_out(run: Run, cursor: Cursor, visit: Visit, way: Way, now: datetime) -> list[Event]:
    """A wait whose time is over goes to its `onTimeoutStepInstanceId`; nothing is mapped."""
    error = StepTimeoutError("wait_timeout", "No event came in time.")
    public = public_error(error, step=visit.step, attempts=max(visit.attempts, 1))
    visit = replace(visit, status=StepStatus.FAILED, ended_at=now, error=public)
    try:
        transition = take(cursor, way, TransitionKind.TIMEOUT)
    except TransitionLimitError as limit:
        return fail(run, cursor, visit, limit, now, 0.0, root=cursor.root)
    return [Left(cursor.path, replace(visit, transition=transition), cursor.root, transition, error=public)]


def fail(
    run: Run,
    cursor: Cursor,
    visit: Visit,
    error: StepError,
    now: datetime,
    roll: float,
    *,
    root: dict[str, Any] | None = None,
    may_continue: bool = True,
) -> list[Event]:
    """The attempt failed: retry, continue, fall back or fail. `root`: the context, if its output was mapped already."""
    step = run.program.step(cursor.step)
    public = public_error(error, step=visit.step, attempts=max(visit.attempts, 1))
    if root is not None or not may_continue:
        decision = give_up(step.on_error, may_continue=False)
    else:
        used = max(cursor.attempt - 1 - cursor.content_retries - cursor.polls, 0)
        decision = decide_failure(
            step.on_error, error, retries_used=used, content_used=cursor.content_retries, roll=roll
        )
    visit = replace(visit, error=public)
    if decision.kind is FailureKind.CONTENT_RETRY:
        feedback = _feedback(error) if step.on_error.retry_on_content_error.feedback else None  # type: ignore[union-attr]
        retried = replace(visit, status=StepStatus.RETRYING, output=MISSING)
        return [Retrying(cursor.path, retried, Phase.ATTEMPT, feedback=feedback)]
    if decision.kind is FailureKind.RETRY:
        due = now + timedelta(seconds=decision.delay_seconds)
        return [Retrying(cursor.path, replace(visit, status=StepStatus.RETRYING), Phase.RETRY, due)]
    if decision.kind is FailureKind.CONTINUE:
        output = {key: public[key] for key in ("errorName", "message", "details")}
        return _map_and_leave(run, step, cursor, replace(visit, output=output), now, roll)
    failed = replace(visit, status=StepStatus.FAILED, ended_at=now)
    return _give_up(run, step, cursor, failed, root or cursor.root, public, now, fallback=decision.kind)


def _give_up(
    run: Run,
    step: Step,
    cursor: Cursor,
    visit: Visit,
    root: dict[str, Any],
    error: Mapping[str, Any],
    now: datetime,
    *,
    fallback: FailureKind,
) -> list[Event]:
    if fallback is FailureKind.FALLBACK:
        way = run.program.jump(step.id, str(step.on_error.fallback_step_instance_id), EdgeKind.FALLBACK)
        try:
            transition = take(cursor, way, TransitionKind.FALLBACK)
        except TransitionLimitError as limit:
            error = public_error(limit, step=step.id, attempts=max(visit.attempts, 1))
        else:
            return [Left(cursor.path, replace(visit, transition=transition), root, transition, error=error)]
    return fail_path(cursor, replace(visit, error=error, status=StepStatus.FAILED), root, error, now)


def _feedback(error: StepError) -> tuple[str, str]:
    raw = error.details.get("raw")
    return (raw if isinstance(raw, str) else "", str(error.details.get("complaint") or error.message))


def complete(run: Run, cursor: Cursor, now: datetime) -> Finished:
    """The main path ended: the run's output, checked against its schema."""
    definition = run.program
    scope = scope_of(run, cursor, now)
    scope = Scope(scope.root, {**scope.views, "execution": execution_view(run, cursor, now)})
    try:
        output = definition.output.build(scope).input if definition.output else cursor.root.get("steps_output", {})
        errors = definition.output_schema.errors(output) if definition.output_schema is not None else []
        if errors:
            message = (
                f"The run's output does not fit outputSchema at {errors[0]['path'] or '/'}: {errors[0]['message']}"
            )
            raise ContentStepError("output_schema_mismatch", message, details={"errors": errors})
    except StepError as error:
        failure = public_error(error, step=cursor.step, attempts=1)
        return Finished(Outcome(Status.FAILED, now, error=failure))
    return Finished(Outcome(Status.COMPLETED, now, output=output))
