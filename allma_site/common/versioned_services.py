"""The life of versioned things: drafts are saved under If-Match, one version is published, nothing published changes.

Every function is one transaction that locks the entity first, so two people who act at once act one after the other.
`author` is the label of whoever acts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db import models

from allma_site.common import json_guard
from allma_site.common.clock import iso, now
from allma_site.common.db import write
from allma_site.common.json_guard import Json
from allma_site.common.problems import Conflict, NotFound, PreconditionFailed
from allma_site.common.versioned import EntityVersion, VersionedEntity, VersionStatus

E = TypeVar("E", bound=VersionedEntity)
V = TypeVar("V", bound=EntityVersion)


def create(*, entity: E, versions: type[V], content: Json, author: str, change_note: str = "") -> V:
    """Save a new entity with draft version 1. Raises JsonGuardError."""
    text, digest = json_guard.dumps(content), json_guard.digest(content)
    with write():
        entity.owner = entity.owner or author
        entity.save(force_insert=True)
        first = versions(entity=entity, number=1, content=text, content_hash=digest, change_note=change_note)
        return _insert(first, author)


def new_draft(*, entity: E, versions: type[V], author: str, source: int | None = None) -> V:
    """A new draft with the content of version `source`, the latest if None. Raises NotFound, Conflict."""
    with write():
        held = lock(entity)
        refuse_archived(held)
        original = find(held, versions, held.latest_version if source is None else source)
        held.last_number += 1
        held.latest_version = held.last_number
        draft = versions(entity=held, number=held.last_number, content=original.content)
        draft.content_hash, draft.change_note = original.content_hash, f"From version {original.number}."
        _save_entity(entity, held)
        return _insert(draft, author)


def save_draft(
    *,
    entity: E,
    versions: type[V],
    number: int,
    content: Json,
    revision: int,
    author: str,
    change_note: str | None = None,
) -> V:
    """Replace a draft's content, if nobody saved since `revision`.

    Raises NotFound, Conflict (not a draft, archived), PreconditionFailed with the other side's author and time.
    """
    text, digest = json_guard.dumps(content), json_guard.digest(content)
    with write():
        held = lock(entity)
        refuse_archived(held)
        draft = _draft(held, versions, number)
        match_revision(draft, revision)
        draft.content, draft.content_hash = text, digest
        draft.revision += 1
        draft.updated_by, draft.updated_at = author, now()
        draft.change_note = draft.change_note if change_note is None else change_note
        draft.save()
        _save_entity(entity, held)
        return draft


def delete_draft(*, entity: E, versions: type[V], number: int, revision: int | None = None) -> None:
    """Delete a draft that is not the only version. Raises NotFound, Conflict, PreconditionFailed."""
    with write():
        held = lock(entity)
        draft = _draft(held, versions, number)
        if revision is not None:
            match_revision(draft, revision)
        others = versions._default_manager.filter(entity=held).exclude(number=number)
        newest = others.order_by("-number").values_list("number", flat=True).first()
        if newest is None:
            raise Conflict("The only version cannot be deleted; archive the whole instead.", code="last_version")
        draft.delete()
        held.latest_version = newest
        _save_entity(entity, held)


def find_for_publishing(entity: E, versions: type[V], number: int, revision: int | None) -> V:
    """The version as it is now, to be checked before `publish` is called with its own revision.

    What somebody read is compared first: a newer revision is neither checked nor published in its place. Raises
    NotFound, PreconditionFailed.
    """
    version = find(entity, versions, number)
    if revision is not None:
        match_revision(version, revision)
    return version


def publish(
    *,
    entity: E,
    versions: type[V],
    number: int,
    author: str,
    note: str | None = None,
    revision: int | None = None,
    before: Callable[[V], None] | None = None,
) -> V:
    """Make a version the live one; the one before is superseded. A superseded version may come back.

    `before` sees the version inside the transaction; what it raises undoes all. Raises NotFound, Conflict,
    PreconditionFailed.
    """
    with write():
        held = lock(entity)
        refuse_archived(held)
        version = find(held, versions, number)
        if version.status == VersionStatus.PUBLISHED:
            raise Conflict(f"Version {number} is published already.", code="already_published")
        if revision is not None:
            match_revision(version, revision)
        if before is not None:
            before(version)
        live = versions._default_manager.filter(entity=held, status=VersionStatus.PUBLISHED)
        live.update(status=VersionStatus.SUPERSEDED)
        version.status, version.published_by, version.published_at = VersionStatus.PUBLISHED, author, now()
        version.change_note = version.change_note if note is None else note
        version.save()
        held.published_version = number
        _save_entity(entity, held)
        return version


def unpublish(*, entity: E, versions: type[V], number: int) -> V:
    """Take the live version back; nothing is live then. Raises NotFound, Conflict."""
    with write():
        held = lock(entity)
        version = find(held, versions, number)
        if version.status != VersionStatus.PUBLISHED:
            raise Conflict(f"Version {number} is not published.", code="not_published")
        version.status = VersionStatus.SUPERSEDED
        version.save(update_fields=["status"])
        held.published_version = None
        _save_entity(entity, held)
        return version


def archive(entity: E) -> None:
    """Put an entity away: it stays readable, nothing new starts. Archiving twice changes nothing."""
    with write():
        held = lock(entity)
        held.archived_at = held.archived_at or now()
        _save_entity(entity, held)


def restore(entity: E) -> None:
    """Bring an archived entity back."""
    with write():
        held = lock(entity)
        held.archived_at = None
        _save_entity(entity, held)


def lock(entity: E) -> E:
    """The entity as it is now, held until the transaction ends. Call it inside `write()`. Raises NotFound."""
    rows: models.QuerySet[E] = type(entity)._default_manager.select_for_update(no_key=True)  # type: ignore[assignment]
    found = rows.filter(pk=entity.pk).first()
    if found is None:
        raise NotFound(f"The {entity._meta.verbose_name} is gone.")
    return found


def find(entity: VersionedEntity, versions: type[V], number: int) -> V:
    """One version. Raises NotFound."""
    found = versions._default_manager.filter(entity=entity, number=number).first()
    if found is None:
        raise NotFound(f"The {entity._meta.verbose_name} has no version {number}.")
    return found


def refuse_archived(entity: VersionedEntity) -> None:
    """Raises Conflict for an entity that was put away."""
    if entity.archived_at is not None:
        raise Conflict(f"The {entity._meta.verbose_name} is archived; restore it first.", code="archived")


def match_revision(version: EntityVersion, revision: int) -> None:
    """Raises PreconditionFailed, with who saved since and when, unless the version is at that revision."""
    if version.revision == revision:
        return
    author, moment = version.updated_by or version.created_by, iso(version.updated_at)
    raise PreconditionFailed(
        f"{author or 'Somebody'} saved revision {version.revision} at {moment}; you have {revision}. Read it again.",
        author=author,
        savedAt=moment,
        revision=version.revision,
    )


def _draft(entity: VersionedEntity, versions: type[V], number: int) -> V:
    version = find(entity, versions, number)
    if not version.is_draft:
        raise Conflict(f"Version {number} is {version.status}; only drafts change. Make a new draft.", code="not_draft")
    return version


def _insert(version: V, author: str) -> V:
    version.created_by = version.updated_by = author
    version.save(force_insert=True)
    return version


def _save_entity(entity: E, held: E) -> None:
    """Store the locked row and bring the caller's object up to date."""
    held.updated_at = now()
    held.save()
    for field in held._meta.concrete_fields:
        setattr(entity, field.attname, getattr(held, field.attname))
