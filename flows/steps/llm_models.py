"""The models of an LLM step, and asking them in order until one answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from flows.definition.errors import PermanentStepError, StepError, TransientStepError
from flows.steps.base import StepContext
from flows.steps.llm_config import MAX_TIMEOUT_MS, InferenceParameters, LlmInvocationConfig, ModelFallback, written
from flows.steps.llm_port import LlmAnswer, LlmRequest, LlmTool
from flows.steps.llm_prompt import Conversation
from flows.steps.rendering import required_text, text, whole_number

ABORTED = "aborted"


@dataclass(frozen=True, slots=True)
class Asked:
    """The answer, the request it answers, and how each model that was tried fared."""

    answer: LlmAnswer
    request: LlmRequest
    attempts: list[dict[str, Any]]


def requests(config: LlmInvocationConfig, talk: Conversation, ctx: StepContext) -> list[LlmRequest]:
    """One request a model, in the order in which they are tried."""
    first = _first(config, talk, ctx)
    return [
        first,
        *(
            _fallback(fallback, first, config, ctx, target=f"fallbacks[{index}]")
            for index, fallback in enumerate(config.fallbacks)
        ),
    ]


def ask(candidates: list[LlmRequest], ctx: StepContext) -> Asked:
    """The first answer. When every model failed: the last transient error if there is one, else the last error, with
    `details.attemptsByModel`. A cancelled call is not tried elsewhere."""
    attempts: list[dict[str, Any]] = []
    errors: list[StepError] = []
    for request in candidates:
        try:
            answer = ctx.llm.complete(request)
        except (TransientStepError, PermanentStepError) as error:
            errors.append(error)
            attempts.append(_attempt(request, error))
            ctx.note(attemptsByModel=list(attempts))
            if error.code == ABORTED:
                break
        else:
            attempts.append(_attempt(request, None))
            return Asked(answer, request, attempts)
    raise _worth_raising(errors, attempts)


def _worth_raising(errors: list[StepError], attempts: list[dict[str, Any]]) -> StepError:
    transient = [error for error in errors if isinstance(error, TransientStepError)]
    error = transient[-1] if transient and errors[-1].code != ABORTED else errors[-1]
    error.details["attemptsByModel"] = attempts
    return error


def _attempt(request: LlmRequest, error: StepError | None) -> dict[str, Any]:
    attempt: dict[str, Any] = {"provider": request.provider, "model": request.model}
    if error is not None:
        attempt["error"] = {"errorName": error.error_name, "code": error.code, "message": error.message}
    return attempt


def _first(config: LlmInvocationConfig, talk: Conversation, ctx: StepContext) -> LlmRequest:
    options = config.custom_config
    bare = LlmRequest(
        provider=_provider(ctx, config.llm_provider, target="llmProvider"),
        model=required_text(ctx, config.model_id, target="modelId", code="empty_model"),
        turns=talk.turns,
        system=talk.system,
        json_mode=talk.json_mode,
        output_schema=talk.output_schema,
        tools=tuple(LlmTool(tool.name, tool.description, tool.parameters) for tool in config.tools),
        tool_choice=config.tool_choice,
        timeout_seconds=_timeout(ctx, options.timeout_ms, target="customConfig.timeoutMs"),
        base_url=_optional(ctx, options.base_url, target="customConfig.baseUrl"),
        api_key=_optional(ctx, options.api_key, target="customConfig.apiKey"),
        connection_id=_optional(ctx, config.connection_id, target="connectionId"),
    )
    return _tuned(bare, _parameters(config, None, ctx))


def _fallback(
    fallback: ModelFallback, first: LlmRequest, config: LlmInvocationConfig, ctx: StepContext, *, target: str
) -> LlmRequest:
    options = fallback.custom_config
    other = replace(
        first,
        provider=_provider(ctx, fallback.llm_provider, target=f"{target}.llmProvider"),
        model=required_text(ctx, fallback.model_id, target=f"{target}.modelId", code="empty_model"),
    )
    if options.timeout_ms is not None:
        seconds = _timeout(ctx, options.timeout_ms, target=f"{target}.customConfig.timeoutMs")
        other = replace(other, timeout_seconds=seconds)
    # A key never follows to a provider or a server it was not given for.
    if other.provider != first.provider or options.base_url or options.api_key or fallback.connection_id:
        other = replace(
            other,
            base_url=_optional(ctx, options.base_url, target=f"{target}.customConfig.baseUrl"),
            api_key=_optional(ctx, options.api_key, target=f"{target}.customConfig.apiKey"),
            connection_id=_optional(ctx, fallback.connection_id, target=f"{target}.connectionId"),
        )
    return _tuned(other, _parameters(config, fallback, ctx))


def _tuned(request: LlmRequest, parameters: InferenceParameters) -> LlmRequest:
    return replace(
        request,
        temperature=parameters.temperature,
        max_output_tokens=parameters.max_output_tokens,
        top_p=parameters.top_p,
        top_k=parameters.top_k,
        seed=parameters.seed,
    )


def _parameters(config: LlmInvocationConfig, fallback: ModelFallback | None, ctx: StepContext) -> InferenceParameters:
    """The flow's defaults under the step's under the fallback's."""
    given = {**ctx.default_inference_parameters, **written(config.inference_parameters)}
    if fallback is not None:
        given |= written(fallback.inference_parameters)
    try:
        return InferenceParameters.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(("defaultStepConfig.inferenceParameters", *(str(part) for part in first["loc"])))
        raise PermanentStepError("invalid_config", f"{field}: {first['msg']}", details={"field": field}) from None


def _provider(ctx: StepContext, template: str, *, target: str) -> str:
    return required_text(ctx, template, target=target, code="empty_provider").upper()


def _timeout(ctx: StepContext, value: int | str, *, target: str) -> float:
    return (whole_number(ctx, value, target=target, low=1, high=MAX_TIMEOUT_MS) or 0) / 1000


def _optional(ctx: StepContext, template: str | None, *, target: str) -> str | None:
    return (text(ctx, template, target=target).strip() or None) if template else None
