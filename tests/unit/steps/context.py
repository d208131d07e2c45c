"""A step context for tests: expressions are the real ones, the ports to the outside are scripted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from flows.definition.conditions import compile_condition
from flows.definition.jsonpath import compile_path
from flows.definition.scope import Scope
from flows.definition.templates import compile_template
from flows.definition.values import compile_value
from flows.steps.base import ContentFeedback, HttpRequest, HttpResponse, Output, PromptText, StepResult
from flows.steps.llm_port import LlmAnswer, LlmRequest
from flows.steps.registry import CATALOG

NOW = datetime(2026, 3, 4, 5, 6, 7, 890_000, tzinfo=UTC)


@dataclass
class ScriptedHttp:
    """Answers with one reply after another (errors are raised) and keeps the requests."""

    replies: list[HttpResponse | Exception] = field(default_factory=list)
    requests: list[HttpRequest] = field(default_factory=list)

    def send(self, request: HttpRequest) -> HttpResponse:
        self.requests.append(request)
        reply = self.replies.pop(0)
        if isinstance(reply, Exception):
            raise reply
        return reply


@dataclass
class ScriptedLlm:
    """As ScriptedHttp, for models."""

    replies: list[LlmAnswer | Exception] = field(default_factory=list)
    requests: list[LlmRequest] = field(default_factory=list)

    def complete(self, request: LlmRequest) -> LlmAnswer:
        self.requests.append(request)
        reply = self.replies.pop(0)
        if isinstance(reply, Exception):
            raise reply
        return reply


@dataclass
class FixedPrompts:
    """Prompts by id and version."""

    texts: dict[tuple[str, int | None], PromptText] = field(default_factory=dict)

    def text(self, template_id: str, version: int | None) -> PromptText:
        return self.texts[template_id, version]


@dataclass
class Context:
    """What a step sees; `root` is the context, `local` the step's input."""

    root: dict[str, Any] = field(default_factory=dict)
    local: dict[str, Any] = field(default_factory=dict)
    now: datetime = NOW
    attempt: int = 1
    poll_count: int = 1
    idempotency_key: str = "e1:step:1"
    execution_id: str = "e1"
    default_inference_parameters: Mapping[str, Any] = field(default_factory=dict)
    feedback: ContentFeedback | None = None
    dry_run: bool = False
    http: ScriptedHttp = field(default_factory=ScriptedHttp)
    llm: ScriptedLlm = field(default_factory=ScriptedLlm)
    prompts: FixedPrompts = field(default_factory=FixedPrompts)
    notes: dict[str, Any] = field(default_factory=dict)

    @property
    def scope(self) -> Scope:
        return Scope(self.root, {})

    def render(self, value: Any, *, target: str) -> Any:
        return compile_value(value).render(self.scope, self.local, None, target)

    def render_text(self, text: str, *, target: str, names: Mapping[str, Any] | None = None) -> str:
        return compile_template(text).render({**self.root, **self.local, **(names or {})})

    def read(self, path: str, *, target: str) -> Any:
        return compile_path(path).read(self.scope)

    def test(self, condition: str, *, target: str, document: Any) -> bool:
        return compile_condition(condition).test_document(document).value

    def new_uuid(self) -> str:
        return "00000000-0000-4000-8000-000000000000"

    def note(self, **metadata: Any) -> None:
        self.notes.update(metadata)

    def log(self, level: str, message: str, **fields: Any) -> None:
        self.notes.setdefault("log", []).append((level, message, fields))


def run_step(
    step_type: str,
    fields: dict[str, Any],
    given: dict[str, Any] | None = None,
    *,
    ctx: Context | None = None,
    module: str | None = None,
) -> StepResult:
    """Runs a step as the engine does: its fields as in a definition, its input, a context."""
    step = CATALOG.find(step_type, module)
    assert step is not None
    context = ctx or Context()
    context.local = given or {}
    return step.run(step.config.model_validate(fields), given or {}, context)


def transform(
    module: str, given: dict[str, Any], config: dict[str, Any] | None = None, *, ctx: Context | None = None
) -> Any:
    """The output of a module of DATA_TRANSFORMATION."""
    fields = {} if config is None else {"customConfig": config}
    return output_of(run_step("DATA_TRANSFORMATION", fields, given, ctx=ctx, module=f"system/{module}"))


def output_of(result: StepResult) -> Any:
    """The value of a result that is an output."""
    assert isinstance(result, Output)
    return result.value


def reply(data: Any = None, *, status: int = 200, content_type: str = "application/json") -> HttpResponse:
    """A response; `data` is sent as JSON, bytes as they are."""
    body = data if isinstance(data, bytes) else json.dumps(data).encode()
    return HttpResponse(status, {"content-type": content_type}, body, "http://api.test/final", 12)


def answer(text: str, **fields: Any) -> LlmAnswer:
    """What a model answered."""
    return LlmAnswer(text=text, **{"model": "m-1", "input_tokens": 3, "output_tokens": 5, "latency_ms": 40, **fields})
