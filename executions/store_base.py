"""What the parts of the store share: the table, a claim, and how a commit can be refused."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from executions.batches import NewWait
from executions.engine.decide import Requests

TABLE = '"executions_execution"'
QUEUE_RECHECK_SECONDS = 15.0
"""How soon a run over `maxConcurrentExecutions` looks again by itself; normally one that ends or waits calls it."""
SUSPECTED_CRASHES = 2
"""After so many crashes without progress a run is kept apart from others of which that is true."""


class LeaseLost(Exception):
    """Somebody else owns the run now; whatever this turn did is undone."""


class Superseded(Exception):
    """Something came in between (an event for a wait that timed out): look again."""


class WaitConflict(Exception):
    """Somebody else waits for this correlation key."""

    def __init__(self, wait: NewWait) -> None:
        super().__init__(wait.key)
        self.wait = wait


@dataclass(slots=True)
class Claim:
    """A run this worker owns until `epoch` moves on. `now` is the database's clock at the claim."""

    id: uuid.UUID
    workspace_id: uuid.UUID
    flow_id: uuid.UUID
    flow_version: int
    definition_id: uuid.UUID
    kind: str
    trigger: str
    input: str
    input_pointers: str | None
    flow_variables: str
    state: str | None
    seq: int
    visits: int
    snapshot_seq: int
    epoch: int
    wake_seq: int
    crash_count: int
    requests: Requests
    max_concurrent: int | None
    created_at: datetime
    started_at: datetime
    depth: int
    parent_id: uuid.UUID | None
    parent_seq: int | None
    parent_sync: bool
    redrive_from_seq: int | None
    now: datetime
    woken: bool = False
    """Something came for the run since the claim that only its next owner will read."""

    @property
    def recovering(self) -> bool:
        """The last owner did not give the run back: do not fold, name each step before it runs."""
        return self.crash_count > 0

    @property
    def suspected(self) -> bool:
        """It may be what ended its owners: no other suspected run should be in the same process."""
        return self.crash_count >= SUSPECTED_CRASHES


def in_savepoint(work: Any) -> bool:
    """Run `work`; False when a constraint refused it (the transaction goes on)."""
    try:
        with transaction.atomic():
            work()
    except IntegrityError:
        return False
    return True
