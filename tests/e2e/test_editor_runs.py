"""From a drawn flow to a finished run, without leaving the editor; and what keeps a flow from being published."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Watched
from tests.e2e.driving.definitions import chain, definition, step
from tests.e2e.driving.editor import Editor
from tests.e2e.driving.rest import Rest

SAMPLE: dict[str, Any] = json.loads((Path(__file__).parents[1] / "flows/expense-approval.json").read_text())
INPUT_SCHEMA = {
    "type": "object",
    "required": ["expenseId"],
    "properties": {"expenseId": {"type": "string"}, "amount": {"type": "number"}},
}


def test_a_flow_is_published_run_approved_through_the_api_and_seen_to_finish(page: Page, rest: Rest) -> None:
    flow_id = rest.flow({**SAMPLE["definition"], "inputSchema": INPUT_SCHEMA})
    expense = f"EXP-{uuid4().hex[:8]}"
    editor = Editor(page).open(flow_id)
    editor.publish(note="First version")
    expect(page.get_by_text("v1 · Published")).to_be_visible()
    editor.button("Run").click()
    dialog = page.get_by_role("dialog").filter(has=page.get_by_role("button", name="Start", exact=True))
    dialog.get_by_label("Expense id").fill(expense)
    dialog.get_by_label("Amount").fill("500")
    dialog.get_by_role("button", name="Start", exact=True).click()
    editor.run_status("WAITING")
    expect(editor.node("ask").get_by_role("img", name="Waiting")).to_be_visible()
    approval = {"decision": "APPROVED", "approvedBy": "m@example.com"}
    rest("POST", "/events/", {"correlationKey": f"expense-approval:{expense}", "payload": approval})
    editor.run_status("COMPLETED")
    for visited in ("ask", "pay", "done"):
        expect(editor.node(visited).get_by_role("img", name="Completed")).to_be_visible()
    expect(editor.node("reject").get_by_role("img", name="Completed")).to_have_count(0)
    run = rest("GET", f"/executions/?flow={flow_id}")["results"][0]
    assert rest("GET", f"/executions/{run['id']}/")["output"]["pay"] == {"amount": 500, "by": "m@example.com"}


def test_the_run_form_says_which_field_the_server_refuses(page: Page, rest: Rest, watched: Watched) -> None:
    watched.expect("400 (Bad Request)")
    flow_id = rest.flow({**chain(1), "inputSchema": {**INPUT_SCHEMA, "properties": {"expenseId": {"type": "string"}}}})
    editor = Editor(page).open(flow_id)
    page.keyboard.press("r")
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.get_by_text("This field is required.")).to_be_visible()
    expect(page.get_by_role("region", name="Run on the canvas")).to_be_hidden()
    page.get_by_label("Expense id").fill("EXP-9")
    page.get_by_role("button", name="Start", exact=True).click()
    editor.run_status("COMPLETED")


def broken() -> dict[str, Any]:
    """A flow whose first step has a condition."""
    ways = [{"condition": "$.total > 100", "nextStepInstanceId": "big"}]
    return definition(
        step("first", transitions=ways, defaultNextStepInstanceId="end", displayName="First"),
        step("big", x=320, y=-140, defaultNextStepInstanceId="end", displayName="Big"),
        step("end", "END_FLOW", x=640),
    )


def test_a_broken_condition_is_found_in_the_list_and_explained_by_the_server(page: Page, rest: Rest) -> None:
    flow_id = rest.flow(broken())
    editor = Editor(page).open(flow_id)
    editor.expect_problems(0)
    editor.open_step("first")
    editor.tab("Next")
    editor.switch("How When is shown", "Text")
    editor.set_field("When", "$.total >")
    editor.close_step()
    editor.expect_problems(1)
    said = rest("POST", "/flows/validate/", {"definition": with_condition("$.total >")})["problems"][0]["message"]
    problem = editor.problems().get_by_role("button").filter(has_text=said)
    problem.click()
    when = editor.field("When")
    expect(when).to_be_focused()
    expect(when).to_have_attribute("aria-invalid", "true")
    expect(editor.panel.get_by_text(said).first).to_be_visible()
    when.fill("$.total > 10")
    editor.expect_problems(0)


def with_condition(text: str) -> dict[str, Any]:
    found = broken()
    found["steps"]["first"]["transitions"][0]["condition"] = text
    return found


def test_publishing_refuses_errors_and_leads_to_them(page: Page, rest: Rest) -> None:
    flow_id = rest.flow(with_condition("$.total >"))
    editor = Editor(page).open(flow_id)
    editor.button("Publish").click()
    dialog = editor.dialog("Publish version 1")
    expect(dialog.get_by_text("These errors have to be mended first.")).to_be_visible()
    expect(dialog.get_by_role("button", name="Publish version 1")).to_be_disabled()
    dialog.get_by_role("listitem").get_by_role("button").first.click()
    expect(dialog).to_be_hidden()
    expect(editor.field("When")).to_be_focused()
    assert rest("GET", f"/flows/{flow_id}/versions/1/")["status"] == "draft"


def test_the_second_publication_says_what_changes(page: Page, rest: Rest) -> None:
    flow_id = rest.flow(chain(2), publish=True)
    rest("POST", f"/flows/{flow_id}/versions/", {"sourceVersion": 1})
    editor = Editor(page).open(flow_id, 2)
    editor.open_step("s2")
    editor.tab("Mappings")
    editor.add_mapping("total", "$.total")
    editor.close_step()
    editor.button("Publish").click()
    dialog = editor.dialog("Publish version 2")
    expect(dialog.get_by_text("What changes against version 1")).to_be_visible()
    expect(dialog.get_by_text("Step s2")).to_be_visible()
    dialog.get_by_role("button", name="Publish version 2").click()
    expect(page.get_by_text("Version 2 is published.")).to_be_visible()
    assert rest("GET", f"/flows/{flow_id}/")["publishedVersion"] == 2
