"""Something of each kind that a route names, made in a given workspace. A new name in a path needs an entry here."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from django.contrib.auth.models import User

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


FACTORIES: dict[str, Factory] = {
    "workspace_id": lambda workspace: str(workspace.id),
    "member_id": member,
    "api_key_id": api_key,
}
"""The name in the path and what makes its value."""

FIXED: dict[str, str] = {"number": "1", "other": "1"}
"""Names that are numbers within another object, for example a version: the same value in every workspace."""

QUERIES: dict[str, str] = {}
"""`METHOD route` to the query string without which the answer would be a 400."""
