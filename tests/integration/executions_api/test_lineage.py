"""The lineage of a value over HTTP: in lines, loops, forks, chunks and redriven runs, and what viewers see of it."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from pytest_django.fixtures import Settings

from tests.engine_flows import broken, count, fork, step, way
from tests.integration.executions_api.runs import LINE, WAITING, Runs, compose, definition
from tests.integration.flows.client import Api


def lineage(runs: Runs, execution: str, path: str, **query: Any) -> Any:
    more = "".join(f"&{name}={value}" for name, value in query.items())
    return runs.read(execution, f"lineage/?path={quote(path)}{more}")


def short(writer: Any) -> Any:
    return None if writer is None else (writer["seq"], writer["kind"], writer["target"], writer["from"])


def read_by(found: Any) -> list[tuple[Any, ...]]:
    return [(one["seq"], one["path"], one["kind"], one["expression"]) for one in found["readers"]]


def test_the_mapping_that_wrote_a_value_what_it_read_and_who_read_it_since(runs: Runs) -> None:
    execution = runs.run(LINE, {"n": 1})
    found = lineage(runs, execution, "$.b.c")
    assert (found["path"], found["seq"], found["side"]) == ("$.b.c", 3, "after")
    assert (found["found"], found["value"]) == (True, "1")
    assert short(found["writtenBy"]) == (2, "OUTPUT_MAPPING", "$.b.c", ["$.a"])
    assert (found["writtenBy"]["executionId"], found["writtenBy"]["expression"]) == (execution, "$.n")
    assert (found["earlier"], read_by(found)) == ([], [(3, "third", "INPUT", "$.b")])


def test_an_earlier_moment_has_the_earlier_writer(runs: Runs) -> None:
    execution = runs.run(LINE, {"n": 1})
    now, then = lineage(runs, execution, "$.a"), lineage(runs, execution, "$.a", seq=2, side="before")
    assert short(now["writtenBy"]) == (2, "OUTPUT_MAPPING", "$.a", ["$.a"])
    assert [short(one) for one in now["earlier"]] == [(1, "OUTPUT_MAPPING", "$.a", ["$.n"])]
    assert short(then["writtenBy"]) == (1, "OUTPUT_MAPPING", "$.a", ["$.n"])
    assert read_by(then) == [(2, "second", "INPUT", "$.a")]
    assert lineage(runs, execution, "$.a", seq=0)["writtenBy"] is None


def test_input_variables_and_default_outputs_are_told_apart(runs: Runs) -> None:
    execution = runs.run(definition(compose("one", literals={"x": "$.n"}), flowVariables={"limit": 5}), {"n": 1})
    kinds = {path: lineage(runs, execution, path)["writtenBy"]["kind"] for path in ("$.n", "$.initialContextData.n")}
    assert set(kinds.values()) == {"START"}
    assert lineage(runs, execution, "$.flow_variables.limit")["writtenBy"]["kind"] == "FLOW_VARIABLE"
    assert short(lineage(runs, execution, "$.steps_output.one.x")["writtenBy"]) == (
        1,
        "STEP_OUTPUT",
        "$.steps_output.one",
        ["$.n"],
    )
    read = lineage(runs, execution, "$.steps_output.one")["readers"]
    assert [(one["seq"], one["kind"], one["expression"]) for one in read] == [(None, "RUN_OUTPUT", "$.steps_output")]


def test_a_path_that_nobody_wrote_has_no_writer(runs: Runs) -> None:
    found = lineage(runs, runs.run(LINE, {"n": 1}), "$.nothing.here")
    assert (found["found"], found["value"], found["writtenBy"], found["readers"]) == (False, None, None, [])


def test_in_a_loop_the_last_round_wrote_and_conditions_read_what_their_own_visit_wrote(runs: Runs) -> None:
    loop = count("add", transitions=[way("$.n < 3", "add")])
    found = lineage(runs, runs.run(definition(loop), {"n": 0}), "$.n", seq=2)
    assert found["writtenBy"]["seq"] == 2
    assert [one["seq"] for one in found["earlier"]] == [1, 0]
    assert read_by(found) == [(2, "add", "CONDITION", "$.n < 3"), (3, "add", "LITERAL", "$.n")]


def forked(runs: Runs) -> str:
    inputs = {"inputMappings": {"z": "$.currentItem.v"}, "condition": "$.n == 1"}
    each = fork("each", branches=[{"branchId": "b", "stepInstanceId": "in", **inputs}])
    inner = compose("in", "in2", inputMappings={"q": "$.z"}, outputMappings={"$.own": "$.q"})
    last = compose("in2", inputMappings={"r": "$.own", "n": "$.n"})
    end = compose("end", inputMappings={"all": "$.steps_output.each.aggregatedData"})
    return runs.run(definition({**each, "defaultNextStepInstanceId": "end"}, inner, last, end), ITEMS)


ITEMS = {"n": 1, "items": [{"v": "x"}, {"v": "y"}]}


def test_a_branch_has_its_item_its_inputs_and_what_the_fork_saw(runs: Runs) -> None:
    execution = forked(runs)
    at = next(row["seq"] for row in runs.read(execution, "steps/")["results"] if row["path"] == "each[1].in2")
    item = lineage(runs, execution, "$.currentItem.v", seq=at)
    assert (short(item["writtenBy"]), item["value"]) == ((1, "FORK_ITEM", "$.currentItem", ["$.items[1].v"]), '"y"')
    given = lineage(runs, execution, "$.z", seq=at)
    assert short(given["writtenBy"]) == (1, "BRANCH_INPUT", "z", ["$.currentItem.v"])
    assert [one["path"] for one in given["readers"]] == ["each[1].in"]
    own = lineage(runs, execution, "$.own", seq=at)
    assert (own["writtenBy"]["path"], short(own["writtenBy"])[3]) == ("each[1].in", ["$.z"])
    assert [one["path"] for one in own["readers"]] == ["each[1].in2"]
    seen = lineage(runs, execution, "$.n", seq=at)
    assert seen["writtenBy"]["kind"] == "START"
    assert [one["path"] for one in seen["readers"]] == ["each", "each[0].in2", "each[1].in2"]


def test_what_a_branch_wrote_is_nothing_to_the_main_path(runs: Runs) -> None:
    execution = forked(runs)
    assert lineage(runs, execution, "$.own")["writtenBy"] is None
    made = lineage(runs, execution, "$.steps_output.each.aggregatedData[0]")
    assert (made["writtenBy"]["stepInstanceId"], [one["path"] for one in made["readers"]]) == ("each", ["end", ""])


def test_a_chunk_of_a_distributed_fork_sees_what_its_run_wrote(runs: Runs, settings: Settings) -> None:
    settings.ENV = settings.ENV.model_copy(update={"fork_inline_items": 1, "fork_chunk_items": 1})
    execution = forked(runs)
    chunk = runs.api.ok("GET", f"/executions/?parent={execution}")["results"][0]["id"]
    row = next(row for row in runs.read(chunk, "steps/")["results"] if row["stepInstanceId"] == "in2")
    found = lineage(runs, chunk, "$.n", seq=row["seq"])
    assert (found["writtenBy"]["executionId"], found["writtenBy"]["kind"]) == (execution, "START")
    assert [one["path"] for one in found["readers"]] == [row["path"]]
    item = lineage(runs, chunk, "$.currentItem.v", seq=row["seq"])
    assert item["writtenBy"]["kind"] == "FORK_ITEM"


def test_the_error_that_a_fallback_sees_was_written_by_the_step_that_failed(runs: Runs) -> None:
    failing = broken("bad", onError={"fallbackStepInstanceId": "after"})
    execution = runs.run(definition(failing, compose("after", inputMappings={"why": "$.error.message"})))
    found = lineage(runs, execution, "$.error.message", seq=2, side="before")
    assert short(found["writtenBy"]) == (1, "ERROR", "$.error", [])
    assert read_by(found) == [(2, "after", "INPUT", "$.error.message")]


def test_what_was_edited_for_a_redrive_was_written_by_nobody_elses_step(runs: Runs) -> None:
    first = runs.run(LINE, {"n": 1})
    patch = [{"op": "replace", "path": "/a", "value": 7}]
    body = {"seq": 2, "contextPatch": patch}
    again = runs.api.ok("POST", f"/executions/{first}/redrive-from/", body)["executionId"]
    runs.work()
    edited = lineage(runs, again, "$.a", seq=2, side="before")
    assert (edited["value"], edited["writtenBy"]["kind"], edited["writtenBy"]["seq"]) == ("7", "EDITED", 2)
    assert [(one["seq"], one["kind"]) for one in edited["earlier"]] == [(1, "OUTPUT_MAPPING")]
    assert read_by(edited) == [(2, "second", "INPUT", "$.a")]
    before = lineage(runs, again, "$.a", seq=1)
    assert (before["value"], before["writtenBy"]["seq"], before["readers"]) == ("1", 1, [])
    assert short(lineage(runs, again, "$.b.c")["writtenBy"]) == (2, "OUTPUT_MAPPING", "$.b.c", ["$.a"])
    assert lineage(runs, first, "$.a", seq=2, side="before")["writtenBy"]["kind"] == "OUTPUT_MAPPING"


def test_a_redrive_that_has_not_begun_shows_what_was_edited(runs: Runs) -> None:
    first = runs.run(LINE, {"n": 1})
    body = {"seq": 3, "contextPatch": [{"op": "remove", "path": "/b"}]}
    again = runs.api.ok("POST", f"/executions/{first}/redrive-from/", body)["executionId"]
    found = lineage(runs, again, "$.b.c")
    assert (found["found"], found["writtenBy"]["kind"], found["earlier"][0]["seq"]) == (False, "EDITED", 2)


def test_an_index_from_the_end_is_counted_from_the_beginning(runs: Runs) -> None:
    found = lineage(runs, runs.run(LINE, {"n": 1, "list": [1, 2, 3]}), "$.list[-1]")
    assert (found["path"], found["value"]) == ("$.list[2]", "3")


@pytest.mark.parametrize("path", ["$.a[*]", "$..a", "a", "", "$.a[?@.b]", "$" + ".a" * 300])
def test_a_path_to_several_places_or_to_none_is_refused(runs: Runs, path: str) -> None:
    answer = runs.api("GET", f"/executions/{runs.run(LINE, {'n': 1})}/lineage/?path={quote(path)}")
    assert (answer.status, answer.body["errors"][0]["path"]) == (400, "/path")


def test_an_unknown_visit_and_another_workspace_are_not_found(runs: Runs, stranger: Api) -> None:
    execution = runs.run(LINE, {"n": 1})
    assert runs.api("GET", f"/executions/{execution}/lineage/?path=$.a&seq=99").status == 404
    assert stranger("GET", f"/executions/{execution}/lineage/?path=$.a").status == 404
    assert stranger("GET", f"/executions/{execution}/why-empty/?seq=1&expression=$.a").status == 404


HIDING = definition(
    compose("read", "next", inputMappings={"who": "$.person"}, outputMappings={"$.copy": "$.who"}),
    compose("next", literals={"greeting": "Dear {{ copy.name }}", "pin": "{{ copy.pin }}"}),
    redactPaths=["$.person.pin"],
)


def test_a_viewer_sees_the_lineage_but_no_hidden_value(runs: Runs, viewer: Api) -> None:
    execution = runs.run(HIDING, {"person": {"name": "Ann", "pin": "pin-4711"}})
    for path in ("$.copy.pin", "$.person.pin", "$.copy", "$.initialContextData", "$.steps_output.next.pin"):
        whole = runs.read(execution, f"lineage/?path={path}")
        shown = viewer.ok("GET", f"/executions/{execution}/lineage/?path={path}")
        assert "pin-4711" in whole["value"]
        assert "pin-4711" not in json.dumps(shown)
        assert short(shown["writtenBy"]) == short(whole["writtenBy"])


def test_a_run_that_waits_has_a_lineage_too(runs: Runs) -> None:
    execution = runs.run(WAITING, {"id": 1})
    found = lineage(runs, execution, "$.id")
    assert (found["writtenBy"]["kind"], read_by(found)) == ("START", [(1, "hold", "TEMPLATE", "order-{{ id }}")])


def test_a_disabled_step_wrote_its_empty_output(runs: Runs) -> None:
    execution = runs.run(definition(step("off", disabled=True)))
    found = lineage(runs, execution, "$.steps_output.off")
    assert (found["value"], short(found["writtenBy"])) == ("{}", (1, "STEP_OUTPUT", "$.steps_output.off", []))
