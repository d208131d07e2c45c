"""Brings an exported document into a workspace: new ids, references turned to them, all or nothing.

Nothing that is there is changed. Everything arrives as drafts (step presets as versions), for people to look at and
publish. Version numbers begin at 1 again and fixed references follow.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allma_site.common import json_guard, versioned_services
from allma_site.common.db import write
from allma_site.common.problems import FieldError, Invalid
from flows import import_documents, preset_services
from flows.import_plan import Planned, Report, plan
from flows.import_problems import problems
from flows.links import LinkKind
from flows.models import Flow, FlowVersion, StepDefinition, StepDefinitionVersion
from flows.services import refuse_oversize
from prompts.models import PromptTemplate, PromptVersion
from workspaces import audit
from workspaces.actors import Actor
from workspaces.models import Workspace

NOTE = "Imported."


def import_document(
    *, workspace: Workspace, actor: Actor, document: Mapping[str, Any], dry_run: bool = False
) -> Report:
    """Everything of the document, or nothing. Raises Invalid naming every part that cannot be read, TooLarge."""
    _refuse_oversize(document)
    read = import_documents.read(document)
    if read.faults:
        errors = [FieldError(fault.path, fault.message) for fault in read.faults]
        raise Invalid(f"{errors[0].path or 'The document'} {errors[0].message}", errors=errors)
    report = Report()
    planned = plan(workspace, read.items, report)
    _refuse_unusable(planned)
    report.problems.extend(problems(workspace, read, planned))
    report.created.extend(_created(each, dry_run=dry_run) for each in planned)
    if not dry_run:
        _store(workspace, actor, planned)
    return report


def _refuse_oversize(document: Mapping[str, Any]) -> None:
    """Raises Invalid, TooLarge for what is too large to be read into today's form."""
    for section in import_documents.SECTION_NAMES:
        items = document.get(section)
        for index, raw in enumerate(items[: import_documents.MAX_ITEMS] if isinstance(items, list) else ()):
            if isinstance(raw, dict):
                refuse_oversize(raw, f"/{section}/{index}")
                definition = raw.get("definition")
                refuse_oversize(definition if isinstance(definition, dict) else {}, f"/{section}/{index}/definition")


def _refuse_unusable(planned: list[Planned]) -> None:
    """Raises Invalid for a preset that is no part of a step."""
    for each in planned:
        for content in each.contents if each.kind is LinkKind.PRESET else ():
            preset_services.refuse_no_step(content, f"{each.item.path}/step")


def _created(planned: Planned, *, dry_run: bool) -> dict[str, Any]:
    return {
        "kind": planned.kind.value,
        "sourceId": planned.source_id,
        "id": None if dry_run else str(planned.id),
        "name": planned.name,
    }


def _store(workspace: Workspace, actor: Actor, planned: list[Planned]) -> None:
    with write():
        for each in planned:
            if each.kind is LinkKind.PRESET:
                _store_preset(workspace, actor.label, each)
            else:
                _store_versioned(workspace, actor.label, each)
        counts = {kind.value: sum(each.kind is kind for each in planned) for kind in LinkKind}
        details = {kind: count for kind, count in counts.items() if count}
        audit.record(workspace=workspace, actor=actor, action="workspace.import", details=details)


def _store_versioned(workspace: Workspace, author: str, planned: Planned) -> None:
    model, versions = (Flow, FlowVersion) if planned.kind is LinkKind.FLOW else (PromptTemplate, PromptVersion)
    entity = model(
        id=planned.id,
        workspace=workspace,
        name=planned.name,
        description=planned.item.description,
        tags=list(planned.item.tags),
    )
    first, *rest = planned.contents
    versioned_services.create(entity=entity, versions=versions, content=first, author=author, change_note=NOTE)
    for content in rest:
        draft = versioned_services.new_draft(entity=entity, versions=versions, author=author)
        versioned_services.save_draft(
            entity=entity,
            versions=versions,
            number=draft.number,
            content=content,
            revision=draft.revision,
            author=author,
            change_note=NOTE,
        )


def _store_preset(workspace: Workspace, author: str, planned: Planned) -> None:
    preset = StepDefinition.objects.create(
        id=planned.id,
        workspace=workspace,
        name=planned.name,
        description=planned.item.description,
        tags=list(planned.item.tags),
        latest_version=len(planned.contents),
        owner=author,
    )
    StepDefinitionVersion.objects.bulk_create(
        StepDefinitionVersion(
            entity=preset,
            number=number,
            content=json_guard.dumps(content),
            content_hash=json_guard.digest(content),
            created_by=author,
        )
        for number, content in enumerate(planned.contents, start=1)
    )
