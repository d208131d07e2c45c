"""Many runs at once: the dashboard, failures that are alike, kept searches, jobs over all matches, approvals."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import NewPage, Watched
from tests.e2e.driving.executions import RunList
from tests.e2e.driving.jobs import Jobs
from tests.e2e.driving.pages import choose, dialog, go_live, heading, row
from tests.e2e.driving.rest import Rest
from tests.e2e.driving.samples import approval, echo, failing

PASSWORD = "a-password-for-the-others"
DECISION = {
    "type": "object",
    "required": ["decision"],
    "properties": {"decision": {"type": "string", "title": "Decision", "enum": ["APPROVED", "REJECTED"]}},
}


@pytest.fixture
def flow_name() -> str:
    """A flow of this test alone."""
    return f"Lists {uuid4().hex[:8]}"


def failed_runs(rest: Rest, peer: str, name: str, count: int) -> str:
    """A flow with so many runs that failed alike; its id."""
    flow_id = rest.flow(failing(peer), name=name, publish=True)
    for _ in range(count):
        assert rest.run(flow_id, {"input": {}})["status"] == "FAILED"
    return flow_id


def mend(rest: Rest, flow_id: str) -> None:
    """Publishes a second version, whose runs complete."""
    rest("POST", f"/flows/{flow_id}/versions/", {"sourceVersion": 1})
    rest.save(flow_id, echo(), number=2)
    rest("POST", f"/flows/{flow_id}/versions/2/publish/", {})


def redrives(rest: Rest, flow_id: str) -> list[str]:
    """The statuses of the flow's redriven runs."""
    found: list[dict[str, Any]] = rest("GET", f"/executions/?flow={flow_id}&trigger=redrive")["results"]
    return [run["status"] for run in found]


def expenses(rest: Rest, name: str) -> str:
    """A published flow that waits for a decision; its id."""
    definition = approval()
    definition["steps"]["ask"].update(payloadSchema=DECISION, description="Is this expense in order?")
    return rest.flow(definition, name=name, publish=True)


def waiting(rest: Rest, flow_id: str) -> tuple[str, str]:
    """A run that waits: its id, and its correlation key."""
    expense = uuid4().hex
    run_id = rest.start(flow_id, {"input": {"id": expense}})
    rest.await_status(run_id, "WAITING")
    return run_id, f"expense:{expense}"


def stages(asked: Locator, first: int, then: int) -> None:
    """Chooses the sizes of a canary's stages."""
    asked.get_by_role("textbox", name="First", exact=True).fill(str(first))
    asked.get_by_role("textbox", name="Then", exact=True).fill(str(then))


def test_a_failing_run_is_found_from_the_dashboard(page: Page, rest: Rest, peer: str, flow_name: str) -> None:
    failed_runs(rest, peer, flow_name, 2)
    page.goto("/")
    page.get_by_role("combobox", name="Flow").fill(flow_name)
    page.get_by_role("option", name=flow_name).click()
    expect(page.get_by_role("link", name=re.compile("^Failed 2"))).to_be_visible()
    alike = page.get_by_role("region", name="Failures that are alike")
    alike.get_by_role("link", name=re.compile("answered <n> Not Found")).click()
    expect(page).to_have_url(re.compile("/executions.*fingerprint="))
    expect(page.get_by_text("2 runs shown")).to_be_visible()
    expect(page.get_by_role("button", name="Remove the filter Failed alike")).to_be_visible()
    page.get_by_role("row").nth(1).get_by_text("Failed", exact=True).click()
    expect(page).to_have_url(re.compile(r"/executions/[0-9a-f-]{36}"))


def test_the_dashboard_counts_a_run_that_ends_without_being_asked(page: Page, rest: Rest, flow_name: str) -> None:
    flow_id = rest.flow(echo(), name=flow_name, publish=True)
    rest.run(flow_id, {"input": {}})
    go_live(page, f"/?flow={flow_id}&range=30d")
    expect(page.get_by_role("link", name=re.compile("^Runs started 1"))).to_be_visible()
    rest.run(flow_id, {"input": {}})
    expect(page.get_by_role("link", name=re.compile("^Runs started 2"))).to_be_visible()
    page.get_by_role("table", name="Runs by flow").get_by_role("link", name=flow_name).click()
    expect(page.get_by_text("2 runs shown")).to_be_visible()
    page.go_back()
    page.get_by_role("region", name="Runs over time").locator(".recharts-bar-rectangle path").last.click()
    expect(page).to_have_url(re.compile("/executions.*endedAfter=.*endedBefore="))
    expect(page.get_by_role("button", name="Remove the filter Ended")).to_be_visible()
    expect(page.get_by_text("2 runs shown")).to_be_visible()


