"""What is allowed but rarely meant: effects without retries, conditions twice, secrets in plain sight."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from flows.definition.checking import CheckedStep, Checking
from flows.definition.model import SideEffects, effective_on_error
from flows.definition.rules_expressions import is_runtime
from flows.definition.rules_marks import Keys

_SECRET_NAME = re.compile(
    r"(api[-_]?key|access[-_]?key|private[-_]?key|secret([-_]?key)?|password|passwd|(?<![a-z])token|[a-z]Token"
    r"|authorization|credentials?)$",
    re.IGNORECASE,
)
_SECRET_VALUE = re.compile(
    r"(\bsk-[A-Za-z0-9_-]{16,}|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{30,}|\bxox[abprs]-[A-Za-z0-9-]{10,}"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----|\bBearer [A-Za-z0-9._~+/-]{16,}|\balm_[A-Za-z0-9]{30,}"
    r"|\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.)"
)
_NO_PLACE_FOR_SECRETS = frozenset(
    {"inputSchema", "outputSchema", "payloadSchema", "responseSchema", "form", "inputMappings", "outputMappings"}
)
_MAX_SCANNED = 2000


def check_warnings(check: Checking) -> None:
    """Adds the warnings that need one step or one value alone."""
    for step in check.steps.values():
        _effects(check, step)
        _transitions(check, step)
        for name, value in step.raw.items():
            _secrets(check, value, ("steps", step.id, name))
    _secrets(check, check.document.get("flowVariables"), ("flowVariables",))
    for index, _ in enumerate(check.definition.on_completion_actions):
        check.findings.add("completion_action_not_delivered", ("onCompletionActions", index))


def _effects(check: Checking, step: CheckedStep) -> None:
    if step.kind is None or step.config is None or step.model.disabled:
        return
    effects = step.model.side_effects or step.kind.effects_of(step.config)
    retries = effective_on_error(check.definition, step.model).retries
    if effects != SideEffects.NONE and (retries is None or retries.count == 0):
        check.findings.add("effects_without_retries", ("steps", step.id))


def _transitions(check: Checking, step: CheckedStep) -> None:
    seen: dict[str, int] = {}
    for index, way in enumerate(step.model.transitions):
        condition = " ".join(way.condition.split())
        if not condition:
            continue
        if condition in seen:
            check.findings.add("duplicate_transition", ("steps", step.id, "transitions", index), index=seen[condition])
        seen.setdefault(condition, index)


def _secrets(check: Checking, value: Any, keys: Keys) -> None:
    if keys[-1] in _NO_PLACE_FOR_SECRETS:
        return
    for name, text, place in _named_texts(value, keys):
        if len(text) >= 4 and not is_runtime(text) and (_is_secret_name(name) or _is_secret(text)):
            check.findings.add("secret_looking_literal", place, field=name)


@lru_cache(maxsize=1024)
def _is_secret_name(name: str) -> bool:
    return _SECRET_NAME.search(name[-40:]) is not None


def _is_secret(text: str) -> bool:
    return len(text) >= 15 and _SECRET_VALUE.search(text[:_MAX_SCANNED]) is not None


def _named_texts(value: Any, keys: Keys) -> Iterator[tuple[str, str, Keys]]:
    """Every string in a value with the nearest name above it and where it stands."""
    todo: list[tuple[str, Any, Keys]] = [(str(keys[-1]), value, keys)]
    while todo:
        name, node, place = todo.pop()
        if isinstance(node, str):
            yield name, node, place
        elif isinstance(node, dict):
            items = [(key, item, (*place, key)) for key, item in node.items() if key not in _NO_PLACE_FOR_SECRETS]
            todo.extend(reversed(items))
        elif isinstance(node, list):
            todo.extend((name, item, (*place, index)) for index, item in reversed(list(enumerate(node))))
