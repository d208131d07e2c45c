"""The editor's canvas with 1,000 steps, beside React Flow alone with as many plain nodes, in one run."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.bench.canvas_page import PAINTED, VIEW, bench_site, browser, shown
from tests.bench.figures import Better, Figure

BARE = "?show=bare&cull"
OURS = "?show=ours"
MOVES = 90
TYPED = "Ships what was ordered"
SEARCHES = ("api", "uuid", "wait for", "zzz", "a")
CLOSER = 4


def figures(repeats: int) -> list[Figure]:
    """Open time, frames while panning and dragging, nodes drawn while typing, the palette's search."""
    with (
        tempfile.TemporaryDirectory(prefix="allma-canvas-") as folder,
        bench_site(Path(folder)) as url,
        browser() as chromium,
    ):
        return [
            _open_time(chromium, url, repeats),
            *_frame_times(chromium, url, repeats),
            *_typing(chromium, url, repeats),
        ]


def _open_time(chromium: Browser, url: str, repeats: int) -> Figure:
    def opened(what: str) -> float:
        page = chromium.new_page(viewport=VIEW)
        page.goto(url + what)
        milliseconds: float = page.evaluate(PAINTED)
        page.close()
        return milliseconds / 1000

    bare = [opened(BARE) for _ in range(repeats)]
    ours = [opened(OURS) for _ in range(repeats)]
    return Figure(
        name="canvas: 1,000 steps to full paint",
        unit="s",
        values=ours,
        target=2.5,
        better=Better.LOWER,
        baseline=statistics.median(bare),
    )


def _frame_times(chromium: Browser, url: str, repeats: int) -> list[Figure]:
    """The slowest frames of both, by turns, so that what else the machine does meets both."""
    panned: list[float] = []
    dragged: list[float] = []
    for _ in range(repeats):
        (bare_pan, bare_drag), (our_pan, our_drag) = (_frames(chromium, url + what) for what in (BARE, OURS))
        panned.append(our_pan / bare_pan)
        dragged.append(our_drag / bare_drag)
    return [_ratio("panning", panned), _ratio("dragging a node", dragged)]


def _ratio(doing: str, values: Sequence[float]) -> Figure:
    name = f"canvas: p95 frame while {doing}, over React Flow's"
    return Figure(name=name, unit="x", values=values, target=1.3, better=Better.LOWER)


def _frames(chromium: Browser, address: str) -> tuple[float, float]:
    """The p95 frame time in milliseconds while panning and while dragging a node."""
    with shown(chromium, address) as page:
        _zoom_in(page)
        pan = _p95(page, *_empty_place(page))
        drag = _p95(page, *_node_place(page))
        return pan, drag


def _zoom_in(page: Page) -> None:
    page.mouse.move(VIEW["width"] / 2 + 100, VIEW["height"] / 2)
    for _ in range(CLOSER):
        page.mouse.wheel(0, -300)
        page.wait_for_function(
            "() => new Promise(done => requestAnimationFrame(() => setTimeout(() => done(true), 60)))"
        )


def _p95(page: Page, x: float, y: float) -> float:
    """Drags from a place to and fro, one move a frame, and gives the p95 of the times between frames."""
    times: list[float] = page.evaluate(DRAG, [x, y, MOVES])
    return statistics.quantiles(times, n=20)[-1]


# The moves are made in the page: from outside, the times would be those of the messages.
DRAG = """
([x, y, moves]) => new Promise((resolve) => {
  const target = document.elementFromPoint(x, y);
  const send = (type, at, to) =>
    to.dispatchEvent(new MouseEvent(type, {
      bubbles: true, cancelable: true, view: window, button: 0, buttons: 1, clientX: at[0], clientY: at[1],
    }));
  const times = [];
  let last = null;
  let step = 0;
  send('mousedown', [x, y], target);
  const frame = (now) => {
    if (last !== null) times.push(now - last);
    last = now;
    step += 1;
    const turn = step % 30;
    const at = [x + (turn < 15 ? turn : 30 - turn) * 14, y + (step % 10) * 4];
    send(step > moves ? 'mouseup' : 'mousemove', at, window);
    if (step > moves) resolve(times);
    else requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
})
"""


def _empty_place(page: Page) -> tuple[float, float]:
    """A place near the middle of the window where nothing lies on the canvas."""
    x, y = page.evaluate(
        """() => {
          for (let y = 300; y < 700; y += 7)
            for (let x = 500; x < 1000; x += 11)
              if (document.elementFromPoint(x, y)?.classList.contains('react-flow__pane')) return [x, y];
          throw new Error('Nowhere is the canvas empty.');
        }"""
    )
    return x, y


def _node_place(page: Page) -> tuple[float, float]:
    """The middle of a node near the middle of the window: further out begin the handles."""
    x, y = page.evaluate(
        """() => {
          for (const node of document.querySelectorAll('.react-flow__node')) {
            const { x, y, width, height } = node.getBoundingClientRect();
            const [left, top] = [x + width / 2, y + height / 2];
            const isNear = left > 500 && left < 1000 && top > 300 && top < 700;
            if (isNear && document.elementFromPoint(left, top)?.closest('.react-flow__node') === node)
              return [left, top];
          }
          throw new Error('No node lies in the middle.');
        }"""
    )
    return x, y


def _typing(chromium: Browser, url: str, repeats: int) -> list[Figure]:
    drawn: list[float] = []
    searched: list[float] = []
    for _ in range(repeats):
        with shown(chromium, url + OURS) as page:
            drawn.append(_others_drawn(page))
            searched.append(max(page.evaluate(SEARCH, query) for query in SEARCHES))
    return [
        Figure(
            name="canvas: other nodes drawn while typing",
            unit="nodes",
            values=drawn,
            target=0,
            better=Better.LOWER,
            note=f"{len(TYPED)} keystrokes",
        ),
        Figure(name="canvas: the palette's search", unit="ms", values=searched, target=50, better=Better.LOWER),
    ]


def _others_drawn(page: Page) -> float:
    field = page.get_by_label("Description of the first step")
    field.focus()
    page.evaluate("() => { window.bench.renders.length = 0; }")
    page.keyboard.type(TYPED)
    own, others = page.evaluate(
        """() => {
          const first = window.bench.store.getState().document.startStepInstanceId;
          const own = window.bench.renders.filter((id) => id === first).length;
          return [own, window.bench.renders.length - own];
        }"""
    )
    if own == 0:
        raise AssertionError("Typing drew nothing at all: the field is not wired to the flow.")
    return float(others)


# From the keystroke to the frame in which the list shows what was found, in milliseconds.
SEARCH = """
query => new Promise((resolve) => {
  const field = document.querySelector('[role=combobox]');
  const list = document.getElementById(field.getAttribute('aria-controls'));
  const write = (text) => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, text);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  };
  write('');
  setTimeout(() => {
    const begun = performance.now();
    const seen = new MutationObserver(() => {
      seen.disconnect();
      requestAnimationFrame(() => resolve(performance.now() - begun));
    });
    seen.observe(list, { childList: true, subtree: true, attributes: true });
    write(query);
  }, 200);
})
"""
