"""Identifiers: UUIDv7 (RFC 9562), ordered by the time they were made."""

from __future__ import annotations

import uuid

from uuid6 import uuid7


def new_id() -> uuid.UUID:
    """A new UUIDv7."""
    return uuid.UUID(bytes=uuid7().bytes)
