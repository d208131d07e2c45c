"""Using a connection: its credential is opened, checked against its hosts, put into the request and audited.

The value lives in the request only, for as long as the call lasts.
"""

from __future__ import annotations

import base64
import uuid
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from connections.calls import Cancellation
from connections.configs import (
    CONFIGS,
    VALUES,
    ApiKeyAuth,
    ApiKeyPlace,
    BasicAuth,
    BasicValue,
    BearerAuth,
    HttpConfig,
    LlmConfig,
    OAuth2Auth,
    OAuth2ClientValue,
    TokenValue,
)
from connections.egress import EgressClient, shared_client
from connections.errors import EgressError, permanent
from connections.hosts import require_allowed
from connections.llm.providers import complete as complete_unauthorised
from connections.llm.providers import provider
from connections.llm.types import LlmAnswer, LlmRequest
from connections.masking import Masker
from connections.messages import IncomingResponse, OutgoingRequest
from connections.models import Connection, ConnectionKind
from connections.oauth2 import TOKENS
from connections.selectors import connection_for_call
from connections.urls import with_query
from connections.uses import record_use
from connections.vault import open_sealed

AUTHORIZATION = "Authorization"


C = TypeVar("C", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Effects:
    """What using a connection may touch: the way out, the attempt's off switch, the attempt's masked values."""

    client: EgressClient
    cancellation: Cancellation
    masker: Masker
    execution_id: str = ""

    @classmethod
    def of(
        cls,
        client: EgressClient | None = None,
        cancellation: Cancellation | None = None,
        masker: Masker | None = None,
        execution_id: str = "",
    ) -> Effects:
        """With the process's client and fresh ones of the rest."""
        return cls(
            client or shared_client(),
            cancellation or Cancellation(),
            Masker() if masker is None else masker,
            execution_id,
        )


def authorise(
    connection_id: str, workspace_id: uuid.UUID, request: OutgoingRequest, *, effects: Effects | None = None
) -> OutgoingRequest:
    """The request with the connection's base URL and authentication; its `secrets` are also given to the masker.

    Raises EgressError: permanent `connection_not_found`, `wrong_connection_kind`, `credential_missing`,
    `credential_unreadable`, `credential_host_not_allowed`, `oauth2_failed`, and those of fetching a token.
    """
    return _authorised(connection_for_call(workspace_id, connection_id), request, effects or Effects.of())


def send(
    request: OutgoingRequest,
    *,
    connection_id: str | None,
    workspace_id: uuid.UUID,
    effects: Effects | None = None,
) -> IncomingResponse:
    """Send through a connection (or without one). A stale OAuth2 token is renewed once; secrets that the other side
    echoes are masked. Raises what `authorise` and `EgressClient.send` raise."""
    effects = effects or Effects.of()
    if connection_id is None:
        return effects.client.send(request, cancellation=effects.cancellation)
    connection = connection_for_call(workspace_id, connection_id)
    answer = _send(connection, request, effects)
    if _is_unauthorised(answer) and _forget_token(connection):
        answer = _send(connection, request, effects)
    if isinstance(answer, EgressError):
        raise answer
    return _masked(answer, effects.masker)


def complete(request: LlmRequest, *, workspace_id: uuid.UUID, effects: Effects | None = None) -> LlmAnswer:
    """Ask a model, through `request.connection_id` if there is one. Raises as `authorise` and `llm.providers` say,
    also `model_not_allowed`."""
    effects = effects or Effects.of()
    if request.api_key:
        effects.masker.add(request.api_key)
    if request.connection_id is not None:
        request = _llm_request(connection_for_call(workspace_id, request.connection_id), request, effects)
    answer = complete_unauthorised(request, client=effects.client, cancellation=effects.cancellation)
    calls = tuple(replace(call, arguments=effects.masker.json(call.arguments)) for call in answer.tool_calls)
    return replace(answer, text=effects.masker.text(answer.text), tool_calls=calls)


def _authorised(connection: Connection, request: OutgoingRequest, effects: Effects) -> OutgoingRequest:
    if connection.kind == ConnectionKind.LLM:
        return _llm_authorised(connection, request, effects)
    config = _config(connection, HttpConfig)
    request = _below(config.base_url, request)
    auth = config.auth
    if isinstance(auth, BearerAuth):
        token = _value(connection, TokenValue, request.url, effects).token
        return _with_header(request, AUTHORIZATION, f"Bearer {token}", token, effects)
    if isinstance(auth, BasicAuth):
        basic = _value(connection, BasicValue, request.url, effects)
        pair = base64.b64encode(f"{basic.username}:{basic.password}".encode()).decode("ascii")
        effects.masker.add(basic.password)
        return _with_header(request, AUTHORIZATION, f"Basic {pair}", pair, effects)
    if isinstance(auth, ApiKeyAuth):
        key = _value(connection, TokenValue, request.url, effects).token
        if auth.place is ApiKeyPlace.QUERY:
            request = replace(request, url=with_query(request.url, auth.name, auth.prefix + key))
            return _with_secret(request, key, effects)
        return _with_header(request, auth.name, auth.prefix + key, key, effects)
    if isinstance(auth, OAuth2Auth):
        token = _oauth2_token(connection, auth, request.url, effects)
        return _with_header(request, AUTHORIZATION, f"Bearer {token}", token, effects)
    return request


def _llm_authorised(connection: Connection, request: OutgoingRequest, effects: Effects) -> OutgoingRequest:
    """A call of the provider's other routes, such as its list of models."""
    request = _below(_llm_url(_config(connection, LlmConfig)), request)
    if connection.credential is None:
        return request
    token = _value(connection, TokenValue, request.url, effects).token
    return _with_header(request, AUTHORIZATION, f"Bearer {token}", token, effects)


def _llm_url(config: LlmConfig) -> str:
    return config.base_url or provider(config.provider).url


def _below(base_url: str | None, request: OutgoingRequest) -> OutgoingRequest:
    """A URL that begins with `/` is meant to stand behind the connection's base URL."""
    if base_url is None or not request.url.startswith("/"):
        return request
    return replace(request, url=base_url.rstrip("/") + request.url)


def _llm_request(connection: Connection, request: LlmRequest, effects: Effects) -> LlmRequest:
    """The connection's server and key: the step may choose the model, not where the key is sent."""
    config = _config(connection, LlmConfig)
    if config.models and request.model not in config.models:
        message = f"The connection {connection.name!r} does not allow the model {request.model!r}."
        raise permanent("model_not_allowed", message, allowed=list(config.models))
    request = replace(request, provider=config.provider, base_url=config.base_url, connection_id=None)
    if connection.credential is None:
        return replace(request, api_key=None)
    key = _value(connection, TokenValue, _llm_url(config), effects).token
    effects.masker.add(key)
    return replace(request, api_key=key)


def _value(connection: Connection, model: type[C], url: str, effects: Effects) -> C:
    """The opened value, if it may go where it is about to go. The use is recorded before the value leaves."""
    credential = connection.credential
    if credential is None or VALUES[credential.kind] is not model:
        message = f"The connection {connection.name!r} needs a credential of another kind; set its credentialId."
        raise permanent("credential_missing", message, connectionId=str(connection.pk))
    require_allowed(url, credential.allowed_hosts)
    value = model.model_validate(open_sealed(credential.ciphertext, credential_id=credential.pk), by_name=True)
    record_use(credential, connection_id=connection.pk, execution_id=effects.execution_id)
    return value


def _oauth2_token(connection: Connection, auth: OAuth2Auth, url: str, effects: Effects) -> str:
    """The token may only go where the client's secret may go."""
    value = _value(connection, OAuth2ClientValue, auth.token_url, effects)
    if connection.credential is not None:
        require_allowed(url, connection.credential.allowed_hosts)
    effects.masker.add(value.client_secret)
    return TOKENS.get(
        _token_key(connection), auth=auth, value=value, client=effects.client, cancellation=effects.cancellation
    )


def _token_key(connection: Connection) -> str:
    """Another version of the connection or of its credential is another token."""
    credential = connection.credential
    changed = (connection.updated_at, credential.updated_at if credential else None)
    return f"{connection.pk} {changed}"


def _config(connection: Connection, model: type[C]) -> C:
    if CONFIGS[connection.kind] is not model:
        message = f"The connection {connection.name!r} is of kind {connection.kind}; choose another one here."
        raise permanent("wrong_connection_kind", message, connectionId=str(connection.pk))
    try:
        return model.model_validate(connection.config)
    except ValidationError as error:
        message = f"The configuration of the connection {connection.name!r} cannot be read; save it again."
        raise permanent("connection_unreadable", message, connectionId=str(connection.pk)) from error


def _with_header(request: OutgoingRequest, name: str, value: str, secret: str, effects: Effects) -> OutgoingRequest:
    """The connection's header wins over the step's own of that name, however it is written."""
    others = {key: text for key, text in request.headers.items() if key.lower() != name.lower()}
    secret_headers = request.secret_headers | {name.lower()}
    return _with_secret(
        replace(request, headers=others | {name: value}, secret_headers=secret_headers), secret, effects
    )


def _with_secret(request: OutgoingRequest, secret: str, effects: Effects) -> OutgoingRequest:
    effects.masker.add(secret)
    return replace(request, secrets=(*request.secrets, secret))


def _send(connection: Connection, request: OutgoingRequest, effects: Effects) -> IncomingResponse | EgressError:
    authorised = _authorised(connection, request, effects)
    try:
        return effects.client.send(authorised, cancellation=effects.cancellation)
    except EgressError as error:
        return error


def _is_unauthorised(answer: IncomingResponse | EgressError) -> bool:
    if isinstance(answer, EgressError):
        return answer.code == "http_401"
    return answer.status == HTTPStatus.UNAUTHORIZED


def _forget_token(connection: Connection) -> bool:
    """Whether there is a token to renew."""
    config: dict[str, Any] = connection.config.get("auth") or {}
    TOKENS.forget(_token_key(connection))
    return config.get("kind") == "oauth2"


def _masked(response: IncomingResponse, masker: Masker) -> IncomingResponse:
    """An echo of the secret stays here."""
    if not masker:
        return response
    headers = {name: masker.text(value) for name, value in response.headers.items()}
    return replace(response, headers=headers, body=masker.data(response.body), url=masker.text(response.url))
