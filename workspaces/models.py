"""Workspaces, who belongs to them, their keys, and the record of what was done in them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from allma_site.common.clock import now
from allma_site.common.ids import new_id
from allma_site.common.tenancy import WorkspaceManager
from workspaces.roles import Role

__all__ = ["ApiKey", "AuditHead", "AuditRecord", "FailedLogin", "Membership", "Role", "Workspace"]


class Workspace(models.Model):
    """A tenant. `limits` overrides settings of the same name, for example `max_running`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.SlugField(max_length=63, unique=True)
    name = models.CharField(max_length=200)
    limits: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=now, editable=False)

    def __str__(self) -> str:
        return self.slug


class Membership(models.Model):
    """A user's role in a workspace. The oldest membership names the user's default workspace."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices)
    created_at = models.DateTimeField(default=now, editable=False)

    objects = WorkspaceManager["Membership"]()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "user"], name="membership_once"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="membership_role"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.user_id} in {self.workspace_id}"


class ApiKey(models.Model):
    """A program's way in: only the hash of the secret is kept; `prefix` is its readable start."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=10, choices=Role.choices)
    prefix = models.CharField(max_length=12)
    key_hash = models.CharField(max_length=64, unique=True)
    created_by = models.CharField(max_length=200, blank=True, default="")
    created_at = models.DateTimeField(default=now, editable=False)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = WorkspaceManager["ApiKey"]()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="api_key_role"),
        ]
        indexes: ClassVar = [models.Index(fields=["workspace", "-created_at", "-id"], name="api_key_recent")]

    def __str__(self) -> str:
        return f"{self.prefix}… {self.name}"

    def is_live(self, at: datetime) -> bool:
        """Whether the key opens anything at that moment."""
        return self.revoked_at is None and (self.expires_at is None or at < self.expires_at)


class AuditHead(models.Model):
    """The end of a workspace's audit chain. Who appends locks this row first."""

    workspace = models.OneToOneField(Workspace, on_delete=models.CASCADE, primary_key=True, related_name="+")
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.workspace_id} at {self.seq}"


class AuditRecord(models.Model):
    """One thing that was done. `hash` covers the record and the hash of the one before it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=200)
    action = models.CharField(max_length=80)
    target = models.CharField(max_length=200, blank=True, default="")
    details = models.TextField(default="{}")
    previous_hash = models.CharField(max_length=64, blank=True, default="")
    hash = models.CharField(max_length=64)

    objects = WorkspaceManager["AuditRecord"]()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["workspace", "seq"], name="audit_seq")]

    def __str__(self) -> str:
        return f"{self.seq} {self.action} {self.target}"


class FailedLogin(models.Model):
    """Failed logins of one address, or of one user from one address, since a moment."""

    key = models.CharField(max_length=300, primary_key=True)
    count = models.PositiveIntegerField(default=1)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.count} failed logins of {self.key}"
