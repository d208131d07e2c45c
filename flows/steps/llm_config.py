"""The fields of LLM_INVOCATION."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, StrictBool, model_validator

from flows.definition.fields import ConnectionRef, JsonSchema, Number, PromptRef, RegexStr, StrictInt, TemplateStr
from flows.steps.base import Json, StepConfig
from flows.steps.context_mappings import ContextMapping
from flows.steps.templated import FlagTemplate, NumberTemplate

MAX_TIMEOUT_MS = 600_000
Name = Annotated[TemplateStr, Field(min_length=1)]


class InferenceParameters(StepConfig):
    """How the model answers; what is left out is the model's own default."""

    temperature: Annotated[Number, Field(ge=0, le=2)] | None = None
    max_output_tokens: Annotated[StrictInt, Field(ge=1, le=10_000_000)] | None = None
    top_p: Annotated[Number, Field(ge=0, le=1)] | None = None
    top_k: Annotated[StrictInt, Field(ge=1, le=1_000_000)] | None = None
    seed: StrictInt | None = None


class LlmOptions(StepConfig):
    """`baseUrl` is an OpenAI-compatible server. An `apiKey` here is readable in the definition: use a connection."""

    json_output_mode: StrictBool | FlagTemplate = False
    base_url: TemplateStr | None = None
    api_key: TemplateStr | None = None
    timeout_ms: Annotated[StrictInt, Field(ge=1, le=MAX_TIMEOUT_MS)] | NumberTemplate = 60_000


class FallbackOptions(StepConfig):
    """What a fallback does otherwise than the step. With `baseUrl` or `apiKey` it takes neither from the step."""

    base_url: TemplateStr | None = None
    api_key: TemplateStr | None = None
    timeout_ms: Annotated[StrictInt, Field(ge=1, le=MAX_TIMEOUT_MS)] | NumberTemplate | None = None


class ModelFallback(StepConfig):
    """A model that is asked when those before it failed. One of another provider needs its own key or connection."""

    llm_provider: Name
    model_id: Name
    inference_parameters: InferenceParameters = InferenceParameters()
    connection_id: ConnectionRef | None = None
    custom_config: FallbackOptions = FallbackOptions()


class ToolDefinition(StepConfig):
    """A function the model may ask for; the calls it asks for are the step's `tool_calls`."""

    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
    description: str = ""
    parameters: JsonSchema = Field(default_factory=dict)


class PiiType(StrEnum):
    """Personal data that can be looked for in an answer."""

    EMAIL = "EMAIL"
    PHONE = "PHONE"
    CREDIT_CARD = "CREDIT_CARD"
    IBAN = "IBAN"


def _upper(value: Json) -> Json:
    return value.upper() if isinstance(value, str) else value


class SecurityConfig(StepConfig):
    """What an answer may not hold. Strings compare without case; patterns are RE2; `leakCheck`: the system prompt."""

    forbidden_strings: list[Annotated[str, Field(min_length=1)]] = Field(default_factory=list)
    forbidden_patterns: list[RegexStr] = Field(default_factory=list)
    pii_types: list[Annotated[PiiType, BeforeValidator(_upper)]] = Field(default_factory=list)
    leak_check: StrictBool = False


class LlmInvocationConfig(StepConfig):
    """The model, the prompt (a template of the workspace or written here) and what the answer must look like."""

    llm_provider: Name
    model_id: Name
    fallbacks: Annotated[list[ModelFallback], Field(max_length=10)] = Field(default_factory=list)
    prompt_template_id: Annotated[PromptRef, Field(min_length=1)] | None = None
    prompt_version: Annotated[StrictInt, Field(ge=1)] | None = None
    direct_prompt: Annotated[TemplateStr, Field(min_length=1)] | None = None
    system_prompt: TemplateStr = ""
    template_context_mappings: dict[str, ContextMapping] = Field(default_factory=dict)
    inference_parameters: InferenceParameters = InferenceParameters()
    output_schema: JsonSchema | None = None
    tools: Annotated[list[ToolDefinition], Field(max_length=128)] = Field(default_factory=list)
    tool_choice: Annotated[str, Field(min_length=1)] | None = None
    connection_id: ConnectionRef | None = None
    custom_config: LlmOptions = LlmOptions()
    security_validator_config: SecurityConfig = SecurityConfig()

    @model_validator(mode="after")
    def _one_prompt(self) -> Self:
        if (self.prompt_template_id is None) == (self.direct_prompt is None):
            raise ValueError("give exactly one of promptTemplateId and directPrompt")
        if self.prompt_version is not None and self.prompt_template_id is None:
            raise ValueError("promptVersion needs promptTemplateId")
        return self

    @model_validator(mode="after")
    def _tool_choice_is_a_choice(self) -> Self:
        choices = {"auto", "none", "required", *(tool.name for tool in self.tools)}
        if self.tool_choice is not None and (not self.tools or self.tool_choice not in choices):
            raise ValueError("toolChoice must be auto, none, required or the name of one of tools")
        return self


def written(part: StepConfig) -> dict[str, Any]:
    """The fields that were given, camelCase."""
    return part.model_dump(by_alias=True, exclude_unset=True, exclude_none=True)
