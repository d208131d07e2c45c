"""A run of 2,000 visits whose context has 5 MB, and a fork of 10,000 branches: the page of the run and its API.

The runs are made by running flows. Pages are opened in a browser that has the program already (its second page), with
nothing of the run: the figures are from the navigation to what one came for.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize

from tests.bench.client import BenchError, Client, await_final, publish
from tests.bench.definitions import Definition, compose
from tests.bench.figures import Better, Figure
from tests.chromium import chromium, signed_in
from tests.processes import Allma, cluster, embedded

PASSWORD = "a-password-for-benches"
VIEW: ViewportSize = {"width": 1440, "height": 900}
ROUNDS = 400
STEPS_OF_A_ROUND = 5
VISITS = ROUNDS * STEPS_OF_A_ROUND
BRANCHES = 10_000
CALLS = 20
OPEN_SECONDS = 1.5
FRAMES = 30.0
MOVES = 150
PATIENCE_MS = 60_000

# Seconds from the navigation to the frame in which everything that these selectors name is there.
OPENED = """
(wanted) => new Promise((resolve, reject) => {
  const look = () => {
    const missing = wanted.filter((one) => !document.querySelector(one));
    if (missing.length === 0)
      return requestAnimationFrame(() => setTimeout(() => resolve(performance.now() / 1000)));
    if (performance.now() > 60000) return reject(new Error(`There is no ${missing}.`));
    requestAnimationFrame(look);
  };
  look();
})
"""
# Moves the moment on in every frame and gives how many different ones were drawn, and the times between frames.
SCRUB = """
([moves, dragged]) => new Promise((resolve) => {
  const thumb = document.querySelector('[role=slider]');
  const track = thumb.parentElement.getBoundingClientRect();
  const times = [];
  const moments = new Set();
  const contexts = new Set();
  const send = (type, x) => (type === 'mousedown' ? thumb.parentElement : document).dispatchEvent(
    new MouseEvent(type, { bubbles: true, cancelable: true, button: 0, buttons: 1, clientX: x, clientY: track.y }));
  const place = (step) => track.x + track.width * (0.2 + 0.6 * step / moves);
  if (dragged) send('mousedown', place(0));
  let last = performance.now();
  let step = 0;
  const frame = (now) => {
    times.push(now - last);
    last = now;
    moments.add(thumb.getAttribute('aria-valuenow'));
    contexts.add(document.querySelector('[role=tree][aria-label=Context]')?.textContent);
    step += 1;
    if (step > moves) {
      if (dragged) send('mouseup', place(moves));
      return resolve({ times: times.slice(1), moments: moments.size, contexts: contexts.size });
    }
    if (dragged) send('mousemove', place(step));
    else window.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true, cancelable: true }));
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
})
"""
STEPS_THERE = "[role=tree][aria-label='Steps of the run'] [role=treeitem]"
CANVAS_THERE = ".react-flow__node"
CONTEXT_THERE = "[role=tree][aria-label=Context] [role=treeitem]"


def figures(repeats: int) -> Iterator[list[Figure]]:
    """The figures on both databases; the pages embedded alone."""
    with embedded(ALLMA_ADMIN_PASSWORD=PASSWORD) as allma:
        client = Client(allma.url, allma.create_key())
        run, forked = long_run(client), large_fork(client)
        yield api(client, run, forked, "SQLite")
        with pages(allma) as open_page:
            yield opening(open_page, run, forked, repeats)
            yield scrubbing(open_page, run, repeats)
    with cluster(workers=2) as allma:
        client = Client(allma.url, allma.create_key())
        yield api(client, long_run(client), large_fork(client), "PostgreSQL")


def long_run(client: Client) -> str:
    """A finished run of 2,000 visits whose context has 5 MB from its beginning."""
    flow = publish(client, f"Long {time.time()}", rounds())
    started = client.post(f"/flows/{flow}/executions/", {"input": five_megabytes()})["executionId"]
    return _completed(client, started, visits=VISITS)


def large_fork(client: Client) -> str:
    """A finished run with a fork of 10,000 branches, of which one in a hundred failed."""
    flow = publish(client, f"Fork {time.time()}", fork_that_fails())
    items = [{"id": number, "good": number % 100 != 99} for number in range(BRANCHES)]
    started = client.post(f"/flows/{flow}/executions/", {"input": {"items": items}})["executionId"]
    return _completed(client, started, visits=1)


def _completed(client: Client, run: str, *, visits: int) -> str:
    found = await_final(client, run)
    if found["status"] != "COMPLETED" or found["progress"]["visits"] < visits:
        raise BenchError(f"The run ended {found['status']} after {found['progress']['visits']} visits.")
    return run


def five_megabytes() -> dict[str, Any]:
    """Lists of records, and members that are kept in the rows."""
    words = "Shipped in a carton with two handles; the customer asked for a call before delivery. "
    orders = [{"id": number, "customer": f"C-{number % 997}", "note": words * 4} for number in range(10_000)]
    notes = {f"note-{number}": words * 12 for number in range(1_000)}
    return {"n": 0, "orders": orders, "notes": notes, "seen": {}}


def rounds() -> Definition:
    """Five steps in a loop, each of which writes another part of the context."""
    steps = {
        "count": {
            **compose("count", transitions=[_always("order")], outputMappings={"$.n": "$.result"}),
            "moduleIdentifier": "system/array-aggregator",
            "literals": {"array": ["$.n", 1], "operation": "sum"},
            "inputMappings": {},
        },
        "order": _writes("order", {"note": "$.orders[7].note"}, _always("price")),
        "price": _writes("price", {"of": "$.seen.order.n"}, _always("label")),
        "label": _writes("label", {"text": "$.orders[8].customer"}, _always("check")),
        "check": _writes("check", {"was": "$.seen.label.text"}, _always("count", until=ROUNDS)),
    }
    return {"schemaVersion": "1", "startStepInstanceId": "count", "steps": steps}


def _writes(name: str, mappings: dict[str, str], then: Definition) -> Definition:
    given = {"n": "$.n", **mappings}
    return compose(name, inputMappings=given, outputMappings={f"$.seen.{name}": "$"}, transitions=[then])


def _always(target: str, *, until: int = 2**31) -> Definition:
    """A transition that is never used up, taken while fewer rounds than `until` were made."""
    return {"condition": f"$.n < {until}", "nextStepInstanceId": target, "maxTransitions": 0}


def fork_that_fails() -> Definition:
    """A fork over `$.items` whose items fail that are not good."""
    good = {"branchId": "good", "stepInstanceId": "enrich", "condition": "$.currentItem.good == true"}
    bad = {"branchId": "bad", "stepInstanceId": "refuse", "condition": "$.currentItem.good == false"}
    refuse = {**compose("refuse", inputMappings={}), "moduleIdentifier": "system/array-aggregator"}
    steps = {
        "each": {
            "stepInstanceId": "each",
            "stepType": "PARALLEL_FORK_MANAGER",
            "itemsPath": "$.items",
            "parallelBranches": [good, bad],
            "aggregationConfig": {"strategy": "COLLECT_ARRAY", "failOnBranchError": False},
        },
        "enrich": compose("enrich", inputMappings={"id": "$.currentItem.id"}),
        "refuse": {**refuse, "literals": {"array": ["word"], "operation": "sum"}},
    }
    return {"schemaVersion": "1", "startStepInstanceId": "each", "steps": steps}


def api(client: Client, run: str, forked: str, place: str) -> list[Figure]:
    """What the page asks for, at random moments of the run."""
    drawn = random.Random(4)
    seq: Callable[[], int] = lambda: drawn.randint(1, VISITS)  # noqa: E731
    long, fork = f"/executions/{run}", f"/executions/{forked}"
    asked: dict[str, Callable[[], str]] = {
        "the run": lambda: f"{long}/",
        "200 visits": lambda: f"{long}/steps/?limit=200",
        "a visit": lambda: f"{long}/steps/{seq()}/",
        "the context of 5 MB at a visit": lambda: f"{long}/context/?seq={seq()}",
        "changes of 200 visits": lambda: f"{long}/changes/?after={seq()}&limit=200",
        "diff of two moments": lambda: f"{long}/diff/?from={seq()}&to={seq()}",
        "lineage of a value": lambda: f"{long}/lineage/?path=$.seen.price.of&seq={seq()}",
        f"200 of {BRANCHES:,} branches": lambda: f"{fork}/branches/?fork=1&limit=200",
        "the run of the fork": lambda: f"{fork}/",
        "visits of the fork's main way": lambda: f"{fork}/steps/?limit=200&branch=",
    }
    return [_asked(client, f"debugger: {name}, {place}", path) for name, path in asked.items()]


def _asked(client: Client, name: str, path: Callable[[], str]) -> Figure:
    client.get(path())
    values = []
    for _ in range(CALLS):
        address = path()
        begun = time.perf_counter()
        client.get(address)
        values.append((time.perf_counter() - begun) * 1000)
    return Figure(name=name, unit="ms", values=values, better=Better.LOWER)


OpenPage = Callable[[str, list[str]], tuple[Page, float]]


@contextmanager
def pages(allma: Allma) -> Iterator[OpenPage]:
    """Opens addresses as one who is signed in; gives the page and the seconds until it showed what was wanted."""
    with chromium() as browser, _context(browser, allma) as context:

        def open_page(path: str, wanted: list[str]) -> tuple[Page, float]:
            page = context.new_page()
            page.goto(path, wait_until="commit")
            seconds: float = page.evaluate(OPENED, wanted)
            return page, seconds

        yield open_page


def _context(browser: Browser, allma: Allma) -> AbstractContextManager[Any]:
    state = signed_in(browser, allma.url, username="admin", password=PASSWORD)
    return browser.new_context(base_url=allma.url, viewport=VIEW, storage_state=state)


def opening(open_page: OpenPage, run: str, forked: str, repeats: int) -> list[Figure]:
    """From the address to the steps on canvas and list, to the context of a moment, and to a fork's branches."""
    whole = [STEPS_THERE, CANVAS_THERE]
    addresses = {
        f"the page of {VISITS:,} visits and 5 MB": (f"/executions/{run}", whole),
        "its context at a moment": (f"/executions/{run}?t={VISITS // 2}", [*whole, CONTEXT_THERE]),
        f"the page of {BRANCHES:,} branches": (f"/executions/{forked}", whole),
    }
    found = {name: _opened(open_page, *address, repeats=repeats) for name, address in addresses.items()}
    return [
        *(
            Figure(name=f"debugger: {name}", unit="s", values=values, target=OPEN_SECONDS, better=Better.LOWER)
            for name, values in found.items()
        ),
        _unfolding(open_page, forked, repeats),
    ]


