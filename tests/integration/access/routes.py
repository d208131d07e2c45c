"""Every route of the API, read from Django's resolver, with what its view declares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.permissions import AllowAny

from workspaces.api.permissions import LoggedIn, Public, RolePermission
from workspaces.models import Role

PREFIX = "api/v1/"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
PLACE = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One method of one route."""

    route: str
    method: str
    view: Any

    def __str__(self) -> str:
        return f"{self.method} {self.route}"

    @property
    def names(self) -> list[str]:
        """The names in the path."""
        return PLACE.findall(self.route)

    @property
    def is_public(self) -> bool:
        """Whether the view says that anybody may use it."""
        return any(issubclass(kind, (Public, AllowAny)) for kind in self.view.permission_classes)

    @property
    def is_for_anybody_logged_in(self) -> bool:
        """Whether the view says that every role, or none, is enough."""
        return bool(self.view.permission_classes == [LoggedIn])

    @property
    def role(self) -> Role | None:
        """The role that the view declares for the method; None when it declares nothing."""
        if RolePermission not in self.view.permission_classes:
            return None
        role: Role | None = self.view.required_roles.get(self.method)
        return role

    def path(self, values: dict[str, str]) -> str:
        """The path with its names filled in."""
        return "/" + PLACE.sub(lambda match: values[match[1]], self.route)


def endpoints() -> list[Endpoint]:
    """All of them, in the order of the resolver."""
    found = _walk(get_resolver().url_patterns, "")
    return [
        Endpoint(route, method, view)
        for route, view in found
        if route.startswith(PREFIX)
        for method in METHODS
        if hasattr(view, method.lower())
    ]


def _walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
        else:
            yield route, getattr(pattern.callback, "cls", None) or getattr(pattern.callback, "view_class", None)
