"""What the dashboard shows: runs and steps over time, the same before and after they are rolled up."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from allma_site.common.clock import now
from executions.live.horizon import HORIZON
from executions.models import Execution, StepExecution
from executions.rollups import roll_up
from tests.integration.executions_api.runs import ECHO, WAITING, Runs, compose, definition
from tests.integration.flows.client import Api

FAILS = definition(compose("boom", inputMappings={"x": {"path": "$.nothing", "required": True}}))
NOTHING = {
    "started": 0,
    "completed": 0,
    "failed": 0,
    "cancelled": 0,
    "timedOut": 0,
    "queued": None,
    "running": None,
    "waiting": None,
    "successRate": None,
    "p50Ms": None,
    "p95Ms": None,
}
LENGTHS = {"1h": timedelta(hours=1), "24h": timedelta(days=1), "7d": timedelta(days=7), "30d": timedelta(days=30)}


def stats(api: Api, query: str = "") -> Any:
    return api.ok("GET", f"/dashboard/stats/{query}")


def steps(api: Api, query: str = "") -> Any:
    return api.ok("GET", f"/dashboard/steps/{query}")


def rolled() -> None:
    """Everything that happened is counted."""
    HORIZON.look()
    roll_up()


def ended(runs: Runs, flow: str, at: datetime, *, milliseconds: int = 1000, status: str | None = None) -> str:
    """A run that ended at a time and took so long."""
    execution = runs.run(flow)
    started = at - timedelta(milliseconds=milliseconds)
    changes = {"status": status} if status else {}
    Execution.objects.filter(pk=execution).update(created_at=started, started_at=started, ended_at=at, **changes)
    StepExecution.objects.filter(execution_id=execution).update(started_at=started, ended_at=at)
    return execution


def test_a_workspace_without_runs_has_empty_buckets_and_no_rates(runs: Runs, viewer: Api) -> None:
    found = stats(viewer)
    assert (found["range"], found["flows"], found["previous"]) == ("24h", [], NOTHING)
    assert found["totals"] == {**NOTHING, "queued": 0, "running": 0, "waiting": 0}
    assert len(found["buckets"]) == 24
    empty = {"completed": 0, "failed": 0, "cancelled": 0, "timedOut": 0, "p50Ms": None, "p95Ms": None}
    assert all({**bucket, "at": ""} == {**empty, "at": ""} for bucket in found["buckets"])


def test_runs_are_counted_by_how_they_ended_and_quarantined_ones_have_failed(runs: Runs, viewer: Api) -> None:
    flow, bad = runs.flow(ECHO, name="Good"), runs.flow(FAILS, name="Bad")
    for status in (None, None, "CANCELLED", "TIMED_OUT", "QUARANTINED"):
        ended(runs, flow, now(), status=status)
    runs.run(bad)
    for _ in range(2):
        found = stats(viewer)
        counts = {name: found["totals"][name] for name in ("started", "completed", "failed", "cancelled", "timedOut")}
        assert counts == {"started": 6, "completed": 2, "failed": 2, "cancelled": 1, "timedOut": 1}
        assert found["totals"]["successRate"] == pytest.approx(2 / 6)
        shown = [(one["flowId"], one["name"], one["runs"], one["failed"]) for one in found["flows"]]
        assert shown == [(flow, "Good", 5, 2), (bad, "Bad", 1, 1)]
        assert (found["flows"][0]["successRate"], found["flows"][1]["successRate"]) == (0.4, 0.0)
        assert found["flows"][1]["p50Ms"] is None
        last = {name: sum(one[name] for one in found["buckets"][-2:]) for name in counts if name != "started"}
        assert last == {"completed": 2, "failed": 2, "cancelled": 1, "timedOut": 1}
        rolled()


@pytest.mark.parametrize(
    ("wanted", "buckets", "width"),
    [
        ("1h", 60, timedelta(minutes=1)),
        ("24h", 24, timedelta(hours=1)),
        ("7d", 28, timedelta(hours=6)),
        ("30d", 30, timedelta(days=1)),
    ],
)
def test_each_run_is_in_the_bucket_it_ended_in(
    runs: Runs, viewer: Api, wanted: str, buckets: int, width: timedelta
) -> None:
    flow = runs.flow(ECHO)
    ends = stats(viewer, f"?range={wanted}")["buckets"]
    starts = [datetime.fromisoformat(one["at"]) for one in ends]
    assert (len(starts), {after - one for one, after in pairwise(starts)}) == (buckets, {width})
    chosen = {2: 1, 3: 2, buckets // 2: 1}  # not the first: it leaves the range when a bucket begins meanwhile
    for place, count in chosen.items():
        for _ in range(count):
            ended(runs, flow, starts[place] + width / 3)
    for _ in range(2):
        found = stats(viewer, f"?range={wanted}")
        filled = {one["at"]: one["completed"] for one in found["buckets"] if one["completed"]}
        assert filled == {ends[place]["at"]: count for place, count in chosen.items()}
        assert found["totals"]["completed"] == 4
        rolled()


@pytest.mark.parametrize("wanted", LENGTHS)
def test_a_bar_says_how_many_runs_the_list_finds_behind_it(runs: Runs, viewer: Api, wanted: str) -> None:
    flow = runs.flow(ECHO)
    bars = stats(viewer, f"?range={wanted}")["buckets"]
    begin, end = (datetime.fromisoformat(bars[place]["at"]) for place in (10, 11))
    tick = timedelta(microseconds=1)
    for at in (begin - tick, begin, begin + tick, end - tick, end):
        ended(runs, flow, at, milliseconds=3 * 86_400_000)
        ended(runs, flow, at, status="QUARANTINED")
    (bar,) = (one for one in stats(viewer, f"?range={wanted}")["buckets"] if one["at"] == bars[10]["at"])
    for field, statuses in (("completed", "COMPLETED"), ("failed", "FAILED,QUARANTINED"), ("cancelled", "CANCELLED")):
        query = f"status={statuses}&endedAfter={bar['at']}&endedBefore={bars[11]['at']}"
        assert viewer.ok("GET", f"/executions/count/?{query}") == {"count": bar[field], "exact": True}
        assert len(viewer.ok("GET", f"/executions/?{query}")["results"]) == bar[field]
    assert (bar["completed"], bar["failed"], bar["cancelled"]) == (3, 3, 0)


@pytest.mark.parametrize("wanted", LENGTHS)
def test_a_range_is_compared_with_the_time_before_it(runs: Runs, viewer: Api, wanted: str) -> None:
    flow = runs.flow(ECHO)
    found = stats(viewer, f"?range={wanted}")
    begin, length = datetime.fromisoformat(found["from"]), LENGTHS[wanted]
    part = length / 30
    for at in (begin + part, begin - length + part, begin - length / 2, begin - length - part):
        ended(runs, flow, at)
    for _ in range(2):
        found = stats(viewer, f"?range={wanted}")
        assert (found["totals"]["completed"], found["previous"]["completed"]) == (1, 2)
        assert (found["previous"]["successRate"], found["previous"]["running"]) == (1.0, None)
        assert [one["runs"] for one in found["flows"]] == [1]
        rolled()


def test_percentiles_are_of_completed_runs_and_at_most_five_percent_off(runs: Runs, viewer: Api) -> None:
    flow = runs.flow(ECHO)
    at = now()
    for number in range(1, 21):
        ended(runs, flow, at, milliseconds=number * 100)
    ended(runs, flow, at, milliseconds=600_000, status="CANCELLED")
    for _ in range(2):
        found = stats(viewer)
        fullest = max(found["buckets"], key=lambda one: one["completed"])
        for place in (found["totals"], found["flows"][0], fullest):
            assert place["p50Ms"] == pytest.approx(1000, rel=0.05)
            assert place["p95Ms"] == pytest.approx(1900, rel=0.05)
        (step,) = steps(viewer)["steps"]
        assert (step["visits"], step["p50Ms"]) == (21, pytest.approx(1100, rel=0.05))
        rolled()


def test_runs_that_are_not_over_are_counted_as_they_are_now(runs: Runs, viewer: Api) -> None:
    flow, other = runs.flow(WAITING), runs.flow(ECHO)
    runs.run(flow, {"id": "1"})
    runs.run(flow, {"id": "2"})
    runs.start(other)
    live = [stats(viewer, query)["totals"] for query in ("", f"?flow={flow}", f"?flow={other}")]
    assert [(one["queued"], one["running"], one["waiting"]) for one in live] == [(1, 0, 2), (0, 0, 2), (1, 0, 0)]
    Execution.objects.filter(flow_id=other).update(status="RUNNING")
    assert stats(viewer)["totals"]["running"] == 1
    assert (live[0]["started"], live[0]["completed"]) == (3, 0)


def test_a_flow_alone_is_shown_without_the_others(runs: Runs, viewer: Api) -> None:
    one, other = runs.flow(ECHO, name="One"), runs.flow(FAILS, name="Other")
    runs.run(one)
    runs.run(other)
    for _ in range(2):
        found = stats(viewer, f"?flow={one}&range=7d")
        assert (found["totals"]["completed"], found["totals"]["failed"], found["totals"]["started"]) == (1, 0, 1)
        assert [flow["name"] for flow in found["flows"]] == ["One"]
        assert [step["stepInstanceId"] for step in steps(viewer, f"?flow={other}")["steps"]] == ["boom"]
        rolled()


def test_steps_are_counted_by_flow_with_their_tokens_and_cost(runs: Runs, viewer: Api) -> None:
    good, bad = runs.flow(ECHO, name="Good"), runs.flow(FAILS, name="Bad")
    for _ in range(2):
        runs.run(good)
    runs.run(bad)
    said = '{"tokens":{"input":100,"output":20,"total":120},"costUsd":0.0015}'
    StepExecution.objects.filter(step_instance_id="echo").update(metadata=said)
    for _ in range(2):
        found = steps(viewer)
        assert (found["range"], found["leftOut"]) == ("7d", 0)
        first, second = found["steps"]
        names = ("flowId", "flowName", "stepInstanceId", "stepType", "visits", "failed")
        assert [first[name] for name in names] == [good, "Good", "echo", "DATA_TRANSFORMATION", 2, 0]
        assert [second[name] for name in names] == [bad, "Bad", "boom", "DATA_TRANSFORMATION", 1, 1]
        assert (first["inputTokens"], first["outputTokens"], first["costUsd"]) == (200, 40, 0.003)
        assert (second["p50Ms"], second["costUsd"]) == (None, 0.0)
        expected = {"visits": 3, "failed": 1, "inputTokens": 200, "outputTokens": 40, "costUsd": 0.003}
        assert found["totals"] == expected
        rolled()


@pytest.mark.parametrize("wanted", LENGTHS)
def test_steps_of_a_range_are_added_up_from_days_and_hours(runs: Runs, viewer: Api, wanted: str) -> None:
    flow = runs.flow(ECHO)
    begin = datetime.fromisoformat(steps(viewer, f"?range={wanted}")["from"])
    for at in (begin + timedelta(minutes=2), begin + LENGTHS[wanted] / 2, now(), begin - timedelta(minutes=1)):
        ended(runs, flow, at)
    for _ in range(2):
        assert steps(viewer, f"?range={wanted}")["totals"]["visits"] == 3
        rolled()


def test_strangers_see_nothing_of_it_and_their_flows_are_not_found(runs: Runs, stranger: Api) -> None:
    flow = runs.flow(FAILS)
    runs.run(flow)
    rolled()
    assert stats(stranger)["totals"] == {**NOTHING, "queued": 0, "running": 0, "waiting": 0}
    assert steps(stranger)["steps"] == stranger.ok("GET", "/dashboard/failures/")["results"] == []
    for place in ("stats", "steps", "failures"):
        assert stranger("GET", f"/dashboard/{place}/?flow={flow}").status == 404
        assert stranger("GET", f"/dashboard/{place}/?flow={uuid.uuid4()}").status == 404


@pytest.mark.parametrize("place", ["stats", "steps", "failures"])
@pytest.mark.parametrize(("query", "field"), [("range=2h", "range"), ("flow=x", "flow"), ("since=1", "since")])
def test_a_question_that_cannot_be_answered_is_400(viewer: Api, place: str, query: str, field: str) -> None:
    answer = viewer("GET", f"/dashboard/{place}/?{query}")
    assert (answer.status, answer.body["errors"][0]["path"]) == (400, f"/{field}")


def test_times_say_what_was_looked_at(runs: Runs, viewer: Api) -> None:
    before = now()
    found = stats(viewer, "?range=30d")
    to, begin = datetime.fromisoformat(found["to"]), datetime.fromisoformat(found["from"])
    assert timedelta(milliseconds=-1) <= to - before < timedelta(minutes=1)
    assert begin == datetime(to.year, to.month, to.day, tzinfo=UTC) - timedelta(days=29)
    assert found["buckets"][0]["at"] == found["from"]
