"""Clusters of failures."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from allma_site.common.clock import now
from executions.models import Execution
from tests.integration.executions_api.runs import ECHO, Runs, compose, definition
from tests.integration.flows.client import Api

PICKY = definition(
    compose("check", "done", inputMappings={"x": {"path": "$.order.id", "required": True}}),
    compose("done", inputMappings={"y": {"path": "$.done", "required": True}}),
)
"""Fails at `check` without an order, at `done` when it is not."""


def failures(api: Api, query: str = "") -> Any:
    return api.ok("GET", f"/dashboard/failures/{query}")["results"]


def changed(execution: str, **values: Any) -> None:
    Execution.objects.filter(pk=execution).update(**values)


def redriven(runs: Runs, flow: str, of: str, *, status: str) -> str:
    """A run that did another one again."""
    again = runs.run(flow, {})
    changed(again, redrive_of_id=of, status=status, error_fingerprint=None)
    return again


def test_runs_that_failed_alike_are_one_cluster_with_its_latest_run(runs: Runs, viewer: Api) -> None:
    flow = runs.flow(PICKY, name="Orders")
    first, second = (runs.run(flow, {"n": number}) for number in (1, 2))
    other = runs.run(flow, {"order": {"id": 1}})
    fine = runs.run(flow, {"order": {"id": 1}, "done": True})
    large, small = failures(viewer)
    names = ("flowId", "flowName", "flowVersion", "stepInstanceId", "count", "open", "latestExecutionId")
    assert [large[name] for name in names] == [flow, "Orders", 1, "check", 2, 2, second]
    assert [small[name] for name in names] == [flow, "Orders", 1, "done", 1, 1, other]
    error = runs.read(first)["error"]
    assert (large["errorName"], large["code"]) == (error["errorName"], error["code"])
    assert (sum(large["trend"]), len(large["trend"]), large["trend"][-1]) == (2, 24, 2)
    assert large["lastSeenAt"] == runs.read(second)["endedAt"]
    assert large["firstSeenAt"] == runs.read(first)["endedAt"]
    prints = [Execution.objects.get(pk=one).error_fingerprint for one in (first, second, other, fine)]
    assert prints == [large["fingerprint"], large["fingerprint"], small["fingerprint"], None]
    listed = viewer.ok("GET", f"/executions/?fingerprint={large['fingerprint']}")["results"]
    assert [one["id"] for one in listed] == [second, first]


def test_a_cluster_counts_the_runs_that_the_list_finds(runs: Runs, viewer: Api) -> None:
    flow = runs.flow(PICKY)
    for days in (0, 1, 8):
        changed(runs.run(flow), ended_at=now() - timedelta(days=days), created_at=now() - timedelta(days=20))
    found = viewer.ok("GET", "/dashboard/failures/?range=7d")
    (cluster,) = found["results"]
    query = f"fingerprint={cluster['fingerprint']}&endedAfter={found['from']}"
    assert cluster["count"] == 2
    assert viewer.ok("GET", f"/executions/count/?{query}") == {"count": 2, "exact": True}


def test_runs_of_a_batch_that_failed_together_are_one_cluster(runs: Runs, viewer: Api) -> None:
    flow = runs.flow(PICKY)
    runs.api.ok("POST", f"/flows/{flow}/executions/batch/", {"inputs": [{}] * 5})
    runs.work()
    assert [one["count"] for one in failures(viewer)] == [5]


def test_a_cluster_is_open_until_redrives_have_led_to_completed_runs(runs: Runs, viewer: Api) -> None:
    flow, fine = runs.flow(PICKY), runs.flow(ECHO)
    failed = [runs.run(flow) for _ in range(4)]

    def open_ones() -> int:
        (found,) = failures(viewer)
        assert found["count"] == 4
        left: int = found["open"]
        return left

    assert open_ones() == 4
    again = redriven(runs, fine, failed[0], status="FAILED")
    assert open_ones() == 4
    redriven(runs, fine, again, status="COMPLETED")
    assert open_ones() == 3
    redriven(runs, fine, failed[1], status="COMPLETED")
    redriven(runs, fine, failed[1], status="COMPLETED")
    assert open_ones() == 2


def test_failures_of_a_range_are_counted_where_they_lie_in_it(runs: Runs, viewer: Api) -> None:
    flow = runs.flow(PICKY)
    for days in (1, 4, 20):
        changed(runs.run(flow), ended_at=now() - timedelta(days=days), created_at=now() - timedelta(days=days))
    (week,), (month,), day = (failures(viewer, f"?range={one}") for one in ("7d", "30d", "1h"))
    assert (week["count"], month["count"], day) == (2, 3, [])
    assert week["firstSeenAt"] == month["firstSeenAt"]
    assert [count for count in month["trend"] if count] == [1, 1, 1]
    places = [place for place, count in enumerate(month["trend"]) if count]
    assert places == sorted(places)
    assert datetime.fromisoformat(month["lastSeenAt"]) > now() - timedelta(days=2)


def test_a_flow_alone_shows_its_own_failures(runs: Runs, viewer: Api) -> None:
    one, other = runs.flow(PICKY), runs.flow(PICKY)
    runs.run(one)
    runs.run(other)
    assert [found["flowId"] for found in failures(viewer, f"?flow={other}")] == [other]
    assert len(failures(viewer)) == 2


def test_at_most_fifty_clusters_are_listed_the_largest_first(runs: Runs, viewer: Api) -> None:
    flow = runs.flow(PICKY)
    started = runs.api.ok("POST", f"/flows/{flow}/executions/batch/", {"inputs": [{}] * 54})["executionIds"]
    runs.work()
    for number, execution in enumerate(started[:52]):
        changed(execution, error_fingerprint=f"{number:032x}")
    found = failures(viewer)
    assert (len(found), [one["count"] for one in found[:2]]) == (50, [2, 1])


def test_viewers_see_no_hidden_value_in_the_message_of_a_cluster(runs: Runs, viewer: Api) -> None:
    document = definition(compose("read", inputMappings={"x": {"path": "$.nothing", "required": True}}))
    flow = runs.flow({**document, "redactPaths": ["$.person.name"]})
    execution = runs.run(flow, {"person": {"name": "Annabella"}})
    error = Execution.objects.get(pk=execution).error
    assert error is not None
    changed(execution, error=error.replace('"message":"', '"message":"Annabella has no order 7. '))
    (seen,), (all_of_it,) = failures(viewer), failures(runs.api)
    assert all_of_it["message"].startswith("Annabella has no order <n>. ")
    assert seen["message"].startswith("*** has no order <n>. ")
    assert "Annabella" not in str(seen)


def test_another_workspace_has_other_clusters(runs: Runs, stranger: Api) -> None:
    runs.run(runs.flow(PICKY))
    theirs = Runs(stranger)
    flow = theirs.flow(PICKY)
    theirs.run(flow)
    assert [found["flowId"] for found in failures(stranger)] == [flow]
