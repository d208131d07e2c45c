"""Why an expression found nothing: the segment, the keys there, who writes it, and when it was last found."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from tests.engine_flows import fork, way
from tests.integration.executions_api.runs import LINE, Runs, compose, definition
from tests.integration.flows.client import Api

LATE = definition(
    compose("early", "late", inputMappings={"x": "$.order.totl", "y": "$.made.late"}),
    compose("late", inputMappings={"z": "$.order"}, outputMappings={"$.made.late": "$.z"}),
)
ORDER = {"order": {"total": 5, "lines": [{"id": 1}, {"id": 2}]}}


def why(api: Any, execution: str, **query: Any) -> Any:
    return api.ok("GET", f"/executions/{execution}/why-empty/?{urlencode(query, quote_via=quote)}")


def test_a_mapping_event_tells_the_segment_the_keys_and_the_nearest_name(runs: Runs) -> None:
    found = why(runs.api, runs.run(LATE, ORDER), seq=1, target="x")
    assert (found["expression"], found["kind"], found["found"]) == ("$.order.totl", "INPUT", False)
    assert (found["resolvedPrefix"], found["failedSegment"]) == ("$.order", ".totl")
    assert (found["keysThere"], found["nearest"]) == (["total", "lines"], "total")
    assert found["reason"] == '$.order has no "totl"; it has "total", "lines". Did you mean "total"?'


def test_who_writes_the_place_later_is_told(runs: Runs) -> None:
    found = why(runs.api, runs.run(LATE, ORDER), seq=1, target="y", kind="INPUT")
    assert found["writers"] == [{"stepInstanceId": "late", "seq": 2}]


def test_who_would_write_the_place_had_the_run_come_to_it_is_told_without_a_visit(runs: Runs) -> None:
    never = compose("never", outputMappings={"$.x.y": "$"})
    first = compose("first", inputMappings={"v": "$.x.y"}, transitions=[way("$.go == true", "never")])
    found = why(runs.api, runs.run(definition(first, never)), seq=1, target="v")
    assert found["writers"] == [{"stepInstanceId": "never", "seq": None}]


def test_the_newest_other_run_in_which_it_was_found_is_told(runs: Runs) -> None:
    flow = runs.flow(LATE)
    for total in (1, 2):
        good = runs.run(flow, {"order": {"totl": total}})
    bad = runs.run(flow, ORDER)
    last = why(runs.api, bad, seq=1, target="x")["lastResolved"]
    assert (last["executionId"], last["seq"], last["value"]) == (good, 1, "2")
    assert last["endedAt"] == runs.read(good)["endedAt"]


def test_an_expression_of_ones_own_is_asked_at_any_visit(runs: Runs) -> None:
    execution = runs.run(LATE, ORDER)
    assert why(runs.api, execution, seq=2, expression="$.order.total")["found"] is True
    missing = why(runs.api, execution, seq=0, expression="$.order.lines[7].id")
    assert (missing["resolvedPrefix"], missing["failedSegment"]) == ("$.order.lines", "[7]")
    assert missing["reason"] == "$.order.lines has 2 element(s), so there is no [7]."


@pytest.mark.parametrize(
    ("expression", "prefix", "segment", "keys"),
    [
        ("$.order.lines[*].name", "$.order.lines[*]", ".name", ["id"]),
        ("$.order.lines[?@.id > 5].id", "$.order.lines", "[?@.id > 5].id", []),
        ("$.order.total[*]", "$.order.total", "[*]", []),
        ("$..nowhere", "$", "..nowhere", []),
    ],
)
def test_a_path_to_many_tells_what_let_nothing_through(
    runs: Runs, expression: str, prefix: str, segment: str, keys: list[str]
) -> None:
    found = why(runs.api, runs.run(LATE, ORDER), seq=2, expression=expression)
    assert (found["resolvedPrefix"], found["failedSegment"], found["keysThere"]) == (prefix, segment, keys)


def test_conditions_and_templates_tell_of_the_first_path_that_is_missing(runs: Runs) -> None:
    execution = runs.run(LATE, ORDER)
    asked = why(runs.api, execution, seq=2, kind="CONDITION", expression="$.order.total > 1 && $.made.lat == 1")
    assert (asked["failedSegment"], asked["nearest"]) == (".lat", "late")
    asked = why(runs.api, execution, seq=2, kind="TEMPLATE", expression="{{ order.total }} {{ ordr.total }}")
    assert (asked["resolvedPrefix"], asked["failedSegment"], asked["nearest"]) == ("$", ".ordr", "order")


def test_an_output_mapping_is_asked_of_the_steps_output(runs: Runs) -> None:
    one = compose("one", inputMappings={"name": "$.n"}, outputMappings={"$.kept": "$.nam"})
    found = why(runs.api, runs.run(definition(one), {"n": 1}), seq=1, target="$.kept")
    assert (found["kind"], found["keysThere"], found["nearest"]) == ("OUTPUT", ["name"], "name")
    assert (found["writers"], found["lastResolved"]) == ([], None)


def test_a_visit_of_a_branch_is_asked_in_the_branchs_own_context(runs: Runs) -> None:
    flow = definition(fork("each", "in"), compose("in", inputMappings={"v": "$.currentItem.valu"}))
    found = why(runs.api, runs.run(flow, {"items": [{"value": 1}]}), seq=2, target="v")
    assert (found["resolvedPrefix"], found["nearest"]) == ("$.currentItem", "value")


@pytest.mark.parametrize(
    ("query", "status", "path"),
    [
        ({"seq": 1}, 400, "/target"),
        ({"seq": 0, "target": "x"}, 400, "/target"),
        ({"seq": 1, "expression": "$.a["}, 400, "/expression"),
        ({"seq": 1, "expression": "{{ a", "kind": "TEMPLATE"}, 400, "/expression"),
        ({"seq": 1, "expression": "&&", "kind": "CONDITION"}, 400, "/expression"),
        ({"seq": 1, "target": "unknown"}, 404, None),
        ({"seq": 9, "expression": "$.a"}, 404, None),
        ({"seq": 1, "target": "n", "kind": "NONE"}, 400, "/kind"),
    ],
)
def test_what_cannot_be_asked_is_refused(runs: Runs, query: dict[str, Any], status: int, path: str | None) -> None:
    answer = runs.api("GET", f"/executions/{runs.run(LINE, {'n': 1})}/why-empty/?{urlencode(query)}")
    assert (answer.status, [error["path"] for error in answer.body["errors"]]) == (status, [path] if path else [])


def test_a_viewer_is_told_no_hidden_value_of_this_run_or_another(runs: Runs, viewer: Api) -> None:
    hiding = {**LATE, "redactPaths": ["$.order.totl", "$.order.secret"]}
    flow = runs.flow(hiding)
    runs.run(flow, {"order": {"totl": "seven-eleven"}})
    bad = runs.run(flow, {"order": {"secret": {"deep-hidden": "pin-4711"}}})
    assert why(runs.api, bad, seq=1, target="x")["lastResolved"]["value"] == '"seven-eleven"'
    asked = [{"target": "x"}, {"expression": "$.order.secret.none"}, {"expression": "$.order.none"}]
    answers = json.dumps([why(viewer, bad, seq=1, **one) for one in asked])
    assert [hidden for hidden in ("seven-eleven", "deep-hidden", "pin-4711") if hidden in answers] == []
