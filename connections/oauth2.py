"""Access tokens by the OAuth2 client credentials grant (RFC 6749, section 4.4), kept until they expire."""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import quote_plus, urlencode

from connections.calls import Cancellation
from connections.configs import ClientAuthentication, OAuth2Auth, OAuth2ClientValue
from connections.egress import EgressClient
from connections.errors import EgressError, permanent
from connections.messages import IncomingResponse, OutgoingRequest

RENEW_SECONDS_BEFORE = 30.0
DEFAULT_LIFE_SECONDS = 300.0
LONGEST_LIFE_SECONDS = 86_400.0
TIMEOUT_SECONDS = 15.0
MAX_ANSWER_BYTES = 2**17
MAX_TOKENS = 1000


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    good_until: float


class TokenCache:
    """The process's tokens by connection and credential version. Two threads may fetch the same one; no harm."""

    def __init__(self, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._tokens: dict[str, _Token] = {}

    def get(
        self,
        key: str,
        *,
        auth: OAuth2Auth,
        value: OAuth2ClientValue,
        client: EgressClient,
        cancellation: Cancellation,
    ) -> str:
        """A token that is good for another moment. Raises EgressError `oauth2_failed` and those of a call."""
        token = self._tokens.get(key)
        if token is None or token.good_until <= self._monotonic():
            token = self._fetch(auth, value, client, cancellation)
            with self._lock:
                if len(self._tokens) >= MAX_TOKENS:
                    self._tokens.clear()
                self._tokens[key] = token
        return token.text

    def forget(self, key: str) -> None:
        """The service no longer takes the token."""
        with self._lock:
            self._tokens.pop(key, None)

    def _fetch(
        self, auth: OAuth2Auth, value: OAuth2ClientValue, client: EgressClient, cancellation: Cancellation
    ) -> _Token:
        asked_at = self._monotonic()
        response = client.send(token_request(auth, value), cancellation=cancellation)
        token, seconds = read_token(response, auth)
        return _Token(token, asked_at + max(seconds - RENEW_SECONDS_BEFORE, 0.0))


def token_request(auth: OAuth2Auth, value: OAuth2ClientValue) -> OutgoingRequest:
    """The request of the grant. It follows no redirect: the secret is for the token URL alone."""
    form = {"grant_type": "client_credentials", "scope": auth.scope, "audience": auth.audience}
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    secrets = [value.client_secret]
    if auth.client_authentication is ClientAuthentication.BODY:
        form |= {"client_id": value.client_id, "client_secret": value.client_secret}
    else:
        pair = f"{quote_plus(value.client_id)}:{quote_plus(value.client_secret)}"
        basic = base64.b64encode(pair.encode()).decode("ascii")
        headers["Authorization"] = f"Basic {basic}"
        secrets.append(basic)
    return OutgoingRequest(
        method="POST",
        url=auth.token_url,
        headers=headers,
        body=urlencode({name: text for name, text in form.items() if text}).encode(),
        timeout_seconds=TIMEOUT_SECONDS,
        max_response_bytes=MAX_ANSWER_BYTES,
        follow_redirects=False,
        secrets=tuple(secrets),
    )


def read_token(response: IncomingResponse, auth: OAuth2Auth) -> tuple[str, float]:
    """The token and its life in seconds (300 when the answer does not say). Raises EgressError `oauth2_failed`."""
    try:
        answer = json.loads(response.body)
    except (ValueError, RecursionError) as error:
        raise _failed(auth, "is not JSON") from error
    token = answer.get("access_token") if isinstance(answer, dict) else None
    if response.status != HTTPStatus.OK or not isinstance(token, str) or not token or not token.isprintable():
        raise _failed(auth, "holds no access_token")
    life = answer.get("expires_in", DEFAULT_LIFE_SECONDS)
    try:
        seconds = min(max(float(life), 0.0), LONGEST_LIFE_SECONDS)
    except (TypeError, ValueError, OverflowError):
        seconds = DEFAULT_LIFE_SECONDS
    return token, seconds


def _failed(auth: OAuth2Auth, why: str) -> EgressError:
    return permanent("oauth2_failed", f"The answer of {auth.token_url} {why}; look at tokenUrl and the credential.")


TOKENS = TokenCache()
