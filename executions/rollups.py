"""The workers' sweep keeps the counts by time up to date; whoever deletes runs has them counted first."""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence
from datetime import datetime

from allma_site.common.clock import now
from allma_site.common.db import retry_on_conflict
from executions import store_rollups
from executions.live.horizon import HORIZON
from executions.sql import is_postgres

KEPT_MINUTES = 180
"""Counts by the minute are for the last hour and the one before."""
EVENTS_AT_ONCE = 500
POSTGRES_EVENTS_AT_ONCE = 2_000
"""SQLite has one writer: whoever starts or ends a run waits for a batch. PostgreSQL reads whole tables for more."""
SWEEP_SECONDS = 1.0


def minute_of(moment: datetime) -> int:
    """Whole minutes since 1970."""
    return int(moment.timestamp()) // 60


def roll_up() -> bool:
    """Count what happened since the last time, batch by batch, for about a second. Whether there may be more.

    On PostgreSQL an event's number may become visible after a higher one. The horizon is the number up to which none
    can, so that an event whose transaction commits late is not passed over.
    """
    until = time.monotonic() + SWEEP_SECONDS
    limit, _ = HORIZON.look()
    at_once = POSTGRES_EVENTS_AT_ONCE if is_postgres() else EVENTS_AT_ONCE
    oldest = minute_of(now()) - KEPT_MINUTES
    while retry_on_conflict(lambda: store_rollups.count_events(up_to=limit, at_most=at_once, oldest_minute=oldest)):
        if time.monotonic() >= until:
            return True
    return False


def count_before_deletion(execution_ids: Sequence[uuid.UUID]) -> None:
    """Let runs that are about to be deleted stay in the statistics. Call it inside the deletion's `write()`."""
    store_rollups.count_before_deletion(execution_ids, oldest_minute=minute_of(now()) - KEPT_MINUTES)
