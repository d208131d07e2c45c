"""The workloads W1 to W6. Each takes a running installation and gives figures."""

from __future__ import annotations

import json
import os
import signal
import statistics
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from tests.bench import baseline, memory
from tests.bench.client import BenchError, Client, await_all, await_final, check_completed, publish
from tests.bench.definitions import chain, fork, items, loop
from tests.bench.figures import Better, Figure
from tests.processes import ROOT, Allma, end
from tests.services import await_true, free_port

RUNS = 500
SINGLE_STARTS = 400
CLIENTS = 8
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
    """W1: 500 linear-10 through the batch endpoint, from the first byte until all are finished, in runs a second."""
    rates: list[float] = []
    raw: list[float] = []
    warm_up(bench.client)
    for number in range(bench.repeats):
        flow_id = publish(bench.client, f"W1 {number}", chain(STEPS))
        begun = time.perf_counter()
        ids = bench.client.post(f"/flows/{flow_id}/executions/batch/", {"inputs": [{"n": 1}] * RUNS})["executionIds"]
        await_all(bench.client, flow_id, ids[-1])
        rates.append(RUNS / (time.perf_counter() - begun))
        check_completed(bench.client, flow_id, RUNS)
        writers = 1 if bench.embedded else len(bench.allma.workers)
        raw.append(baseline.runs_per_second(bench.database, flow_id, writers=writers))
    floor = statistics.median(raw)
    target = 300.0 if bench.embedded else max(200.0, 0.6 * floor)
    note = "" if bench.embedded else f"200/s and 60 % of the baseline ({0.6 * floor:.0f}/s)"
    return [
        Figure(
            name=f"W1 batch of 500, {bench.place}",
            unit="runs/s",
            values=rates,
            target=target,
            baseline=floor,
            note=note,
        )
    ]


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


def first_run(repeats: int) -> list[Figure]:
    """W6: `make run` for the second time, to its first finished run; and what it holds in memory then."""
    with tempfile.TemporaryDirectory(prefix="allma-bench-") as folder:
        environment = {**os.environ, "ALLMA_DATA_DIR": folder, "PORT": str(free_port())}
        flow_id, key = _prepare(environment)
        measured = [_second_start(environment, flow_id, key) for _ in range(repeats)]
    seconds, sizes = zip(*measured, strict=True)
    return [
        Figure(name="W6 make run to first run", unit="s", values=seconds, target=4.0, better=Better.LOWER),
        Figure(name="W6 memory", unit="MiB", values=sizes, target=250.0, better=Better.LOWER),
    ]


def _prepare(environment: dict[str, str]) -> tuple[str, str]:
    server = _make_run(environment)
    try:
        _await_health(environment)
        command = [str(ROOT / ".venv/bin/python"), "manage.py", "create_api_key", "--role", "admin", "--name", "bench"]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
        key = done.stdout.strip()
        return publish(Client(_url(environment), key), "W6", chain(STEPS)), key
    finally:
        _end(server)


def _second_start(environment: dict[str, str], flow_id: str, key: str) -> tuple[float, float]:
    begun = time.perf_counter()
    server = _make_run(environment)
    try:
        _await_health(environment)
        timed_calls(Client(_url(environment), key), flow_id, b'{"input": {"n": 1}}', 1)
        elapsed = time.perf_counter() - begun
        return elapsed, max(memory.resident_mib(pid) for pid in memory.family([server.pid]))
    finally:
        _end(server)


def _make_run(environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        ["make", "run"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _end(server: subprocess.Popen[bytes]) -> None:
    os.killpg(server.pid, signal.SIGTERM)
    end(server)


def _await_health(environment: dict[str, str]) -> None:
    def answers() -> bool:
        with suppress(OSError, urllib.error.URLError), urllib.request.urlopen(f"{_url(environment)}/healthz"):
            return True
        return False

    await_true(answers, what="the start of `make run`", seconds=120)


def _url(environment: dict[str, str]) -> str:
    return f"http://127.0.0.1:{environment['PORT']}"
