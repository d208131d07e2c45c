"""Connections over HTTP."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from rest_framework.test import APIClient

from connections import usage
from connections.egress import EgressClient
from connections.models import Connection, ConnectionKind, CredentialKind
from connections.selectors import connection_ids
from connections.usage import Use
from tests.integration.connections.conftest import MakeConnection, MakeCredential
from tests.unit.connections.server import serving
from workspaces.models import Workspace

URL = "/api/v1/connections/"
BODY: dict[str, Any] = {"name": "Shop", "kind": "HTTP", "config": {"baseUrl": "https://shop.example/api"}}


def test_a_connection_comes_back_as_it_was_made(api: APIClient) -> None:
    made = api.post(URL, BODY)
    assert made.status_code == 201
    body = made.json()
    assert body == {
        "id": body["id"],
        "name": "Shop",
        "kind": "HTTP",
        "config": {"baseUrl": "https://shop.example/api", "auth": {"kind": "none"}},
        "credentialId": None,
        "createdBy": "key a admin",
        "createdAt": body["createdAt"],
        "updatedAt": body["updatedAt"],
    }
    assert api.get(URL).json()["results"] == [body] == [api.get(f"{URL}{body['id']}/").json()]


@pytest.mark.parametrize(
    ("kind", "auth", "config"),
    [
        (CredentialKind.TOKEN, {"kind": "bearer"}, {"kind": "bearer"}),
        (CredentialKind.BASIC, {"kind": "basic"}, {"kind": "basic"}),
        (
            CredentialKind.TOKEN,
            {"kind": "apiKey"},
            {"kind": "apiKey", "in": "header", "name": "X-API-Key", "prefix": ""},
        ),
        (
            CredentialKind.TOKEN,
            {"kind": "apiKey", "in": "query", "name": "key"},
            {"kind": "apiKey", "in": "query", "name": "key", "prefix": ""},
        ),
        (
            CredentialKind.OAUTH2_CLIENT,
            {"kind": "oauth2", "tokenUrl": "https://id.example/token"},
            {
                "kind": "oauth2",
                "tokenUrl": "https://id.example/token",
                "scope": "",
                "audience": "",
                "clientAuthentication": "basic",
            },
        ),
    ],
)
def test_each_authentication_takes_its_kind_of_credential(
    api: APIClient, make_credential: MakeCredential, kind: CredentialKind, auth: Any, config: Any
) -> None:
    values = {
        CredentialKind.TOKEN: {"token": "t"},
        CredentialKind.BASIC: {"username": "u", "password": "p"},
        CredentialKind.OAUTH2_CLIENT: {"clientId": "c", "clientSecret": "s"},
    }
    for other in CredentialKind:
        body = BODY | {"config": {"auth": auth}, "credentialId": str(make_credential(other, values[other]).pk)}
        response = api.post(URL, body)
        if other is kind:
            assert response.status_code == 201
            assert response.json()["config"] == {"auth": config}
        else:
            assert response.json()["errors"][0]["path"] == "/credentialId"
    missing = api.post(URL, BODY | {"config": {"auth": auth}})
    assert missing.json()["errors"][0]["path"] == "/credentialId"


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"name": " "}, "/name"),
        ({"kind": "FTP"}, "/kind"),
        ({"config": {"baseUrl": "ftp://x"}}, "/config/baseUrl"),
        ({"config": {"baseUrl": "https://u:p@x.example"}}, "/config/baseUrl"),
        ({"config": {"testPath": "no-slash"}}, "/config/testPath"),
        ({"config": {"password": "x"}}, "/config/password"),
        ({"config": {"auth": {"kind": "magic"}}}, "/config/auth"),
        ({"config": {"auth": {"kind": "apiKey", "name": "a b"}}}, "/config/auth/apiKey/name"),
        ({"config": {"auth": {"kind": "oauth2"}}}, "/config/auth/oauth2/tokenUrl"),
        ({"kind": "LLM", "config": {"baseUrl": "x"}}, "/config/baseUrl"),
        ({"kind": "LLM", "config": {"auth": {}}}, "/config/auth"),
        ({"config": []}, "/config"),
        ({"credentialId": "nope"}, "/credentialId"),
        ({"credentialId": str(uuid.uuid4())}, "/credentialId"),
    ],
)
def test_a_bad_field_is_named(api: APIClient, change: dict[str, Any], path: str) -> None:
    response = api.post(URL, BODY | change)
    assert response.status_code == 400
    assert path in [error["path"] for error in response.json()["errors"]]
    assert Connection.objects.count() == 0


def test_a_credential_of_another_workspace_does_not_exist_here(
    api: APIClient, make_credential: MakeCredential, other_workspace: Workspace
) -> None:
    theirs = make_credential(workspace=other_workspace)
    response = api.post(URL, BODY | {"config": {"auth": {"kind": "bearer"}}, "credentialId": str(theirs.pk)})
    assert response.json()["errors"][0]["path"] == "/credentialId"


def test_put_replaces_all_of_it_and_a_name_is_taken_once(api: APIClient, make_connection: MakeConnection) -> None:
    connection = make_connection({"baseUrl": "https://old.example", "testPath": "/ping"})
    assert api.put(f"{URL}{connection.pk}/", BODY).json()["config"] == {
        "baseUrl": "https://shop.example/api",
        "auth": {"kind": "none"},
    }
    taken = api.post(URL, BODY)
    assert (taken.status_code, taken.json()["code"]) == (409, "name_taken")


@pytest.fixture
def used_by_a_flow() -> Iterator[Use]:
    """As if flows had registered that one of theirs names the connection."""
    use = Use("flow", "1", "Orders")
    usage.PROVIDERS.append(lambda workspace_id, connection_id: [use])
    yield use
    usage.PROVIDERS.pop()


def test_what_uses_a_connection_is_listed_and_keeps_it(
    api: APIClient, make_connection: MakeConnection, used_by_a_flow: Use
) -> None:
    url = f"{URL}{make_connection({}).pk}/"
    assert api.get(f"{url}used-by/").json() == {"results": [{"kind": "flow", "id": "1", "name": "Orders"}]}
    refused = api.delete(url)
    assert refused.status_code == 409
    assert "flow Orders" in refused.json()["detail"]


def test_the_ids_of_a_workspace_are_its_own(
    api: APIClient, make_connection: MakeConnection, workspace: Workspace, other_workspace: Workspace
) -> None:
    made = {str(make_connection({}).pk) for _ in range(2)}
    assert connection_ids(workspace.pk) == made
    assert connection_ids(other_workspace.pk) == set()


def test_a_test_calls_the_test_path_with_the_credential(
    api: APIClient, client: EgressClient, make_credential: MakeCredential, make_connection: MakeConnection
) -> None:
    with serving(lambda seen: (200, {}, b"tok-12345")) as server:
        config = {"baseUrl": f"{server.url}/api/", "testPath": "/ping", "auth": {"kind": "bearer"}}
        connection = make_connection(config, make_credential())
        response = api.post(f"{URL}{connection.pk}/test/")
    assert response.status_code == 200
    body = response.json()
    expected = {"ok": True, "status": 200, "code": None, "message": f"{server.url}/api/ping answered 200."}
    assert body == {**expected, "latencyMs": body["latencyMs"]}
    assert 0 <= body["latencyMs"] < 5000
    assert (server.seen[0].path, server.seen[0].headers["authorization"]) == ("/api/ping", "Bearer tok-12345")


def test_a_test_of_a_model_provider_lists_its_models(
    api: APIClient, client: EgressClient, make_credential: MakeCredential, make_connection: MakeConnection
) -> None:
    with serving(lambda seen: (200, {}, b'{"data": []}')) as server:
        config = {"provider": "OPENAI", "baseUrl": f"{server.url}/v1"}
        connection = make_connection(config, make_credential(), ConnectionKind.LLM)
        assert api.post(f"{URL}{connection.pk}/test/").json()["ok"] is True
    assert (server.seen[0].path, server.seen[0].headers["authorization"]) == ("/v1/models", "Bearer tok-12345")


@pytest.mark.parametrize(("status", "code"), [(401, "http_401"), (503, "http_503")])
def test_a_test_shows_the_status_that_came(
    api: APIClient, client: EgressClient, make_connection: MakeConnection, status: int, code: str
) -> None:
    with serving(lambda seen: (status, {}, b"")) as server:
        body = api.post(f"{URL}{make_connection({'baseUrl': server.url}).pk}/test/").json()
    assert (body["ok"], body["status"], body["code"]) == (False, status, code)


@pytest.mark.parametrize(
    ("config", "code"),
    [
        ({}, "base_url_missing"),
        ({"baseUrl": "http://127.0.0.1:1"}, "connection_failed"),
        ({"baseUrl": "http://10.0.0.1"}, "egress_blocked"),
    ],
)
def test_a_test_that_reaches_nobody_says_why(
    api: APIClient, client: EgressClient, make_connection: MakeConnection, config: dict[str, Any], code: str
) -> None:
    response = api.post(f"{URL}{make_connection(config).pk}/test/")
    body = response.json()
    assert (response.status_code, body["ok"], body["status"], body["code"]) == (200, False, None, code)


def test_a_test_does_not_show_a_key_in_the_query(
    api: APIClient, client: EgressClient, make_credential: MakeCredential, make_connection: MakeConnection
) -> None:
    with serving(lambda seen: (404, {}, b"")) as server:
        auth = {"kind": "apiKey", "in": "query", "name": "k"}
        connection = make_connection({"baseUrl": server.url, "auth": auth}, make_credential())
        response = api.post(f"{URL}{connection.pk}/test/")
    assert server.seen[0].path == "/?k=tok-12345"
    assert b"tok-12345" not in response.content
