"""API keys open their workspace with their role until they expire or are revoked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from allma_site.common.clock import now
from tests.conftest import ClientFor
from workspaces import keys, services
from workspaces.actors import SYSTEM
from workspaces.models import ApiKey, Role, Workspace


def make(workspace: Workspace, role: Role = Role.VIEWER) -> tuple[ApiKey, str]:
    return services.create_api_key(workspace=workspace, name="ci", role=role, actor=SYSTEM)


def bearer(secret: str) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    return client


def test_a_key_is_alm_and_forty_random_characters(workspace: Workspace) -> None:
    key, secret = make(workspace)
    assert secret.startswith("alm_")
    assert len(secret) == 44
    assert key.prefix == secret[:12]


def test_the_secret_is_not_kept(workspace: Workspace) -> None:
    key, secret = make(workspace)
    key.refresh_from_db()
    assert secret not in [str(value) for value in vars(key).values()]
    assert key.key_hash == keys.hash_of(secret)


def test_a_key_answers_as_its_role_in_its_workspace(workspace: Workspace) -> None:
    session = bearer(make(workspace, Role.EDITOR)[1]).get("/api/v1/auth/session/").json()
    assert session["user"] is None
    assert session["workspace"]["slug"] == "ours"
    assert session["role"] == "editor"
    assert session["permissions"] == ["read", "run", "edit"]


@pytest.mark.parametrize("header", ["Bearer alm_unknown", "Bearer ", "Basic YTpi", "alm_x", "Bearer \x7f"])
def test_a_key_nobody_made_is_refused(db: None, header: str) -> None:
    answer = APIClient().get("/api/v1/members/", HTTP_AUTHORIZATION=header)
    assert answer.status_code == 401
    assert answer.json()["code"] == "unauthenticated"
    assert answer["WWW-Authenticate"] == 'Bearer realm="allma"'


def test_a_key_stops_when_it_expires(workspace: Workspace) -> None:
    key, secret = services.create_api_key(
        workspace=workspace, name="ci", role=Role.VIEWER, actor=SYSTEM, expires_at=now() + timedelta(hours=1)
    )
    assert keys.recognise(secret) is not None
    ApiKey.objects.filter(pk=key.pk).update(expires_at=now() - timedelta(seconds=1))
    keys.forget(key.key_hash)
    assert keys.recognise(secret) is None


def test_a_remembered_key_still_expires_on_time(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    end = now() + timedelta(hours=1)
    _, secret = services.create_api_key(workspace=workspace, name="ci", role=Role.VIEWER, actor=SYSTEM, expires_at=end)
    assert keys.recognise(secret) is not None
    monkeypatch.setattr(keys, "now", lambda: end)
    assert keys.recognise(secret) is None


def test_a_revoked_key_stops_at_once_in_the_same_process(workspace: Workspace) -> None:
    key, secret = make(workspace)
    assert bearer(secret).get("/api/v1/members/").status_code == 200
    services.revoke_api_key(workspace=workspace, key_id=key.id, actor=SYSTEM)
    assert bearer(secret).get("/api/v1/members/").status_code == 401


def test_a_key_revoked_elsewhere_stops_within_five_seconds(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [100.0]
    monkeypatch.setattr("workspaces.keys.time.monotonic", lambda: clock[0])
    key, secret = make(workspace)
    assert keys.recognise(secret) is not None
    ApiKey.objects.filter(pk=key.pk).update(revoked_at=now())
    clock[0] = 104.9
    assert keys.recognise(secret) is not None
    clock[0] = 105.0
    assert keys.recognise(secret) is None


def test_a_key_seen_a_moment_ago_costs_no_query(workspace: Workspace) -> None:
    _, secret = make(workspace)
    keys.recognise(secret)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert keys.recognise(secret) is not None
    assert len(queries) == 0


def test_use_is_noted_once_a_minute(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    key, secret = make(workspace)
    start = now()
    moments = iter([start, start + timedelta(seconds=59), start + timedelta(seconds=61)])
    monkeypatch.setattr(keys, "now", lambda: next(moments))
    noted = []
    for _ in range(3):
        keys.recognise(secret)
        key.refresh_from_db()
        noted.append(key.last_used_at)
    assert noted == [start, start, start + timedelta(seconds=61)]


def test_the_secret_is_shown_once(api: APIClient) -> None:
    created = api.post("/api/v1/api-keys/", {"name": "ci", "role": "operator"})
    assert created.status_code == 201
    assert created["Cache-Control"] == "no-store"
    secret = created.json()["key"]
    assert bearer(secret).get("/api/v1/auth/session/").json()["role"] == "operator"
    listed = api.get("/api/v1/api-keys/")
    assert secret not in listed.content.decode()
    assert [row["name"] for row in listed.json()["results"]] == ["ci", "a admin"]


def test_a_key_revoked_over_the_api_is_listed_with_its_time(api: APIClient) -> None:
    made = api.post("/api/v1/api-keys/", {"name": "ci", "role": "viewer"}).json()
    assert api.delete(f"/api/v1/api-keys/{made['id']}/").status_code == 204
    row = api.get("/api/v1/api-keys/").json()["results"][0]
    assert row["id"] == made["id"]
    assert row["revokedAt"].endswith("Z")
    assert bearer(made["key"]).get("/api/v1/members/").status_code == 401


def test_a_key_of_another_workspace_cannot_be_revoked(
    client_for: ClientFor, api: APIClient, other_workspace: Workspace
) -> None:
    key, secret = make(other_workspace)
    assert api.delete(f"/api/v1/api-keys/{key.id}/").status_code == 404
    assert keys.recognise(secret) is not None


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"role": "viewer"}, "/name"),
        ({"name": "", "role": "viewer"}, "/name"),
        ({"name": "ci", "role": "king"}, "/role"),
        ({"name": "ci", "role": "viewer", "expiresAt": "soon"}, "/expiresAt"),
        ({"name": "ci", "role": "viewer", "expiresAt": "2001-01-01T00:00:00Z"}, "/expiresAt"),
        ({"name": "ci", "role": "viewer", "expiresAt": "2001-01-01T00:00:00"}, "/expiresAt"),
        ({"name": "ci", "role": "viewer", "colour": 1}, "/colour"),
    ],
)
def test_a_bad_key_request_names_the_field(api: APIClient, body: dict[str, object], path: str) -> None:
    answer = api.post("/api/v1/api-keys/", body)
    assert answer.status_code == 400
    assert [error["path"] for error in answer.json()["errors"]] == [path]
