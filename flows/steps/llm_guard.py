"""What a model's answer may not hold: forbidden texts and patterns, personal data, the system prompt."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NoReturn

import re2

from flows.definition.errors import PermanentStepError, SecurityViolationError
from flows.steps.base import Json
from flows.steps.llm_config import SecurityConfig
from flows.steps.pii import contains_pii

# Any stretch of 79 characters that two texts share holds a whole piece of 40 that begins at a multiple of 40.
LEAK_PIECE = 40
_MAX_MEMORY = 8 * 2**20


def guard(config: SecurityConfig, *texts: str, system: str) -> None:
    """SecurityViolationError `forbidden_string`, `forbidden_pattern`, `pii_found` or `prompt_leak`.

    The error names the rule, never the text that broke it.
    """
    for text in texts:
        _forbidden_strings(config, text)
        _forbidden_patterns(config, text)
        _personal_data(config, text)
        if config.leak_check and leaks(system, text):
            _refuse("prompt_leak", "the answer repeats the system prompt", "leakCheck")


def strings_of(value: Json) -> str:
    """Every text in a JSON value, keys included, one a line: escapes hide nothing here."""
    return "\n".join(_strings(value))


def leaks(system: str, answer: str) -> bool:
    """Whether the answer holds the system prompt or a long part of it, whatever the case and the white space."""
    secret, said = _folded(system), _folded(answer)
    if len(secret) < 2 * LEAK_PIECE:
        return bool(secret) and secret in said
    pieces = {secret[start : start + LEAK_PIECE] for start in range(0, len(secret) - LEAK_PIECE + 1, LEAK_PIECE)}
    return any(said[start : start + LEAK_PIECE] in pieces for start in range(len(said) - LEAK_PIECE + 1))


def _strings(value: Json) -> Iterator[str]:
    waiting = [value]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            yield node
        elif isinstance(node, dict):
            waiting.extend([*node, *node.values()])
        elif isinstance(node, list):
            waiting.extend(node)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _forbidden_strings(config: SecurityConfig, text: str) -> None:
    folded = text.casefold()
    for index, forbidden in enumerate(config.forbidden_strings):
        if forbidden.casefold() in folded:
            _refuse("forbidden_string", f"the answer holds '{forbidden[:64]}'", f"forbiddenStrings[{index}]")


def _forbidden_patterns(config: SecurityConfig, text: str) -> None:
    for index, pattern in enumerate(config.forbidden_patterns):
        if _compiled(pattern).search(text):
            _refuse("forbidden_pattern", f"the answer matches '{pattern[:64]}'", f"forbiddenPatterns[{index}]")


def _personal_data(config: SecurityConfig, text: str) -> None:
    for kind in config.pii_types:
        if contains_pii(kind, text):
            _refuse("pii_found", f"the answer holds personal data ({kind.value})", "piiTypes")


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> Any:
    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MAX_MEMORY
    try:
        return re2.compile(pattern, options)
    except (re2.error, UnicodeError) as error:
        message = f"The forbidden pattern '{pattern[:64]}' is no RE2 expression: {error}"
        raise PermanentStepError("invalid_pattern", message, details={"pattern": pattern[:200]}) from None


def _refuse(code: str, what: str, rule: str) -> NoReturn:
    field = f"securityValidatorConfig.{rule}"
    raise SecurityViolationError(code, f"The answer was refused by {field}: {what}.", details={"rule": field})
