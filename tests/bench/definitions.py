"""The flows that are measured."""

from __future__ import annotations

from typing import Any

Definition = dict[str, Any]


def compose(step_id: str, **fields: Any) -> Definition:
    """A compose step that takes `$.n` and adds one field of its own."""
    return {
        "stepInstanceId": step_id,
        "stepType": "DATA_TRANSFORMATION",
        "moduleIdentifier": "system/compose-object-from-input",
        "inputMappings": {"n": "$.n"},
        **fields,
    }


def chain(length: int) -> Definition:
    """`length` compose steps in a line, each adding one field to the context."""
    steps = {}
    for index in range(1, length + 1):
        following = {"defaultNextStepInstanceId": f"step_{index + 1}"} if index < length else {}
        steps[f"step_{index}"] = compose(f"step_{index}", literals={"index": index}, **following)
    return {"schemaVersion": "1", "startStepInstanceId": "step_1", "steps": steps}


def loop(visits: int) -> Definition:
    """One compose step that goes back to itself until its transition is used up."""
    again = {"condition": "$.n == 1", "nextStepInstanceId": "again", "maxTransitions": visits - 1}
    steps = {
        "again": compose("again", transitions=[again], onError={"fallbackStepInstanceId": "done"}),
        "done": {"stepInstanceId": "done", "stepType": "END_FLOW"},
    }
    return {"schemaVersion": "1", "startStepInstanceId": "again", "steps": steps}


def fork() -> Definition:
    """A fork over `$.items`, each through one compose step."""
    steps = {
        "each": {
            "stepInstanceId": "each",
            "stepType": "PARALLEL_FORK_MANAGER",
            "itemsPath": "$.items",
            "parallelBranches": [{"branchId": "one", "stepInstanceId": "enrich"}],
            "aggregationConfig": {"strategy": "COLLECT_ARRAY"},
        },
        "enrich": compose("enrich", inputMappings={"id": "$.currentItem.id"}, literals={"seen": True}),
    }
    return {"schemaVersion": "1", "startStepInstanceId": "each", "steps": steps}


def items(count: int) -> Definition:
    """The input of `fork`."""
    return {"items": [{"id": number} for number in range(count)]}
