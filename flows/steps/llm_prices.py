"""List prices of known models, for the cost shown with a step. Unknown models have no cost."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flows.steps.llm_port import LlmAnswer

_DATED = re.compile(r"-\d{4}-\d{2}-\d{2}$")
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars per million tokens."""

    input: float
    output: float


PRICES: dict[str, Price] = {
    "gpt-5": Price(1.25, 10.0),
    "gpt-5-mini": Price(0.25, 2.0),
    "gpt-5-nano": Price(0.05, 0.4),
    "gpt-4.1": Price(2.0, 8.0),
    "gpt-4.1-mini": Price(0.4, 1.6),
    "gpt-4.1-nano": Price(0.1, 0.4),
    "gpt-4o": Price(2.5, 10.0),
    "gpt-4o-mini": Price(0.15, 0.6),
    "o1": Price(15.0, 60.0),
    "o3": Price(2.0, 8.0),
    "o3-mini": Price(1.1, 4.4),
    "o4-mini": Price(1.1, 4.4),
    "gpt-3.5-turbo": Price(0.5, 1.5),
}


def cost_usd(answer: LlmAnswer) -> float | None:
    """The list price of an answer in US dollars, to a millionth of a cent; None for an unknown model or no count."""
    price = PRICES.get(_DATED.sub("", answer.model))
    if price is None or answer.input_tokens is None or answer.output_tokens is None:
        return None
    return round((answer.input_tokens * price.input + answer.output_tokens * price.output) / _MILLION, 8)
