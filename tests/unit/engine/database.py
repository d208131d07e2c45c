"""A database of one run in memory. Its rows are those the store writes, read again as a new owner reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from executions.codec import loads
from executions.engine.decide import (
    Requests,
)
from executions.engine.state import Outcome, State, Visit
from executions.engine.views import Run
from executions.models import StepExecution
from executions.rebuilding import Rows, rebuild
from executions.records import encode_state, step_row, timers_of
from flows.definition.scope import MISSING
from tests.engine_flows import NOW, begin

if TYPE_CHECKING:
    from tests.unit.engine.memory import Owner

COLUMNS = [str(item.column) for item in StepExecution._meta.concrete_fields if item.column != "id"]


class LeaseLost(Exception):
    """Somebody else owns the run."""


@dataclass(frozen=True)
class Sent:
    """An effect that left: its key, and the visit it was for."""

    key: str
    path: str
    seq: int


@dataclass
class Database:
    """What would outlive every process."""

    run: Run
    now: datetime = NOW
    epoch: int = 0
    leased: bool = False
    paused: bool = False
    requests: Requests = field(default_factory=Requests)
    state: str | None = None
    committed: State | None = None
    outcome: Outcome | None = None
    visits: int = 0
    rows: dict[int, dict[str, Any]] = field(default_factory=dict)
    timers: Mapping[str, tuple[str, datetime]] = field(default_factory=dict)
    early: dict[str, Any] = field(default_factory=dict)
    waits: dict[str, tuple[str, int, Any]] = field(default_factory=dict)
    sent: list[Sent] = field(default_factory=list)

    def load(self) -> State:
        """The state as a new owner rebuilds it from rows."""
        if self.state is None:
            return begin(self.run)
        rows = Rows([self.rows[seq] for seq in sorted(self.rows)], _no_blobs)
        return rebuild(self.run, loads(self.state), rows, begin(self.run).cursors[""].root, self.timers, None)

    def commit(self, owner: Owner, *, release: bool = False) -> None:
        """Write what an owner has done since its last commit, if it still is the owner."""
        if owner.epoch != self.epoch:
            raise LeaseLost
        for visit in owner.touched.values():
            self._write(visit)
        for key, waiting in owner.opened.items():
            self.waits[key] = (*waiting, self.early.pop(key, MISSING))
        for key in owner.closed:
            self.waits.pop(key, None)
        state = owner.state
        self.visits, self.committed, self.outcome = state.next_seq - 1, state, state.outcome
        self.state = encode_state(state) if state.outcome is None else None
        self.timers = timers_of(state) if state.outcome is None else {}
        if state.outcome is not None:
            self.waits.clear()
        self.leased = self.leased and not release and state.outcome is None

    def _write(self, visit: Visit) -> None:
        old = self.rows.get(visit.seq)
        assert old is None or old["ended_at"] is None, f"the visit {visit.path} {visit.seq} was closed and ran again"
        row = dict(zip(COLUMNS, step_row("run-1", self.epoch, visit), strict=True))
        self.rows[visit.seq] = {**row, "started_at": visit.started_at, "ended_at": visit.ended_at}


def _no_blobs(digest: str) -> Any:
    raise AssertionError(f"no blob was written, and {digest} is asked for")
