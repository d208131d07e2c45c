"""Every step type there is, found by looking through the modules of this package: a new file is a new type."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any

import flows.steps
from flows.steps.base import SideEffects, StepType


def _step_types_of(module: ModuleType) -> Iterator[StepType]:
    if hasattr(module, "STEP"):
        yield module.STEP
    yield from getattr(module, "STEPS", ())


def _discover() -> dict[tuple[str, str | None], StepType]:
    found: dict[tuple[str, str | None], StepType] = {}
    for info in sorted(pkgutil.iter_modules(flows.steps.__path__), key=lambda each: each.name):
        if info.name == "registry":
            continue
        for step in _step_types_of(importlib.import_module(f"flows.steps.{info.name}")):
            if (step.type, step.module) in found:
                raise RuntimeError(f"Two step files define {step.type} {step.module or ''}; remove one of them.")
            found[step.type, step.module] = step
    return found


STEP_TYPES: dict[tuple[str, str | None], StepType] = _discover()


class StepCatalog:
    """The step types, as validation and the engine look them up."""

    __slots__ = ("_types",)

    def __init__(self, types: Mapping[tuple[str, str | None], StepType]) -> None:
        self._types = types

    def find(self, step_type: str, module: str | None, /) -> StepType | None:
        """The type of a step; a type without modules is found whatever `module` says. None when there is none."""
        return self._types.get((step_type, module)) or self._types.get((step_type, None))

    def modules(self, step_type: str) -> list[str]:
        """The module identifiers of a type, in order; empty for a type without modules or an unknown one."""
        return sorted(module for kind, module in self._types if kind == step_type and module is not None)


CATALOG = StepCatalog(STEP_TYPES)


def palette() -> list[dict[str, Any]]:
    """What the editor shows and builds its forms from, by category and label: one entry a type or module."""
    return [_entry(step) for step in sorted(STEP_TYPES.values(), key=lambda step: (step.category, step.label))]


def _entry(step: StepType) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "type": step.type,
        "module": step.module,
        "label": step.label,
        "category": step.category,
        "icon": step.icon,
        "schema": step.config.model_json_schema(by_alias=True),
        "defaults": dict(step.defaults),
        "sideEffects": _default_effects(step).value,
        "outputKeys": list(step.output_keys),
        "help": step.help,
    }
    if step.module_config is not None:
        entry["moduleSchema"] = step.module_config.model_json_schema(by_alias=True)
    return entry


def _default_effects(step: StepType) -> SideEffects:
    """Of a step as it comes from the palette."""
    if isinstance(step.side_effects, SideEffects):
        return step.side_effects
    return step.side_effects(step.config.model_validate(dict(step.defaults)))
