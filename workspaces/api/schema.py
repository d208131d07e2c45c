"""How the ways in are described in OpenAPI. Loaded with the routes."""

from __future__ import annotations

from typing import Any

from drf_spectacular.authentication import SessionScheme
from drf_spectacular.extensions import OpenApiAuthenticationExtension


class ApiKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Bearer keys."""

    target_class = "workspaces.api.authentication.ApiKeyAuthentication"
    name = "apiKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """HTTP bearer."""
        return {"type": "http", "scheme": "bearer", "bearerFormat": "alm_…"}


class SessionCookieScheme(SessionScheme):  # type: ignore[no-untyped-call]
    """The session cookie."""

    target_class = "workspaces.api.authentication.SessionAuthentication"
    name = "session"
