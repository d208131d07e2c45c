"""Something of each kind that a route names, made in a given workspace. A new name in a path needs an entry here."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from django.contrib.auth.models import User

from connections import services as connection_services
from connections.models import ConnectionKind, CredentialKind
from workspaces import services
from workspaces.actors import SYSTEM
from workspaces.models import Membership, Role, Workspace

Factory = Callable[[Workspace], str]


def member(workspace: Workspace) -> str:
    """A viewer's membership."""
    user = User.objects.create(username=f"viewer-{uuid4().hex}")
    return str(Membership.objects.create(workspace=workspace, user=user, role=Role.VIEWER).id)


def api_key(workspace: Workspace) -> str:
    """A viewer's key."""
    key, _ = services.create_api_key(workspace=workspace, name="ci", role=Role.VIEWER, actor=SYSTEM)
    return str(key.id)


def credential(workspace: Workspace) -> str:
    """A stored token."""
    made = connection_services.create_credential(
        workspace=workspace,
        actor=SYSTEM,
        name=f"token {uuid4().hex}",
        kind=CredentialKind.TOKEN,
        value={"token": "a-token"},
        allowed_hosts=["api.example.com"],
    )
    return str(made.pk)


def connection(workspace: Workspace) -> str:
    """An HTTP connection without an address."""
    made = connection_services.create_connection(
        workspace=workspace,
        actor=SYSTEM,
        name=f"service {uuid4().hex}",
        kind=ConnectionKind.HTTP,
        config={},
        credential=None,
    )
    return str(made.pk)


FACTORIES: dict[str, Factory] = {
    "workspace_id": lambda workspace: str(workspace.id),
    "member_id": member,
    "api_key_id": api_key,
    "credential_id": credential,
    "connection_id": connection,
}
"""The name in the path and what makes its value."""

FIXED: dict[str, str] = {"number": "1", "other": "1"}
"""Names that are numbers within another object, for example a version: the same value in every workspace."""

QUERIES: dict[str, str] = {}
"""`METHOD route` to the query string without which the answer would be a 400."""
