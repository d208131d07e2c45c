"""Why a path found nothing: in words that help."""

from __future__ import annotations

import pytest

from flows.definition.explain import why_missing, why_missing_in
from flows.definition.jsonpath import compile_path
from flows.definition.scope import Lazy, Scope

CONTEXT = {
    "order": {"total": 5, "lines": [1, 2], "note": None, "customer": {}},
    "steps_output": {f"step_{index}": {} for index in range(30)},
    "stored": Lazy(sha256="f00", bytes=70_000, load=lambda _: {"inside": 1}),
}


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("$.order.totl", '$.order has no "totl"; it has "total", "lines", "note", "customer". Did you mean "total"?'),
        ("$.order.Total", '$.order has no "Total"; it has "total", "lines", "note", "customer". Did you mean "total"?'),
        ("$.order.total.x.y", '$.order.total is a number, not an object, so there is no "x".'),
        ("$.order.note.x", '$.order.note is null, not an object, so there is no "x".'),
        ("$.order.lines[2]", "$.order.lines has 2 element(s), so there is no [2]."),
        ("$.order.lines.x", '$.order.lines is a list, not an object, so there is no "x".'),
        ("$.order[0]", "$.order is an object, not a list, so there is no [0]."),
        ("$.order.customer.id", '$.order.customer is an empty object, so there is no "id".'),
        ("$.ordr.x", '$ has no "ordr"; it has "order", "steps_output", "stored", "currentItem". Did you mean "order"?'),
        ("$.stored.outside", '$.stored has no "outside"; it has "inside". Did you mean "inside"?'),
        ("$.currentItem.x", '$.currentItem has no "x"; it has "kind".'),
        ("$.order[*].x", "$.order[*].x matched nothing."),
    ],
)
def test_the_reason_names_the_segment_the_keys_and_the_nearest_name(path: str, reason: str) -> None:
    assert why_missing(compile_path(path), Scope(CONTEXT, {"currentItem": {"kind": "web"}})) == reason


def test_at_most_ten_keys_are_listed() -> None:
    reason = why_missing(compile_path("$.steps_output.zzz"), Scope(CONTEXT, {}))
    assert reason.count("step_") == 10
    assert "and 20 more" in reason


def test_a_very_long_name_is_cut() -> None:
    assert len(why_missing_in(("x" * 5_000,), {"y" * 5_000: 1})) < 250
