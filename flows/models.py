"""Flows and their versions, step presets, and the frozen definitions that runs hold on to."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from allma_site.common.clock import now
from allma_site.common.ids import new_id
from allma_site.common.tenancy import WorkspaceManager
from allma_site.common.versioned import EntityVersion, VersionedEntity


class Flow(VersionedEntity):
    """A flow has names and versions and no behaviour of its own."""


class FlowVersion(EntityVersion):
    """One version; `content` is its definition. `resolved` is the definition with its step presets laid under.

    `resolved` is written at publish and empty when no step names a preset.
    """

    entity = models.ForeignKey(Flow, on_delete=models.CASCADE, related_name="versions")
    resolved = models.TextField(blank=True, default="")


class StepDefinition(models.Model):
    """A reusable step preset. Each change of its content is a version; a step that names none gets the latest."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey("workspaces.Workspace", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True, default="")
    tags: models.JSONField[list[str], list[str]] = models.JSONField(default=list, blank=True)
    latest_version = models.PositiveIntegerField(default=1)
    owner = models.CharField(max_length=200, blank=True, default="")
    created_at = models.DateTimeField(default=now, editable=False)
    updated_at = models.DateTimeField(default=now)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = WorkspaceManager["StepDefinition"]()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["workspace", "-updated_at", "-id"], name="stepdefinition_recent")]

    def __str__(self) -> str:
        return self.name


class StepDefinitionVersion(models.Model):
    """One version of a preset, never changed. `content` is JSON text: the fields of a step it fills in."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    entity = models.ForeignKey(StepDefinition, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.TextField()
    content_hash = models.CharField(max_length=64)
    created_by = models.CharField(max_length=200, blank=True, default="")
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entity", "number"], name="stepdefinitionversion_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="stepdefinitionversion_positive"),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"


class FrozenDefinition(models.Model):
    """What runs execute, kept once per workspace under the SHA-256 of its text and bindings. Rows never change.

    `text` is the definition as JSON text, key order kept. `bindings` is JSON text:
    {"prompts": {id: version}, "flows": {id: version}} for the references without a fixed version.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey("workspaces.Workspace", on_delete=models.CASCADE, related_name="+")
    content_hash = models.CharField(max_length=64)
    text = models.TextField()
    bindings = models.TextField()
    created_at = models.DateTimeField(default=now, editable=False)

    objects = WorkspaceManager["FrozenDefinition"]()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "content_hash"], name="frozendefinition_once"),
        ]

    def __str__(self) -> str:
        return self.content_hash
