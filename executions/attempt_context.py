"""What a step may touch during one attempt: the context, and the outside world through the guard."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from connections import services as connections
from connections.authorised import Effects
from connections.calls import Cancellation
from connections.errors import EgressError, FailureKind
from connections.llm.types import LlmRequest, LlmRole, LlmTool, LlmTurn
from connections.masking import Masker
from connections.messages import OutgoingRequest
from flows.definition.conditions import compile_condition
from flows.definition.errors import PermanentStepError, StepError, StepTimeoutError, TransientStepError
from flows.definition.jsonpath import compile_path
from flows.definition.mapping_event import EventKind, MappingEvent, failed, succeeded
from flows.definition.scope import MISSING, Scope, materialise
from flows.definition.templates import compile_template
from flows.definition.values import Names, Templated, compile_value
from flows.steps import llm_port
from flows.steps.base import (
    ContentFeedback,
    HttpRequest,
    HttpResponse,
    PromptText,
)

MAX_LOG_LINES = 1000
MAX_LOG_CHARACTERS = 4000

PromptLookup = Callable[[str, int | None], PromptText]


@dataclass(slots=True)
class AttemptContext:
    """The `StepContext` of one attempt."""

    scope: Scope
    now: datetime
    attempt: int
    poll_count: int
    idempotency_key: str
    execution_id: str
    workspace_id: uuid.UUID
    prompt_lookup: PromptLookup
    default_inference_parameters: Mapping[str, Any]
    feedback: ContentFeedback | None
    local: Mapping[str, Any]
    dry_run: bool = False
    lazy: bool = False
    cancellation: Cancellation | None = None
    masker: Masker | None = None
    expired: bool = False
    models_asked: int = 0
    events: list[MappingEvent] = field(default_factory=list)
    metadata: dict[str, Any] = field(default_factory=dict)
    logs: list[dict[str, Any]] = field(default_factory=list)

    @property
    def http(self) -> Http:
        """Outgoing HTTP through the guard."""
        return Http(self)

    @property
    def llm(self) -> Llm:
        """Language models through the guard."""
        return Llm(self)

    @property
    def prompts(self) -> Prompts:
        """The prompt versions of this run."""
        return Prompts(self.prompt_lookup)

    def render(self, value: Any, *, target: str) -> Any:
        """Every string leaf rendered, see `flows.definition.values`."""
        return _templated(value).render(self.scope, self.local, self.events.append, target)

    def render_text(self, text: str, *, target: str, names: Mapping[str, Any] | None = None) -> str:
        """A Liquid template as text; `names` over the input over the context."""
        local = {**self.local, **names} if names else self.local
        template = compile_template(text)
        if template.constant is not None:
            return template.constant
        try:
            rendered = template.render(Names(self.scope, local))
        except StepError as error:
            self.events.append(failed(EventKind.TEMPLATE.value, target, text, error.message, error=True))
            raise
        self.events.append(succeeded(EventKind.TEMPLATE.value, target, text, rendered))
        return rendered

    def read(self, path: str, *, target: str) -> Any:
        """The value of a path on the context; its lazy leaves are loaded unless the step takes them as they are."""
        value = compile_path(path).read(self.scope)
        if value is MISSING:
            self.events.append(failed(EventKind.INPUT.value, target, path, "nothing is there", error=False))
            return value
        self.events.append(succeeded(EventKind.INPUT.value, target, path, value))
        return value if self.lazy else materialise(value)

    def test(self, condition: str, *, target: str, document: Any) -> bool:
        """A condition on a document of its own."""
        verdict = compile_condition(condition).test_document(document)
        self.events.append(succeeded(EventKind.CONDITION.value, target, condition, verdict.value))
        return verdict.value

    def new_uuid(self) -> str:
        """A random UUID."""
        return str(uuid.uuid4())

    def note(self, **metadata: Any) -> None:
        """Record metadata even if the attempt fails."""
        self.metadata.update(metadata)

    def log(self, level: str, message: str, **fields: Any) -> None:
        """A line in the step's log."""
        if len(self.logs) < MAX_LOG_LINES:
            self.logs.append({"level": level, "message": message[:MAX_LOG_CHARACTERS], **fields})


