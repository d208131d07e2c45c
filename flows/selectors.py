"""Reading flows, their versions, and step presets."""

from __future__ import annotations

import json
import uuid
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import F, Q, QuerySet

from allma_site.common import versioned_selectors
from allma_site.common.problems import NotFound
from allma_site.common.versioned import VersionStatus
from allma_site.common.versioned_selectors import Release, as_ids
from flows.models import Flow, FlowVersion, StepDefinition, StepDefinitionVersion
from flows.presets import PresetRef


def flows(workspace_id: uuid.UUID) -> QuerySet[Flow]:
    """Every flow of a workspace, archived ones too."""
    return Flow.objects.in_workspace(workspace_id)


def tags(workspace_id: uuid.UUID) -> list[tuple[str, int]]:
    """The tags of the flows that are not archived, and how many flows have each, by name."""
    rows = flows(workspace_id).filter(archived_at__isnull=True).exclude(tags=[])
    counted = Counter(tag for found in rows.values_list("tags", flat=True) for tag in found)
    return sorted(counted.items())


def require_flow(workspace_id: uuid.UUID, flow_id: uuid.UUID) -> Flow:
    """The flow; NotFound when the workspace has none of this id."""
    return versioned_selectors.require_entity(flows(workspace_id), flow_id)


def require_version(workspace_id: uuid.UUID, flow_id: uuid.UUID, number: int) -> FlowVersion:
    """One version; NotFound when there is no such flow or number."""
    flow = require_flow(workspace_id, flow_id)
    return versioned_selectors.require_version(flow, FlowVersion.objects.all(), number)


def definition_of(version: FlowVersion) -> dict[str, Any]:
    """The definition as it was saved, in the order of its keys."""
    definition: dict[str, Any] = json.loads(version.content)
    return definition


def runnable_of(version: FlowVersion) -> dict[str, Any]:
    """The definition as it runs: with the step presets it was published with."""
    definition: dict[str, Any] = json.loads(version.resolved or version.content)
    return definition


def published_numbers(workspace_id: uuid.UUID, flow_ids: Iterable[str]) -> dict[str, int]:
    """The published number of each flow that has one, by the id as it was given."""
    return versioned_selectors.published_numbers(flows(workspace_id), flow_ids)


def releases(workspace_id: uuid.UUID, flow_ids: Iterable[str]) -> dict[str, Release]:
    """The versions a run may name, for each flow there is."""
    return versioned_selectors.releases(flows(workspace_id), flow_ids)


def published_versions(workspace_id: uuid.UUID, flow_ids: Iterable[str]) -> QuerySet[FlowVersion]:
    """The published version of each of these flows that has one and is not archived."""
    rows = FlowVersion.objects.filter(entity__workspace_id=workspace_id, entity__archived_at__isnull=True)
    return rows.filter(status=VersionStatus.PUBLISHED, entity_id__in=as_ids(flow_ids))


def step_definitions(workspace_id: uuid.UUID) -> QuerySet[StepDefinition]:
    """Every step preset of a workspace, archived ones too."""
    return StepDefinition.objects.in_workspace(workspace_id)


def require_step_definition(workspace_id: uuid.UUID, preset_id: uuid.UUID) -> StepDefinition:
    """The preset; NotFound when the workspace has none of this id."""
    found = step_definitions(workspace_id).filter(pk=preset_id).first()
    if found is None:
        raise NotFound(f"There is no step definition {preset_id}.")
    return found


def require_preset_version(preset: StepDefinition, number: int) -> StepDefinitionVersion:
    """One version of a preset; NotFound when there is no such number."""
    found = preset.versions.filter(number=number).first()
    if found is None:
        raise NotFound(f"The step definition has no version {number}. The latest is {preset.latest_version}.")
    return found


def presets(workspace_id: uuid.UUID, refs: Iterable[PresetRef]) -> dict[PresetRef, dict[str, Any]]:
    """The content of each preset that there is; archived ones too, so that what uses them goes on working."""
    wanted = set(refs)
    ids = as_ids(ref.id for ref in wanted)
    rows = StepDefinitionVersion.objects.filter(entity__workspace_id=workspace_id, entity_id__in=ids)
    by_name: dict[PresetRef, dict[str, Any]] = {}
    fixed = {ref.version for ref in wanted if ref.version is not None}
    rows = rows.filter(Q(number=F("entity__latest_version")) | Q(number__in=fixed)).select_related("entity")
    for row in rows if ids else ():
        content = json.loads(row.content)
        for text in ids[row.entity_id]:
            by_name[PresetRef(text, row.number)] = content
            if row.number == row.entity.latest_version:
                by_name[PresetRef(text)] = content
    return {ref: by_name[ref] for ref in wanted if ref in by_name}


def step_of(version: StepDefinitionVersion) -> dict[str, Any]:
    """The fields of a step that a preset fills in."""
    step: dict[str, Any] = json.loads(version.content)
    return step
