"""Pages of a list by cursor: no counts, no skipped or doubled rows while others write.

A cursor holds the sort values of the row it stands behind, so a page costs the same at the end as at the start.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Field, Model, Q, QuerySet
from pydantic import BaseModel
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param
from rest_framework.views import APIView

from allma_site.common import json_guard
from allma_site.common.json_guard import JsonGuardError
from allma_site.common.problems import Invalid

DEFAULT_LIMIT = 50
MAX_LIMIT = 200
MAX_CURSOR = 2048

M = TypeVar("M", bound=Model)
Item = TypeVar("Item", bound=BaseModel)


class Page(BaseModel, Generic[Item]):
    """A page of a list. `next` and `previous` are whole URLs, null at the ends."""

    results: list[Item]
    next: str | None
    previous: str | None


@dataclass(frozen=True, slots=True)
class Cursor:
    """Stands behind (or, backward, before) the row whose sort fields have these values."""

    values: tuple[str, ...]
    backward: bool = False

    def encode(self) -> str:
        """URL-safe text."""
        text = json_guard.dumps([int(self.backward), *self.values])
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @classmethod
    def decode(cls, text: str, *, width: int) -> Cursor:
        """The cursor of a text we gave out for as many sort fields. Raises Invalid."""
        try:
            raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
            backward, *values = json_guard.loads(raw, max_bytes=MAX_CURSOR)
        except (binascii.Error, JsonGuardError, TypeError, ValueError):
            raise _bad_cursor() from None
        if len(values) != width or backward not in (0, 1) or not all(isinstance(value, str) for value in values):
            raise _bad_cursor()
        return cls(tuple(values), bool(backward))


class CursorPagination(BasePagination):
    """`?cursor=&limit=`. The view's `ordering` names the sort fields, all up or all down, the last one unique."""

    ordering: Sequence[str] = ("-created_at", "-id")
    limit = DEFAULT_LIMIT

    def paginate_queryset(  # type: ignore[override]
        self, queryset: QuerySet[M], request: Request, view: APIView | None = None
    ) -> list[M]:
        """The rows of the page the request asks for. Raises Invalid for a bad cursor or limit."""
        self.request = request
        self.ordering = tuple(getattr(view, "ordering", None) or self.ordering)
        self.limit = read_limit(request, self.limit)
        text = request.query_params.get("cursor", "")
        self.cursor = Cursor.decode(text, width=len(self.ordering)) if text else None
        rows = list(self._rows(queryset)[: self.limit + 1])
        self.has_more = len(rows) > self.limit
        self.rows = rows[: self.limit]
        if self.cursor and self.cursor.backward:
            self.rows.reverse()
        return self.rows

    def get_paginated_response(self, data: Any) -> Response:
        """`{results, next, previous}`."""
        return Response({"results": data, "next": self.next_link(), "previous": self.previous_link()})

    def next_link(self) -> str | None:
        """The URL of the next page."""
        backward = self.cursor is not None and self.cursor.backward
        return self._link(-1, backward=False) if self.rows and (backward or self.has_more) else None

    def previous_link(self) -> str | None:
        """The URL of the page before."""
        if self.cursor is None or not self.rows or (self.cursor.backward and not self.has_more):
            return None
        return self._link(0, backward=True)

    def _rows(self, queryset: QuerySet[M]) -> QuerySet[M]:
        backward = self.cursor is not None and self.cursor.backward
        ordered = queryset.order_by(*[_flipped(name) for name in self.ordering] if backward else self.ordering)
        if self.cursor is None:
            return ordered
        try:
            return ordered.filter(self._behind(queryset, self.cursor))
        except (ValidationError, ValueError, TypeError, OverflowError):
            raise _bad_cursor() from None

    def _behind(self, queryset: QuerySet[M], cursor: Cursor) -> Q:
        """Rows after the cursor's, as (a < x) or (a = x and b < y), and a <= x for the index's sake."""
        names = [name.lstrip("-") for name in self.ordering]
        fields = [_field(queryset, name) for name in names]
        values = [field.to_python(text) for field, text in zip(fields, cursor.values, strict=True)]
        beyond = "lt" if self.ordering[0].startswith("-") is not cursor.backward else "gt"
        steps = [
            Q(**{f"{name}__{beyond}": values[i]}, **dict(zip(names[:i], values[:i], strict=True)))
            for i, name in enumerate(names)
        ]
        return Q(**{f"{names[0]}__{beyond}e": values[0]}) & reduce(or_, steps)

    def _link(self, index: int, *, backward: bool) -> str:
        row = self.rows[index]
        values = tuple(_text(getattr(row, name.lstrip("-"))) for name in self.ordering)
        return self._url(Cursor(values, backward))

    def _url(self, cursor: Cursor) -> str:
        url = remove_query_param(self.request.build_absolute_uri(), "cursor")
        return str(replace_query_param(url, "cursor", cursor.encode()))


def paginate(
    request: Request,
    queryset: QuerySet[M],
    render: Callable[[M], BaseModel | dict[str, Any]],
    *,
    ordering: Sequence[str],
) -> Response:
    """One page of a queryset as a response, each row rendered."""
    pages = CursorPagination()
    pages.ordering = ordering
    return pages.get_paginated_response([render(row) for row in pages.paginate_queryset(queryset, request)])


def read_limit(request: Request, default: int = DEFAULT_LIMIT) -> int:
    """`?limit=`, at most 200. Raises Invalid when it is no positive whole number."""
    text = request.query_params.get("limit", "")
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) > 0):
        raise Invalid.field("limit", f"must be a whole number from 1 to {MAX_LIMIT}.")
    return min(int(text), MAX_LIMIT)


def _field(queryset: QuerySet[M], name: str) -> Field[Any, Any]:
    """What a sort field holds; it may be an annotation, for example a name in small letters."""
    annotation = queryset.query.annotations.get(name)
    found = queryset.model._meta.get_field(name) if annotation is None else annotation.output_field
    if not isinstance(found, Field):
        raise TypeError(f"{name!r} is no column to sort by")
    return found


def _flipped(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _text(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _bad_cursor() -> Invalid:
    return Invalid.field("cursor", "is not a cursor of this list; follow `next` and `previous` as they are.")
