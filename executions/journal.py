"""What a turn has done and not committed yet: the rows, events and marks of the next commit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from pydantic_core import PydanticSerializationError, to_json

from executions.batches import Batch, NewEvent, Release
from executions.blobs import Externaliser
from executions.codec import encode
from executions.engine.state import EMPTY, Outcome, State, Visit
from executions.engine.status import Status, StepStatus
from executions.guarding import guarded_size
from executions.records import encode_state, timers_of
from executions.store import Claim
from flows.definition.errors import PermanentStepError
from flows.definition.scope import MISSING, Scope

if TYPE_CHECKING:
    from executions.distributed import Distribution
    from executions.loading import Loaded

SNAPSHOT_ROWS = 50
SNAPSHOT_BYTES = 256 * 2**10
STEP_EVENTS = {
    StepStatus.RUNNING: "step.started",
    StepStatus.COMPLETED: "step.completed",
    StepStatus.FAILED: "step.failed",
    StepStatus.RETRYING: "step.retrying",
    StepStatus.SKIPPED: "step.skipped",
    StepStatus.WAITING: "step.waiting",
    StepStatus.CANCELLED: "step.cancelled",
}


class Journal:
    """Gathers between commits. `batch` holds the marks; `fold` makes of it all what the store writes."""

    def __init__(self, claimed: Claim, loaded: Loaded) -> None:
        self.batch = Batch()
        self.closed = 0
        self.oversized: PermanentStepError | None = None
        self.externaliser = Externaliser(claimed.workspace_id)
        self._limits = settings.ENV
        self._claim = claimed
        self._program = loaded.run.program
        self._timers = loaded.timers
        self._visits: dict[int, Visit] = {}
        self._events: list[NewEvent] = []
        self._rows_since_snapshot = loaded.rows_since_snapshot
        self._bytes_since_snapshot = 0
        self._last_main_seq = 0
        self._main_root: dict[str, Any] | None = None

    @property
    def dirty(self) -> bool:
        """Whether there is anything a crash would lose."""
        return bool(self._visits)

    def hold(self, value: Any) -> Any:
        """Guard a value that came from a step, and put its large parts into the blob store.

        PermanentStepError `output_too_large`, or the JSON guard's code.
        """
        size, has_lazies = guarded_size(value, most=self._limits.max_step_output_bytes)
        self._bytes_since_snapshot += size
        if size <= self._limits.blob_threshold_bytes:
            return value
        return self.externaliser.value(value, None if has_lazies else size)

    def event(self, kind: str, at: datetime, data: Mapping[str, Any] = EMPTY) -> None:
        """A life-cycle change of the run."""
        self._events.append(NewEvent(kind, at, data))

    def touch(self, visit: Visit) -> None:
        """An open visit has moved on."""
        self._visits[visit.seq] = visit

    def close(self, visit: Visit) -> None:
        """A visit is over."""
        if visit.seq not in self._visits or self._visits[visit.seq].ended_at is None:
            self.closed += 1
        self._visits[visit.seq] = visit
        if "[" not in visit.path and self._claim.kind == "RUN":
            self._last_main_seq = max(self._last_main_seq, visit.seq)

    def distribute(self, spread: Distribution) -> None:
        """A fork is cut into chunks."""
        self.batch.children += spread.children
        self.batch.joins.append(spread.join)
        self.batch.fork_contexts.append(spread.context)

    def keep_context(self, state: State) -> None:
        """Remember the main context: a state that is over has none."""
        main = state.cursors.get("")
        if main is not None:
            self._main_root = main.root

    def fold(self, state: State, release: Release | None) -> Batch:
        """Everything since the last commit. May be called again when a commit was refused."""
        visits = [self._visits[seq] for seq in sorted(self._visits)]
        outcome = state.outcome
        self.keep_context(state)
        timers = timers_of(state)
        batch = replace(
            self.batch,
            state=state,
            state_text=encode_state(state) if outcome is None else None,
            visits=visits,
            events=[*self._events, *_progress(visits), *_terminal(outcome)],
            timers=timers if outcome is None and timers != self._timers else None,
            snapshot=self._snapshot(state),
            release=release,
            outcome=outcome,
            output=self._output(outcome),
            attributes=self._attributes(final=outcome is not None),
            progress=release is not None or any(visit.ended_at is not None for visit in visits),
        )
        return replace(batch, blobs=dict(self.externaliser.written))

    def _output(self, outcome: Outcome | None) -> tuple[str, str | None] | None:
        if outcome is None or outcome.output is MISSING:
            return None
        return encode(self.externaliser.value(outcome.output, None) if _is_large(outcome.output) else outcome.output)

    def _snapshot(self, state: State) -> tuple[int, str, str | None] | None:
        main = state.cursors.get("")
        rows = self._rows_since_snapshot + self.closed
        full = rows >= SNAPSHOT_ROWS or self._bytes_since_snapshot >= SNAPSHOT_BYTES
        if not full or main is None or self._last_main_seq == 0 or self._claim.kind != "RUN":
            return None
        text, pointers = encode(main.root)
        limit = self._limits.max_context_bytes
        if len(text) > limit:
            message = f"The context has {len(text)} bytes; {limit} are allowed. Keep less with outputMappings."
            self.oversized = PermanentStepError("context_too_large", message)
        return self._last_main_seq, text, pointers

    def _attributes(self, *, final: bool) -> Mapping[str, str]:
        paths = self._program.search_attributes
        if not paths or not final or self._main_root is None or self._claim.kind != "RUN":
            return EMPTY
        scope = Scope(self._main_root, {})
        found = {name: path.read(scope) for name, path in paths.items()}
        return {name: _attribute(value) for name, value in found.items() if _is_scalar(value)}

    def committed(self, batch: Batch) -> None:
        """This batch is in the database: begin anew, and write differences alone."""
        if batch.timers is not None:
            self._timers = batch.timers
        self._rows_since_snapshot += self.closed
        if batch.snapshot is not None:
            self._rows_since_snapshot = self._bytes_since_snapshot = self._last_main_seq = 0
        self.batch, self.closed = Batch(), 0
        self._visits, self._events = {}, []
        self.externaliser.written.clear()

    def give_back(self) -> Batch:
        """A batch that only gives the run back, to be looked at again at once."""
        return Batch(release=Release(Status.RUNNING, at_once=True))


def _progress(visits: list[Visit]) -> list[NewEvent]:
    if not visits:
        return []
    steps = [
        {
            "type": STEP_EVENTS[visit.status],
            "seq": visit.seq,
            "path": visit.path,
            "stepInstanceId": visit.step,
            "status": visit.status,
            "attempts": visit.attempts,
        }
        for visit in visits
    ]
    at = max(visit.ended_at or visit.started_at for visit in visits)
    return [NewEvent("progress", at, {"steps": steps})]


def _terminal(outcome: Outcome | None) -> list[NewEvent]:
    if outcome is None:
        return []
    data = {"status": outcome.status, "error": outcome.error}
    return [NewEvent(f"execution.{outcome.status.lower()}", outcome.at, data)]


def _is_large(value: Any) -> bool:
    try:
        return len(to_json(value)) > settings.ENV.blob_threshold_bytes
    except PydanticSerializationError:
        return False


def _is_scalar(value: Any) -> bool:
    return isinstance(value, str | int | float | bool)


def _attribute(value: Any) -> str:
    return value[:255] if isinstance(value, str) else to_json(value).decode()[:255]
