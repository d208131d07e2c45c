"""OpenAI and every server that speaks its chat completions."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from typing import Any

import httpx2
from openai import AsyncOpenAI
from pydantic_ai.messages import (
    ModelMessage,
    ModelRequest,
    ModelResponse,
    SystemPromptPart,
    TextPart,
    ToolCallPart,
    UserPromptPart,
)
from pydantic_ai.models import ModelRequestParameters
from pydantic_ai.models.openai import OpenAIChatModel, OpenAIChatModelSettings
from pydantic_ai.profiles.openai import OpenAIModelProfile
from pydantic_ai.providers.openai import OpenAIProvider
from pydantic_ai.tools import ToolDefinition

from connections.calls import Cancellation
from connections.egress import EgressClient
from connections.errors import EgressError, permanent
from connections.llm.providers import provider
from connections.llm.transport import GuardedTransport
from connections.llm.types import LlmAnswer, LlmRequest, LlmRole, LlmToolCall
from connections.masking import Masker

# The library insists on a key; without one of ours no key is sent, least of all one of the environment.
NO_KEY = "no-key"
SHOWN_CHARACTERS = 2000
TOOL_MODES = ("auto", "none", "required")

# Its debug lines hold prompts and headers.
logging.getLogger("openai").setLevel(logging.WARNING)


def complete(request: LlmRequest, client: EgressClient, cancellation: Cancellation) -> LlmAnswer:
    """Raises EgressError as `connections.llm.providers.complete` says."""
    if request.base_url is None and request.api_key is None:
        message = "OpenAI needs an API key: set the step's connectionId, or customConfig.baseUrl for another server."
        raise permanent("llm_api_key_missing", message)
    transport = _transport(request, client, cancellation)
    started = time.monotonic()
    try:
        response = asyncio.run(_ask(request, transport))
    except Exception as error:  # whatever the libraries make of a failed call or of an answer nobody can foresee
        raise _failure(transport, error, request) from error
    return _answer(response, request, latency_ms=round((time.monotonic() - started) * 1000))


def _transport(request: LlmRequest, client: EgressClient, cancellation: Cancellation) -> GuardedTransport:
    key = request.api_key
    return GuardedTransport(
        client=client,
        cancellation=cancellation,
        timeout_seconds=request.timeout_seconds,
        headers=dict(request.headers) | ({"Authorization": f"Bearer {key}"} if key else {}),
        secrets=(key,) if key else (),
    )


async def _ask(request: LlmRequest, transport: GuardedTransport) -> ModelResponse:
    """One client for one call: a model shared by threads and event loops fails."""
    async with httpx2.AsyncClient(transport=transport, trust_env=False, timeout=None) as http_client:
        client = AsyncOpenAI(
            base_url=request.base_url or provider(request.provider).url,
            api_key=NO_KEY,
            max_retries=0,
            http_client=http_client,
        )
        # Other servers know the older name, `max_tokens`, of what OpenAI calls `max_completion_tokens`.
        profile = OpenAIModelProfile(openai_chat_supports_max_completion_tokens=request.base_url is None)
        model = OpenAIChatModel(request.model, provider=OpenAIProvider(openai_client=client), profile=profile)
        return await model.request(_messages(request), _settings(request), _parameters(request))


def _messages(request: LlmRequest) -> list[ModelMessage]:
    messages: list[ModelMessage] = []
    for index, turn in enumerate(request.turns):
        if turn.role is LlmRole.ASSISTANT:
            messages.append(ModelResponse(parts=[TextPart(turn.text)]))
            continue
        system = [SystemPromptPart(request.system)] if index == 0 and request.system else []
        messages.append(ModelRequest(parts=[*system, UserPromptPart(turn.text)]))
    return messages


def _settings(request: LlmRequest) -> OpenAIChatModelSettings:
    """Only what was asked for, so that every other default is the model's own."""
    body: dict[str, Any] = {}
    if request.json_mode:
        body["response_format"] = {"type": "json_object"}
    if request.top_k is not None:
        body["top_k"] = request.top_k
    asked: dict[str, Any] = {
        "temperature": request.temperature,
        "max_tokens": request.max_output_tokens,
        "top_p": request.top_p,
        "seed": request.seed,
        "tool_choice": _tool_choice(request),
        "extra_body": body or None,
    }
    settings: OpenAIChatModelSettings = {}
    settings.update({name: value for name, value in asked.items() if value is not None})  # type: ignore[typeddict-item]
    return settings


def _tool_choice(request: LlmRequest) -> str | list[str] | None:
    """Without tools there is nothing to choose; a word that is not a mode is a tool's name."""
    if request.tool_choice is None or not request.tools:
        return None
    return request.tool_choice if request.tool_choice in TOOL_MODES else [request.tool_choice]


def _parameters(request: LlmRequest) -> ModelRequestParameters:
    tools = [
        ToolDefinition(name=tool.name, description=tool.description, parameters_json_schema=dict(tool.parameters))
        for tool in request.tools
    ]
    return ModelRequestParameters(function_tools=tools)


def _answer(response: ModelResponse, request: LlmRequest, *, latency_ms: int) -> LlmAnswer:
    usage = response.usage
    counted = bool(usage.input_tokens or usage.output_tokens)
    return LlmAnswer(
        text="".join(part.content for part in response.parts if isinstance(part, TextPart)),
        model=response.model_name or request.model,
        tool_calls=tuple(_tool_call(part) for part in response.parts if isinstance(part, ToolCallPart)),
        input_tokens=usage.input_tokens if counted else None,
        output_tokens=usage.output_tokens if counted else None,
        finish_reason=response.finish_reason,
        latency_ms=latency_ms,
    )


def _tool_call(part: ToolCallPart) -> LlmToolCall:
    """Arguments that are not JSON stay text: the step says so to the model."""
    arguments: Any = part.args
    if isinstance(arguments, str):
        try:
            arguments = json.loads(arguments)
        except ValueError:
            arguments = part.args
    return LlmToolCall(id=part.tool_call_id, name=part.tool_name, arguments=arguments)


def _failure(transport: GuardedTransport, error: Exception, request: LlmRequest) -> EgressError:
    """What the guard or the server said, else that the answer is not a chat completion."""
    if transport.failure is not None:
        return transport.failure
    raw = transport.answer.body.decode("utf-8", "replace") if transport.answer else ""
    shown = Masker([request.api_key or ""]).text(raw)[:SHOWN_CHARACTERS]
    message = f"{request.model} did not answer with a chat completion: {type(error).__name__}. Check the base URL."
    return permanent("llm_bad_answer", message, raw=shown)
