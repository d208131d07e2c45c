"""What operators type."""

from __future__ import annotations

from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import CommandError

from allma_site.env import env
from workspaces import keys
from workspaces.management.commands import create_admin
from workspaces.models import Membership, Role, Workspace


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_create_api_key_prints_the_key_and_nothing_else(db: None) -> None:
    printed = run("create_api_key", "--role", "operator", "--name", "ci")
    assert printed == printed.strip() + "\n"
    identity = keys.recognise(printed.strip())
    assert identity is not None
    assert (identity.workspace.slug, identity.role, identity.name) == ("default", Role.OPERATOR, "ci")


def test_a_key_for_another_workspace(workspace: Workspace) -> None:
    identity = keys.recognise(run("create_api_key", "--role", "viewer", "--name", "x", "--workspace", "ours").strip())
    assert identity is not None
    assert identity.workspace == workspace


def test_an_unknown_workspace_is_named_with_the_known_ones(workspace: Workspace) -> None:
    with pytest.raises(CommandError, match=r"There is no workspace 'nowhere'\. There is: default, ours\."):
        run("create_api_key", "--role", "viewer", "--name", "x", "--workspace", "nowhere")


def test_an_unknown_role_is_refused(db: None) -> None:
    with pytest.raises(CommandError, match="invalid choice: 'king'"):
        run("create_api_key", "--role", "king", "--name", "x")


def test_create_admin_makes_a_password_and_prints_it(db: None) -> None:
    printed = run("create_admin", "--username", "ada")
    user = User.objects.get(username="ada")
    assert user.check_password(printed.strip().rpartition(" ")[2])
    assert Membership.objects.get(user=user).role == Role.ADMIN


def test_create_admin_does_not_print_a_password_it_was_given(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(create_admin, "env", env.model_copy(update={"admin_password": "given one"}))
    assert run("create_admin") == "User admin, password: the one in ALLMA_ADMIN_PASSWORD\n"
    assert User.objects.get(username="admin").check_password("given one")
