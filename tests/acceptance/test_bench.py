"""`make bench` measures against the real server; here with a few calls, so that it does not rot."""

from __future__ import annotations

import pytest

from tests.bench import workloads
from tests.bench.__main__ import bench_of
from tests.processes import embedded


def test_the_workloads_measure_runs_whose_history_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    small = {"RUNS": 20, "IDLE_CALLS": 3, "LARGE_CALLS": 2, "VISITS": 200, "WINDOW": 50, "LONG_RUNS": 1}
    for name, value in {**small, "DISTRIBUTED_ITEMS": 2500, "FORK_ITEMS": 50}.items():
        monkeypatch.setattr(workloads, name, value)
    with embedded() as allma:
        bench = bench_of(allma, "SQLite", 1)
        parts = (workloads.latencies, workloads.batches, workloads.long_runs, workloads.forks, workloads.distributed)
        figures = [figure for workload in parts for figure in workload(bench)]
    assert len(figures) == 11
    assert all(figure.median > 0 for figure in figures)
    assert [figure.name for figure in figures if figure.baseline] == [
        "W5 1 MiB text p50, SQLite",
        "W1 batch of 20, SQLite",
    ]
