"""The panel's tests draw every form from a recorded palette: it must be the one that the server gives."""

from __future__ import annotations

import json
from pathlib import Path

from flows.steps.registry import palette

RECORDED = Path(__file__).parents[3] / "frontend/src/lib/testing/palette.json"


def test_the_recorded_palette_of_the_panels_tests_is_the_servers() -> None:
    message = f"Write it again: Path({str(RECORDED)!r}).write_text(json.dumps(palette(), indent=1) + '\\n')"
    assert json.loads(RECORDED.read_text()) == palette(), message
