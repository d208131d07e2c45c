"""Building an outgoing request from its templates, sending it and reading the answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flows.definition.errors import PermanentStepError
from flows.definition.scope import MISSING, materialise
from flows.steps.base import HttpRequest, HttpResponse, Json, StepContext
from flows.steps.context_mappings import mapped
from flows.steps.http_answer import check_schema, read_answer
from flows.steps.http_body import Body, encoded
from flows.steps.http_config import MAX_RESPONSE_BYTES, MAX_TIMEOUT_MS, HttpCallConfig
from flows.steps.rendering import as_text, flag, text, whole_number

_UNSAFE_IN_URL = re.compile(r"[\x00-\x20\x7f-\xa0]")
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}")
_UNSAFE_IN_HEADER = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_SECRET_NAME = re.compile(r"auth|cookie|key|token|secret|password|signature", re.IGNORECASE)
_MASK = "***"
_PREVIEW_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """A response whose body was read, and what is recorded beside it."""

    status: int
    headers: dict[str, str]
    data: Json
    metadata: dict[str, Any]


def prepare(config: HttpCallConfig, ctx: StepContext) -> HttpRequest:
    """The request, every template rendered. PermanentStepError `invalid_url`, `invalid_header`, `invalid_body`, …"""
    options = config.custom_config
    body = _body(config, ctx)
    timeout = whole_number(ctx, options.timeout_ms, target="customConfig.timeoutMs", low=1, high=MAX_TIMEOUT_MS)
    most = whole_number(
        ctx, options.max_response_bytes, target="customConfig.maxResponseBytes", low=1, high=MAX_RESPONSE_BYTES
    )
    return HttpRequest(
        method=config.api_http_method.value,
        url=_url(config, ctx),
        headers=_headers(config, ctx, body),
        body=None if body is None else body.content,
        timeout_seconds=(timeout or 0) / 1000,
        max_response_bytes=most or 0,
        follow_redirects=flag(ctx, options.follow_redirects, target="customConfig.followRedirects"),
        connection_id=_connection(config, ctx),
    )


def send(config: HttpCallConfig, request: HttpRequest, ctx: StepContext) -> Answer:
    """Sends and reads the answer. Errors of `HttpPort.send`, and ContentStepError for a body that does not fit."""
    summary = {"method": request.method, "url": masked_url(request.url)}
    ctx.note(request=summary)
    response = ctx.http.send(request)
    metadata = {"request": summary, "response": _about(response)}
    ctx.note(**metadata)
    data = read_answer(response, config.custom_config.response_type)
    check_schema(data, config.custom_config.response_schema, field="responseSchema")
    return Answer(response.status, dict(response.headers), data, metadata)


def described(request: HttpRequest) -> dict[str, Any]:
    """A prepared request for people: secrets masked, the body as text (at most 64 KiB of it)."""
    return {
        "method": request.method,
        "url": masked_url(request.url),
        "headers": {name: _MASK if _SECRET_NAME.search(name) else value for name, value in request.headers.items()},
        "body": None if request.body is None else request.body[:_PREVIEW_BYTES].decode(errors="replace"),
        "connectionId": request.connection_id,
    }


def masked_url(url: str) -> str:
    """The URL with the values of secret-looking query parameters and any user information masked."""
    return re.sub(r"//[^/@?#]*@", f"//{_MASK}@", re.sub(r"([?&])([^=&#]*)=([^&#]*)", _masked_parameter, url))


def _masked_parameter(found: re.Match[str]) -> str:
    return f"{found[1]}{found[2]}={_MASK}" if _SECRET_NAME.search(found[2]) else found[0]


def _about(response: HttpResponse) -> dict[str, Any]:
    return {
        "status": response.status,
        "url": masked_url(response.url),
        "bytes": len(response.body),
        "durationMs": response.duration_ms,
    }


def _url(config: HttpCallConfig, ctx: StepContext) -> str:
    template = config.api_url_template
    names = mapped(template.context_mappings, ctx, target="apiUrlTemplate.contextMappings")
    raw = text(ctx, template.template, target="apiUrlTemplate.template", names=names).strip(" \t\r\n")
    url = _UNSAFE_IN_URL.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), raw)
    if not config.connection_id and not url.lower().startswith(("http://", "https://")):
        raise PermanentStepError(
            "invalid_url",
            f"apiUrlTemplate gives '{url[:200]}'; it must give a URL that begins with http:// or https://.",
            details={"field": "apiUrlTemplate.template"},
        )
    return _with_query(url, _query(config, ctx, names))


def _query(config: HttpCallConfig, ctx: StepContext, names: dict[str, Json]) -> str:
    pairs: list[tuple[str, str]] = []
    for name, template in config.api_url_template.query.items():
        value = _leaf(ctx, template, target=f"apiUrlTemplate.query.{name}", names=names)
        values = value if isinstance(value, list) else [value]
        pairs.extend((name, as_text(each)) for each in values if each is not None)
    return urlencode(pairs)


def _leaf(ctx: StepContext, template: str, *, target: str, names: dict[str, Json]) -> Json:
    if template.startswith("$"):
        return ctx.render(template, target=target)
    return ctx.render_text(template, target=target, names=names)


def _with_query(url: str, query: str) -> str:
    if not query:
        return url
    address, hash_sign, fragment = url.partition("#")
    joint = "" if address.endswith(("?", "&")) else "&" if "?" in address else "?"
    return f"{address}{joint}{query}{hash_sign}{fragment}"


def _headers(config: HttpCallConfig, ctx: StepContext, body: Body | None) -> dict[str, str]:
    """Those from templates over the static ones over the body's Content-Type; names compare without case."""
    given: dict[str, tuple[str, str]] = {}
    if body is not None:
        given["content-type"] = ("Content-Type", body.content_type)
    for name, value in config.api_static_headers.items():
        given[name.lower()] = (name, value)
    for name, template in config.api_headers_template.items():
        value = _leaf(ctx, template, target=f"apiHeadersTemplate.{name}", names={})
        if value is not None:
            given[name.lower()] = (name, as_text(value))
    return dict(_checked_header(name, value) for name, value in given.values())


