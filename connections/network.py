"""The network below the HTTP client: resolves once, checks every address, connects to a checked address."""

from __future__ import annotations

import queue
import select
import socket
import ssl
import threading
from collections.abc import Callable, Iterable
from typing import Any

import httpcore2

from connections.addresses import EgressPolicy, parse_address
from connections.calls import Call, current_call
from connections.errors import EgressError, permanent, timed_out, transient

Resolver = Callable[[str, int], list[str]]
SocketOption = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]
TRY_NEXT_ADDRESS_AFTER_SECONDS = 3.0
LOOK_FOR_ABORT_EVERY_SECONDS = 0.25
QUICK_ACK: int | None = getattr(socket, "TCP_QUICKACK", None)


def resolve(host: str, port: int) -> list[str]:
    """Every address of a name, in the system's order, each once. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class GuardedBackend(httpcore2.NetworkBackend):
    """Connects only where the policy allows. Time and abort come from the thread's current call."""

    def __init__(self, *, policy: EgressPolicy, resolver: Resolver = resolve) -> None:
        self._policy = policy
        self._resolver = resolver

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore2.NetworkStream:
        """Raises EgressError `egress_blocked`, `connection_failed`, `timeout` or `aborted`."""
        call = current_call()
        addresses = self._checked(host, self._look_up(call, host, port))
        failure: OSError | None = None
        for index, address in enumerate(addresses):
            last = index == len(addresses) - 1
            try:
                return GuardedStream(_connect(call, address, port, patient=last))
            except OSError as error:
                failure = error
        call.remaining()
        raise transient("connection_failed", f"Could not connect to {host}:{port}: {_reason(failure)}.", host=host)

    def _checked(self, host: str, addresses: list[str]) -> list[str]:
        """All of them, or none: a name that points inside and outside at once is not trusted."""
        for address in addresses:
            reason = self._policy.refusal(host, address)
            if reason is not None:
                raise blocked(host, address, reason)
        return addresses

    def _look_up(self, call: Call, host: str, port: int) -> list[str]:
        """The addresses of a host. The system's resolver knows no deadline, so it runs in a thread we may leave."""
        if parse_address(host) is not None:
            return [host]
        answer: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()
        threading.Thread(target=self._resolve_into, args=(answer, host, port), daemon=True).start()
        while True:
            try:
                found = answer.get(timeout=min(call.remaining(), LOOK_FOR_ABORT_EVERY_SECONDS))
                break
            except queue.Empty:
                continue
        if isinstance(found, Exception) or not found:
            reason = _reason(found) if isinstance(found, Exception) else "no addresses"
            raise transient("connection_failed", f"The host name {host!r} cannot be resolved: {reason}.", host=host)
        return found

    def _resolve_into(self, answer: queue.SimpleQueue[list[str] | Exception], host: str, port: int) -> None:
        try:
            answer.put(self._resolver(host, port))
        except (OSError, UnicodeError) as error:
            answer.put(error)


class GuardedStream(httpcore2.NetworkStream):
    """A connected socket that gives each read and write what is left of the current call's time."""

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock
        self._last_call: Call | None = None

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Up to `max_bytes`; empty when the other side closed."""
        call = self._enter()
        try:
            self._socket.settimeout(call.remaining())
            _acknowledge_at_once(self._socket)
            data = self._socket.recv(max_bytes)
        except OSError as error:
            raise self._failure(call, error) from error
        if data:
            call.received = True
        else:
            # A socket that an abort shut down reads as if the other side had closed it.
            call.remaining()
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """All of it."""
        call = self._enter()
        view = memoryview(buffer)
        try:
            while view:
                self._socket.settimeout(call.remaining())
                view = view[self._socket.send(view) :]
        except TimeoutError as error:
            raise self._failure(call, error) from error
        except OSError as error:
            call.remaining()
            # The client then looks for an answer that came before the other side stopped listening.
            raise httpcore2.WriteError(str(error)) from error

    def close(self) -> None:
        """Close the socket; an abort no longer reaches it."""
        if self._last_call is not None:
            self._last_call.release(self._socket)
        self._socket.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        """The same connection under TLS; the certificate is checked against `server_hostname`, not the address."""
        call = self._enter()
        try:
            wrapped = ssl_context.wrap_socket(
                self._socket, server_hostname=server_hostname, do_handshake_on_connect=False
            )
        finally:
            call.release(self._socket)
        stream = GuardedStream(wrapped)
        try:
            stream.handshake(call)
        except BaseException:
            stream.close()
            raise
        return stream

    def handshake(self, call: Call) -> None:
        """Raises EgressError `tls_verification_failed` (permanent) or `connection_failed`."""
        self._enter()
        sock = self._socket
        if not isinstance(sock, ssl.SSLSocket):
            raise TypeError("Only a stream made by start_tls has a handshake.")
        try:
            sock.settimeout(call.remaining())
            sock.do_handshake()
        except ssl.SSLCertVerificationError as error:
            message = f"The certificate of {sock.server_hostname} is not trusted: {error.verify_message}."
            raise permanent("tls_verification_failed", message, host=sock.server_hostname) from error
        except OSError as error:
            raise self._failure(call, error) from error

    def get_extra_info(self, info: str) -> Any:
        """What the client asks of a stream: its address, and whether an idle one was closed."""
        if info == "is_readable":
            return _is_readable(self._socket)
        if info == "server_addr":
            return self._socket.getpeername()
        return self._socket if info == "socket" else None

    def _enter(self) -> Call:
        call = current_call()
        if call is not self._last_call:
            call.uses(self._socket)
            call.on_used_connection = self._last_call is not None
            self._last_call = call
        return call

    def _failure(self, call: Call, error: OSError) -> EgressError:
        """The deadline and an abort are told apart from a network that fails."""
        call.remaining()
        if isinstance(error, TimeoutError):
            # The socket gave up a moment before the clock did.
            return timed_out(call.seconds)
        return transient("connection_failed", f"The connection broke: {_reason(error)}.")


def blocked(host: str, address: str, reason: str) -> EgressError:
    """The policy refuses an address."""
    message = (
        f"Calls to {host} are not allowed: {address} is {reason}. "
        "An operator can allow it with ALLMA_EGRESS_ALLOW (a CIDR or a host name)."
    )
    return permanent("egress_blocked", message, host=host, reason=reason)


def _connect(call: Call, address: str, port: int, *, patient: bool) -> socket.socket:
    """A connected socket, within the call's time; with further addresses to try, within a part of it."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        call.uses(sock)
        left = call.remaining()
        sock.settimeout(left if patient else min(left, TRY_NEXT_ADDRESS_AFTER_SECONDS))
        sock.connect((address, port))
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except BaseException:
        call.release(sock)
        sock.close()
        raise
    return sock


def _acknowledge_at_once(sock: socket.socket) -> None:
    """A server that writes headers and body apart waits for our delayed acknowledgement in between: 44 ms a call on
    loopback, measured. The option does not last, so it is set before each read."""
    if QUICK_ACK is not None:
        sock.setsockopt(socket.IPPROTO_TCP, QUICK_ACK, 1)


def _reason(error: Exception | None) -> str:
    text = getattr(error, "strerror", None) or str(error)
    return text.rstrip(".") or type(error).__name__


def _is_readable(sock: socket.socket) -> bool:
    """An idle connection that has something to read was closed by the other side (or is out of step)."""
    if sock.fileno() < 0:
        return True
    poll = select.poll()
    poll.register(sock, select.POLLIN)
    return bool(poll.poll(0))
