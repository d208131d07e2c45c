"""Request bodies: JSON through the guard, nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import IO, Any

from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.parsers import BaseParser

from allma_site.common import json_guard
from allma_site.common.json_guard import Json
from allma_site.common.problems import TooLarge
from allma_site.env import env

JSON_TYPE = re.compile(r"application/(json|[a-z0-9.!#$&^_-]+\+json)\s*(;.*)?", re.IGNORECASE)


class GuardedJsonParser(BaseParser):
    """`application/json` and `application/*+json`, in UTF-8, of at most `max_input_bytes`. Any JSON value."""

    media_type = "*/*"

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Json:
        """The value. Raises UnsupportedMediaType, TooLarge, JsonGuardError."""
        if not JSON_TYPE.fullmatch(media_type or ""):
            raise UnsupportedMediaType(media_type or "", detail="Send JSON with Content-Type: application/json.")
        limit = env.max_input_bytes
        if _announced(parser_context) > limit:
            raise _too_large(limit)
        raw = stream.read(limit + 1)
        if len(raw) > limit:
            raise _too_large(limit)
        return json_guard.loads(raw, max_bytes=limit, max_depth=env.max_depth)


def _announced(context: Mapping[str, Any] | None) -> int:
    request = (context or {}).get("request")
    length = request.META.get("CONTENT_LENGTH", "") if request is not None else ""
    return int(length) if str(length).isdigit() else 0


def _too_large(limit: int) -> TooLarge:
    return TooLarge(f"The body is larger than {limit} bytes. Send less, or refer to the data by URL.")