def test_a_canary_stops_by_itself_when_its_runs_fail(page: Page, rest: Rest, peer: str, flow_name: str) -> None:
    flow_id = failed_runs(rest, peer, flow_name, 4)
    page.goto(f"/failures?flow={flow_id}")
    jobs = Jobs(page)
    asked = jobs.redrive_cluster(flow_name)
    expect(asked.get_by_text("4 runs are redriven.")).to_be_visible()
    stages(asked, 1, 2)
    asked.get_by_role("button", name="Redrive 4 runs").click()
    jobs.ended("STOPPED")
    expect(jobs.drawer.get_by_text("1 of the 1 runs of stage 1 that have ended failed")).to_be_visible()
    assert redrives(rest, flow_id) == ["FAILED"]


def test_a_canary_goes_through_on_a_version_that_mends_the_failure(
    page: Page, rest: Rest, peer: str, flow_name: str
) -> None:
    flow_id = failed_runs(rest, peer, flow_name, 4)
    mend(rest, flow_id)
    page.goto(f"/failures?flow={flow_id}")
    jobs = Jobs(page)
    asked = jobs.redrive_cluster(flow_name)
    stages(asked, 1, 2)
    asked.get_by_role("combobox", name="On which version").click()
    page.get_by_role("option", name="Version 2 · published").click()
    asked.get_by_role("button", name="Redrive 4 runs").click()
    jobs.ended("COMPLETED")
    expect(jobs.drawer.get_by_text("4 of 4 done · 4 succeeded")).to_be_visible()
    expect(jobs.items()).to_have_count(4)
    assert redrives(rest, flow_id) == ["COMPLETED"] * 4

    page.reload()
    expect(jobs.drawer.get_by_text("4 of 4 done · 4 succeeded")).to_be_visible()
    jobs.items().first.get_by_role("link", name=re.compile("^Again as run ")).click()
    expect(page.locator("main header").get_by_text("Completed")).to_be_visible()


def test_a_kept_search_is_opened_by_somebody_else_in_another_browser(
    page: Page, new_page: NewPage, rest: Rest, flow_name: str
) -> None:
    flow_id = rest.flow(echo(), name=flow_name, publish=True)
    run_id = rest.run(flow_id, {"input": {}})["id"]
    RunList(page).open(f"?flow={flow_id}&status=COMPLETED")
    page.get_by_role("button", name="Columns").click()
    page.get_by_role("dialog", name="Columns").get_by_role("checkbox", name="Ended").check()
    page.keyboard.press("Escape")
    expect(page.get_by_role("columnheader", name="Ended")).to_be_visible()
    page.get_by_role("button", name="Saved searches").click()
    page.get_by_role("menuitem", name="Save this search…").click()
    naming = dialog(page, "Save this search")
    naming.get_by_label("Name").fill(flow_name)
    naming.get_by_label("Everybody in the workspace sees it").check()
    naming.get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name=flow_name, exact=True)).to_be_visible()

    reader = f"reader-{uuid4().hex[:8]}"
    rest.member(reader, "viewer", PASSWORD)
    theirs = new_page(user=reader, password=PASSWORD)
    RunList(theirs).open()
    choose(theirs, "Saved searches", f"{flow_name} admin")
    expect(theirs).to_have_url(re.compile(f"flow={flow_id}"))
    expect(theirs.get_by_text("1 run shown")).to_be_visible()
    expect(RunList(theirs).run(run_id)).to_be_visible()
    expect(theirs.get_by_role("columnheader", name="Ended")).to_be_visible()


def test_a_kept_search_is_changed_and_forgotten(page: Page, rest: Rest, flow_name: str) -> None:
    flow_id = rest.flow(echo(), name=flow_name, publish=True)
    body = {"name": flow_name, "query": {"flow": flow_id}, "columns": []}
    RunList(page).open(f"?flow={flow_id}")
    page.get_by_role("button", name="Saved searches").click()
    page.get_by_role("menuitem", name="Save this search…").click()
    dialog(page, "Save this search").get_by_label("Name").fill(str(body["name"]))
    page.keyboard.press("Enter")
    opener = page.get_by_role("button", name=re.compile(f"^{flow_name}"))
    expect(opener).to_have_text(flow_name)
    RunList(page).status("Failed")
    expect(opener).to_have_text(f"{flow_name} (changed)")
    opener.click()
    page.get_by_role("menuitem", name=f"Save changes to {flow_name}").click()
    expect(opener).to_have_text(flow_name)
    opener.click()
    page.get_by_role("menuitem", name="Delete").click()
    dialog(page, f"Delete the search {flow_name}?").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("button", name="Saved searches")).to_be_visible()
    expect(page).to_have_url(re.compile("status=FAILED"))


