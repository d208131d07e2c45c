"""Finding runs whatever the filters, also where no index leads to them, and counting them."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest

from allma_site.common.clock import now
from executions import drivers, searching
from executions.models import Execution
from tests.integration.executions_api.runs import ECHO, WAITING, Runs, compose, definition
from tests.integration.flows.client import Api

BREAKS = definition(compose("boom", inputMappings={"x": {"path": "$.nothing", "required": True}}))
ORDERS = definition(compose("echo"), searchAttributes={"order": "$.order", "region": "$.region"})
SECRET = definition(compose("echo"), searchAttributes={"card": "$.card"}, redactPaths=["$.card"])
SECRET_BREAKS = definition(
    compose("boom", inputMappings={"x": {"path": "$.nothing", "required": True}}), redactPaths=["$.card"]
)


def listed(api: Api, query: str) -> list[str]:
    return [row["id"] for row in api.ok("GET", f"/executions/?{query}")["results"]]


def pages(api: Api, query: str) -> tuple[list[str], int, list[str | None]]:
    """The runs of all pages, how many pages, and how far each had searched."""
    seen: list[str] = []
    searched: list[str | None] = []
    url: str | None = f"/executions/?{query}"
    while url is not None:
        page = api.ok("GET", url)
        seen += [row["id"] for row in page["results"]]
        searched.append(page["searchedTo"])
        url = f"/executions/{page['next'].partition('/executions/')[2]}" if page["next"] else None
    return seen, len(searched), searched


@pytest.fixture
def zoo(runs: Runs) -> dict[str, str]:
    """Runs that differ in what they are found by, the oldest first."""
    orders, breaks = runs.flow(ORDERS, name="Orders"), runs.flow(BREAKS, name="Breaking orders")
    made = {
        "first": runs.run(orders, {"order": "A-1", "region": "EU"}, labels={"team": "sales"}),
        "second": runs.run(orders, {"order": "A-12", "region": "US"}, labels={"team": "sales", "tier": "gold"}),
        "broken": runs.run(breaks, labels={"team": "sales"}),
        "waits": runs.run(WAITING, {"id": "7"}, labels={"team": "a-team"}),
    }
    return {**made, "orders": orders, "breaks": breaks}


FOUND_BY = [
    ("attribute=order:A-1", ["first"]),
    ("attribute=order:a-1", []),
    ("attribute=order:A-1&attribute=region:EU", ["first"]),
    ("attribute=order:A-1&attribute=region:US", []),
    ("attribute=region:US&label=team:sales", ["second"]),
    ("label=team:sales&label=tier:gold", ["second"]),
    ("label=tier:gold&label=team:sales&attribute=order:A-12", ["second"]),
    ("label=team:sales&label=tier:silver", []),
    ("label=team:sales&label=team:a-team", []),
    ("attribute=team:sales", []),
    ("label=order:A-1", []),
    ("errorName=MappingError", ["broken"]),
    ("errorName=Mapping", []),
    ("error=mappingerror", ["broken"]),
    ("error=$.nothing", ["broken"]),
    ("error=stepInstanceId", []),
    ("error=nothing&flow={orders}", []),
    ("error=nothing&status=COMPLETED", []),
    ("label=team:sales&status=FAILED", ["broken"]),
    ("label=team:sales&flow={orders}", ["second", "first"]),
    ("search=a-1", ["second", "first"]),
    ("search=A-12", ["second"]),
    ("search=a-", ["waits", "second", "first"]),
    ("search=-12", []),
    ("search=ORDERS", ["broken", "second", "first"]),
    ("search=orders&status=COMPLETED", ["second", "first"]),
    ("search={waits}", ["waits"]),
    ("search={waits}&status=FAILED", []),
    ("status=WAITING,FAILED&flow={breaks}", ["broken"]),
    ("status=COMPLETED,FAILED", ["broken", "second", "first"]),
    ("flow={orders}&version=1&status=COMPLETED", ["second", "first"]),
    ("trigger=api&errorStep=boom", ["broken"]),
    ("redriveOf={first}", []),
    ("redriven=true", []),
    ("redriven=false&status=FAILED", ["broken"]),
    ("endedAfter=2020-01-01T00:00:00Z", ["broken", "second", "first"]),
    ("endedAfter=2020-01-01T00:00:00Z&status=FAILED,WAITING", ["broken"]),
    ("endedAfter=2020-01-01T00:00:00Z&status=WAITING", []),
    ("endedAfter=2020-01-01T00:00:00Z&status=WAITING&flow={orders}", []),
    ("endedAfter=2020-01-01T00:00:00Z&flow={orders}", ["second", "first"]),
    ("endedBefore=2020-01-01T00:00:00Z", []),
    ("endedBefore=2999-01-01T00:00:00Z&label=team:sales", ["broken", "second", "first"]),
    ("fingerprint=unknown", []),
]
"""A query, and the runs of the zoo it finds, the newest first."""


@pytest.mark.parametrize("window", [500, 1])
def test_runs_are_found_by_one_filter_or_several(
    runs: Runs, zoo: dict[str, str], window: int, monkeypatch: pytest.MonkeyPatch, subtests: pytest.Subtests
) -> None:
    monkeypatch.setattr(searching, "FIRST_WINDOW", window)
    for template, wanted in FOUND_BY:
        with subtests.test(query=template):
            query = quote(template.format(**zoo), safe="=&:,-")
            assert listed(runs.api, query) == [zoo[name] for name in wanted]
            assert runs.api.ok("GET", f"/executions/count/?{query}") == {"count": len(wanted), "exact": True}


def test_a_redrive_is_found_by_the_run_it_does_again_and_by_its_trigger(runs: Runs) -> None:
    first = runs.run(ECHO)
    again = runs.api.ok("POST", f"/executions/{first}/redrive/", {})["executionId"]
    assert listed(runs.api, f"redriveOf={first}") == [again]
    assert listed(runs.api, "trigger=redrive") == [again]
    assert listed(runs.api, f"trigger=redrive&redriveOf={first}&status=FAILED") == []


def test_runs_that_were_redriven_are_told_from_those_that_were_not(runs: Runs) -> None:
    flow = runs.flow(BREAKS)
    first, second = runs.run(flow), runs.run(flow)
    again = runs.api.ok("POST", f"/executions/{first}/redrive/", {})["executionId"]
    runs.work()
    fingerprint = runs.read(first)["errorFingerprint"]
    for query in (f"flow={flow}", f"fingerprint={fingerprint}"):
        assert listed(runs.api, f"{query}&redriven=true") == [first]
        assert listed(runs.api, f"{query}&redriven=false") == [again, second]
        assert runs.api.ok("GET", f"/executions/count/?{query}&redriven=false") == {"count": 2, "exact": True}


@pytest.mark.parametrize("most", [10_000, 1])
def test_runs_are_found_by_when_they_ended_however_long_ago_they_began(
    runs: Runs, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(drivers, "WALKED", most)
    at = now().replace(minute=0, second=0, microsecond=0) - timedelta(days=3)
    made = [runs.run(ECHO) for _ in range(4)]
    ends = (at - timedelta(microseconds=1), at, at + timedelta(minutes=59), at + timedelta(hours=1))
    for run, ended in zip(made, ends, strict=True):
        Execution.objects.filter(pk=run).update(ended_at=ended, created_at=at - timedelta(days=200))
    query = f"endedAfter={quote(at.isoformat())}&endedBefore={quote((at + timedelta(hours=1)).isoformat())}"
    for more in ("", "&status=COMPLETED", "&status=COMPLETED,FAILED&trigger=api"):
        assert listed(runs.api, query + more) == [made[2], made[1]]
        assert runs.api.ok("GET", f"/executions/count/?{query}{more}") == {"count": 2, "exact": True}
    assert pages(runs.api, f"{query}&limit=1")[0] == [made[2], made[1]]


@pytest.mark.parametrize(
    "query",
    [
        "attribute=order",
        "attribute=:x",
        "attribute=a:%00",
        "label=a:1&label=order",
        "error=",
        "redriveOf=x",
        "redriven=maybe",
        "endedAfter=2026-01-01",
        "endedBefore=later",
    ],
)
def test_a_filter_that_means_nothing_is_named(runs: Runs, query: str) -> None:
    for path in ("", "count/"):
        answer = runs.api("GET", f"/executions/{path}?{query}")
        assert answer.status == 400
        assert answer.body["errors"][0]["path"].startswith(f"/{query.partition('=')[0]}")


def test_a_search_that_finds_little_stops_and_goes_on_where_it_stopped(
    runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "FIRST_WINDOW", 1)
    monkeypatch.setattr(searching, "WALKED", 2)
    flow = runs.flow(ORDERS)
    started = [runs.run(flow, {"order": str(number % 3)}, labels={"n": str(number % 3)}) for number in range(6)]
    assert pages(runs.api, "trigger=api&status=COMPLETED&label=n:0&limit=5") == ([started[3], started[0]], 1, [None])
    seen, count, searched = pages(runs.api, "trigger=api&status=COMPLETED&limit=5")
    assert (seen, count) == (started[::-1], 3)
    assert [bool(one) for one in searched] == [True, True, False]
    assert searched[0] == runs.read(started[4])["createdAt"]


def test_pages_backward_are_the_pages_forward(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    started = [runs.run(ECHO, labels={"n": str(number)}) for number in range(5)]
    for query in ("limit=2", "limit=2&status=COMPLETED", "limit=2&trigger=api&status=COMPLETED"):
        first = runs.api.ok("GET", f"/executions/?{query}")
        second = runs.api.ok("GET", f"/executions/{first['next'].partition('/executions/')[2]}")
        back = runs.api.ok("GET", f"/executions/{second['previous'].partition('/executions/')[2]}")
        assert [row["id"] for row in second["results"]] == started[2:0:-1]
        assert [row["id"] for row in back["results"]] == started[:2:-1]
        assert back["previous"] is None


def test_a_count_stops_at_its_limit_and_says_so(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "COUNTED", 2)
    for _ in range(3):
        runs.start(ECHO)
    assert runs.api.ok("GET", "/executions/count/") == {"count": 2, "exact": False}


def test_another_workspace_s_runs_are_not_found_or_counted(runs: Runs, zoo: dict[str, str], stranger: Api) -> None:
    for query in (
        "",
        "search=a-1",
        "label=team:sales",
        f"flow={zoo['orders']}",
        f"search={zoo['first']}",
        "error=boom",
    ):
        assert listed(stranger, query) == []
        assert stranger.ok("GET", f"/executions/count/?{query}")["count"] == 0


def test_of_another_workspace_s_flow_not_even_a_place_is_told(
    runs: Runs, zoo: dict[str, str], stranger: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "FIRST_WINDOW", 1)
    monkeypatch.setattr(searching, "WALKED", 1)
    named = [f"flow={zoo['orders']}", f"parent={zoo['first']}", f"redriveOf={zoo['first']}"]
    for query in (*named, *(f"{one}&trigger=api&search=a" for one in named)):
        page = stranger.ok("GET", f"/executions/?{query}")
        assert page == {"results": [], "next": None, "previous": None, "searchedTo": None}
        assert stranger.ok("GET", f"/executions/count/?{query}") == {"count": 0, "exact": True}


def test_chunks_of_forks_are_not_listed_among_runs(runs: Runs) -> None:
    run = runs.run(ECHO)
    Execution.objects.filter(pk=runs.run(ECHO)).update(kind="CHUNK", parent_id=run, parent_seq=1, trigger="sub_flow")
    other = runs.run(ECHO)
    flow = runs.read(run)["flowId"]
    for query, wanted in {"": [other, run], "version=1": [other, run], f"flow={flow}&version=1": [run]}.items():
        assert listed(runs.api, query) == wanted
    assert listed(runs.api, "trigger=sub_flow") == []
    assert len(listed(runs.api, f"parent={run}")) == 1


def test_a_viewer_does_not_find_runs_by_what_is_hidden_from_viewers(runs: Runs, viewer: Api) -> None:
    secret = runs.run(SECRET, {"card": "4711"}, labels={"kind": "47-eleven"})
    broken = runs.run(SECRET_BREAKS, {"card": "4711"})
    for query in ("attribute=card:4711", "search=471"):
        assert (listed(runs.api, query), listed(viewer, query)) == ([secret], [])
        assert viewer.ok("GET", f"/executions/count/?{query}")["count"] == 0
    assert (listed(runs.api, "error=nothing"), listed(viewer, "error=nothing")) == ([broken], [])
    assert listed(viewer, "search=47-e") == [secret]
    assert listed(viewer, "errorName=MappingError") == [broken]


def test_a_viewer_finds_runs_by_what_is_not_hidden(runs: Runs, zoo: dict[str, str], viewer: Api) -> None:
    queries: dict[str, list[str]] = {
        "attribute=order:A-1": ["first"],
        "search=a-1": ["second", "first"],
        "error=nothing": ["broken"],
    }
    for query, wanted in queries.items():
        assert listed(viewer, query) == [zoo[name] for name in wanted]


def test_a_cursor_of_another_list_is_refused(runs: Runs) -> None:
    foreign: Any = runs.api.ok("GET", "/flows/?limit=1")
    assert foreign["next"] is None
    for cursor in ("e30", "WzAsIngiLCJ5Il0", uuid.uuid4().hex):
        answer = runs.api("GET", f"/executions/?cursor={cursor}")
        assert (answer.status, answer.body["errors"][0]["path"]) == (400, "cursor")
