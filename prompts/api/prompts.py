"""Prompts: list, create, names, archive, clone."""

from __future__ import annotations

import uuid

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from allma_site.common.api import WorkspaceRequest, WorkspaceView
from allma_site.common.pagination import Page
from allma_site.common.schema import PAGE_PARAMETERS
from allma_site.common.versioned_selectors import narrowed
from allma_site.common.versioned_wire import ENTITY_PARAMETERS, EntityPatch, EntityQuery
from prompts import selectors, services
from prompts.api.wire import Prompt, PromptClone, PromptCreate
from workspaces.roles import Role

TAGS = ["prompts"]


class PromptList(WorkspaceView):
    """The prompts of the workspace, the last changed first."""

    required_roles = {"GET": Role.VIEWER, "POST": Role.EDITOR}

    @extend_schema(
        operation_id="prompts_list",
        tags=TAGS,
        parameters=[*PAGE_PARAMETERS, *ENTITY_PARAMETERS],
        responses={200: Page[Prompt]},
    )
    def get(self, request: WorkspaceRequest) -> Response:
        """Prompts by `search` in name and description, `tag`, and `status` draft, published or archived."""
        query = self.query(EntityQuery)
        rows = narrowed(selectors.prompts(request.workspace.pk), **dict(query))
        return self.page(rows, Prompt.model_validate, ordering=("-updated_at", "-id"))

    @extend_schema(operation_id="prompts_create", tags=TAGS, request=PromptCreate, responses={201: Prompt})
    def post(self, request: WorkspaceRequest) -> Response:
        """A new prompt with draft version 1."""
        body = self.body(PromptCreate)
        prompt = services.create_prompt(
            workspace=request.workspace,
            author=request.actor.label,
            name=body.name,
            description=body.description,
            tags=body.tags,
            content=body.prompt(),
        )
        return Response(Prompt.model_validate(prompt), status=201)


class PromptDetail(WorkspaceView):
    """One prompt."""

    required_roles = {"GET": Role.VIEWER, "PATCH": Role.EDITOR, "DELETE": Role.EDITOR}

    @extend_schema(operation_id="prompts_read", tags=TAGS, responses={200: Prompt})
    def get(self, request: WorkspaceRequest, prompt_id: uuid.UUID) -> Response:
        """Its names and which versions it has."""
        return Response(Prompt.model_validate(selectors.require_prompt(request.workspace.pk, prompt_id)))

    @extend_schema(operation_id="prompts_update", tags=TAGS, request=EntityPatch, responses={200: Prompt})
    def patch(self, request: WorkspaceRequest, prompt_id: uuid.UUID) -> Response:
        """Change name, description or tags; `archived` false restores."""
        body = self.body(EntityPatch)
        prompt = selectors.require_prompt(request.workspace.pk, prompt_id)
        stored = services.update_prompt(
            prompt=prompt, actor=request.actor, changes=body.changes(), archived=body.archived
        )
        return Response(Prompt.model_validate(stored))

    @extend_schema(operation_id="prompts_archive", tags=TAGS, responses={204: None})
    def delete(self, request: WorkspaceRequest, prompt_id: uuid.UUID) -> Response:
        """Put the prompt away; runs that have begun keep it."""
        prompt = selectors.require_prompt(request.workspace.pk, prompt_id)
        services.update_prompt(prompt=prompt, actor=request.actor, changes={}, archived=True)
        return Response(status=204)


class PromptCloneView(WorkspaceView):
    """Copies of a prompt."""

    required_roles = {"POST": Role.EDITOR}

    @extend_schema(operation_id="prompts_clone", tags=TAGS, request=PromptClone, responses={201: Prompt})
    def post(self, request: WorkspaceRequest, prompt_id: uuid.UUID) -> Response:
        """A new prompt with draft version 1 from one version of this one."""
        body = self.body(PromptClone)
        prompt = selectors.require_prompt(request.workspace.pk, prompt_id)
        copy = services.clone_prompt(
            prompt=prompt, author=request.actor.label, name=body.name or "", version=body.version
        )
        return Response(Prompt.model_validate(copy), status=201)