def _opened(open_page: OpenPage, path: str, wanted: list[str], *, repeats: int) -> list[float]:
    values = []
    for number in range(repeats + 1):
        page, seconds = open_page(path, wanted)
        page.close()
        if number > 0:  # the first one loads the program
            values.append(seconds)
    return values


def _unfolding(open_page: OpenPage, forked: str, repeats: int) -> Figure:
    """From the click on a fork in the list to its first branches."""
    values = []
    for _ in range(repeats):
        page, _ = open_page(f"/executions/{forked}", [STEPS_THERE])
        fork = page.get_by_role("treeitem").first
        badge = fork.get_by_text("100 failed")
        badge.wait_for(timeout=PATIENCE_MS)
        values.append(page.evaluate(UNFOLD))
        page.close()
    return Figure(name="debugger: a fork of 10,000 unfolds", unit="s", values=values)


# Seconds from the click to the frame in which the first branches are there.
UNFOLD = """
() => new Promise((resolve) => {
  const lines = () => document.querySelectorAll('[role=treeitem]').length;
  const fork = document.querySelector('[role=treeitem]');
  const before = lines();
  if (fork.getAttribute('aria-expanded') === 'true') return resolve(0);
  const begun = performance.now();
  const look = () => (lines() > before + 5 ? resolve((performance.now() - begun) / 1000) : requestAnimationFrame(look));
  fork.querySelector('button').click();
  look();
})
"""


