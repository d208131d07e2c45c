"""Language model providers by name. Adding one is one adapter file and one line here.

Adapters are imported when first used: they bring in libraries that take a second to load.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from connections.calls import Cancellation
from connections.egress import EgressClient, shared_client
from connections.errors import permanent
from connections.llm.types import LlmAnswer, LlmRequest

Adapter = Callable[[LlmRequest, EgressClient, Cancellation], LlmAnswer]


@dataclass(frozen=True, slots=True)
class Provider:
    """Where a provider's adapter is, and where its own servers are."""

    adapter: str
    url: str


PROVIDERS: dict[str, Provider] = {
    "OPENAI": Provider("connections.llm.openai_compatible", "https://api.openai.com/v1"),
}


def complete(
    request: LlmRequest, *, client: EgressClient | None = None, cancellation: Cancellation | None = None
) -> LlmAnswer:
    """One call of a model, through the egress guard, never retried here.

    Raises EgressError: permanent `provider_not_supported`, `llm_api_key_missing`, `llm_bad_answer`, and all that
    `EgressClient.send` raises (a status of the provider is `http_<status>`).
    """
    adapter: Adapter = import_module(provider(request.provider).adapter).complete
    return adapter(request, client or shared_client(), cancellation or Cancellation())


def provider(name: str) -> Provider:
    """Raises EgressError `provider_not_supported` naming the ones there are."""
    found = PROVIDERS.get(name)
    if found is None:
        raise permanent(
            "provider_not_supported",
            f"The language model provider {name!r} is not supported; use one of: {', '.join(sorted(PROVIDERS))} "
            "(anything OpenAI-compatible is OPENAI with customConfig.baseUrl).",
            provider=name,
        )
    return found
