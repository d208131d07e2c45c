"""The template language prompts are written in, as a port: the flows app brings the engine when it is ready.

Imports run from flows to prompts, and flows own the one template engine of the product.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol


class TemplateFaultError(ValueError):
    """A text that cannot be read or rendered. `message` says what is wrong, `hint` what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class TemplateEngine(Protocol):
    """What prompts need of a template engine and of JSON Schema."""

    def variables(self, text: str) -> list[str]:
        """The root names a text uses, in order of appearance. TemplateFaultError when it cannot be read."""

    def render(self, text: str, names: Mapping[str, Any]) -> str:
        """The text with its variables filled in. TemplateFaultError when that fails."""

    def schema_fault(self, schema: Any) -> str | None:
        """Why this is no JSON Schema; None when it is one."""

    def schema_errors(self, schema: Mapping[str, Any], value: Any) -> list[str]:
        """How a value breaks a schema that is sound, one sentence each; empty when it fits."""


_engine: list[TemplateEngine] = []


def use(engine: TemplateEngine) -> None:
    """Make this the engine of the process."""
    _engine[:] = [engine]


def engine() -> TemplateEngine:
    """The engine of the process; RuntimeError when no app brought one."""
    if not _engine:
        raise RuntimeError("No template engine: an installed app must call prompts.templating.use() when it is ready.")
    return _engine[0]
