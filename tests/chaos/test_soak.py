"""The same work for a long time: memory, connections and speed stay what they were."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from tests.acceptance import definitions
from tests.acceptance.api import Api
from tests.acceptance.peer import Peer
from tests.acceptance.promises import assert_all_completed, assert_sound
from tests.acceptance.rows import query
from tests.processes import Allma

RUNS = 20
GROWTH_MEGABYTES = 50
CONNECTIONS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"


def test_memory_and_connections_do_not_grow(allma: Allma, api: Api, world: Peer, name: str, seconds: float) -> None:
    child = api.publish("child", definitions.one_effect(world.effect(name)))
    for _ in range(2):
        allma.start_worker()
    allma.await_ready()
    until, rounds, first = time.monotonic() + seconds, 0, None
    while time.monotonic() < until or first is None:
        flow = api.publish("everything", definitions.everything(world.effect(name), child=child))
        api.start_batch(flow, [{"number": number} for number in range(RUNS)])
        assert_all_completed(api, flow, RUNS)
        rounds += 1
        if rounds == 5 or (first is None and time.monotonic() > until):
            first = measured(allma)
        sys.stdout.write(f"{rounds} {measured(allma)}\n")
    now = measured(allma)
    assert all(now[what] - first[what] < GROWTH_MEGABYTES for what in now if what != "connections"), (first, now)
    assert now["connections"] <= first["connections"] + 8
    assert_sound(allma)


def measured(allma: Allma) -> dict[str, int]:
    """Resident megabytes of each process, and how many connections PostgreSQL has."""
    processes = {"web": allma.webs[0], **{f"worker {n}": worker for n, worker in enumerate(allma.workers)}}
    sizes = {what: resident(process.pid) for what, process in processes.items()}
    return {**sizes, "connections": query(allma, CONNECTIONS)[0][0]}


def resident(pid: int) -> int:
    """Megabytes of memory. Source: proc(5), VmRSS."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    line = next(line for line in lines if line.startswith("VmRSS:"))
    return int(line.split()[1]) // 1024
