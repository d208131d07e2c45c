"""The shapes of prompts on the wire."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import Field, Strict, StringConstraints

from allma_site.common.api import ApiModel
from allma_site.common.versioned_wire import EntityCreate, EntityOut, Name, Note, VersionSummary
from prompts import content as rules
from prompts import selectors
from prompts.content import PromptContent
from prompts.diff import ChangeKind
from prompts.models import PromptVersion
from prompts.templating import engine

JsonObject = dict[str, Any]
VariableName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_-]{0,63}$")]


class PromptVariable(ApiModel):
    """A variable. `found` says whether the text uses it; a JSON Schema refuses wrong values when a prompt is tried."""

    name: str
    found: bool
    json_schema: Annotated[JsonObject | None, Field(alias="schema")] = None


class PromptBody(ApiModel):
    """What a prompt says: a Liquid text, JSON Schemas of its variables by name, a JSON Schema of the answer."""

    content: str = ""
    variables: Annotated[dict[VariableName, JsonObject], Field(max_length=500)] = {}
    output_schema: JsonObject | None = None

    def prompt(self) -> PromptContent:
        """As the domain has it."""
        return PromptContent(self.content, self.variables, self.output_schema)


class PromptCreate(EntityCreate, PromptBody):
    """A new prompt with draft version 1."""


class PromptDraftSave(PromptBody):
    """A draft; what is wrong with it comes back as problems."""

    content: str
    change_note: Note | None = None


class PromptClone(ApiModel):
    """The copy's name, and the version to copy (the latest if absent)."""

    name: Name | None = None
    version: Annotated[int, Strict(), Field(ge=1)] | None = None


class Prompt(EntityOut):
    """A prompt: names, and which versions it has."""


class PromptVersionSummary(VersionSummary):
    """One version without its text."""


class PromptVersionOut(VersionSummary):
    """One version. `variables` are those found in the text, then those that only have a schema."""

    content: str
    variables: list[PromptVariable]
    output_schema: JsonObject | None

    @classmethod
    def of(cls, version: PromptVersion) -> Self:
        """From the row."""
        summary = PromptVersionSummary.model_validate(version)
        said = selectors.content_of(version)
        found = rules.found_variables(said, engine())
        names = [*found, *(name for name in said.variables if name not in found)]
        variables = [
            PromptVariable(name=name, found=name in found, json_schema=said.variables.get(name)) for name in names
        ]
        return cls(**dict(summary), content=said.text, variables=variables, output_schema=said.output_schema)


class RenderBody(ApiModel):
    """A value for each variable."""

    variables: JsonObject = {}


class RenderedPrompt(ApiModel):
    """The text a model would get."""

    text: str


class TextChangeOut(ApiModel):
    """Lines of the text, in order."""

    kind: ChangeKind
    lines: list[str]


class SchemaChangeOut(ApiModel):
    """A schema in both versions, null where there is none."""

    name: str
    before: JsonObject | None
    after: JsonObject | None


class PromptDiff(ApiModel):
    """How two versions differ: the text line by line, and the schemas that are not the same."""

    content: list[TextChangeOut]
    variables: list[SchemaChangeOut]
    output_schema: SchemaChangeOut | None
