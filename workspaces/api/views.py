"""Workspaces, members, keys and the audit."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.contrib.auth.models import User
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response

from allma_site.common.api import WorkspaceRequest, WorkspaceView
from allma_site.common.pagination import Page
from allma_site.common.problems import Forbidden, NotFound
from allma_site.common.schema import PAGE_PARAMETERS
from workspaces import selectors, services
from workspaces.api.shapes import (
    ApiKeyCreate,
    ApiKeyCreated,
    ApiKeyOut,
    AuditQuery,
    AuditRecordOut,
    MemberCreate,
    MemberOut,
    MemberPatch,
    WorkspaceCreate,
    WorkspaceOut,
    WorkspacePatch,
)
from workspaces.models import Membership
from workspaces.roles import Role

AUDIT_FILTERS = [OpenApiParameter(name, str) for name in AuditQuery.model_fields]


class WorkspaceList(WorkspaceView):
    """The workspaces one belongs to."""

    required_roles: ClassVar[dict[str, Role]] = {"GET": Role.VIEWER, "POST": Role.ADMIN}

    @extend_schema(responses=Page[WorkspaceOut], parameters=PAGE_PARAMETERS, operation_id="listWorkspaces")
    def get(self, request: WorkspaceRequest) -> Response:
        """One's own workspaces; for a key, its only one."""
        if not isinstance(request.user, User):
            only = WorkspaceOut.of(request.workspace, request.role)
            return Response({"results": [only], "next": None, "previous": None})
        return self.page(selectors.memberships_of(request.user), _workspace_of, ordering=("created_at", "id"))

    @extend_schema(request=WorkspaceCreate, responses={201: WorkspaceOut}, operation_id="createWorkspace")
    def post(self, request: WorkspaceRequest) -> Response:
        """A new workspace, with oneself as its admin."""
        body = self.body(WorkspaceCreate)
        if not isinstance(request.user, User):
            raise Forbidden("A key belongs to one workspace; log in to create another.")
        workspace = services.create_workspace(
            slug=body.slug, name=body.name or body.slug, actor=request.actor, owner=request.user
        )
        return Response(WorkspaceOut.of(workspace, Role.ADMIN), status=201)


class WorkspaceDetail(WorkspaceView):
    """The current workspace, by its id."""

    required_roles: ClassVar[dict[str, Role]] = {"GET": Role.VIEWER, "PATCH": Role.ADMIN}

    @extend_schema(responses=WorkspaceOut, operation_id="getWorkspace")
    def get(self, request: WorkspaceRequest, workspace_id: UUID) -> Response:
        """Name, limits and one's role."""
        self._refuse_other(workspace_id)
        return Response(WorkspaceOut.of(request.workspace, request.role))

    @extend_schema(request=WorkspacePatch, responses=WorkspaceOut, operation_id="updateWorkspace")
    def patch(self, request: WorkspaceRequest, workspace_id: UUID) -> Response:
        """Change the name or the limits."""
        self._refuse_other(workspace_id)
        body = self.body(WorkspacePatch)
        limits = body.limits.model_dump(exclude_none=True) if body.limits else None
        changed = services.update_workspace(request.workspace, actor=request.actor, name=body.name, limits=limits)
        return Response(WorkspaceOut.of(changed, request.role))

    def _refuse_other(self, workspace_id: UUID) -> None:
        if workspace_id != self.request.workspace.id:
            raise NotFound("That is not the workspace of this request; name it in X-Workspace.")


