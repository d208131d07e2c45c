"""What the routes of the sandbox take and give."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import Field, Strict, StringConstraints, model_validator

from allma_site.common.api import ApiModel
from executions.api.shapes import JsonObject, RunError
from executions.api.shapes_steps import TransitionOut
from executions.api.wire import MAX_SEQ, Version
from executions.sandbox_program import Mock, MockError
from executions.sandbox_services import FlowAsk, StepAsk
from flows.definition.scope import MISSING

StepName = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[^\x00]*$")]
ErrorName = Literal[
    "TransientStepError",
    "StepTimeoutError",
    "ContentStepError",
    "PermanentStepError",
    "MappingError",
    "TransitionLimitError",
    "PollingExhaustedError",
    "ParallelBranchError",
    "SubFlowFailedError",
    "SecurityViolationError",
]
StepStatusOut = Literal["COMPLETED", "FAILED", "WAITING", "SKIPPED", "DRY_RUN", "CANCELLED"]


class MockErrorBody(ApiModel):
    """An error in the place of a step's effect."""

    error_name: ErrorName
    code: Annotated[str, StringConstraints(min_length=1, max_length=100)] = "mocked"
    message: Annotated[str, StringConstraints(max_length=4000)] = "The mock says so."


class MockBody(ApiModel):
    """In the place of a step's effect: an output (for a wait: the payload of its event), or an error."""

    output: Any = None
    error: MockErrorBody | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if ("output" in self.model_fields_set) == (self.error is not None):
            raise ValueError("send either output or error")
        return self

    def mock(self) -> Mock:
        """As the program takes it."""
        if self.error is None:
            return Mock(output=self.output)
        return Mock(MISSING, MockError(self.error.error_name, self.error.code, self.error.message))


Mocks = Annotated[dict[StepName, MockBody], Field(max_length=2000)]


class SandboxStepBody(ApiModel):
    """A step, itself or by its name in `definition`, in a version of a flow or in a recorded run, and its context.

    Without `context` it is the one of the recorded run just before the visit `seq`, or before the step's last visit.
    """

    step: JsonObject | None = None
    definition: JsonObject | None = None
    flow_id: UUID | None = None
    version: Version | None = None
    step_instance_id: StepName | None = None
    execution_id: UUID | None = None
    seq: Annotated[int, Strict(), Field(ge=1, le=MAX_SEQ)] | None = None
    context: JsonObject | None = None
    flow_variables: JsonObject = {}
    mocks: Mocks = {}
    dry_run: Annotated[bool, Strict()] = False

    def ask(self) -> StepAsk:
        """As the service takes it."""
        names = self.__class__.model_fields.keys() - {"mocks"}
        mocks = {name: mock.mock() for name, mock in self.mocks.items()}
        return StepAsk(**{name: getattr(self, name) for name in names}, mocks=mocks)


class SandboxFlowBody(ApiModel):
    """A draft and its input. Without `dryRun: false` no step with an effect is sent."""

    definition: JsonObject
    input: Any = Field(default_factory=dict)
    up_to_step_instance_id: StepName | None = None
    flow_variables: JsonObject = {}
    mocks: Mocks = {}
    dry_run: Annotated[bool, Strict()] = True

    def ask(self) -> FlowAsk:
        """As the service takes it."""
        return FlowAsk(
            definition=self.definition,
            given=self.input,
            up_to=self.up_to_step_instance_id,
            flow_variables=self.flow_variables,
            mocks={name: mock.mock() for name, mock in self.mocks.items()},
            dry_run=self.dry_run,
        )


class WouldRetry(ApiModel):
    """What a run would do about an error: try again so often, first after so many seconds."""

    count: int
    after_seconds: float


class SandboxError(RunError):
    """Why a visit failed. The sandbox makes one attempt; `wouldRetry` says that a run would make more.

    `hint` names steps before it that were not sent, whose answers it may have needed.
    """

    would_retry: WouldRetry | None = None
    hint: str | None = None


class SandboxVisit(ApiModel):
    """One visit. `input` and `output` are null when there are none; parts without room are `{preview, bytes, href}`."""

    seq: int
    path: str
    step_instance_id: str
    step_type: str
    status: StepStatusOut
    attempts: int
    input: Any
    output: Any
    context_diff: list[JsonObject]
    mapping_events: list[JsonObject]
    transition: TransitionOut | None
    logs: list[JsonObject]
    metadata: JsonObject
    duration_ms: int
    error: SandboxError | None


class SandboxStepOut(ApiModel):
    """What a step did. `steps` are the visits inside its branches, if it is a fork."""

    status: StepStatusOut
    attempts: int
    input: Any
    output: Any
    context_diff: list[JsonObject]
    mapping_events: list[JsonObject]
    transition: TransitionOut | None
    logs: list[JsonObject]
    metadata: JsonObject
    duration_ms: int
    error: SandboxError | None
    steps: list[SandboxVisit]


class SandboxFlowOut(ApiModel):
    """What a draft did: every visit, and the context and the output at the end."""

    status: Literal["COMPLETED", "FAILED", "STOPPED", "WAITING"]
    steps: list[SandboxVisit]
    context: Any
    output: Any
    error: SandboxError | None
