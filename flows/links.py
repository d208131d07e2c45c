"""What a definition refers to outside itself: prompts, flows, connections, step presets. Pure.

The marks of the step types' config models say which fields are references, so a new type needs no code here. Of a
completion action that starts a flow, `target` is one.
Beside a reference `xDefinitionId`, `xTemplateId` or `xId` the field `xVersion` fixes its version.
A reference that is a template is no link: it is only known when it runs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

from flows.definition.catalog import Catalog
from flows.definition.fields import Marker
from flows.definition.model import CompletionAction, CompletionActionType

Json = Any
Path = tuple[str | int, ...]


class LinkKind(StrEnum):
    """What a reference names."""

    PROMPT = "prompt"
    FLOW = "flow"
    CONNECTION = "connection"
    PRESET = "stepDefinition"


@dataclass(frozen=True, slots=True)
class Link:
    """One reference: where its id stands, and its version when it is fixed (`version_path` is where that stands)."""

    kind: LinkKind
    id: str
    version: int | None
    path: Path
    version_path: Path

    @property
    def floating(self) -> bool:
        """No version is written, so a run takes the published one."""
        return self.version is None

    @property
    def on_completion(self) -> bool:
        """It stands in an action at the end of a run, not in a step."""
        return self.path[0] == ACTIONS


@dataclass(frozen=True, slots=True)
class Target:
    """What a reference is turned to. `versions` are the new numbers of fixed ones; a floating reference stays so."""

    id: str
    versions: Mapping[int, int] = field(default_factory=dict)


_KINDS = {
    Marker.PROMPT_REF.value: LinkKind.PROMPT,
    Marker.FLOW_REF.value: LinkKind.FLOW,
    Marker.CONNECTION_REF.value: LinkKind.CONNECTION,
}
ACTIONS = "onCompletionActions"
_ID_ENDING = re.compile(r"(Definition|Template)?Id$")
_EMPTY: dict[str, Any] = {}


def links(definition: Mapping[str, Json], catalog: Catalog) -> list[Link]:
    """Every literal reference, in the order of the definition. Never raises, whatever JSON the definition holds."""
    return list(_links(definition, catalog))


def is_template(text: str) -> bool:
    """Whether a reference is only known when it runs."""
    return "{{" in text or "{%" in text or text.startswith("$")


def retarget(
    definition: dict[str, Json], catalog: Catalog, targets: Mapping[tuple[LinkKind, str], Target]
) -> dict[str, Json]:
    """The definition with each link that has a target turned to it; the rest shared, nothing changed in place."""
    result: Json = definition
    for link in links(definition, catalog):
        target = targets.get((link.kind, link.id))
        if target is None:
            continue
        result = _put(result, link.path, target.id)
        if link.version is not None and link.version in target.versions:
            result = _put(result, link.version_path, target.versions[link.version])
    retargeted: dict[str, Json] = result
    return retargeted


def _links(definition: Mapping[str, Json], catalog: Catalog) -> Iterator[Link]:
    steps = definition.get("steps")
    for step_id, step in steps.items() if isinstance(steps, dict) else ():
        if isinstance(step, dict):
            yield from _step_links(step, ("steps", step_id), catalog)
    actions = definition.get(ACTIONS)
    for index, action in enumerate(actions if isinstance(actions, list) else ()):
        yield from _marked_links(CompletionAction, action, (ACTIONS, index))
        yield from _started(action, (ACTIONS, index))


def _started(action: Json, base: Path) -> Iterator[Link]:
    """The flow that an action at the end of a run starts; actions name no version."""
    if not isinstance(action, dict) or action.get("actionType") != CompletionActionType.START_FLOW_EXECUTION:
        return
    target = action.get("target")
    if isinstance(target, str) and target and not is_template(target):
        yield Link(LinkKind.FLOW, target, None, (*base, "target"), (*base, "targetVersion"))


def _step_links(step: dict[str, Json], base: Path, catalog: Catalog) -> Iterator[Link]:
    preset = step.get("stepDefinitionId")
    if isinstance(preset, str) and preset:
        yield _link(LinkKind.PRESET, preset, step, (*base, "stepDefinitionId"))
    step_type, module = step.get("stepType"), step.get("moduleIdentifier")
    if not isinstance(step_type, str):
        return
    kind = catalog.find(step_type, module if isinstance(module, str) else None)
    if kind is not None:
        yield from _marked_links(kind.config, step, base)


def _marked_links(model: type[BaseModel], value: Json, base: Path) -> Iterator[Link]:
    schema = _schema(model)
    if schema is None:
        return
    for kind, identifier, owner, path in _walk(schema, schema.get("$defs", _EMPTY), value, _EMPTY, base):
        yield _link(kind, identifier, owner, path)


def _link(kind: LinkKind, identifier: str, owner: Mapping[str, Json], path: Path) -> Link:
    *base, key = path
    ending = "DefinitionVersion" if kind is LinkKind.PRESET else "Version"
    version_key = _ID_ENDING.sub("", str(key)) + ending
    return Link(kind, identifier, _fixed(owner.get(version_key)), path, (*base, version_key))


def _fixed(version: Json) -> int | None:
    """A version as a number; a template's text is none, nor is anything else."""
    if isinstance(version, str) and version.isascii() and version.isdigit() and len(version) < 10:
        return int(version)
    return version if type(version) is int else None


@lru_cache(maxsize=256)
def _schema(model: type[BaseModel]) -> dict[str, Any] | None:
    """The JSON Schema of a config model; None when no field of it is a reference."""
    schema = model.model_json_schema(by_alias=True)
    text = json.dumps(schema)
    return schema if any(f'"{mark}"' in text for mark in _KINDS) else None


def _walk(
    schema: Mapping[str, Any], defs: Mapping[str, Any], value: Json, owner: Mapping[str, Json], path: Path
) -> Iterator[tuple[LinkKind, str, Mapping[str, Json], Path]]:
    """Each marked string of the value with the object it stands in. The depth is that of the guarded value."""
    kind = _KINDS.get(schema.get("format", ""))
    if kind is not None and isinstance(value, str) and value and not is_template(value):
        yield kind, value, owner, path
    for part in _alternatives(schema, defs):
        yield from _walk(part, defs, value, owner, path)
    if isinstance(value, dict):
        for key, below in _object_parts(schema, value):
            yield from _walk(below, defs, value[key], value, (*path, key))
    elif isinstance(value, list) and isinstance(schema.get("items"), dict):
        for index, item in enumerate(value):
            yield from _walk(schema["items"], defs, item, _EMPTY, (*path, index))


def _alternatives(schema: Mapping[str, Any], defs: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    if "$ref" in schema:
        yield defs[schema["$ref"].rsplit("/", 1)[-1]]
    for word in ("anyOf", "oneOf", "allOf"):
        yield from schema.get(word, ())


def _object_parts(schema: Mapping[str, Any], value: Mapping[str, Json]) -> Iterable[tuple[str, Mapping[str, Any]]]:
    properties = schema.get("properties", _EMPTY)
    rest = schema.get("additionalProperties")
    for key in value:
        if key in properties:
            yield key, properties[key]
        elif isinstance(rest, dict):
            yield key, rest


def _put(tree: Json, path: Path, value: Json) -> Json:
    """Path copying; every node of the path exists, for a link was found there."""
    if not path:
        return value
    key, *rest = path
    copied: Json = list(tree) if isinstance(tree, list) else dict(tree)
    copied[key] = _put(tree[key], tuple(rest), value) if rest else value
    return copied
