"""Mending a failed run in place: its prompt, its conditions, and edits that are not lost."""

from __future__ import annotations

import re
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.e2e.driving.pages import write_json
from tests.e2e.driving.redrives import FixView, asking, deciding
from tests.e2e.driving.rest import Rest


def failed_run(rest: Rest, flow_id: str, given: dict[str, object], at: str) -> str:
    """A run that fails at a step; its id."""
    run = rest.run(flow_id, {"input": given})
    assert (run["status"], run["error"]["stepInstanceId"]) == ("FAILED", at)
    return str(run["id"])


def expect_completed(page: Page, rest: Rest, *steps: str) -> None:
    """The run that the page is at completes, and its own visits are of these steps."""
    run_id = page.url.rsplit("/", 1)[1].partition("?")[0]
    rest.await_status(run_id, "COMPLETED")
    rows = rest("GET", f"/executions/{run_id}/steps/")["results"]
    assert [row["stepInstanceId"] for row in rows if not row["inherited"]] == list(steps)


def test_a_prompt_is_mended_in_place_survives_a_reload_and_is_asked_again(page: Page, rest: Rest, peer: str) -> None:
    prompt = rest("POST", "/prompts/", {"name": f"Sort {uuid4().hex[:8]}", "content": "Sort {{ text }}"})["id"]
    rest("POST", f"/prompts/{prompt}/versions/1/publish/", {})
    flow_id = rest.flow(asking(peer, prompt), publish=True)
    page.goto(f"/executions/{failed_run(rest, flow_id, {'text': 'this'}, 'ask')}/fix")
    mending = FixView(page)
    text = mending.form.get_by_role("textbox", name="Text of the prompt (version 1)")
    expect(text).to_have_text("Sort {{ text }}")
    write_json(text, "Please sort {{ text }}")
    expect(mending.visit("Ask")).to_contain_text("edited")

    page.reload()
    expect(page.get_by_role("alert").filter(has_text="Your edits from before are here again")).to_be_visible()
    expect(text).to_have_text("Please sort {{ text }}")

    mending.apply()
    expect_completed(page, rest, "ask", "end")
    live = rest("GET", f"/prompts/{prompt}/versions/2/")
    assert (live["status"], live["content"]) == ("published", "Please sort {{ text }}")
    assert rest("GET", f"/flows/{flow_id}/")["latestVersion"] == 1


def test_a_condition_is_mended_in_place_and_the_run_takes_the_other_way(page: Page, rest: Rest) -> None:
    flow_id = rest.flow(deciding(limit=1000), publish=True)
    page.goto(f"/executions/{failed_run(rest, flow_id, {'order': {'amount': 120}}, 'book')}/fix?seq=1")
    mending = FixView(page)
    condition = "Condition of way 1, to Review"
    mending.form.get_by_role("radiogroup", name=re.compile(condition)).get_by_text("Text").click()
    mending.form.get_by_role("combobox", name=condition).fill("$.order.amount > 100")
    expect(mending.visit("Review")).to_contain_text("New")
    expect(mending.visit("Book")).to_contain_text("Not reached")
    expect(mending.outcome).to_contain_text("With the edits the recorded run completes.")
    mending.apply()
    expect_completed(page, rest, "decide", "review")
    assert rest.definition(flow_id, 2) == deciding(limit=100)
