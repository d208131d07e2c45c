"""What the routes of redrives take and give."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field, Strict, StringConstraints

from allma_site.common.api import ApiModel
from executions.api.wire import MAX_SEQ, JsonObject, Version

RedriveVersion = Literal["original", "published", "draft"] | Version
"""`original` is the definition as the run was started with it, drafts included."""


class RedriveBody(ApiModel):
    """A run again, from its start. What is left out is as it was."""

    version: RedriveVersion = "original"
    input: Any = None
    flow_variables: JsonObject | None = None


class BranchesAgain(StrEnum):
    """Which branches of a fork run again."""

    ALL = "all"
    FAILED = "failed"


class RedriveFromBody(ApiModel):
    """A run again, from one of its visits, named by `seq` or as the last one of `stepInstanceId`.

    The context is the recorded one, `context` in its place, or the recorded one with `contextPatch` (JSON Patch)
    applied. `{preview, bytes, href}` stands for the large value it names.
    """

    seq: Annotated[int, Strict(), Field(ge=1, le=MAX_SEQ)] | None = None
    step_instance_id: Annotated[str, StringConstraints(min_length=1, max_length=64)] | None = None
    context: Any = None
    context_patch: Any = None
    version: RedriveVersion = "original"
    branches: BranchesAgain = BranchesAgain.ALL


class InheritedStep(ApiModel):
    """How many visits of a step are inherited."""

    step_instance_id: str
    visits: int


class InheritedOut(ApiModel):
    """The visits that are not made again."""

    visits: int
    steps: list[InheritedStep]


class RunsAgain(ApiModel):
    """A step that may run. `visitsBefore`: how often it did from there on; `reached`: whether it did at all."""

    step_instance_id: str
    name: str
    step_type: str
    side_effects: str
    visits_before: int
    reached: bool


class EffectOut(ApiModel):
    """An effect that may be sent again, in words without secrets, and how often it was from there on."""

    step_instance_id: str
    name: str
    step_type: str
    side_effects: str
    summary: str
    times_before: int


class BranchesOut(ApiModel):
    """Branches of the fork that would run again with `branches: failed`, and all it has."""

    failed: int
    total: int


class NoteOut(ApiModel):
    """Something worth knowing before it begins: `moved_to_fork`, `still_running`."""

    code: str
    message: str


class RedrivePreview(ApiModel):
    """What a redrive would do. `seq` is the visit it begins at: one inside a fork means the fork."""

    version: int
    seq: int
    step_instance_id: str
    inherited: InheritedOut
    runs_again: list[RunsAgain]
    effects: list[EffectOut]
    branches: BranchesOut | None
    context_diff: list[JsonObject]
    notes: list[NoteOut]
