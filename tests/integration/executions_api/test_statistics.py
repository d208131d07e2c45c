"""How the runs of flows have been going lately."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from allma_site.common.clock import now
from executions import stats
from executions.models import Execution
from tests.integration.executions_api.runs import ECHO, WAITING, Runs, compose, definition
from tests.integration.flows.client import Api

FAILS = {"x": {"path": "$.nothing", "required": True}}
EITHER = definition(
    compose("ask", "boom", inputMappings={}, transitions=[{"condition": "$.ok", "nextStepInstanceId": "fine"}]),
    compose("boom", inputMappings=FAILS),
    compose("fine"),
)
"""Fails unless it is told `ok`."""


def of(api: Api, *flows: str) -> list[Any]:
    found: list[Any] = api.ok("GET", f"/executions/statistics/?flows={','.join(flows)}")["results"]
    return found


def test_a_flow_has_its_last_run_its_rate_of_success_and_its_latest_runs(runs: Runs, viewer: Api) -> None:
    flow = runs.flow(EITHER)
    started = [runs.run(flow, {"ok": ok}) for ok in (True, True, False, True)]
    last = runs.read(started[-1])
    (found,) = of(viewer, flow)
    assert found["flowId"] == flow
    assert (found["runCount"], found["runCountIsExact"], found["successRate"]) == (4, True, 0.75)
    assert found["lastExecution"] == {
        name: last[name] for name in ("id", "status", "createdAt", "startedAt", "endedAt")
    }
    assert [run["id"] for run in found["recent"]] == started[::-1]
    assert [run["status"] for run in found["recent"]] == ["COMPLETED", "FAILED", "COMPLETED", "COMPLETED"]
    assert found["recent"][0]["durationMs"] == last["durationMs"]


def test_a_flow_that_never_ran_has_no_rate_and_no_last_run(runs: Runs, viewer: Api) -> None:
    flow = runs.flow(ECHO)
    assert of(viewer, flow) == [
        {
            "flowId": flow,
            "runCount": 0,
            "runCountIsExact": True,
            "successRate": None,
            "lastExecution": None,
            "recent": [],
        }
    ]


def test_a_run_that_has_not_ended_counts_but_is_no_success_and_no_failure(runs: Runs) -> None:
    flow = runs.flow(WAITING)
    runs.run(flow, {"id": "7"})
    (found,) = of(runs.api, flow)
    assert (found["runCount"], found["successRate"], found["recent"][0]["durationMs"]) == (1, None, None)


def test_runs_older_than_thirty_days_do_not_count_for_the_rate(runs: Runs) -> None:
    flow = runs.flow(EITHER)
    old = runs.run(flow, {"ok": False})
    runs.run(flow, {"ok": True})
    Execution.objects.filter(pk=old).update(created_at=now() - timedelta(days=31))
    (found,) = of(runs.api, flow)
    assert (found["runCount"], found["successRate"], len(found["recent"])) == (2, 1.0, 2)


def test_only_the_last_runs_count_for_the_rate(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stats, "FIGURES", stats.FIGURES.replace("LIMIT 100", "LIMIT 2"))
    flow = runs.flow(EITHER)
    for ok in (False, True, True):
        runs.run(flow, {"ok": ok})
    (found,) = of(runs.api, flow)
    assert (found["runCount"], found["successRate"]) == (3, 1.0)


def test_a_count_that_stopped_at_its_limit_says_so(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("executions.api.statistics.COUNTED", 2)
    monkeypatch.setattr(stats, "FIGURES", stats.FIGURES.replace("LIMIT 1001", "LIMIT 3"))
    two, three = runs.flow(ECHO), runs.flow(ECHO)
    for flow in (two, two, three, three, three):
        runs.start(flow)
    assert [(one["runCount"], one["runCountIsExact"]) for one in of(runs.api, two, three)] == [(2, True), (2, False)]


def test_flows_come_in_the_order_asked_for_without_those_of_others(runs: Runs, stranger: Api) -> None:
    first, second, theirs = runs.flow(ECHO), runs.flow(ECHO), stranger.flow(ECHO)
    asked = (second, theirs, str(uuid.uuid4()), first, second)
    assert [one["flowId"] for one in of(runs.api, *asked)] == [second, first]


@pytest.mark.parametrize("query", ["", "?flows=", "?flows=x", "?flows=" + ",".join([str(uuid.uuid4())] * 201)])
def test_a_list_of_flows_that_cannot_be_answered_is_400(runs: Runs, query: str) -> None:
    answer = runs.api("GET", f"/executions/statistics/{query}")
    assert (answer.status, answer.body["errors"][0]["path"].split("/")[1]) == (400, "flows")


def test_it_takes_as_many_queries_for_many_flows_as_for_one(runs: Runs) -> None:
    flows = [runs.flow(ECHO) for _ in range(5)]
    for flow in flows:
        runs.start(flow)
    counts = []
    for asked in (flows[:1], flows):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            of(runs.api, *asked)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_only_the_twenty_newest_are_listed(runs: Runs) -> None:
    flow = runs.flow(ECHO)
    started = runs.api.ok("POST", f"/flows/{flow}/executions/batch/", {"inputs": [{}] * 21})["executionIds"]
    (found,) = of(runs.api, flow)
    assert [run["id"] for run in found["recent"]] == started[:0:-1]


def test_the_runs_of_a_flow_are_found_by_the_index(runs: Runs, on_postgres: bool) -> None:
    if on_postgres:  # it plans by the size of the table, which is none here
        return
    flow = uuid.UUID(runs.flow(ECHO)).hex
    since, workspace = "2026-01-01", runs.api.workspace.pk.hex
    for statement, given in ((stats.LATEST, [flow]), (f"{stats.FIGURES} (%s)", [since, since, workspace, flow])):
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}", given)
            plan = [str(row[-1]) for row in cursor.fetchall() if "executions_execution" in row[-1]]
        assert plan
        assert all("execution_of_flow (flow_id=? AND kind=?)" in line for line in plan)
