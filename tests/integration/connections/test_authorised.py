"""Using a connection: the credential goes where it may, is masked, audited and renewed."""

from __future__ import annotations

import base64
import json
import uuid
from typing import Any

import pytest

from connections.authorised import Effects, authorise, complete, send
from connections.egress import EgressClient
from connections.errors import EgressError, FailureKind
from connections.llm.types import LlmRequest, LlmRole, LlmTurn
from connections.masking import Masker
from connections.messages import OutgoingRequest
from connections.models import Connection, ConnectionKind, Credential, CredentialKind, CredentialUse
from connections.oauth2 import TOKENS
from tests.integration.connections.conftest import MakeConnection, MakeCredential
from tests.unit.connections.server import Answer, Seen, serving
from workspaces import audit
from workspaces.models import AuditRecord, Workspace

BASIC = {"username": "user", "password": "pass word"}
OAUTH2 = {"clientId": "id", "clientSecret": "client-secret"}


def use(connection: Connection, request: OutgoingRequest, effects: Effects | None = None) -> Any:
    return send(request, connection_id=str(connection.pk), workspace_id=connection.workspace_id, effects=effects)


def refused(connection: Connection, request: OutgoingRequest) -> EgressError:
    with pytest.raises(EgressError) as caught:
        use(connection, request)
    return caught.value


@pytest.mark.parametrize(
    ("kind", "value", "auth", "header", "sent"),
    [
        (CredentialKind.TOKEN, None, {"kind": "bearer"}, "authorization", "Bearer tok-12345"),
        (
            CredentialKind.BASIC,
            BASIC,
            {"kind": "basic"},
            "authorization",
            "Basic " + base64.b64encode(b"user:pass word").decode(),
        ),
        (CredentialKind.TOKEN, None, {"kind": "apiKey"}, "x-api-key", "tok-12345"),
        (
            CredentialKind.TOKEN,
            None,
            {"kind": "apiKey", "name": "Authorization", "prefix": "Token "},
            "authorization",
            "Token tok-12345",
        ),
    ],
)
def test_each_authentication_puts_its_header_over_the_steps_own(
    client: EgressClient,
    make_credential: MakeCredential,
    make_connection: MakeConnection,
    kind: CredentialKind,
    value: Any,
    auth: Any,
    header: str,
    sent: str,
) -> None:
    connection = make_connection({"auth": auth}, make_credential(kind, value))
    with serving(lambda seen: (200, {}, b"")) as server:
        use(connection, OutgoingRequest("GET", server.url, {header.upper(): "the step's own"}))
    assert server.seen[0].headers[header] == sent


def test_an_api_key_in_the_query_is_added_encoded(
    client: EgressClient, make_credential: MakeCredential, make_connection: MakeConnection
) -> None:
    auth = {"kind": "apiKey", "in": "query", "name": "key"}
    connection = make_connection({"auth": auth}, make_credential(value={"token": "a&b c+d"}))
    with serving(lambda seen: (200, {}, b"")) as server:
        use(connection, OutgoingRequest("GET", f"{server.url}/x?page=2"))
    assert server.seen[0].path == "/x?page=2&key=a%26b%20c%2Bd"


def test_a_path_stands_behind_the_base_url_and_a_whole_url_stays(
    client: EgressClient, make_connection: MakeConnection
) -> None:
    with serving(lambda seen: (200, {}, b"")) as server:
        connection = make_connection({"baseUrl": f"{server.url}/api/"})
        use(connection, OutgoingRequest("GET", "/orders?page=2"))
        use(connection, OutgoingRequest("GET", f"{server.url}/elsewhere"))
    assert [seen.path for seen in server.seen] == ["/api/orders?page=2", "/elsewhere"]


