"""What every API view is made of.

class FlowList(WorkspaceView):
    required_roles = {"GET": Role.VIEWER, "POST": Role.EDITOR}

    @extend_schema(request=FlowCreate, responses={201: FlowOut})
    def post(self, request: WorkspaceRequest) -> Response:
        body = self.body(FlowCreate)
        flow = services.create_flow(workspace=request.workspace, author=request.actor.label, name=body.name)
        return Response(FlowOut.of(flow), status=201)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from pydantic import AwareDatetime, BaseModel, ConfigDict, PlainSerializer, WithJsonSchema
from pydantic.alias_generators import to_camel
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from allma_site.common.clock import iso
from allma_site.common.negotiation import JsonOnly
from allma_site.common.pagination import CursorPagination
from allma_site.common.problems import Invalid, PreconditionRequired

if TYPE_CHECKING:
    from workspaces.actors import Actor
    from workspaces.models import Workspace
    from workspaces.roles import Role

    class WorkspaceRequest(Request):
        """A request that passed authentication and the role check."""

        workspace: Workspace
        role: Role
        actor: Actor
else:
    WorkspaceRequest = Request

B = TypeVar("B", bound=BaseModel)
M = TypeVar("M", bound=Model)

Moment = Annotated[
    AwareDatetime,
    PlainSerializer(iso, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
"""A time on the wire: ISO-8601, UTC, milliseconds, `Z`. One that comes in must name its offset."""


class ApiModel(BaseModel):
    """A shape on the wire: camelCase there, snake_case here. Unknown fields are refused."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid", from_attributes=True)


class WorkspaceView(APIView):
    """A view inside one workspace. `required_roles` names the role each method needs; a method without one is denied.

    `request.workspace`, `request.role` and `request.actor` are set before the handler runs.
    """

    required_roles: ClassVar[Mapping[str, Role]] = {}
    http_method_names = ["get", "head", "post", "put", "patch", "delete"]
    content_negotiation_class = JsonOnly
    request: WorkspaceRequest

    def body(self, model: type[B]) -> B:
        """The request's body as a model. Raises pydantic's ValidationError, which becomes a 400 with `errors`."""
        data = self.request.data
        if not isinstance(data, dict):
            raise Invalid.field("", "send a JSON object.")
        return model.model_validate(data, by_alias=True, by_name=False)

    def query(self, model: type[B]) -> B:
        """The query string as a model, by wire names. Raises ValidationError (400). Unknown names are refused."""
        params = self.request.query_params
        values = {name: params[name] for name in params if name not in ("cursor", "limit")}
        return model.model_validate(values, by_alias=True, by_name=False)

    def flag(self, name: str) -> bool:
        """A query parameter that is `true` or `false` (also 1, 0). Raises Invalid."""
        text = self.request.query_params.get(name, "false").lower()
        if text not in ("true", "false", "1", "0", ""):
            raise Invalid.field(name, "must be true or false.")
        return text in ("true", "1")

    def page(
        self,
        queryset: QuerySet[M],
        render: Callable[[M], BaseModel | dict[str, Any]],
        *,
        ordering: tuple[str, ...] = ("-created_at", "-id"),
    ) -> Response:
        """One page of a queryset: `?cursor=&limit=`. Sort fields all up or all down, the last one unique."""
        pages = CursorPagination()
        pages.ordering = ordering
        rows = pages.paginate_queryset(queryset, self.request)
        return pages.get_paginated_response([render(row) for row in rows])

    def if_match(self) -> int:
        """The revision named by `If-Match: "<revision>"`. Raises PreconditionRequired (428), Invalid (400)."""
        text = self.request.headers.get("If-Match", "").strip()
        if not text:
            raise PreconditionRequired('Send If-Match: "<revision>" with the revision you have read.')
        digits = text.removeprefix("W/").strip('"')
        if not (digits.isascii() and digits.isdigit() and len(digits) < 10):
            raise Invalid.field("If-Match", 'must be a revision number in quotes, for example "3".')
        return int(digits)


def etag(revision: int) -> dict[str, str]:
    """The ETag header of a draft's revision."""
    return {"ETag": f'"{revision}"'}


def parse_id(text: str, what: str = "id") -> UUID:
    """An id from a body or query. Raises Invalid naming the field."""
    try:
        return UUID(text)
    except ValueError:
        raise Invalid.field(what, "must be a UUID.") from None
