"""Reads an exported document into items: ours (format 2.0) and Allma's own (format 1.0). No database.

Allma's flows and step definitions are flat: the definition's fields stand beside `id`, `version` and `isPublished`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from flows.definition.upgrade import upgrade
from flows.links import LinkKind

Json = Any
OLDER_FORMAT = "1.0"
MAX_ITEMS = 1_000
MAX_NAME = 200
MAX_TAGS = 50
MAX_DESCRIPTION = 20_000
_KEPT_BY_THE_SERVER = frozenset(
    {"id", "version", "isPublished", "createdAt", "updatedAt", "publishedAt", "name", "tags", "isSystem"}
)
_SECTIONS: tuple[tuple[LinkKind, tuple[str, ...]], ...] = (
    (LinkKind.PRESET, ("stepDefinitions",)),
    (LinkKind.PROMPT, ("prompts", "promptTemplates")),
    (LinkKind.FLOW, ("flows",)),
    (LinkKind.CONNECTION, ("connections",)),
)
SECTION_NAMES = tuple(name for _, names in _SECTIONS for name in names)
_KNOWN = frozenset({"formatVersion", "exportedAt", "options", *SECTION_NAMES})


@dataclass(frozen=True, slots=True)
class Fault:
    """What of the document cannot be read: a JSON Pointer and what to do."""

    path: str
    message: str


@dataclass(frozen=True, slots=True)
class Item:
    """One version of one thing. `content` is a definition, a preset's step, a stored prompt or a connection's kind.

    `path` is where it stands in the document; `problems` are what could not be carried over from an older format.
    """

    kind: LinkKind
    source_id: str
    version: int
    published: bool
    name: str
    description: str
    tags: tuple[str, ...]
    content: Json
    path: str
    problems: tuple[dict[str, str], ...] = ()


@dataclass(slots=True)
class Document:
    """What was read. With faults nothing is to be imported."""

    items: list[Item] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


def read(document: Mapping[str, Json]) -> Document:
    """Every item of a document, and every fault. Never raises, whatever JSON object it is given."""
    read_so_far = Document(ignored=sorted(key for key in document if key not in _KNOWN))
    older = document.get("formatVersion") == OLDER_FORMAT
    for kind, names in _SECTIONS:
        for name in names:
            for path, raw in _entries(document.get(name), f"/{name}", read_so_far):
                _read_item(kind, raw, path, older=older, into=read_so_far)
    if not read_so_far.items and not read_so_far.faults:
        read_so_far.faults.append(Fault("", "holds nothing to import. Send flows, prompts or stepDefinitions."))
    return read_so_far


def _entries(section: Json, path: str, into: Document) -> Iterator[tuple[str, dict[str, Json]]]:
    if section is None:
        return
    if not isinstance(section, list) or len(section) > MAX_ITEMS:
        into.faults.append(Fault(path, f"must be a list of at most {MAX_ITEMS} items."))
        return
    for index, raw in enumerate(section):
        if isinstance(raw, dict):
            yield f"{path}/{index}", raw
        else:
            into.faults.append(Fault(f"{path}/{index}", "must be an object."))


def _read_item(kind: LinkKind, raw: dict[str, Json], path: str, *, older: bool, into: Document) -> None:
    source_id, version, tags = raw.get("id"), raw.get("version", 1), raw.get("tags")
    if not isinstance(source_id, str) or not source_id or len(source_id) > MAX_NAME:
        into.faults.append(Fault(f"{path}/id", f"must be text of 1 to {MAX_NAME} characters."))
        return
    if type(version) is not int or not 0 < version < 2**31:
        into.faults.append(Fault(f"{path}/version", "must be a whole number from 1."))
        return
    tags = tags if isinstance(tags, list) else []
    try:
        content, problems = _CONTENTS[kind](raw, older)
    except _ContentFaultError as fault:
        into.faults.append(Fault(f"{path}{fault.path}", fault.message))
        return
    into.items.append(
        Item(
            kind=kind,
            source_id=source_id,
            version=version,
            published=bool(raw.get("published", raw.get("isPublished", False))),
            name=_text(raw.get("name")).strip()[:MAX_NAME] or source_id,
            description=_text(raw.get("description"))[:MAX_DESCRIPTION],
            tags=tuple(tag[:60] for tag in tags[:MAX_TAGS] if isinstance(tag, str) and tag),
            content=content,
            path=path,
            problems=tuple(problems),
        )
    )


class _ContentFaultError(Exception):
    def __init__(self, path: str, message: str) -> None:
        super().__init__(message)
        self.path = path
        self.message = message


Content = tuple[Json, list[dict[str, str]]]


def _flow(raw: dict[str, Json], older: bool) -> Content:
    if not older and "definition" in raw:
        return _object(raw, "definition"), []
    flat = {key: value for key, value in raw.items() if key not in _KEPT_BY_THE_SERVER | {"description"}}
    if "steps" not in flat and "definition" not in raw:
        raise _ContentFaultError("/definition", "is missing: a flow needs a definition.")
    upgraded = upgrade(_object(raw, "definition") if "definition" in raw else flat)
    return upgraded.definition, [problem.to_json() for problem in upgraded.problems]


def _preset(raw: dict[str, Json], older: bool) -> Content:
    if not older and "step" in raw:
        return _object(raw, "step"), []
    flat = {key: value for key, value in raw.items() if key not in _KEPT_BY_THE_SERVER | {"description"}}
    step = {**flat, "stepInstanceId": "preset"}
    upgraded = upgrade({"startStepInstanceId": "preset", "steps": {"preset": step}})
    steps = upgraded.definition.get("steps", {})
    content = {key: value for key, value in steps.get("preset", {}).items() if key != "stepInstanceId"}
    return content, [problem.to_json() for problem in upgraded.problems]


def _prompt(raw: dict[str, Json], older: bool) -> Content:
    if not isinstance(raw.get("content"), str):
        raise _ContentFaultError("/content", "must be the text of the prompt.")
    stored: dict[str, Json] = {"content": raw["content"]}
    for key in ("variables", "outputSchema"):
        if not older and raw.get(key) is not None:
            stored[key] = _object(raw, key)
    if any(not isinstance(schema, dict) for schema in stored.get("variables", {}).values()):
        raise _ContentFaultError("/variables", "must be an object of JSON Schemas by variable.")
    if older:
        return _upgraded_prompt(stored)
    return stored, []


def _upgraded_prompt(stored: dict[str, Json]) -> Content:
    """An older prompt is written in Handlebars, as the templates of older flows are."""
    step = {"stepInstanceId": "prompt", "stepType": "LLM_INVOCATION", "directPrompt": stored["content"]}
    upgraded = upgrade({"startStepInstanceId": "prompt", "steps": {"prompt": step}})
    text = upgraded.definition.get("steps", {}).get("prompt", {}).get("directPrompt", stored["content"])
    return {**stored, "content": text}, [{**each.to_json(), "path": "/content"} for each in upgraded.problems]


def _connection(raw: dict[str, Json], older: bool) -> Content:
    return _text(raw.get("kind")), []


_CONTENTS: Mapping[LinkKind, Callable[[dict[str, Json], bool], Content]] = {
    LinkKind.FLOW: _flow,
    LinkKind.PRESET: _preset,
    LinkKind.PROMPT: _prompt,
    LinkKind.CONNECTION: _connection,
}


def _object(raw: dict[str, Json], key: str) -> dict[str, Json]:
    value = raw[key]
    if not isinstance(value, dict):
        raise _ContentFaultError(f"/{key}", "must be an object.")
    return value


def _text(value: Json) -> str:
    return value if isinstance(value, str) else ""
