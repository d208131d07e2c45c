"""How long a commit takes to be seen: an open page of a run, and the open list of runs, in a real browser.

The time is from the event's own `at` to the change of the document. `at` is read by the worker before it commits, on
the same machine's clock as the browser's, so that the commit itself is part of every figure. Steps end 60 to 600 ms
after one another, some while the page still reads what came before; runs of the list end as often.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from playwright.sync_api import Browser, Page, StorageState, ViewportSize

from tests.bench.client import BenchError, Client, await_final, publish
from tests.bench.definitions import compose
from tests.bench.figures import Better, Figure
from tests.chromium import chromium, signed_in
from tests.processes import Allma, cluster, embedded

PASSWORD = "a-password-for-benches"
STEPS = 40
RUNS = 30
SHORTEST_MS, LONGEST_MS = 60, 600
TARGET_MS = 150.0
VIEW: ViewportSize = {"width": 1440, "height": 2600}
"""High enough that nothing has to be scrolled to be in the document."""

# Keeps when each line was first seen with each status, in milliseconds since 1970.
WATCH = """
([lines, name, status]) => {
  const seen = (window.seen = {});
  const look = () => {
    const now = performance.timeOrigin + performance.now();
    for (const line of document.querySelectorAll(lines)) {
      const key = `${line.querySelector(name)?.textContent} ${line.querySelector(status)?.dataset.status
        ?? line.querySelector(status)?.getAttribute('aria-label')}`;
      seen[key] ??= now;
    }
  };
  look();
  new MutationObserver(look).observe(document.body, {
    childList: true, subtree: true, attributes: true, characterData: true,
  });
}
"""
HEARD = """
window.WebSocket = class extends WebSocket {
  constructor(...of) {
    super(...of);
    this.addEventListener('message', () => (document.documentElement.dataset.heard = 'yes'));
  }
};
"""
STEP_LINES = ("[role=treeitem]", "[class*=lineName]", "[class*=lineIcon]")
RUN_LINES = ("tbody tr", "a", "[data-status]")


def figures(repeats: int) -> Iterator[list[Figure]]:
    """The p95 of both pages, embedded and on a cluster."""
    for place, started in _places():
        with started as allma, chromium("--disable-gpu") as browser:
            client = Client(allma.url, allma.create_key())
            state = signed_in(browser, allma.url, username="admin", password=PASSWORD)
            with_page = _Pages(browser, allma, state)
            _steps_seen(with_page, client)
            yield [
                _figure(
                    f"live: a step's end on the run's page, {place}", _repeat(_steps_seen, with_page, client, repeats)
                ),
                _figure(f"live: a run's end in the list, {place}", _repeat(_ends_seen, with_page, client, repeats)),
            ]


def _places() -> Iterator[tuple[str, AbstractContextManager[Allma]]]:
    yield "SQLite", embedded(ALLMA_ADMIN_PASSWORD=PASSWORD)
    yield "PostgreSQL", cluster(workers=2, ALLMA_ADMIN_PASSWORD=PASSWORD)


def _repeat(measure: Any, pages: _Pages, client: Client, repeats: int) -> list[list[float]]:
    return [measure(pages, client) for _ in range(repeats)]


def _figure(name: str, rounds: list[list[float]]) -> Figure:
    found = [one for values in rounds for one in values]
    return Figure(
        name=name,
        unit="ms p95",
        values=[statistics.quantiles(values, n=20)[-1] for values in rounds],
        target=TARGET_MS,
        better=Better.LOWER,
        note=f"p50 {statistics.median(found):.0f}, slowest {max(found):.0f} of {len(found)}",
    )


class _Pages:
    """Opens pages of a person who is signed in."""

    def __init__(self, browser: Browser, allma: Allma, state: StorageState) -> None:
        self._context = browser.new_context(base_url=allma.url, viewport=VIEW, storage_state=state)
        self._context.add_init_script(HEARD)

    def watch(self, path: str, lines: tuple[str, str, str]) -> Page:
        """A page whose socket has spoken and whose lines are watched."""
        page = self._context.new_page()
        page.goto(path)
        page.locator("html[data-heard]").wait_for(state="attached")
        page.locator(lines[0]).first.wait_for()
        page.evaluate(WATCH, list(lines))
        return page


def _steps_seen(pages: _Pages, client: Client) -> list[float]:
    """Milliseconds from the end of each step of a run to its sight on the run's page."""
    flow = publish(client, f"Live {time.time()}", pausing_chain(STEPS))
    run = client.post(f"/flows/{flow}/executions/", {"input": {"n": 1, "key": flow}})["executionId"]
    page = pages.watch(f"/executions/{run}", STEP_LINES)
    client.post("/events/", {"correlationKey": flow, "payload": {}})
    await_final(client, run)
    page.locator(f"{STEP_LINES[0]} [aria-label=Completed] >> nth={STEPS}").wait_for()
    ended = {
        f"{step['stepInstanceId']} Completed": _milliseconds(event["at"])
        for event in client.get(f"/executions/{run}/events/?after=0&limit=200")["results"]
        for step in event.get("steps", ())
        if step["status"] == "COMPLETED"
    }
    return _delays(page, ended)


