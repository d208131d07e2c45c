"""Response bodies: JSON, whatever `Accept` says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic_core import to_json
from rest_framework.renderers import BaseRenderer


class JsonRenderer(BaseRenderer):
    """Compact UTF-8 JSON of plain values, pydantic models (by their wire names), ids and times."""

    media_type = "application/json"
    format = "json"
    charset = None
    render_style = "binary"

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        """The text, empty for an answer without a body."""
        return b"" if data is None else to_json(data, inf_nan_mode="null")
