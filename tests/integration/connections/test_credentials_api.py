"""Credentials over HTTP: written, never read."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from rest_framework.test import APIClient

from connections import services
from connections.models import Credential
from connections.vault import open_sealed
from tests.integration.connections.conftest import MakeConnection, MakeCredential
from workspaces.actors import SYSTEM
from workspaces.models import AuditRecord, Workspace

URL = "/api/v1/credentials/"
BODY: dict[str, Any] = {
    "name": "GitHub",
    "kind": "token",
    "value": {"token": "ghp-very-secret"},
    "allowedHosts": ["API.GitHub.com", "*.github.com", "api.github.com"],
}


def test_a_stored_credential_comes_back_without_its_value(api: APIClient, workspace: Workspace) -> None:
    made = api.post(URL, BODY)
    assert made.status_code == 201
    body = made.json()
    assert body == {
        "id": body["id"],
        "name": "GitHub",
        "kind": "token",
        "allowedHosts": ["api.github.com", "*.github.com"],
        "connections": [],
        "createdBy": "key a admin",
        "createdAt": body["createdAt"],
        "updatedAt": body["updatedAt"],
        "lastUsedAt": None,
    }
    listed, one = api.get(URL), api.get(f"{URL}{body['id']}/")
    assert listed.json()["results"] == [body] == [one.json()]
    for response in (made, listed, one):
        assert b"ghp-very-secret" not in response.content
    stored = Credential.objects.in_workspace(workspace).get()
    assert open_sealed(stored.ciphertext, credential_id=stored.pk) == {"token": "ghp-very-secret"}


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"name": ""}, "/name"),
        ({"name": "x" * 201}, "/name"),
        ({"kind": "password"}, "/kind"),
        ({"value": {}}, "/value/token"),
        ({"value": {"token": ""}}, "/value/token"),
        ({"value": {"token": 5}}, "/value/token"),
        ({"value": {"token": "secret-a\r\nX: b"}}, "/value/token"),
        ({"value": {"token": "t", "secret-more": "x"}}, "/value/secret-more"),
        ({"value": "secret-text"}, "/value"),
        ({"kind": "basic", "value": {"username": "a:b", "password": "secret-p"}}, "/value/username"),
        ({"kind": "oauth2_client", "value": {"clientId": "a"}}, "/value/clientSecret"),
        ({"allowedHosts": []}, "/allowedHosts"),
        ({"allowedHosts": ["ok.example"] * 101}, "/allowedHosts"),
        ({"allowedHosts": ["ok.example", "https://x"]}, "/allowedHosts/1"),
        ({"allowedHosts": ["*"]}, "/allowedHosts/0"),
        ({"owner": "x"}, "/owner"),
    ],
)
def test_a_bad_field_is_named_and_no_value_is_shown(api: APIClient, change: dict[str, Any], path: str) -> None:
    response = api.post(URL, BODY | change)
    assert response.status_code == 400
    assert path in [error["path"] for error in response.json()["errors"]]
    if path != "/value/secret-more":
        assert b"secret-" not in response.content
    assert Credential.objects.count() == 0


@pytest.mark.parametrize(
    ("kind", "value", "sealed"),
    [
        ("basic", {"username": "", "password": "p"}, {"username": "", "password": "p"}),
        ("oauth2_client", {"clientId": "c", "clientSecret": "s"}, {"client_id": "c", "client_secret": "s"}),
    ],
)
def test_each_kind_has_a_value_of_its_own(
    api: APIClient, kind: str, value: dict[str, str], sealed: dict[str, str]
) -> None:
    assert api.post(URL, BODY | {"kind": kind, "value": value}).status_code == 201
    stored = Credential.objects.get()
    assert open_sealed(stored.ciphertext, credential_id=stored.pk) == sealed


def test_a_name_is_taken_once_in_a_workspace(api: APIClient, make_credential: MakeCredential) -> None:
    other = make_credential(name="other")
    assert api.post(URL, BODY).status_code == 201
    taken = api.post(URL, BODY)
    assert (taken.status_code, taken.json()["code"]) == (409, "name_taken")
    assert api.put(f"{URL}{other.pk}/", BODY).status_code == 409


def test_put_replaces_and_keeps_the_value_when_none_is_sent(api: APIClient, make_credential: MakeCredential) -> None:
    credential = make_credential()
    kept = api.put(f"{URL}{credential.pk}/", {"name": "new", "kind": "token", "allowedHosts": ["new.example"]})
    assert (kept.status_code, kept.json()["name"], kept.json()["allowedHosts"]) == (200, "new", ["new.example"])
    credential.refresh_from_db()
    assert open_sealed(credential.ciphertext, credential_id=credential.pk) == {"token": "tok-12345"}
    assert api.put(f"{URL}{credential.pk}/", BODY).status_code == 200
    credential.refresh_from_db()
    assert open_sealed(credential.ciphertext, credential_id=credential.pk) == {"token": "ghp-very-secret"}


def test_a_change_without_a_value_does_not_bring_an_older_value_back(make_credential: MakeCredential) -> None:
    first = make_credential()
    second = Credential.objects.get(pk=first.pk)
    whole: dict[str, Any] = {"actor": SYSTEM, "kind": "token", "allowed_hosts": ["a.example"]}
    services.replace_credential(second, name="one", value={"token": "tok-newer"}, **whole)
    services.replace_credential(first, name="two", value=None, **whole)
    stored = Credential.objects.get(pk=first.pk)
    assert (stored.name, open_sealed(stored.ciphertext, credential_id=stored.pk)) == ("two", {"token": "tok-newer"})


def test_the_kind_changes_only_with_a_value_and_without_connections(
    api: APIClient, make_credential: MakeCredential, make_connection: MakeConnection
) -> None:
    credential = make_credential()
    url = f"{URL}{credential.pk}/"
    body = {"name": "n", "kind": "basic", "allowedHosts": ["a.example"]}
    assert api.put(url, body).json()["errors"][0]["path"] == "/value"
    make_connection({"auth": {"kind": "bearer"}}, credential)
    value = {"username": "u", "password": "p"}
    assert api.put(url, body | {"value": value}).status_code == 409


def test_a_credential_in_use_is_not_deleted(
    api: APIClient, make_credential: MakeCredential, make_connection: MakeConnection
) -> None:
    credential = make_credential()
    connection = make_connection({"auth": {"kind": "bearer"}}, credential)
    url = f"{URL}{credential.pk}/"
    assert api.get(url).json()["connections"] == [{"id": str(connection.pk), "name": connection.name}]
    refused = api.delete(url)
    assert refused.status_code == 409
    assert connection.name in refused.json()["detail"]
    assert api.delete(f"/api/v1/connections/{connection.pk}/").status_code == 204
    assert api.delete(url).status_code == 204
    assert api.get(url).status_code == 404


def test_what_is_done_to_a_credential_is_audited_without_its_value(api: APIClient) -> None:
    pk = api.post(URL, BODY).json()["id"]
    api.put(f"{URL}{pk}/", BODY | {"name": "renamed"})
    api.delete(f"{URL}{pk}/")
    records = AuditRecord.objects.filter(target=f"credential {pk}").order_by("seq")
    assert [record.action for record in records] == ["credential.created", "credential.replaced", "credential.deleted"]
    assert {record.actor for record in records} == {"key a admin"}
    assert "ghp-very-secret" not in "".join(record.details for record in records)


def test_an_unknown_credential_is_404(api: APIClient) -> None:
    for method in (api.get, api.put, api.delete):
        assert method(f"{URL}{uuid.uuid4()}/").status_code == 404
