"""Writing step presets: each change of the content is a version that stays."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from allma_site.common import json_guard
from allma_site.common.clock import now
from allma_site.common.db import write
from allma_site.common.problems import Invalid, PreconditionFailed
from flows.models import StepDefinition, StepDefinitionVersion
from flows.presets import OWN_TO_THE_INSTANCE
from flows.services import refuse_oversize
from flows.steps.registry import STEP_TYPES
from workspaces.models import Workspace


def create(
    *,
    workspace: Workspace,
    author: str,
    name: str,
    step: dict[str, Any],
    description: str = "",
    tags: Iterable[str] = (),
) -> tuple[StepDefinition, StepDefinitionVersion]:
    """A preset with version 1. Raises Invalid when `step` is no part of a step."""
    refuse_no_step(step)
    preset = StepDefinition(workspace=workspace, name=name, description=description, tags=list(tags), owner=author)
    with write():
        preset.save(force_insert=True)
        return preset, _add_version(preset, step, author)


def replace(
    *,
    preset: StepDefinition,
    author: str,
    name: str,
    step: dict[str, Any],
    description: str = "",
    tags: Iterable[str] = (),
    revision: int | None = None,
) -> tuple[StepDefinition, StepDefinitionVersion]:
    """Set names and content; a content that differs is the next version.

    `revision` is the latest version the author has read. Raises Invalid, PreconditionFailed.
    """
    refuse_no_step(step)
    with write():
        held = StepDefinition.objects.select_for_update(no_key=True).get(pk=preset.pk)
        latest = held.versions.get(number=held.latest_version)
        if revision not in (None, latest.number):
            message = f"{latest.created_by or 'Somebody'} saved version {latest.number}; you have {revision}."
            raise PreconditionFailed(f"{message} Read it again.", author=latest.created_by, revision=latest.number)
        held.name, held.description, held.tags, held.updated_at = name, description, list(tags), now()
        if latest.content != json_guard.dumps(step):
            held.latest_version += 1
            latest = _add_version(held, step, author)
        held.save()
        return held, latest


def archive(preset: StepDefinition) -> None:
    """Put a preset away: it leaves the list, what uses it goes on working. Archiving twice changes nothing."""
    StepDefinition.objects.filter(pk=preset.pk, archived_at__isnull=True).update(archived_at=now())


def refuse_no_step(step: dict[str, Any], path: str = "/step") -> None:
    """Raises Invalid, TooLarge for what no instance could inherit from."""
    refuse_oversize(step, path)
    if step.get("stepType") not in [kind for kind, _ in STEP_TYPES]:
        raise Invalid.field(f"{path}/stepType", "must be a step type of the palette.", code="unknown_step_type")
    own = sorted(OWN_TO_THE_INSTANCE & step.keys())
    if own:
        raise Invalid.field(f"{path}/{own[0]}", "belongs to an instance and cannot be preset. Remove it.")


def _add_version(preset: StepDefinition, step: dict[str, Any], author: str) -> StepDefinitionVersion:
    return StepDefinitionVersion.objects.create(
        entity=preset,
        number=preset.latest_version,
        content=json_guard.dumps(step),
        content_hash=json_guard.digest(step),
        created_by=author,
    )
