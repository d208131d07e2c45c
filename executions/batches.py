"""What one commit of a run writes, as values."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from msgspec import Struct

from executions.engine.state import EMPTY, Outcome, State, Visit
from executions.engine.status import Status

Snapshot = tuple[int, str, str | None]
"""A context: after which visit (or, below zero, what the branches of a visit see), its text, its pointers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewExecution:
    """A run to be created. `input` is already guarded and its large values are in the blob store."""

    id: uuid.UUID
    workspace_id: uuid.UUID
    flow_id: uuid.UUID
    flow_version: int
    definition_id: uuid.UUID
    input: Any
    flow_variables: Mapping[str, Any] = EMPTY
    trigger: str = "api"
    labels: Mapping[str, str] = EMPTY
    priority: int = 0
    kind: str = "RUN"
    quick: bool = False
    max_concurrent: int | None = None
    depth: int = 0
    parent_id: uuid.UUID | None = None
    parent_seq: int | None = None
    parent_sync: bool = False
    redrive_of_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class NewWait:
    """A correlation key to be waited for."""

    id: uuid.UUID
    key: str
    path: str
    seq: int
    payload_schema: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class NewJoin:
    """A distributed fork's counter."""

    path: str
    seq: int
    chunks: int
    items: int
    tolerated: int


@dataclass(frozen=True, slots=True)
class NewEvent:
    """A row of the event log; its number is given by the commit."""

    type: str
    at: datetime
    data: Mapping[str, Any] = EMPTY


class Release(Struct, frozen=True):
    """Give the run back: WAITING or PAUSED or RUNNING (to the back of the queue), due at `due_at`.

    `at_once` makes it due now; a wake-up since the last look does so too.
    """

    status: Status
    due_at: datetime | None = None
    at_once: bool = False


@dataclass(slots=True)
class Batch:
    """Everything one commit writes."""

    state: State | None = None
    state_text: str | None = None
    visits: list[Visit] = field(default_factory=list)
    events: list[NewEvent] = field(default_factory=list)
    timers: dict[str, tuple[str, datetime]] | None = None
    waits: list[NewWait] = field(default_factory=list)
    consumed_waits: list[uuid.UUID] = field(default_factory=list)
    expired_waits: list[tuple[str, int]] = field(default_factory=list)
    children: list[NewExecution] = field(default_factory=list)
    joins: list[NewJoin] = field(default_factory=list)
    begun_forks: list[int] = field(default_factory=list)
    fork_contexts: list[Snapshot] = field(default_factory=list)
    abandoned_waits: list[tuple[str, int]] = field(default_factory=list)
    abandoned_children: list[int] = field(default_factory=list)
    snapshot: Snapshot | None = None
    blobs: Mapping[str, int] = EMPTY
    attributes: Mapping[str, str] = EMPTY
    release: Release | None = None
    outcome: Outcome | None = None
    output: tuple[str, str | None] | None = None
    failed_items: int = 0
    progress: bool = False
