"""The page that shows the canvas with 1,000 steps, or React Flow alone with as many plain nodes."""

from __future__ import annotations

import functools
import http.server
import json
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize

from flows.steps.registry import palette
from tests.chromium import chromium
from tests.processes import ROOT

# Frames as fast as they can be drawn: at 60 a second every time would be 16.7, 33.3 or 50 milliseconds.
UNPACED = ("--disable-frame-rate-limit", "--disable-gpu-vsync")
CONFIG = "src/features/flow-editor/bench/vite.config.ts"
VIEW: ViewportSize = {"width": 1440, "height": 900}


@contextmanager
def bench_site(folder: Path) -> Iterator[str]:
    """Builds the page into `folder` and serves it; gives its address."""
    command = ["npx", "vite", "build", "--config", CONFIG, "--outDir", str(folder), "--logLevel", "error"]
    subprocess.run(command, cwd=ROOT / "frontend", check=True)
    (folder / "step-types.json").write_text(json.dumps(palette()))
    handler = functools.partial(_Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@contextmanager
def browser() -> Iterator[Browser]:
    """A Chromium without a window."""
    with chromium(*UNPACED) as started:
        yield started


@contextmanager
def shown(chromium: Browser, address: str) -> Iterator[Page]:
    """A page with the flow on it, all nodes painted."""
    page = chromium.new_page(viewport=VIEW)
    try:
        page.goto(address)
        page.evaluate(PAINTED)
        yield page
    finally:
        page.close()


# Milliseconds from the document's being there to the paint of the last of its nodes and edges.
PAINTED = """
() => new Promise((resolve, reject) => {
  const begun = performance.now();
  const look = () => {
    const nodes = document.querySelectorAll('.react-flow__node').length;
    const edges = document.querySelectorAll('.react-flow__edge').length;
    const [mark] = performance.getEntriesByName('document');
    if (performance.now() - begun > 60000) return reject(new Error(`${nodes} nodes, ${edges} edges`));
    if (!mark || nodes < 1000 || edges < 1000) return requestAnimationFrame(look);
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - mark.startTime)));
  };
  look();
})
"""
