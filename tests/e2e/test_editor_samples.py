"""Every sample flow: imported through the panel, opened without a problem or a change, and the same in an export."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.driving.editor import Editor
from tests.e2e.driving.flows import FlowList, downloaded
from tests.e2e.driving.pages import told
from tests.e2e.driving.rest import Rest
from tests.processes import ROOT

SAMPLES = sorted((ROOT / "tests" / "flows").glob("*.json"))


def counts(problems: list[dict[str, Any]]) -> tuple[int, int]:
    """How many errors and how many warnings."""
    errors = sum(problem["severity"] == "error" for problem in problems)
    return errors, len(problems) - errors


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_flow_is_imported_opened_without_a_problem_and_exported_unchanged(
    page: Page, rest: Rest, sample: Path
) -> None:
    definition = json.loads(sample.read_text())["definition"]
    name = f"{sample.stem} {uuid4().hex[:6]}"
    flows = FlowList(page)
    flows.open()
    dialog = flows.begin_import(json.dumps({"name": name, "definition": definition}))
    dialog.get_by_role("button", name="Import 1 item").click()
    told(page, "Imported 1 item")
    flow_id = rest("GET", f"/flows/?search={name.replace(' ', '+')}")["results"][0]["id"]

    editor = Editor(page).open(flow_id)
    expect(editor.nodes).to_have_count(len(definition["steps"]))
    errors, warnings = counts(rest("POST", "/flows/validate/", {"definition": definition})["problems"])
    assert errors == 0
    editor.expect_problems(errors, warnings)

    version = rest("GET", f"/flows/{flow_id}/versions/1/")
    assert (version["revision"], version["definition"]) == (1, definition)
    assert list(version["definition"]["steps"]) == list(definition["steps"])
    flows.open()
    flows.search(name)
    exported = downloaded(page, lambda: flows.act(name, "Export JSON"))
    assert [one["definition"] for one in exported["flows"]] == [definition]
