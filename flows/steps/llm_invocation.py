"""LLM_INVOCATION: asks a language model and checks its answer."""

from __future__ import annotations

from typing import Any

from flows.steps.base import Output, SideEffects, StepContext, StepResult, StepType
from flows.steps.llm_answer import as_output
from flows.steps.llm_config import LlmInvocationConfig
from flows.steps.llm_guard import guard, strings_of
from flows.steps.llm_models import Asked, ask, requests
from flows.steps.llm_port import LlmAnswer, LlmRequest
from flows.steps.llm_prices import cost_usd
from flows.steps.llm_prompt import Conversation, conversation
from flows.steps.rendering import compact


def run(config: LlmInvocationConfig, input: dict[str, Any], ctx: StepContext) -> StepResult:
    """The answer as the output.

    ContentStepError (`invalid_json`, `schema_mismatch`) with `details` {`raw`, `complaint`}, SecurityViolationError,
    the provider's errors when no model answered. In a dry run {`dryRun`, `request`}, and nothing is sent.
    """
    talk = conversation(config, ctx)
    ctx.note(**_about_prompt(talk))
    candidates = requests(config, talk, ctx)
    if ctx.dry_run:
        return Output({"dryRun": True, "request": _described(candidates[0])})
    asked = ask(candidates, ctx)
    ctx.note(**_about_answer(asked))
    guard(config.security_validator_config, *_texts(asked.answer), system=talk.author_system)
    # Only an answer that passed the guard is kept, be it fit for use or not.
    ctx.note(rawResponse=asked.answer.text)
    output = as_output(asked.answer, json_mode=talk.json_mode, schema=talk.output_schema)
    guard(config.security_validator_config, strings_of(output), system=talk.author_system)
    return Output(output, {**_about_prompt(talk), **_about_answer(asked), "rawResponse": asked.answer.text})


def _texts(answer: LlmAnswer) -> list[str]:
    return [answer.text, *(compact(call.arguments) for call in answer.tool_calls)]


def _about_prompt(talk: Conversation) -> dict[str, Any]:
    about: dict[str, Any] = {"renderedPrompt": talk.prompt, "systemPrompt": talk.system}
    if talk.prompt_version is not None:
        about["promptVersion"] = talk.prompt_version
    return about


def _about_answer(asked: Asked) -> dict[str, Any]:
    answer = asked.answer
    counts = (answer.input_tokens, answer.output_tokens)
    return {
        "provider": asked.request.provider,
        "model": answer.model,
        "tokens": {
            "input": answer.input_tokens,
            "output": answer.output_tokens,
            "total": None if None in counts else sum(count or 0 for count in counts),
        },
        "costUsd": cost_usd(answer),
        "latencyMs": answer.latency_ms,
        "finishReason": answer.finish_reason,
        "attemptsByModel": asked.attempts,
    }


def _described(request: LlmRequest) -> dict[str, Any]:
    return {
        "provider": request.provider,
        "model": request.model,
        "baseUrl": request.base_url,
        "connectionId": request.connection_id,
        "system": request.system,
        "turns": [{"role": turn.role.value, "text": turn.text} for turn in request.turns],
        "jsonMode": request.json_mode,
    }


STEP = StepType(
    type="LLM_INVOCATION",
    label="Language model",
    category="AI",
    icon="sparkles",
    help=(
        "Asks a language model with a prompt of the workspace or one written here. In JSON mode the parsed object is "
        "the output, checked against outputSchema; a bad answer can be sent back with the complaint. Fallback "
        "models are asked in order when a provider fails."
    ),
    config=LlmInvocationConfig,
    run=run,
    side_effects=SideEffects.IDEMPOTENT,
    defaults={"llmProvider": "OPENAI", "modelId": "gpt-4o-mini", "directPrompt": "Hello"},
)
