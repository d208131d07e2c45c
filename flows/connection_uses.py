"""Which flows and step presets name a connection, for the page of the connection."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from django.db.models import Q

from allma_site.common.versioned import VersionStatus
from connections.usage import Use
from flows.models import FlowVersion, StepDefinitionVersion

IN_USE = (VersionStatus.DRAFT, VersionStatus.PUBLISHED)


def uses(workspace_id: uuid.UUID, connection_id: uuid.UUID) -> Iterator[Use]:
    """Flows whose drafts or published version hold the connection's id, and presets that do. Archived ones are not."""
    text = str(connection_id)
    flows = FlowVersion.objects.filter(Q(content__contains=text) | Q(resolved__contains=text), status__in=IN_USE)
    presets = StepDefinitionVersion.objects.filter(content__contains=text)
    for kind, rows in (("flow", flows), ("stepDefinition", presets)):
        here = rows.filter(entity__workspace_id=workspace_id, entity__archived_at__isnull=True)
        for pk, name in here.values_list("entity_id", "entity__name").distinct():
            yield Use(kind, str(pk), name)