def test_all_matches_but_one_are_selected_and_cancelled(page: Page, rest: Rest, flow_name: str) -> None:
    flow_id = expenses(rest, flow_name)
    inputs = [{"id": uuid4().hex} for _ in range(55)]
    rest("POST", f"/flows/{flow_id}/executions/batch/", {"inputs": inputs})
    jobs = Jobs(page)
    RunList(page).open(f"?flow={flow_id}")
    expect(page.get_by_text("50 runs shown")).to_be_visible()
    page.get_by_role("checkbox", name="Select all runs shown").check()
    expect(page.get_by_text("50 runs selected")).to_be_visible()
    page.get_by_role("button", name="Select all 55 that match").click()
    expect(page.get_by_text("All 55 matching runs selected")).to_be_visible()
    page.get_by_role("checkbox", name=re.compile("^Select run ")).first.uncheck()
    expect(page.get_by_text("54 matching runs selected, all except 1")).to_be_visible()
    asked = jobs.ask("Cancel")
    expect(asked.get_by_text("54 runs are asked to stop.")).to_be_visible()
    asked.get_by_role("button", name="Cancel 54 runs").click()
    jobs.ended("COMPLETED")
    expect(jobs.drawer.get_by_text("54 of 54 done · 54 succeeded")).to_be_visible()
    assert rest("GET", f"/executions/count/?flow={flow_id}&status=CANCELLED") == {"count": 54, "exact": True}


def test_ended_runs_are_deleted_after_a_word_of_warning(page: Page, rest: Rest, flow_name: str) -> None:
    flow_id = rest.flow(echo(), name=flow_name, publish=True)
    gone = rest.run(flow_id, {"input": {}})["id"]
    left = rest.run(flow_id, {"input": {}})["id"]
    jobs = Jobs(page)
    RunList(page).open(f"?flow={flow_id}")
    page.get_by_role("checkbox", name=f"Select run {gone[-8:]}").check()
    asked = jobs.ask("Delete")
    expect(asked.get_by_text("This cannot be undone.")).to_be_visible()
    asked.get_by_role("button", name="Delete 1 run").click()
    jobs.ended("COMPLETED")
    found = rest("GET", f"/executions/?flow={flow_id}")["results"]
    assert [run["id"] for run in found] == [left]


def test_columns_are_chosen_ordered_and_kept_on_the_device(page: Page, rest: Rest, flow_name: str) -> None:
    flow_id = rest.flow(echo(), name=flow_name, publish=True)
    rest.run(flow_id, {"input": {}})
    RunList(page).open(f"?flow={flow_id}")
    page.get_by_role("button", name="Columns").click()
    menu = page.get_by_role("dialog", name="Columns")
    for name in ("Status", "Flow", "Progress", "Trigger", "Labels"):
        menu.get_by_role("checkbox", name=name, exact=True).uncheck()
    menu.get_by_role("button", name="Move Duration to the left").click()
    page.reload()
    expect(page.get_by_role("columnheader")).to_have_text(["", "Run", "Duration", "Started", "Actions"])


def test_a_waiting_run_is_approved(page: Page, rest: Rest, watched: Watched, flow_name: str) -> None:
    run_id, key = waiting(rest, expenses(rest, flow_name))
    page.goto("/approvals")
    opener = page.get_by_role("button", name=f"Decide: Ask the manager of {flow_name}, key {key}")
    opener.click()
    asked = dialog(page, "Ask the manager")
    expect(asked.get_by_text("Is this expense in order?")).to_be_visible()
    asked.get_by_role("button", name="Send").click()
    expect(asked.get_by_role("alert", name="Invalid input")).to_be_visible()
    watched.expect("400 (Bad Request)")
    asked.get_by_label("Decision").click()
    page.get_by_role("option", name="APPROVED").click()
    asked.get_by_role("button", name="Send").click()
    found = rest.await_status(run_id, "COMPLETED")
    assert found["output"]["pay"] == {"paid": True}
    expect(opener).to_have_count(0)


def test_who_was_too_late_is_told_that_it_is_decided(page: Page, rest: Rest, watched: Watched, flow_name: str) -> None:
    run_id, key = waiting(rest, expenses(rest, flow_name))
    go_live(page, "/approvals")
    page.get_by_role("button", name=f"Decide: Ask the manager of {flow_name}, key {key}").click()
    asked = dialog(page, "Ask the manager")
    expect(asked.get_by_label("Decision")).to_be_visible()
    rest("POST", "/events/", {"correlationKey": key, "payload": {"decision": "REJECTED"}})
    expect(asked.get_by_role("alert")).to_contain_text("Nothing to decide any more")
    expect(asked.get_by_role("button", name="Send")).to_have_count(0)
    asked.get_by_role("link", name="See what became of it").click()
    expect(page).to_have_url(re.compile(f"/executions/{run_id}$"))


def test_statistics_lead_from_a_step_to_its_failed_runs(page: Page, rest: Rest, peer: str, flow_name: str) -> None:
    flow_id = failed_runs(rest, peer, flow_name, 2)
    page.goto(f"/statistics?flow={flow_id}")
    expect(heading(page, "Statistics")).to_be_visible()
    table = page.get_by_role("table", name="Statistics by step")
    table.get_by_role("button", name="Failure rate").click()
    expect(page).to_have_url(re.compile("sort=failureRate"))
    expect(table.get_by_role("columnheader", name="Failure rate")).to_have_attribute("aria-sort", "descending")
    expect(table.get_by_role("row").nth(1)).to_contain_text("call")
    row(page, "call").get_by_role("link", name="100% (2)").click()
    expect(page.get_by_text("2 runs shown")).to_be_visible()
