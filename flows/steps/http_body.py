"""Bodies of outgoing requests: JSON, form, text and multipart."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flows.definition.errors import PermanentStepError
from flows.steps.base import Json
from flows.steps.http_config import BodyType
from flows.steps.kinds import kind_of
from flows.steps.rendering import as_text, compact


@dataclass(frozen=True, slots=True)
class Body:
    """What is sent, and the Content-Type it goes under."""

    content: bytes
    content_type: str


def encoded(value: Json, body_type: BodyType) -> Body:
    """A rendered body as bytes.

    form: an object of scalars and lists of them. multipart: an object of scalars and files
    {`filename`, `content`, `contentType`?, `encoding`? base64}. PermanentStepError `invalid_body` otherwise.
    """
    try:
        return _WRITERS[body_type](value)
    except UnicodeEncodeError:
        raise _invalid("The body holds half a surrogate pair, which no encoding can write") from None


def _json(value: Json) -> Body:
    return Body(compact(value).encode(), "application/json")


def _text(value: Json) -> Body:
    return Body(as_text(value).encode(), "text/plain; charset=utf-8")


def _form(value: Json) -> Body:
    pairs = [
        (name, as_text(each))
        for name, field in _fields(value, BodyType.FORM).items()
        for each in (field if isinstance(field, list) else [field])
        if each is not None
    ]
    return Body(urlencode(pairs).encode(), "application/x-www-form-urlencoded")


def _multipart(value: Json) -> Body:
    parts = [
        _part(name, each)
        for name, field in _fields(value, BodyType.MULTIPART).items()
        for each in (field if isinstance(field, list) else [field])
        if each is not None
    ]
    # The boundary comes from the content, so that every attempt sends the same bytes.
    boundary = b"allma-" + hashlib.sha256(b"\0".join(parts)).hexdigest()[:40].encode()
    lines = b"".join(b"--" + boundary + b"\r\n" + part + b"\r\n" for part in parts)
    return Body(lines + b"--" + boundary + b"--\r\n", f"multipart/form-data; boundary={boundary.decode()}")


def _part(name: str, value: Json) -> bytes:
    head = f'Content-Disposition: form-data; name="{_quoted(name)}"'
    if not isinstance(value, dict):
        return f"{head}\r\n\r\n".encode() + as_text(value).encode()
    if not isinstance(value.get("filename"), str) or "content" not in value:
        raise _invalid(f"The multipart field '{name}' is an object without filename and content")
    kind = _quoted(as_text(value.get("contentType") or "application/octet-stream"))
    head += f'; filename="{_quoted(value["filename"])}"\r\nContent-Type: {kind}'
    return f"{head}\r\n\r\n".encode() + _file_content(name, value)


def _file_content(name: str, file: dict[str, Any]) -> bytes:
    text = as_text(file["content"])
    if file.get("encoding") != "base64":
        return text.encode()
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise _invalid(f"The content of the multipart field '{name}' is not base64") from None


def _fields(value: Json, body_type: BodyType) -> dict[str, Json]:
    if isinstance(value, dict):
        return value
    raise _invalid(f"A {body_type.value} body is an object of fields, not {kind_of(value)}")


def _quoted(text: str) -> str:
    return text.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


def _invalid(what: str) -> PermanentStepError:
    return PermanentStepError("invalid_body", f"{what}; change the request body.", details={"field": "requestBody"})


_WRITERS: dict[BodyType, Callable[[Json], Body]] = {
    BodyType.JSON: _json,
    BodyType.TEXT: _text,
    BodyType.FORM: _form,
    BodyType.MULTIPART: _multipart,
}