def _checked_header(name: str, value: str) -> tuple[str, str]:
    if not _HEADER_NAME.fullmatch(name):
        raise _bad_header(name, "its name holds characters that header names may not")
    trimmed = value.strip(" \t")
    if _UNSAFE_IN_HEADER.search(trimmed):
        raise _bad_header(name, "its value holds a line break or another control character")
    return name, trimmed


def _bad_header(name: str, why: str) -> PermanentStepError:
    return PermanentStepError(
        "invalid_header", f"The header '{name[:64]}' cannot be sent: {why}.", details={"header": name[:64]}
    )


def _body(config: HttpCallConfig, ctx: StepContext) -> Body | None:
    value = _body_value(config, ctx)
    return None if value is MISSING else encoded(value, config.body_type)


def _body_value(config: HttpCallConfig, ctx: StepContext) -> Json:
    if config.request_body_path is not None:
        return _read_body(config.request_body_path, ctx)
    if config.request_body_template is not None:
        return mapped(config.request_body_template, ctx, target="requestBodyTemplate")
    if config.request_body is not None:
        return ctx.render(config.request_body, target="requestBody")
    return MISSING


def _read_body(path: str, ctx: StepContext) -> Json:
    value = ctx.read(path, target="requestBodyPath")
    if value is MISSING:
        raise PermanentStepError(
            "missing_body",
            f"requestBodyPath '{path}' finds nothing to send; correct the path or the step before.",
            details={"field": "requestBodyPath", "path": path},
        )
    return materialise(value)


def _connection(config: HttpCallConfig, ctx: StepContext) -> str | None:
    return text(ctx, config.connection_id, target="connectionId") if config.connection_id else None
