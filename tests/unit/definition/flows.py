"""Small flows to validate: a builder, and the problems as (code, path) pairs."""

from __future__ import annotations

from typing import Any

from flows.definition.problems import Problem
from flows.definition.references import References, Versions
from flows.definition.validate import validate
from flows.steps.registry import CATALOG

KNOWN = References(
    flow_id="me",
    flows={
        "me": Versions(2, frozenset({1, 2})),
        "child": Versions(3, frozenset({1, 3})),
        "draft": Versions(None, frozenset({1})),
        "caller": Versions(1, frozenset({1})),
    },
    prompts={"greeting": Versions(1, frozenset({1})), "new": Versions()},
    connections=frozenset({"crm"}),
    presets=frozenset({"preset"}),
    calls={"caller": ["other"], "other": ["me"], "child": ["grandchild"]},
)


def flow(steps: dict[str, dict[str, Any]], **fields: Any) -> dict[str, Any]:
    """A flow of the steps, NO_OP unless they say otherwise; the first one is the start."""
    keyed = {key: {"stepInstanceId": key, "stepType": "NO_OP", **step} for key, step in steps.items()}
    return {"startStepInstanceId": next(iter(steps), "s"), "steps": keyed, **fields}


def one(**step: Any) -> dict[str, Any]:
    """A flow of one step `s`."""
    return flow({"s": step})


def fork(*branches: dict[str, Any], **step: Any) -> dict[str, Any]:
    """The fields of a fork over `$.items`."""
    return {"stepType": "PARALLEL_FORK_MANAGER", "itemsPath": "$.items", "parallelBranches": list(branches), **step}


def branch(target: str, name: str = "b", **fields: Any) -> dict[str, Any]:
    return {"branchId": name, "stepInstanceId": target, **fields}


def way(condition: str, target: str = "s", **fields: Any) -> dict[str, Any]:
    return {"condition": condition, "nextStepInstanceId": target, **fields}


def check(document: Any, *, known: References | None = KNOWN, publishing: bool = False) -> list[Problem]:
    return validate(document, catalog=CATALOG, known=known, publishing=publishing)


def found(document: Any, *, known: References | None = KNOWN, publishing: bool = False) -> list[tuple[str, str]]:
    """(code, path) of every problem."""
    return [(each.code, each.path) for each in check(document, known=known, publishing=publishing)]
