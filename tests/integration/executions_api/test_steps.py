"""What each visit did."""

from __future__ import annotations

from typing import Any

import pytest

from flows.definition.json_patch import apply_patch
from tests.integration.executions_api.runs import LINE, WAITING, Runs, compose, definition

ROW = {
    "seq",
    "path",
    "stepInstanceId",
    "stepType",
    "status",
    "attempts",
    "startedAt",
    "endedAt",
    "durationMs",
    "warningCount",
    "inherited",
    "transition",
    "changes",
    "error",
}
MORE = {"input", "output", "contextDiff", "mappingEvents", "metadata", "attemptLog", "logs", "config"}

LOOP = definition(
    compose(
        "turn",
        inputMappings={"n": "$.steps_output.turn.list.length"},
        transitions=[{"condition": "$.stop != true", "nextStepInstanceId": "turn", "maxTransitions": 3}],
        onError={"fallbackStepInstanceId": "after"},
    ),
    compose("after"),
)


def test_there_is_a_row_for_each_visit_in_their_order(runs: Runs) -> None:
    execution = runs.run(LINE, {"n": 5})
    rows = runs.read(execution, "steps/")["results"]
    assert [(row["seq"], row["path"], row["status"]) for row in rows] == [
        (1, "first", "COMPLETED"),
        (2, "second", "COMPLETED"),
        (3, "third", "COMPLETED"),
    ]
    assert all(set(row) == ROW for row in rows)
    assert rows[1]["changes"] == {"added": 1, "changed": 1, "removed": 0}
    assert rows[0]["transition"] == {
        "kind": "DEFAULT",
        "condition": None,
        "nextStepInstanceId": "second",
        "operands": [],
    }
    assert rows[2]["transition"]["kind"] == "END"


def test_a_whole_step_shows_what_went_in_what_came_out_and_what_it_changed(runs: Runs) -> None:
    execution = runs.run(LINE, {"n": 5})
    step = runs.read(execution, "steps/2/")
    assert set(step) == ROW | MORE
    assert (step["input"], step["output"]) == ({"n": 5}, {"n": 5})
    assert step["contextDiff"] == [
        {"op": "add", "path": "/b", "value": {"c": 5}},
        {"op": "replace", "path": "/a", "value": {"n": 5}},
    ]
    assert step["config"] == LINE["steps"]["second"]
    kinds = [(event["kind"], event["status"]) for event in step["mappingEvents"]]
    assert kinds == [("INPUT", "SUCCESS"), ("OUTPUT", "SUCCESS"), ("OUTPUT", "SUCCESS")]


def test_what_the_visits_changed_adds_up_to_the_final_context(runs: Runs) -> None:
    execution = runs.run(LINE, {"n": 5})
    context = runs.read(execution, "context/?seq=0")["context"]
    for seq in (1, 2, 3):
        context = apply_patch(context, runs.read(execution, f"steps/{seq}/")["contextDiff"])
        assert context == runs.read(execution, f"context/?seq={seq}")["context"]
    assert context == runs.read(execution, "context/")["context"]


def test_visits_of_a_loop_differ_by_seq_and_say_why_they_went_on(runs: Runs) -> None:
    execution = runs.run(LOOP)
    rows = runs.read(execution, "steps/")["results"]
    assert [row["stepInstanceId"] for row in rows] == ["turn"] * 4 + ["after"]
    assert rows[0]["transition"]["kind"] == "CONDITION"
    assert rows[0]["transition"]["condition"] == "$.stop != true"
    assert (rows[3]["transition"]["kind"], rows[3]["error"]["errorName"]) == ("FALLBACK", "TransitionLimitError")
    assert [row["warningCount"] for row in rows] == [1, 1, 1, 1, 0]


@pytest.mark.parametrize(
    ("query", "seqs"),
    [
        ("", [1, 2, 3, 4, 5]),
        ("?stepInstanceId=after", [5]),
        ("?status=FAILED", [4]),
        ("?status=FAILED,COMPLETED&stepInstanceId=turn", [1, 2, 3, 4]),
        ("?path=turn", [1, 2, 3, 4]),
        ("?path=tu*", [1, 2, 3, 4]),
        ("?path=tu", []),
    ],
)
def test_visits_are_found_by(runs: Runs, query: str, seqs: list[int]) -> None:
    execution = runs.run(LOOP)
    assert [row["seq"] for row in runs.read(execution, f"steps/{query}")["results"]] == seqs


def test_visits_come_in_pages(runs: Runs) -> None:
    execution = runs.run(LOOP)
    first = runs.read(execution, "steps/?limit=3")
    rest = runs.api.ok("GET", first["next"].partition("/api/v1")[2])
    assert [row["seq"] for row in first["results"] + rest["results"]] == [1, 2, 3, 4, 5]
    assert rest["next"] is None


@pytest.mark.parametrize(
    ("rest", "status"),
    [
        ("steps/0/", 404),
        ("steps/9/", 404),
        (f"steps/{10**30}/", 404),
        ("steps/?status=DONE", 400),
        ("steps/?path=", 400),
        ("steps/?path=%00", 400),
        ("steps/?stepInstanceId=%00", 400),
        ("blobs/%00/", 404),
        ("context/?seq=9", 404),
        ("context/?seq=-1", 400),
        (f"context/?seq={10**30}", 400),
        ("context/?side=beside", 400),
        ("diff/?from=0", 400),
        ("diff/?from=0&to=9", 404),
        ("events/?after=x", 400),
        ("blobs/0000/", 404),
        ("blobs/..%2f..%2fsecret_key/", 404),
    ],
)
def test_what_is_not_there_is_a_problem_document(runs: Runs, rest: str, status: int) -> None:
    execution = runs.run(LINE, {"n": 1})
    answer = runs.api("GET", f"/executions/{execution}/{rest}")
    assert (answer.status, answer.body["status"]) == (status, status)


def test_a_visit_that_waits_is_open(runs: Runs) -> None:
    step = runs.read(runs.run(WAITING, {"id": 1}), "steps/1/")
    assert (step["status"], step["endedAt"], step["durationMs"], step["output"]) == ("WAITING", None, None, None)
    assert (step["contextDiff"], step["metadata"]["correlationKey"]) == ([], "order-1")


def test_the_event_log_has_no_gaps_and_ends_with_the_end(runs: Runs) -> None:
    execution = runs.run(LINE, {"n": 1})
    events = runs.read(execution, "events/")["results"]
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert [event["type"] for event in events] == [
        "execution.queued",
        "execution.started",
        "progress",
        "execution.completed",
    ]
    assert all(event["at"].endswith("Z") for event in events)
    assert [one["stepInstanceId"] for one in events[2]["steps"]] == ["first", "second", "third"]
    later: Any = runs.read(execution, "events/?after=3")["results"]
    assert later == events[3:]
    assert runs.read(execution)["eventSeq"] == 4
