"""Trying a step without running the flow."""

from __future__ import annotations

import json
import urllib.request
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.driving.definitions import chain, definition, step
from tests.e2e.driving.editor import Editor, starting
from tests.e2e.driving.rest import Rest
from tests.e2e.test_editor_step_panel import on_typed_json

SOON_MS = 2_000
FEW_ROWS = 200


def api_call(peer: str, path: str, method: str = "GET", **fields: Any) -> dict[str, Any]:
    """One call to the peer, then the end."""
    url = {"template": f"{peer}{path}"}
    return definition(step("call", "API_CALL", displayName="Call", apiHttpMethod=method, apiUrlTemplate=url, **fields))


def output(editor: Editor) -> Locator:
    return editor.panel.get_by_role("region", name="Output", exact=True)


def effects(peer: str, name: str) -> int:
    """How often the peer was really called."""
    with urllib.request.urlopen(f"{peer}/effects/{name}") as answer:
        found: int = json.load(answer)["calls"]
    return found


def test_a_step_runs_on_typed_json_with_unsaved_settings(page: Page, rest: Rest, peer: str) -> None:
    flow_id = rest.flow(api_call(peer, "/products/1"))
    editor = Editor(page).open(flow_id)
    on_typed_json(editor, "call", {"product": 4})
    editor.field("URL").fill(peer + "/products/{{ product }}")
    page.keyboard.press("Control+Enter")
    expect(output(editor).get_by_text("Completed")).to_be_visible()
    expect(output(editor).get_by_text("Product 4")).to_be_visible()
    output(editor).get_by_role("tab", name="Request").click()
    expect(output(editor).get_by_text("/products/4").first).to_be_visible()


def test_a_dry_run_shows_what_would_be_sent_and_sends_nothing(page: Page, rest: Rest, peer: str) -> None:
    name = uuid4().hex
    flow_id = rest.flow(api_call(peer, f"/effects/{name}", "POST", requestBody={"amount": "$.amount"}))
    editor = Editor(page).open(flow_id)
    on_typed_json(editor, "call", {"amount": 31})
    dry = editor.panel.get_by_role("switch", name="Dry run")
    if not dry.is_checked():
        dry.click()
    page.keyboard.press("Control+Enter")
    expect(output(editor).get_by_text("Nothing was sent. This is what would be sent:")).to_be_visible()
    expect(output(editor).get_by_text(f"/effects/{name}").first).to_be_visible()
    assert effects(peer, name) == 0
    dry.click()
    editor.panel.get_by_role("button", name="Run step").first.click()
    page.get_by_role("button", name="Send it").click()
    expect(output(editor).get_by_text("Completed")).to_be_visible()
    assert effects(peer, name) == 1


def test_a_step_runs_on_the_context_of_a_past_run(page: Page, rest: Rest) -> None:
    flow = chain(2)
    flow["steps"]["s2"]["inputMappings"] = {"who": "$.name"}
    flow_id = rest.flow(flow, publish=True)
    for name in ("Ada", "Grace"):
        rest.run(flow_id, {"input": {"name": name}})
    rest("POST", f"/flows/{flow_id}/versions/", {"sourceVersion": 1})
    editor = Editor(page).open(flow_id, 2)
    editor.open_step("s2")
    pane = editor.panel.get_by_role("region", name="Input", exact=True)
    expect(pane.get_by_role("treeitem", name=starting("name")).first).to_contain_text("Grace")
    pane.get_by_role("button", name=starting("Sample data: ")).click()
    page.get_by_role("menuitem", name=starting("A past run")).click()
    runs = editor.dialog("Recent runs of this flow")
    runs.get_by_role("button").filter(has_text="Completed").nth(1).click()
    runs.get_by_role("button", name=starting("Visit")).click()
    expect(pane.get_by_role("treeitem", name=starting("name")).first).to_contain_text("Ada")
    page.keyboard.press("Control+Enter")
    expect(output(editor).get_by_text("Ada")).to_be_visible()


def test_an_output_is_pinned_and_stands_for_its_step_up_to_here(page: Page, rest: Rest, peer: str) -> None:
    name = uuid4().hex
    flow = api_call(peer, f"/effects/{name}", "POST", defaultNextStepInstanceId="after")
    flow["steps"]["after"] = step("after", x=320, inputMappings={"seen": "$.steps_output.call.data.seen"})
    flow["steps"]["call"]["pinnedOutput"] = {"data": {"seen": "pinned value"}}
    flow_id = rest.flow(flow)
    editor = Editor(page).open(flow_id)
    editor.open_step("after")
    editor.panel.get_by_role("button", name="More ways to run").click()
    page.get_by_role("menuitem", name=starting("Run up to here")).click()
    editor.dialog("Run up to after").get_by_role("button", name="Run", exact=True).click()
    expect(page.get_by_text("in the sandbox", exact=False).first).to_be_visible()
    expect(output(editor).get_by_text("pinned value")).to_be_visible()
    assert effects(peer, name) == 0


def test_the_output_of_a_try_is_pinned_on_the_step(page: Page, rest: Rest, peer: str) -> None:
    flow_id = rest.flow(api_call(peer, "/products/2"))
    editor = Editor(page).open(flow_id)
    on_typed_json(editor, "call", {})
    page.keyboard.press("Control+Enter")
    expect(output(editor).get_by_text("Product 2")).to_be_visible()
    output(editor).get_by_role("button", name="Pin output").click()
    expect(editor.panel.get_by_text("Output pinned")).to_be_visible()
    editor.save()
    assert "Product 2" in json.dumps(rest.definition(flow_id)["steps"]["call"]["pinnedOutput"])


@pytest.fixture(scope="module")
def large_run(rest: Rest) -> str:
    """A flow with a draft 2 whose only run has a context of 10 MB."""
    flow_id = rest.flow(chain(2), publish=True)
    rows = [{"id": number, "text": f"row {number} " + "x" * 180} for number in range(48_000)]
    rest.run(flow_id, {"input": {"rows": rows, "needle": "in a haystack"}})
    rest("POST", f"/flows/{flow_id}/versions/", {"sourceVersion": 1})
    return flow_id


def test_a_context_of_ten_megabytes_is_opened_searched_and_scrolled_at_once(page: Page, large_run: str) -> None:
    editor = Editor(page).open(large_run, 2)
    editor.open_step("s2")
    pane = editor.panel.get_by_role("region", name="Input", exact=True)
    rows = pane.get_by_role("treeitem", name=starting("rows")).first
    expect(rows).to_be_visible()
    page.set_default_timeout(SOON_MS)
    tree = pane.get_by_role("tree")
    rows.click()
    page.keyboard.press("ArrowRight")
    expect(tree.get_by_text("[ 48000 ]")).to_be_visible(timeout=SOON_MS)
    tree.evaluate("tree => { tree.scrollTop = tree.scrollHeight / 2 }")
    expect(pane.get_by_role("treeitem").nth(5)).to_be_visible(timeout=SOON_MS)
    assert pane.get_by_role("treeitem").count() < FEW_ROWS
    pane.get_by_role("textbox", name="Search in the data").fill("needle")
    expect(pane.get_by_text("1 of 2", exact=True)).to_be_visible(timeout=SOON_MS)
    expect(pane.get_by_role("treeitem", name=starting("needle")).first).to_be_visible(timeout=SOON_MS)
