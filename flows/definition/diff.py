"""What changed from one definition to another, step by step. `apply(diff(a, b), a) == b` for any two definitions."""

from __future__ import annotations

from typing import Any, TypedDict

from flows.definition.json_patch import Op, PatchError, apply_patch, json_patch, same

_CANVAS = frozenset({"position"})
_APART = frozenset({"steps", "flowVariables"})


class AddedStep(TypedDict):
    """A step only the new definition has."""

    stepInstanceId: str
    step: Any


class ChangedStep(TypedDict):
    """A step both have: a JSON Patch of it, and whether it also moved on the canvas."""

    stepInstanceId: str
    patch: list[Op]
    moved: bool


class MovedStep(TypedDict):
    """A step that only moved on the canvas."""

    stepInstanceId: str
    patch: list[Op]


class StepsDiff(TypedDict, total=False):
    """Steps by what became of them. `order` are the ids in their new order, there when adding at the end differs."""

    added: list[AddedStep]
    removed: list[str]
    changed: list[ChangedStep]
    moved: list[MovedStep]
    order: list[str]


class DefinitionDiff(TypedDict):
    """`flowVariables` and `settings` (all else) are JSON Patches of the definition without its steps."""

    steps: StepsDiff
    flowVariables: list[Op]
    settings: list[Op]


def diff(a: dict[str, Any], b: dict[str, Any]) -> DefinitionDiff:
    """What makes `b` of `a`, as JSON. A definition whose `steps` are no object is compared as a whole."""
    old, new = a.get("steps"), b.get("steps")
    if not isinstance(old, dict) or not isinstance(new, dict):
        nothing: StepsDiff = {"added": [], "removed": [], "changed": [], "moved": []}
        return {"steps": nothing, "flowVariables": [], "settings": json_patch(a, b)}
    return {
        "steps": _diff_steps(old, new),
        "flowVariables": json_patch(_only(a, "flowVariables"), _only(b, "flowVariables")),
        "settings": json_patch(_without(a), _without(b)),
    }


def apply(changes: DefinitionDiff, a: dict[str, Any]) -> dict[str, Any]:
    """The definition the diff leads to. Raises `json_patch.PatchError` when it does not fit."""
    result: dict[str, Any] = apply_patch(apply_patch(a, changes["settings"]), changes["flowVariables"])
    steps = result.get("steps")
    return {**result, "steps": _apply_steps(changes["steps"], steps)} if isinstance(steps, dict) else result


def _only(definition: dict[str, Any], name: str) -> dict[str, Any]:
    return {name: definition[name]} if name in definition else {}


def _without(definition: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in definition.items() if name not in _APART}


def _diff_steps(old: dict[str, Any], new: dict[str, Any]) -> StepsDiff:
    found: StepsDiff = {
        "added": [{"stepInstanceId": key, "step": step} for key, step in new.items() if key not in old],
        "removed": [key for key in old if key not in new],
        "changed": [],
        "moved": [],
    }
    for key, step in old.items():
        if key in new and not same(step, new[key]):
            _diff_step(key, step, new[key], found)
    kept = [key for key in old if key in new]
    if [*kept, *(each["stepInstanceId"] for each in found["added"])] != list(new):
        found["order"] = list(new)
    return found


def _diff_step(key: str, old: Any, new: Any, found: StepsDiff) -> None:
    patch = json_patch(old, new)
    canvas = [op for op in patch if op["path"].split("/")[1:2] and op["path"].split("/")[1] in _CANVAS]
    if len(canvas) == len(patch):
        found["moved"].append({"stepInstanceId": key, "patch": patch})
    else:
        found["changed"].append({"stepInstanceId": key, "patch": patch, "moved": bool(canvas)})


def _apply_steps(changes: StepsDiff, steps: dict[str, Any]) -> dict[str, Any]:
    removed = set(changes["removed"])
    result = {key: step for key, step in steps.items() if key not in removed}
    for each in (*changes["changed"], *changes["moved"]):
        step = each["stepInstanceId"]
        result[step] = apply_patch(_existing(result, step), each["patch"])
    result.update((each["stepInstanceId"], each["step"]) for each in changes["added"])
    return {step: _existing(result, step) for step in changes["order"]} if "order" in changes else result


def _existing(steps: dict[str, Any], step: str) -> Any:
    if step not in steps:
        raise PatchError(f"there is no step {step!r}", index=0)
    return steps[step]
