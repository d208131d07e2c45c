"""How large a definition may be. The defaults are those of the settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """`max_bytes` counts compact JSON in UTF-8; `max_depth` counts nested objects and lists."""

    max_steps: int = 2000
    max_bytes: int = 2 * 2**20
    max_depth: int = 64


DEFAULT_LIMITS = Limits()


def deeper_than(document: Any, limit: int) -> bool:
    """Whether objects and lists are nested deeper than `limit`, or hold themselves."""
    level = [document]
    for _ in range(limit):
        level = [
            item
            for node in level
            for item in (node.values() if isinstance(node, dict) else node)
            if isinstance(item, dict | list)
        ]
        if not level:
            return False
    return True
