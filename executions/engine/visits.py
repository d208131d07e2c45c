"""What becomes of one visit: entering, succeeding, failing, leaving. Facts as events; nothing is changed in place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from executions.engine.events import Entered, Event, Finished, Left, Retrying
from executions.engine.program import Program, Step, Way
from executions.engine.retry import FailureKind, decide_failure, give_up
from executions.engine.state import Cursor, Outcome, State, Transition, Visit
from executions.engine.status import Phase, Status, StepStatus, TransitionKind
from flows.definition.errors import ContentStepError, StepError, StepTimeoutError, TransitionLimitError
from flows.definition.graph import EdgeKind
from flows.definition.model import DelayPosition
from flows.definition.preview import preview
from flows.definition.scope import MISSING, Scope


class Run(Struct, frozen=True):
    """What every visit of a run shares: the program, the untouched input, and the run's own facts.

    `key_id` begins the idempotency keys: the id of the execution that owns the rows (a chunk's own).
    """

    id: str
    key_id: str
    program: Program
    input: Mapping[str, Any]
    flow_id: str
    flow_version: int
    started_at: datetime
    trigger: str


def iso(moment: datetime) -> str:
    """ISO-8601 UTC with milliseconds, as the context shows time."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def scope_of(run: Run, cursor: Cursor, now: datetime, root: dict[str, Any] | None = None) -> Scope:
    """What the expressions of this path see."""
    views: dict[str, Any] = {"initialContextData": run.input}
    if not cursor.step or run.program.step(cursor.step).sees_execution:
        views["execution"] = execution_view(run, cursor, now)
    if cursor.index is not None:
        views["currentItem"], views["currentIndex"] = cursor.item, cursor.index
    if cursor.error is not None:
        views["error"] = cursor.error
    return Scope(cursor.root if root is None else root, views)


def execution_view(run: Run, cursor: Cursor, now: datetime) -> dict[str, Any]:
    """`$.execution`."""
    return {
        "id": run.id,
        "flowId": run.flow_id,
        "flowVersion": run.flow_version,
        "startedAt": iso(run.started_at),
        "trigger": run.trigger,
        "attempt": max(cursor.attempt, 1),
        "now": iso(now),
    }


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
        transition = _take(cursor, step.default, TransitionKind.DEFAULT) if step.default else _end(cursor)
    except TransitionLimitError as error:
        return fail(run, cursor, skipped, error, now, 0.0, root=applied.root)
    return [_left(cursor, skipped, applied.root, transition, None)]


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
    return [_left(cursor, visit, root, transition, _delay(step, now, roll, DelayPosition.AFTER))]


def choose(
    run: Run, step: Step, cursor: Cursor, root: dict[str, Any], now: datetime
) -> tuple[Transition, tuple[Mapping[str, Any], ...]]:
    """The first way whose condition is true, else the default, else the end; with the condition events."""
    events: list[Mapping[str, Any]] = []
    if step.ways:
        scope = scope_of(run, cursor, now, root)
        for way in step.ways:
            verdict = way.condition.test(scope)  # type: ignore[union-attr]
            events.append(_condition_event(way, verdict))
            if verdict.value:
                return _take(cursor, way, TransitionKind.CONDITION, _operands(verdict)), tuple(events)
    if step.default is None:
        return _end(cursor), tuple(events)
    return _take(cursor, step.default, TransitionKind.DEFAULT), tuple(events)


def _condition_event(way: Way, verdict: Any) -> Mapping[str, Any]:
    return {
        "kind": "CONDITION",
        "target": way.target,
        "expression": way.text,
        "status": "SUCCESS",
        "preview": "true" if verdict.value else "false",
        "operands": list(_operands(verdict)),
    }


def _operands(verdict: Any) -> tuple[Mapping[str, Any], ...]:
    """What was compared; anything but a scalar as a preview."""
    return tuple(
        operand if _is_small(operand["value"]) else {**operand, "value": preview(operand["value"])}
        for operand in verdict.operands
    )


def _is_small(value: Any) -> bool:
    return value is None or isinstance(value, bool | int | float) or (isinstance(value, str) and len(value) <= 200)


def _take(cursor: Cursor, way: Way, kind: TransitionKind, operands: tuple[Any, ...] = ()) -> Transition:
    if way.edge is not None and way.limit and cursor.counters.get(way.edge, 0) >= way.limit:
        message = f"The transition from {cursor.step!r} to {way.target!r} was taken {way.limit} times, its limit."
        raise TransitionLimitError("transition_limit", message, details={"target": way.target, "limit": way.limit})
    return Transition(kind=kind, next=way.target, condition=way.text, edge=way.edge, operands=operands)


def _end(cursor: Cursor) -> Transition:
    return Transition(kind=TransitionKind.BRANCH_END if cursor.path else TransitionKind.END, next=None)


def _left(cursor: Cursor, visit: Visit, root: dict[str, Any], transition: Transition, due: datetime | None) -> Left:
    visit = replace(visit, transition=transition)
    if transition.next is not None or not cursor.path:
        return Left(cursor.path, visit, root, transition, due)
    result = _branch_result(cursor, visit, root)
    return Left(cursor.path, replace(visit, result=result), root, transition, None, result=result)


def _branch_result(cursor: Cursor, visit: Visit, root: dict[str, Any]) -> Any:
    if cursor.wrote_output or any(change[0][:1] == ["output"] for change in visit.changes):
        return root.get("output")
    output = visit.output if visit.output is not MISSING else cursor.last_output
    return None if output is MISSING else output


def end_flow(run: Run, cursor: Cursor, visit: Visit, *, failed: bool, message: str, now: datetime) -> list[Event]:
    """END_FLOW: ends the branch, or the run. It writes no output."""
    visit = replace(visit, status=StepStatus.COMPLETED, ended_at=now)
    if not failed:
        left = _left(cursor, visit, cursor.root, _end(cursor), None)
        return [left]
    error = {
        "errorName": "PermanentStepError",
        "code": "ended_as_failed",
        "message": message or "The flow ended as FAILED.",
        "stepInstanceId": visit.step,
        "attempts": visit.attempts,
        "details": {},
    }
    return _fail_path(cursor, visit, cursor.root, error, now)


def timed_out(run: Run, cursor: Cursor, visit: Visit, way: Way, now: datetime) -> list[Event]:
    """A wait whose time is over goes to its `onTimeoutStepInstanceId`; nothing is mapped."""
    error = StepTimeoutError("wait_timeout", "No event came in time.")
    public = public_error(error, step=visit.step, attempts=max(visit.attempts, 1))
    visit = replace(visit, status=StepStatus.FAILED, ended_at=now, error=public)
    try:
        transition = _take(cursor, way, TransitionKind.TIMEOUT)
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
            transition = _take(cursor, way, TransitionKind.FALLBACK)
        except TransitionLimitError as limit:
            error = public_error(limit, step=step.id, attempts=max(visit.attempts, 1))
        else:
            return [Left(cursor.path, replace(visit, transition=transition), root, transition, error=error)]
    return _fail_path(cursor, replace(visit, error=error, status=StepStatus.FAILED), root, error, now)


def _feedback(error: StepError) -> tuple[str, str]:
    raw = error.details.get("raw")
    return (raw if isinstance(raw, str) else "", str(error.details.get("complaint") or error.message))


def _fail_path(
    cursor: Cursor, visit: Visit, root: dict[str, Any], error: Mapping[str, Any], now: datetime
) -> list[Event]:
    transition = replace(_end(cursor), failed=True)
    result = {"branchId": cursor.branch, "error": dict(error)} if cursor.path else MISSING
    visit = replace(visit, transition=transition, result=result)
    left = Left(cursor.path, visit, root, transition, error=error, result=result, failed=True)
    return [left] if cursor.path else [left, Finished(Outcome(Status.FAILED, now, error=error))]


def public_error(error: StepError, *, step: str, attempts: int) -> dict[str, Any]:
    """The error as records, `$.error` and the API show it."""
    return {
        "errorName": error.error_name,
        "code": error.code,
        "message": error.message,
        "stepInstanceId": step,
        "attempts": attempts,
        "details": error.details,
    }


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
