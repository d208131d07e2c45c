"""Versions of a flow: drafts, saving, publishing, checking, comparing."""

from __future__ import annotations

import re
import uuid

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response

from allma_site.common.api import WorkspaceRequest, WorkspaceView, etag
from allma_site.common.pagination import Page
from allma_site.common.schema import IF_MATCH, PAGE_PARAMETERS
from allma_site.common.versioned_wire import NewDraft, Problems, PublishNote, Saved
from flows import selectors, services
from flows.api.wire import DefinitionBody, DraftSave, FlowDiff, FlowVersionOut, FlowVersionSummary
from flows.definition.diff import diff
from workspaces.roles import Role

TAGS = ["flows"]
CLIENT_ID = OpenApiParameter(
    "X-Client-Id", str, OpenApiParameter.HEADER, description="What this tab calls itself; sockets get it as `clientId`."
)
PLAIN = re.compile(r"[A-Za-z0-9._-]{1,64}")


def client_id(request: WorkspaceRequest) -> str:
    """`X-Client-Id`, empty when it is absent or is no plain name of up to 64 letters, digits, `.`, `_`, `-`."""
    given = request.headers.get("X-Client-Id", "")
    return given if PLAIN.fullmatch(given) else ""


class VersionList(WorkspaceView):
    """The versions of a flow, the newest first."""

    required_roles = {"GET": Role.VIEWER, "POST": Role.EDITOR}

    @extend_schema(
        operation_id="flow_versions_list",
        tags=TAGS,
        parameters=PAGE_PARAMETERS,
        responses={200: Page[FlowVersionSummary]},
    )
    def get(self, request: WorkspaceRequest, flow_id: uuid.UUID) -> Response:
        """Versions without their definitions."""
        flow = selectors.require_flow(request.workspace.pk, flow_id)
        rows = flow.versions.defer("content", "resolved")
        return self.page(rows, FlowVersionSummary.model_validate, ordering=("-number",))

    @extend_schema(operation_id="flow_versions_create", tags=TAGS, request=NewDraft, responses={201: FlowVersionOut})
    def post(self, request: WorkspaceRequest, flow_id: uuid.UUID) -> Response:
        """A new draft from a version, the latest if none is named."""
        body = self.body(NewDraft)
        flow = selectors.require_flow(request.workspace.pk, flow_id)
        draft = services.new_draft(flow=flow, author=request.actor.label, source=body.source_version)
        return Response(FlowVersionOut.of(draft), status=201, headers=etag(draft.revision))


class VersionDetail(WorkspaceView):
    """One version of a flow."""

    required_roles = {"GET": Role.VIEWER, "PUT": Role.EDITOR, "DELETE": Role.EDITOR}

    @extend_schema(operation_id="flow_versions_read", tags=TAGS, responses={200: FlowVersionOut})
    def get(self, request: WorkspaceRequest, flow_id: uuid.UUID, number: int) -> Response:
        """The version with its definition; the ETag is its revision."""
        version = selectors.require_version(request.workspace.pk, flow_id, number)
        return Response(FlowVersionOut.of(version), headers=etag(version.revision))

    @extend_schema(
        operation_id="flow_versions_save",
        tags=TAGS,
        parameters=[IF_MATCH, CLIENT_ID],
        request=DraftSave,
        responses={200: Saved},
    )
    def put(self, request: WorkspaceRequest, flow_id: uuid.UUID, number: int) -> Response:
        """Save the draft, right or wrong; what is wrong comes back as problems."""
        revision, body = self.if_match(), self.body(DraftSave)
        flow = selectors.require_flow(request.workspace.pk, flow_id)
        draft = services.save_draft(
            flow=flow,
            number=number,
            definition=body.definition,
            revision=revision,
            author=request.actor.label,
            change_note=body.change_note,
            client_id=client_id(request),
        )
        problems = services.check_definition(request.workspace.pk, body.definition, flow_id=flow_id).listed()
        saved = {"revision": draft.revision, "problems": problems}
        return Response(saved, headers=etag(draft.revision))

    @extend_schema(operation_id="flow_versions_delete", tags=TAGS, responses={204: None})
    def delete(self, request: WorkspaceRequest, flow_id: uuid.UUID, number: int) -> Response:
        """Delete a draft; published and superseded versions stay. `If-Match` is obeyed when it is sent."""
        revision = self.if_match() if "If-Match" in request.headers else None
        flow = selectors.require_flow(request.workspace.pk, flow_id)
        services.delete_draft(flow=flow, number=number, revision=revision)
        return Response(status=204)


