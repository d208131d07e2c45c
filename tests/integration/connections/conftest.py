"""What the tests of connections share."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from connections import egress, services, uses
from connections.addresses import EgressPolicy
from connections.egress import EgressClient
from connections.models import Connection, ConnectionKind, Credential, CredentialKind
from workspaces.actors import SYSTEM
from workspaces.models import Workspace

MakeCredential = Callable[..., Credential]
MakeConnection = Callable[..., Connection]


@pytest.fixture(autouse=True)
def fresh_memory() -> Iterator[None]:
    """Each test begins as a process that has written nothing yet."""
    uses.forget_uses()
    yield
    uses.forget_uses()


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[EgressClient]:
    """The process's client, allowed to reach loopback."""
    client = EgressClient(policy=EgressPolicy.parse(["127.0.0.0/8"]))
    monkeypatch.setitem(egress._clients, "shared", client)
    yield client
    client.close()


@pytest.fixture
def make_credential(workspace: Workspace) -> MakeCredential:
    """Stores a credential; a token for loopback unless told otherwise."""

    def make(
        kind: CredentialKind = CredentialKind.TOKEN, value: dict[str, str] | None = None, **more: Any
    ) -> Credential:
        values = {"workspace": workspace, "name": uuid.uuid4().hex, "allowed_hosts": ["127.0.0.1"], **more}
        return services.create_credential(actor=SYSTEM, kind=kind, value=value or {"token": "tok-12345"}, **values)

    return make


@pytest.fixture
def make_connection(workspace: Workspace) -> MakeConnection:
    """Makes a connection with a config."""

    def make(
        config: dict[str, Any], credential: Credential | None = None, kind: ConnectionKind = ConnectionKind.HTTP
    ) -> Connection:
        return services.create_connection(
            workspace=workspace, actor=SYSTEM, name=uuid.uuid4().hex, kind=kind, config=config, credential=credential
        )

    return make
