"""Writing flows and their versions. `author` is the label of whoever acts."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from allma_site.common import json_guard, versioned_names, versioned_services
from allma_site.common.clock import now
from allma_site.common.db import write
from allma_site.common.problems import FieldError, Invalid, TooLarge
from flows import checking, selectors
from flows.announcing import PUBLISHED, SAVED, UNPUBLISHED, announce
from flows.models import Flow, FlowVersion
from workspaces import audit
from workspaces.actors import Actor
from workspaces.models import Workspace

EMPTY_DEFINITION: Mapping[str, Any] = {
    "schemaVersion": "1",
    "startStepInstanceId": "start",
    "steps": {"start": {"stepInstanceId": "start", "stepType": "NO_OP", "displayName": "Start"}},
}


def create_flow(
    *,
    workspace: Workspace,
    author: str,
    name: str,
    description: str = "",
    tags: Iterable[str] = (),
    definition: dict[str, Any] | None = None,
    change_note: str = "",
) -> Flow:
    """A flow with draft version 1, which does nothing when no definition is given. Raises Invalid, TooLarge."""
    content = dict(EMPTY_DEFINITION) if definition is None else definition
    refuse_oversize(content)
    flow = Flow(workspace=workspace, name=name, description=description, tags=list(tags))
    versioned_services.create(
        entity=flow, versions=FlowVersion, content=content, author=author, change_note=change_note
    )
    return flow


def clone_flow(*, flow: Flow, author: str, name: str = "", version: int | None = None) -> Flow:
    """A new flow with draft version 1 from a version of this one (the latest if None). Raises NotFound."""
    source = versioned_services.find(flow, FlowVersion, version or flow.latest_version)
    return create_flow(
        workspace=flow.workspace,
        author=author,
        name=(name or f"Copy of {flow.name}")[:200],
        description=flow.description,
        tags=flow.tags,
        definition=selectors.definition_of(source),
        change_note=f"From {flow.name}, version {source.number}.",
    )


def update_flow(*, flow: Flow, actor: Actor, changes: Mapping[str, Any], archived: bool | None = None) -> Flow:
    """Change the names, put away or bring back. The flow as stored."""
    with write():
        was_archived = flow.archived_at is not None
        stored = versioned_names.rename(entity=flow, changes=changes, archived=archived)
        if archived is not None and archived is not was_archived:
            action = "flow.archive" if archived else "flow.restore"
            _record(stored, actor, action, {"name": stored.name})
        return stored


def save_draft(
    *,
    flow: Flow,
    number: int,
    definition: dict[str, Any],
    revision: int,
    author: str,
    change_note: str | None = None,
    client_id: str = "",
) -> FlowVersion:
    """Save any JSON object inside the limits as the draft; who looks at the flow hears of it.

    `client_id` is what the tab that saves calls itself. Raises Invalid, TooLarge, Conflict, PreconditionFailed.
    """
    refuse_oversize(definition)
    draft = versioned_services.save_draft(
        entity=flow,
        versions=FlowVersion,
        number=number,
        content=definition,
        revision=revision,
        author=author,
        change_note=change_note,
    )
    announce(SAVED, draft, author=author, at=draft.updated_at, client_id=client_id)
    return draft


def new_draft(*, flow: Flow, author: str, source: int | None = None) -> FlowVersion:
    """A draft with the content of a version, the latest if None. Raises NotFound, Conflict."""
    return versioned_services.new_draft(entity=flow, versions=FlowVersion, author=author, source=source)


def delete_draft(*, flow: Flow, number: int, revision: int | None = None) -> None:
    """Raises NotFound, Conflict, PreconditionFailed."""
    versioned_services.delete_draft(entity=flow, versions=FlowVersion, number=number, revision=revision)


def publish(
    *,
    flow: Flow,
    number: int,
    actor: Actor,
    note: str | None = None,
    revision: int | None = None,
    client_id: str = "",
) -> FlowVersion:
    """Check, freeze the step presets, and make the version the live one. A superseded version keeps its presets.

    The check runs before the transaction, on the revision that is then published. Raises Unprocessable with problems,
    NotFound, Conflict, PreconditionFailed.
    """
    version = versioned_services.find_for_publishing(flow, FlowVersion, number, revision)
    checked = check_version(flow, version, publishing=True)
    definition = checking.require_runnable(checked, "published")
    resolved = json_guard.dumps(definition) if version.is_draft and _has_presets(version, definition) else None

    def freeze_presets(held: FlowVersion) -> None:
        held.resolved = held.resolved if resolved is None else resolved
        _record(flow, actor, "flow.publish", {"name": flow.name, "version": number})

    published = versioned_services.publish(
        entity=flow,
        versions=FlowVersion,
        number=number,
        author=actor.label,
        note=note,
        revision=version.revision,
        before=freeze_presets,
    )
    announce(PUBLISHED, published, author=actor.label, at=published.published_at or now(), client_id=client_id)
    return published


def unpublish(*, flow: Flow, number: int, actor: Actor, client_id: str = "") -> FlowVersion:
    """Take the live version back. Raises NotFound, Conflict."""
    with write():
        version = versioned_services.unpublish(entity=flow, versions=FlowVersion, number=number)
        _record(flow, actor, "flow.unpublish", {"name": flow.name, "version": number})
        announce(UNPUBLISHED, version, author=actor.label, at=now(), client_id=client_id)
        return version


def check_version(flow: Flow, version: FlowVersion, *, publishing: bool = False) -> checking.Checked:
    """What is wrong with a version: a draft with the presets of today, another with those it was published with."""
    return check_definition(flow.workspace_id, selectors.runnable_of(version), flow_id=flow.pk, publishing=publishing)


def check_definition(
    workspace_id: uuid.UUID,
    definition: dict[str, Any],
    *,
    flow_id: uuid.UUID | None = None,
    publishing: bool = False,
) -> checking.Checked:
    """What is wrong with a definition in a workspace. Never raises for a definition."""
    return checking.check(workspace_id=workspace_id, definition=definition, flow_id=flow_id, publishing=publishing)


def refuse_oversize(definition: Mapping[str, Any], path: str = "/definition") -> None:
    """Raises TooLarge above the bytes and Invalid above the steps a definition may have."""
    found = checking.oversize(definition)
    if found is None:
        return
    if found.steps:
        message = f"has {found.found} steps; at most {found.limit} are kept. Move parts into sub-flows."
        raise Invalid.field(f"{path}/steps", message, code="too_many_steps")
    message = f"has {found.found} bytes; at most {found.limit} are kept. Move large constants out of it, or split it."
    raise TooLarge(f"{path} {message}", code="definition_too_large", errors=[FieldError(path, message)])


def _record(flow: Flow, actor: Actor, action: str, details: Mapping[str, Any]) -> None:
    audit.record(workspace=flow.workspace_id, actor=actor, action=action, target=str(flow.pk), details=details)


def _has_presets(version: FlowVersion, definition: dict[str, Any]) -> bool:
    return definition != selectors.definition_of(version)
