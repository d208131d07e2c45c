"""What operators watch of runs."""

from __future__ import annotations

from django.test import Client

from tests.engine_flows import flow, step, wait
from tests.integration.engine.lab import Lab


def gauges() -> dict[str, float]:
    """Our lines of /metrics by name and labels."""
    lines = Client().get("/metrics").content.decode().splitlines()
    ours = [line.rsplit(" ", 1) for line in lines if line.startswith(("allma_exec", "allma_back", "allma_workers"))]
    return {name: float(value) for name, value in ours}


def test_runs_that_are_not_over_are_counted_by_status(lab: Lab) -> None:
    lab.run(flow(wait("w", "key")))
    lab.start_many(flow(step("a")), [{}, {}])
    assert gauges()['allma_executions{status="QUEUED"}'] == 2
    assert gauges()['allma_executions{status="WAITING"}'] == 1
    assert gauges()['allma_executions{status="PAUSED"}'] == 0


def test_the_backlog_is_as_old_as_its_oldest_due_run(lab: Lab) -> None:
    assert gauges()["allma_backlog_seconds"] == 0
    lab.start(flow(step("a")))
    lab.pass_time(90)
    assert 90 <= gauges()["allma_backlog_seconds"] < 120
    lab.drain()
    assert gauges()["allma_backlog_seconds"] == 0


def test_a_worker_that_says_it_lives_is_counted(lab: Lab) -> None:
    assert gauges()["allma_workers_alive"] == 0
    lab.worker._say_alive()
    assert gauges()["allma_workers_alive"] == 1
