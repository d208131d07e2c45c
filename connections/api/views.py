"""Routes for credentials (admins; editors see which there are) and connections (editors; viewers see them)."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from allma_site.common.api import WorkspaceRequest, WorkspaceView
from allma_site.common.pagination import Page
from allma_site.common.problems import Invalid
from allma_site.common.schema import PAGE_PARAMETERS
from connections import selectors, services
from connections.api.wire import (
    ConnectionIn,
    ConnectionOut,
    ConnectionTestResult,
    CredentialCreate,
    CredentialOut,
    CredentialReplace,
    CredentialUseOut,
    UsedBy,
)
from connections.models import Credential
from connections.probe import probe
from connections.usage import uses_of
from workspaces.models import Workspace
from workspaces.roles import Role


class CredentialList(WorkspaceView):
    """All credentials of the workspace."""

    required_roles: ClassVar = {"GET": Role.EDITOR, "POST": Role.ADMIN}

    @extend_schema(operation_id="credentials_list", parameters=PAGE_PARAMETERS, responses=Page[CredentialOut])
    def get(self, request: WorkspaceRequest) -> Response:
        """Newest first, without values."""
        return self.page(selectors.credentials(request.workspace).prefetch_related("connections"), CredentialOut.of)

    @extend_schema(request=CredentialCreate, responses={201: CredentialOut})
    def post(self, request: WorkspaceRequest) -> Response:
        """Store a credential; its value cannot be read again."""
        body = self.body(CredentialCreate)
        credential = services.create_credential(
            workspace=request.workspace,
            actor=request.actor,
            name=body.name,
            kind=body.kind,
            value=body.value,
            allowed_hosts=body.allowed_hosts,
        )
        return Response(CredentialOut.of(credential), status=201)


class CredentialDetail(WorkspaceView):
    """One credential."""

    required_roles: ClassVar = {"GET": Role.EDITOR, "PUT": Role.ADMIN, "DELETE": Role.ADMIN}

    @extend_schema(responses=CredentialOut)
    def get(self, request: WorkspaceRequest, credential_id: UUID) -> Response:
        """Without its value."""
        return Response(CredentialOut.of(selectors.get_credential(request.workspace, credential_id)))

    @extend_schema(request=CredentialReplace, responses=CredentialOut)
    def put(self, request: WorkspaceRequest, credential_id: UUID) -> Response:
        """Replace it; without `value` the stored one stays."""
        credential = selectors.get_credential(request.workspace, credential_id)
        body = self.body(CredentialReplace)
        replaced = services.replace_credential(
            credential,
            actor=request.actor,
            name=body.name,
            kind=body.kind,
            value=body.value,
            allowed_hosts=body.allowed_hosts,
        )
        return Response(CredentialOut.of(replaced))

    @extend_schema(responses={204: None})
    def delete(self, request: WorkspaceRequest, credential_id: UUID) -> Response:
        """409 while a connection uses it."""
        services.delete_credential(selectors.get_credential(request.workspace, credential_id), actor=request.actor)
        return Response(status=204)


class CredentialUses(WorkspaceView):
    """Who used a credential."""

    required_roles: ClassVar = {"GET": Role.ADMIN}
    ordering = ("-first_used_at", "-id")

    @extend_schema(operation_id="credentials_uses_list", parameters=PAGE_PARAMETERS, responses=Page[CredentialUseOut])
    def get(self, request: WorkspaceRequest, credential_id: UUID) -> Response:
        """Newest first: one row for each execution and hour."""
        credential = selectors.get_credential(request.workspace, credential_id)
        return self.page(selectors.uses(credential), CredentialUseOut.of, ordering=self.ordering)


class ConnectionList(WorkspaceView):
    """All connections of the workspace."""

    required_roles: ClassVar = {"GET": Role.VIEWER, "POST": Role.EDITOR}

    @extend_schema(operation_id="connections_list", parameters=PAGE_PARAMETERS, responses=Page[ConnectionOut])
    def get(self, request: WorkspaceRequest) -> Response:
        """Newest first."""
        return self.page(selectors.connections(request.workspace), ConnectionOut.of)

    @extend_schema(request=ConnectionIn, responses={201: ConnectionOut})
    def post(self, request: WorkspaceRequest) -> Response:
        """Make a connection."""
        body = self.body(ConnectionIn)
        connection = services.create_connection(
            workspace=request.workspace,
            actor=request.actor,
            name=body.name,
            kind=body.kind,
            config=body.config,
            credential=_credential(request.workspace, body.credential_id),
        )
        return Response(ConnectionOut.of(connection), status=201)


class ConnectionDetail(WorkspaceView):
    """One connection."""

    required_roles: ClassVar = {"GET": Role.VIEWER, "PUT": Role.EDITOR, "DELETE": Role.EDITOR}

    @extend_schema(responses=ConnectionOut)
    def get(self, request: WorkspaceRequest, connection_id: UUID) -> Response:
        """Its name, kind and config."""
        return Response(ConnectionOut.of(selectors.get_connection(request.workspace, connection_id)))

    @extend_schema(request=ConnectionIn, responses=ConnectionOut)
    def put(self, request: WorkspaceRequest, connection_id: UUID) -> Response:
        """Replace it."""
        connection = selectors.get_connection(request.workspace, connection_id)
        body = self.body(ConnectionIn)
        replaced = services.replace_connection(
            connection,
            actor=request.actor,
            name=body.name,
            kind=body.kind,
            config=body.config,
            credential=_credential(request.workspace, body.credential_id),
        )
        return Response(ConnectionOut.of(replaced))

    @extend_schema(responses={204: None})
    def delete(self, request: WorkspaceRequest, connection_id: UUID) -> Response:
        """409 while something uses it."""
        services.delete_connection(selectors.get_connection(request.workspace, connection_id), actor=request.actor)
        return Response(status=204)


class ConnectionTest(WorkspaceView):
    """Try a connection."""

    required_roles: ClassVar = {"POST": Role.EDITOR}

    @extend_schema(request=None, responses=ConnectionTestResult)
    def post(self, request: WorkspaceRequest, connection_id: UUID) -> Response:
        """A real call: GET of `testPath` or the base URL; of a model provider its list of models."""
        return Response(ConnectionTestResult.of(probe(selectors.get_connection(request.workspace, connection_id))))


class ConnectionUsedBy(WorkspaceView):
    """What uses a connection."""

    required_roles: ClassVar = {"GET": Role.VIEWER}

    @extend_schema(responses=UsedBy)
    def get(self, request: WorkspaceRequest, connection_id: UUID) -> Response:
        """By kind and name."""
        connection = selectors.get_connection(request.workspace, connection_id)
        return Response(UsedBy.of(uses_of(workspace_id=request.workspace.pk, connection_id=connection.pk)))


def _credential(workspace: Workspace, credential_id: UUID | None) -> Credential | None:
    """Raises Invalid when the body names a credential the workspace does not have."""
    if credential_id is None:
        return None
    found = selectors.credentials(workspace).filter(pk=credential_id).first()
    if found is None:
        raise Invalid.field("/credentialId", "names no credential of this workspace.")
    return found
