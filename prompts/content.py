"""What a prompt version says: its text, the schemas of its variables, the schema of the answer. No database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from prompts.templating import TemplateEngine, TemplateFaultError

Json = Any


@dataclass(frozen=True, slots=True)
class PromptContent:
    """Liquid `text`, a JSON Schema for each variable that has one, and one for the answer of the model."""

    text: str
    variables: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    output_schema: Mapping[str, Any] | None = None

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> PromptContent:
        """From the stored document {"content", "variables"?, "outputSchema"?}."""
        return cls(stored["content"], stored.get("variables", {}), stored.get("outputSchema"))

    def document(self) -> dict[str, Json]:
        """What is stored and hashed."""
        stored: dict[str, Json] = {"content": self.text}
        if self.variables:
            stored["variables"] = self.variables
        if self.output_schema is not None:
            stored["outputSchema"] = self.output_schema
        return stored


@dataclass(frozen=True, slots=True)
class Rendered:
    """The text that would be sent, or why there is none: every missing and every refused variable at once."""

    text: str
    missing: tuple[str, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()


def found_variables(content: PromptContent, engine: TemplateEngine) -> list[str]:
    """The names the text uses; empty when it cannot be read."""
    try:
        return engine.variables(content.text)
    except TemplateFaultError:
        return []


def problems(content: PromptContent, engine: TemplateEngine) -> list[dict[str, str]]:
    """What is wrong, as {code, severity, path, message, hint}; errors refuse a publish."""
    return [*_text_problems(content, engine), *_schema_problems(content, engine)]


def render(content: PromptContent, values: Mapping[str, Json], engine: TemplateEngine) -> Rendered:
    """Fill the variables in. TemplateFaultError when the text cannot be read or its rendering fails."""
    missing = tuple(name for name in engine.variables(content.text) if name not in values)
    refused = tuple(
        (name, complaint)
        for name, schema in content.variables.items()
        if name in values and engine.schema_fault(schema) is None
        for complaint in engine.schema_errors(schema, values[name])
    )
    if missing or refused:
        return Rendered("", missing, refused)
    return Rendered(engine.render(content.text, values))


def _text_problems(content: PromptContent, engine: TemplateEngine) -> list[dict[str, str]]:
    if not content.text.strip():
        return [
            _problem("empty_prompt", "error", "/content", "The prompt is empty.", "Write what the model should do.")
        ]
    try:
        used = engine.variables(content.text)
    except TemplateFaultError as fault:
        return [_problem("template_syntax", "error", "/content", fault.message, fault.hint)]
    return [
        _problem(
            "unused_variable",
            "warning",
            variable_path(name),
            f"The text does not use the variable {name}.",
            "Use it in the text or remove its schema.",
        )
        for name in content.variables
        if name not in used
    ]


def _schema_problems(content: PromptContent, engine: TemplateEngine) -> list[dict[str, str]]:
    schemas: list[tuple[str, Any]] = [(variable_path(name), schema) for name, schema in content.variables.items()]
    if content.output_schema is not None:
        schemas.append(("/outputSchema", content.output_schema))
    faults = ((path, engine.schema_fault(schema)) for path, schema in schemas)
    hint = "Write a JSON Schema of draft 2020-12."
    return [_problem("invalid_schema", "error", path, fault, hint) for path, fault in faults if fault is not None]


def _problem(code: str, severity: str, path: str, message: str, hint: str) -> dict[str, str]:
    return {"code": code, "severity": severity, "path": path, "message": message, "hint": hint}


def variable_path(name: str) -> str:
    """The JSON Pointer of a variable in a prompt version and in the body of a rendering."""
    return "/variables/" + name.replace("~", "~0").replace("/", "~1")
