"""Saved searches of the list of runs."""

from __future__ import annotations

import uuid
from typing import Annotated, Self

from drf_spectacular.utils import extend_schema
from pydantic import Field, StringConstraints
from rest_framework.response import Response

from allma_site.common.api import ApiModel, Moment, WorkspaceRequest, WorkspaceView
from allma_site.common.pagination import Page
from allma_site.common.problems import Forbidden
from allma_site.common.schema import PAGE_PARAMETERS
from executions import saved_searches
from executions.codec import loads
from executions.models import SavedSearch
from executions.saved_searches import SearchFields
from workspaces.actors import Actor
from workspaces.roles import Role

TAGS = ["executions"]
Name = Annotated[str, StringConstraints(min_length=1, max_length=100, strip_whitespace=True)]
Word = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Value = Annotated[str, StringConstraints(max_length=2000)]


class SavedSearchBody(ApiModel):
    """`query` holds parameters of the list of runs, as texts; `columns` the names of those to show, in order.

    Several of a `label` or `attribute` are one text, each in a line of its own.
    """

    name: Name
    query: Annotated[dict[Word, Value], Field(max_length=50)]
    columns: Annotated[list[Word], Field(max_length=50)] = []
    shared: bool = False

    def fields(self, role: Role) -> SearchFields:
        """As the service takes them. Raises Forbidden: who only looks does not share."""
        if self.shared and not role.allows(Role.OPERATOR):
            raise Forbidden("Sharing a search with everybody needs the role operator.")
        return SearchFields(name=self.name, query=self.query, columns=self.columns, shared=self.shared)


class SavedSearchOut(ApiModel):
    """A search that somebody keeps. `own`: it is the asking person's, who alone may change it."""

    id: uuid.UUID
    name: str
    query: dict[str, str]
    columns: list[str]
    shared: bool
    own: bool
    created_by: str
    created_at: Moment

    @classmethod
    def of(cls, row: SavedSearch, actor: Actor) -> Self:
        """From the row, for this actor."""
        return cls(
            id=row.pk,
            name=row.name,
            query=loads(row.query),
            columns=loads(row.columns),
            shared=row.shared,
            own=row.owner == saved_searches.owner_of(actor),
            created_by=row.created_by,
            created_at=row.created_at,
        )


class SavedSearchList(WorkspaceView):
    """One's own searches and the shared ones."""

    required_roles = {"GET": Role.VIEWER, "POST": Role.VIEWER}

    @extend_schema(
        operation_id="saved_searches_list",
        tags=TAGS,
        parameters=PAGE_PARAMETERS,
        responses={200: Page[SavedSearchOut]},
    )
    def get(self, request: WorkspaceRequest) -> Response:
        """The searches that the asking person keeps and those that others share, by name."""
        rows = saved_searches.searches(request.workspace.pk, request.actor)
        return self.page(rows, lambda row: SavedSearchOut.of(row, request.actor), ordering=("name", "id"))

    @extend_schema(
        operation_id="saved_searches_create", tags=TAGS, request=SavedSearchBody, responses={201: SavedSearchOut}
    )
    def post(self, request: WorkspaceRequest) -> Response:
        """Keep a search for oneself or, from operator on, for everybody. Names are unique per owner (409)."""
        fields = self.body(SavedSearchBody).fields(request.role)
        row = saved_searches.create(workspace_id=request.workspace.pk, actor=request.actor, fields=fields)
        return Response(SavedSearchOut.of(row, request.actor), status=201)


class SavedSearchView(WorkspaceView):
    """One search."""

    required_roles = {"GET": Role.VIEWER, "PUT": Role.VIEWER, "DELETE": Role.VIEWER}

    @extend_schema(operation_id="saved_searches_read", tags=TAGS, responses={200: SavedSearchOut})
    def get(self, request: WorkspaceRequest, saved_search_id: uuid.UUID) -> Response:
        """The search; 404 when it is somebody else's and not shared."""
        row = saved_searches.require(request.workspace.pk, request.actor, saved_search_id)
        return Response(SavedSearchOut.of(row, request.actor))

    @extend_schema(
        operation_id="saved_searches_replace", tags=TAGS, request=SavedSearchBody, responses={200: SavedSearchOut}
    )
    def put(self, request: WorkspaceRequest, saved_search_id: uuid.UUID) -> Response:
        """Change one's own search; 409 for a shared one of somebody else's."""
        row = saved_searches.replace(
            workspace_id=request.workspace.pk,
            actor=request.actor,
            search_id=saved_search_id,
            fields=self.body(SavedSearchBody).fields(request.role),
        )
        return Response(SavedSearchOut.of(row, request.actor))

    @extend_schema(operation_id="saved_searches_delete", tags=TAGS, responses={204: None})
    def delete(self, request: WorkspaceRequest, saved_search_id: uuid.UUID) -> Response:
        """Forget one's own search."""
        saved_searches.delete(workspace_id=request.workspace.pk, actor=request.actor, search_id=saved_search_id)
        return Response(status=204)
