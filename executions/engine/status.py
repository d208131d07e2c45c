"""The states of executions, steps and cursors. Source: flow-definition, section 6."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """Where an execution is."""

    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    WAITING = "WAITING"
    PAUSED = "PAUSED"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"
    TIMED_OUT = "TIMED_OUT"
    QUARANTINED = "QUARANTINED"


FINAL = frozenset({Status.COMPLETED, Status.FAILED, Status.CANCELLED, Status.TIMED_OUT, Status.QUARANTINED})
LIVE = frozenset(set(Status) - FINAL)


class StepStatus(StrEnum):
    """Where one visit of a step is."""

    RUNNING = "RUNNING"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"
    RETRYING = "RETRYING"
    WAITING = "WAITING"
    SKIPPED = "SKIPPED"
    CANCELLED = "CANCELLED"


OPEN_STEP = frozenset({StepStatus.RUNNING, StepStatus.RETRYING, StepStatus.WAITING})


class Phase(StrEnum):
    """What a cursor does next, or waits for."""

    ENTER = "enter"
    DELAY = "delay"
    ATTEMPT = "attempt"
    RUNNING = "running"
    RETRY = "retry"
    POLL = "poll"
    WAIT = "wait"
    CHILD = "child"
    FORK = "fork"
    AFTER = "after"
    DONE = "done"


TIMED = frozenset({Phase.DELAY, Phase.RETRY, Phase.POLL, Phase.AFTER})
PARKED = TIMED | {Phase.WAIT, Phase.CHILD, Phase.FORK, Phase.RUNNING, Phase.DONE}


class TransitionKind(StrEnum):
    """Why a path went where it went."""

    CONDITION = "CONDITION"
    DEFAULT = "DEFAULT"
    FALLBACK = "FALLBACK"
    TIMEOUT = "TIMEOUT"
    BRANCH_END = "BRANCH_END"
    END = "END"
