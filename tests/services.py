"""Private PostgreSQL and Redis servers on free ports, for tests, benchmarks and `make cluster`.

    with postgres() as database, redis() as broker:
        ...database.url, broker.url...

Both can be stopped and started again in between, with what they had on disk.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

PATIENCE_SECONDS = 60.0
POSTGRES_BINARIES = Path("/usr/lib/postgresql")
POSTGRES_USER = "postgres"
DATABASE_USER = "allma"

CONFIGURATION = """
listen_addresses = '127.0.0.1'
max_connections = 300
shared_buffers = 128MB
fsync = {durable}
synchronous_commit = {durable}
full_page_writes = {durable}
"""


class ServiceMissing(RuntimeError):
    """A server program is not installed; the message says what to install."""


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def await_true(
    question: Callable[[], bool], *, what: str, seconds: float = PATIENCE_SECONDS, every: float = 0.02
) -> None:
    """Ask again every 20 ms, or every so many seconds, until the answer is yes. Raises TimeoutError naming `what`."""
    deadline = time.monotonic() + seconds
    while not question():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what} did not happen in {seconds:g} s.")
        time.sleep(every)


def listens(port: int) -> bool:
    """Whether something accepts connections on the port of 127.0.0.1."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


@dataclass(frozen=True, slots=True)
class Postgres:
    """A PostgreSQL server with its data in `folder`. Only a `durable` one outlives a loss of power."""

    folder: Path
    port: int
    durable: bool = True

    @property
    def url(self) -> str:
        """As in ALLMA_DATABASE_URL."""
        return f"postgresql://{DATABASE_USER}@127.0.0.1:{self.port}/{DATABASE_USER}"

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = f"-p {self.port} -k {self.folder}"
        self._run("pg_ctl", "-D", self._data, "-w", "-s", "-l", f"{self.folder}/log", "-o", options, "start")

    def stop(self, mode: str = "fast") -> None:
        """Stop the server: `fast` ends sessions, `immediate` is as a power cut."""
        self._run("pg_ctl", "-D", self._data, "-w", "-s", "-m", mode, "stop")

    def create(self) -> None:
        """Make the cluster and an empty database, and leave the server running."""
        self._run("initdb", "-D", self._data, "-U", DATABASE_USER, "--auth=trust", "-E", "UTF8", "--locale=C", "-N")
        with Path(self._data, "postgresql.conf").open("a") as file:
            file.write(CONFIGURATION.format(durable="on" if self.durable else "off"))
        self.start()
        self._run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", DATABASE_USER, DATABASE_USER)

    @property
    def _data(self) -> str:
        return str(self.folder / "data")

    def _run(self, program: str, *arguments: str) -> None:
        command = [*as_postgres(), postgres_program(program), *arguments]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{program} failed: {done.stdout}{done.stderr}")


@dataclass(slots=True)
class Redis:
    """A Redis server without persistence."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = field(default=None)

    @property
    def url(self) -> str:
        """As in ALLMA_REDIS_URL."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start the server, empty, and wait until it listens."""
        program = shutil.which("redis-server")
        if program is None:
            raise ServiceMissing("Redis is not installed. Run: apt-get install -y redis-server")
        command = [program, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen(command, cwd=self.folder, stdout=subprocess.DEVNULL)
        await_true(lambda: listens(self.port), what="Redis' start")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End the server and wait for it; what it held is gone."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(PATIENCE_SECONDS)
            self.process = None


@contextmanager
def postgres(*, durable: bool = True) -> Iterator[Postgres]:
    """A running PostgreSQL server with an empty database, removed afterwards.

    Unless it is `durable` no commit waits for the disk.
    """
    folder = Path(tempfile.mkdtemp(prefix="allma-postgres-"))
    server = Postgres(folder, free_port(), durable)
    try:
        if as_postgres():
            shutil.chown(folder, POSTGRES_USER)
        server.create()
        yield server
    finally:
        with suppress(RuntimeError, ServiceMissing):
            server.stop("immediate")
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def redis() -> Iterator[Redis]:
    """A running, empty Redis server, removed afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="allma-redis-"))
    server = Redis(folder, free_port())
    try:
        server.start()
        yield server
    finally:
        server.stop(signal.SIGKILL)
        shutil.rmtree(folder, ignore_errors=True)


def as_postgres() -> list[str]:
    """PostgreSQL refuses to run as root: then its own user runs it."""
    if os.geteuid() != 0:
        return []
    try:
        pwd.getpwnam(POSTGRES_USER)
    except KeyError:
        raise ServiceMissing("PostgreSQL is not installed. Run: apt-get install -y postgresql") from None
    return ["runuser", "-u", POSTGRES_USER, "--"]


def postgres_program(name: str) -> str:
    """The path of a PostgreSQL program, of the newest version installed."""
    versions = sorted(POSTGRES_BINARIES.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    found = str(versions[-1]) if versions else shutil.which(name)
    if found is None:
        raise ServiceMissing("PostgreSQL is not installed. Run: apt-get install -y postgresql")
    return found
