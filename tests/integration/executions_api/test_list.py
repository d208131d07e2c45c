"""Finding runs."""

from __future__ import annotations

import uuid

import pytest

from tests.integration.executions_api.runs import ECHO, WAITING, Runs, compose, definition
from tests.integration.flows.client import Api

FAILS = definition(compose("boom", inputMappings={"x": {"path": "$.nothing", "required": True}}))
FOUND = definition(compose("echo"), searchAttributes={"order": "$.order"})


def listed(runs: Runs, query: str = "") -> list[str]:
    return [row["id"] for row in runs.api.ok("GET", f"/executions/{query}")["results"]]


def test_runs_of_all_flows_are_listed_the_newest_first(runs: Runs) -> None:
    flows = [runs.flow(ECHO), runs.flow(ECHO)]
    started = [runs.start(flow) for flow in (flows[0], flows[1], flows[0])]
    assert listed(runs) == started[::-1]


def test_a_row_is_the_run_without_its_lineage(runs: Runs) -> None:
    execution = runs.run(ECHO, {"say": 1})
    (row,) = runs.api.ok("GET", "/executions/")["results"]
    whole = runs.read(execution)
    beside = {"lineage", "eventSeq", "cancelRequestedAt", "pauseRequestedAt"}
    assert row == {name: value for name, value in whole.items() if name not in beside}


def test_pages_follow_each_other_without_gap_or_overlap(runs: Runs) -> None:
    started = [runs.start(runs.flow(ECHO)) for _ in range(5)]
    seen, query = [], "?limit=2"
    while query:
        page = runs.api.ok("GET", f"/executions/{query}")
        seen += [row["id"] for row in page["results"]]
        runs.start(ECHO)
        query = page["next"].partition("/executions/")[2] if page["next"] else ""
    assert seen == started[::-1]


def test_another_workspace_s_runs_are_not_listed_and_cannot_be_read(runs: Runs, stranger: Api) -> None:
    execution = runs.run(ECHO)
    assert stranger.ok("GET", "/executions/")["results"] == []
    for rest in ("", "steps/", "steps/1/", "context/", "events/", "diff/?from=0&to=1"):
        answer = stranger("GET", f"/executions/{execution}/{rest}")
        assert (answer.status, answer.body["code"]) == (404, "not_found"), rest


@pytest.fixture
def zoo(runs: Runs) -> dict[str, str]:
    """One run of each kind, and the flows of two."""
    echo, waiting = runs.flow(ECHO, name="Echo flow"), runs.flow(WAITING, name="Waiting flow")
    made = {
        "echo": runs.run(echo, {"say": 1}, labels={"team": "sales", "tier": "gold"}),
        "waits": runs.run(waiting, {"id": "7"}, labels={"team": "SALES"}),
        "fails": runs.run(FAILS, labels={"tier": "team"}),
        "found": runs.run(FOUND, {"order": "A-4711"}),
    }
    return {**made, "echo flow": echo, "waiting flow": waiting}


FOUND_BY = [
    ("flow={echo flow}", ["echo"]),
    ("flow={echo flow}&version=1", ["echo"]),
    ("flow={echo flow}&version=2", []),
    ("status=WAITING", ["waits"]),
    ("status=WAITING,FAILED", ["fails", "waits"]),
    ("errorStep=boom", ["fails"]),
    ("errorStep=bo", []),
    ("trigger=api", ["found", "fails", "waits", "echo"]),
    ("trigger=schedule", []),
    ("label=team:sales", ["echo"]),
    ("label=team:SALES", ["waits"]),
    ("label=tier:gold", ["echo"]),
    ("label=team:", []),
    ("search=a-47", ["found"]),
    ("search=waiting", ["waits"]),
    ("search={fails}", ["fails"]),
    ("search=gold&status=FAILED", []),
    ("startedAfter=2020-01-01T00:00:00Z", ["found", "fails", "waits", "echo"]),
    ("startedBefore=2020-01-01T00:00:00Z", []),
    ("startedAfter=2020-01-01T00:00:00%2B02:00&startedBefore=2999-01-01T00:00:00Z&status=FAILED", ["fails"]),
]
"""A query, and the runs of the zoo it finds, the newest first."""


def test_runs_are_found_by(runs: Runs, zoo: dict[str, str], subtests: pytest.Subtests) -> None:
    for query, wanted in FOUND_BY:
        with subtests.test(query=query):
            assert listed(runs, f"?{query.format(**zoo)}") == [zoo[name] for name in wanted]


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ("flow=x", "/flow"),
        ("version=x", "/version"),
        ("status=DONE", "/status"),
        ("status=FAILED,", "/status"),
        ("startedAfter=yesterday", "/startedAfter"),
        ("startedAfter=2020-01-01T00:00:00", "/startedAfter"),
        ("startedAfter=0001-01-01T00:00:00Z", "/startedAfter"),
        ("endedBefore=9999-12-31T23:59:59-12:00", "/endedBefore"),
        ("label=team", "/label/0"),
        ("label=:x", "/label/0"),
        ("search=", "/search"),
        ("parent=1", "/parent"),
        ("sort=up", "/sort"),
        ("limit=0", "limit"),
        ("cursor=%00", "cursor"),
        ("search=%00", "/search"),
        ("trigger=a%00", "/trigger"),
        ("errorStep=%00", "/errorStep"),
        ("label=a:%00", "/label/0"),
    ],
)
def test_a_filter_that_means_nothing_is_named(runs: Runs, query: str, path: str) -> None:
    answer = runs.api("GET", f"/executions/?{query}")
    assert (answer.status, answer.body["errors"][0]["path"]) == (400, path)


def test_runs_below_a_run_are_listed_by_their_parent(runs: Runs) -> None:
    child = runs.flow(ECHO, name="Child")
    call = {"stepInstanceId": "call", "stepType": "START_SUB_FLOW", "subFlowDefinitionId": child}
    parent = runs.run(definition(call))
    (below,) = listed(runs, f"?parent={parent}")
    assert runs.read(below)["parentId"] == parent
    assert listed(runs, f"?parent={uuid.uuid4()}") == []
