"""`make cluster` says how to come in, and leaves nothing behind."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

from tests.acceptance.api import Api
from tests.processes import ROOT
from tests.services import PATIENCE_SECONDS, listens

LAST_LINE = "Ctrl-C stops all of it."


def test_the_cluster_command_serves_until_it_is_interrupted() -> None:
    command = [sys.executable, "-m", "scripts.cluster"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        said_so = process.stdout
        assert said_so is not None
        lines = list(iter(lambda: said_so.readline().strip(), LAST_LINE))
        shown = dict(line.split(": ", 1) for line in lines)
        said = {name: value.strip() for name, value in shown.items()}
        assert said["Login"].startswith("admin, ")
        assert Api(said["Allma"], said["API key"]).get("/flows/")["results"] == []
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE_SECONDS) == 0
    ports = [int(said[name].rsplit(":", 1)[1].split("/")[0]) for name in ("Allma", "PostgreSQL", "Redis")]
    assert [listens(port) for port in ports] == [False] * 3
    assert not Path(said["Logs"]).exists()
