"""The list of runs: its filters, its pages, how many there are."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response

from allma_site.common.api import ApiModel, Moment, WorkspaceRequest, WorkspaceView
from allma_site.common.pagination import Cursor, CursorPagination, read_limit
from allma_site.common.problems import Invalid
from allma_site.common.schema import PAGE_PARAMETERS
from executions import searching, selectors
from executions.api.presenting import listed
from executions.api.shapes import ExecutionOut
from executions.api.wire import ExecutionQuery
from executions.filters import Filters
from executions.models import Execution
from executions.searching import Position
from workspaces.roles import Role

TAGS = ["executions"]
FILTERS = [
    OpenApiParameter("flow", OpenApiTypes.UUID, description="Of this flow."),
    OpenApiParameter("version", int, description="Of this version."),
    OpenApiParameter("status", str, description="One status, or several with commas."),
    OpenApiParameter(
        "startedAfter",
        OpenApiTypes.DATETIME,
        description="Began at this time or later. Runs that were queued for more than a day before it are left out.",
    ),
    OpenApiParameter("startedBefore", OpenApiTypes.DATETIME, description="Began before this time."),
    OpenApiParameter("endedAfter", OpenApiTypes.DATETIME, description="Ended at this time or later."),
    OpenApiParameter("endedBefore", OpenApiTypes.DATETIME, description="Ended before this time."),
    OpenApiParameter("trigger", str, description="What started it, for example `api` or `sub_flow`."),
    OpenApiParameter("label", str, many=True, description="A label, `key:value`; all of several."),
    OpenApiParameter("attribute", str, many=True, description="A search attribute, `name:value`; all of several."),
    OpenApiParameter(
        "search",
        str,
        description="An id, part of a flow's name, or what the value of a label or search attribute begins with.",
    ),
    OpenApiParameter("error", str, description="Failed with this text in the error's message, code or name."),
    OpenApiParameter("errorStep", str, description="Failed at this step."),
    OpenApiParameter("errorName", str, description="Failed with this error, for example `ContentStepError`."),
    OpenApiParameter("fingerprint", str, description="Failed alike: the `errorFingerprint` of a run or of a cluster."),
    OpenApiParameter("redriveOf", OpenApiTypes.UUID, description="Does this run again."),
    OpenApiParameter(
        "redriven",
        bool,
        description="`false`: no other run does this one again, whatever became of it; `true`: one does.",
    ),
    OpenApiParameter("parent", OpenApiTypes.UUID, description="Started by this run, chunks of its forks included."),
]

SEVERAL = ("label", "attribute")
"""Filters that may be given several times."""


class ExecutionPage(ApiModel):
    """A page of runs. `next` and `previous` are whole URLs, null at the ends.

    `searchedTo` is null when every run was looked at that the page could hold. Else the search stopped at runs that
    were created then, after as many as one answer looks at: the page may hold few or none, and `next` goes on.
    """

    results: list[ExecutionOut]
    next: str | None
    previous: str | None
    searched_to: Moment | None


class ExecutionCount(ApiModel):
    """How many runs match. It stops at 10,000, or where a page's search would; `exact` is false then."""

    count: int
    exact: bool


def query_of(view: WorkspaceView) -> Filters:
    """The filters that a request's query string names. Raises ValidationError (400)."""
    params = view.request.query_params
    values: dict[str, Any] = {name: params[name] for name in params if name not in ("cursor", "limit")}
    values |= {name: params.getlist(name) for name in SEVERAL if name in params}
    found = ExecutionQuery.model_validate(values, by_alias=True, by_name=False)
    return found.filters(blind=not view.request.role.allows(Role.OPERATOR))


class RunPages(CursorPagination):
    """Pages of runs that `searching` finds; the cursors are those of any list by creation."""

    stopped: Position | None = None
    rows: list[Any]

    def find(self, request: WorkspaceRequest, filters: Filters) -> list[Execution]:
        """The runs of the page the request asks for. Raises Invalid for a bad cursor or limit."""
        self.request = request
        self.limit = read_limit(request, self.limit)
        text = request.query_params.get("cursor", "")
        self.cursor = Cursor.decode(text, width=2) if text else None
        workspace_id, backward = request.workspace.pk, bool(self.cursor and self.cursor.backward)
        found = searching.find(
            workspace_id, filters, limit=self.limit + 1, behind=_position(self.cursor), backward=backward
        )
        self.stopped, self.has_more = found.stopped, len(found.runs) > self.limit or found.stopped is not None
        ids = [one.id for one in found.runs[: self.limit]]
        runs = selectors.summaries(workspace_id, ids[::-1] if backward else ids)
        self.rows = runs
        return runs

    def next_link(self) -> str | None:
        """The next page begins where the search stopped."""
        backward = self.cursor is not None and self.cursor.backward
        return super().next_link() if self.stopped is None or backward else self._at(self.stopped, backward=False)

    def previous_link(self) -> str | None:
        """The page before ends where the search stopped."""
        backward = self.cursor is not None and self.cursor.backward
        return self._at(self.stopped, backward=True) if self.stopped and backward else super().previous_link()

    def _at(self, position: Position, *, backward: bool) -> str:
        """The URL of the page behind a position (backward: before it)."""
        values = (position.created_at.isoformat(), str(position.id))
        return self._url(Cursor(values, backward))


def _position(cursor: Cursor | None) -> Position | None:
    if cursor is None:
        return None
    try:
        created_at, key = parse_datetime(cursor.values[0]), uuid.UUID(cursor.values[1])
    except (ValueError, ValidationError):
        created_at = None
    if created_at is None or created_at.tzinfo is None:
        raise Invalid.field("cursor", "is not a cursor of this list; follow `next` and `previous` as they are.")
    return Position(created_at, key)


class ExecutionList(WorkspaceView):
    """The runs of the workspace."""

    required_roles = {"GET": Role.VIEWER}

    @extend_schema(
        operation_id="executions_list",
        tags=TAGS,
        parameters=[*PAGE_PARAMETERS, *FILTERS],
        responses={200: ExecutionPage},
    )
    def get(self, request: WorkspaceRequest) -> Response:
        """Runs of all flows, the newest first."""
        pages = RunPages()
        rows = pages.find(request, query_of(self))
        answer: dict[str, Any] = pages.get_paginated_response(listed(request, rows)).data
        searched_to = pages.stopped.created_at if pages.stopped else None
        return Response(ExecutionPage(**answer, searched_to=searched_to))


class ExecutionCountView(WorkspaceView):
    """How many runs there are."""

    required_roles = {"GET": Role.VIEWER}

    @extend_schema(operation_id="executions_count", tags=TAGS, parameters=FILTERS, responses={200: ExecutionCount})
    def get(self, request: WorkspaceRequest) -> Response:
        """How many runs the same filters find."""
        count, exact = searching.count(request.workspace.pk, query_of(self))
        return Response(ExecutionCount(count=count, exact=exact))
