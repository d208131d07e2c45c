"""Sealing and opening of secret values. The only file that knows the keys.

Values are sealed with Fernet (AES-128-CBC and HMAC-SHA-256) under the newest key of the ring `ALLMA_ENCRYPTION_KEYS`
and opened with any of them. The credential's id is sealed in with the value, so that a ciphertext copied to another
row, or another workspace, does not open there.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from connections.errors import permanent


def seal(value: Mapping[str, str], *, credential_id: uuid.UUID) -> str:
    """The ciphertext of a credential's value, as text."""
    plain = json.dumps({"id": str(credential_id), "value": dict(value)}, ensure_ascii=False)
    return _ring().encrypt(plain.encode("utf-8")).decode("ascii")


def open_sealed(ciphertext: str, *, credential_id: uuid.UUID) -> dict[str, str]:
    """The value. Raises EgressError `credential_unreadable` when no key opens it or it was sealed for another row."""
    try:
        plain = json.loads(_ring().decrypt(ciphertext.encode("utf-8")))
    except InvalidToken as error:
        raise _unreadable() from error
    if plain["id"] != str(credential_id):
        raise _unreadable()
    value: dict[str, str] = plain["value"]
    return value


def reseal(ciphertext: str) -> str:
    """The same value under the newest key. Raises EgressError `credential_unreadable`."""
    try:
        return _ring().rotate(ciphertext.encode("utf-8")).decode("ascii")
    except InvalidToken as error:
        raise _unreadable() from error


def _ring() -> MultiFernet:
    return _ring_of(tuple(settings.ENCRYPTION_KEYS))


@lru_cache(maxsize=4)
def _ring_of(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key.strip()) for key in keys if key.strip()])


def _unreadable() -> Exception:
    return permanent(
        "credential_unreadable",
        "No key of ALLMA_ENCRYPTION_KEYS opens this credential; put the key back or store the value again.",
    )
