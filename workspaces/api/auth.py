"""Logging in and out, and who one is."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.models import User
from django.middleware.csrf import get_token
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from allma_site.common.api import WorkspaceView
from allma_site.common.problems import NotFound
from allma_site.common.version import VERSION
from workspaces import logins, selectors
from workspaces.api.permissions import WORKSPACE_HEADER, LoggedIn, Public
from workspaces.api.shapes import PERMISSIONS, Installation, Login, Session, SessionWorkspace, UserOut
from workspaces.keys import KeyIdentity
from workspaces.models import Workspace
from workspaces.roles import Role

DOCS = "/api/v1/docs/"
SCHEMA = "/api/v1/schema/"


class LoginView(WorkspaceView):
    """Start a session. The CSRF token comes as the cookie `csrftoken`."""

    permission_classes = [Public]
    authentication_classes = []

    @extend_schema(request=Login, responses=Session, operation_id="login", tags=["auth"])
    def post(self, request: Request) -> Response:
        """Log in with a user name and a password."""
        body = self.body(Login)
        user = logins.check_password(request._request, username=body.username, password=body.password)
        login(request._request, user)
        get_token(request._request)
        return Response(session_of(user, slug=request.headers.get(WORKSPACE_HEADER, "")))


class LogoutView(WorkspaceView):
    """End the session."""

    permission_classes = [LoggedIn]

    @extend_schema(request=None, responses={204: None}, operation_id="logout", tags=["auth"])
    def post(self, request: Request) -> Response:
        """Log out."""
        logout(request._request)
        return Response(status=204)


class SessionView(WorkspaceView):
    """Who one is."""

    permission_classes = [LoggedIn]

    @extend_schema(responses=Session, operation_id="session", tags=["auth"])
    def get(self, request: Request) -> Response:
        """The user, their workspaces, and the role and permissions in the current one."""
        get_token(request._request)
        principal: Any = request.user
        return Response(session_of(principal, slug=request.headers.get(WORKSPACE_HEADER, "")))


def session_of(principal: User | KeyIdentity, *, slug: str) -> Session:
    """The session's document. Raises NotFound for a workspace that was named and is not theirs."""
    try:
        workspace, role = selectors.workspace_of(principal, slug=slug)
    except NotFound:
        if slug:
            raise
        return _document(principal, None)
    return _document(principal, _entry(workspace, role))


def _document(principal: User | KeyIdentity, current: SessionWorkspace | None) -> Session:
    if isinstance(principal, KeyIdentity):
        user, workspaces = None, [current] if current else []
    else:
        user = UserOut(id=str(principal.pk), username=principal.get_username())
        workspaces = [_entry(row.workspace, Role(row.role)) for row in selectors.memberships_of(principal)]
    role = current.role if current else None
    permissions = [name for name, needed in PERMISSIONS.items() if role is not None and role.allows(needed)]
    return Session(
        user=user,
        workspaces=workspaces,
        workspace=current,
        role=role,
        permissions=permissions,
        installation=_installation(),
    )


def _installation() -> Installation:
    env = settings.ENV
    limits = {name: getattr(env, name) for name in Installation.model_fields if hasattr(env, name)}
    return Installation(version=VERSION, docs_url=DOCS, schema_url=SCHEMA, **limits)


def _entry(workspace: Workspace, role: Role) -> SessionWorkspace:
    return SessionWorkspace(id=workspace.id, slug=workspace.slug, name=workspace.name, role=role)
