"""What a step type is made of. A step file defines one `StepType` named STEP, or a list of them named STEPS.

`run(config, input, ctx) -> StepResult`: facts in, a plan out. Every effect goes through `ctx`.
Errors are raised as `flows.definition.errors.StepError`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from flows.definition.parts import SideEffects
from flows.definition.scope import Scope

__all__ = [
    "ConfigModel",
    "ContentFeedback",
    "EndFlow",
    "Fork",
    "HttpPort",
    "HttpRequest",
    "HttpResponse",
    "Json",
    "LlmPort",
    "ModuleModel",
    "Output",
    "PollAgain",
    "PromptPort",
    "PromptText",
    "Run",
    "SideEffects",
    "StartChild",
    "StepConfig",
    "StepContext",
    "StepResult",
    "StepType",
    "WaitForEvent",
]

Json = Any


class StepConfig(BaseModel):
    """Base of every step's own fields: camelCase on the wire, unknown fields refused."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid", frozen=True)


@dataclass(frozen=True, slots=True)
class Output:
    """The step is done; `value` is its output. `metadata` is recorded beside it."""

    value: Json
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EndFlow:
    """End the run (or the branch). `status` COMPLETED or FAILED."""

    status: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class WaitForEvent:
    """Park until an event with this key comes; its payload is the output."""

    correlation_key: str
    max_wait_seconds: float | None = None
    on_timeout_step: str | None = None
    payload_schema: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class StartChild:
    """Start another flow. `version` None is the published one. `sync`: park until it ended; its output is ours."""

    flow_id: str
    version: int | None
    input: Json
    sync: bool


@dataclass(frozen=True, slots=True)
class Fork:
    """Run branches over `items` (a list, or a Lazy leaf / manifest of JSON Lines)."""

    items: Any


@dataclass(frozen=True, slots=True)
class PollAgain:
    """Not there yet: call again after so many seconds. `transient` says the call itself failed, with its code."""

    after_seconds: float
    reason: str = ""


StepResult = Output | EndFlow | WaitForEvent | StartChild | Fork | PollAgain


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """One outgoing request. `body` is what is sent; the idempotency key header is added by the port."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    timeout_seconds: float = 10.0
    max_response_bytes: int = 10 * 2**20
    follow_redirects: bool = True
    connection_id: str | None = None
    allow_status_errors: bool = False


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """What came back: header names in lower case, the body as bytes (not above `max_response_bytes`)."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str
    duration_ms: int


class HttpPort(Protocol):
    """Outgoing HTTP through the egress guard. Raises TransientStepError (network, time-out, 408/425/429/5xx) and
    PermanentStepError (`egress_blocked`, `response_too_large`, other status >= 400) unless `allow_status_errors`."""

    def send(self, request: HttpRequest) -> HttpResponse: ...


class LlmPort(Protocol):
    """Calls a language model. The request and the answer are defined in `flows.steps.llm_port`."""

    def complete(self, request: Any) -> Any: ...


class PromptPort(Protocol):
    """Prompt templates frozen for this run."""

    def text(self, template_id: str, version: int | None) -> PromptText: ...


@dataclass(frozen=True, slots=True)
class PromptText:
    """A prompt version: Liquid `content`, its number, the variables it declares and its output schema if any."""

    template_id: str
    version: int
    content: str
    output_schema: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class ContentFeedback:
    """For a content retry: the raw answer that was refused and the complaint about it."""

    raw: str
    complaint: str


class StepContext(Protocol):
    """What a step may touch. Rendering and reading record mapping events with their target."""

    @property
    def scope(self) -> Scope: ...
    @property
    def now(self) -> datetime: ...
    @property
    def attempt(self) -> int: ...
    @property
    def poll_count(self) -> int: ...
    @property
    def idempotency_key(self) -> str: ...
    @property
    def execution_id(self) -> str: ...
    @property
    def default_inference_parameters(self) -> Mapping[str, Any]: ...
    @property
    def feedback(self) -> ContentFeedback | None: ...
    @property
    def dry_run(self) -> bool: ...
    @property
    def http(self) -> HttpPort: ...
    @property
    def llm(self) -> LlmPort: ...
    @property
    def prompts(self) -> PromptPort: ...

    def render(self, value: Json, *, target: str) -> Json:
        """Render every string leaf: whole `$...` strings are paths, others Liquid templates over context and input."""

    def render_text(self, text: str, *, target: str, names: Mapping[str, Any] | None = None) -> str:
        """Render one Liquid template to text; `names` are laid over the context's roots."""

    def read(self, path: str, *, target: str) -> Any:
        """The value of a JSONPath on the context; `flows.definition.scope.MISSING` when it finds nothing."""

    def test(self, condition: str, *, target: str, document: Json) -> bool:
        """A condition on a document of its own (`$` is the document)."""

    def new_uuid(self) -> str:
        """A random UUID; recorded with the step's output, so a replay sees the same."""

    def note(self, **metadata: Any) -> None:
        """Record metadata even if the attempt fails (the rendered prompt, the raw response, the exchange)."""

    def log(self, level: str, message: str, **fields: Any) -> None:
        """A line in the step's log."""


Run = Callable[[Any, dict[str, Any], StepContext], StepResult]
ConfigModel = type[StepConfig]
ModuleModel = type[BaseModel]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepType:
    """A palette entry and what it runs.

    `config` reads the step's own fields (all but the common ones of flow-definition, section 3).
    `module_config` reads `customConfig` laid under the input, for modules.
    `defaults` are the fields a new step of this type starts with in the editor.
    """

    type: str
    module: str | None = None
    label: str
    category: str
    icon: str
    help: str
    config: ConfigModel
    run: Run
    side_effects: SideEffects | Callable[[Any], SideEffects] = SideEffects.NONE
    module_config: ModuleModel | None = None
    output_keys: tuple[str, ...] = ()
    defaults: Mapping[str, Any] = field(default_factory=dict)
    lazy: bool = False
    """Takes an input with lazy leaves as it is (it only passes values on); others get everything loaded."""

    def effects_of(self, config: Any) -> SideEffects:
        """The side effects of one configured step."""
        return self.side_effects if isinstance(self.side_effects, SideEffects) else self.side_effects(config)