def _ends_seen(pages: _Pages, client: Client) -> list[float]:
    """Milliseconds from the end of each run to its sight in the list of runs."""
    flow = publish(client, f"Live {time.time()}", waiting())
    keys = [f"{flow}-{number}" for number in range(RUNS)]
    body = {"inputs": [{"key": key} for key in keys]}
    runs = client.post(f"/flows/{flow}/executions/batch/", body)["executionIds"]
    while len(client.get(f"/executions/?flow={flow}&status=WAITING&limit=200")["results"]) < RUNS:
        time.sleep(0.05)
    page = pages.watch(f"/executions?flow={flow}", RUN_LINES)
    page.locator(f"{RUN_LINES[0]} [data-status=WAITING] >> nth={RUNS - 1}").wait_for()
    for key in keys:
        client.post("/events/", {"correlationKey": key, "payload": {}})
        page.wait_for_timeout(random.uniform(SHORTEST_MS, LONGEST_MS))
    page.locator(f"{RUN_LINES[0]} [data-status=COMPLETED] >> nth={RUNS - 1}").wait_for()
    names = {run: page.locator(f"tbody a[href*='{run}']").inner_text() for run in runs}
    ended = {f"{names[run]} COMPLETED": _milliseconds(client.get(f"/executions/{run}/")["endedAt"]) for run in runs}
    return _delays(page, ended)


def _delays(page: Page, ended: dict[str, float]) -> list[float]:
    """How much later each was seen."""
    seen: dict[str, float] = page.evaluate("() => window.seen")
    page.close()
    missed = [key for key in ended if key not in seen]
    if missed or not ended:
        raise BenchError(f"Of {len(ended)} ends were not seen: {missed[:5]}")
    return [seen[key] - at for key, at in ended.items()]


def _milliseconds(moment: str) -> float:
    return datetime.fromisoformat(moment).timestamp() * 1000


def pausing_chain(length: int) -> dict[str, Any]:
    """Waits for an event; then compose steps, each ending in a commit of its own after a pause of random length."""
    pause = {"delayFrom": SHORTEST_MS, "delayTo": LONGEST_MS, "position": "before"}
    names = [f"step-{number:03}" for number in range(length)]
    following = [*({"defaultNextStepInstanceId": name} for name in names[1:]), {}]
    steps = {name: compose(name, delay=pause, **then) for name, then in zip(names, following, strict=True)}
    hold = {**waiting()["steps"]["hold"], "defaultNextStepInstanceId": names[0]}
    return {**waiting(), "steps": {"hold": hold, **steps}}


def waiting() -> dict[str, Any]:
    """One step that waits for the event whose key the input names."""
    hold = {
        "stepInstanceId": "hold",
        "stepType": "WAIT_FOR_EXTERNAL_EVENT",
        "correlationKeyTemplate": "{{ key }}",
    }
    return {"schemaVersion": "1", "startStepInstanceId": "hold", "steps": {"hold": hold}}
