"""API keys: made, looked up, used, revoked. Only the SHA-256 of a secret is kept."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.db.models import Q

from allma_site.common.clock import now
from allma_site.common.db import write
from workspaces.models import ApiKey, Workspace
from workspaces.roles import Role

START = "alm_"
RANDOM_BYTES = 30
"""40 characters of base64."""
SHOWN = 12
"""Characters of the secret that stay readable, `alm_` included."""
CACHE_SECONDS = 5.0
"""A key revoked by another process works here for at most this long."""
CACHE_SIZE = 10_000
TOUCH_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class KeyIdentity:
    """A key that was recognised. Stands in for `request.user`."""

    id: UUID
    name: str
    role: Role
    workspace: Workspace
    expires_at: datetime | None

    @property
    def is_authenticated(self) -> bool:
        """Always: an unknown key has no identity."""
        return True


_seen: dict[str, tuple[float, KeyIdentity]] = {}
_touched: dict[UUID, datetime] = {}


def new_secret() -> str:
    """`alm_` and 40 random characters."""
    return START + secrets.token_urlsafe(RANDOM_BYTES)


def hash_of(secret: str) -> str:
    """What is kept of a secret. It has 240 random bits, so a plain hash is enough."""
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def recognise(secret: str) -> KeyIdentity | None:
    """Whose key it is, None for one that is unknown, expired or revoked. Mostly answered without a query."""
    key_hash, moment = hash_of(secret), now()
    identity = _remembered(key_hash) or _looked_up(key_hash)
    if identity is None or (identity.expires_at is not None and moment >= identity.expires_at):
        return None
    _touch(identity.id, moment)
    return identity


def forget(key_hash: str) -> None:
    """Drop a key from this process's memory."""
    _seen.pop(key_hash, None)


def _remembered(key_hash: str) -> KeyIdentity | None:
    entry = _seen.get(key_hash)
    return entry[1] if entry is not None and time.monotonic() - entry[0] < CACHE_SECONDS else None


def _looked_up(key_hash: str) -> KeyIdentity | None:
    asked = time.monotonic()
    key = ApiKey.objects.select_related("workspace").filter(key_hash=key_hash, revoked_at=None).first()
    if key is None:
        forget(key_hash)
        return None
    identity = KeyIdentity(key.id, key.name, Role(key.role), key.workspace, key.expires_at)
    if len(_seen) >= CACHE_SIZE:
        _seen.clear()
    _seen[key_hash] = (asked, identity)
    return identity


def _touch(key_id: UUID, moment: datetime) -> None:
    """Note the use, at most once a minute."""
    last = _touched.get(key_id)
    if last is not None and moment - last < TOUCH_EVERY:
        return
    _touched[key_id] = moment
    stale = Q(last_used_at=None) | Q(last_used_at__lt=moment - TOUCH_EVERY)
    with write():
        ApiKey.objects.filter(stale, pk=key_id).update(last_used_at=moment)
