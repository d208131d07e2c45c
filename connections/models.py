"""Secrets and the services they open."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from allma_site.common.clock import now
from allma_site.common.ids import new_id
from allma_site.common.tenancy import WorkspaceManager

MAX_NAME = 200


class CredentialKind(models.TextChoices):
    """What a credential's value consists of."""

    TOKEN = "token"  # noqa: S105 - a kind, not a secret
    BASIC = "basic"
    OAUTH2_CLIENT = "oauth2_client"


class ConnectionKind(models.TextChoices):
    """What is on the other side."""

    HTTP = "HTTP"
    LLM = "LLM"


class Credential(models.Model):
    """A secret that may be sent to `allowed_hosts` only. `ciphertext` is opened by `connections.vault` alone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey("workspaces.Workspace", on_delete=models.CASCADE, related_name="credentials")
    name = models.CharField(max_length=MAX_NAME)
    kind = models.CharField(max_length=20, choices=CredentialKind.choices)
    ciphertext = models.TextField(editable=False)
    allowed_hosts: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    created_by = models.CharField(max_length=MAX_NAME, blank=True, default="")
    created_at = models.DateTimeField(default=now, editable=False)
    updated_at = models.DateTimeField(default=now, editable=False)
    last_used_at = models.DateTimeField(null=True, blank=True)

    objects = WorkspaceManager["Credential"]()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "name"], name="credential_name_once"),
            models.CheckConstraint(condition=models.Q(kind__in=CredentialKind.values), name="credential_kind"),
        ]

    def __str__(self) -> str:
        return self.name


class Connection(models.Model):
    """A service that steps use by `connectionId`. `config` is read by `connections.configs` and holds no secret."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey("workspaces.Workspace", on_delete=models.CASCADE, related_name="connections")
    name = models.CharField(max_length=MAX_NAME)
    kind = models.CharField(max_length=20, choices=ConnectionKind.choices)
    config: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    credential = models.ForeignKey(
        Credential, on_delete=models.PROTECT, null=True, blank=True, related_name="connections"
    )
    created_by = models.CharField(max_length=MAX_NAME, blank=True, default="")
    created_at = models.DateTimeField(default=now, editable=False)
    updated_at = models.DateTimeField(default=now, editable=False)

    objects = WorkspaceManager["Connection"]()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "name"], name="connection_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class CredentialUse(models.Model):
    """One row for each credential, execution and hour in which the execution used it. Written, never changed.

    They go with their credential; the workspace's audit chain stays.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey("workspaces.Workspace", on_delete=models.CASCADE, related_name="+")
    credential = models.ForeignKey(Credential, on_delete=models.CASCADE, related_name="uses")
    execution_id = models.CharField(max_length=100, blank=True, default="")
    connection_id = models.UUIDField(null=True)
    hour = models.DateTimeField()
    first_used_at = models.DateTimeField()

    objects = WorkspaceManager["CredentialUse"]()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["credential", "execution_id", "hour"], name="credential_use_once"),
        ]

    def __str__(self) -> str:
        return f"{self.credential_id} by {self.execution_id or 'a test'}"
