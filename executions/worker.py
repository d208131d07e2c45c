"""The loop of a worker process: claim the fairest due run, take a turn, again; keep leases alive; look for due runs.

The same loop serves the threads of the web process (embedded) and Celery's tasks.
"""

from __future__ import annotations

import heapq
import os
import random
import socket
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from typing import TypeVar

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections, connection

from allma_site.common.db import db_now, statement
from executions import bulk_turn, notify, store
from executions.claiming import Claiming
from executions.models import Worker as WorkerRow
from executions.notify import Hint
from executions.stops import Stops
from executions.store import Claim
from executions.turns import take_quick_turns, take_turn
from executions.upkeep import Upkeep

T = TypeVar("T")

log = structlog.get_logger(__name__)

NEAR_SECONDS = 5.0
CLOCK_SECONDS = 0.002
"""A database's clock may count milliseconds: look for a timer when it is due there, too."""
STOP_LOOK_SECONDS = 1.0
BULK_SECONDS = 1.0
AWAY_SECONDS = 0.7
ABORT_SECONDS = 5.0


def jittered(seconds: float) -> float:
    """About so many seconds, so that processes do not march in step."""
    return seconds * random.uniform(0.7, 1.3)  # noqa: S311 - pace, not a secret


class Worker:
    """One process's worker. `start` runs its own threads; `drain` works in the caller's."""

    def __init__(self, *, kind: str, threads: int) -> None:
        self.id = f"{socket.gethostname()[:30]}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
        self.kind = kind
        self.threads = threads
        self.stops = Stops()
        self._claiming = Claiming(self.id)
        self._branches = ThreadPoolExecutor(settings.ENV.fork_threads, thread_name_prefix="allma-branch")
        self._stopping = threading.Event()
        self._ended = threading.Event()
        self._busy = 0
        self._busy_changed = threading.Condition()
        self._news = threading.Semaphore(0)
        self._idle = 0
        self._pokes = 0
        self._idle_lock = threading.Lock()
        self._timers: list[float] = []
        self._timers_changed = threading.Condition()
        self._running: list[threading.Thread] = []
        self._forget_waker: Callable[[], None] = lambda: None

    def start(self) -> None:
        """Begin: N threads that work; one each to keep leases, look for due runs, do upkeep, and do bulk jobs."""
        bulk = self._again(lambda: bulk_turn.take_turn(self.id), BULK_SECONDS)
        upkeep = self._again(Upkeep(), settings.ENV.sweep_seconds)
        loops = [self._work] * self.threads + [self._beat, self._look, bulk, upkeep]
        for number, loop in enumerate(loops):
            thread = threading.Thread(target=loop, name=f"allma-worker-{number}", daemon=True)
            self._running.append(thread)
            thread.start()
        if self.threads:
            self._forget_waker = notify.on_due(self.poke)

    def stop(self, timeout_seconds: float = 20.0) -> None:
        """Take no more runs; turns under way end at their next commit. Attempts that take longer are aborted.

        Leases are kept until the last turn has given its run back, so that an orderly end never counts as a crash.
        """
        self._stopping.set()
        self._forget_waker()
        for _ in range(self.threads):
            self._news.release()
        with self._timers_changed:
            self._timers_changed.notify_all()
        if not self._rests(timeout_seconds):
            self.stops.abort_all()
            self._rests(ABORT_SECONDS)
        self._ended.set()
        for thread in self._running:
            thread.join(ABORT_SECONDS)
        self._branches.shutdown(wait=False, cancel_futures=True)

    def _rests(self, seconds: float) -> bool:
        """Whether no thread works on a run, within so many seconds."""
        with self._busy_changed:
            return self._busy_changed.wait_for(lambda: self._busy == 0, seconds)

    @contextmanager
    def _working(self) -> Iterator[None]:
        with self._busy_changed:
            self._busy += 1
        try:
            yield
        finally:
            with self._busy_changed:
                self._busy -= 1
                self._busy_changed.notify_all()

    @property
    def stopping(self) -> bool:
        """Whether no more runs are taken."""
        return self._stopping.is_set()

    def poke(self) -> None:
        """Some run may be due: wake a thread that idles."""
        with self._idle_lock:
            self._pokes += 1
            if self._idle == 0:
                return
            self._idle -= 1
        self._news.release()

    def drain(self, *, seconds: float | None = None, call: Callable[[], None] | None = None) -> bool:
        """Work until nothing is due, or for so many seconds. Whether there may be more.

        `call` is called once when something was due: there may be more of it than one thread can do.
        """
        until = None if seconds is None else time.monotonic() + seconds
        while not self.stopping:
            if until is not None and time.monotonic() >= until:
                return True
            with self._working(), self._claiming.due() as claims:
                if not claims:
                    return False
                if call is not None:
                    call()
                    call = None
                self._turns(claims)
        return False

    def _turns(self, claims: list[Claim]) -> None:
        first = claims[0]
        if len(claims) > 1:
            with structlog.contextvars.bound_contextvars(workspace=str(first.workspace_id)):
                take_quick_turns(claims, others=self._others, host=self)
            return
        with structlog.contextvars.bound_contextvars(executionId=str(first.id), workspace=str(first.workspace_id)):
            take_turn(first, others=self._others, host=self)

    def _others(self) -> bool:
        return bool(store.due_workspaces(settings.ENV.max_running_per_workspace))

    @property
    def branches(self) -> ThreadPoolExecutor:
        """The threads that effects of fork branches run on."""
        return self._branches

    def blocks(self) -> None:
        """A turn is about to wait for the outside world: somebody else looks for due runs meanwhile."""
        notify.due()

    def committed(self, hint: Hint, *, due_at: float | None, woke: bool) -> None:
        """A commit is through: tell who listens; remember a near timer; wake workers for what it made due."""
        notify.changed(hint)
        if woke:
            notify.due()
        if due_at is not None:
            self.remember(due_at)

    def remember(self, seconds: float) -> None:
        """Something is due in so many seconds; farther ones are the sweep's."""
        if seconds > NEAR_SECONDS:
            return
        with self._timers_changed:
            heapq.heappush(self._timers, time.monotonic() + max(seconds, 0.0) + CLOCK_SECONDS)
            self._timers_changed.notify()

    # The threads.

    def _work(self) -> None:
        while not self.stopping:
            with self._idle_lock:
                seen = self._pokes
            self.safely(self.drain)
            with self._idle_lock:
                if self._pokes != seen:
                    continue  # something became due while this thread looked: it may have looked too early
                self._idle += 1
            if not self._news.acquire(timeout=jittered(settings.ENV.sweep_seconds)):
                with self._idle_lock:
                    self._idle = max(self._idle - 1, 0)
        connection.close()

    def _look(self) -> None:
        """Fire near timers; sweep for due runs; say that this process lives."""
        sweep_at = 0.0
        while not self.stopping:
            if time.monotonic() >= sweep_at:
                self.safely(self._sweep)
                sweep_at = time.monotonic() + jittered(settings.ENV.sweep_seconds)
            with self._timers_changed:
                next_at = min(self._timers[0], sweep_at) if self._timers else sweep_at
                self._timers_changed.wait(max(next_at - time.monotonic(), 0.0))
                fired = self._fired()
            if fired:
                self.safely(self._due)
        connection.close()

    def _fired(self) -> bool:
        at, fired = time.monotonic(), False
        while self._timers and self._timers[0] <= at:
            heapq.heappop(self._timers)
            fired = True
        return fired

    def _due(self) -> None:
        """Timers are kept by the database's clock, which may be some milliseconds behind: look, do not trust."""
        if self.threads:
            self.poke()
        else:
            self.drain(seconds=settings.ENV.sweep_seconds)

    def _sweep(self) -> None:
        self._say_alive()
        if store.due_workspaces(settings.ENV.max_running_per_workspace):
            self._due()

    def _say_alive(self) -> None:
        moment = db_now()
        with statement():
            seen = WorkerRow.objects.filter(pk=self.id).update(seen_at=moment)
            if not seen:
                WorkerRow.objects.create(
                    id=self.id, kind=self.kind, threads=self.threads, started_at=moment, seen_at=moment
                )
                WorkerRow.objects.filter(seen_at__lt=moment - timedelta(days=1)).delete()

    def _again(self, work: Callable[[], bool], rest_seconds: float) -> Callable[[], None]:
        """The loop of a thread that works while there is something to do, and rests when there is nothing."""

        def loop() -> None:
            while not self.stopping:
                if not self.safely(work):
                    self._stopping.wait(jittered(rest_seconds))
            connection.close()

        return loop

    def _beat(self) -> None:
        """Renew the leases of attempts inside their deadline; abort those whose run was asked to stop or lost."""
        while not self._ended.wait(STOP_LOOK_SECONDS):
            if self.stops.alive():
                self.safely(self._renew)
        connection.close()

    def _renew(self) -> None:
        alive = self.stops.alive()
        asked = dict(store.renew(self.id, list(alive)))
        for execution_id, attempts in alive.items():
            if asked.get(execution_id, True):
                for attempt in attempts:
                    attempt.abort()

    def safely(self, work: Callable[[], T]) -> T | None:
        """What `work` returns. A worker outlives a database that is away: it says so, waits a little, returns None."""
        try:
            return work()
        except (OperationalError, InterfaceError) as error:
            log.warning("database_away", error=str(error).splitlines()[0] if str(error) else type(error).__name__)
            connection.close()
            self._stopping.wait(jittered(AWAY_SECONDS))
        except Exception:  # whatever it is, the next run must not suffer from it
            log.exception("worker_failed")
            close_old_connections()
            self._stopping.wait(jittered(AWAY_SECONDS))
        return None
