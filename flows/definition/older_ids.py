"""Step ids that are no longer allowed (a UUID, one with spaces) get new ones, everywhere they are named."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flows.definition.findings import Findings
from flows.definition.model import STEP_ID_PATTERN
from flows.definition.problems import quoted

_ALLOWED = re.compile(STEP_ID_PATTERN)
_REFERENCES = frozenset(
    {"nextStepInstanceId", "defaultNextStepInstanceId", "fallbackStepInstanceId", "onTimeoutStepInstanceId"}
)
_HOLDERS = ("transitions", "onError", "parallelBranches")


def rename_steps(definition: dict[str, Any], findings: Findings) -> dict[str, Any]:
    """The definition with allowed step ids. A renamed step still writes its output under its old name."""
    steps = definition.get("steps")
    if not isinstance(steps, dict):
        return definition
    new_ids = _new_ids(list(steps))
    if not new_ids:
        return definition
    for old, new in new_ids.items():
        findings.add("renamed_step", ("steps", new), old=quoted(old), new=quoted(new))
    renamed = {new_ids.get(old, old): _step(old, step, new_ids) for old, step in steps.items()}
    start = definition.get("startStepInstanceId")
    default = definition.get("defaultStepConfig")
    result = {**definition, "steps": renamed}
    if isinstance(start, str) and start in new_ids:
        result["startStepInstanceId"] = new_ids[start]
    if isinstance(default, dict):
        result["defaultStepConfig"] = _refer(default, new_ids)
    if "groups" in definition:
        result["groups"] = _groups(definition["groups"], new_ids)
    return result


def _new_ids(ids: list[str]) -> dict[str, str]:
    """Old id -> new id, for those that are not allowed; new ones are like the old and unlike each other."""
    taken = {each for each in ids if _ALLOWED.match(each)}
    new_ids: dict[str, str] = {}
    for old in ids:
        if old in taken:
            continue
        base = "step_" + re.sub(r"[^A-Za-z0-9_-]+", "_", old)[:40].strip("_")
        new, count = base, 2
        while new in taken:
            new, count = f"{base}_{count}", count + 1
        taken.add(new)
        new_ids[old] = new
    return new_ids


def _step(old: str, step: Any, new_ids: Mapping[str, str]) -> Any:
    if not isinstance(step, dict):
        return step
    step = _refer(step, new_ids)
    if old in new_ids:
        step["stepInstanceId"] = new_ids[old]
        escaped = old.replace("\\", "\\\\").replace("'", "\\'")
        step.setdefault("outputMappings", {f"$.steps_output['{escaped}']": "$"})
    return step


def _refer(part: dict[str, Any], new_ids: Mapping[str, str]) -> dict[str, Any]:
    """A step, or a part of one, with the references in it changed."""
    changed: dict[str, Any] = {}
    for name, value in part.items():
        if name in _REFERENCES and isinstance(value, str):
            value = new_ids.get(value, value)
        elif name in _HOLDERS:
            value = _holder(value, new_ids, branches=name == "parallelBranches")
        changed[name] = value
    return changed


def _holder(value: Any, new_ids: Mapping[str, str], *, branches: bool) -> Any:
    if isinstance(value, list):
        return [_holder(item, new_ids, branches=branches) for item in value]
    if not isinstance(value, dict):
        return value
    changed = _refer(value, new_ids)
    start = changed.get("stepInstanceId")
    if branches and isinstance(start, str):
        changed["stepInstanceId"] = new_ids.get(start, start)
    return changed


def _groups(groups: Any, new_ids: Mapping[str, str]) -> Any:
    if not isinstance(groups, list):
        return groups
    return [
        {**group, "stepInstanceIds": [new_ids.get(each, each) if isinstance(each, str) else each for each in members]}
        if isinstance(group, dict) and isinstance(members := group.get("stepInstanceIds"), list)
        else group
        for group in groups
    ]
