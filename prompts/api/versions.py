"""Versions of a prompt: drafts, saving, publishing, checking, comparing, rendering."""

from __future__ import annotations

import uuid

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from allma_site.common.api import WorkspaceRequest, WorkspaceView, etag
from allma_site.common.pagination import Page
from allma_site.common.schema import IF_MATCH, PAGE_PARAMETERS
from allma_site.common.versioned_wire import NewDraft, Problems, PublishNote, Saved
from prompts import selectors, services
from prompts.api.wire import (
    PromptDiff,
    PromptDraftSave,
    PromptVersionOut,
    PromptVersionSummary,
    RenderBody,
    RenderedPrompt,
)
from prompts.diff import diff
from workspaces.roles import Role

TAGS = ["prompts"]


class VersionList(WorkspaceView):
    """The versions of a prompt, the newest first."""

    required_roles = {"GET": Role.VIEWER, "POST": Role.EDITOR}

    @extend_schema(
        operation_id="prompt_versions_list",
        tags=TAGS,
        parameters=PAGE_PARAMETERS,
        responses={200: Page[PromptVersionSummary]},
    )
    def get(self, request: WorkspaceRequest, prompt_id: uuid.UUID) -> Response:
        """Versions without their texts."""
        prompt = selectors.require_prompt(request.workspace.pk, prompt_id)
        rows = prompt.versions.defer("content")
        return self.page(rows, PromptVersionSummary.model_validate, ordering=("-number",))

    @extend_schema(
        operation_id="prompt_versions_create", tags=TAGS, request=NewDraft, responses={201: PromptVersionOut}
    )
    def post(self, request: WorkspaceRequest, prompt_id: uuid.UUID) -> Response:
        """A new draft from a version, the latest if none is named."""
        body = self.body(NewDraft)
        prompt = selectors.require_prompt(request.workspace.pk, prompt_id)
        draft = services.new_draft(prompt=prompt, author=request.actor.label, source=body.source_version)
        return Response(PromptVersionOut.of(draft), status=201, headers=etag(draft.revision))


class VersionDetail(WorkspaceView):
    """One version of a prompt."""

    required_roles = {"GET": Role.VIEWER, "PUT": Role.EDITOR, "DELETE": Role.EDITOR}

    @extend_schema(operation_id="prompt_versions_read", tags=TAGS, responses={200: PromptVersionOut})
    def get(self, request: WorkspaceRequest, prompt_id: uuid.UUID, number: int) -> Response:
        """The version with its text; the ETag is its revision."""
        version = selectors.require_version(request.workspace.pk, prompt_id, number)
        return Response(PromptVersionOut.of(version), headers=etag(version.revision))

    @extend_schema(
        operation_id="prompt_versions_save",
        tags=TAGS,
        parameters=[IF_MATCH],
        request=PromptDraftSave,
        responses={200: Saved},
    )
    def put(self, request: WorkspaceRequest, prompt_id: uuid.UUID, number: int) -> Response:
        """Save the draft, right or wrong; what is wrong comes back as problems."""
        revision, body = self.if_match(), self.body(PromptDraftSave)
        prompt = selectors.require_prompt(request.workspace.pk, prompt_id)
        draft = services.save_draft(
            prompt=prompt,
            number=number,
            content=body.prompt(),
            revision=revision,
            author=request.actor.label,
            change_note=body.change_note,
        )
        saved = {"revision": draft.revision, "problems": services.problems_of(body.prompt())}
        return Response(saved, headers=etag(draft.revision))

    @extend_schema(operation_id="prompt_versions_delete", tags=TAGS, responses={204: None})
    def delete(self, request: WorkspaceRequest, prompt_id: uuid.UUID, number: int) -> Response:
        """Delete a draft; published and superseded versions stay. `If-Match` is obeyed when it is sent."""
        revision = self.if_match() if "If-Match" in request.headers else None
        prompt = selectors.require_prompt(request.workspace.pk, prompt_id)
        services.delete_draft(prompt=prompt, number=number, revision=revision)
        return Response(status=204)


class VersionPublish(WorkspaceView):
    """Makes a version the live one."""

    required_roles = {"POST": Role.PUBLISHER}

    @extend_schema(
        operation_id="prompt_versions_publish", tags=TAGS, request=PublishNote, responses={200: PromptVersionOut}
    )
    def post(self, request: WorkspaceRequest, prompt_id: uuid.UUID, number: int) -> Response:
        """Publish; 422 with problems when the prompt has errors. `If-Match` is obeyed when it is sent."""
        revision = self.if_match() if "If-Match" in request.headers else None
        body = self.body(PublishNote)
        prompt = selectors.require_prompt(request.workspace.pk, prompt_id)
        version = services.publish(
            prompt=prompt, number=number, actor=request.actor, note=body.note or None, revision=revision
        )
        return Response(PromptVersionOut.of(version), headers=etag(version.revision))


class VersionUnpublish(WorkspaceView):
    """Takes the live version back."""

    required_roles = {"POST": Role.PUBLISHER}

    @extend_schema(operation_id="prompt_versions_unpublish", tags=TAGS, request=None, responses={200: PromptVersionOut})
    def post(self, request: WorkspaceRequest, prompt_id: uuid.UUID, number: int) -> Response:
        """Afterwards no version is live; steps that name none fail."""
        prompt = selectors.require_prompt(request.workspace.pk, prompt_id)
        return Response(PromptVersionOut.of(services.unpublish(prompt=prompt, number=number, actor=request.actor)))


class VersionValidate(WorkspaceView):
    """Checks a version."""

    required_roles = {"POST": Role.VIEWER}

    @extend_schema(operation_id="prompt_versions_validate", tags=TAGS, request=None, responses={200: Problems})
    def post(self, request: WorkspaceRequest, prompt_id: uuid.UUID, number: int) -> Response:
        """What publishing this version would find."""
        version = selectors.require_version(request.workspace.pk, prompt_id, number)
        return Response({"problems": services.problems_of(selectors.content_of(version))})


class VersionDiff(WorkspaceView):
    """Compares two versions."""

    required_roles = {"GET": Role.VIEWER}

    @extend_schema(operation_id="prompt_versions_diff", tags=TAGS, responses={200: PromptDiff})
    def get(self, request: WorkspaceRequest, prompt_id: uuid.UUID, number: int, other: int) -> Response:
        """The text line by line, and the schemas that are not the same."""
        versions = [selectors.require_version(request.workspace.pk, prompt_id, each) for each in (number, other)]
        before, after = (selectors.content_of(version) for version in versions)
        return Response(PromptDiff.model_validate(diff(before, after)))


class VersionRender(WorkspaceView):
    """Fills a prompt in."""

    required_roles = {"POST": Role.VIEWER}

    @extend_schema(
        operation_id="prompt_versions_render", tags=TAGS, request=RenderBody, responses={200: RenderedPrompt}
    )
    def post(self, request: WorkspaceRequest, prompt_id: uuid.UUID, number: int) -> Response:
        """The text a model would get; 422 names every missing and every refused variable at once."""
        body = self.body(RenderBody)
        version = selectors.require_version(request.workspace.pk, prompt_id, number)
        return Response({"text": services.render(selectors.content_of(version), body.variables)})
