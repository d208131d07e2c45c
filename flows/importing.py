"""Brings an exported document into a workspace: new ids, references turned to them, all or nothing.

Nothing that is there is changed. Everything arrives as drafts (step presets as versions), for people to look at and
publish. Version numbers begin at 1 again and fixed references follow.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from allma_site.common import json_guard, versioned_services
from allma_site.common.clock import now
from allma_site.common.db import write
from allma_site.common.ids import new_id
from allma_site.common.problems import FieldError, Invalid
from connections.selectors import connections
from flows import checking, import_documents, preset_services, selectors
from flows.import_documents import Item
from flows.links import LinkKind, Target, retarget
from flows.models import Flow, FlowVersion, StepDefinition, StepDefinitionVersion
from flows.presets import PresetRef
from flows.services import refuse_oversize
from flows.steps.registry import CATALOG
from prompts import selectors as prompt_selectors
from prompts import services as prompt_services
from prompts.content import PromptContent
from prompts.models import PromptTemplate, PromptVersion
from workspaces import audit
from workspaces.actors import Actor
from workspaces.models import Workspace

NOTE = "Imported."
MAX_CHECKED = 200
"""Flows whose problems are listed; the rest are checked when they are opened."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One thing to make: its new id, and its versions in order with references turned."""

    kind: LinkKind
    source_id: str
    id: uuid.UUID
    name: str
    latest: Item
    contents: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Report:
    """What an import made or would make, as on the wire."""

    created: list[dict[str, Any]] = field(default_factory=list)
    conflicts: list[dict[str, str]] = field(default_factory=list)
    problems: list[dict[str, str]] = field(default_factory=list)


def import_document(
    *, workspace: Workspace, actor: Actor, document: Mapping[str, Any], dry_run: bool = False
) -> Report:
    """Everything of the document, or nothing. Raises Invalid naming every part that cannot be read, TooLarge."""
    read = import_documents.read(document)
    if read.faults:
        errors = [FieldError(fault.path, fault.message) for fault in read.faults]
        raise Invalid(f"{errors[0].path or 'The document'} {errors[0].message}", errors=errors)
    report = Report()
    planned = _plan(workspace, read.items, report)
    _refuse_unusable(planned)
    report.problems.extend(_problems(workspace, read, planned))
    report.created.extend(_created(each, dry_run=dry_run) for each in planned)
    if not dry_run:
        _store(workspace, actor, planned)
    return report


def _plan(workspace: Workspace, items: list[Item], report: Report) -> list[Planned]:
    targets = _connection_targets(workspace, items, report)
    groups = _grouped(items)
    ids = {key: new_id() for key in groups}
    for key, versions in groups.items():
        numbers = {item.version: number for number, item in enumerate(versions, start=1)}
        targets[key] = Target(str(ids[key]), numbers)
    names = _Names(workspace, report)
    return [
        Planned(
            kind=key[0],
            source_id=key[1],
            id=ids[key],
            name=names.free(key[0], _live(versions).name),
            latest=_live(versions),
            contents=[_turned(item, targets) for item in versions],
        )
        for key, versions in groups.items()
    ]


def _grouped(items: list[Item]) -> dict[tuple[LinkKind, str], list[Item]]:
    """Versions of one thing together, in order; of a version given twice the last one counts."""
    groups: dict[tuple[LinkKind, str], dict[int, Item]] = {}
    for item in items:
        if item.kind is not LinkKind.CONNECTION:
            groups.setdefault((item.kind, item.source_id), {})[item.version] = item
    return {key: [versions[number] for number in sorted(versions)] for key, versions in groups.items()}


def _live(versions: list[Item]) -> Item:
    return next((item for item in versions if item.published), versions[-1])


def _turned(item: Item, targets: Mapping[tuple[LinkKind, str], Target]) -> dict[str, Any]:
    content: dict[str, Any] = item.content
    if item.kind is LinkKind.FLOW:
        return retarget(content, CATALOG, targets)
    if item.kind is LinkKind.PRESET:
        step: dict[str, Any] = retarget({"steps": {"preset": content}}, CATALOG, targets)["steps"]["preset"]
        return step
    return content


def _connection_targets(
    workspace: Workspace, items: Iterable[Item], report: Report
) -> dict[tuple[LinkKind, str], Target]:
    """Connections of the document by the same id, else by the same name and kind; secrets are never imported."""
    rows = list(connections(workspace.pk))
    by_id = {str(row.pk): row for row in rows}
    by_name = {(row.name, str(row.kind)): row for row in rows}
    targets: dict[tuple[LinkKind, str], Target] = {}
    for item in items:
        if item.kind is not LinkKind.CONNECTION:
            continue
        row = by_id.get(item.source_id) or by_name.get((item.name, item.content))
        if row is None:
            report.problems.append(_no_connection(item))
        else:
            targets[item.kind, item.source_id] = Target(str(row.pk))
    return targets


