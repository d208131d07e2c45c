"""Fixtures for every test: workspaces, and clients that hold a key of a role."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from pytest_django.fixtures import Settings
from rest_framework.test import APIClient

from workspaces import services
from workspaces.actors import SYSTEM
from workspaces.models import Role, Workspace

ClientFor = Callable[..., APIClient]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs PostgreSQL when the run is on SQLite."""
    if config.getoption("--db") == "postgres":
        return
    left_out = [item for item in items if item.get_closest_marker("postgres")]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    """Hash passwords in no time."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def files_on_demand(settings: Settings) -> None:
    """A client, and nearly every test has one of its own, looks through all static files first, unless told not to."""
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture
def workspace(db: None) -> Workspace:
    """The workspace the test is about."""
    return services.create_workspace(slug="ours", name="Ours", actor=SYSTEM)


@pytest.fixture
def other_workspace(db: None) -> Workspace:
    """Somebody else's workspace."""
    return services.create_workspace(slug="theirs", name="Theirs", actor=SYSTEM)


@pytest.fixture
def client_for(workspace: Workspace) -> ClientFor:
    """`client_for(Role.EDITOR)` sends a key of that role, of `workspace` unless another is given."""

    def make(role: Role = Role.ADMIN, *, workspace: Workspace = workspace) -> APIClient:
        _, secret = services.create_api_key(workspace=workspace, name=f"a {role.value}", role=role, actor=SYSTEM)
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
        return client

    return make


@pytest.fixture
def api(client_for: ClientFor) -> APIClient:
    """A client that may do everything in `workspace`."""
    return client_for(Role.ADMIN)


@pytest.fixture
def anonymous() -> APIClient:
    """A client that sends no credentials."""
    return APIClient()


@pytest.fixture
def on_postgres() -> bool:
    """Whether the tests run on PostgreSQL."""
    return connection.vendor == "postgresql"
