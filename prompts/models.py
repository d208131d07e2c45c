"""Prompt templates and their versions."""

from __future__ import annotations

from django.db import models

from allma_site.common.versioned import EntityVersion, VersionedEntity


class PromptTemplate(VersionedEntity):
    """A prompt that language model steps name by its id."""


class PromptVersion(EntityVersion):
    """One version; `content` is the document of `prompts.content.PromptContent`."""

    entity = models.ForeignKey(PromptTemplate, on_delete=models.CASCADE, related_name="versions")