class VersionPublish(WorkspaceView):
    """Makes a version the live one."""

    required_roles = {"POST": Role.PUBLISHER}

    @extend_schema(
        operation_id="flow_versions_publish",
        tags=TAGS,
        parameters=[CLIENT_ID],
        request=PublishNote,
        responses={200: FlowVersionOut},
    )
    def post(self, request: WorkspaceRequest, flow_id: uuid.UUID, number: int) -> Response:
        """Publish; 422 with problems when the definition has errors. `If-Match` is obeyed when it is sent."""
        revision = self.if_match() if "If-Match" in request.headers else None
        body = self.body(PublishNote)
        flow = selectors.require_flow(request.workspace.pk, flow_id)
        version = services.publish(
            flow=flow,
            number=number,
            actor=request.actor,
            note=body.note or None,
            revision=revision,
            client_id=client_id(request),
        )
        return Response(FlowVersionOut.of(version), headers=etag(version.revision))


class VersionUnpublish(WorkspaceView):
    """Takes the live version back."""

    required_roles = {"POST": Role.PUBLISHER}

    @extend_schema(
        operation_id="flow_versions_unpublish",
        tags=TAGS,
        parameters=[CLIENT_ID],
        request=None,
        responses={200: FlowVersionOut},
    )
    def post(self, request: WorkspaceRequest, flow_id: uuid.UUID, number: int) -> Response:
        """Afterwards no version is live and the flow cannot be started without naming one."""
        flow = selectors.require_flow(request.workspace.pk, flow_id)
        version = services.unpublish(flow=flow, number=number, actor=request.actor, client_id=client_id(request))
        return Response(FlowVersionOut.of(version))


class VersionValidate(WorkspaceView):
    """Checks a version."""

    required_roles = {"POST": Role.VIEWER}

    @extend_schema(operation_id="flow_versions_validate", tags=TAGS, request=None, responses={200: Problems})
    def post(self, request: WorkspaceRequest, flow_id: uuid.UUID, number: int) -> Response:
        """What publishing this version would find."""
        flow = selectors.require_flow(request.workspace.pk, flow_id)
        version = selectors.require_version(request.workspace.pk, flow_id, number)
        return Response({"problems": services.check_version(flow, version, publishing=True).listed()})


class DefinitionValidate(WorkspaceView):
    """Checks a definition that is not saved."""

    required_roles = {"POST": Role.VIEWER}

    @extend_schema(operation_id="flows_validate", tags=TAGS, request=DefinitionBody, responses={200: Problems})
    def post(self, request: WorkspaceRequest) -> Response:
        """What publishing this definition would find."""
        definition = self.body(DefinitionBody).definition
        checked = services.check_definition(request.workspace.pk, definition, publishing=True)
        return Response({"problems": checked.listed()})


class VersionDiff(WorkspaceView):
    """Compares two versions."""

    required_roles = {"GET": Role.VIEWER}

    @extend_schema(operation_id="flow_versions_diff", tags=TAGS, responses={200: FlowDiff})
    def get(self, request: WorkspaceRequest, flow_id: uuid.UUID, number: int, other: int) -> Response:
        """Steps added, removed and changed (JSON Patch per step), variables, settings; canvas-only moves apart."""
        versions = [selectors.require_version(request.workspace.pk, flow_id, each) for each in (number, other)]
        before, after = (selectors.definition_of(version) for version in versions)
        return Response(diff(before, after))
