"""Prompt templates and their versions."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from allma_site.common.tenancy import WorkspaceManager
from allma_site.common.versioned import EntityVersion, VersionedEntity


class PromptTemplate(VersionedEntity):
    """A prompt that language model steps name by its id."""

    objects: ClassVar[WorkspaceManager[PromptTemplate]] = WorkspaceManager()


class PromptVersion(EntityVersion):
    """One version; `content` is the document of `prompts.content.PromptContent`."""

    entity = models.ForeignKey(PromptTemplate, on_delete=models.CASCADE, related_name="versions")
