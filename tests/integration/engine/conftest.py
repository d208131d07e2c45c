"""What the tests of runs share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from pytest_django.fixtures import Settings
from pytest_django.plugin import DjangoDbBlocker

from connections import egress
from connections.addresses import EgressPolicy
from connections.egress import EgressClient
from tests.integration.engine.lab import Lab
from tests.integration.engine.world import World, outside
from tests.invariants import violations
from workspaces import services
from workspaces.actors import SYSTEM
from workspaces.models import Workspace

OURS = ("triggers", "executions", "flows", "prompts", "connections", "workspaces")


@pytest.fixture
def transactional_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """In place of pytest-django's: emptying our tables costs a twentieth of its flush."""
    with django_db_blocker.unblock():
        yield
        with transaction.atomic(), connection.cursor() as cursor:
            for app in OURS:
                for model in reversed(list(apps.get_app_config(app).get_models())):
                    cursor.execute(f'DELETE FROM "{model._meta.db_table}"')
        connection.close()


@pytest.fixture
def ours(transactional_db: None) -> Workspace:
    """The workspace of the runs."""
    return services.create_workspace(slug="ours", name="Ours", actor=SYSTEM)


@pytest.fixture
def theirs(transactional_db: None) -> Workspace:
    """Somebody else's workspace."""
    return services.create_workspace(slug="theirs", name="Theirs", actor=SYSTEM)


@pytest.fixture
def lab(ours: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lab]:
    """A laboratory whose steps may call loopback; whatever a test did, the rules of the database hold."""
    client = EgressClient(policy=EgressPolicy.parse(["127.0.0.0/8"]))
    monkeypatch.setitem(egress._clients, "shared", client)
    lab = Lab(ours)
    yield lab
    lab.worker.branches.shutdown(wait=True)
    client.close()
    assert violations() == []


@pytest.fixture
def limits(settings: Settings) -> Callable[..., None]:
    """`limits(fork_chunk_items=10)` changes settings of the environment for one test."""

    def change(**values: Any) -> None:
        settings.ENV = settings.ENV.model_copy(update=values)

    return change


@pytest.fixture
def world() -> Iterator[World]:
    """An HTTP service outside."""
    with outside() as world:
        yield world
