"""One cluster and one peer for all fault tests; the workers are each test's own."""

from __future__ import annotations

import os
import signal
import sys
import uuid
from collections.abc import Iterator
from contextlib import suppress

import psycopg
import pytest

from tests.acceptance.api import Api
from tests.acceptance.peer import Peer, peer
from tests.processes import Allma, Process, cluster, embedded

pytest.register_assert_rewrite("tests.acceptance.promises")

LOG_CHARACTERS = 6000
SETTINGS = {
    "ALLMA_LEASE_SECONDS": "2",
    "ALLMA_SWEEP_SECONDS": "0.5",
    "ALLMA_FORK_INLINE_ITEMS": "8",
    "ALLMA_FORK_CHUNK_ITEMS": "4",
    "ALLMA_LOG_LEVEL": "INFO",
}
UNHURRIED = {"ALLMA_LEASE_SECONDS": "20"}
"""For workers that nobody kills: on a busy machine a short lease can be over though its owner lives."""


@pytest.fixture(scope="session")
def _shared() -> Iterator[tuple[Allma, Api]]:
    with cluster(workers=0, **SETTINGS) as allma:
        yield allma, Api(allma.url, allma.create_key())


@pytest.fixture
def allma(_shared: tuple[Allma, Api]) -> Iterator[Allma]:
    """PostgreSQL, Redis and a web process; what a test starts is killed after it."""
    installation, api = _shared
    forget_runs(installation)
    yield installation
    installation.url = api.url
    kill(installation.workers)
    kill(installation.webs[1:])
    del installation.workers[:], installation.webs[1:]
    sys.stdout.write(installation.log()[-LOG_CHARACTERS:])  # pytest shows it when the test failed


@pytest.fixture
def api(_shared: tuple[Allma, Api]) -> Api:
    """An administrator of the cluster."""
    return _shared[1]


@pytest.fixture(scope="session")
def world() -> Iterator[Peer]:
    """The server that flows call."""
    with peer() as running:
        yield running


@pytest.fixture
def name() -> str:
    """A name no other test uses."""
    return f"effect-{uuid.uuid4().hex[:8]}"


@pytest.fixture(scope="session")
def alone() -> Iterator[tuple[Allma, Api]]:
    """The embedded default: one process on SQLite."""
    with embedded() as allma:
        yield allma, Api(allma.url, allma.create_key())


def forget_runs(allma: Allma) -> None:
    """Nothing of one test is due in the next."""
    with psycopg.connect(allma.postgres.url if allma.postgres else "") as connection:
        connection.execute("TRUNCATE executions_execution CASCADE")


def kill(processes: list[Process]) -> None:
    """End them at once, whatever they are doing."""
    for process in processes:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
