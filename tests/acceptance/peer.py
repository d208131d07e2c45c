"""The outside world of a run under test: the sample flows' peer server, in a process of its own."""

from __future__ import annotations

import json
import runpy
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import ThreadingHTTPServer

from tests.processes import ROOT

PROGRAM = ROOT / "tests" / "flows" / "peer_server.py"


@dataclass(frozen=True, slots=True)
class Peer:
    """A running peer server."""

    url: str

    def effect(self, name: str) -> str:
        """The URL of an effect."""
        return f"{self.url}/effects/{name}"

    def slow(self, seconds: float) -> str:
        """A URL that answers after so many seconds."""
        return f"{self.url}/slow?seconds={seconds}"

    def effects(self, name: str) -> dict[str, int]:
        """How often an effect was asked for, by its idempotency key."""
        with urllib.request.urlopen(self.effect(name), timeout=30) as answer:
            keys: dict[str, int] = json.loads(answer.read())["keys"]
        return keys


@contextmanager
def peer() -> Iterator[Peer]:
    """Start one, end it afterwards."""
    command = [sys.executable, "-m", "tests.acceptance.peer"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield Peer(f"http://127.0.0.1:{json.loads(process.stdout.readline())['port']}")
        finally:
            process.terminate()


if __name__ == "__main__":
    ThreadingHTTPServer.request_queue_size = 256  # fifty calls at once must not wait for a retransmission
    runpy.run_path(str(PROGRAM), run_name="__main__")
