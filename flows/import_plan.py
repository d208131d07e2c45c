"""What an import would make: new ids and names, and every reference turned to them. Nothing is written here."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from allma_site.common.ids import new_id
from connections.selectors import connections
from flows import selectors
from flows.import_documents import Item
from flows.links import LinkKind, Target, retarget
from flows.steps.registry import CATALOG
from prompts import selectors as prompt_selectors
from workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class Planned:
    """One thing to make: its new id, and its versions in order with references turned.

    `item` is its published version in the document, else its last; `content` is that one's.
    """

    kind: LinkKind
    source_id: str
    id: uuid.UUID
    name: str
    item: Item
    content: dict[str, Any]
    contents: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Report:
    """What an import made or would make, as on the wire."""

    created: list[dict[str, Any]] = field(default_factory=list)
    conflicts: list[dict[str, str]] = field(default_factory=list)
    problems: list[dict[str, str]] = field(default_factory=list)


def plan(workspace: Workspace, items: list[Item], report: Report) -> list[Planned]:
    """What to make of the items, in their order. Conflicts and connections that are missing go into the report."""
    targets = _connection_targets(workspace, items, report)
    groups = _grouped(items)
    ids = {key: new_id() for key in groups}
    for key, versions in groups.items():
        numbers = {item.version: number for number, item in enumerate(versions, start=1)}
        targets[key] = Target(str(ids[key]), numbers)
    names = _Names(workspace, report)
    return [_planned(versions, ids[key], targets, names) for key, versions in groups.items()]


def _planned(
    versions: list[Item], new: uuid.UUID, targets: Mapping[tuple[LinkKind, str], Target], names: _Names
) -> Planned:
    item = next((each for each in versions if each.published), versions[-1])
    return Planned(
        kind=item.kind,
        source_id=item.source_id,
        id=new,
        name=names.free(item.kind, item.name),
        item=item,
        content=_turned(item, targets),
        contents=[_turned(each, targets) for each in versions],
    )


def _grouped(items: list[Item]) -> dict[tuple[LinkKind, str], list[Item]]:
    """Versions of one thing together, in order; of a version given twice the last one counts."""
    groups: dict[tuple[LinkKind, str], dict[int, Item]] = {}
    for item in items:
        if item.kind is not LinkKind.CONNECTION:
            groups.setdefault((item.kind, item.source_id), {})[item.version] = item
    return {key: [versions[number] for number in sorted(versions)] for key, versions in groups.items()}


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
