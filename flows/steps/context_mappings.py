"""`templateContextMappings` and their kin: values of the context, chosen and formatted for a template or a body."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from flows.definition.fields import PathStr, TemplateStr
from flows.definition.scope import MISSING, materialise
from flows.steps.base import Json, StepConfig, StepContext
from flows.steps.rendering import compact


class FormatAs(StrEnum):
    """RAW keeps the value, JSON is its JSON text, CUSTOM_STRING renders `itemTemplate` for each item."""

    RAW = "RAW"
    JSON = "JSON"
    CUSTOM_STRING = "CUSTOM_STRING"


class ContextMapping(StepConfig):
    """One value: where it lies, which fields of it (or of each of its items) are kept, how it is formatted.

    In `itemTemplate` the fields of an object are names, and so are `item` and `index`.
    """

    source_json_path: PathStr
    format_as: FormatAs = FormatAs.RAW
    select_fields: list[Annotated[str, Field(min_length=1)]] | None = None
    item_template: TemplateStr | None = None
    join_separator: str = "\n"

    @model_validator(mode="after")
    def _item_template_fits(self) -> Self:
        if (self.format_as is FormatAs.CUSTOM_STRING) != (self.item_template is not None):
            raise ValueError("itemTemplate is needed for formatAs CUSTOM_STRING, and for it alone")
        return self


def mapped(mappings: Mapping[str, ContextMapping], ctx: StepContext, *, target: str) -> dict[str, Json]:
    """The formatted values by name. One whose path finds nothing is left out."""
    found = {name: _value(mapping, ctx, target=f"{target}.{name}") for name, mapping in mappings.items()}
    return {name: value for name, value in found.items() if value is not MISSING}


def _value(mapping: ContextMapping, ctx: StepContext, *, target: str) -> Json:
    value = ctx.read(mapping.source_json_path, target=target)
    if value is MISSING:
        return MISSING
    selected = _selected(materialise(value), mapping.select_fields)
    if mapping.format_as is FormatAs.JSON:
        return compact(selected)
    if mapping.item_template is not None:
        return _joined(selected, mapping.item_template, mapping.join_separator, ctx, target=target)
    return selected


def _selected(value: Json, fields: list[str] | None) -> Json:
    if fields is None:
        return value
    if isinstance(value, list):
        return [_selected(item, fields) if isinstance(item, dict) else item for item in value]
    return {name: value[name] for name in fields if name in value} if isinstance(value, dict) else value


def _joined(value: Json, template: str, separator: str, ctx: StepContext, *, target: str) -> str:
    items = value if isinstance(value, list) else [value]
    return separator.join(
        ctx.render_text(template, target=target, names=_names(item, index)) for index, item in enumerate(items)
    )


def _names(item: Json, index: int) -> dict[str, Any]:
    fields = item if isinstance(item, dict) else {}
    return {**fields, "item": item, "index": index}
