"""Which flows start a flow: who notices when another version of it is published."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from allma_site.common.versioned import VersionStatus
from allma_site.common.versioned_selectors import as_ids
from flows import presets, selectors
from flows.links import LinkKind, links
from flows.models import FlowVersion, StepDefinitionVersion
from flows.steps.registry import CATALOG

IN_USE = (VersionStatus.DRAFT, VersionStatus.PUBLISHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """A version that starts the flow. `pinned_version` None: the one that is published when the caller's run starts.

    `steps` are the steps that do, in the order of the definition; `on_completion` tells of an action at its end.
    A version that names several versions of the flow is a caller for each of them.
    """

    flow_id: uuid.UUID
    name: str
    version: int
    status: VersionStatus
    pinned_version: int | None
    steps: tuple[str, ...]
    on_completion: bool


def callers(*, workspace_id: uuid.UUID, flow_id: uuid.UUID) -> list[Caller]:
    """The drafts and published versions of other flows that name this one, by name and number; archived ones are not.

    A draft is read with the step presets of today, a published version with those it was published with. A reference
    that is a template is only known when it runs, and is not found.
    """
    found = [caller for version in _candidates(workspace_id, flow_id) for caller in _of(version, workspace_id, flow_id)]
    return sorted(found, key=lambda one: (one.name.lower(), one.flow_id, one.version, one.pinned_version or 0))


def _candidates(workspace_id: uuid.UUID, flow_id: uuid.UUID) -> QuerySet[FlowVersion]:
    """The versions whose text, or a preset they may name, holds the id: few enough to be read."""
    by_preset = StepDefinitionVersion.objects.filter(_holds("content", [flow_id]), entity__workspace_id=workspace_id)
    named = [flow_id, *by_preset.values_list("entity_id", flat=True).distinct()]
    rows = FlowVersion.objects.filter(_holds("content", named) | _holds("resolved", [flow_id]), status__in=IN_USE)
    here = rows.filter(entity__workspace_id=workspace_id, entity__archived_at__isnull=True)
    return here.exclude(entity_id=flow_id).select_related("entity")


def _holds(field: str, ids: Iterable[uuid.UUID]) -> Q:
    """One of the ids stands there, written with hyphens or without."""
    written = (text for one in ids for text in (str(one), one.hex))
    return reduce(or_, (Q(**{f"{field}__icontains": text}) for text in written))


def _of(version: FlowVersion, workspace_id: uuid.UUID, flow_id: uuid.UUID) -> Iterator[Caller]:
    found = links(_as_it_runs(version, workspace_id), CATALOG)
    steps: dict[int | None, list[str]] = {}
    at_the_end = False
    for link in found:
        if link.kind is LinkKind.FLOW and flow_id in as_ids([link.id]):
            at_the_end = at_the_end or link.on_completion
            steps.setdefault(link.version, []).extend([] if link.on_completion else [str(link.path[1])])
    for pinned, step_ids in steps.items():
        yield Caller(
            flow_id=version.entity_id,
            name=version.entity.name,
            version=version.number,
            status=VersionStatus(version.status),
            pinned_version=pinned,
            steps=tuple(dict.fromkeys(step_ids)),
            on_completion=at_the_end and pinned is None,
        )


def _as_it_runs(version: FlowVersion, workspace_id: uuid.UUID) -> dict[str, Any]:
    """A draft with the presets of today laid under its steps."""
    if not version.is_draft:
        return selectors.runnable_of(version)
    definition = selectors.definition_of(version)
    return presets.resolve(definition, selectors.presets(workspace_id, presets.references(definition))).definition
