"""Writes: workspaces, members, keys, the first start. Each is one transaction with its audit record."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from allma_site.common.clock import iso, now
from allma_site.common.db import write
from allma_site.common.problems import Conflict, Invalid, NotFound
from workspaces import audit, keys
from workspaces.actors import SYSTEM, Actor
from workspaces.models import ApiKey, Membership, Workspace
from workspaces.roles import Role

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
DEFAULT_SLUG = "default"
ADMIN_NAME = "admin"


@dataclass(frozen=True, slots=True)
class FirstStart:
    """What the first start made. `password` is empty when there were users already."""

    workspace: Workspace
    username: str
    password: str


def create_workspace(*, slug: str, name: str, actor: Actor, owner: User | None = None) -> Workspace:
    """A new workspace whose first admin is `owner`. Raises Invalid, Conflict."""
    if not SLUG.fullmatch(slug):
        raise Invalid.field("/slug", "must be 1 to 63 small letters, digits and inner hyphens.")
    with write():
        if Workspace.objects.filter(slug=slug).exists():
            raise Conflict(f"A workspace {slug!r} exists already. Choose another slug.", code="slug_taken")
        workspace = Workspace.objects.create(slug=slug, name=name or slug)
        if owner is not None:
            Membership.objects.create(workspace=workspace, user=owner, role=Role.ADMIN)
        audit.record(workspace=workspace, actor=actor, action="workspace.create", target=slug)
    return workspace


def update_workspace(
    workspace: Workspace, *, actor: Actor, name: str | None = None, limits: dict[str, Any] | None = None
) -> Workspace:
    """Change the name or the limits."""
    with write():
        held = Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)
        held.name = held.name if name is None else name
        held.limits = held.limits if limits is None else limits
        held.save()
        details = {"name": held.name, "limits": held.limits}
        audit.record(workspace=held, actor=actor, action="workspace.update", target=held.slug, details=details)
    return held


def add_member(
    *, workspace: Workspace, username: str, role: Role, actor: Actor, password: str | None = None
) -> Membership:
    """Make a user a member; an unknown user is created with `password`. Raises Invalid, Conflict."""
    with write():
        user = User.objects.filter(username=username).first() or _create_user(username, password)
        if Membership.objects.in_workspace(workspace).filter(user=user).exists():
            raise Conflict(f"{username} is a member already. Change the role instead.", code="already_member")
        member = Membership.objects.create(workspace=workspace, user=user, role=role)
        details = {"role": role.value}
        audit.record(workspace=workspace, actor=actor, action="member.add", target=username, details=details)
    return member


def change_role(*, workspace: Workspace, member_id: UUID, role: Role, actor: Actor) -> Membership:
    """Give a member another role. Raises NotFound, Conflict for the last admin."""
    with write():
        member = _locked_member(workspace, member_id)
        if role is not Role.ADMIN:
            _keep_an_admin(member)
        before, member.role = member.role, role
        member.save(update_fields=["role"])
        details = {"before": before, "after": role.value}
        audit.record(
            workspace=workspace, actor=actor, action="member.role", target=member.user.username, details=details
        )
    return member


def remove_member(*, workspace: Workspace, member_id: UUID, actor: Actor) -> None:
    """End a membership. Raises NotFound, Conflict for the last admin."""
    with write():
        member = _locked_member(workspace, member_id)
        _keep_an_admin(member)
        member.delete()
        audit.record(workspace=workspace, actor=actor, action="member.remove", target=member.user.username)


def create_api_key(
    *, workspace: Workspace, name: str, role: Role, actor: Actor, expires_at: datetime | None = None
) -> tuple[ApiKey, str]:
    """A new key and its secret, which is not kept and cannot be shown again. Raises Invalid."""
    if expires_at is not None and expires_at <= now():
        raise Invalid.field("/expiresAt", "must be in the future.")
    secret = keys.new_secret()
    with write():
        key = ApiKey.objects.create(
            workspace=workspace,
            name=name,
            role=role,
            prefix=secret[: keys.SHOWN],
            key_hash=keys.hash_of(secret),
            created_by=actor.label,
            expires_at=expires_at,
        )
        details = {"name": name, "role": role.value, "expiresAt": iso(expires_at) if expires_at else None}
        audit.record(workspace=workspace, actor=actor, action="api_key.create", target=str(key.id), details=details)
    return key, secret


def revoke_api_key(*, workspace: Workspace, key_id: UUID, actor: Actor) -> None:
    """End a key: at once in this process, within 5 seconds in others. Twice is as once. Raises NotFound."""
    with write():
        key = ApiKey.objects.in_workspace(workspace).select_for_update().filter(pk=key_id).first()
        if key is None:
            raise NotFound("This workspace has no such key.")
        if key.revoked_at is None:
            key.revoked_at = now()
            key.save(update_fields=["revoked_at"])
            audit.record(
                workspace=workspace,
                actor=actor,
                action="api_key.revoke",
                target=str(key.id),
                details={"name": key.name},
            )
    keys.forget(key.key_hash)


def setup_first_start(*, admin_password: str = "") -> FirstStart:
    """Workspace `default` and user `admin` when there are none. Raises nothing when there are."""
    with write():
        workspace = setup_workspace()
        if User.objects.exists():
            return FirstStart(workspace, "", "")
        password = admin_password or secrets.token_urlsafe(12)
        create_admin(username=ADMIN_NAME, password=password, workspace=workspace)
    return FirstStart(workspace, ADMIN_NAME, password)


def setup_workspace() -> Workspace:
    """The workspace `default`, made when missing."""
    with write():
        found = Workspace.objects.filter(slug=DEFAULT_SLUG).first()
        return found or create_workspace(slug=DEFAULT_SLUG, name="Default", actor=SYSTEM)


def create_admin(*, username: str, password: str, workspace: Workspace) -> User:
    """A user who is admin of the workspace; one who exists gets the password and the role."""
    with write():
        user = User.objects.filter(username=username).first() or User(username=username)
        user.set_password(password)
        user.is_active = True
        user.save()
        Membership.objects.update_or_create(workspace=workspace, user=user, defaults={"role": Role.ADMIN})
        audit.record(workspace=workspace, actor=SYSTEM, action="member.admin", target=username)
    return user


def _create_user(username: str, password: str | None) -> User:
    if not password:
        raise Invalid.field("/password", f"there is no user {username}; send a password to create one.")
    user = User(username=username)
    try:
        user.full_clean(exclude=["password"])
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid("; ".join(error.messages)) from None
    user.set_password(password)
    try:
        with write():
            user.save(force_insert=True)
    except IntegrityError:
        raise Conflict(f"The user {username} was created just now. Try again.", code="conflict") from None
    return user


def _locked_member(workspace: Workspace, member_id: UUID) -> Membership:
    """Locks all admins' rows of the workspace too: two of them must not demote each other at once."""
    rows = Membership.objects.in_workspace(workspace).select_for_update()
    list(rows.filter(role=Role.ADMIN).order_by("id").values_list("id"))
    member = rows.filter(pk=member_id).first()
    if member is None:
        raise NotFound("This workspace has no such member.")
    return member


def _keep_an_admin(member: Membership) -> None:
    admins = Membership.objects.in_workspace(member.workspace_id).filter(role=Role.ADMIN)
    if member.role == Role.ADMIN and not admins.exclude(pk=member.pk).exists():
        raise Conflict("The last admin of a workspace must stay. Make somebody else admin first.", code="last_admin")