def scrubbing(open_page: OpenPage, run: str, repeats: int) -> list[Figure]:
    """Moments that are drawn in a second while an arrow key is held, and while the slider is dragged."""
    held: list[float] = []
    dragged: list[float] = []
    frames: list[float] = []
    for _ in range(repeats):
        page, _ = open_page(f"/executions/{run}?t=900", [STEPS_THERE, CONTEXT_THERE])
        _await_changes(page)
        for into, is_dragged in ((held, False), (dragged, True)):
            seen = page.evaluate(SCRUB, [MOVES, is_dragged])
            if seen["contexts"] < seen["moments"] / 2:
                raise BenchError(f"Of {seen['moments']} moments {seen['contexts']} contexts were drawn.")
            into.append(seen["moments"] / sum(seen["times"]) * 1000)
            frames.append(statistics.quantiles(seen["times"], n=20)[-1])
        page.close()
    note = f"p95 frame {statistics.median(frames):.0f} ms"
    return [
        Figure(name="debugger: moments while → is held", unit="1/s", values=held, target=FRAMES, note=note),
        Figure(name="debugger: moments while the slider is dragged", unit="1/s", values=dragged, target=FRAMES),
    ]


def _await_changes(page: Page) -> None:
    """Until the page has read what all visits changed: it does by itself once a moment is shown."""
    page.wait_for_load_state("networkidle", timeout=PATIENCE_MS)
