"""What runs can be narrowed by, and exactly which runs that means. `searching` finds them quickly."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, JSONField, OuterRef, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from executions.codec import dumps
from executions.models import Execution, ExecutionKind, SearchTerm, TermKind
from executions.models_searching import fold
from flows.models import Flow

QUEUED_AT_MOST = timedelta(days=1)
"""A run that began after a moment is looked for among those created up to so long before it."""
AFTER_ANY_BYTE = b"\xff"
"""No text holds this byte, so it stands behind every text with the same prefix."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list of runs is narrowed by; None is anything. Labels and attributes are (name, value).

    `statuses` are any of them, `labels` and `attributes` all of them. `redriven`: another run does it again.
    `blind`: who asks may not find runs by what their definitions hide from viewers.
    """

    flow: uuid.UUID | None = None
    version: int | None = None
    statuses: Sequence[str] = ()
    started_after: datetime | None = None
    started_before: datetime | None = None
    ended_after: datetime | None = None
    ended_before: datetime | None = None
    trigger: str | None = None
    labels: Sequence[tuple[str, str]] = ()
    attributes: Sequence[tuple[str, str]] = ()
    search: str | None = None
    error: str | None = None
    error_step: str | None = None
    error_name: str | None = None
    fingerprint: str | None = None
    redrive_of: uuid.UUID | None = None
    redriven: bool | None = None
    parent: uuid.UUID | None = None
    blind: bool = False

    def given(self) -> frozenset[str]:
        """The names of the filters that narrow."""
        names = (name for name in self.__slots__ if name != "blind")
        return frozenset(name for name in names if getattr(self, name) not in (None, ()))

    def without(self, names: Iterable[str]) -> Filters:
        """The others of these filters; never without the parent, whose chunks are runs too."""
        defaults: dict[str, Any] = {field.name: field.default for field in fields(self)}
        return replace(self, **{name: defaults[name] for name in names if name in defaults and name != "parent"})


EXACT = {
    "flow": "flow_id",
    "version": "flow_version",
    "trigger": "trigger",
    "error_step": "error_step",
    "error_name": "error_name",
    "fingerprint": "error_fingerprint",
    "redrive_of": "redrive_of_id",
}
"""Filters that are the value of a column."""


def matching(workspace_id: uuid.UUID, filters: Filters) -> QuerySet[Execution]:
    """The runs of a workspace, narrowed, in no order. Chunks of distributed forks are only below their parent."""
    rows = kind_of(Execution.objects.filter(workspace_id=workspace_id), filters)
    exact = {column: getattr(filters, name) for name, column in EXACT.items() if getattr(filters, name) is not None}
    rows = rows.filter(**exact)
    if filters.statuses:
        rows = rows.filter(status__in=filters.statuses)
    rows = _started(rows, filters).filter(ended(filters), created(filters))
    for kind, (name, value) in terms_of(filters):
        rows = rows.filter(Exists(equal_terms(workspace_id, kind, name, value).filter(execution=OuterRef("pk"))))
    rows = rows if filters.redriven is None else _redriven(rows, wanted=filters.redriven)
    rows = _failed_with(rows, filters.error) if filters.error else rows
    return rows.filter(found_by(workspace_id, filters.search)) if filters.search else rows


def kind_of(rows: QuerySet[Execution], filters: Filters) -> QuerySet[Execution]:
    """Runs, or what is below a run."""
    if filters.parent is None:
        return rows.filter(kind=ExecutionKind.RUN)
    return rows.filter(parent_id=filters.parent)


def _started(rows: QuerySet[Execution], filters: Filters) -> QuerySet[Execution]:
    if filters.started_after is not None:
        rows = rows.filter(started_at__gte=filters.started_after)
    return rows if filters.started_before is None else rows.filter(started_at__lt=filters.started_before)


def ended(filters: Filters) -> Q:
    """When runs have ended."""
    found = Q()
    if filters.ended_after is not None:
        found &= Q(ended_at__gte=filters.ended_after)
    if filters.ended_before is not None:
        found &= Q(ended_at__lt=filters.ended_before)
    return found


def _redriven(rows: QuerySet[Execution], *, wanted: bool) -> QuerySet[Execution]:
    """Whatever became of the newer run: when it failed it can be redriven itself."""
    again = Exists(Execution.objects.filter(redrive_of=OuterRef("pk")))
    return rows.filter(again if wanted else ~again)


def created(filters: Filters) -> Q:
    """When runs that began and ended in time can have been created."""
    found = Q()
    if filters.started_after is not None:
        found &= Q(created_at__gte=filters.started_after - QUEUED_AT_MOST)
    for before in (filters.started_before, filters.ended_before):
        if before is not None:  # nothing starts or ends before it is created
            found &= Q(created_at__lt=before)
    return found


def terms_of(filters: Filters) -> list[tuple[TermKind, tuple[str, str]]]:
    """The labels and search attributes that a run must have."""
    labels = [(TermKind.LABEL, label) for label in filters.labels]
    return [*labels, *((TermKind.ATTRIBUTE, attribute) for attribute in filters.attributes)]


def equal_terms(workspace_id: uuid.UUID, kind: TermKind, name: str, value: str) -> QuerySet[SearchTerm]:
    """The terms with this very value."""
    rows = SearchTerm.objects.filter(workspace_id=workspace_id, folded=fold(value), name=name)
    return rows.filter(kind=kind, value=value)


def terms_with_prefix(workspace_id: uuid.UUID, text: str) -> QuerySet[SearchTerm]:
    """The terms whose value begins with this text, upper and lower case alike."""
    prefix = fold(text)
    return SearchTerm.objects.filter(workspace_id=workspace_id, folded__gte=prefix, folded__lt=prefix + AFTER_ANY_BYTE)


def flows_named(workspace_id: uuid.UUID, text: str) -> QuerySet[Flow]:
    """The flows with this text in their name."""
    return Flow.objects.in_workspace(workspace_id).filter(name__icontains=text)


def found_by(workspace_id: uuid.UUID, text: str, *, kinds: Sequence[TermKind] = tuple(TermKind)) -> Q:
    """Runs of flows with this text in their name, with a term of these kinds that begins with it, or with this id."""
    terms = terms_with_prefix(workspace_id, text).filter(execution=OuterRef("pk"), kind__in=kinds)
    wanted = Q(flow_id__in=flows_named(workspace_id, text).values("pk")) | Q(Exists(terms))
    with suppress(ValueError):
        wanted |= Q(pk=uuid.UUID(text))
    return wanted


def _failed_with(rows: QuerySet[Execution], text: str) -> QuerySet[Execution]:
    """Not what else the error's JSON holds: its details would be found without being shown."""
    parsed = Cast("error", JSONField())
    rows = rows.filter(
        error__icontains=dumps(text)[1:-1]
    )  # as it stands in the JSON: much cheaper than taking it apart
    rows = rows.annotate(error_code=KeyTextTransform("code", parsed), error_message=KeyTextTransform("message", parsed))
    wanted = Q(error_message__icontains=text) | Q(error_code__icontains=text) | Q(error_name__icontains=text)
    return rows.filter(wanted)
