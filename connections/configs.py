"""What a connection is configured with and what a credential's value consists of. No secret is ever in a config."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator
from pydantic.alias_generators import to_camel

from connections.errors import EgressError
from connections.models import ConnectionKind, CredentialKind
from connections.urls import parse_url

HeaderName = Annotated[str, StringConstraints(pattern=r"^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$")]
Text = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Secret = Annotated[str, StringConstraints(min_length=1, max_length=20_000, pattern=r"^[^\r\n\x00]+$")]


class Wire(BaseModel):
    """camelCase on the wire, unknown fields refused."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid", frozen=True)


class NoAuth(Wire):
    """Nothing is added to a request."""

    kind: Literal["none"] = "none"


class BearerAuth(Wire):
    """`Authorization: Bearer <token>`."""

    kind: Literal["bearer"]


class BasicAuth(Wire):
    """`Authorization: Basic <username:password>`."""

    kind: Literal["basic"]


class ApiKeyPlace(StrEnum):
    """Where an API key goes."""

    HEADER = "header"
    QUERY = "query"


class ApiKeyAuth(Wire):
    """The token as a header or as a query field called `name`; `prefix` stands before it (`Token `)."""

    kind: Literal["apiKey"]
    place: ApiKeyPlace = Field(ApiKeyPlace.HEADER, alias="in")
    name: HeaderName = "X-API-Key"
    prefix: Annotated[str, StringConstraints(max_length=50, pattern=r"^[^\r\n\x00]*$")] = ""


class ClientAuthentication(StrEnum):
    """How an OAuth2 client names itself at the token URL."""

    BASIC = "basic"
    BODY = "body"


class OAuth2Auth(Wire):
    """A bearer token fetched with the client credentials grant (RFC 6749, section 4.4)."""

    kind: Literal["oauth2"]
    token_url: Text
    scope: Annotated[str, StringConstraints(max_length=2000)] = ""
    audience: Annotated[str, StringConstraints(max_length=2000)] = ""
    client_authentication: ClientAuthentication = ClientAuthentication.BASIC

    @field_validator("token_url")
    @classmethod
    def must_be_a_url(cls, value: str) -> str:
        """A URL that could be called."""
        return _url(value)


Auth = Annotated[NoAuth | BearerAuth | BasicAuth | ApiKeyAuth | OAuth2Auth, Field(discriminator="kind")]


class HttpConfig(Wire):
    """An HTTP service. A step's URL that begins with `/` is put behind `baseUrl`; `testPath` is what a test calls."""

    base_url: Text | None = None
    test_path: Annotated[str, StringConstraints(max_length=2000, pattern=r"^/")] | None = None
    auth: Auth = Field(default_factory=NoAuth)

    @field_validator("base_url")
    @classmethod
    def must_be_a_url(cls, value: str | None) -> str | None:
        """A URL that could be called."""
        return None if value is None else _url(value)


class LlmConfig(Wire):
    """A language model provider; `baseUrl` for OpenAI-compatible servers, `models` limits which may be asked."""

    provider: Text = "OPENAI"
    base_url: Text | None = None
    models: Annotated[tuple[Text, ...], Field(max_length=500)] = ()

    @field_validator("base_url")
    @classmethod
    def must_be_a_url(cls, value: str | None) -> str | None:
        """A URL that could be called."""
        return None if value is None else _url(value)


class TokenValue(Wire):
    """A bearer token or an API key."""

    token: Secret = Field(repr=False)


class BasicValue(Wire):
    """A user name and a password."""

    username: Annotated[str, StringConstraints(max_length=500, pattern=r"^[^\r\n\x00:]*$")]
    password: Secret = Field(repr=False)


class OAuth2ClientValue(Wire):
    """An OAuth2 client."""

    client_id: Annotated[str, StringConstraints(min_length=1, max_length=2000)]
    client_secret: Secret = Field(repr=False)


CONFIGS: Mapping[str, type[HttpConfig | LlmConfig]] = {
    ConnectionKind.HTTP: HttpConfig,
    ConnectionKind.LLM: LlmConfig,
}
VALUES: Mapping[str, type[TokenValue | BasicValue | OAuth2ClientValue]] = {
    CredentialKind.TOKEN: TokenValue,
    CredentialKind.BASIC: BasicValue,
    CredentialKind.OAUTH2_CLIENT: OAuth2ClientValue,
}
NEEDED: Mapping[str, CredentialKind | None] = {
    "none": None,
    "bearer": CredentialKind.TOKEN,
    "basic": CredentialKind.BASIC,
    "apiKey": CredentialKind.TOKEN,
    "oauth2": CredentialKind.OAUTH2_CLIENT,
}


def credential_kind_for(kind: str, config: Wire) -> tuple[CredentialKind | None, bool]:
    """Which kind of credential a connection takes, and whether it must have one."""
    if isinstance(config, HttpConfig):
        needed = NEEDED[config.auth.kind]
        return needed, needed is not None
    return CredentialKind.TOKEN, False


def to_wire(config: Wire) -> dict[str, Any]:
    """As it is stored and shown: camelCase, without what was left at its default of nothing."""
    return config.model_dump(mode="json", by_alias=True, exclude_none=True)


def _url(value: str) -> str:
    try:
        parse_url(value)
    except EgressError as error:
        raise ValueError(error.message) from error
    return value
