"""Real Allma processes for acceptance tests, sample flows, benchmarks and `make cluster`.

with embedded() as allma:                 one web process on SQLite with workers inside
with cluster(workers=2) as allma:         PostgreSQL, Redis, a web process and two Celery workers
    allma.url, allma.create_key(), allma.start_worker(ALLMA_FAILPOINT="claimed"), allma.workers[0].kill()
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests import services
from tests.services import PATIENCE_SECONDS, Postgres, Redis, await_true, free_port

ROOT = Path(__file__).resolve().parent.parent
CELERY = ["-m", "celery", "-A", "allma_site.celery", "worker", "--pool", "threads", "--without-gossip"]
QUIET_CELERY = ["--without-mingle", "--without-heartbeat", "--loglevel", "WARNING", "-Q", "engine,sandbox,code,slow"]

Process = subprocess.Popen[bytes]


@dataclass(slots=True)
class Allma:
    """An installation: its environment, its processes, and the servers it uses, None when embedded."""

    folder: Path
    environment: dict[str, str]
    postgres: Postgres | None = None
    redis: Redis | None = None
    webs: list[Process] = field(default_factory=list)
    workers: list[Process] = field(default_factory=list)
    url: str = ""
    _logs: int = 0

    def start_web(self, **settings: str) -> Process:
        """One more web process, ready for traffic; `url` is the newest one's."""
        port = free_port()
        process = self._start(["-m", "allma_site.serve"], f"web-{port}", {"PORT": str(port), **settings})
        self.webs.append(process)
        self.url = f"http://127.0.0.1:{port}"
        await_true(lambda: self._answers(process, "/healthz"), what=f"the start of {self.url}")
        return process

    def start_worker(self, **settings: str) -> Process:
        """One more Celery worker process. It may take a second to be ready."""
        threads = settings.get("ALLMA_WORKER_THREADS", "4")
        name = f"worker-{len(self.workers) + 1}"
        arguments = [*CELERY, *QUIET_CELERY, "--concurrency", threads, "--hostname", f"{name}@%h"]
        process = self._start(arguments, name, settings)
        self.workers.append(process)
        return process

    def await_ready(self) -> None:
        """Wait until `/readyz` says that database, broker and a worker are there."""
        await_true(lambda: self._answers(self.webs[-1], "/readyz"), what=f"the readiness of {self.url}")

    def create_key(self, role: str = "admin") -> str:
        """A new API key of the workspace `default`."""
        command = [sys.executable, "manage.py", "create_api_key", "--role", role, "--name", "tests"]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def log(self) -> str:
        """What all processes have written."""
        return "\n".join(f"--- {path.name}\n{path.read_text()}" for path in sorted(self.folder.glob("*.log")))

    def stop(self) -> None:
        """End every process, politely first."""
        running = [process for process in (*self.workers, *self.webs) if process.poll() is None]
        for process in running:
            process.send_signal(signal.SIGCONT)
            process.terminate()
        for process in running:
            end(process)

    def _start(self, arguments: list[str], name: str, settings: dict[str, str]) -> Process:
        self._logs += 1
        with Path(self.folder, f"{self._logs:02}-{name}.log").open("wb") as log:
            return subprocess.Popen(
                [sys.executable, *arguments],
                cwd=ROOT,
                env={**self.environment, **settings},
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _answers(self, process: Process, path: str) -> bool:
        if process.poll() is not None:
            raise RuntimeError(f"The web process ended with {process.returncode}:\n{self.log()}")
        with suppress(OSError, urllib.error.URLError), urllib.request.urlopen(self.url + path, timeout=5) as answer:
            return int(answer.status) == 200
        return False


def end(process: Process, *, seconds: float = PATIENCE_SECONDS) -> int:
    """Wait for a process that was asked to end; kill it with its children when it does not. Its exit status."""
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        return process.wait()


@contextmanager
def embedded(**settings: str) -> Iterator[Allma]:
    """One web process on SQLite with workers inside. Settings are variables, such as ALLMA_WORKERS."""
    with _installation(settings) as allma:
        allma.start_web()
        allma.await_ready()
        yield allma


@contextmanager
def cluster(*, workers: int = 2, **settings: str) -> Iterator[Allma]:
    """PostgreSQL, Redis, one web process and Celery workers."""
    with ExitStack() as stack:
        postgres, redis = stack.enter_context(services.postgres()), stack.enter_context(services.redis())
        servers = {"ALLMA_DATABASE_URL": postgres.url, "ALLMA_REDIS_URL": redis.url}
        allma = stack.enter_context(_installation({**servers, **settings}))
        allma.postgres, allma.redis = postgres, redis
        allma.start_web()
        for _ in range(workers):
            allma.start_worker()
        if workers:
            allma.await_ready()
        yield allma


@contextmanager
def _installation(settings: dict[str, str]) -> Iterator[Allma]:
    folder = Path(tempfile.mkdtemp(prefix="allma-processes-"))
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("ALLMA_")}
    own = {"ALLMA_DATA_DIR": str(folder / "data"), "ALLMA_EGRESS_ALLOW": "127.0.0.0/8", "PYTHONUNBUFFERED": "1"}
    allma = Allma(folder, {**inherited, **own, **settings})
    try:
        yield allma
    finally:
        allma.stop()
        shutil.rmtree(folder, ignore_errors=True)
