"""What operators watch of runs, read from the database at each scrape: the same answer from every web process."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import DatabaseError
from django.db.models import Count, Min
from prometheus_client import REGISTRY
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from allma_site.common.db import db_now
from executions.engine.status import LIVE
from executions.health import workers_alive
from executions.models import Execution


class RunMetrics(Collector):
    """Gauges of the whole installation. A database that is away leaves them out; readiness says so."""

    def collect(self) -> Iterator[Metric]:
        """Read them."""
        try:
            moment = db_now()
            yield _by_status()
            yield _backlog_seconds(moment)
            workers = workers_alive(moment)
        except DatabaseError:
            return
        yield GaugeMetricFamily("allma_workers_alive", "Worker processes that said lately that they live.", workers)

    def describe(self) -> list[Metric]:
        """Nothing: the names must not cost a query when the process starts."""
        return []


def _by_status() -> Metric:
    family = GaugeMetricFamily("allma_executions", "Runs that are not over, by status.", labels=["status"])
    live = Execution.objects.filter(status__in=LIVE, kind="RUN").order_by()
    counts = dict(live.values_list("status").annotate(Count("pk")))
    for status in sorted(LIVE):
        family.add_metric([status], counts.get(status, 0))
    return family


def _backlog_seconds(moment: datetime) -> Metric:
    """How late the run is that is due longest and that nobody works on: rises when workers are too few."""
    due = Execution.objects.filter(next_run_at__lte=moment, lease_until__isnull=True)
    oldest = due.aggregate(oldest=Min("next_run_at"))["oldest"]
    late = (moment - oldest).total_seconds() if oldest is not None else 0.0
    return GaugeMetricFamily(
        "allma_backlog_seconds", "How long the oldest due run has been waiting for a worker.", late
    )


def register() -> None:
    """Make them a part of `/metrics`."""
    REGISTRY.register(RunMetrics())
