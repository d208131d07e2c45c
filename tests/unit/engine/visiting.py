"""Runs whose first step has begun, for the tests of visits."""

from __future__ import annotations

from typing import Any

from executions.engine.events import AttemptStarted, Event, Left
from executions.engine.state import Cursor, State, Visit
from executions.engine.views import Run
from executions.engine.visits import enter, fail, succeed
from flows.definition.errors import ContentStepError, PermanentStepError, TransientStepError
from tests.engine_flows import NOW, after, begin, folded, run_of

BUSY = TransientStepError("http_503", "The service is busy.")
WRONG = ContentStepError("invalid_json", "That is no JSON.", details={"raw": "{", "complaint": "it ends too early"})
GONE = PermanentStepError("http_404", "There is no such thing.", details={"status": 404})


def entered(definition: dict[str, Any], given: dict[str, Any] | None = None) -> tuple[Run, State]:
    """A run whose first step has begun its first attempt."""
    run = run_of(definition, given)
    event, error = enter(run, begin(run), begin(run).cursors[""], NOW, 0.5)
    assert error is None
    return run, folded(begin(run), event, AttemptStarted("", NOW))


def of(state: State) -> tuple[Cursor, Visit]:
    cursor = state.cursors[""]
    return cursor, state.visits[cursor.seq]


def succeeded(definition: dict[str, Any], output: Any, given: dict[str, Any] | None = None) -> list[Event]:
    run, state = entered(definition, given)
    return succeed(run, *of(state), output, after(1), 0.5)


def failed(definition: dict[str, Any], error: Any = GONE, **more: Any) -> list[Event]:
    run, state = entered(definition)
    return fail(run, *of(state), error, after(1), 0.5, **more)


def only_left(events: list[Event]) -> Left:
    assert len(events) == 1
    assert isinstance(events[0], Left)
    return events[0]
