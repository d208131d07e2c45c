"""Definitions of flows for tests of the editor."""

from __future__ import annotations

from typing import Any

EMPTY: dict[str, Any] = {"schemaVersion": "1", "startStepInstanceId": "", "steps": {}}


def step(step_id: str, step_type: str = "NO_OP", x: int = 0, y: int = 0, **fields: Any) -> dict[str, Any]:
    """A step of a definition, with a place."""
    return {"stepInstanceId": step_id, "stepType": step_type, "position": {"x": x, "y": y}, **fields}


def definition(*steps: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A definition of these steps, beginning with the first."""
    by_id = {one["stepInstanceId"]: one for one in steps}
    return {"schemaVersion": "1", "startStepInstanceId": next(iter(by_id), ""), "steps": by_id, **fields}


def chain(count: int) -> dict[str, Any]:
    """`s1` leads to `s2` and so on, side by side, then `end`."""
    names = [*(f"s{number}" for number in range(1, count + 1)), "end"]
    middle = [
        step(name, x=320 * at, defaultNextStepInstanceId=names[at + 1], displayName=f"Step {name}")
        for at, name in enumerate(names[:-1])
    ]
    return definition(*middle, step("end", "END_FLOW", x=320 * count, displayName="The end"))


def meaning(found: dict[str, Any]) -> dict[str, Any]:
    """A definition without what only the canvas and people need: names, places, notes, frames, empty tables."""
    steps = {
        step_id: {
            name: value
            for name, value in one.items()
            if name not in {"displayName", "position", "fill"} and value not in (None, {}, [])
        }
        for step_id, one in found["steps"].items()
    }
    return {"startStepInstanceId": found["startStepInstanceId"], "steps": steps}
