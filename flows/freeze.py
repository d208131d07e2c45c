"""What a run starts from and holds on to: a definition frozen with the versions its references mean.

`freeze` is the hot path of every start: one indexed query when nothing changed since the last start of the process.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from hashlib import sha256
from typing import Any

from django.db import connection, transaction

from allma_site.common.db import write
from allma_site.common.problems import Conflict, NotFound
from allma_site.common.versioned import VersionStatus
from flows import checking, references
from flows.definition.errors import PermanentStepError
from flows.lru import Lru
from flows.models import Flow, FlowVersion, FrozenDefinition
from flows.references import Bindings
from flows.selectors import require_flow, runnable_of
from flows.steps.base import PromptText
from prompts import selectors as prompt_selectors

CACHED_DEFINITIONS = 256


@dataclass(frozen=True, slots=True)
class Frozen:
    """A definition ready to run. It is shared between runs: never change it. `text_hash` names definition and bindings.

    `bindings` is {"prompts": {id: version}, "flows": {id: version}}: what references without a version mean.
    """

    flow_id: uuid.UUID
    version: int
    definition_id: uuid.UUID
    definition: dict[str, Any]
    bindings: Bindings
    text_hash: str
    input_schema: Any
    max_concurrent: int | None


@dataclass(frozen=True, slots=True)
class FrozenText:
    """A stored frozen definition. It is shared: never change it."""

    definition: dict[str, Any]
    bindings: Bindings
    hash: str


@dataclass(frozen=True, slots=True)
class _Head:
    """What one query tells of the version to run."""

    number: int
    status: str
    content_hash: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """A frozen version of this process and what it must be checked against."""

    content_hash: str
    floating: references.Floating
    frozen: Frozen


FLOW_ID = Flow._meta.get_field("id")
MAX_NUMBER = 2**31 - 1
_HEAD = (
    "SELECT v.number, v.status, v.content_hash, f.archived_at IS NOT NULL"  # noqa: S608 - names of tables and columns
    f" FROM {FlowVersion._meta.db_table} v JOIN {Flow._meta.db_table} f ON f.id = v.entity_id"
    " WHERE v.entity_id = %s AND f.workspace_id = %s AND v.{column} = %s"
)
_cache: Lru[tuple[uuid.UUID, uuid.UUID, int], _Entry] = Lru(CACHED_DEFINITIONS)


def freeze(*, workspace_id: uuid.UUID, flow_id: uuid.UUID, version: int | None = None) -> Frozen:
    """The version to run (None: the published one) as a stored frozen definition.

    Raises NotFound for an unknown flow or version, Conflict `flow_not_published` or `flow_archived`, and
    Unprocessable with problems for a draft that does not validate.
    """
    head = _head(workspace_id, flow_id, version)
    if head.status == VersionStatus.DRAFT:
        return _freeze(workspace_id, flow_id, head, checking.runnable_draft(workspace_id, flow_id, head.number)).frozen
    key = (workspace_id, flow_id, head.number)
    entry = _cache.get(key)
    if entry is None or entry.content_hash != head.content_hash:
        entry = _freeze(workspace_id, flow_id, head, _published_definition(flow_id, head.number))
    elif entry.floating and references.bindings(workspace_id, entry.floating) != entry.frozen.bindings:
        entry = _freeze(workspace_id, flow_id, head, entry.frozen.definition)
    else:
        return entry.frozen
    transaction.on_commit(partial(_cache.put, key, entry))
    return entry.frozen


def load_frozen(definition_id: uuid.UUID) -> FrozenText:
    """The frozen definition a run was started with. LookupError when the row is gone."""
    return _load_frozen(definition_id)


def prompt_text(*, workspace_id: uuid.UUID, template_id: str, version: int | None) -> PromptText:
    """The text of a prompt for a run. `version` None is the published one, which a run binds at its start.

    Raises PermanentStepError `prompt_not_found` for an unknown prompt or version and `prompt_not_published` for a
    draft or when no version is published.
    """
    number = version
    if number is None:
        number = prompt_selectors.published_numbers(workspace_id, [template_id]).get(template_id)
    if number is None:
        raise _no_prompt(workspace_id, template_id)
    return _prompt_text(workspace_id, template_id, number)


@lru_cache(maxsize=CACHED_DEFINITIONS)
def _load_frozen(definition_id: uuid.UUID) -> FrozenText:
    row = FrozenDefinition.objects.filter(pk=definition_id).values_list("text", "bindings", "content_hash").first()
    if row is None:
        raise LookupError(f"There is no frozen definition {definition_id}.")
    text, bindings, content_hash = row
    return FrozenText(json.loads(text), json.loads(bindings), content_hash)


def _head(workspace_id: uuid.UUID, flow_id: uuid.UUID, version: int | None) -> _Head:
    """Plain SQL: building the query costs seven times as much as running it, and every start asks."""
    column, value = ("status", VersionStatus.PUBLISHED.value) if version is None else ("number", version)
    ids = (FLOW_ID.get_db_prep_value(each, connection) for each in (flow_id, workspace_id))
    row = None
    if version is None or 0 < version <= MAX_NUMBER:
        with connection.cursor() as cursor:
            cursor.execute(_HEAD.format(column=column), (*ids, value))
            row = cursor.fetchone()
    if row is None:
        flow = require_flow(workspace_id, flow_id)
        raise _nothing_to_run(flow.name, version, archived=flow.archived_at is not None)
    number, status, content_hash, archived = row
    if archived:
        raise _nothing_to_run("", version, archived=True)
    return _Head(number, status, content_hash)


def _nothing_to_run(name: str, version: int | None, *, archived: bool) -> Exception:
    if archived:
        return Conflict("The flow is archived. Restore it before you start it.", code="flow_archived")
    if version is not None:
        return NotFound(f"The flow {name!r} has no version {version}.")
    detail = f"The flow {name!r} has no published version. Publish one, or name a version."
    return Conflict(detail, code="flow_not_published")


def _published_definition(flow_id: uuid.UUID, number: int) -> dict[str, Any]:
    return runnable_of(FlowVersion.objects.get(entity_id=flow_id, number=number))


def _freeze(workspace_id: uuid.UUID, flow_id: uuid.UUID, head: _Head, definition: dict[str, Any]) -> _Entry:
    floating = references.floating(definition)
    bindings = references.bindings(workspace_id, floating)
    row = _store(workspace_id, _text(definition), _text(bindings))
    frozen = Frozen(
        flow_id=flow_id,
        version=head.number,
        definition_id=row.pk,
        definition=definition,
        bindings=bindings,
        text_hash=row.content_hash,
        input_schema=definition.get("inputSchema"),
        max_concurrent=definition.get("maxConcurrentExecutions"),
    )
    return _Entry(head.content_hash, floating, frozen)


def _store(workspace_id: uuid.UUID, text: str, bindings: str) -> FrozenDefinition:
    content_hash = sha256(f"{text}\n{bindings}".encode()).hexdigest()
    rows = FrozenDefinition.objects.in_workspace(workspace_id).filter(content_hash=content_hash)
    found = rows.first()
    if found is not None:
        return found
    new = FrozenDefinition(workspace_id=workspace_id, content_hash=content_hash, text=text, bindings=bindings)
    with write():
        FrozenDefinition.objects.bulk_create([new], ignore_conflicts=True)
        return rows.get()


def _text(value: Mapping[str, Any]) -> str:
    """JSON text in the order of the keys: mappings are applied in the order they are written."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=CACHED_DEFINITIONS)
def _prompt_text(workspace_id: uuid.UUID, template_id: str, number: int) -> PromptText:
    """Published and superseded versions never change, so they are kept."""
    found = prompt_selectors.kept_content(workspace_id, template_id, number)
    if found is None:
        raise _no_prompt(workspace_id, template_id, number)
    return PromptText(template_id, number, found.text, found.output_schema)


def _no_prompt(workspace_id: uuid.UUID, template_id: str, number: int | None = None) -> PermanentStepError:
    if not prompt_selectors.exists(workspace_id, template_id, number):
        what = f"The prompt {template_id} does not exist" if number is None else f"It has no version {number}"
        return PermanentStepError("prompt_not_found", f"{what}. Choose another prompt or version.")
    return PermanentStepError("prompt_not_published", f"The prompt {template_id} is not published. Publish a version.")
