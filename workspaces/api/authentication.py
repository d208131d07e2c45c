"""How a request says who sends it: a bearer key, or a session cookie with a CSRF token."""

from __future__ import annotations

from typing import Any

from rest_framework import authentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from workspaces import keys
from workspaces.keys import KeyIdentity

CHALLENGE = 'Bearer realm="allma"'


class ApiKeyAuthentication(authentication.BaseAuthentication):
    """`Authorization: Bearer alm_…`."""

    def authenticate(self, request: Request) -> tuple[KeyIdentity, KeyIdentity] | None:
        """The key's identity; None when the header is absent. Raises AuthenticationFailed."""
        header = request.headers.get("Authorization", "")
        if not header:
            return None
        scheme, _, secret = header.partition(" ")
        identity = keys.recognise(secret.strip()) if scheme.lower() == "bearer" else None
        if identity is None:
            raise AuthenticationFailed("The API key is unknown, expired or revoked. Send Authorization: Bearer alm_….")
        return identity, identity

    def authenticate_header(self, request: Request) -> str:
        """The challenge, whose presence makes the answer a 401."""
        return CHALLENGE


class SessionAuthentication(authentication.SessionAuthentication):
    """The session cookie; unsafe methods also need the CSRF token in `X-CSRFToken`."""

    def authenticate_header(self, request: Request) -> Any:
        """The same challenge: there is no other way in for a program."""
        return CHALLENGE
