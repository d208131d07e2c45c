"""Reads: which workspace, which role, which rows."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import QuerySet

from allma_site.common.problems import NotFound
from workspaces.keys import KeyIdentity
from workspaces.models import ApiKey, AuditRecord, Membership, Workspace
from workspaces.roles import Role


def workspace_of(principal: User | AnonymousUser | KeyIdentity, *, slug: str = "") -> tuple[Workspace, Role]:
    """The workspace a request is about and the role there. Raises NotFound when there is none for this principal."""
    if isinstance(principal, KeyIdentity):
        if slug and slug != principal.workspace.slug:
            raise unknown_workspace(slug)
        return principal.workspace, principal.role
    membership = memberships_of(principal, slug=slug).first() if isinstance(principal, User) else None
    if membership is None:
        raise unknown_workspace(slug)
    return membership.workspace, Role(membership.role)


def memberships_of(user: User, *, slug: str = "") -> QuerySet[Membership]:
    """A user's memberships, the default one first."""
    rows = Membership.objects.filter(user=user).select_related("workspace").order_by("created_at", "id")
    return rows.filter(workspace__slug=slug) if slug else rows


def members(workspace: Workspace) -> QuerySet[Membership]:
    """Who belongs to a workspace."""
    return Membership.objects.in_workspace(workspace).select_related("user")


def api_keys(workspace: Workspace) -> QuerySet[ApiKey]:
    """A workspace's keys, revoked ones too."""
    return ApiKey.objects.in_workspace(workspace)


def audit_records(
    workspace: Workspace, *, action: str = "", target: str = "", actor: str = ""
) -> QuerySet[AuditRecord]:
    """A workspace's audit, narrowed by exact values."""
    wanted = {"action": action, "target": target, "actor": actor}
    return AuditRecord.objects.in_workspace(workspace).filter(**{key: text for key, text in wanted.items() if text})


def unknown_workspace(slug: str) -> NotFound:
    """The answer to somebody who is not a member, whether or not the workspace exists."""
    return NotFound(f"You belong to no workspace {slug[:63]!r}." if slug else "You belong to no workspace.")
