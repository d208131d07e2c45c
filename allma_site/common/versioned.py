"""Draft and Published, one implementation: abstract models for things that have numbered versions.

A subclass pair looks like this:

    class Flow(VersionedEntity):
        class Meta(VersionedEntity.Meta): ...

    class FlowVersion(EntityVersion):
        entity = models.ForeignKey(Flow, on_delete=models.CASCADE, related_name="versions")
        class Meta(EntityVersion.Meta): ...
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from allma_site.common.clock import now
from allma_site.common.ids import new_id
from allma_site.common.tenancy import WorkspaceManager


class VersionStatus(models.TextChoices):
    """A version is a draft until it is published; publishing another one supersedes it."""

    DRAFT = "draft"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"


class VersionedEntity(models.Model):
    """What has versions: its names and which number is the newest and which is live.

    People and programs are named by their label (`admin`, `key ci`), which outlives them. `last_number` is the highest
    number ever given: the number of a deleted draft is not given again.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey("workspaces.Workspace", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True, default="")
    tags: models.JSONField[list[str], list[str]] = models.JSONField(default=list, blank=True)
    latest_version = models.PositiveIntegerField(default=1)
    published_version = models.PositiveIntegerField(null=True, blank=True)
    last_number = models.PositiveIntegerField(default=1)
    owner = models.CharField(max_length=200, blank=True, default="")
    created_at = models.DateTimeField(default=now, editable=False)
    updated_at = models.DateTimeField(default=now, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[WorkspaceManager[Any]] = WorkspaceManager()

    class Meta:
        abstract = True
        indexes: ClassVar = [
            models.Index(fields=["workspace", "-updated_at", "-id"], name="%(class)s_recent"),
        ]

    def __str__(self) -> str:
        return self.name


class EntityVersion(models.Model):
    """One numbered version. `content` is JSON text as it was sent, so that the order of keys is kept.

    `revision` counts the saves of a draft and is what `If-Match` names. `content_hash` is the SHA-256 of the canonical
    JSON, so equal contents have equal hashes whatever the order of their keys.
    """

    entity: models.ForeignKey[Any, Any]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=VersionStatus.choices, default=VersionStatus.DRAFT)
    content = models.TextField()
    revision = models.PositiveIntegerField(default=1)
    change_note = models.TextField(blank=True, default="")
    content_hash = models.CharField(max_length=64)
    created_by = models.CharField(max_length=200, blank=True, default="")
    created_at = models.DateTimeField(default=now, editable=False)
    updated_by = models.CharField(max_length=200, blank=True, default="")
    updated_at = models.DateTimeField(default=now)
    published_by = models.CharField(max_length=200, blank=True, default="")
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entity", "number"], name="%(class)s_number"),
            models.UniqueConstraint(
                fields=["entity"], condition=Q(status=VersionStatus.PUBLISHED), name="%(class)s_one_published"
            ),
            models.CheckConstraint(condition=Q(revision__gte=1), name="%(class)s_revision"),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"

    @property
    def is_draft(self) -> bool:
        """Whether the content may still change."""
        return self.status == VersionStatus.DRAFT
