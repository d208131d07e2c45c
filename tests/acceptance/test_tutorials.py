"""The commands of README and of the tutorial are run as they are printed."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.processes import ROOT, embedded

BLOCK = re.compile(r"^```sh tutorial\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def commands_of(page: str) -> str:
    """Every block of a page that is marked as part of the tutorial, one after the other."""
    return "\n".join(BLOCK.findall(Path(ROOT, page).read_text()))


PROMISED = {
    "README.md": ['"text": "Expense 1"', '"status":"DELIVERED"', '"approved": true', '"type": "execution.completed"'],
    "docs/tutorial.md": ['"text": "healthz is there"', '"code": "http_404"', '"kind": "FALLBACK"', '"total": 45'],
}
"""What the text around the commands says they show."""


@pytest.mark.parametrize("page", list(PROMISED))
def test_every_command_of_a_tutorial_works_and_shows_what_the_text_says(page: str) -> None:
    with embedded() as allma:
        environment = {**allma.environment, "ALLMA_URL": allma.url}
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", commands_of(page)],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    assert [text for text in PROMISED[page] if text not in done.stdout] == []
