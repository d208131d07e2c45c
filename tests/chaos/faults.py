"""Faults of a cluster, each healed again before it returns."""

from __future__ import annotations

import random
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from celery import Celery

from executions.failpoints import NAMES
from tests.processes import Allma, Process
from tests.services import await_true

LEASE_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Chaos:
    """What can happen to a cluster. Chance is the caller's, so that a campaign can be repeated."""

    allma: Allma
    chance: random.Random

    def any(self) -> str:
        """Let one thing happen; its name."""
        faults: list[Callable[[], None]] = [
            self.kill_a_worker,
            self.arm_a_failpoint,
            self.stop_a_worker_past_its_lease,
            self.terminate_a_worker,
            self.lose_redis,
            self.lose_postgres,
            self.double_hints,
        ]
        fault = self.chance.choice(faults)
        fault()
        self.replace_the_dead()
        return fault.__name__

    def kill_a_worker(self) -> None:
        """As a power cut would."""
        self._one().kill()

    def terminate_a_worker(self) -> None:
        """As a deployment would."""
        self._one().terminate()

    def arm_a_failpoint(self) -> None:
        """One more worker, which dies at a place of its own."""
        place = f"{self.chance.choice(sorted(NAMES))}:{self.chance.randint(1, 20)}"
        self.allma.start_worker(ALLMA_FAILPOINT=place)

    def stop_a_worker_past_its_lease(self) -> None:
        """A zombie: it wakes up when others own its runs."""
        worker = self._one()
        worker.send_signal(signal.SIGSTOP)
        pause(LEASE_SECONDS * 1.5)
        with suppress(ProcessLookupError):
            worker.send_signal(signal.SIGCONT)

    def lose_redis(self) -> None:
        """With all that it held."""
        assert self.allma.redis is not None
        self.allma.redis.stop(signal.SIGKILL)
        pause(self.chance.uniform(0, 2))
        self.allma.redis.start()

    def lose_postgres(self) -> None:
        """For a moment."""
        assert self.allma.postgres is not None
        self.allma.postgres.stop(self.chance.choice(["fast", "immediate"]))
        pause(self.chance.uniform(0, 3))
        self.allma.postgres.start()

    def double_hints(self) -> None:
        """The same message twenty times."""
        assert self.allma.redis is not None
        with Celery("chaos", broker=self.allma.redis.url, set_as_current=False) as sender:
            for _ in range(20):
                sender.send_task("executions.advance", args=[0], queue="engine")

    def replace_the_dead(self) -> None:
        """A supervisor would do the same."""
        for worker in [worker for worker in self.allma.workers if worker.poll() is not None]:
            self.allma.workers.remove(worker)
        while len(self.allma.workers) < 2:
            self.allma.start_worker()

    def _one(self) -> Process:
        return self.chance.choice(self.allma.workers)


def pause(seconds: float) -> None:
    """Let the fault last."""
    with suppress(TimeoutError):
        await_true(lambda: False, what="the end of a pause", seconds=seconds, every=0.05)
