"""The cases that the server's and the browser's evaluation of expressions share (frontend/src/lib/expressions)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from flows.definition.scope import VIEWS
from flows.evaluate import ExpressionKind, evaluate

SHARED = json.loads((Path(__file__).parents[2] / "expressions" / "cases.json").read_text())


def _told(case: dict[str, Any]) -> dict[str, Any]:
    """What the server gives, in the words of the cases."""
    context = SHARED["contexts"][case["context"]]
    found = evaluate(
        kind=ExpressionKind(case["kind"]),
        expression=case["expression"],
        context={name: value for name, value in context.items() if name not in VIEWS},
        views={name: value for name, value in context.items() if name in VIEWS},
    )
    event = found["event"]
    if event["status"] == "ERROR":
        return {"error": True if case.get("error") is True else event["reason"]}
    if event["status"] == "WARN":
        return {"empty": event["reason"]}
    return {"value": found["value"], **({"operands": event["operands"]} if "operands" in event else {})}


def test_there_are_at_least_120_cases() -> None:
    assert len(SHARED["cases"]) >= 120


@pytest.mark.parametrize("case", SHARED["cases"], ids=lambda case: f"{case['kind']}:{case['expression']}")
def test_the_server_gives_what_the_case_says(case: dict[str, Any]) -> None:
    expected = {name: value for name, value in case.items() if name in ("value", "operands", "empty", "error")}
    assert _told(case) == expected
