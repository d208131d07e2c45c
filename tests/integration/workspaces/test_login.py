"""Logging in with a password, staying in by a cookie, and the brake on guessing."""

from __future__ import annotations

import tomllib
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from rest_framework.test import APIClient

from allma_site.common.clock import now
from workspaces import logins, services
from workspaces.actors import SYSTEM
from workspaces.models import FailedLogin, Membership, Role, Workspace

LOGIN = "/api/v1/auth/login/"
SESSION = "/api/v1/auth/session/"


@pytest.fixture
def ada(workspace: Workspace) -> User:
    user = User.objects.create_user("ada", password="analytical engine")
    Membership.objects.create(workspace=workspace, user=user, role=Role.EDITOR)
    return user


@pytest.fixture
def browser() -> APIClient:
    return APIClient(enforce_csrf_checks=True)


def log_in(browser: APIClient, password: str = "analytical engine", *, address: str = "127.0.0.1") -> int:
    answer = browser.post(LOGIN, {"username": "ada", "password": password}, REMOTE_ADDR=address)
    if answer.status_code == 200:
        browser.credentials(HTTP_X_CSRFTOKEN=browser.cookies["csrftoken"].value)
    return int(answer.status_code)


def test_a_login_starts_a_session(ada: User, browser: APIClient) -> None:
    assert log_in(browser) == 200
    session = browser.get(SESSION).json()
    assert session["user"] == {"id": str(ada.pk), "username": "ada"}
    assert [(one["slug"], one["role"]) for one in session["workspaces"]] == [("ours", "editor")]
    assert session["permissions"] == ["read", "run", "edit"]


def test_the_session_says_what_the_server_is_and_takes(ada: User, browser: APIClient) -> None:
    log_in(browser)
    installation = browser.get(SESSION).json()["installation"]
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]
    assert installation["version"] == project["version"]
    assert (installation["maxInputBytes"], installation["maxSteps"]) == (10 * 2**20, 2000)
    assert browser.get(installation["docsUrl"]).status_code == 200
    assert browser.get(installation["schemaUrl"], HTTP_ACCEPT="application/json").status_code == 200


def test_the_session_cookie_is_not_for_scripts_nor_for_other_sites(ada: User, browser: APIClient) -> None:
    log_in(browser)
    cookie = browser.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_a_logout_ends_it(ada: User, browser: APIClient) -> None:
    log_in(browser)
    assert browser.post("/api/v1/auth/logout/").status_code == 204
    assert browser.get(SESSION).status_code == 401


def test_a_change_without_the_csrf_token_is_refused(ada: User, browser: APIClient) -> None:
    log_in(browser)
    browser.credentials()
    answer = browser.post("/api/v1/auth/logout/")
    assert answer.status_code == 403
    assert "CSRF" in answer.json()["detail"]


@pytest.mark.parametrize(("username", "password"), [("ada", "wrong"), ("nobody", "analytical engine")])
def test_a_wrong_name_and_a_wrong_password_look_the_same(
    ada: User, browser: APIClient, username: str, password: str
) -> None:
    answer = browser.post(LOGIN, {"username": username, "password": password})
    assert answer.status_code == 401
    assert answer.json()["code"] == "wrong_credentials"


@pytest.mark.parametrize(
    ("body", "path"),
    [({}, "/username"), ({"username": "ada"}, "/password"), ({"username": 1, "password": "x"}, "/username")],
)
def test_a_login_without_a_field_names_it(db: None, browser: APIClient, body: dict[str, object], path: str) -> None:
    answer = browser.post(LOGIN, body)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["path"] == path


