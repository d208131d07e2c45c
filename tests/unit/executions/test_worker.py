"""Waking the threads of a worker."""

from __future__ import annotations

import threading

import pytest

from executions.worker import Worker


def test_a_wake_up_while_a_thread_looks_makes_it_look_again(monkeypatch: pytest.MonkeyPatch) -> None:
    worker = Worker(kind="test", threads=1)
    looked, again = threading.Event(), threading.Event()

    def drain() -> bool:
        if looked.is_set():
            again.set()
            worker._stopping.set()
        else:
            worker.poke()
            looked.set()
        return False

    monkeypatch.setattr(worker, "drain", drain)
    threading.Thread(target=worker._work, daemon=True).start()
    assert again.wait(1.0), "it waited for the sweep"


def test_a_wake_up_reaches_a_thread_that_rests(monkeypatch: pytest.MonkeyPatch) -> None:
    worker = Worker(kind="test", threads=1)
    looks = threading.Semaphore(0)
    monkeypatch.setattr(worker, "drain", lambda: looks.release())
    thread = threading.Thread(target=worker._work, daemon=True)
    thread.start()
    assert looks.acquire(timeout=1.0)
    while worker._idle == 0:
        threading.Event().wait(0.001)
    worker.poke()
    assert looks.acquire(timeout=1.0)
    worker._stopping.set()
    worker._news.release()
    thread.join(1.0)
    assert not thread.is_alive()
