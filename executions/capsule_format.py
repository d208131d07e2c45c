"""The file a run is handed on in: what it holds, and what is refused. See docs/capsules.md."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import Field, Strict, StringConstraints, model_validator

from allma_site.common.api import ApiModel, Moment
from executions.engine.status import Status, StepStatus, TransitionKind
from flows.definition.context import ChangeKind

FORMAT: Literal["allma-capsule"] = "allma-capsule"
FORMAT_VERSION: Literal[1] = 1
MAX_VISITS = 5000
MAX_KEYS = 64
MAX_PATH = 2000
NAME = r"^[^\x00]{1,64}$"
LIVE_PATH = r"^([A-Za-z_][A-Za-z0-9_-]{0,63}\[\d{1,9}\]\.){0,16}[A-Za-z_][A-Za-z0-9_-]{0,63}$"

JsonObject = dict[str, Any]
Text = Annotated[str, StringConstraints(max_length=100_000)]
Number = Annotated[int, Strict(), Field(ge=0, le=2**53)]
Change = Annotated[list[Any], Field(min_length=3, max_length=3)]
Visits = Annotated[list["CapsuleVisit"], Field(max_length=MAX_VISITS)]


class CapsuleError(ApiModel):
    """An error, as runs record it."""

    error_name: Annotated[str, StringConstraints(max_length=64)]
    code: Annotated[str, StringConstraints(max_length=100)]
    message: Text
    step_instance_id: str | None = None
    attempts: Number = 0
    details: Any = None


class CapsuleTransition(ApiModel):
    """The way out of a visit."""

    kind: TransitionKind
    condition: Text | None
    next_step_instance_id: str | None
    operands: list[Any] = []
    failed: bool = False


class CapsuleAttempt(ApiModel):
    """One attempt that was logged. `error` null: it succeeded."""

    attempt: Number
    ended_at: str = ""
    key: str = ""
    error: CapsuleError | None = None


class CapsuleVisit(ApiModel):
    """One visit of a step. `input`, `output` and `result` are absent when they were never made.

    A change is `[keys, kind, payload]`: kind 0 puts the payload at the keys, kind 1 what lies at the payload's keys in
    the output.
    """

    seq: Annotated[int, Strict(), Field(ge=1, le=2**53)]
    path: Annotated[str, StringConstraints(pattern=LIVE_PATH, max_length=MAX_PATH)]
    step_instance_id: Annotated[str, StringConstraints(pattern=NAME)]
    step_type: Annotated[str, StringConstraints(pattern=NAME)]
    status: StepStatus
    attempts: Number
    started_at: Moment
    ended_at: Moment | None
    warning_count: Number
    inherited: bool
    input: Any = None
    output: Any = None
    result: Any = None
    changes: list[Change] = []
    transition: CapsuleTransition | None
    error: CapsuleError | None
    mapping_events: list[JsonObject] = []
    metadata: JsonObject = {}
    attempt_log: list[CapsuleAttempt] = []
    logs: list[Any] = []

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        if self.path.rpartition(".")[2] != self.step_instance_id:
            raise ValueError("path must end with the stepInstanceId")
        for keys, kind, payload in self.changes:
            if not _are_keys(keys) or kind not in tuple(ChangeKind) or type(kind) is bool:
                raise ValueError("a change is [keys, 0 or 1, payload]")
            if kind == ChangeKind.FROM_OUTPUT and not _are_keys(payload, may_be_empty=True):
                raise ValueError("the payload of a change of kind 1 is a list of keys")
        return self


def _are_keys(value: Any, *, may_be_empty: bool = False) -> bool:
    if not isinstance(value, list) or not (value or may_be_empty) or len(value) > MAX_KEYS:
        return False
    return all(type(key) in (str, int) for key in value)


class CapsuleChunk(ApiModel):
    """A part of a distributed fork: the visits that one chunk of its items made, for the visit `parentSeq`."""

    id: UUID
    parent_id: UUID
    parent_seq: Annotated[int, Strict(), Field(ge=1)]
    visits: Visits


class CapsuleEvent(ApiModel):
    """A row of the event log."""

    seq: Number
    type: Annotated[str, StringConstraints(max_length=40)]
    at: Moment
    data: JsonObject = {}


class CapsuleFlow(ApiModel):
    """The flow and the version that ran."""

    id: UUID
    name: Text
    version: Annotated[int, Strict(), Field(ge=0, le=2**31 - 1)]


class CapsuleRun(ApiModel):
    """The run itself."""

    id: UUID
    status: Status
    trigger: Annotated[str, StringConstraints(max_length=32)]
    labels: dict[str, str] = {}
    created_at: Moment
    started_at: Moment | None
    ended_at: Moment | None
    output: Any = None
    error: CapsuleError | None = None


class CapsuleRedrive(ApiModel):
    """Where a run that was redriven began: at which of its visits, and with which context."""

    from_seq: Annotated[int, Strict(), Field(ge=1)]
    context: JsonObject


class CapsulePrompt(ApiModel):
    """A prompt version the run was bound to."""

    id: str
    version: Number
    content: Annotated[str, StringConstraints(max_length=2**20)]


class CapsuleOmission(ApiModel):
    """A value that was too large: where it stood (JSON Pointer into the capsule), and its bytes."""

    at: Text
    bytes: Number


class Capsule(ApiModel):
    """A run in one file, without what its flow's `redactPaths` hide (`masked`) and without its largest values
    (`omitted`: each stands as `{"allma:omitted": bytes}` in its place).
    """

    format: Literal["allma-capsule"]
    format_version: Literal[1]
    made_at: Moment
    flow: CapsuleFlow
    run: CapsuleRun
    definition: JsonObject
    prompts: Annotated[list[CapsulePrompt], Field(max_length=2000)] = []
    input: Any
    flow_variables: JsonObject = {}
    redrive: CapsuleRedrive | None = None
    visits: Visits
    chunks: Annotated[list[CapsuleChunk], Field(max_length=MAX_VISITS)] = []
    events: Annotated[list[CapsuleEvent], Field(max_length=100_000)] = []
    masked: list[Text] = []
    omitted: list[CapsuleOmission] = []

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        for visits in (self.visits, *(chunk.visits for chunk in self.chunks)):
            numbers = [visit.seq for visit in visits]
            if numbers != sorted(set(numbers)):
                raise ValueError("visits must be in the order of their seq, each once")
        if sum(len(each) for each in (self.visits, *(chunk.visits for chunk in self.chunks))) > MAX_VISITS:
            raise ValueError(f"at most {MAX_VISITS} visits")
        if self.redrive is not None and self.redrive.from_seq not in {visit.seq for visit in self.visits}:
            raise ValueError("redrive.fromSeq must be one of the visits")
        if not isinstance(self.input, dict):
            raise ValueError("input must be an object")
        return self
