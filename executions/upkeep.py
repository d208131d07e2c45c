"""What the workers do beside runs: keep the counts by time up to date, and forget what nobody needs any more."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from allma_site.common.db import db_now, retry_on_conflict, write
from executions import store_waits
from executions.models import StartKey
from executions.rollups import roll_up
from executions.services import KEY_HOURS

TIDY_SECONDS = 60.0
AT_ONCE = 500
"""So many rows are looked at in one transaction: SQLite has one writer."""


class Upkeep:
    """One round of it, for a thread that goes round and round."""

    def __init__(self) -> None:
        self._tidy_at = time.monotonic() + TIDY_SECONDS

    def __call__(self) -> bool:
        """Count what happened; tidy up about once a minute. Whether there may be more to count."""
        if time.monotonic() >= self._tidy_at:
            self._tidy_at = time.monotonic() + TIDY_SECONDS
            tidy()
        return roll_up()


def tidy() -> None:
    """Forget Idempotency-Keys after their day, and early events that nobody came for in their time.

    Each round is a transaction of its own: what a worker that dies has not forgotten, the next one will.
    """
    at = db_now()
    while retry_on_conflict(lambda: _forget_keys(at - timedelta(hours=KEY_HOURS))) == AT_ONCE:
        pass
    while retry_on_conflict(lambda: store_waits.forget_early(at, AT_ONCE)) == AT_ONCE:
        pass


def _forget_keys(before: datetime) -> int:
    """The numbers of keys are in the order of their times."""
    with write():
        oldest = list(StartKey.objects.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
        return StartKey.objects.filter(pk__in=oldest, created_at__lt=before).delete()[0]
