"""The gallery of templates."""

from __future__ import annotations

from typing import Annotated, Any, Self
from uuid import UUID

from drf_spectacular.utils import extend_schema
from pydantic import Field
from rest_framework.response import Response

from allma_site.common.api import ApiModel, WorkspaceRequest, WorkspaceView
from allma_site.common.versioned_wire import Name
from flows.api.wire import Flow
from flows.gallery import Template, require_template, templates
from flows.gallery.using import use
from workspaces.roles import Role

TAGS = ["flows"]


class TemplateNeed(ApiModel):
    """A connection that steps of a template want."""

    key: str
    kind: str
    name: str
    description: str
    step_instance_ids: list[str]


class TemplateCompanion(ApiModel):
    """A flow that is made along with a template's, because it starts it."""

    key: str
    name: str
    description: str


class TemplateOut(ApiModel):
    """A flow to begin with, and an input to try it with."""

    id: str
    name: str
    category: str
    description: str
    tags: list[str]
    step_count: int
    needs: list[TemplateNeed]
    companions: list[TemplateCompanion]
    example_input: dict[str, Any]
    definition: dict[str, Any]

    @classmethod
    def of(cls, template: Template) -> Self:
        """From the gallery."""
        companions = [TemplateCompanion(**one.model_dump(exclude={"definition"})) for one in template.companions]
        fields = {name: getattr(template, name) for name in cls.model_fields if name != "companions"}
        return cls.model_validate({**fields, "companions": companions})


class TemplateList(ApiModel):
    """The gallery, by category and name."""

    results: list[TemplateOut]


class TemplateUse(ApiModel):
    """The new flow's name (the template's if absent), and connections for what the template needs, by key."""

    name: Name | None = None
    connections: Annotated[dict[str, UUID], Field(max_length=20)] = {}


class FlowFromTemplate(Flow):
    """The new flow, and the flows that were made along with it. Unpublished ones must be published before a run."""

    companions: list[Flow]


class TemplateListView(WorkspaceView):
    """Flows to begin with."""

    required_roles = {"GET": Role.VIEWER}

    @extend_schema(operation_id="flow_templates_list", tags=TAGS, responses={200: TemplateList})
    def get(self, request: WorkspaceRequest) -> Response:
        """All templates, by category and name."""
        return Response(TemplateList(results=[TemplateOut.of(one) for one in templates().values()]))


class TemplateUseView(WorkspaceView):
    """Makes a flow of a template."""

    required_roles = {"POST": Role.EDITOR}

    @extend_schema(operation_id="flow_templates_use", tags=TAGS, request=TemplateUse, responses={201: FlowFromTemplate})
    def post(self, request: WorkspaceRequest, template_id: str) -> Response:
        """A new flow with the template as its draft; flows that it starts are published if the role may publish."""
        body = self.body(TemplateUse)
        made = use(
            template=require_template(template_id),
            workspace=request.workspace,
            actor=request.actor,
            name=body.name or "",
            connections=body.connections,
            publish_companions=request.role.allows(Role.PUBLISHER),
        )
        companions = [Flow.model_validate(one) for one in made.companions]
        return Response(FlowFromTemplate(**dict(Flow.model_validate(made.flow)), companions=companions), status=201)
