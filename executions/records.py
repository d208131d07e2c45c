"""Between the engine's values and rows: visits, cursors, forks, children, in both directions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from pydantic_core import to_json

from executions.batches import NewExecution
from executions.codec import decode, dumps, encode, loads
from executions.engine.state import EMPTY, Cursor, ForkState, State, Transition, Visit
from executions.engine.status import Phase, Status, StepStatus, TransitionKind
from executions.sql import due_moment, moment, uid
from flows.definition.scope import MISSING

Load = Callable[[str], Any]


def transition_json(transition: Transition | None) -> dict[str, Any] | None:
    """A transition as rows and the API have it."""
    if transition is None:
        return None
    row: dict[str, Any] = {
        "kind": transition.kind,
        "condition": transition.condition,
        "nextStepInstanceId": transition.next,
    }
    if transition.operands:
        row["operands"] = list(transition.operands)
    if transition.failed:
        row["failed"] = True
    return row


def _part(name: str, value: Any, pointers: dict[str, Any]) -> str | None:
    if value is MISSING:
        return None
    text, found = encode(value)
    if found is not None:
        pointers[name] = loads(found)
    return text


def step_row(execution: Any, epoch: int, visit: Visit) -> tuple[Any, ...]:
    """A visit in the order of `StepExecution`'s columns."""
    pointers: dict[str, Any] = {}
    given = _part("input", visit.input, pointers)
    output = (
        given if visit.output is visit.input and visit.input is not MISSING else _part("output", visit.output, pointers)
    )
    if output is given and "input" in pointers:
        pointers["output"] = pointers["input"]
    result = output if visit.result is visit.output else _part("result", visit.result, pointers)
    return (
        execution,
        visit.seq,
        epoch,
        visit.path,
        visit.step,
        visit.step_type,
        str(visit.status),
        visit.attempts,
        moment(visit.started_at),
        moment(visit.ended_at),
        visit.warnings,
        False,
        *visit.counts,
        _json(transition_json(visit.transition)),
        _part("changes", visit.changes, pointers) if visit.changes else None,
        given,
        output,
        result,
        to_json(pointers).decode() if pointers else None,
        _json(visit.error),
        dumps(visit.mapping_events) if visit.mapping_events else "[]",
        dumps(visit.metadata) if visit.metadata else "{}",
        dumps(visit.attempt_log) if visit.attempt_log else "[]",
        dumps(visit.logs) if visit.logs else "[]",
    )


def _json(value: Any) -> str | None:
    return None if value is None else dumps(value)


def read_part(row: Mapping[str, Any], name: str, load: Load) -> Any:
    """A column of a step row with its lazy leaves; MISSING when it was not written."""
    text = row[name]
    if text is None:
        return MISSING
    pointers = loads(row["pointers"]).get(name) if row["pointers"] else None
    return decode(text, dumps(pointers) if pointers else None, load)


def read_visit(row: Mapping[str, Any], load: Load) -> Visit:
    """An open visit as its row has it."""
    return Visit(
        seq=row["seq"],
        path=row["path"],
        step=row["step_instance_id"],
        step_type=row["step_type"],
        started_at=row["started_at"],
        status=StepStatus(row["status"]),
        attempts=row["attempts"],
        input=read_part(row, "input", load),
        mapping_events=tuple(loads(row["mapping_events"])),
        warnings=row["warning_count"],
        metadata=loads(row["metadata"]),
        attempt_log=tuple(loads(row["attempt_log"])),
        logs=tuple(loads(row["logs"])),
        error=loads(row["error"]) if row["error"] else None,
    )


def encode_state(state: State, *, begins: bool = False) -> str:
    """The cursors and open forks of a run; contexts and items are rebuilt from rows, timers are rows of their own.

    `begins` marks the state of a redrive that nobody has worked on.
    """
    return dumps(
        {
            **({"begins": True} if begins else {}),
            "next": state.next_seq,
            "cursors": [_cursor_json(cursor) for cursor in state.cursors.values()],
            "forks": [
                [fork.path, fork.owner, fork.seq, fork.base, fork.opened, fork.count, fork.distributed]
                for fork in state.forks.values()
            ],
        }
    )


