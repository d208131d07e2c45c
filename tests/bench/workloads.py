"""The workloads W1 to W5. Each takes a running installation and gives figures."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any

from tests.bench import baseline, memory
from tests.bench.client import BenchError, Client, await_all, await_final, check_completed, check_history, publish
from tests.bench.definitions import chain, fork, items, loop
from tests.bench.figures import Better, Figure
from tests.processes import Allma

RUNS = 500
SINGLE_STARTS = 400
CLIENTS = 8
THREADS = 4
"""Of one worker process, as `tests.processes` starts it."""
IDLE_CALLS = 200
LARGE_CALLS = 20
FORK_ITEMS = 1_000
DISTRIBUTED_ITEMS = 100_000
VISITS = 1_000
WINDOW = 100
"""Steps over which the cost of one is averaged: it holds two of the commits that end a fold."""
LONG_RUNS = 10
STEPS = 10
TEXT_BYTES = 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What the workloads share. `place` is shown beside the names; PostgreSQL has targets of its own."""

    allma: Allma
    client: Client
    database: baseline.Database
    place: str
    repeats: int

    @property
    def embedded(self) -> bool:
        """Whether one process does everything, on SQLite."""
        return self.allma.postgres is None

    def repeat(self, measure: Callable[[], float]) -> list[float]:
        """Measure as often as asked."""
        return [measure() for _ in range(self.repeats)]

    def process_ids(self) -> list[int]:
        """The product's processes: web and workers with their children."""
        return memory.family(process.pid for process in (*self.allma.webs, *self.allma.workers))


def batches(bench: Bench) -> list[Figure]:
    """W1: 500 linear-10 through the batch endpoint, from the first byte until all are finished, in runs a second.

    The baseline writes with as many connections as there are worker processes. On PostgreSQL the same with as many as
    there are worker threads is shown beside it: what the database can do at best.
    """
    rates: list[float] = []
    raw: list[float] = []
    best: list[float] = []
    warm_up(bench.client)
    for number in range(bench.repeats):
        flow_id = publish(bench.client, f"W1 {number}", chain(STEPS))
        rates.append(batch(bench.client, flow_id))
        raw.append(baseline.runs_per_second(bench.database, flow_id, writers=len(bench.allma.workers) or 1))
        if not bench.embedded:
            threads = len(bench.allma.workers) * THREADS
            best.append(baseline.runs_per_second(bench.database, flow_id, writers=threads))
    floor = statistics.median(raw)
    target = 300.0 if bench.embedded else max(200.0, 0.6 * floor)
    note = "" if bench.embedded else "200/s and 60 % of the baseline"
    name = f"W1 batch of {RUNS}, {bench.place}"
    figures = [Figure(name=name, unit="runs/s", values=rates, target=target, baseline=floor, note=note)]
    if best:
        share = f"the batch reaches {statistics.median(rates) / statistics.median(best):.0%} of it"
        figures.append(Figure(name=f"W1 bare driver, {threads} connections", unit="runs/s", values=best, note=share))
    return figures


def batch(client: Client, flow_id: str) -> float:
    """Runs a second of one batch, all of them finished with their whole history."""
    begun = time.perf_counter()
    ids = client.post(f"/flows/{flow_id}/executions/batch/", {"inputs": [{"n": 1}] * RUNS})["executionIds"]
    await_all(client, flow_id, ids[-1])
    rate = RUNS / (time.perf_counter() - begun)
    check_completed(client, flow_id, RUNS)
    for run_id in (ids[0], ids[-1]):
        check_history(client, run_id, STEPS)
    return rate


