"""`python -m allma_site.serve` as a process of its own."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path

import pytest

from allma_site import serve
from tests.services import await_true, free_port

PATIENCE_SECONDS = 60.0


def started(folder: Path, port: int) -> subprocess.Popen[str]:
    """A server that answers."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("ALLMA_")}
    environment = {**inherited, "ALLMA_DATA_DIR": str(folder), "PORT": str(port), "ALLMA_WORKERS": "1"}
    command = [sys.executable, "-m", "allma_site.serve"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    await_true(lambda: status(port, "/readyz") == 200, what="The server's start", seconds=PATIENCE_SECONDS)
    return process


def status(port: int, path: str, body: object = None) -> int:
    client = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    try:
        sent = None if body is None else json.dumps(body)
        client.request("GET" if body is None else "POST", path, sent, {"Content-Type": "application/json"})
        return client.getresponse().status
    except OSError:
        return 0
    finally:
        client.close()


def ended(process: subprocess.Popen[str]) -> str:
    """What a server said in all, after it was told to end and did."""
    process.send_signal(signal.SIGTERM)
    said, _ = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode in (0, -signal.SIGTERM)
    return said


def test_the_first_start_prints_a_password_that_works_and_the_second_does_not(tmp_path: Path) -> None:
    port = free_port()
    process = started(tmp_path, port)
    try:
        first = process.stdout.readline() + process.stdout.readline() if process.stdout else ""
        found = re.search(r"log in as 'admin', password (\S+) ", first)
        assert f"http://127.0.0.1:{port}" in first
        assert found is not None
        login = {"username": "admin", "password": found[1]}
        assert status(port, "/api/v1/auth/login/", {**login, "password": "wrong"}) != 200
        assert status(port, "/api/v1/auth/login/", login) == 200
    finally:
        ended(process)
    again = started(tmp_path, port)
    assert ended(again) == f"Allma: http://127.0.0.1:{port}\n"


@pytest.mark.parametrize("text", ["", "x", "0", "65536", "-1", "8000.5", "1e3"])
def test_a_port_that_is_none_stops_the_start(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("PORT", text)
    with pytest.raises(SystemExit, match="PORT must be a number from 1 to 65535"):
        serve.port()


def test_the_port_is_8000_unless_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PORT", raising=False)
    assert serve.port() == 8000
    monkeypatch.setenv("PORT", "81")
    assert serve.port() == 81
