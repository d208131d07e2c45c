"""Which failures are the same: what is different in the messages of two runs that failed alike is taken out.

Pure. A fingerprint is stored with a run, so a change of the rules below makes new clusters of new failures.
"""

from __future__ import annotations

import re
from hashlib import sha256

MAX_CHARACTERS = 500
"""Longer messages are cut, before and after."""
DIGITS = 32

VARIABLE_SEGMENT = re.compile(r"/[^/]*\d[^/]*")
NUMBER = re.compile(
    r"(\b(?:HTTP|status|status code)[ :=]+[1-5]\d\d\b)|[+-]?\d+(?:[.,]\d+)*(?:e[+-]?\d+)?", re.IGNORECASE
)
RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"[^\s@'\"<>()/:]{1,64}@[^\s@'\"<>()/:]{1,255}\.[a-z]{2,24}\b", re.IGNORECASE), "<email>"),
    (re.compile(r"\b[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\b", re.IGNORECASE), "<id>"),
    (re.compile(r"\b\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)?(?:Z|[+-]\d{2}:?\d{2})?"), "<time>"),
    (re.compile(r"\b\d{1,2}:\d{2}:\d{2}(?:[.,]\d+)?\b"), "<time>"),
    (re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b"), "<address>"),
    (re.compile(r"[+-]?\b\d+(?:\.\d+)?e[+-]\d+\b", re.IGNORECASE), "<n>"),
    (re.compile(r"\b(?:0x[0-9a-f]+|(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{8,})\b", re.IGNORECASE), "<hex>"),
    (re.compile(r"\"(?:[^\"\\]|\\.)*\""), "<text>"),
    (re.compile(r"(?<!\w)'(?:[^'\\]|\\.)*'(?!\w)"), "<text>"),
)
"""What differs between equal failures, the longer things before those that they hold. Addresses come before these,
numbers after them."""
URL = re.compile(r"\b([a-z][a-z0-9+.-]{0,31}://[^\s/?#'\"<>]*)([^\s?#'\"<>]*)(?:[?#][^\s'\"<>]*)?", re.IGNORECASE)


def normalise(message: str) -> str:
    """A message with placeholders for what may differ: `No order "A-7" (in 12 ms)` is `No order <text> (in <n> ms)`.

    Of an address scheme, host and the segments without digits stay. The status of an HTTP answer stays.
    """
    text = URL.sub(_address, message[: 4 * MAX_CHARACTERS])
    for pattern, placeholder in RULES:
        text = pattern.sub(placeholder, text)
    text = NUMBER.sub(lambda found: found[1] or "<n>", text)
    return " ".join(text.split())[:MAX_CHARACTERS]


def _address(found: re.Match[str]) -> str:
    return found[1] + VARIABLE_SEGMENT.sub("/<id>", found[2])


def fingerprint(*, flow_id: str, step: str | None, error_name: str, message: str) -> str:
    """32 hexadecimal digits: equal for failures of one flow, at one step, by one error that says the same."""
    parts = (flow_id, step or "", error_name, normalise(message))
    return sha256("\0".join(parts).encode()).hexdigest()[:DIGITS]
