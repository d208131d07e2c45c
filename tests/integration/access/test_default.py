"""A view that says nothing about who may use it is closed, even to admins."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory, force_authenticate

from allma_site.common.api import WorkspaceView
from workspaces import services
from workspaces.models import Role, Workspace


class Silent(WorkspaceView):
    """Declares nothing."""

    def get(self, request: Request) -> Response:
        """Would tell everything."""
        return Response({"secret": 1})


class HalfSilent(Silent):
    """Declares another method."""

    required_roles = {"POST": Role.VIEWER}


class Open(Silent):
    """Declares what it has."""

    required_roles = {"GET": Role.ADMIN}


@pytest.fixture
def admin(workspace: Workspace) -> User:
    return services.create_admin(username="ada", password="x", workspace=workspace)


def ask(view: type[WorkspaceView], user: User | None, method: str = "get") -> Any:
    request = getattr(APIRequestFactory(), method)("/")
    force_authenticate(request, user=user)
    return view.as_view()(request)


@pytest.mark.parametrize("view", [Silent, HalfSilent])
@pytest.mark.parametrize("method", ["get", "head"])
def test_an_undeclared_method_is_closed(admin: User, view: type[WorkspaceView], method: str) -> None:
    assert ask(view, admin, method).status_code == 403


def test_a_declared_one_is_open(admin: User) -> None:
    assert ask(Open, admin).data == {"secret": 1}
    assert ask(Open, admin, "head").status_code == 200


def test_nobody_is_asked_to_log_in_first(db: None) -> None:
    assert ask(Silent, None).status_code == 401


def test_a_method_that_does_not_exist_says_so(admin: User) -> None:
    assert ask(Silent, admin, "put").status_code == 405
