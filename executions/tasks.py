"""Thin Celery entries. A message says "something is due"; who gets it claims the fairest due run, not a named one."""

from __future__ import annotations

import threading
import time
from functools import cache

import kombu.exceptions
import redis
import structlog
from celery import shared_task
from django.conf import settings

from executions.worker import Worker

log = structlog.get_logger(__name__)

SLOTS = 4
"""How many hints may be queued at once: each drains until nothing is due, so more would find nothing."""
SLOT_MILLISECONDS = 1000
TURN_SECONDS = 5.0

_worker: Worker | None = None


def start_worker() -> None:
    """The worker of this process: Celery has the threads for hints, this one keeps leases, sweeps and fires timers.

    Its own thread works on what sweeps and timers find, so that runs go on while the broker is away.
    """
    global _worker
    _worker = Worker(kind="celery", threads=1)
    _worker.start()


def stop_worker() -> None:
    """Take no more runs; turns under way go on until their next commit. Returns at once."""
    if _worker is not None:
        threading.Thread(target=_worker.stop, name="allma-stop", daemon=True).start()


def await_stopped() -> None:
    """Do not let the process end before its worker has given all runs back."""
    if _worker is not None:
        _worker.stop()


@shared_task(name="executions.advance", ignore_result=True)
def advance(slot: int) -> None:
    """Work until nothing is due. The slot is freed first, so that a wake-up from now on sends a hint again."""
    _free(slot)
    worker = _worker
    if worker is None or worker.stopping:
        return
    if worker.safely(lambda: worker.drain(seconds=TURN_SECONDS, call=hint)):
        hint()


def hint() -> None:
    """Something is due: send a hint soon, from a thread of its own, so that nobody waits for the broker."""
    _sender().set()


@cache
def _sender() -> threading.Event:
    wanted = threading.Event()
    threading.Thread(target=_send_hints, args=[wanted], name="allma-hint-sender", daemon=True).start()
    return wanted


def _send_hints(wanted: threading.Event) -> None:
    while wanted.wait():
        wanted.clear()
        send_hint()


def send_hint() -> None:
    """Send a hint unless enough are queued. Losing one is harmless: every worker sweeps."""
    if time.monotonic() < _away_until:
        return
    try:
        slot = _take()
        if slot is not None:
            advance.apply_async((slot,), retry=False, ignore_result=True)
    except UNREACHABLE as error:
        _note_away(error)


UNREACHABLE = (redis.RedisError, kombu.exceptions.OperationalError, OSError)
AWAY_SECONDS = 1.0
_away_until = 0.0


def _note_away(error: BaseException) -> None:
    """Leave a broker that does not answer alone for a second: nobody who starts a run waits for it."""
    global _away_until
    if _away_until < time.monotonic() - 60:
        log.warning("hint_not_sent", error=type(error).__name__)
    _away_until = time.monotonic() + AWAY_SECONDS


@cache
def _redis() -> redis.Redis:
    return redis.Redis.from_url(settings.ENV.redis_url, socket_timeout=2, socket_connect_timeout=2)


def _key(slot: int) -> str:
    return f"allma:hint:{slot}"


def _take() -> int | None:
    client = _redis()
    for slot in range(SLOTS):
        if client.set(_key(slot), b"1", nx=True, px=SLOT_MILLISECONDS):
            return slot
    return None


def _free(slot: int) -> None:
    try:
        _redis().delete(_key(slot))
    except UNREACHABLE as error:  # it expires by itself within a second
        _note_away(error)
