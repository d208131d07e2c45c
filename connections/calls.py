"""The time and the life of outgoing calls: one deadline for a whole call, and an abort from any thread.

A client's own time-outs are for one read, so a slow drip of bytes outlives them. Here every read and write gets what
is left of the deadline, and `Cancellation.abort()` shuts the sockets down under a blocked read.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from contextvars import ContextVar

from connections.errors import aborted, timed_out


class Cancellation:
    """The off switch of an attempt: hand one to every call it makes. Once aborted it stays aborted."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sockets: set[socket.socket] = set()
        self._aborted = threading.Event()

    @property
    def aborted(self) -> bool:
        """Whether `abort` was called."""
        return self._aborted.is_set()

    def abort(self) -> None:
        """End the calls under way with EgressError `aborted`, and refuse further ones. Safe from any thread."""
        with self._lock:
            self._aborted.set()
            for sock in self._sockets:
                _shut_down(sock)

    def attach(self, sock: socket.socket) -> None:
        """From now on an abort shuts this socket down. Raises EgressError `aborted` when it is too late."""
        with self._lock:
            if self._aborted.is_set():
                raise aborted()
            self._sockets.add(sock)

    def detach(self, sock: socket.socket) -> None:
        """The socket went back to the pool or was closed: leave it alone."""
        with self._lock:
            self._sockets.discard(sock)


class Call:
    """One call under way: what is left of its time, which sockets it uses, what it has received."""

    def __init__(self, *, seconds: float, cancellation: Cancellation) -> None:
        self.seconds = seconds
        self.cancellation = cancellation
        self.received = False
        self.on_used_connection = False
        self._deadline = time.monotonic() + seconds
        self._sockets: set[socket.socket] = set()

    def remaining(self) -> float:
        """Seconds left. Raises EgressError `timeout` when there are none and `aborted` after an abort."""
        if self.cancellation.aborted:
            raise aborted()
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise timed_out(self.seconds)
        return left

    def begin_exchange(self) -> None:
        """A request goes out on a connection that may be new or used."""
        self.received = False
        self.on_used_connection = False

    def uses(self, sock: socket.socket) -> None:
        """Let an abort reach this socket."""
        if sock not in self._sockets:
            self.cancellation.attach(sock)
            self._sockets.add(sock)

    def release(self, sock: socket.socket) -> None:
        """An abort no longer reaches this socket."""
        self._sockets.discard(sock)
        self.cancellation.detach(sock)

    def close(self) -> None:
        """Let go of every socket; they may be in the pool by now."""
        for sock in self._sockets:
            self.cancellation.detach(sock)
        self._sockets.clear()


_current: ContextVar[Call] = ContextVar("connections_call")


def current_call() -> Call:
    """The call this thread is making."""
    return _current.get()


@contextlib.contextmanager
def calling(call: Call) -> Iterator[Call]:
    """Make `call` the one whose deadline and off switch the network layer obeys in this thread."""
    token = _current.set(call)
    try:
        yield call
    finally:
        _current.reset(token)
        call.close()


def _shut_down(sock: socket.socket) -> None:
    """Wake whoever is blocked on the socket. The plain socket's method: the TLS one would pull the session away
    from under a read in another thread."""
    with contextlib.suppress(OSError):
        socket.socket.shutdown(sock, socket.SHUT_RDWR)
