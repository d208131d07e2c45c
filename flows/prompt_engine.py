"""The template engine of the flows, as prompts use it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flows.definition.errors import StepError
from flows.definition.jsonpath import ExpressionError
from flows.definition.jsonschema_check import compile_schema
from flows.definition.templates import compile_template, variables_of
from prompts.templating import TemplateFaultError


class FlowTemplateEngine:
    """Satisfies prompts.templating.TemplateEngine."""

    def variables(self, text: str) -> list[str]:
        """The root names a text uses. TemplateFaultError when it cannot be read."""
        try:
            return variables_of(text)
        except ExpressionError as error:
            raise TemplateFaultError(error.message, error.hint) from error

    def render(self, text: str, names: Mapping[str, Any]) -> str:
        """The text with its variables filled in. TemplateFaultError when that fails."""
        try:
            return compile_template(text).render(names)
        except ExpressionError as error:
            raise TemplateFaultError(error.message, error.hint) from error
        except StepError as error:
            raise TemplateFaultError(error.message) from error

    def schema_fault(self, schema: Any) -> str | None:
        """Why this is no JSON Schema; None when it is one."""
        try:
            compile_schema(schema)
        except ValueError as error:
            return str(error)
        return None

    def schema_errors(self, schema: Mapping[str, Any], value: Any) -> list[str]:
        """How a value breaks a sound schema."""
        return [
            f"{error['path']}: {error['message']}" if error["path"] else error["message"]
            for error in compile_schema(schema).errors(value)
        ]