def test_a_form_of_another_site_cannot_log_in(ada: User, browser: APIClient) -> None:
    answer = browser.post(LOGIN, "username=ada", content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 415


def test_ten_failures_stop_a_user_from_that_address_alone(ada: User, browser: APIClient) -> None:
    assert [log_in(browser, "wrong") for _ in range(10)] == [401] * 10
    assert log_in(browser) == 429
    assert log_in(browser, address="192.0.2.7") == 200


def test_a_braked_login_says_when_to_come_back(ada: User, browser: APIClient) -> None:
    for _ in range(10):
        log_in(browser, "wrong")
    FailedLogin.objects.update(since=now() - timedelta(minutes=14))
    answer = browser.post(LOGIN, {"username": "ada", "password": "analytical engine"})
    assert answer.json()["code"] == "too_many_requests"
    assert 55 <= int(answer["Retry-After"]) <= 60


def test_a_hundred_failures_stop_an_address(ada: User, browser: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logins, "PER_ADDRESS", 3)
    for name in ("a", "b", "c"):
        assert browser.post(LOGIN, {"username": name, "password": "x"}).status_code == 401
    assert log_in(browser) == 429


def test_the_brake_lets_go_after_a_quarter_of_an_hour(ada: User, browser: APIClient) -> None:
    for _ in range(10):
        log_in(browser, "wrong")
    FailedLogin.objects.update(since=now() - logins.WINDOW)
    assert log_in(browser, "wrong") == 401
    assert log_in(browser) == 200


def test_a_login_that_works_forgets_the_users_failures(ada: User, browser: APIClient) -> None:
    for _ in range(9):
        log_in(browser, "wrong")
    assert log_in(browser) == 200
    assert [log_in(browser, "wrong") for _ in range(9)] == [401] * 9


def test_the_oldest_membership_is_the_default_and_the_header_chooses(
    ada: User, browser: APIClient, other_workspace: Workspace
) -> None:
    Membership.objects.create(workspace=other_workspace, user=ada, role=Role.ADMIN)
    log_in(browser)
    assert browser.get(SESSION).json()["workspace"]["slug"] == "ours"
    chosen = browser.get(SESSION, HTTP_X_WORKSPACE="theirs").json()
    assert (chosen["workspace"]["slug"], chosen["role"]) == ("theirs", "admin")


@pytest.mark.parametrize("path", [SESSION, "/api/v1/members/"])
@pytest.mark.parametrize("slug", ["theirs", "nowhere"])
def test_a_workspace_one_does_not_belong_to_does_not_exist(
    ada: User, browser: APIClient, other_workspace: Workspace, path: str, slug: str
) -> None:
    log_in(browser)
    answer = browser.get(path, HTTP_X_WORKSPACE=slug)
    assert answer.status_code == 404
    assert answer.json()["detail"] == f"You belong to no workspace '{slug}'."


def test_a_user_of_no_workspace_can_still_ask_who_they_are(db: None, browser: APIClient) -> None:
    User.objects.create_user("ada", password="analytical engine")
    log_in(browser)
    assert browser.get(SESSION).json()["workspace"] is None
    assert browser.get("/api/v1/members/").status_code == 404


def test_a_user_who_was_switched_off_is_out_at_once(ada: User, browser: APIClient) -> None:
    log_in(browser)
    User.objects.update(is_active=False)
    assert browser.get(SESSION).status_code == 401
    assert log_in(APIClient()) == 401


def test_the_first_start_makes_the_workspace_and_the_admin_once(db: None) -> None:
    first = services.setup_first_start()
    assert (first.workspace.slug, first.username) == ("default", "admin")
    assert len(first.password) == 16
    assert User.objects.get(username="admin").check_password(first.password)
    again = services.setup_first_start(admin_password="another")
    assert (again.workspace, again.password) == (first.workspace, "")


def test_the_first_password_can_be_given(db: None) -> None:
    assert services.setup_first_start(admin_password="given").password == "given"
    assert User.objects.get(username="admin").check_password("given")


def test_an_admin_can_get_a_new_password(workspace: Workspace) -> None:
    services.create_admin(username="ada", password="one", workspace=workspace)
    user = services.create_admin(username="ada", password="two", workspace=workspace)
    assert user.check_password("two")
    assert [member.role for member in user.memberships.all()] == ["admin"]


def test_the_system_signs_what_nobody_did(workspace: Workspace) -> None:
    assert SYSTEM.label == "system"
