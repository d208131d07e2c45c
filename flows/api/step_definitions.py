"""Step presets, and the palette of step types."""

from __future__ import annotations

import uuid
from typing import Annotated, Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from pydantic import Field
from rest_framework.response import Response

from allma_site.common.api import ApiModel, WorkspaceRequest, WorkspaceView, etag
from allma_site.common.pagination import Page
from allma_site.common.schema import PAGE_PARAMETERS
from allma_site.common.versioned_selectors import matching
from allma_site.common.versioned_wire import SearchTag, SearchText
from flows import preset_services, selectors
from flows.api.wire import StepDefinitionBody, StepDefinitionOut, StepDefinitionSummary
from flows.definition.parts import SideEffects
from flows.steps.registry import palette
from workspaces.roles import Role

TAGS = ["step definitions"]


class PresetQuery(ApiModel):
    """Filters of the list."""

    search: SearchText = ""
    tag: SearchTag = ""


class VersionQuery(ApiModel):
    """Which version to read."""

    version: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None


class StepDefinitionList(WorkspaceView):
    """The step presets of the workspace, the last changed first."""

    required_roles = {"GET": Role.VIEWER, "POST": Role.EDITOR}

    @extend_schema(
        operation_id="step_definitions_list",
        tags=TAGS,
        parameters=[*PAGE_PARAMETERS, OpenApiParameter("search", str), OpenApiParameter("tag", str)],
        responses={200: Page[StepDefinitionSummary]},
    )
    def get(self, request: WorkspaceRequest) -> Response:
        """Presets by `search` in name and description, and `tag`."""
        query = self.query(PresetQuery)
        rows = selectors.step_definitions(request.workspace.pk).filter(archived_at__isnull=True)
        rows = matching(rows, search=query.search, tag=query.tag)
        return self.page(rows, StepDefinitionSummary.model_validate, ordering=("-updated_at", "-id"))

    @extend_schema(
        operation_id="step_definitions_create",
        tags=TAGS,
        request=StepDefinitionBody,
        responses={201: StepDefinitionOut},
    )
    def post(self, request: WorkspaceRequest) -> Response:
        """A new preset with version 1."""
        body = self.body(StepDefinitionBody)
        made = preset_services.create(workspace=request.workspace, author=request.actor.label, **dict(body))
        return Response(StepDefinitionOut.of(*made), status=201, headers=etag(made[1].number))


class StepDefinitionDetail(WorkspaceView):
    """One step preset."""

    required_roles = {"GET": Role.VIEWER, "PUT": Role.EDITOR, "DELETE": Role.EDITOR}

    @extend_schema(
        operation_id="step_definitions_read",
        tags=TAGS,
        parameters=[OpenApiParameter("version", int, description="The latest if absent.")],
        responses={200: StepDefinitionOut},
    )
    def get(self, request: WorkspaceRequest, step_definition_id: uuid.UUID) -> Response:
        """The preset with the content of one version; the ETag is that version."""
        query = self.query(VersionQuery)
        preset = selectors.require_step_definition(request.workspace.pk, step_definition_id)
        version = selectors.require_preset_version(preset, query.version or preset.latest_version)
        return Response(StepDefinitionOut.of(preset, version), headers=etag(version.number))

    @extend_schema(
        operation_id="step_definitions_replace",
        tags=TAGS,
        request=StepDefinitionBody,
        responses={200: StepDefinitionOut},
    )
    def put(self, request: WorkspaceRequest, step_definition_id: uuid.UUID) -> Response:
        """Set names and content; another content is the next version. `If-Match` is obeyed when it is sent."""
        revision = self.if_match() if "If-Match" in request.headers else None
        body = self.body(StepDefinitionBody)
        preset = selectors.require_step_definition(request.workspace.pk, step_definition_id)
        made = preset_services.replace(preset=preset, author=request.actor.label, revision=revision, **dict(body))
        return Response(StepDefinitionOut.of(*made), headers=etag(made[1].number))

    @extend_schema(operation_id="step_definitions_archive", tags=TAGS, responses={204: None})
    def delete(self, request: WorkspaceRequest, step_definition_id: uuid.UUID) -> Response:
        """Put the preset away: it leaves the list, what uses it goes on working."""
        preset_services.archive(selectors.require_step_definition(request.workspace.pk, step_definition_id))
        return Response(status=204)


class StepTypeOut(ApiModel):
    """One entry of the palette: a step type, or one module of it. `schema` describes the step's own fields."""

    type: str
    module: str | None
    label: str
    category: str
    icon: str
    config_schema: Annotated[dict[str, Any], Field(alias="schema")]
    module_schema: dict[str, Any] | None = None
    defaults: dict[str, Any]
    side_effects: SideEffects
    output_keys: list[str]
    help: str


class StepTypePalette(ApiModel):
    """All step types."""

    results: list[StepTypeOut]


class StepTypeList(WorkspaceView):
    """What flows can be made of."""

    required_roles = {"GET": Role.VIEWER}

    @extend_schema(operation_id="step_types_list", tags=TAGS, responses={200: StepTypePalette})
    def get(self, request: WorkspaceRequest) -> Response:
        """Every step type and module, by category and label."""
        return Response({"results": palette()})
