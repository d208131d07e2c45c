"""Credentials and connections as they are on the wire. A credential's value comes in and never goes out."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints

from allma_site.common.api import ApiModel, Moment
from connections.models import MAX_NAME, Connection, ConnectionKind, Credential, CredentialKind, CredentialUse
from connections.probe import ProbeResult
from connections.usage import Use

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_NAME)]


class CredentialCreate(ApiModel):
    """`value` by kind: token {`token`}, basic {`username`,`password`}, oauth2_client {`clientId`,`clientSecret`}."""

    name: Name
    kind: CredentialKind
    value: dict[str, Any] = Field(repr=False)
    allowed_hosts: list[str] = Field(description="api.example.com, *.example.com, host:port")


class CredentialReplace(ApiModel):
    """The whole credential; without `value` the stored one stays."""

    name: Name
    kind: CredentialKind
    value: dict[str, Any] | None = Field(default=None, repr=False)
    allowed_hosts: list[str]


class NamedConnection(ApiModel):
    """A connection by name."""

    id: UUID
    name: str


class CredentialOut(ApiModel):
    """A credential without its value."""

    id: UUID
    name: str
    kind: CredentialKind
    allowed_hosts: list[str]
    connections: list[NamedConnection]
    created_by: str
    created_at: Moment
    updated_at: Moment
    last_used_at: Moment | None

    @classmethod
    def of(cls, credential: Credential) -> CredentialOut:
        """With the connections that use it."""
        used_by = sorted(credential.connections.all(), key=lambda connection: connection.name)
        return cls(
            id=credential.pk,
            name=credential.name,
            kind=CredentialKind(credential.kind),
            allowed_hosts=credential.allowed_hosts,
            connections=[NamedConnection(id=connection.pk, name=connection.name) for connection in used_by],
            created_by=credential.created_by,
            created_at=credential.created_at,
            updated_at=credential.updated_at,
            last_used_at=credential.last_used_at,
        )


class CredentialUseOut(ApiModel):
    """An execution that used a credential in an hour; an empty `executionId` is a test."""

    execution_id: str
    connection_id: UUID | None
    first_used_at: Moment

    @classmethod
    def of(cls, use: CredentialUse) -> CredentialUseOut:
        """One row."""
        return cls.model_validate(use, by_name=True)


class ConnectionIn(ApiModel):
    """`config` by kind: HTTP {`baseUrl`?, `testPath`?, `auth`}, LLM {`provider`, `baseUrl`?, `models`?}."""

    name: Name
    kind: ConnectionKind
    config: dict[str, Any] = Field(default_factory=dict)
    credential_id: UUID | None = None


class ConnectionOut(ApiModel):
    """A connection; its config holds no secret."""

    id: UUID
    name: str
    kind: ConnectionKind
    config: dict[str, Any]
    credential_id: UUID | None
    created_by: str
    created_at: Moment
    updated_at: Moment

    @classmethod
    def of(cls, connection: Connection) -> ConnectionOut:
        """One row."""
        return cls.model_validate(connection, by_name=True)


class ConnectionTestResult(ApiModel):
    """What trying a connection gave."""

    ok: bool
    status: int | None
    latency_ms: int
    code: str | None
    message: str

    @classmethod
    def of(cls, result: ProbeResult) -> ConnectionTestResult:
        """As it is."""
        return cls.model_validate(result, by_name=True)


class UseOut(ApiModel):
    """Something that names a connection."""

    kind: str
    id: str
    name: str


class UsedBy(ApiModel):
    """All that names a connection."""

    results: list[UseOut]

    @classmethod
    def of(cls, uses: list[Use]) -> UsedBy:
        """In their order."""
        return cls(results=[UseOut.model_validate(use, by_name=True) for use in uses])