@lru_cache(maxsize=2048)
def _compiled_text(text: str) -> Templated:
    return compile_value(text)


def _templated(value: Any) -> Templated:
    return _compiled_text(value) if isinstance(value, str) else compile_value(value)


@dataclass(frozen=True, slots=True)
class Http:
    """`HttpPort` of an attempt: adds its idempotency key, masks its secrets."""

    ctx: AttemptContext

    def send(self, request: HttpRequest) -> HttpResponse:
        """Send it; StepError as the port says."""
        headers = {"Idempotency-Key": self.ctx.idempotency_key, **request.headers}
        outgoing = OutgoingRequest(
            method=request.method,
            url=request.url,
            headers=headers,
            body=request.body,
            timeout_seconds=request.timeout_seconds,
            max_response_bytes=request.max_response_bytes,
            follow_redirects=request.follow_redirects,
            allow_status_errors=request.allow_status_errors,
        )
        try:
            answer = connections.send(
                outgoing,
                connection_id=request.connection_id,
                workspace_id=self.ctx.workspace_id,
                effects=_effects(self.ctx),
            )
        except EgressError as error:
            raise step_error(error) from None
        return HttpResponse(answer.status, answer.headers, answer.body, answer.url, answer.duration_ms)


@dataclass(frozen=True, slots=True)
class Llm:
    """`LlmPort` of an attempt."""

    ctx: AttemptContext

    def complete(self, request: llm_port.LlmRequest) -> llm_port.LlmAnswer:
        """Ask the model; StepError as `Http.send`. A second model gets a key of its own: it is another question."""
        asked, self.ctx.models_asked = self.ctx.models_asked, self.ctx.models_asked + 1
        key = f"{self.ctx.idempotency_key}:m{asked}" if asked else self.ctx.idempotency_key
        outgoing = LlmRequest(
            **{name: getattr(request, name) for name in _LLM_FIELDS},
            turns=tuple(LlmTurn(LlmRole(turn.role), turn.text) for turn in request.turns),
            tools=tuple(LlmTool(tool.name, tool.description, tool.parameters) for tool in request.tools),
            headers={"Idempotency-Key": key},
        )
        try:
            answer = connections.complete(outgoing, workspace_id=self.ctx.workspace_id, effects=_effects(self.ctx))
        except EgressError as error:
            raise step_error(error) from None
        calls = tuple(llm_port.LlmToolCall(**asdict(call)) for call in answer.tool_calls)
        values = {name: getattr(answer, name) for name in _ANSWER_FIELDS}
        return llm_port.LlmAnswer(**values, tool_calls=calls)


_LLM_FIELDS = tuple(name for name in llm_port.LlmRequest.__dataclass_fields__ if name not in {"turns", "tools"})
_ANSWER_FIELDS = tuple(name for name in llm_port.LlmAnswer.__dataclass_fields__ if name != "tool_calls")


@dataclass(frozen=True, slots=True)
class Prompts:
    """`PromptPort` of a run."""

    lookup: PromptLookup

    def text(self, template_id: str, version: int | None) -> PromptText:
        """The prompt version this run is bound to."""
        return self.lookup(template_id, version)


def _effects(ctx: AttemptContext) -> Effects:
    ctx.cancellation = ctx.cancellation or Cancellation()
    ctx.masker = ctx.masker or Masker()
    return Effects.of(cancellation=ctx.cancellation, masker=ctx.masker, execution_id=ctx.execution_id)


def step_error(error: EgressError) -> StepError:
    """An outgoing call's failure as the error of a step."""
    kinds = {
        FailureKind.TRANSIENT: TransientStepError,
        FailureKind.TIMEOUT: StepTimeoutError,
        FailureKind.PERMANENT: PermanentStepError,
    }
    return kinds[error.kind](
        error.code, error.message, details=error.details, retry_after_seconds=error.retry_after_seconds
    )
