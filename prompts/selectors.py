"""Reading prompts."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable

from django.db.models import QuerySet

from allma_site.common import versioned_selectors
from allma_site.common.versioned_selectors import KEPT, Release, as_ids
from prompts.content import PromptContent
from prompts.models import PromptTemplate, PromptVersion


def prompts(workspace_id: uuid.UUID) -> QuerySet[PromptTemplate]:
    """Every prompt of a workspace, archived ones too."""
    return PromptTemplate.objects.in_workspace(workspace_id)


def require_prompt(workspace_id: uuid.UUID, prompt_id: uuid.UUID) -> PromptTemplate:
    """The prompt; NotFound when the workspace has none of this id."""
    return versioned_selectors.require_entity(prompts(workspace_id), prompt_id)


def require_version(workspace_id: uuid.UUID, prompt_id: uuid.UUID, number: int) -> PromptVersion:
    """One version; NotFound when there is no such prompt or number."""
    prompt = require_prompt(workspace_id, prompt_id)
    return versioned_selectors.require_version(prompt, PromptVersion.objects.all(), number)


def content_of(version: PromptVersion) -> PromptContent:
    """What a version says."""
    return PromptContent.read(json.loads(version.content))


def published_numbers(workspace_id: uuid.UUID, prompt_ids: Iterable[str]) -> dict[str, int]:
    """The published number of each prompt that has one, by the id as it was given."""
    return versioned_selectors.published_numbers(prompts(workspace_id), prompt_ids)


def releases(workspace_id: uuid.UUID, prompt_ids: Iterable[str]) -> dict[str, Release]:
    """The versions a run may name, for each prompt there is."""
    return versioned_selectors.releases(prompts(workspace_id), prompt_ids)


def kept_content(workspace_id: uuid.UUID, prompt_id: str, number: int) -> PromptContent | None:
    """What a version that never changes says; None when there is none, or it is a draft."""
    found = _versions(workspace_id, prompt_id).filter(number=number, status__in=KEPT).first()
    return content_of(found) if found else None


def exists(workspace_id: uuid.UUID, prompt_id: str, number: int | None = None) -> bool:
    """Whether there is such a prompt, or such a version of it in any state."""
    rows = _versions(workspace_id, prompt_id)
    return rows.exists() if number is None else rows.filter(number=number).exists()


def _versions(workspace_id: uuid.UUID, prompt_id: str) -> QuerySet[PromptVersion]:
    return PromptVersion.objects.filter(entity__workspace_id=workspace_id, entity_id__in=as_ids([prompt_id]))