def singles(bench: Bench) -> list[Figure]:
    """W1: starts by eight clients at once, one POST each, until all runs are finished, in runs a second."""
    warm_up(bench.client)

    def measure() -> float:
        flow_id = publish(bench.client, "W1 single", chain(STEPS))
        with ProcessPoolExecutor(CLIENTS) as pool:
            list(pool.map(abs, range(CLIENTS)))
            begun = time.perf_counter()
            share = [(bench.client.url, bench.client.key, flow_id, SINGLE_STARTS // CLIENTS)] * CLIENTS
            lasts = list(pool.map(start_many, share))
            await_all(bench.client, flow_id, lasts[-1])
            elapsed = time.perf_counter() - begun
        check_completed(bench.client, flow_id, SINGLE_STARTS)
        return SINGLE_STARTS / elapsed

    return [
        Figure(name=f"W1 single starts, {bench.place}", unit="runs/s", values=bench.repeat(measure), target=150.0),
    ]


def start_many(share: tuple[str, str, str, int]) -> str:
    """In a client process: so many starts over one connection; the id of the last run."""
    url, key, flow_id, count = share
    client = Client(url, key)
    body = json.dumps({"input": {"n": 1}}).encode()
    started = [client.send("POST", f"/flows/{flow_id}/executions/", body) for _ in range(count)]
    return str(started[-1]["executionId"])


def latencies(bench: Bench) -> list[Figure]:
    """W2 and W5: one linear-10 with `?wait=5` on an idle server, without and with a text of 1 MiB."""
    warm_up(bench.client)
    flow_id = publish(bench.client, "W2", chain(STEPS))
    small, large = json.dumps({"input": {"n": 1}}), json.dumps({"input": {"n": 1, "text": "x" * TEXT_BYTES}})
    idle = [timed_calls(bench.client, flow_id, small.encode(), IDLE_CALLS) for _ in range(bench.repeats)]
    carrying = [timed_calls(bench.client, flow_id, large.encode(), LARGE_CALLS) for _ in range(bench.repeats)]
    halves = [statistics.median(calls) for calls in idle]
    tails = [statistics.quantiles(calls, n=20)[-1] for calls in idle]
    texts = [statistics.median(calls) for calls in carrying]
    half = statistics.median(halves)
    lower = Better.LOWER
    return [
        Figure(name=f"W2 wait p50, {bench.place}", unit="ms", values=halves, target=15.0, better=lower),
        Figure(name=f"W2 wait p95, {bench.place}", unit="ms", values=tails, target=30.0, better=lower),
        Figure(
            name=f"W5 1 MiB text p50, {bench.place}",
            unit="ms",
            values=texts,
            target=2 * half,
            better=lower,
            baseline=half,
            note="2 × W2",
        ),
    ]


def timed_calls(client: Client, flow_id: str, body: bytes, count: int) -> list[float]:
    """Milliseconds of each `?wait=5` start, one after the other."""
    found = []
    for _ in range(count):
        begun = time.perf_counter()
        run = client.send("POST", f"/flows/{flow_id}/executions/?wait=5", body)
        found.append((time.perf_counter() - begun) * 1000)
        if run["status"] != "COMPLETED":
            raise BenchError(f"The run ended {run['status']}: {run['error']}")
    return found


def forks(bench: Bench) -> list[Figure]:
    """W3: a fork over 1,000 items, in seconds of one `?wait` start."""
    warm_up(bench.client)
    flow_id = publish(bench.client, "W3", fork())
    body = json.dumps({"input": items(FORK_ITEMS)}).encode()
    name = f"W3 fork of {FORK_ITEMS:,}, {bench.place}"
    seconds = bench.repeat(lambda: timed_calls(bench.client, flow_id, body, 1)[0] / 1000)
    return [Figure(name=name, unit="s", values=seconds, target=0.4, better=Better.LOWER)]


def distributed(bench: Bench) -> list[Figure]:
    """W3: a fork over 100,000 items, in items a second and in what the largest process grows by."""
    flow_id = publish(bench.client, "W3 distributed", fork())
    body = json.dumps({"input": items(DISTRIBUTED_ITEMS)}).encode()
    rates, growths = [], []
    for _ in range(bench.repeats):
        before = {pid: memory.resident_mib(pid) for pid in bench.process_ids()}
        for pid in before:
            memory.forget_peak(pid)
        begun = time.perf_counter()
        run = await_final(bench.client, bench.client.send("POST", f"/flows/{flow_id}/executions/", body)["executionId"])
        rates.append(DISTRIBUTED_ITEMS / (time.perf_counter() - begun))
        growths.append(max(memory.peak_mib(pid) - held for pid, held in before.items()))
        if run["status"] != "COMPLETED":
            raise BenchError(f"The distributed fork ended {run['status']}: {run['error']}")
    shown = f"W3 fork of {DISTRIBUTED_ITEMS:,}"
    return [
        Figure(name=f"{shown}, {bench.place}", unit="items/s", values=rates, target=3000.0),
        Figure(name=f"{shown} memory, {bench.place}", unit="MiB", values=growths, target=100.0, better=Better.LOWER),
    ]


def long_runs(bench: Bench) -> list[Figure]:
    """W4: a chain and a loop of 1,000 steps: what one step costs, and step 1,000 beside step 10."""
    return [figure for kind in (chain, loop) for figure in _long_run(bench, kind)]


def _long_run(bench: Bench, kind: Callable[[int], dict[str, Any]]) -> list[Figure]:
    flow_id = publish(bench.client, f"W4 {kind.__name__}", kind(VISITS))
    costs, ratios = [], []
    long_run(bench, flow_id)
    for _ in range(bench.repeats):
        runs = [long_run(bench, flow_id) for _ in range(LONG_RUNS)]
        costs.append(statistics.median(elapsed for elapsed, _ in runs) / VISITS)
        early = statistics.median(window_ms(starts, STEPS) for _, starts in runs)
        late = statistics.median(window_ms(starts, VISITS - WINDOW) for _, starts in runs)
        ratios.append(late / early)
    name, lower = f"W4 {kind.__name__} of {VISITS:,}", Better.LOWER
    return [
        Figure(name=f"{name}, {bench.place}", unit="ms/step", values=costs, target=0.6, better=lower),
        Figure(name=f"{name} late/early, {bench.place}", unit="×", values=ratios, target=1.1, better=lower),
    ]


def long_run(bench: Bench, flow_id: str) -> tuple[float, list[float]]:
    """A run from the start's first byte to its end in milliseconds, and the times at which its visits began."""
    begun = time.perf_counter()
    run = bench.client.post(f"/flows/{flow_id}/executions/?wait=60", {"input": {"n": 1}})
    elapsed = (time.perf_counter() - begun) * 1000
    if run["status"] != "COMPLETED":
        raise BenchError(f"The long run ended {run['status']}: {run['error']}")
    check_history(bench.client, run["id"], STEPS)
    return elapsed, baseline.visit_starts(bench.database, run["id"])


def window_ms(starts: Sequence[float], first: int, length: int = WINDOW) -> float:
    """What one visit takes on average, in milliseconds, over `length` visits from the place `first`."""
    last = min(first + length, len(starts) - 1)
    return (starts[last] - starts[first]) / (last - first)


def warm_up(client: Client) -> None:
    """Let every thread of the server have its connection and caches."""
    flow_id = publish(client, "Warm-up", chain(STEPS))
    ids = client.post(f"/flows/{flow_id}/executions/batch/", {"inputs": [{"n": 1}] * 50})["executionIds"]
    await_all(client, flow_id, ids[-1])
