"""Who opens a socket, and what they may watch there. Asked when it opens and again every minute."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from channels.security.websocket import OriginValidator
from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.models import AnonymousUser, User

from allma_site.common.clock import iso
from allma_site.common.problems import NotFound
from allma_site.common.versioned import VersionStatus
from executions import selectors
from executions.live.feeds import Feed, RunFeed, WorkspaceFeed
from flows import selectors as flow_selectors
from flows.models import Flow
from workspaces.keys import KeyIdentity, recognise
from workspaces.selectors import workspace_of

Scope = Mapping[str, Any]

RUN = re.compile(r"/ws/executions/([0-9a-fA-F-]{32,36})/")
FLOW = re.compile(r"/ws/flows/([0-9a-fA-F-]{32,36})/")
WORKSPACE = "/ws/workspace/"
KEY_PROTOCOL = "bearer."


class CloseCode(IntEnum):
    """Why the server closes a socket."""

    UNAUTHENTICATED = 4401
    FORBIDDEN = 4403
    NOT_FOUND = 4404


class Refused(Exception):
    """This socket may not watch that."""

    def __init__(self, code: CloseCode) -> None:
        super().__init__(code.name)
        self.code = code


@dataclass(frozen=True, slots=True)
class FlowWatch:
    """A flow that a socket looks at, by whom, and the flow's state as a frame."""

    flow_id: UUID
    user: str
    state: dict[str, Any]


def has_good_origin(scope: Scope) -> bool:
    """Whether the page that opens the socket is ours. Programs send no Origin; browsers always do."""
    origin = header(scope, b"origin")
    if not origin:
        return True
    allowed = [*settings.ALLOWED_HOSTS, *([settings.ENV.public_url] if settings.ENV.public_url else [])]
    try:
        return bool(OriginValidator(None, allowed).valid_origin(urlsplit(origin)))
    except ValueError:  # no URL, or its port is no number
        return False


def subprotocol_of(scope: Scope) -> str | None:
    """The protocol to agree on: the first that is not a key, for a browser takes none that it did not offer."""
    offered = scope.get("subprotocols") or []
    plain = [name for name in offered if not name.startswith(KEY_PROTOCOL)]
    return next(iter([*plain, *offered]), None)


def feed_of(scope: Scope) -> Feed:
    """What this socket watches. Reads the database. Raises Refused."""
    principal = _principal(scope)
    if principal is None:
        raise Refused(CloseCode.UNAUTHENTICATED)
    try:
        workspace, role = workspace_of(principal, slug=_slug(scope))
        if scope["path"] == WORKSPACE:
            return WorkspaceFeed(workspace.pk)
        execution = selectors.require_execution(workspace.pk, _id_in(scope["path"], RUN))
    except NotFound:
        raise Refused(CloseCode.NOT_FOUND) from None
    return RunFeed(execution.pk, selectors.redaction_for(role, execution))


def flow_id_of(scope: Scope) -> UUID:
    """The flow that the path names; whether one may look at it `flow_watch_of` says. Raises Refused."""
    return _id_in(scope["path"], FLOW)


def flow_watch_of(scope: Scope) -> FlowWatch:
    """The flow that this socket looks at. Reads the database. Raises Refused."""
    principal = _principal(scope)
    if principal is None:
        raise Refused(CloseCode.UNAUTHENTICATED)
    try:
        workspace, _ = workspace_of(principal, slug=_slug(scope))
        flow = flow_selectors.require_flow(workspace.pk, flow_id_of(scope))
    except NotFound:
        raise Refused(CloseCode.NOT_FOUND) from None
    return FlowWatch(flow.pk, _label(principal), _state(flow))


def _state(flow: Flow) -> dict[str, Any]:
    drafts = flow.versions.filter(status=VersionStatus.DRAFT).order_by("number")
    return {
        "type": "flow.state",
        "latestVersion": flow.latest_version,
        "publishedVersion": flow.published_version,
        "archivedAt": iso(flow.archived_at) if flow.archived_at else None,
        "drafts": [
            {"version": number, "revision": revision, "author": author, "at": iso(at)}
            for number, revision, author, at in drafts.values_list("number", "revision", "updated_by", "updated_at")
        ],
    }


def _label(principal: User | KeyIdentity) -> str:
    return f"key {principal.name}" if isinstance(principal, KeyIdentity) else principal.get_username()


def _id_in(path: str, pattern: re.Pattern[str]) -> UUID:
    found = pattern.fullmatch(path)
    try:
        return UUID(found[1] if found else "")
    except ValueError:
        raise Refused(CloseCode.NOT_FOUND) from None


def _principal(scope: Scope) -> User | KeyIdentity | None:
    secret = _secret(scope)
    return recognise(secret) if secret else _session_user(scope)


def _secret(scope: Scope) -> str:
    """An API key, from `Authorization: Bearer` or offered as the protocol `bearer.<key>`."""
    scheme, _, secret = header(scope, b"authorization").partition(" ")
    if scheme.lower() == "bearer":
        return secret.strip()
    offered = scope.get("subprotocols") or []
    return next((name[len(KEY_PROTOCOL) :] for name in offered if name.startswith(KEY_PROTOCOL)), "")


def _session_user(scope: Scope) -> User | None:
    try:
        cookie = SimpleCookie(header(scope, b"cookie")).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return None
    if cookie is None:
        return None
    store = import_module(settings.SESSION_ENGINE).SessionStore(cookie.value)
    user: User | AnonymousUser = get_user(SimpleNamespace(session=store))  # type: ignore[arg-type]
    return user if isinstance(user, User) and user.is_active else None


def _slug(scope: Scope) -> str:
    """The workspace: `?workspace=` for browsers, which cannot set headers here, or `X-Workspace`."""
    named = parse_qs(scope.get("query_string", b"").decode("latin1")).get("workspace", [])
    return named[-1] if named else header(scope, b"x-workspace")


def header(scope: Scope, name: bytes) -> str:
    """The first header of this name (in small letters), empty when there is none."""
    return next((value.decode("latin1") for key, value in scope["headers"] if key == name), "")
