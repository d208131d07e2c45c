"""Every route × method × role × {own, other workspace, unknown, anonymous}, from what the views themselves declare.

A route that is new is covered by being there: without a declared role, or with a name in its path that `objects` has
no factory for, these tests fail.
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from tests.conftest import ClientFor
from tests.integration.access.objects import FACTORIES, FIXED, QUERIES
from tests.integration.access.routes import Endpoint, endpoints
from workspaces.models import Role, Workspace

ALL = endpoints()
GUARDED = [endpoint for endpoint in ALL if endpoint.role is not None]
NAMING = [endpoint for endpoint in GUARDED if any(name in FACTORIES for name in endpoint.names)]
REFUSED = [
    (endpoint, role) for endpoint in GUARDED for role in Role if endpoint.role and not role.allows(endpoint.role)
]
ALLOWED = [(endpoint, role) for endpoint in GUARDED for role in Role if endpoint.role and role.allows(endpoint.role)]

PUBLIC = {
    "GET api/v1/schema/",
    "GET api/v1/docs/",
    "POST api/v1/auth/login/",
    "POST api/v1/resume/<str:token>/",
}
LOGGED_IN = {"POST api/v1/auth/logout/", "GET api/v1/auth/session/"}


def name_of(value: object) -> str:
    return str(value.value) if isinstance(value, Role) else str(value)


def send(client: APIClient, endpoint: Endpoint, values: dict[str, str]) -> Any:
    query = QUERIES.get(str(endpoint), "")
    path = endpoint.path(values) + (f"?{query}" if query else "")
    return getattr(client, endpoint.method.lower())(path)


def values_in(workspace: Workspace, endpoint: Endpoint) -> dict[str, str]:
    made = {name: FACTORIES[name](workspace) for name in endpoint.names if name in FACTORIES}
    return {name: made.get(name) or FIXED[name] for name in endpoint.names}


def unknown_values(endpoint: Endpoint) -> dict[str, str]:
    return {name: str(uuid4()) if name in FACTORIES else FIXED[name] for name in endpoint.names}


@pytest.mark.parametrize("endpoint", ALL, ids=name_of)
def test_every_method_declares_who_may_use_it(endpoint: Endpoint) -> None:
    if endpoint.role is None:
        assert endpoint.is_public or endpoint.is_for_anybody_logged_in, "add the method to required_roles"


def test_only_these_routes_are_open_to_anybody() -> None:
    assert {str(endpoint) for endpoint in ALL if endpoint.is_public} <= PUBLIC
    assert {str(endpoint) for endpoint in ALL if endpoint.is_for_anybody_logged_in} == LOGGED_IN


@pytest.mark.parametrize("name", sorted({name for endpoint in GUARDED for name in endpoint.names}))
def test_every_name_in_a_path_has_something_to_stand_for(name: str) -> None:
    assert name in FACTORIES or name in FIXED, "add a factory to tests/integration/access/objects.py"


@pytest.mark.parametrize("endpoint", [one for one in ALL if not one.is_public], ids=name_of)
def test_a_stranger_is_asked_to_log_in(workspace: Workspace, anonymous: APIClient, endpoint: Endpoint) -> None:
    answer = send(anonymous, endpoint, values_in(workspace, endpoint))
    assert answer.status_code == 401


@pytest.mark.parametrize(("endpoint", "role"), REFUSED, ids=name_of)
def test_a_lower_role_is_refused(workspace: Workspace, client_for: ClientFor, endpoint: Endpoint, role: Role) -> None:
    answer = send(client_for(role), endpoint, values_in(workspace, endpoint))
    assert answer.status_code == 403


@pytest.mark.parametrize(("endpoint", "role"), ALLOWED, ids=name_of)
def test_the_declared_role_and_higher_ones_pass(
    workspace: Workspace, client_for: ClientFor, endpoint: Endpoint, role: Role
) -> None:
    answer = send(client_for(role), endpoint, values_in(workspace, endpoint))
    assert answer.status_code not in (401, 403, 405)
    assert answer.status_code < 500
    if endpoint.method == "GET":
        assert answer.status_code == 200


@pytest.mark.parametrize("endpoint", NAMING, ids=name_of)
def test_what_belongs_to_another_workspace_answers_as_if_it_did_not_exist(
    client_for: ClientFor, other_workspace: Workspace, endpoint: Endpoint
) -> None:
    client = client_for(Role.ADMIN)
    theirs = send(client, endpoint, values_in(other_workspace, endpoint))
    nobodys = send(client, endpoint, unknown_values(endpoint))
    assert (theirs.status_code, theirs.json()["code"]) == (nobodys.status_code, nobodys.json()["code"])
    assert theirs.status_code in ((404,) if endpoint.method in ("GET", "DELETE") else (404, 400, 428))
