"""OpenAPI: pydantic models as requests and responses, lists, and what every route may answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from drf_spectacular.contrib.pydantic import PydanticExtension
from drf_spectacular.drainage import set_override
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.settings import spectacular_settings
from drf_spectacular.utils import Direction, OpenApiParameter
from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, model_json_schema

REF = "#/components/schemas/{model}"
DESCRIBED: list[type[BaseModel]] = []
"""Models that no route takes or gives, but that clients need."""

PAGE_PARAMETERS = [
    OpenApiParameter("limit", int, description="Rows of a page, 1 to 200; 50 if absent."),
    OpenApiParameter("cursor", str, description="From `next` or `previous` of another page."),
]

IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, required=True, description='The revision you have read, `"3"`.'
)

FIELD_ERROR: dict[str, Any] = {
    "type": "object",
    "required": ["path", "message"],
    "properties": {
        "path": {"type": "string", "description": "A JSON Pointer, or the name of a query parameter."},
        "message": {"type": "string"},
    },
}

PROBLEM: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "code", "detail", "errors", "requestId"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "For programs."},
        "detail": {"type": "string", "description": "For people: what to do."},
        "errors": {
            "type": "array",
            "items": {"$ref": "#/components/schemas/FieldError"},
        },
        "requestId": {"type": "string"},
    },
    "additionalProperties": True,
}


class Untitled(GenerateJsonSchema):
    """Without the titles that pydantic makes of field names: they say nothing that the names do not."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Never."""
        return False


class WireModels(PydanticExtension):  # type: ignore[no-untyped-call]
    """Requests as they may be sent (defaults optional), responses as they are given, plain component names."""

    target_class = "pydantic.BaseModel"
    match_subclasses = True
    priority = 1

    def get_name(self, auto_schema: Any, direction: Direction) -> str:
        """`Page[Flow]` is `PageFlow`."""
        set_override(self.target, "suppress_collision_warning", True)
        return re.sub(r"\W", "", self.target.__name__)

    def map_serializer(self, auto_schema: Any, direction: Direction) -> dict[str, Any]:
        """The JSON Schema; nested models become components of their own."""
        mode: JsonSchemaMode = "validation" if direction == "request" else "serialization"
        schema = model_json_schema(self.target, ref_template=REF, mode=mode, schema_generator=Untitled)
        for name, nested in schema.pop("$defs", {}).items():
            component = ResolvedComponent(name, ResolvedComponent.SCHEMA, nested, name)  # type: ignore[no-untyped-call]
            auto_schema.registry.register_on_missing(component)
        return schema


def install(*, describing: Sequence[type[BaseModel]]) -> None:
    """Add our hooks to the generator's, once, before the first document is made, and these models to `DESCRIBED`."""
    DESCRIBED.extend(model for model in describing if model not in DESCRIBED)
    settings: Any = spectacular_settings
    missing = [hook for hook in HOOKS if hook not in settings.POSTPROCESSING_HOOKS]
    settings.POSTPROCESSING_HOOKS = [*settings.POSTPROCESSING_HOOKS, *missing]


def add_summaries(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Postprocessing hook: an operation's first sentence stands beside its path."""
    for operations in result["paths"].values():
        for operation in operations.values():
            first = operation.get("description", "").split("\n\n", 1)[0].replace("\n", " ")
            operation.setdefault("summary", re.split(r"(?<=[.;])\s", first, maxsplit=1)[0].rstrip(".;"))
    return result


def add_described(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Postprocessing hook: the models of `DESCRIBED`, and what they are made of, as components.

    Raises ValueError when a name is taken by something else.
    """
    components = result.setdefault("components", {}).setdefault("schemas", {})
    for model in DESCRIBED:
        schema = model_json_schema(model, ref_template=REF, schema_generator=Untitled)
        for name, found in {**schema.pop("$defs", {}), model.__name__: schema}.items():
            if components.setdefault(name, found) != found:
                raise ValueError(f"Two models are named {name}; rename one of them.")
    result["components"]["schemas"] = dict(sorted(components.items()))
    return result


def add_problems(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Postprocessing hook: every operation may answer with a problem document."""
    components = result.setdefault("components", {}).setdefault("schemas", {})
    components["FieldError"], components["Problem"] = FIELD_ERROR, PROBLEM
    answer = {
        "description": "A problem document (RFC 9457).",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for path in result.get("paths", {}).values():
        for operation in path.values():
            operation.get("responses", {}).setdefault("default", answer)
    return result


HOOKS = (add_described, add_problems, add_summaries)
