"""The workspaces' shapes on the wire."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from allma_site.common.api import ApiModel, Moment
from allma_site.common.json_guard import loads
from workspaces.models import ApiKey, AuditRecord, Membership, Workspace
from workspaces.roles import Role

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Username = Annotated[str, StringConstraints(min_length=1, max_length=150)]
Password = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Exact = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")]
Limit = Annotated[int, Field(ge=1, le=10_000_000)]

MAX_DETAILS = 2**20

Permission = Literal["read", "run", "edit", "publish", "administer"]
PERMISSIONS: dict[Permission, Role] = {
    "read": Role.VIEWER,
    "run": Role.OPERATOR,
    "edit": Role.EDITOR,
    "publish": Role.PUBLISHER,
    "administer": Role.ADMIN,
}


class Login(ApiModel):
    """A user name and a password."""

    username: Username
    password: Password


class UserOut(ApiModel):
    """A person."""

    id: str
    username: str


class SessionWorkspace(ApiModel):
    """A workspace one belongs to, with one's role there."""

    id: UUID
    slug: str
    name: str
    role: Role


class Installation(ApiModel):
    """What a client should know of the server: its version, its limits in bytes and numbers, where its pages are."""

    version: str
    docs_url: str
    schema_url: str
    public_url: str
    max_input_bytes: int
    max_definition_bytes: int
    max_step_output_bytes: int
    max_context_bytes: int
    max_steps: int
    max_depth: int
    blob_threshold_bytes: int


class Session(ApiModel):
    """Who is asking, where, and what they may do there. `user` is null for a key, `workspace` for a stranger to all."""

    user: UserOut | None
    workspaces: list[SessionWorkspace]
    workspace: SessionWorkspace | None
    role: Role | None
    permissions: list[Permission]
    installation: Installation


class Limits(ApiModel):
    """A workspace's own limits; null or absent means the installation's."""

    max_queued: Limit | None = None
    max_running: Limit | None = None


class WorkspaceCreate(ApiModel):
    """A new workspace."""

    slug: Annotated[str, StringConstraints(min_length=1, max_length=63)]
    name: Name | None = None


class WorkspacePatch(ApiModel):
    """What to change; what is not sent stays."""

    name: Name | None = None
    limits: Limits | None = None


class WorkspaceOut(SessionWorkspace):
    """A workspace."""

    limits: Limits
    created_at: Moment

    @classmethod
    def of(cls, workspace: Workspace, role: Role) -> WorkspaceOut:
        """From the row and the caller's role in it."""
        return cls(
            id=workspace.id,
            slug=workspace.slug,
            name=workspace.name,
            role=role,
            limits=Limits.model_validate(workspace.limits),
            created_at=workspace.created_at,
        )


class MemberCreate(ApiModel):
    """A user to add; `password` creates one who does not exist."""

    username: Username
    role: Role
    password: Password | None = None


class MemberPatch(ApiModel):
    """Another role."""

    role: Role


class MemberOut(ApiModel):
    """A member. `id` is the membership's."""

    id: UUID
    username: str
    role: Role
    created_at: Moment

    @classmethod
    def of(cls, member: Membership) -> MemberOut:
        """From the row."""
        username = member.user.get_username()
        return cls(id=member.id, username=username, role=Role(member.role), created_at=member.created_at)


class ApiKeyCreate(ApiModel):
    """A key to make."""

    name: Name
    role: Role
    expires_at: Moment | None = None


class ApiKeyOut(ApiModel):
    """A key without its secret."""

    id: UUID
    name: str
    role: Role
    prefix: str
    created_by: str
    created_at: Moment
    expires_at: Moment | None
    last_used_at: Moment | None
    revoked_at: Moment | None

    @classmethod
    def of(cls, key: ApiKey) -> ApiKeyOut:
        """From the row."""
        return cls.model_validate(key)


class ApiKeyCreated(ApiKeyOut):
    """A new key with its secret, which is shown only now."""

    key: str


class AuditRecordOut(ApiModel):
    """One thing that was done."""

    id: UUID
    seq: int
    at: Moment
    actor: str
    action: str
    target: str
    details: dict[str, Any]
    previous_hash: str
    hash: str

    @classmethod
    def of(cls, entry: AuditRecord) -> AuditRecordOut:
        """From the row."""
        fields = {name: getattr(entry, name) for name in cls.model_fields if name != "details"}
        return cls(details=loads(entry.details, max_bytes=MAX_DETAILS, max_depth=200), **fields)


class AuditQuery(ApiModel):
    """Filters of the audit, by exact value."""

    action: Exact = ""
    target: Exact = ""
    actor: Exact = ""
