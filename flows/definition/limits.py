"""How large a definition may be. The defaults are those of the settings."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """`max_bytes` counts compact JSON in UTF-8; `max_depth` counts nested objects and lists."""

    max_steps: int = 2000
    max_bytes: int = 2 * 2**20
    max_depth: int = 64


DEFAULT_LIMITS = Limits()
