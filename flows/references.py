"""What the references of a definition mean in a workspace: which versions a run binds, what validation must know."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from allma_site.common.versioned_selectors import Release, as_ids
from connections.selectors import connection_ids
from flows import selectors
from flows.definition.references import References, Versions
from flows.links import Link, LinkKind, links
from flows.lru import Lru
from flows.models import FlowVersion
from flows.steps.registry import CATALOG
from prompts import selectors as prompt_selectors

Bindings = dict[str, dict[str, int]]
MAX_CALL_DEPTH = 10
"""Levels of sub-flows looked at for recursion: no run goes deeper."""

_calls: Lru[uuid.UUID, frozenset[str]] = Lru(4096)
"""The flows a published version starts, by the version's id: it never changes."""


@dataclass(frozen=True, slots=True)
class Floating:
    """The ids of a definition's literal references without a version: a run binds what is published at its start."""

    prompts: frozenset[str] = frozenset()
    flows: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.prompts or self.flows)


def known(workspace_id: uuid.UUID, definition: Mapping[str, Any], flow_id: uuid.UUID | None) -> References:
    """What validation must know of the workspace to judge a definition; `flow_id` is the flow it is to belong to."""
    found = links(definition, CATALOG)
    flows, prompts = _ids(found, LinkKind.FLOW), _ids(found, LinkKind.PROMPT)
    return References(
        flow_id=str(flow_id) if flow_id else None,
        flows=_versions(selectors.releases(workspace_id, flows)) if flows else {},
        prompts=_versions(prompt_selectors.releases(workspace_id, prompts)) if prompts else {},
        connections=connection_ids(workspace_id) if _ids(found, LinkKind.CONNECTION) else frozenset(),
        calls=call_graph(workspace_id, flows),
    )


def call_graph(workspace_id: uuid.UUID, flow_ids: frozenset[str]) -> dict[str, frozenset[str]]:
    """Which flows the published versions of these flows start, of those too, and so on."""
    graph: dict[str, frozenset[str]] = {}
    level = flow_ids
    for _ in range(MAX_CALL_DEPTH):
        if not level:
            break
        graph.update(_called_by(workspace_id, level))
        level = frozenset().union(*(graph.get(flow_id, frozenset()) for flow_id in level)) - graph.keys()
    return graph


def floating(definition: Mapping[str, Any]) -> Floating:
    """The references that a run must bind."""
    open_links = [link for link in links(definition, CATALOG) if link.floating]
    return Floating(_ids(open_links, LinkKind.PROMPT), _ids(open_links, LinkKind.FLOW))


def bindings(workspace_id: uuid.UUID, wanted: Floating) -> Bindings:
    """{"prompts": {id: version}, "flows": {id: version}}: the published numbers; an unpublished one is left out."""
    prompts = prompt_selectors.published_numbers(workspace_id, wanted.prompts) if wanted.prompts else {}
    flows = selectors.published_numbers(workspace_id, wanted.flows) if wanted.flows else {}
    return {"prompts": dict(sorted(prompts.items())), "flows": dict(sorted(flows.items()))}


def _called_by(workspace_id: uuid.UUID, flow_ids: frozenset[str]) -> dict[str, frozenset[str]]:
    called = dict.fromkeys(flow_ids, frozenset[str]())
    ids = as_ids(flow_ids)
    versions = selectors.published_versions(workspace_id, flow_ids)
    for pk, entity_id in versions.values_list("pk", "entity_id"):
        for text in ids[entity_id]:
            called[text] = _calls_of(pk)
    return called


def _calls_of(version_id: uuid.UUID) -> frozenset[str]:
    calls = _calls.get(version_id)
    if calls is None:
        definition = selectors.runnable_of(FlowVersion.objects.get(pk=version_id))
        # What an action starts at the end of a run is no deeper than the run itself.
        calls = _ids([link for link in links(definition, CATALOG) if not link.on_completion], LinkKind.FLOW)
        _calls.put(version_id, calls)
    return calls


def _versions(releases: Mapping[str, Release]) -> dict[str, Versions]:
    return {text: Versions(release.published, frozenset(release.kept)) for text, release in releases.items()}


def _ids(found: list[Link], kind: LinkKind) -> frozenset[str]:
    return frozenset(link.id for link in found if link.kind is kind)
