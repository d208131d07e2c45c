"""Reading an HTTP answer: JSON, text or base64, by request or by its Content-Type."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from typing import Any

from flows.definition.errors import ContentStepError, PermanentStepError
from flows.definition.jsonschema_check import compile_schema
from flows.steps.base import HttpResponse, Json
from flows.steps.http_config import ResponseType
from flows.steps.strict_json import BadJsonError, parse_json

_CHARSET = re.compile(r"charset=\"?([A-Za-z0-9_.:-]+)", re.IGNORECASE)
# Python has codecs that are no character sets, some of them slow; only these are used.
_KNOWN_CHARSETS = re.compile(
    r"utf-?8|utf-?16(le|be)?|us-ascii|ascii|iso-8859-\d{1,2}|latin-?1|windows-125\d|cp125\d|shift_jis|euc-(jp|kr)|"
    r"gb2312|gbk|gb18030|big5|koi8-[ru]",
    re.IGNORECASE,
)
_TEXTS = ("text/", "application/xml", "application/javascript", "application/x-www-form-urlencoded", "image/svg+xml")
RAW_LIMIT = 2000


def read_answer(response: HttpResponse, response_type: ResponseType) -> Json:
    """The body as JSON data; null for an empty one. ContentStepError `invalid_json` when JSON was asked for.

    AUTO: JSON by its Content-Type (text if it does not parse), text by its Content-Type, anything else as text if
    it is UTF-8 without NUL, else base64.
    """
    if not response.body:
        return None
    if response_type is ResponseType.BASE64:
        return _base64(response.body)
    text = _decoded(response)
    if response_type is ResponseType.TEXT:
        return text
    return _required_json(text) if response_type is ResponseType.JSON else _guessed(response, text)


def check_schema(data: Json, schema: Mapping[str, Any] | None, *, field: str) -> None:
    """ContentStepError `schema_mismatch` with `details.errors` when the data does not fit."""
    if schema is None:
        return
    violations = violations_of(data, schema, field=field)
    if violations:
        first = violations[0]
        raise ContentStepError(
            "schema_mismatch",
            f"The answer does not fit {field}: {first['path'] or '/'}: {first['message']}",
            details={"errors": violations},
        )


def violations_of(data: Json, schema: Mapping[str, Any], *, field: str) -> list[dict[str, Any]]:
    """What is wrong with the data, [{path, message}]; PermanentStepError `invalid_schema` for a bad schema."""
    try:
        validator = compile_schema(schema)
    except ValueError as error:
        raise PermanentStepError(
            "invalid_schema", f"{field} is no JSON Schema: {error}", details={"field": field}
        ) from None
    return [dict(violation) for violation in validator.errors(data)]


def _guessed(response: HttpResponse, text: str) -> Json:
    content_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type == "application/json" or content_type.endswith("+json"):
        return _json_or_text(text)
    if "\0" in text:
        return _base64(response.body)
    if content_type.startswith(_TEXTS):
        return text
    return text if _is_utf8(response.body) else _base64(response.body)


def _json_or_text(text: str) -> Json:
    try:
        return parse_json(text)
    except BadJsonError:
        return text


def _required_json(text: str) -> Json:
    try:
        return parse_json(text)
    except BadJsonError as error:
        raise ContentStepError(
            "invalid_json", f"The answer is not JSON: {error}.", details={"raw": text[:RAW_LIMIT]}
        ) from None


def _decoded(response: HttpResponse) -> str:
    found = _CHARSET.search(response.headers.get("content-type", ""))
    charset = found.group(1) if found and _KNOWN_CHARSETS.fullmatch(found.group(1)) else "utf-8-sig"
    return response.body.decode(charset, errors="replace")


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def _base64(body: bytes) -> str:
    return base64.b64encode(body).decode()
