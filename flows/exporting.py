"""One JSON document of flows, prompts and step presets with all that they refer to.

    {"formatVersion": "2.0", "exportedAt": …,
     "flows":           [{"id", "name", "description", "tags", "version", "published", "definition"}],
     "prompts":         [{"id", …, "published", "content", "variables"?, "outputSchema"?}],
     "stepDefinitions": [{"id", "name", "description", "tags", "version", "step"}],
     "connections":     [{"id", "name", "kind"}]}

Of each the published version is taken, the latest when none is, and every version that something else names.
Connections are there by name only: secrets never leave.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from allma_site.common.clock import iso, now
from allma_site.common.problems import NotFound
from allma_site.common.versioned_selectors import as_ids
from connections.selectors import connections
from flows import selectors
from flows.links import Link, LinkKind, links
from flows.models import Flow, FlowVersion, StepDefinition
from flows.steps.registry import CATALOG
from prompts import selectors as prompt_selectors
from prompts.models import PromptTemplate, PromptVersion

FORMAT_VERSION = "2.0"
Item = dict[str, Any]
Wanted = tuple[LinkKind, uuid.UUID, int | None]


def export(
    *,
    workspace_id: uuid.UUID,
    flow_ids: Iterable[uuid.UUID] = (),
    prompt_ids: Iterable[uuid.UUID] = (),
    step_definition_ids: Iterable[uuid.UUID] = (),
) -> dict[str, Any]:
    """The document for these, or for all that is not archived when none is named. Raises NotFound naming an id."""
    exporter = _Exporter(workspace_id)
    named: list[Wanted] = [
        *((LinkKind.FLOW, each, None) for each in flow_ids),
        *((LinkKind.PROMPT, each, None) for each in prompt_ids),
        *((LinkKind.PRESET, each, None) for each in step_definition_ids),
    ]
    exporter.require(named or exporter.everything())
    return exporter.document()


class _Exporter:
    """Walks from what is wanted to what that refers to; each version is taken once."""

    def __init__(self, workspace_id: uuid.UUID) -> None:
        self._workspace_id = workspace_id
        self._items: dict[tuple[LinkKind, str, int], Item] = {}
        self._connections: dict[str, Item] = {}

    def everything(self) -> list[Wanted]:
        """All that is not archived."""
        rows: list[tuple[LinkKind, QuerySet[Any]]] = [
            (LinkKind.FLOW, selectors.flows(self._workspace_id)),
            (LinkKind.PROMPT, prompt_selectors.prompts(self._workspace_id)),
            (LinkKind.PRESET, selectors.step_definitions(self._workspace_id)),
        ]
        return [
            (kind, pk, None)
            for kind, each in rows
            for pk in each.filter(archived_at__isnull=True).order_by("pk").values_list("pk", flat=True)
        ]

    def require(self, wanted: list[Wanted]) -> None:
        """Take these and all that they refer to. Raises NotFound."""
        todo = [self._take(*each) for each in wanted]
        while todo:
            todo.extend(found for link in todo.pop() if (found := self._follow(link)))

    def document(self) -> dict[str, Any]:
        """What was taken, in the order it was found."""
        return {
            "formatVersion": FORMAT_VERSION,
            "exportedAt": iso(now()),
            "flows": self._of(LinkKind.FLOW),
            "prompts": self._of(LinkKind.PROMPT),
            "stepDefinitions": self._of(LinkKind.PRESET),
            "connections": list(self._connections.values()),
        }

    def _of(self, kind: LinkKind) -> list[Item]:
        return [item for key, item in self._items.items() if key[0] is kind]

    def _follow(self, link: Link) -> list[Link]:
        """The links of what a link leads to; none when that is gone, which is for validation to say."""
        ids = list(as_ids([link.id]))
        if not ids:
            return []
        if link.kind is LinkKind.CONNECTION:
            self._take_connection(ids[0])
            return []
        try:
            return self._take(link.kind, ids[0], link.version)
        except NotFound:
            return []

    def _take(self, kind: LinkKind, pk: uuid.UUID, version: int | None) -> list[Link]:
        if kind is LinkKind.FLOW:
            return self._take_flow(pk, version)
        if kind is LinkKind.PROMPT:
            return self._take_prompt(pk, version)
        return self._take_preset(pk, version)

    def _take_flow(self, pk: uuid.UUID, version: int | None) -> list[Link]:
        flow = selectors.require_flow(self._workspace_id, pk)
        number = version or flow.published_version or flow.latest_version
        if (LinkKind.FLOW, str(pk), number) in self._items:
            return []
        row = selectors.require_version(self._workspace_id, pk, number)
        definition = selectors.definition_of(row)
        self._items[LinkKind.FLOW, str(pk), number] = {**_names(flow, row), "definition": definition}
        return links(definition, CATALOG)

    def _take_prompt(self, pk: uuid.UUID, version: int | None) -> list[Link]:
        prompt = prompt_selectors.require_prompt(self._workspace_id, pk)
        row = prompt_selectors.require_version(
            self._workspace_id, pk, version or prompt.published_version or prompt.latest_version
        )
        content = prompt_selectors.content_of(row).document()
        self._items.setdefault((LinkKind.PROMPT, str(pk), row.number), {**_names(prompt, row), **content})
        return []

    def _take_preset(self, pk: uuid.UUID, version: int | None) -> list[Link]:
        preset = selectors.require_step_definition(self._workspace_id, pk)
        number = version or preset.latest_version
        if (LinkKind.PRESET, str(pk), number) in self._items:
            return []
        step = selectors.step_of(selectors.require_preset_version(preset, number))
        self._items[LinkKind.PRESET, str(pk), number] = {**_common(preset), "version": number, "step": step}
        return links({"steps": {"preset": step}}, CATALOG)

    def _take_connection(self, pk: uuid.UUID) -> None:
        row = connections(self._workspace_id).filter(pk=pk).first()
        if row is not None:
            self._connections[str(pk)] = {"id": str(pk), "name": row.name, "kind": row.kind}


def _common(entity: Flow | PromptTemplate | StepDefinition) -> Item:
    return {"id": str(entity.pk), "name": entity.name, "description": entity.description, "tags": entity.tags}


def _names(entity: Flow | PromptTemplate, version: FlowVersion | PromptVersion) -> Item:
    return {**_common(entity), "version": version.number, "published": version.number == entity.published_version}
