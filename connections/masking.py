"""Hides secret values in whatever is about to be recorded, logged or shown. Pure."""

from __future__ import annotations

import base64
import json
import re
import threading
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, quote_plus

MASK = "***"
SHORTEST_SECRET = 4


class Masker:
    """The secret values an attempt has used. Without any, masking gives back what it was given, untouched.

    Values under 4 characters are not masked: they would eat ordinary text. Safe to share between threads.
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._lock = threading.Lock()
        self._secrets: frozenset[str] = frozenset()
        self._pattern: re.Pattern[str] | None = None
        self._data_pattern: re.Pattern[bytes] | None = None
        self.longest = 0
        self.add(*secrets)

    def __bool__(self) -> bool:
        return self._pattern is not None

    def add(self, *secrets: str) -> None:
        """From now on hide these values, also as base64, URL-encoded and inside JSON strings."""
        new = {secret for secret in secrets if len(secret) >= SHORTEST_SECRET} - self._secrets
        if not new:
            return
        with self._lock:
            self._secrets |= new
            forms = sorted({form for secret in self._secrets for form in _forms(secret)}, key=len, reverse=True)
            self.longest = len(forms[0])
            self._data_pattern = re.compile(b"|".join(re.escape(form.encode("utf-8", "replace")) for form in forms))
            self._pattern = re.compile("|".join(map(re.escape, forms)))

    def text(self, value: str) -> str:
        """The text with every secret replaced by `***`."""
        return value if self._pattern is None else self._pattern.sub(MASK, value)

    def data(self, value: bytes) -> bytes:
        """The same for bytes of any kind."""
        return value if self._data_pattern is None else self._data_pattern.sub(MASK.encode(), value)

    def json(self, value: Any) -> Any:
        """The same for JSON: keys and strings, at any depth. Numbers and booleans stay."""
        if self._pattern is None or not self._pattern.search(json.dumps(value, ensure_ascii=False, default=str)):
            return value
        return self._walk(value)

    def _walk(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {self._walk(key): self._walk(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self._walk(item) for item in value]
        return value


def _forms(secret: str) -> set[str]:
    """How one secret may be written. Base64 of `before:secret` begins at any of three alignments, so the characters
    that do not depend on the neighbours are looked for, in both alphabets."""
    forms = {secret, quote(secret, safe=""), quote(secret), quote_plus(secret)}
    forms |= {json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]}
    raw = secret.encode("utf-8", "surrogatepass")
    forms |= {repr(secret)[1:-1], raw.hex()}
    for shift in range(3):
        core = _base64_core(raw, shift)
        forms |= {core, core.replace("+", "-").replace("/", "_")}
    return {form for form in forms if len(form) >= SHORTEST_SECRET}


def _base64_core(raw: bytes, shift: int) -> str:
    """The part of base64(shift unknown bytes + raw + anything) that only `raw` decides."""
    encoded = base64.b64encode(b"\0" * shift + raw).decode("ascii")
    start = -(-shift * 8 // 6)
    end = (shift + len(raw)) * 8 // 6
    return encoded[start:end]
