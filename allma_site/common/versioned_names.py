"""Changing what a versioned thing is called, and putting it away; its versions are left alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from allma_site.common.clock import now
from allma_site.common.db import write
from allma_site.common.versioned import VersionedEntity
from allma_site.common.versioned_services import archive, lock, restore

E = TypeVar("E", bound=VersionedEntity)


def rename(*, entity: E, changes: Mapping[str, Any], archived: bool | None = None) -> E:
    """Set name, description or tags and put away or bring back. The entity as stored. Raises NotFound."""
    with write():
        held = lock(entity)
        if changes:
            for name, value in changes.items():
                setattr(held, name, value)
            held.updated_at = now()
            held.save(update_fields=[*changes, "updated_at"])
        if archived is not None:
            (archive if archived else restore)(held)
        return held