def test_a_credential_does_not_leave_for_a_host_that_is_not_on_its_list(
    client: EgressClient, make_credential: MakeCredential, make_connection: MakeConnection
) -> None:
    credential = make_credential(allowed_hosts=["api.example.com"])
    connection = make_connection({"auth": {"kind": "bearer"}}, credential)
    with serving(lambda seen: (200, {}, b"")) as server:
        error = refused(connection, OutgoingRequest("GET", server.url))
    assert (error.kind, error.code) == (FailureKind.PERMANENT, "credential_host_not_allowed")
    assert server.seen == []
    assert CredentialUse.objects.count() == 0


def test_a_redirect_to_another_host_does_not_take_the_credential_along(
    client: EgressClient, make_credential: MakeCredential, make_connection: MakeConnection
) -> None:
    auth = {"kind": "apiKey", "name": "X-Own"}
    connection = make_connection({"auth": auth}, make_credential(allowed_hosts=["localhost", "127.0.0.1"]))
    with (
        serving(lambda seen: (200, {}, b"")) as other,
        serving(lambda seen: (302, {"Location": other.url}, b"")) as server,
    ):
        use(connection, OutgoingRequest("GET", server.url))
    assert server.seen[0].headers["x-own"] == "tok-12345"
    assert "x-own" not in other.seen[0].headers


def test_an_echo_of_the_secret_is_masked_and_the_masker_knows_it(
    client: EgressClient, make_credential: MakeCredential, make_connection: MakeConnection
) -> None:
    masker = Masker()
    effects = Effects.of(client=client, masker=masker)
    connection = make_connection({"auth": {"kind": "bearer"}}, make_credential())

    def echo(seen: Seen) -> Answer:
        return 200, {"X-Echo": seen.headers["authorization"]}, json.dumps(seen.headers).encode()

    with serving(echo) as server:
        response = use(connection, OutgoingRequest("GET", server.url), effects)
    assert json.loads(response.body)["authorization"] == "Bearer ***"
    assert response.headers["x-echo"] == "Bearer ***"
    assert masker.text("tok-12345") == "***"


def test_an_error_does_not_show_the_secret(
    client: EgressClient, make_credential: MakeCredential, make_connection: MakeConnection
) -> None:
    auth = {"kind": "apiKey", "in": "query", "name": "k"}
    connection = make_connection({"auth": auth}, make_credential())
    with serving(lambda seen: (500, {}, seen.path.encode())) as server:
        error = refused(connection, OutgoingRequest("GET", server.url))
    assert error.code == "http_500"
    assert "tok-12345" not in error.message + json.dumps(error.details)


def oauth2_server(*, stale: int) -> tuple[list[str], Any]:
    """Gives tokens t1, t2, … and takes none of the first `stale` ones."""
    given: list[str] = []

    def answer(seen: Seen) -> Answer:
        if seen.path == "/token":
            given.append(f"access-token-{len(given) + 1}")
            return 200, {}, json.dumps({"access_token": given[-1], "expires_in": 3600}).encode()
        taken = seen.headers["authorization"].removeprefix("Bearer ")
        return (200 if given.index(taken) >= stale else 401), {}, b"{}"

    return given, answer


@pytest.mark.parametrize("allow_status_errors", [False, True])
@pytest.mark.parametrize(
    ("stale", "tokens", "status"), [(0, 1, 200), (1, 2, 200), (9, 2, 401)], ids=["good", "stale", "refused"]
)
def test_an_oauth2_token_is_kept_and_renewed_once_when_it_is_refused(
    client: EgressClient,
    make_credential: MakeCredential,
    make_connection: MakeConnection,
    stale: int,
    tokens: int,
    status: int,
    allow_status_errors: bool,
) -> None:
    given, answer = oauth2_server(stale=stale)
    with serving(answer) as server:
        auth = {"kind": "oauth2", "tokenUrl": f"{server.url}/token"}
        connection = make_connection({"auth": auth}, make_credential(CredentialKind.OAUTH2_CLIENT, OAUTH2))
        request = OutgoingRequest("POST", server.url, body=b"x", allow_status_errors=allow_status_errors)
        if status == 401 and not allow_status_errors:
            assert refused(connection, request).code == "http_401"
        else:
            assert use(connection, request).status == status
    assert len(given) == tokens


