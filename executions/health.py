"""Whether anybody works on runs."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from allma_site.common.db import db_now
from allma_site.common.health import CHECKS, Check
from executions.models import Worker

MISSED_SWEEPS = 5
SHORTEST_SECONDS = 10.0


def live_workers() -> str:
    """What is wrong: no worker process has said for some sweeps that it lives. Empty when one has."""
    if workers_alive(db_now()):
        return ""
    return "No worker is alive: start one with celery -A allma_site worker, or set ALLMA_WORKERS above 0."


def workers_alive(moment: datetime) -> int:
    """How many worker processes have said lately that they live."""
    seconds = max(settings.ENV.sweep_seconds * MISSED_SWEEPS, SHORTEST_SECONDS)
    return Worker.objects.filter(seen_at__gte=moment - timedelta(seconds=seconds)).count()


def register() -> None:
    """Make it a part of readiness."""
    CHECKS.append(Check("workers", live_workers))
