"""Older shapes of a definition turned into today's: steps as a list, renamed fields, settings kept elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flows.definition.findings import Findings

_BOOKKEEPING = frozenset(
    {
        "id", "version", "isPublished", "name", "description", "tags", "createdAt", "updatedAt", "publishedAt",
        "authoringSource",
    }
)  # fmt: skip
"""What belongs to the flow and its version here, not to the definition: left out without a word."""

_RENAMED = {"startStepId": "startStepInstanceId"}
_RENAMED_IN_STEPS = {"id": "stepInstanceId", "type": "stepType", "defaultNextStepId": "defaultNextStepInstanceId"}
_RENAMED_IN_TRANSITIONS = {"nextStepId": "nextStepInstanceId", "targetStepInstanceId": "nextStepInstanceId"}
_RENAMED_DEFAULTS = {"defaultErrorHandler": "onError", "defaultInferenceParameters": "inferenceParameters"}
_STORAGE_FLAGS = ("disableS3Offload", "forceS3Offload")
_STARTS = {
    "START_FLOW_EXECUTION": ("flowDefinitionId", "flowVersion"),
    "START_SUB_FLOW": ("subFlowDefinitionId", "subFlowVersion"),
}
_LATEST = frozenset({"LATEST_PUBLISHED", "LATEST", "latest"})


def reshape(document: dict[str, Any], findings: Findings) -> dict[str, Any]:
    """The document with today's shape; expressions are left as they are."""
    definition = _renamed({name: value for name, value in document.items() if name not in _BOOKKEEPING}, _RENAMED)
    steps = definition.get("steps")
    if isinstance(steps, list):
        steps = _keyed(steps, findings)
    if isinstance(steps, dict):
        definition["steps"] = {step_id: _step(step_id, step, findings) for step_id, step in steps.items()}
    if isinstance(default := definition.get("defaultStepConfig"), dict):
        definition["defaultStepConfig"] = _renamed(default, _RENAMED_DEFAULTS)
    return definition


def _renamed(value: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """The object with older names replaced where today's is not there, in the same order."""
    return {names[name] if name in names and names[name] not in value else name: item for name, item in value.items()}


def _keyed(steps: list[Any], findings: Findings) -> dict[str, Any]:
    """A list of steps by their ids; the first of two with one id wins its id, the other gets a new one."""
    keyed: dict[str, Any] = {}
    for index, step in enumerate(steps):
        if not isinstance(step, dict):
            findings.add("dropped_step", ("steps", index))
            continue
        step_id = step.get("stepInstanceId", step.get("id"))
        name = step_id if isinstance(step_id, str) and step_id else f"step_{index + 1}"
        while name in keyed:
            name = f"{name}_{index + 1}"
        keyed[name] = {**step, "stepInstanceId": name}
    return keyed


def _step(step_id: str, step: Any, findings: Findings) -> Any:
    if not isinstance(step, dict):
        return step
    step = _renamed(step, _RENAMED_IN_STEPS)
    if "stepInstanceId" not in step:
        step = {"stepInstanceId": step_id, **step}
    if isinstance(transitions := step.get("transitions"), list):
        step["transitions"] = [
            _renamed(way, _RENAMED_IN_TRANSITIONS) if isinstance(way, dict) else way for way in transitions
        ]
    for flag in _STORAGE_FLAGS:
        if flag in step:
            findings.add("dropped_field", ("steps", step_id, flag), field=flag)
            del step[flag]
    for name in ("inputMappings", "outputMappings"):
        if isinstance(mappings := step.get(name), dict):
            step[name] = _flat(mappings)
    return _started_flow(step)


def _flat(mappings: dict[str, Any]) -> dict[str, Any]:
    """Mappings nested below a target as mappings to targets below it; {path, required} is one mapping."""
    flat: dict[str, Any] = {}
    todo = list(reversed(mappings.items()))
    while todo:
        target, source = todo.pop()
        if isinstance(source, dict) and source and not ({*source} <= {"path", "required"} and "path" in source):
            todo.extend((target + _below(name), item) for name, item in reversed(source.items()))
        else:
            flat[target] = source
    return flat


def _below(name: str) -> str:
    """A key as a segment of a target path."""
    if name.isidentifier() and name.isascii():
        return f".{name}"
    escaped = name.replace("\\", "\\\\").replace("'", "\\'")
    return f"['{escaped}']"


def _started_flow(step: dict[str, Any]) -> dict[str, Any]:
    """The flow to start, which was once given in the step's input, as the step's own fields; no version: published."""
    names = _STARTS.get(str(step.get("stepType")))
    if names is None:
        return step
    for name in names:
        for place in ("literals", "customConfig"):
            given = step.get(place)
            if isinstance(given, dict) and name in given and name not in step:
                step[name] = given[name]
                step[place] = {key: value for key, value in given.items() if key != name}
    version = names[1]
    if isinstance(step.get(version), str) and step[version] in _LATEST:
        del step[version]
    if str(step.get("moduleIdentifier")).startswith("system/start-"):
        del step["moduleIdentifier"]
    return step
