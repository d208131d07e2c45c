"""Reads. Another workspace's rows do not exist here."""

from __future__ import annotations

import uuid

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from allma_site.common.problems import NotFound
from connections.errors import permanent
from connections.models import Connection, Credential, CredentialUse
from workspaces.models import Workspace


def connections(workspace: Workspace | uuid.UUID) -> QuerySet[Connection]:
    """A workspace's connections."""
    return Connection.objects.in_workspace(workspace).select_related("credential")


def credentials(workspace: Workspace | uuid.UUID) -> QuerySet[Credential]:
    """A workspace's credentials."""
    return Credential.objects.in_workspace(workspace)


def uses(credential: Credential) -> QuerySet[CredentialUse]:
    """Which executions used a credential, by the hour."""
    return CredentialUse.objects.in_workspace(credential.workspace_id).filter(credential=credential)


def connection_ids(workspace_id: uuid.UUID) -> set[str]:
    """The ids of a workspace's connections, for the validation of flows."""
    return {str(pk) for pk in Connection.objects.in_workspace(workspace_id).values_list("pk", flat=True)}


def get_connection(workspace: Workspace | uuid.UUID, connection_id: uuid.UUID) -> Connection:
    """Raises NotFound."""
    found = connections(workspace).filter(pk=connection_id).first()
    if found is None:
        raise NotFound("There is no such connection in this workspace.")
    return found


def get_credential(workspace: Workspace | uuid.UUID, credential_id: uuid.UUID) -> Credential:
    """Raises NotFound."""
    found = credentials(workspace).filter(pk=credential_id).first()
    if found is None:
        raise NotFound("There is no such credential in this workspace.")
    return found


def connection_for_call(workspace_id: uuid.UUID | str, connection_id: str) -> Connection:
    """The connection a step names. Raises EgressError `connection_not_found`."""
    try:
        found = connections(uuid.UUID(str(workspace_id))).filter(pk=connection_id).first()
    except (ValidationError, ValueError):
        found = None
    if found is None:
        message = f"There is no connection {connection_id!r} in this workspace; choose one in connectionId."
        raise permanent("connection_not_found", message, connectionId=connection_id)
    return found
