"""What is wrong with an import, before anything of it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flows import checking
from flows.import_documents import Document, Item
from flows.import_plan import Planned
from flows.links import LinkKind
from flows.presets import PresetRef
from prompts import services as prompt_services
from prompts.content import PromptContent
from workspaces.models import Workspace

MAX_CHECKED = 200
"""Flows whose problems are listed; the rest are checked when they are opened."""


def problems(workspace: Workspace, read: Document, planned: list[Planned]) -> list[dict[str, str]]:
    """What could not be carried over, and what publishing would find, each with the item it is about."""
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
            workspace_id=workspace.pk, definition=each.content, flow_id=each.id, publishing=True, coming=coming
        )
        found.extend(_labelled(each.item, problem) for problem in checked.listed())
    for each in (each for each in planned if each.kind is LinkKind.PROMPT):
        said = PromptContent.read(each.content)
        found.extend(_labelled(each.item, problem) for problem in prompt_services.problems_of(said))
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