def test_a_connection_that_was_changed_fetches_a_token_of_its_own(
    client: EgressClient, make_credential: MakeCredential, make_connection: MakeConnection
) -> None:
    given, answer = oauth2_server(stale=0)
    with serving(answer) as server:
        auth = {"kind": "oauth2", "tokenUrl": f"{server.url}/token"}
        connection = make_connection({"auth": auth}, make_credential(CredentialKind.OAUTH2_CLIENT, OAUTH2))
        for _ in range(2):
            use(connection, OutgoingRequest("GET", server.url))
        assert len(given) == 1
        Credential.objects.update(updated_at="2030-01-01T00:00:00Z")
        use(connection, OutgoingRequest("GET", server.url))
    assert len(given) == 2
    TOKENS.forget("unknown")


def test_the_token_url_and_the_service_must_both_be_on_the_list(
    client: EgressClient, make_credential: MakeCredential, make_connection: MakeConnection
) -> None:
    given, answer = oauth2_server(stale=0)
    with serving(answer) as server, serving(lambda seen: (200, {}, b"")) as service:
        auth = {"kind": "oauth2", "tokenUrl": f"{server.url}/token"}
        for port in (server.port, service.port):
            credential = make_credential(CredentialKind.OAUTH2_CLIENT, OAUTH2, allowed_hosts=[f"127.0.0.1:{port}"])
            error = refused(make_connection({"auth": auth}, credential), OutgoingRequest("GET", service.url))
            assert error.code == "credential_host_not_allowed"
    assert (given, service.seen) == ([], [])


@pytest.mark.parametrize("connection_id", ["", "nope", str(uuid.uuid4())])
def test_an_unknown_connection_is_permanent(workspace: Workspace, connection_id: str) -> None:
    with pytest.raises(EgressError) as caught:
        authorise(connection_id, workspace.pk, OutgoingRequest("GET", "http://a.example/"))
    assert (caught.value.kind, caught.value.code) == (FailureKind.PERMANENT, "connection_not_found")


def test_a_connection_of_another_workspace_is_unknown(
    make_connection: MakeConnection, other_workspace: Workspace
) -> None:
    with pytest.raises(EgressError) as caught:
        authorise(str(make_connection({}).pk), other_workspace.pk, OutgoingRequest("GET", "http://a.example/"))
    assert caught.value.code == "connection_not_found"


def test_authorise_gives_the_request_with_its_secrets(
    make_credential: MakeCredential, make_connection: MakeConnection, workspace: Workspace
) -> None:
    connection = make_connection({"auth": {"kind": "bearer"}}, make_credential())
    request = authorise(str(connection.pk), workspace.pk, OutgoingRequest("GET", "http://127.0.0.1/x"))
    assert request.headers == {"Authorization": "Bearer tok-12345"}
    assert request.secrets == ("tok-12345",)
    assert "tok-12345" not in repr(request.secret_headers)


def test_without_a_connection_a_request_goes_as_it_is(client: EgressClient, workspace: Workspace) -> None:
    with serving(lambda seen: (200, {}, b"plain")) as server:
        response = send(OutgoingRequest("GET", server.url), connection_id=None, workspace_id=workspace.pk)
    assert response.body == b"plain"


