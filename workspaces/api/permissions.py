"""Who may do what. A view that declares nothing is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser, User
from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from allma_site.common.problems import Forbidden
from workspaces import selectors
from workspaces.actors import Actor, ActorKind
from workspaces.keys import KeyIdentity
from workspaces.roles import Role

if TYPE_CHECKING:
    from rest_framework.views import APIView  # rest_framework.views itself loads this module

WORKSPACE_HEADER = "X-Workspace"


class Public(BasePermission):
    """Open to everybody, by intention."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Always."""
        return True


class LoggedIn(BasePermission):
    """Open to whoever came in, whatever their role. Sets `request.actor`."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Raises NotAuthenticated (401)."""
        if not getattr(request.user, "is_authenticated", False):
            raise NotAuthenticated("Log in, or send Authorization: Bearer alm_….")
        _extend(request, actor=actor_of(request.user))
        return True


class RolePermission(LoggedIn):
    """The view's `required_roles` against the role in the request's workspace.

    Sets `request.workspace` and `request.role`. Not a member: 404, as if the workspace did not exist.
    """

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Raises NotAuthenticated (401), NotFound (404), Forbidden (403)."""
        super().has_permission(request, view)
        workspace, role = selectors.workspace_of(request.user, slug=request.headers.get(WORKSPACE_HEADER, ""))
        _extend(request, workspace=workspace, role=role)
        method = "GET" if request.method == "HEAD" else str(request.method)
        required: Role | None = getattr(view, "required_roles", {}).get(method)
        if required is None:
            return method.lower() not in view.http_method_names or not hasattr(view, method.lower())
        if not role.allows(required):
            raise Forbidden(f"This needs the role {required.value}; yours is {role.value}.")
        return True


def actor_of(principal: User | AnonymousUser | KeyIdentity) -> Actor:
    """The actor behind `request.user`."""
    if isinstance(principal, KeyIdentity):
        return Actor(ActorKind.KEY, str(principal.id), principal.name)
    return Actor(ActorKind.USER, str(principal.pk), principal.get_username())


def _extend(request: Request, **attributes: Any) -> None:
    for name, value in attributes.items():
        setattr(request, name, value)
