"""W6: `make run` from a cold process to the first finished run."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import suppress

from tests.bench import memory
from tests.bench.client import Client, publish
from tests.bench.definitions import chain
from tests.bench.figures import Better, Figure
from tests.bench.workloads import STEPS, timed_calls
from tests.processes import ROOT, end
from tests.services import await_true, free_port


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
