"""Export and import: one JSON document with everything it refers to."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response

from allma_site.common.api import WorkspaceRequest, WorkspaceView
from flows import exporting, importing
from flows.api.wire import ExportBody, ExportDocument, ImportDocument, ImportReport
from workspaces.roles import Role

TAGS = ["import and export"]


class ExportView(WorkspaceView):
    """Takes flows, prompts and step definitions out."""

    required_roles = {"POST": Role.VIEWER}

    @extend_schema(operation_id="export", tags=TAGS, request=ExportBody, responses={200: ExportDocument})
    def post(self, request: WorkspaceRequest) -> Response:
        """These and all they refer to; everything when nothing is named. Connections by name only, no secrets."""
        body = self.body(ExportBody)
        return Response(exporting.export(workspace_id=request.workspace.pk, **dict(body)))


class ImportView(WorkspaceView):
    """Brings an exported document in."""

    required_roles = {"POST": Role.EDITOR}

    @extend_schema(
        operation_id="import",
        tags=TAGS,
        parameters=[OpenApiParameter("dryRun", bool, description="Only say what would happen.")],
        request=ImportDocument,
        responses={200: ImportReport, 201: ImportReport},
    )
    def post(self, request: WorkspaceRequest) -> Response:
        """All or nothing, as drafts under new ids. Allma's own export (format 1.0) is read too."""
        dry_run = self.flag("dryRun")
        report = importing.import_document(
            workspace=request.workspace,
            actor=request.actor,
            document=self.body(ImportDocument).model_extra or {},
            dry_run=dry_run,
        )
        body = {
            "dryRun": dry_run,
            "created": report.created,
            "conflicts": report.conflicts,
            "problems": report.problems,
        }
        return Response(body, status=200 if dry_run else 201)
