"""The sample flows pass over plain HTTP on the embedded default and on a cluster."""

from __future__ import annotations

import re
import subprocess
import sys

from tests.acceptance.api import Api
from tests.processes import ROOT, Allma

FOLDER = ROOT / "tests" / "flows"
CASES = re.compile(r"^(\d+) passed, (\d+) failed$", re.MULTILINE)


def test_every_case_passes_on_the_embedded_default(alone: tuple[Allma, Api]) -> None:
    assert failures(alone[1]) == []


def test_every_case_passes_on_a_cluster(allma: Allma, api: Api) -> None:
    for _ in range(2):
        allma.start_worker()
    allma.await_ready()
    assert failures(api) == []


def failures(api: Api) -> list[str]:
    """The cases that failed. That none was found is a failure, too."""
    command = [sys.executable, str(FOLDER / "run_flows.py"), "--url", api.url, "--key", api.key]
    done = subprocess.run([*command, "--folder", str(FOLDER)], capture_output=True, text=True, check=False)
    failed = [line for line in done.stdout.splitlines() if line.startswith("FAIL")]
    counts = CASES.search(done.stdout)
    if counts is None or int(counts[1]) == 0:
        return [*failed, "no case passed", done.stderr]
    assert done.returncode == (1 if failed else 0)
    return failed
