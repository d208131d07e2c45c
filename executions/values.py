"""Values as they are shown: whole, or a large part as `{preview, bytes, href}`."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from executions.blobs import blobs, load_value
from executions.codec import decode
from executions.redaction import Redaction
from flows.definition.errors import StepError
from flows.definition.scope import Lazy

PREVIEW_CHARACTERS = 200
WHOLE_BYTES = 10 * 2**20
"""Up to so much is loaded for one answer; larger parts are named by their href."""

MASKED_BYTES = 2**20
"""Up to so much is loaded to be masked; larger parts are not shown at all."""

Href = Callable[[str], str]
Mask = Callable[[Any], Any]


class Shown:
    """Shows the values of one answer. `href` makes the URL of a blob; `whole_bytes` is how much may be loaded."""

    def __init__(self, workspace_id: uuid.UUID, href: Href, *, whole_bytes: int = 0) -> None:
        self._workspace_id = workspace_id
        self._href = href
        self._left = whole_bytes
        self._previews: dict[str, str | None] = {}

    def column(self, text: str | None, pointers: str | None, hidden: Redaction, mask: Mask) -> Any:
        """The value of a column and the column of its pointers, masked by `mask` when there is something to hide."""
        value = decode(text, pointers, self._load)
        if hidden:
            return self.masked(value, mask)
        return self.value(value) if pointers else value

    def masked(self, value: Any, mask: Mask) -> Any:
        """The value without what `mask` hides. Large parts cannot be read by href then, since they are unmasked."""
        room = Shown(self._workspace_id, self._href, whole_bytes=MASKED_BYTES)
        return mask(room.closed(value))

    def closed(self, value: Any) -> Any:
        """The value with its large parts loaded while there is room, else only counted."""
        if type(value) is Lazy:
            whole = self._whole(value)
            return {"preview": None, "bytes": value.bytes, "href": None} if whole is None else whole.value
        if isinstance(value, dict):
            return {key: self.closed(child) for key, child in value.items()}
        if isinstance(value, list | tuple):
            return [self.closed(child) for child in value]
        return value

    def value(self, value: Any) -> Any:
        """The value with its large parts loaded while there is room, else named."""
        if type(value) is Lazy:
            whole = self._whole(value)
            return self.named(value) if whole is None else whole.value
        if isinstance(value, dict):
            return {key: self.value(child) for key, child in value.items()}
        if isinstance(value, list | tuple):
            return [self.value(child) for child in value]
        return value

    def _whole(self, value: Lazy) -> Lazy | None:
        """A large value that is loaded; None when there is no room, or it is gone."""
        if value.bytes > self._left:
            return None
        loaded = Lazy(sha256=value.sha256, bytes=value.bytes, load=self._load)
        try:
            loaded.keep(loaded.value)
        except StepError:
            return None
        self._left -= value.bytes
        return loaded

    def named(self, value: Lazy) -> dict[str, Any]:
        """A large value by its beginning, its size and where it is. `preview` is null when the blob is gone."""
        if value.sha256 not in self._previews:
            self._previews[value.sha256] = self._preview(value.sha256)
        return {"preview": self._previews[value.sha256], "bytes": value.bytes, "href": self._href(value.sha256)}

    def _preview(self, sha256: str) -> str | None:
        try:
            data = blobs().get(self._workspace_id, sha256)
        except LookupError:
            return None
        return data[: PREVIEW_CHARACTERS * 4].decode(errors="ignore")[:PREVIEW_CHARACTERS]

    def _load(self, sha256: str) -> Any:
        return load_value(self._workspace_id, sha256)
