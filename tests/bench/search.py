"""How fast the list of runs answers every documented filter, and the dashboard, over a million runs on PostgreSQL."""

from __future__ import annotations

import hashlib
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from tests.bench import dashboard, million
from tests.bench.client import BenchError, Client, publish
from tests.bench.definitions import chain
from tests.bench.figures import Better, Figure
from tests.processes import Allma, cluster

FLOWS = 20
CALLS = 20
LIST_MS = 150.0
DASHBOARD_MS = 200.0
FINGERPRINT = hashlib.md5(b"step-0TransientStepError", usedforsecurity=False).hexdigest()
UNKNOWN = "01900000-0000-7000-8000-000000000000"


@dataclass(frozen=True, slots=True)
class Query:
    """A named GET with its target in milliseconds (p95)."""

    name: str
    path: str
    target: float = LIST_MS


def queries(flows: list[str], hours: dict[int, str]) -> list[Query]:
    """Every filter: with many runs, with few, with none; and those that people put together."""
    big, small = flows[0], flows[7]
    days = {hour // 24: text for hour, text in hours.items() if hour % 24 == 0}
    filters = {
        "all": "",
        "flow": f"flow={big}",
        "flow, none": f"flow={UNKNOWN}",
        "version": "version=2",
        "version, none": "version=9",
        "flow, version": f"flow={big}&version=1",
        "flow, version, none": f"flow={big}&version=9",
        **{f"status {name}": f"status={name}" for name in ("COMPLETED", "FAILED", "QUEUED", "RUNNING", "WAITING")},
        "status, none": "status=PAUSED",
        "statuses": "status=FAILED,TIMED_OUT,QUARANTINED",
        "flow, status": f"flow={small}&status=FAILED",
        "flow, statuses": f"flow={big}&status=FAILED,CANCELLED,WAITING",
        "flow, status, none": f"flow={small}&status=PAUSED",
        "started after": f"startedAfter={days[1]}",
        "started after, none": "startedAfter=2999-01-01T00:00:00Z",
        "started before": f"startedBefore={days[20]}",
        "started before, none": "startedBefore=2000-01-01T00:00:00Z",
        "ended after": f"endedAfter={days[1]}",
        "ended after, none": "endedAfter=2999-01-01T00:00:00Z",
        "ended before": f"endedBefore={days[20]}",
        "a bar of a day": f"endedAfter={hours[25]}&endedBefore={hours[24]}&status=COMPLETED",
        "a bar of a month": f"endedAfter={days[10]}&endedBefore={days[9]}&status=COMPLETED",
        "a bar of failures": f"endedAfter={days[10]}&endedBefore={days[9]}&status=FAILED,QUARANTINED",
        "a bar, flow": f"endedAfter={days[10]}&endedBefore={days[9]}&status=FAILED,QUARANTINED&flow={small}",
        "a day of failures": f"startedAfter={days[10]}&startedBefore={days[9]}&status=FAILED",
        "trigger": "trigger=schedule",
        "trigger, api": "trigger=api",
        "trigger, none": "trigger=email",
        "flow, trigger": f"flow={small}&trigger=webhook",
        "label": "label=customer:C-4710",
        "label of many": "label=region:eu",
        "label, none": "label=customer:nobody",
        "label, status": "label=region:eu&status=FAILED",
        "label, flow": f"label=region:eu&flow={small}",
        "label, flow, none": f"label=region:eu&flow={small}&version=9",
        "attribute": "attribute=order:A-471100",
        "attribute, none": "attribute=order:A-0",
        "attribute, status": "attribute=order:A-471100&status=FAILED",
        "search a value": "search=a-4711",
        "search a flow": "search=flow%2007",
        "search flows": "search=flow",
        "search an id": f"search={UNKNOWN}",
        "search, none": "search=there%20is%20no%20such%20text",
        "search, status": "search=a-47&status=FAILED",
        "search of many": "search=a-",
        "error": "error=refused%20by%20the%20shop",
        "error of one": "error=A-998001%20",
        "error, none": "error=there%20is%20no%20such%20text",
        "error, flow": f"error=code_3&flow={small}",
        "error step": "errorStep=step-7",
        "error step, none": "errorStep=nowhere",
        "error step, flow": f"errorStep=step-7&flow={small}",
        "error name": "errorName=MappingError",
        "error name, none": "errorName=NoSuchError",
        "error name, step": "errorName=MappingError&errorStep=step-3",
        "fingerprint, none": "fingerprint=0",
        "redrive of, none": f"redriveOf={UNKNOWN}",
        "redriven": "redriven=true",
        "not redriven": "redriven=false",
        "not redriven, status": "redriven=false&status=FAILED",
        "not redriven, flow": f"redriven=false&status=FAILED,TIMED_OUT,QUARANTINED&flow={big}",
        "not redriven, fingerprint": f"redriven=false&fingerprint={FINGERPRINT}",
        "labels": "label=customer:C-4710&label=region:eu",
        "parent, none": f"parent={UNKNOWN}",
    }
    lists = [Query(f"list: {name}", f"/executions/?{text}") for name, text in filters.items()]
    counted = ["all", "status FAILED", "label of many", "error", "search, none"]
    counted += ["not redriven, fingerprint", "a bar of a day", "a bar of a month", "a bar of failures", "a bar, flow"]
    return lists + [Query(f"count: {name}", f"/executions/count/?{filters[name]}") for name in counted]


def dashboards(flow: str) -> list[Query]:
    """The queries of the dashboard."""
    return [Query(f"dashboard: {name}", path, DASHBOARD_MS) for name, path in dashboard.paths(flow).items()]


def figures(repeats: int) -> Iterator[list[Figure]]:
    """One figure for each query: the p95 of its calls, as often as asked."""
    with cluster(workers=0) as allma:
        client = Client(allma.url, allma.create_key())
        flows = prepared(allma, client)
        for query in queries(flows, {hour: moment(hour) for hour in (24, 25, 9 * 24, 10 * 24, 20 * 24)}):
            yield [figure(client, query, repeats)]
        yield [Figure(name="dashboard: roll-up", unit="events/s", values=[dashboard.fill(allma)])]
        for query in dashboards(flows[0]):
            yield [figure(client, query, repeats)]


def figure(client: Client, query: Query, repeats: int) -> Figure:
    """The p95 of a query, as often as asked, after a few calls that do not count."""
    timed(client, query, calls=3)
    values = [timed(client, query, calls=CALLS) for _ in range(repeats)]
    return Figure(name=query.name, unit="ms p95", values=values, target=query.target, better=Better.LOWER)


def prepared(allma: Allma, client: Client) -> list[str]:
    """The flows of a million runs."""
    if allma.postgres is None:
        raise BenchError("The search is measured on PostgreSQL.")
    flows = [publish(client, f"Flow {number:02}", chain(1)) for number in range(FLOWS)]
    for flow_id in flows:
        client.post(f"/flows/{flow_id}/executions/", {"input": {"n": 1}})
    million.fill(allma.postgres.url, flows)
    return flows


def moment(hours: int) -> str:
    """So many hours ago, as the API writes it."""
    return quote(time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - hours * 3600)))


def timed(client: Client, query: Query, *, calls: int) -> float:
    """The p95 of so many calls, in milliseconds."""
    found = []
    for _ in range(calls):
        begun = time.perf_counter()
        client.get(query.path)
        found.append((time.perf_counter() - begun) * 1000)
    return statistics.quantiles(found, n=20)[-1]
