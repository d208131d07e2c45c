"""Making a flow of a template."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from allma_site.common.db import write
from allma_site.common.problems import Invalid
from connections.models import Connection
from flows import services
from flows.gallery import Template
from flows.models import Flow
from workspaces.actors import Actor
from workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class Made:
    """The new flow, and the flows that it starts."""

    flow: Flow
    companions: list[Flow]


def use(
    *,
    template: Template,
    workspace: Workspace,
    actor: Actor,
    name: str = "",
    connections: Mapping[str, uuid.UUID] | None = None,
    publish_companions: bool = False,
) -> Made:
    """A new flow with the template as draft version 1, all or nothing.

    `connections` names a connection for keys of the template's `needs`. Companions are drafts, too, unless they are
    to be published: a flow starts only published ones. Raises Invalid.
    """
    definition = _connected(template, workspace, connections or {})
    with write():
        companions = {
            one.key: services.create_flow(
                workspace=workspace,
                author=actor.label,
                name=one.name,
                description=one.description,
                tags=template.tags,
                definition=one.definition,
            )
            for one in template.companions
        }
        for made in companions.values() if publish_companions else ():
            services.publish(flow=made, number=1, actor=actor)
        flow = services.create_flow(
            workspace=workspace,
            author=actor.label,
            name=name or template.name,
            description=template.description,
            tags=template.tags,
            definition=_named(definition, {f"{{companion:{key}}}": str(made.pk) for key, made in companions.items()}),
            change_note=f"From the template “{template.name}”.",
        )
    return Made(flow, list(companions.values()))


def _connected(template: Template, workspace: Workspace, given: Mapping[str, uuid.UUID]) -> dict[str, Any]:
    """The definition with these connections in the steps that need them."""
    needs = {need.key: need for need in template.needs}
    steps = {key: dict(step) for key, step in template.definition["steps"].items()}
    for key, connection_id in given.items():
        need = needs.get(key)
        if need is None:
            known = ", ".join(sorted(needs)) or "none"
            raise Invalid.field(f"/connections/{key}", f"is nothing that this template needs. It needs: {known}.")
        found = Connection.objects.in_workspace(workspace).filter(pk=connection_id, kind=need.kind).exists()
        if not found:
            raise Invalid.field(f"/connections/{key}", f"must be the id of a connection of kind {need.kind}.")
        for step_id in need.step_instance_ids:
            steps[step_id]["connectionId"] = str(connection_id)
    return {**template.definition, "steps": steps}


def _named(value: Any, names: Mapping[str, str]) -> Any:
    """The same JSON with each text that is a name replaced by what it stands for."""
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, dict):
        return {key: _named(child, names) for key, child in value.items()}
    return [_named(child, names) for child in value] if isinstance(value, list) else value
