"""Step presets laid under the steps that name them. Pure. Source: flow-definition, section 1."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

OWN_TO_THE_INSTANCE = frozenset({"stepInstanceId", "stepDefinitionId", "stepDefinitionVersion"})


@dataclass(frozen=True, slots=True, order=True)
class PresetRef:
    """A preset as a step names it. `version` None is the latest."""

    id: str
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Resolved:
    """A definition with its presets laid under, and the ids of the steps whose preset was not found."""

    definition: dict[str, Any]
    missing: tuple[str, ...]


def reference(step: Any) -> PresetRef | None:
    """The preset a step names; None when it names none (or what is there is no id)."""
    if not isinstance(step, dict):
        return None
    identifier, version = step.get("stepDefinitionId"), step.get("stepDefinitionVersion")
    if not isinstance(identifier, str) or not identifier:
        return None
    return PresetRef(identifier, version if type(version) is int else None)


def references(definition: Mapping[str, Any]) -> set[PresetRef]:
    """Every preset a definition names."""
    steps = definition.get("steps")
    found = (reference(step) for step in steps.values()) if isinstance(steps, dict) else ()
    return {ref for ref in found if ref is not None}


def merge(under: Any, over: Any) -> Any:
    """Objects merge key by key; anything else in `over` (arrays too) replaces what lies under it."""
    if not (isinstance(under, dict) and isinstance(over, dict)):
        return over
    merged = dict(under)
    for key, value in over.items():
        merged[key] = merge(under[key], value) if key in under else value
    return merged


def inherited_bytes(definition: Mapping[str, Any], presets: Mapping[PresetRef, Mapping[str, Any]]) -> int:
    """How much text the presets of a definition would add at most: a large one may be named by many steps."""
    sizes = {ref: len(json.dumps(preset, ensure_ascii=False)) for ref, preset in presets.items()}
    steps = definition.get("steps")
    named = (reference(step) for step in steps.values()) if isinstance(steps, dict) else ()
    return sum(sizes.get(ref, 0) for ref in named if ref is not None)


def resolve(definition: dict[str, Any], presets: Mapping[PresetRef, Mapping[str, Any]]) -> Resolved:
    """The definition with each step laid over its preset. The same object when no step names a preset."""
    steps = definition.get("steps")
    if not isinstance(steps, dict):
        return Resolved(definition, ())
    resolved: dict[str, Any] = {}
    missing: list[str] = []
    for step_id, step in steps.items():
        ref = reference(step)
        if ref is not None and ref in presets:
            step = merge(fields(presets[ref]), step)
        elif ref is not None:
            missing.append(step_id)
        resolved[step_id] = step
    if all(resolved[key] is steps[key] for key in steps):
        return Resolved(definition, tuple(missing))
    return Resolved({**definition, "steps": resolved}, tuple(missing))


def fields(preset: Mapping[str, Any]) -> dict[str, Any]:
    """What of a preset an instance inherits: all but what belongs to an instance alone."""
    return {key: value for key, value in preset.items() if key not in OWN_TO_THE_INSTANCE}
