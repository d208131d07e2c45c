"""Reading versioned things, the same way for flows and prompts.

Ids inside definitions are text that may be anything: what is no UUID is simply not there.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from django.db.models import BooleanField, F, Func, Model, Q, QuerySet, Value
from django.db.models.sql.compiler import SQLCompiler

from allma_site.common.problems import NotFound
from allma_site.common.versioned import EntityVersion, VersionedEntity, VersionStatus

E = TypeVar("E", bound=VersionedEntity)
V = TypeVar("V", bound=EntityVersion)
M = TypeVar("M", bound=Model)
KEPT = (VersionStatus.PUBLISHED, VersionStatus.SUPERSEDED)
"""Versions that never change."""


class ListedStatus(StrEnum):
    """Where an entity stands: never published or taken back, live, put away."""

    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"


@dataclass(frozen=True, slots=True)
class Release:
    """The published number, if any, and all numbers of versions that never change."""

    published: int | None
    kept: set[int]


class HasTag(Func):
    """Whether a JSON list of text holds a text; the same on both databases."""

    function = "jsonb_exists"
    arity = 2
    output_field = BooleanField()

    def as_sqlite(self, compiler: SQLCompiler, connection: Any, **extra: Any) -> tuple[str, Any]:
        """SQLite has no such function, but can look through the list."""
        template = "EXISTS (SELECT 1 FROM json_each(%(expressions)s))"
        return self.as_sql(compiler, connection, template=template, arg_joiner=") WHERE value = (", **extra)


def narrowed(rows: QuerySet[E], *, search: str = "", tag: str = "", status: ListedStatus | None = None) -> QuerySet[E]:
    """Rows that match and stand there; archived ones only on demand."""
    rows = matching(rows, search=search, tag=tag)
    if status is ListedStatus.ARCHIVED:
        return rows.filter(archived_at__isnull=False)
    if status is not None:
        rows = rows.filter(published_version__isnull=status is ListedStatus.DRAFT)
    return rows.filter(archived_at__isnull=True)


def matching(rows: QuerySet[M], *, search: str = "", tag: str = "") -> QuerySet[M]:
    """Rows whose name or description holds `search` and that have the tag."""
    if search:
        rows = rows.filter(Q(name__icontains=search) | Q(description__icontains=search))
    return rows.filter(HasTag(F("tags"), Value(tag))) if tag else rows


def as_ids(texts: Iterable[str]) -> dict[uuid.UUID, list[str]]:
    """The texts that are UUIDs, by their UUID; the rest names nothing and is left out."""
    found: dict[uuid.UUID, list[str]] = {}
    for text in texts:
        try:
            found.setdefault(uuid.UUID(text), []).append(text)
        except ValueError:
            continue
    return found


def require_entity(rows: QuerySet[E], entity_id: uuid.UUID) -> E:
    """The row of this id; NotFound when these rows have none."""
    found = rows.filter(pk=entity_id).first()
    if found is None:
        raise NotFound(f"There is no {rows.model._meta.verbose_name} {entity_id}.")
    return found


def require_version(entity: VersionedEntity, versions: QuerySet[V], number: int) -> V:
    """The version of this number; NotFound when the entity has none."""
    found = versions.filter(entity_id=entity.pk, number=number).first()
    if found is None:
        raise NotFound(f"{entity.name!r} has no version {number}. The latest is {entity.latest_version}.")
    return found


def published_numbers(rows: QuerySet[E], ids: Iterable[str]) -> dict[str, int]:
    """The published number of each of these that is live, by its id as it was given."""
    wanted = as_ids(ids)
    live = rows.filter(pk__in=wanted, published_version__isnull=False, archived_at__isnull=True)
    return {text: number for pk, number in live.values_list("pk", "published_version") for text in wanted[pk]}


def releases(rows: QuerySet[E], ids: Iterable[str]) -> dict[str, Release]:
    """What a run can use of each of these that there is and that is not archived, by its id as it was given."""
    wanted = as_ids(ids)
    found = rows.filter(pk__in=wanted, archived_at__isnull=True)
    known: dict[str, Release] = {}
    for pk, published, number, status in found.values_list(
        "pk", "published_version", "versions__number", "versions__status"
    ):
        for text in wanted[pk]:
            release = known.setdefault(text, Release(published, set()))
            release.kept.update({number} if status in KEPT else ())
    return known
