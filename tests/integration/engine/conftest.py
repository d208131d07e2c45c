"""What the tests of runs share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from connections import egress
from connections.addresses import EgressPolicy
from connections.egress import EgressClient
from tests.integration.engine.lab import Lab
from tests.invariants import violations
from workspaces.models import Workspace


@pytest.fixture
def lab(transactional_db: None, workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lab]:
    """A laboratory whose steps may call loopback; whatever a test did, the rules of the database hold."""
    client = EgressClient(policy=EgressPolicy.parse(["127.0.0.0/8"]))
    monkeypatch.setitem(egress._clients, "shared", client)
    lab = Lab(workspace)
    yield lab
    lab.worker.branches.shutdown(wait=True)
    client.close()
    assert violations() == []
    connection.close()


@pytest.fixture
def limits(settings: Settings) -> Callable[..., None]:
    """`limits(fork_chunk_items=10)` changes settings of the environment for one test."""

    def change(**values: Any) -> None:
        settings.ENV = settings.ENV.model_copy(update=values)

    return change
