"""The fields of an HTTP call, shared by API_CALL and POLL_EXTERNAL_API."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StrictBool, model_validator

from flows.definition.fields import ConnectionRef, JsonSchema, PathStr, StrictInt, TemplateJson, TemplateStr
from flows.steps.base import SideEffects, StepConfig
from flows.steps.context_mappings import ContextMapping
from flows.steps.templated import FlagTemplate, NumberTemplate

MAX_TIMEOUT_MS = 600_000
MAX_RESPONSE_BYTES = 64 * 2**20


class HttpMethod(StrEnum):
    """The methods a call may use."""

    GET = "GET"
    POST = "POST"
    PUT = "PUT"
    PATCH = "PATCH"
    DELETE = "DELETE"
    HEAD = "HEAD"
    OPTIONS = "OPTIONS"


class BodyType(StrEnum):
    """How the body is written."""

    JSON = "json"
    FORM = "form"
    TEXT = "text"
    MULTIPART = "multipart"


class ResponseType(StrEnum):
    """How the answer is read; AUTO goes by its Content-Type."""

    AUTO = "auto"
    JSON = "json"
    TEXT = "text"
    BASE64 = "base64"


class ApiUrlTemplate(StepConfig):
    """`query` values are URL-encoded (a list repeats its name, null leaves it out); the rest is as written."""

    template: Annotated[TemplateStr, Field(min_length=1)]
    query: dict[str, TemplateStr] = Field(default_factory=dict)
    context_mappings: dict[str, ContextMapping] = Field(default_factory=dict)


class HttpOptions(StepConfig):
    """Limits of the call and how its answer is read."""

    timeout_ms: Annotated[StrictInt, Field(ge=1, le=MAX_TIMEOUT_MS)] | NumberTemplate = 10_000
    max_response_bytes: Annotated[StrictInt, Field(ge=1, le=MAX_RESPONSE_BYTES)] | NumberTemplate = 10 * 2**20
    follow_redirects: StrictBool | FlagTemplate = True
    response_type: ResponseType = ResponseType.AUTO
    response_schema: JsonSchema | None = None


class HttpCallConfig(StepConfig):
    """One HTTP request. Of the three ways to give a body at most one may be used."""

    api_http_method: HttpMethod = HttpMethod.GET
    api_url_template: ApiUrlTemplate
    api_headers_template: dict[str, TemplateStr] = Field(default_factory=dict)
    api_static_headers: dict[str, str] = Field(default_factory=dict)
    request_body: TemplateJson = None
    request_body_path: PathStr | None = None
    request_body_template: dict[str, ContextMapping] | None = None
    body_type: BodyType = BodyType.JSON
    connection_id: ConnectionRef | None = None
    custom_config: HttpOptions = HttpOptions()

    @model_validator(mode="after")
    def _one_body(self) -> Self:
        given = {"request_body", "request_body_path", "request_body_template"} & self.model_fields_set
        if sum(getattr(self, name) is not None for name in given) > 1:
            raise ValueError("give only one of requestBody, requestBodyPath and requestBodyTemplate")
        return self


_KEYED = frozenset({HttpMethod.POST, HttpMethod.PATCH})


def effects_of_method(method: HttpMethod) -> SideEffects:
    """POST and PATCH are safe to repeat only by their idempotency key."""
    return SideEffects.KEYED if method in _KEYED else SideEffects.IDEMPOTENT