class MemberList(WorkspaceView):
    """Who belongs to the workspace."""

    required_roles: ClassVar[dict[str, Role]] = {"GET": Role.VIEWER, "POST": Role.ADMIN}

    @extend_schema(responses=Page[MemberOut], parameters=PAGE_PARAMETERS, operation_id="listMembers")
    def get(self, request: WorkspaceRequest) -> Response:
        """Members, the longest-standing first."""
        return self.page(selectors.members(request.workspace), MemberOut.of, ordering=("created_at", "id"))

    @extend_schema(request=MemberCreate, responses={201: MemberOut}, operation_id="addMember")
    def post(self, request: WorkspaceRequest) -> Response:
        """Add a user, who is created when a password is sent for a new name."""
        body = self.body(MemberCreate)
        member = services.add_member(
            workspace=request.workspace,
            username=body.username,
            role=body.role,
            password=body.password,
            actor=request.actor,
        )
        return Response(MemberOut.of(member), status=201)


class MemberDetail(WorkspaceView):
    """One member."""

    required_roles: ClassVar[dict[str, Role]] = {"PATCH": Role.ADMIN, "DELETE": Role.ADMIN}

    @extend_schema(request=MemberPatch, responses=MemberOut, operation_id="updateMember")
    def patch(self, request: WorkspaceRequest, member_id: UUID) -> Response:
        """Give another role. The last admin keeps theirs."""
        role = self.body(MemberPatch).role
        member = services.change_role(workspace=request.workspace, member_id=member_id, role=role, actor=request.actor)
        return Response(MemberOut.of(member))

    @extend_schema(responses={204: None}, operation_id="removeMember")
    def delete(self, request: WorkspaceRequest, member_id: UUID) -> Response:
        """End the membership. The last admin stays."""
        services.remove_member(workspace=request.workspace, member_id=member_id, actor=request.actor)
        return Response(status=204)


class ApiKeyList(WorkspaceView):
    """The workspace's keys."""

    required_roles: ClassVar[dict[str, Role]] = {"GET": Role.ADMIN, "POST": Role.ADMIN}

    @extend_schema(responses=Page[ApiKeyOut], parameters=PAGE_PARAMETERS, operation_id="listApiKeys")
    def get(self, request: WorkspaceRequest) -> Response:
        """Keys, the newest first, revoked ones too; never their secrets."""
        return self.page(selectors.api_keys(request.workspace), ApiKeyOut.of)

    @extend_schema(request=ApiKeyCreate, responses={201: ApiKeyCreated}, operation_id="createApiKey")
    def post(self, request: WorkspaceRequest) -> Response:
        """A new key. `key` is in this answer and nowhere else."""
        body = self.body(ApiKeyCreate)
        key, secret = services.create_api_key(
            workspace=request.workspace,
            name=body.name,
            role=body.role,
            expires_at=body.expires_at,
            actor=request.actor,
        )
        created = ApiKeyCreated(key=secret, **ApiKeyOut.of(key).model_dump())
        return Response(created, status=201, headers={"Cache-Control": "no-store"})


class ApiKeyDetail(WorkspaceView):
    """One key."""

    required_roles: ClassVar[dict[str, Role]] = {"DELETE": Role.ADMIN}

    @extend_schema(responses={204: None}, operation_id="revokeApiKey")
    def delete(self, request: WorkspaceRequest, api_key_id: UUID) -> Response:
        """Revoke the key; it stays listed."""
        services.revoke_api_key(workspace=request.workspace, key_id=api_key_id, actor=request.actor)
        return Response(status=204)


class AuditList(WorkspaceView):
    """What was done in the workspace."""

    required_roles: ClassVar[dict[str, Role]] = {"GET": Role.ADMIN}

    @extend_schema(
        responses=Page[AuditRecordOut], parameters=[*AUDIT_FILTERS, *PAGE_PARAMETERS], operation_id="listAudit"
    )
    def get(self, request: WorkspaceRequest) -> Response:
        """Records, the newest first."""
        wanted = self.query(AuditQuery)
        rows = selectors.audit_records(request.workspace, **wanted.model_dump())
        return self.page(rows, AuditRecordOut.of, ordering=("-seq",))


def _workspace_of(member: Membership) -> WorkspaceOut:
    return WorkspaceOut.of(member.workspace, Role(member.role))