def test_a_use_is_recorded_once_for_each_execution_and_audited_once_an_hour(
    client: EgressClient, make_credential: MakeCredential, make_connection: MakeConnection, workspace: Workspace
) -> None:
    credential = make_credential()
    connection = make_connection({"auth": {"kind": "bearer"}}, credential)
    with serving(lambda seen: (200, {}, b"")) as server:
        for execution in ("run-1", "run-1", "run-2", ""):
            use(connection, OutgoingRequest("GET", server.url), Effects.of(client=client, execution_id=execution))
    rows = CredentialUse.objects.in_workspace(workspace).order_by("id")
    assert [(row.execution_id, row.connection_id) for row in rows] == [
        ("run-1", connection.pk),
        ("run-2", connection.pk),
        ("", connection.pk),
    ]
    (record,) = AuditRecord.objects.filter(action="credential.used")
    assert record.target == f"credential {credential.pk}"
    assert json.loads(record.details)["executionId"] == "run-1"
    credential.refresh_from_db()
    assert credential.last_used_at is not None
    assert audit.verify(workspace) is None


def test_a_second_use_in_the_same_execution_writes_nothing(
    client: EgressClient,
    make_credential: MakeCredential,
    make_connection: MakeConnection,
    django_assert_num_queries: Any,
) -> None:
    connection = make_connection({"auth": {"kind": "bearer"}}, make_credential())
    effects = Effects.of(client=client, execution_id="run-1")
    with serving(lambda seen: (200, {}, b"")) as server:
        use(connection, OutgoingRequest("GET", server.url), effects)
        with django_assert_num_queries(1):
            use(connection, OutgoingRequest("GET", server.url), effects)


def completion(seen: Seen) -> Answer:
    """A completion that repeats the key."""
    message = {"role": "assistant", "content": seen.headers.get("authorization", "no key")}
    choice = {"index": 0, "finish_reason": "stop", "message": message}
    body = {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}
    return 200, {}, json.dumps(body).encode()


def llm_request(connection: Connection | None, **more: Any) -> LlmRequest:
    values: dict[str, Any] = {"provider": "OPENAI", "model": "m", "turns": (LlmTurn(LlmRole.USER, "hi"),), **more}
    return LlmRequest(connection_id=str(connection.pk) if connection else None, **values)


def test_a_model_is_asked_with_the_connections_server_and_key(
    client: EgressClient, make_credential: MakeCredential, make_connection: MakeConnection, workspace: Workspace
) -> None:
    with serving(completion) as server:
        connection = make_connection({"baseUrl": f"{server.url}/v1"}, make_credential(), ConnectionKind.LLM)
        request = llm_request(connection, base_url="http://attacker.example/")
        answer = complete(request, workspace_id=workspace.pk)
    assert answer.text == "Bearer ***"
    assert server.seen[0].headers["authorization"] == "Bearer tok-12345"


@pytest.mark.parametrize(
    ("config", "kind", "code"),
    [
        ({"models": ["a", "b"]}, ConnectionKind.LLM, "model_not_allowed"),
        ({"provider": "GEMINI"}, ConnectionKind.LLM, "provider_not_supported"),
        ({"baseUrl": "http://elsewhere.example/"}, ConnectionKind.LLM, "credential_host_not_allowed"),
        ({"auth": {"kind": "bearer"}}, ConnectionKind.HTTP, "wrong_connection_kind"),
    ],
)
def test_a_model_that_the_connection_does_not_serve_is_refused(
    make_credential: MakeCredential,
    make_connection: MakeConnection,
    workspace: Workspace,
    config: dict[str, Any],
    kind: ConnectionKind,
    code: str,
) -> None:
    connection = make_connection(config, make_credential(), kind)
    with pytest.raises(EgressError) as caught:
        complete(llm_request(connection), workspace_id=workspace.pk)
    assert (caught.value.kind, caught.value.code) == (FailureKind.PERMANENT, code)


def test_a_model_server_without_a_key_is_asked_without_one(
    client: EgressClient, make_connection: MakeConnection, workspace: Workspace
) -> None:
    with serving(completion) as server:
        connection = make_connection({"baseUrl": server.url}, None, ConnectionKind.LLM)
        answer = complete(llm_request(connection, api_key="sk-of-the-step"), workspace_id=workspace.pk)
    assert answer.text == "no key"
