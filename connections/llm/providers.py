"""Language model providers by name. Adding one is one adapter file and one line here.

Adapters are imported when first used: they bring in libraries that take a second to load.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from connections.calls import Cancellation
from connections.egress import EgressClient, shared_client
from connections.errors import permanent
from connections.llm.types import LlmAnswer, LlmRequest

Adapter = Callable[[LlmRequest, EgressClient, Cancellation], LlmAnswer]

ADAPTERS: dict[str, str] = {
    "OPENAI": "connections.llm.openai_compatible",
}


def complete(
    request: LlmRequest, *, client: EgressClient | None = None, cancellation: Cancellation | None = None
) -> LlmAnswer:
    """One call of a model, through the egress guard, never retried here.

    Raises EgressError: permanent `provider_not_supported`, `llm_api_key_missing`, `llm_bad_answer`, and all that
    `EgressClient.send` raises (a status of the provider is `http_<status>`).
    """
    adapter = _adapter(request.provider)
    return adapter(request, client or shared_client(), cancellation or Cancellation())


def _adapter(provider: str) -> Adapter:
    module = ADAPTERS.get(provider)
    if module is None:
        known = ", ".join(sorted(ADAPTERS))
        raise permanent(
            "provider_not_supported",
            f"The language model provider {provider!r} is not supported; use one of: {known} "
            "(anything OpenAI-compatible is OPENAI with customConfig.baseUrl).",
            provider=provider,
        )
    adapter: Adapter = import_module(module).complete
    return adapter
