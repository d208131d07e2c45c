"""What a string in a definition is written in: a template, a path, a condition, a reference.

A step's config model marks its fields with these, for example `url: TemplateStr` or `headers: dict[str, TemplateStr]`.
Validation, the graph and the editor's forms read the marks, so that a new step type needs no code in any of them.
In the JSON Schema of a config model a mark is the `format` of its field.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Required

from pydantic import AllowInfNan, ConfigDict, GetJsonSchemaHandler, Strict
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema
from typing_extensions import TypedDict


class Marker(StrEnum):
    """How the value of a marked field is read."""

    TEMPLATE = "template"
    TEMPLATE_JSON = "template-json"
    PATH = "path"
    CONDITION = "condition"
    DOCUMENT_CONDITION = "document-condition"
    INPUT_MAPPINGS = "input-mappings"
    LITERALS = "literals"
    OUTPUT_MAPPINGS = "output-mappings"
    JSON_SCHEMA = "json-schema"
    REGEX = "regex"
    STEP_REF = "step-ref"
    BRANCH_REF = "branch-ref"
    PROMPT_REF = "prompt-ref"
    FLOW_REF = "flow-ref"
    CONNECTION_REF = "connection-ref"

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """The field's schema with the mark as its `format`."""
        return {**handler(core), "format": self.value}


class MappingSource(TypedDict, total=False):
    """Where an input mapping reads: a path on the context, and whether finding nothing is an error."""

    __pydantic_config__ = ConfigDict(extra="forbid", strict=True)  # type: ignore[misc]

    path: Required[str]
    required: bool


TemplateStr = Annotated[str, Marker.TEMPLATE]
"""A Liquid template, or a whole-string `$...` path that keeps its type."""
TemplateJson = Annotated[Any, Marker.TEMPLATE_JSON]
"""Any JSON; every string leaf is a template or a whole-string path."""
PathStr = Annotated[str, Marker.PATH]
"""A JSONPath on the context."""
ConditionStr = Annotated[str, Marker.CONDITION]
"""A condition on the context."""
DocumentConditionStr = Annotated[str, Marker.DOCUMENT_CONDITION]
"""A condition on a document of its own: `$` is, for example, a response body."""
InputMappings = Annotated[dict[str, str | MappingSource], Marker.INPUT_MAPPINGS]
"""Target path in the input -> path on the context, or {path, required}."""
Literals = Annotated[dict[str, Any], Marker.LITERALS]
"""Target path in the input -> any JSON with template leaves."""
JsonSchema = Annotated[dict[str, Any], Marker.JSON_SCHEMA]
"""A JSON Schema 2020-12."""
RegexStr = Annotated[str, Marker.REGEX]
"""An RE2 regular expression."""
StepRef = Annotated[str, Marker.STEP_REF]
"""A key of `steps` that a run may go to from here."""
BranchRef = Annotated[str, Marker.BRANCH_REF]
"""A key of `steps` where a branch of a fork begins."""
PromptRef = Annotated[str, Marker.PROMPT_REF]
"""The id of a prompt template, or a template that gives one."""
FlowRef = Annotated[str, Marker.FLOW_REF]
"""The id of a flow, or a template that gives one."""
ConnectionRef = Annotated[str, Marker.CONNECTION_REF]
"""The id of a connection, or a template that gives one."""
StrictInt = Annotated[int, Strict()]
"""A JSON integer; never true, false or a string of digits."""
Number = Annotated[float, Strict(), AllowInfNan(False)]
"""A finite JSON number; never true, false or a string of digits."""
