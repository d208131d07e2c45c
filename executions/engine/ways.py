"""Which way a visit is left, and the fact that says so."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from executions.engine.events import Event, Finished, Left
from executions.engine.program import Step, Way
from executions.engine.state import Cursor, Outcome, Transition, Visit
from executions.engine.status import Status, TransitionKind
from executions.engine.views import Run, scope_of
from flows.definition.errors import TransitionLimitError
from flows.definition.preview import preview
from flows.definition.scope import MISSING


def choose(
    run: Run, step: Step, cursor: Cursor, root: dict[str, Any], now: datetime
) -> tuple[Transition, tuple[Mapping[str, Any], ...]]:
    """The first way whose condition is true, else the default, else the end; with the condition events."""
    events: list[Mapping[str, Any]] = []
    if step.ways:
        scope = scope_of(run, cursor, now, root)
        for way in step.ways:
            if way.condition is None:
                continue
            verdict = way.condition.test(scope)
            events.append(_condition_event(way, verdict))
            if verdict.value:
                return take(cursor, way, TransitionKind.CONDITION, _operands(verdict)), tuple(events)
    if step.default is None:
        return end(cursor), tuple(events)
    return take(cursor, step.default, TransitionKind.DEFAULT), tuple(events)


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


def take(cursor: Cursor, way: Way, kind: TransitionKind, operands: tuple[Any, ...] = ()) -> Transition:
    """The way taken once more; TransitionLimitError when it may be taken no more."""
    if way.edge is not None and way.limit and cursor.counters.get(way.edge, 0) >= way.limit:
        message = f"The transition from {cursor.step!r} to {way.target!r} was taken {way.limit} times, its limit."
        raise TransitionLimitError("transition_limit", message, details={"target": way.target, "limit": way.limit})
    return Transition(kind=kind, next=way.target, condition=way.text, edge=way.edge, operands=operands)


def end(cursor: Cursor) -> Transition:
    """The end of the branch, or of the run."""
    return Transition(kind=TransitionKind.BRANCH_END if cursor.path else TransitionKind.END, next=None)


def left(cursor: Cursor, visit: Visit, root: dict[str, Any], transition: Transition, due: datetime | None) -> Left:
    """The visit is over; where its branch ends, its result is the branch's. `due`: when the delay after it is over."""
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


def fail_path(
    cursor: Cursor, visit: Visit, root: dict[str, Any], error: Mapping[str, Any], now: datetime
) -> list[Event]:
    """A visit that nothing rescued: its branch has failed, or the run."""
    transition = replace(end(cursor), failed=True)
    result = {"branchId": cursor.branch, "error": dict(error)} if cursor.path else MISSING
    visit = replace(visit, transition=transition, result=result)
    failed = Left(cursor.path, visit, root, transition, error=error, result=result, failed=True)
    return [failed] if cursor.path else [failed, Finished(Outcome(Status.FAILED, now, error=error))]
