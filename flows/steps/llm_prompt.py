"""The conversation an LLM step sends: prompt, system prompt, and the complaint about an answer before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flows.steps.base import ContentFeedback, PromptText, StepContext
from flows.steps.context_mappings import mapped
from flows.steps.llm_config import LlmInvocationConfig
from flows.steps.llm_port import LlmRole, LlmTurn
from flows.steps.rendering import compact, flag, required_text, text

_JSON_ONLY = "Answer with JSON only: one JSON value, no prose around it."


@dataclass(frozen=True, slots=True)
class Conversation:
    """What is sent to every model tried. `author_system` is the system prompt without our request for JSON."""

    prompt: str
    author_system: str
    system: str
    turns: tuple[LlmTurn, ...]
    json_mode: bool
    output_schema: Mapping[str, Any] | None
    prompt_version: int | None


def conversation(config: LlmInvocationConfig, ctx: StepContext) -> Conversation:
    """All prompts rendered. An output schema, of the step or of the prompt, asks for JSON by itself."""
    template = _template(config, ctx)
    names = mapped(config.template_context_mappings, ctx, target="templateContextMappings")
    prompt = _prompt(config, template, ctx, names)
    schema = config.output_schema or (template.output_schema if template else None)
    json_mode = schema is not None or flag(
        ctx, config.custom_config.json_output_mode, target="customConfig.jsonOutputMode"
    )
    author = text(ctx, config.system_prompt, target="systemPrompt", names=names) if config.system_prompt else ""
    return Conversation(
        prompt=prompt,
        author_system=author,
        system=_with_json_request(author, schema) if json_mode else author,
        turns=_turns(prompt, ctx.feedback, json_mode=json_mode),
        json_mode=json_mode,
        output_schema=schema,
        prompt_version=template.version if template else None,
    )


def _template(config: LlmInvocationConfig, ctx: StepContext) -> PromptText | None:
    if config.prompt_template_id is None:
        return None
    template_id = required_text(ctx, config.prompt_template_id, target="promptTemplateId", code="empty_prompt_id")
    return ctx.prompts.text(template_id, config.prompt_version)


def _prompt(
    config: LlmInvocationConfig, template: PromptText | None, ctx: StepContext, names: Mapping[str, Any]
) -> str:
    if template is not None:
        return ctx.render_text(template.content, target="promptTemplateId", names=names)
    return text(ctx, config.direct_prompt or "", target="directPrompt", names=names)


def _with_json_request(system: str, schema: Mapping[str, Any] | None) -> str:
    """Providers refuse their JSON mode when nobody speaks of JSON; the schema keeps retries rare."""
    request = _JSON_ONLY if schema is None else f"{_JSON_ONLY} It must fit this JSON Schema:\n{compact(dict(schema))}"
    return f"{system}\n\n{request}" if system else request


def _turns(prompt: str, feedback: ContentFeedback | None, *, json_mode: bool) -> tuple[LlmTurn, ...]:
    first = LlmTurn(LlmRole.USER, prompt)
    if feedback is None:
        return (first,)
    wanted = _JSON_ONLY if json_mode else "Answer again."
    complaint = f"Your answer was refused: {feedback.complaint}\nCorrect this. {wanted}"
    return (first, LlmTurn(LlmRole.ASSISTANT, feedback.raw), LlmTurn(LlmRole.USER, complaint))
