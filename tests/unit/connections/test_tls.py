"""Calls over TLS: the name is verified although an address is connected to."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from connections.addresses import EgressPolicy
from connections.calls import Cancellation
from connections.egress import EgressClient
from connections.errors import EgressError, FailureKind
from connections.messages import OutgoingRequest
from tests.unit.connections.server import LOOPBACK, raw_serving, read_request, void

NAME = "api.example"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-signed certificate for NAME, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    start = datetime(2020, 1, 1, tzinfo=UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=36_500))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    path.write_bytes(private + built.public_bytes(serialization.Encoding.PEM))
    return path


@contextmanager
def tls_serving(certificate: Path) -> Iterator[tuple[int, list[str | None]]]:
    """A TLS server's port and the server names its clients asked for."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    names: list[str | None] = []
    context.sni_callback = lambda sock, name, ctx: names.append(name)

    def talk(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as secure:
            read_request(secure)
            secure.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

    with raw_serving(talk) as server:
        yield server.port, names


def client(certificate: Path | None = None) -> EgressClient:
    """Every name is on loopback; the certificate, if given, is trusted."""
    context = ssl.create_default_context(cafile=certificate) if certificate else None
    policy = EgressPolicy.parse([LOOPBACK])
    return EgressClient(policy=policy, resolver=lambda host, port: ["127.0.0.1"], ssl_context=context)


def test_the_server_is_asked_for_and_verified_by_its_name(certificate: Path) -> None:
    with tls_serving(certificate) as (port, names):
        assert client(certificate).send(OutgoingRequest("GET", f"https://{NAME}:{port}/")).body == b"ok"
    assert names == [NAME]


@pytest.mark.parametrize(("host", "trusted"), [("other.example", True), (NAME, False)])
def test_a_certificate_of_another_name_or_of_nobody_is_refused_for_good(
    certificate: Path, host: str, trusted: bool
) -> None:
    with tls_serving(certificate) as (port, _), pytest.raises(EgressError) as caught:
        client(certificate if trusted else None).send(OutgoingRequest("GET", f"https://{host}:{port}/"))
    assert (caught.value.kind, caught.value.code) == (FailureKind.PERMANENT, "tls_verification_failed")
    assert host in caught.value.message


def test_a_server_that_speaks_no_tls_may_be_tried_again(certificate: Path) -> None:
    with (
        raw_serving(lambda connection: connection.sendall(b"hello\r\n" * 10)) as server,
        pytest.raises(EgressError) as caught,
    ):
        client(certificate).send(OutgoingRequest("GET", f"https://{NAME}:{server.port}/"))
    assert caught.value.code == "connection_failed"


def test_a_handshake_that_never_ends_obeys_the_deadline(certificate: Path) -> None:
    over = threading.Event()
    with raw_serving(lambda connection: void(over.wait(10))) as server:
        with pytest.raises(EgressError) as caught:
            client(certificate).send(OutgoingRequest("GET", f"https://{NAME}:{server.port}/", timeout_seconds=0.2))
        over.set()
    assert caught.value.code == "timeout"


def test_a_handshake_under_way_can_be_aborted(certificate: Path) -> None:
    reached, over = threading.Event(), threading.Event()

    def silent(connection: socket.socket) -> None:
        connection.recv(1)
        reached.set()
        over.wait(10)

    cancellation = Cancellation()
    codes: list[str] = []

    def call(port: int) -> None:
        try:
            client(certificate).send(OutgoingRequest("GET", f"https://{NAME}:{port}/"), cancellation=cancellation)
        except EgressError as error:
            codes.append(error.code)

    with raw_serving(silent) as server:
        thread = threading.Thread(target=call, args=(server.port,))
        thread.start()
        assert reached.wait(5)
        cancellation.abort()
        thread.join(5)
        over.set()
    assert codes == ["aborted"]
