"""The shapes of flows, versions and step definitions on the wire."""

from __future__ import annotations

from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import ConfigDict, Field, Strict, WithJsonSchema

from allma_site.common.api import ApiModel, Moment
from allma_site.common.versioned_wire import (
    Description,
    EntityCreate,
    EntityOut,
    Name,
    Note,
    ProblemOut,
    Tags,
    VersionSummary,
)
from flows import selectors
from flows.callers import IN_USE, Caller
from flows.models import FlowVersion, StepDefinition, StepDefinitionVersion

JsonObject = dict[str, Any]


class FlowCreate(EntityCreate):
    """A new flow with draft version 1; without a definition the draft is one step that does nothing."""

    definition: JsonObject | None = None


class FlowClone(ApiModel):
    """The copy's name, and the version to copy (the latest if absent)."""

    name: Name | None = None
    version: Annotated[int, Strict(), Field(ge=1)] | None = None


class Flow(EntityOut):
    """A flow: names, and which versions it has."""


class FlowTag(ApiModel):
    """A tag, and how many flows have it."""

    tag: str
    count: int


class FlowTags(ApiModel):
    """All tags of a workspace's flows."""

    results: list[FlowTag]


class FlowCaller(ApiModel):
    """A version of another flow that starts this one; `pinnedVersion` null: the published one when its run starts."""

    flow_id: UUID
    name: str
    version: int
    status: Annotated[str, WithJsonSchema({"type": "string", "enum": list(IN_USE)})]
    pinned_version: int | None
    steps: list[str]
    on_completion: bool


class FlowCallers(ApiModel):
    """Every draft and published version that starts a flow."""

    results: list[FlowCaller]

    @classmethod
    def of(cls, found: list[Caller]) -> Self:
        """From what was found."""
        return cls(results=[FlowCaller.model_validate(one, by_name=True) for one in found])


class FlowVersionSummary(VersionSummary):
    """One version without its definition."""


class FlowVersionOut(VersionSummary):
    """One version with its definition as it was saved."""

    definition: JsonObject

    @classmethod
    def of(cls, version: FlowVersion) -> Self:
        """From the row."""
        summary = FlowVersionSummary.model_validate(version)
        return cls(**dict(summary), definition=selectors.definition_of(version))


class DraftSave(ApiModel):
    """Any JSON object inside the limits; what is wrong with it comes back as problems."""

    definition: JsonObject
    change_note: Note | None = None


class DefinitionBody(ApiModel):
    """A definition to look at."""

    definition: JsonObject


class AddedStep(ApiModel):
    """A step only the second version has."""

    step_instance_id: str
    step: Any


class ChangedStep(ApiModel):
    """How one step changed: JSON Patch (RFC 6902), and whether it also moved on the canvas."""

    step_instance_id: str
    patch: list[JsonObject]
    moved: bool


class MovedStep(ApiModel):
    """A step that only moved on the canvas."""

    step_instance_id: str
    patch: list[JsonObject]


class StepsDiff(ApiModel):
    """Steps by what became of them; `order` is there when the order of the keys changed."""

    added: list[AddedStep]
    removed: list[str]
    changed: list[ChangedStep]
    moved: list[MovedStep]
    order: list[str] | None = None


class FlowDiff(ApiModel):
    """What makes the second version of the first. Variables and settings are JSON Patches of the definition."""

    steps: StepsDiff
    flow_variables: list[JsonObject]
    settings: list[JsonObject]


class StepDefinitionBody(ApiModel):
    """A preset: the fields of a step that instances inherit. `step` needs a `stepType`."""

    name: Name
    description: Description = ""
    tags: Tags = []
    step: JsonObject


class StepDefinitionSummary(ApiModel):
    """A preset without its content."""

    id: UUID
    name: str
    description: str
    tags: list[str]
    latest_version: int
    owner: str
    created_at: Moment
    updated_at: Moment
    archived_at: Moment | None


class StepDefinitionOut(StepDefinitionSummary):
    """A preset with the content of one version, the latest unless another was asked for."""

    version: int
    step: JsonObject

    @classmethod
    def of(cls, preset: StepDefinition, version: StepDefinitionVersion) -> Self:
        """From the rows."""
        summary = StepDefinitionSummary.model_validate(preset)
        return cls(**dict(summary), version=version.number, step=selectors.step_of(version))


class ExportBody(ApiModel):
    """What to export; everything these refer to comes along. With nothing named, the whole workspace."""

    flow_ids: list[UUID] = []
    prompt_ids: list[UUID] = []
    step_definition_ids: list[UUID] = []


class ExportDocument(ApiModel):
    """Each item is one version of one thing, with the ids of where it comes from."""

    format_version: str
    exported_at: Moment
    flows: list[JsonObject]
    prompts: list[JsonObject]
    step_definitions: list[JsonObject]
    connections: list[JsonObject]


class ImportDocument(ApiModel):
    """An export of this product or, with `formatVersion` 1.0, of an Allma installation."""

    model_config = ConfigDict(extra="allow", title="ImportDocument")


class ImportedItem(ApiModel):
    """What an import made (or, in a dry run, would make) of one item of the document."""

    kind: str
    source_id: str
    id: UUID | None
    name: str


class ImportConflict(ApiModel):
    """Something the workspace has already, and what was done about it."""

    kind: str
    name: str
    message: str


class ImportProblem(ProblemOut):
    """A problem in one item of the document."""

    kind: str
    source_id: str
    name: str


class ImportReport(ApiModel):
    """What an import did. `dry_run` true: nothing was kept."""

    dry_run: bool
    created: list[ImportedItem]
    conflicts: list[ImportConflict]
    problems: list[ImportProblem]
