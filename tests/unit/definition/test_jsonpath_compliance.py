"""The public JSONPath Compliance Test Suite for RFC 9535: every case."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from flows.definition.jsonpath import ExpressionError, find

BESIDE = Path(__file__).resolve().parents[4] / "shared" / "cases" / "jsonpath-compliance-suite.json"
SUITE = Path(os.environ.get("JSONPATH_CTS", BESIDE))
INVALID = "invalid"


def cases() -> list[dict[str, Any]]:
    if not SUITE.exists():
        pytest.skip(f"The JSONPath Compliance Test Suite is not at {SUITE}; set JSONPATH_CTS to its file.")
    loaded: list[dict[str, Any]] = json.loads(SUITE.read_text())["tests"]
    return loaded


def outcome(case: dict[str, Any]) -> Any:
    try:
        return find(case["selector"], case.get("document"))
    except ExpressionError:
        return INVALID


def right_outcomes(case: dict[str, Any]) -> list[Any]:
    if case.get("invalid_selector"):
        return [INVALID]
    results: list[Any] = case.get("results") or [case["result"]]
    return results


def test_every_case_of_the_compliance_suite_passes() -> None:
    suite = cases()
    wrong = [case["name"] for case in suite if outcome(case) not in right_outcomes(case)]
    assert wrong == []
    assert len(suite) == 703
