"""Workspaces and their members over the API."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from rest_framework.test import APIClient

from tests.conftest import ClientFor
from workspaces import services
from workspaces.actors import SYSTEM
from workspaces.models import Membership, Role, Workspace


@pytest.fixture
def admin(workspace: Workspace) -> Membership:
    services.create_admin(username="ada", password="x", workspace=workspace)
    return Membership.objects.get(workspace=workspace)


@pytest.fixture
def browser(admin: Membership) -> APIClient:
    client = APIClient()
    client.force_login(admin.user)
    return client


def test_an_existing_user_is_added(api: APIClient, workspace: Workspace) -> None:
    User.objects.create_user("grace")
    answer = api.post("/api/v1/members/", {"username": "grace", "role": "operator"})
    assert answer.status_code == 201
    assert answer.json()["role"] == "operator"
    assert Membership.objects.get(workspace=workspace).user.username == "grace"


def test_a_new_user_is_made_with_a_password(api: APIClient) -> None:
    answer = api.post("/api/v1/members/", {"username": "grace", "role": "viewer", "password": "cobol 1959"})
    assert answer.status_code == 201
    assert User.objects.get(username="grace").check_password("cobol 1959")


def test_a_new_user_without_a_password_is_refused(api: APIClient) -> None:
    answer = api.post("/api/v1/members/", {"username": "grace", "role": "viewer"})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["path"] == "/password"
    assert not User.objects.exists()


@pytest.mark.parametrize("username", ["a b", "a/b", "<script>"])
def test_a_user_name_that_django_refuses_is_refused(api: APIClient, username: str) -> None:
    answer = api.post("/api/v1/members/", {"username": username, "role": "viewer", "password": "cobol 1959"})
    assert answer.status_code == 400


def test_nobody_is_a_member_twice(api: APIClient, admin: Membership) -> None:
    answer = api.post("/api/v1/members/", {"username": "ada", "role": "viewer"})
    assert (answer.status_code, answer.json()["code"]) == (409, "already_member")


def test_a_role_can_be_changed(api: APIClient, admin: Membership, workspace: Workspace) -> None:
    other = services.add_member(
        workspace=workspace, username="grace", role=Role.VIEWER, actor=SYSTEM, password="cobol 1959"
    )
    answer = api.patch(f"/api/v1/members/{other.id}/", {"role": "publisher"})
    assert answer.json()["role"] == "publisher"


@pytest.mark.parametrize("method", ["patch", "delete"])
def test_the_last_admin_stays(api: APIClient, admin: Membership, method: str) -> None:
    answer = getattr(api, method)(f"/api/v1/members/{admin.id}/", {"role": "viewer"})
    assert (answer.status_code, answer.json()["code"]) == (409, "last_admin")
    admin.refresh_from_db()
    assert admin.role == "admin"


def test_one_of_two_admins_may_go(api: APIClient, admin: Membership, workspace: Workspace) -> None:
    services.create_admin(username="grace", password="x", workspace=workspace)
    assert api.delete(f"/api/v1/members/{admin.id}/").status_code == 204
    assert [row["username"] for row in api.get("/api/v1/members/").json()["results"]] == ["grace"]


def test_a_member_of_another_workspace_is_not_there(api: APIClient, other_workspace: Workspace) -> None:
    services.create_admin(username="eve", password="x", workspace=other_workspace)
    theirs = Membership.objects.get(workspace=other_workspace)
    assert api.patch(f"/api/v1/members/{theirs.id}/", {"role": "viewer"}).status_code == 404
    assert api.get("/api/v1/members/").json()["results"] == []


def test_who_makes_a_workspace_is_its_admin(browser: APIClient) -> None:
    answer = browser.post("/api/v1/workspaces/", {"slug": "lab", "name": "The lab"})
    assert answer.status_code == 201
    slugs = [(row["slug"], row["role"]) for row in browser.get("/api/v1/workspaces/").json()["results"]]
    assert slugs == [("ours", "admin"), ("lab", "admin")]


@pytest.mark.parametrize("slug", ["", "Ours", "-a", "a-", "a_b", "ä", "a" * 64])
def test_a_bad_slug_is_refused(browser: APIClient, slug: str) -> None:
    answer = browser.post("/api/v1/workspaces/", {"slug": slug})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["path"] == "/slug"


def test_a_slug_is_taken_once(browser: APIClient) -> None:
    assert browser.post("/api/v1/workspaces/", {"slug": "ours"}).json()["code"] == "slug_taken"


def test_a_key_cannot_make_a_workspace(api: APIClient) -> None:
    assert api.post("/api/v1/workspaces/", {"slug": "lab"}).status_code == 403


def test_a_key_sees_its_workspace_alone(client_for: ClientFor, other_workspace: Workspace) -> None:
    listed = client_for(Role.VIEWER).get("/api/v1/workspaces/").json()["results"]
    assert [row["slug"] for row in listed] == ["ours"]


def test_limits_are_set_and_read(api: APIClient, workspace: Workspace) -> None:
    path = f"/api/v1/workspaces/{workspace.id}/"
    assert api.patch(path, {"limits": {"maxRunning": 5}}).json()["limits"] == {"maxQueued": None, "maxRunning": 5}
    workspace.refresh_from_db()
    assert workspace.limits == {"max_running": 5}
    assert api.get(path).json()["name"] == "Ours"


@pytest.mark.parametrize("limits", [{"maxRunning": 0}, {"maxRunning": "many"}, {"maxColour": 1}, []])
def test_bad_limits_are_refused(api: APIClient, workspace: Workspace, limits: object) -> None:
    assert api.patch(f"/api/v1/workspaces/{workspace.id}/", {"limits": limits}).status_code == 400