def _no_connection(item: Item) -> dict[str, str]:
    return {
        "kind": item.kind.value,
        "sourceId": item.source_id,
        "name": item.name,
        "code": "unknown_connection",
        "severity": "error",
        "path": item.path,
        "message": f"This workspace has no {item.content} connection {item.name!r}.",
        "hint": "Create it and import again, or choose another connection in the steps that name it.",
    }


class _Names:
    """Names that are free; a taken one gets a number and is reported."""

    def __init__(self, workspace: Workspace, report: Report) -> None:
        self._report = report
        self._taken = {
            LinkKind.FLOW: _names(selectors.flows(workspace.pk)),
            LinkKind.PROMPT: _names(prompt_selectors.prompts(workspace.pk)),
            LinkKind.PRESET: _names(selectors.step_definitions(workspace.pk)),
        }

    def free(self, kind: LinkKind, name: str) -> str:
        taken, free, number = self._taken[kind], name, 1
        while free in taken:
            number += 1
            free = f"{name[:190]} ({number})"
        taken.add(free)
        if free != name:
            message = f"The name is taken, so it arrives as {free!r}. Nothing that is there is changed."
            self._report.conflicts.append({"kind": kind.value, "name": name, "message": message})
        return free


def _names(rows: Any) -> set[str]:
    return set(rows.filter(archived_at__isnull=True).values_list("name", flat=True))


def _refuse_unusable(planned: list[Planned]) -> None:
    """Raises Invalid, TooLarge for what would not be taken over the other routes either."""
    for each in planned:
        for content in each.contents:
            if each.kind is LinkKind.FLOW:
                refuse_oversize(content, f"{each.latest.path}/definition")
            elif each.kind is LinkKind.PRESET:
                preset_services.refuse_no_step(content, f"{each.latest.path}/step")
            else:
                prompt_services.refuse_oversize(content, f"{each.latest.path}/content")


def _problems(workspace: Workspace, read: import_documents.Document, planned: list[Planned]) -> list[dict[str, str]]:
    coming = checking.Coming(
        flows=frozenset(str(each.id) for each in planned if each.kind is LinkKind.FLOW),
        prompts=frozenset(str(each.id) for each in planned if each.kind is LinkKind.PROMPT),
        presets=_presets(planned),
    )
    found = [_ignored(name) for name in read.ignored]
    for item in read.items:
        found.extend(_labelled(item, problem) for problem in item.problems)
    for each in [each for each in planned if each.kind is LinkKind.FLOW][:MAX_CHECKED]:
        checked = checking.check(
            workspace_id=workspace.pk, definition=each.contents[-1], flow_id=each.id, publishing=True, coming=coming
        )
        found.extend(_labelled(each.latest, problem) for problem in checked.listed())
    for each in (each for each in planned if each.kind is LinkKind.PROMPT):
        problems = prompt_services.problems_of(PromptContent.read(each.contents[-1]))
        found.extend(_labelled(each.latest, problem) for problem in problems)
    return found


def _presets(planned: list[Planned]) -> dict[PresetRef, Mapping[str, Any]]:
    coming: dict[PresetRef, Mapping[str, Any]] = {}
    for each in (each for each in planned if each.kind is LinkKind.PRESET):
        coming[PresetRef(str(each.id))] = each.contents[-1]
        for number, content in enumerate(each.contents, start=1):
            coming[PresetRef(str(each.id), number)] = content
    return coming


def _labelled(item: Item, problem: Mapping[str, str]) -> dict[str, str]:
    return {"kind": item.kind.value, "sourceId": item.source_id, "name": item.name, **problem}


def _ignored(name: str) -> dict[str, str]:
    return {
        "kind": "document",
        "sourceId": "",
        "name": name,
        "code": "unknown_section",
        "severity": "warning",
        "path": f"/{name}",
        "message": f"{name} was not imported.",
        "hint": "Flows, prompts, stepDefinitions and the names of connections are.",
    }


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
        description=planned.latest.description,
        tags=list(planned.latest.tags),
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
        description=planned.latest.description,
        tags=list(planned.latest.tags),
        latest_version=len(planned.contents),
        owner=author,
        created_at=now(),
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