def begins(state: str | None) -> bool:
    """Whether nobody has worked on a run with this state."""
    return state is None or bool(loads(state).get("begins"))


def _cursor_json(cursor: Cursor) -> dict[str, Any]:
    row: dict[str, Any] = {"path": cursor.path, "step": cursor.step, "phase": cursor.phase, "seq": cursor.seq}
    for name in ("attempt", "content_retries", "polls"):
        if getattr(cursor, name):
            row[name] = getattr(cursor, name)
    if cursor.counters:
        row["counters"] = dict(cursor.counters)
    for name in ("error", "index", "branch", "feedback"):
        if getattr(cursor, name) is not None:
            row[name] = getattr(cursor, name)
    if cursor.wrote_output:
        row["wrote_output"] = True
    if cursor.transition is not None and cursor.phase is Phase.AFTER:
        row["transition"] = [cursor.transition.kind, cursor.transition.next]
    return row


def decode_cursor(row: Mapping[str, Any], root: dict[str, Any], *, due_at: datetime | None, item: Any) -> Cursor:
    """A cursor with what was rebuilt for it."""
    way = row.get("transition")
    feedback = row.get("feedback")
    return Cursor(
        path=row["path"],
        step=row["step"],
        root=root,
        phase=Phase(row["phase"]),
        seq=row["seq"],
        attempt=row.get("attempt", 0),
        content_retries=row.get("content_retries", 0),
        polls=row.get("polls", 0),
        counters=row.get("counters", EMPTY),
        error=row.get("error"),
        feedback=(feedback[0], feedback[1]) if feedback else None,
        due_at=due_at,
        transition=Transition(kind=TransitionKind(way[0]), next=way[1]) if way else None,
        item=item,
        index=row.get("index"),
        branch=row.get("branch"),
        wrote_output=row.get("wrote_output", False),
    )


def timers_of(state: State) -> dict[str, tuple[str, datetime]]:
    """The timers a state needs as rows."""
    return {
        cursor.path: (str(cursor.phase), cursor.due_at)
        for cursor in state.cursors.values()
        if cursor.due_at is not None
    }


def decode_fork(row: list[Any], items: list[Any]) -> ForkState:
    """An open fork without its results."""
    path, owner, seq, base, opened, _, distributed = row
    return ForkState(path=path, owner=owner, seq=seq, items=items, base=base, opened=opened, distributed=distributed)


def new_execution_row(new: NewExecution, *, at: datetime, due_at: datetime) -> dict[str, Any]:
    """A run to be created as column values."""
    text, pointers = encode(new.input)
    return {
        "id": uid(new.id),
        "workspace_id": uid(new.workspace_id),
        "flow_id": uid(new.flow_id),
        "flow_version": new.flow_version,
        "definition_id": uid(new.definition_id),
        "kind": new.kind,
        "status": str(Status.QUEUED),
        "trigger": new.trigger,
        "labels": dumps(dict(new.labels)),
        "priority": new.priority,
        "quick": new.quick,
        "input": text,
        "input_pointers": pointers,
        "flow_variables": dumps(dict(new.flow_variables)),
        "seq": 1,
        "visits": 0,
        "snapshot_seq": 0,
        "epoch": 0,
        "wake_seq": 0,
        "crash_count": 0,
        "next_run_at": due_moment(due_at),
        "max_concurrent": new.max_concurrent,
        "created_at": moment(at),
        "depth": new.depth,
        "parent_id": uid(new.parent_id),
        "parent_seq": new.parent_seq,
        "parent_sync": new.parent_sync,
        "redrive_of_id": uid(new.redrive_of_id),
    }
