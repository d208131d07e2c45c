"""What a language model is asked and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class LlmRole(StrEnum):
    """Who said a turn of the conversation."""

    USER = "user"
    ASSISTANT = "assistant"


@dataclass(frozen=True, slots=True)
class LlmTurn:
    """One message of the conversation, as text."""

    role: LlmRole
    text: str


@dataclass(frozen=True, slots=True)
class LlmTool:
    """A function the model may ask for. `parameters` is a JSON Schema."""

    name: str
    description: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LlmToolCall:
    """A function the model asked for, its arguments as parsed JSON."""

    id: str
    name: str
    arguments: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class LlmRequest:
    """One call of one model.

    `turns` begins and ends with a user turn. `json_mode` asks for a JSON object. `tool_choice` is `auto`, `none`,
    `required` or a tool's name. `timeout_seconds` is for the whole call. `headers` are
    sent besides the usual ones and hold no secret.
    """

    provider: str
    model: str
    turns: tuple[LlmTurn, ...]
    system: str = ""
    json_mode: bool = False
    output_schema: Mapping[str, Any] | None = None
    temperature: float | None = None
    max_output_tokens: int | None = None
    top_p: float | None = None
    top_k: int | None = None
    seed: int | None = None
    tools: tuple[LlmTool, ...] = ()
    tool_choice: str | None = None
    timeout_seconds: float = 60.0
    base_url: str | None = None
    api_key: str | None = field(default=None, repr=False)
    connection_id: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class LlmAnswer:
    """What the model answered. Tokens are None when the provider does not count them."""

    text: str
    model: str
    tool_calls: tuple[LlmToolCall, ...] = ()
    input_tokens: int | None = None
    output_tokens: int | None = None
    finish_reason: str | None = None
    latency_ms: int = 0
