"""Runs: found, watched, resumed, cancelled, and looked into when they failed."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import NewPage, Watched
from tests.e2e.driving.executions import RunList, RunView
from tests.e2e.driving.flows import downloaded
from tests.e2e.driving.pages import choose, confirm, dialog, told, write_json
from tests.e2e.driving.rest import Rest
from tests.e2e.driving.samples import approval, echo, failing


@pytest.fixture
def expenses(rest: Rest) -> str:
    """A published flow that waits for an approval."""
    return rest.flow(approval(), publish=True)


def waiting(rest: Rest, flow_id: str, expense: str = "") -> str:
    """A run that waits for the event `expense:{expense}`; its id."""
    run_id = rest.start(flow_id, {"input": {"id": expense or uuid4().hex}})
    rest.await_status(run_id, "WAITING")
    return run_id


def approve(rest: Rest, expense: str) -> None:
    """The manager says yes, through the API."""
    rest("POST", "/events/", {"correlationKey": f"expense:{expense}", "payload": {"decision": "APPROVED"}})


def test_filters_of_runs_are_in_the_address_and_survive_a_reload(page: Page, rest: Rest, expenses: str) -> None:
    name = rest("GET", f"/flows/{expenses}/")["name"]
    run_id = waiting(rest, expenses)
    runs = RunList(page)
    runs.open()
    runs.status("Waiting")
    page.get_by_role("combobox", name="Flow").fill(name)
    page.get_by_role("option", name=name).click()
    page.get_by_role("combobox", name="Started").click()
    page.get_by_role("option", name="Last hour").click()
    expect(page.get_by_text("1 run shown")).to_be_visible()
    expect(page).to_have_url(re.compile(f"flow={expenses}.*range=1h|range=1h.*flow={expenses}"))

    page.reload()
    expect(runs.run(run_id)).to_contain_text("Waiting")
    expect(page.get_by_text("1 run shown")).to_be_visible()
    page.get_by_role("button", name="Remove the filter Started").click()
    expect(page).not_to_have_url(re.compile("range="))
    page.get_by_role("button", name="Clear all filters").click()
    expect(page).to_have_url(re.compile(r"/executions$"))


def test_the_rarer_filters_find_a_run_by_its_label_and_trigger(page: Page, rest: Rest) -> None:
    flow_id = rest.flow(echo(), publish=True)
    label = uuid4().hex[:8]
    wanted = rest.run(flow_id, {"input": {}, "labels": {"order": label}})["id"]
    rest.run(flow_id, {"input": {}})
    runs = RunList(page)
    runs.open(f"?flow={flow_id}")
    page.get_by_role("button", name="More filters").click()
    page.get_by_role("textbox", name="Label").fill("no colon")
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("Write a label as key:value.")).to_be_visible()
    page.get_by_role("textbox", name="Label").fill(f"order:{label}")
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("1 run shown")).to_be_visible()
    expect(runs.run(wanted)).to_be_visible()


def test_one_who_types_on_after_a_pause_goes_on_in_the_search(page: Page, rest: Rest) -> None:
    flow_id = rest.flow(echo(), publish=True)
    run_id = rest.run(flow_id, {"input": {}})["id"]
    rest.run(flow_id, {"input": {}})
    runs = RunList(page)
    runs.open(f"?flow={flow_id}")
    box = page.get_by_role("searchbox", name="Search runs")
    box.press_sequentially(run_id[:30])
    expect(page).to_have_url(re.compile(f"search={run_id[:30]}(&|$)"))
    page.keyboard.type(run_id[30:])
    expect(box).to_have_value(run_id)
    expect(page.get_by_text("1 run shown")).to_be_visible()
    expect(runs.run(run_id)).to_be_visible()


def test_a_run_that_starts_elsewhere_is_announced_and_shown_on_demand(page: Page, rest: Rest, expenses: str) -> None:
    waiting(rest, expenses)
    runs = RunList(page)
    runs.open(f"?flow={expenses}")
    expect(page.get_by_text("1 run shown")).to_be_visible()
    fresh = waiting(rest, expenses)
    page.get_by_role("button", name="1 new run").click()
    expect(runs.run(fresh)).to_contain_text("Waiting")
    expect(page.get_by_role("button", name="1 new run")).to_have_count(0)


def test_the_status_of_a_run_changes_in_its_row(page: Page, rest: Rest, expenses: str) -> None:
    expense = uuid4().hex
    run_id = waiting(rest, expenses, expense)
    runs = RunList(page)
    runs.open(f"?flow={expenses}")
    expect(runs.run(run_id)).to_contain_text("Waiting")
    approve(rest, expense)
    expect(runs.run(run_id)).to_contain_text("Completed")


def test_a_row_opens_its_run_and_back_finds_the_same_filters(page: Page, rest: Rest, expenses: str) -> None:
    run_id = waiting(rest, expenses)
    runs = RunList(page)
    runs.open(f"?flow={expenses}")
    runs.run(run_id).get_by_text("Waiting").click()
    expect(page).to_have_url(re.compile(f"/executions/{run_id}$"))
    page.go_back()
    expect(page).to_have_url(re.compile(f"flow={expenses}"))
    expect(runs.run(run_id)).to_be_visible()


def test_several_runs_are_cancelled_at_once(page: Page, rest: Rest, expenses: str) -> None:
    both = [waiting(rest, expenses), waiting(rest, expenses)]
    runs = RunList(page)
    runs.open(f"?flow={expenses}")
    for run_id in both:
        page.get_by_role("checkbox", name=f"Select run {run_id[-8:]}").check()
    expect(page.get_by_text("2 runs selected")).to_be_visible()
    page.get_by_role("region", name="Chosen runs").get_by_role("button", name="Cancel", exact=True).click()
    confirm(page, "Cancel runs", "Cancel 2 runs")
    for run_id in both:
        assert rest.await_status(run_id, "CANCELLED")
        expect(runs.run(run_id)).to_contain_text("Cancelled")


def test_a_waiting_run_is_seen_to_finish_with_its_path_lit(page: Page, rest: Rest, expenses: str) -> None:
    expense = uuid4().hex
    run = RunView(page, waiting(rest, expenses, expense))
    run.watch()
    expect(run.facts).to_contain_text("Waiting")
    expect(page.get_by_text("Waits for an event at Ask the manager")).to_be_visible()
    expect(run.node("Ask the manager").get_by_role("img", name="Waiting")).to_be_visible()

    approve(rest, expense)
    expect(run.facts).to_contain_text("Completed")
    expect(run.node("Ask the manager").get_by_role("img", name="Completed")).to_be_visible()
    expect(run.node("pay").get_by_role("img", name="Completed")).to_be_visible()
    expect(run.node("reject").get_by_role("img")).to_have_count(0)
    expect(page.locator("[data-run=taken]")).to_have_count(1)
    expect(page.locator("[data-run=idle]")).to_have_count(1)
    expect(run.steps.get_by_role("treeitem")).to_have_text([re.compile("^Ask the manager"), re.compile("^pay")])


def test_a_waiting_run_goes_on_with_the_payload_one_writes(page: Page, rest: Rest, expenses: str) -> None:
    run = RunView(page, waiting(rest, expenses))
    run.watch()
    page.get_by_role("button", name="Resume with payload").click()
    opened = dialog(page, "Resume with payload")
    box = opened.get_by_role("textbox", name="Payload")
    write_json(box, "{oops")
    expect(opened.get_by_text("not valid JSON")).to_be_visible()
    expect(opened.get_by_role("button", name="Resume")).to_be_disabled()
    write_json(box, '{"decision": "NO"}')
    opened.get_by_role("button", name="Resume").click()
    expect(run.facts).to_contain_text("Completed")
    assert rest("GET", f"/executions/{run.run_id}/")["output"]["reject"] == {"paid": False}


def test_a_run_is_cancelled_once_one_is_sure(page: Page, rest: Rest, expenses: str) -> None:
    run = RunView(page, waiting(rest, expenses))
    run.watch()
    cancel = page.get_by_role("main").get_by_role("button", name="Cancel", exact=True)
    cancel.click()
    confirm(page, "Cancel this run?", "Cancel")
    expect(run.facts).to_contain_text("Waiting")
    cancel.click()
    confirm(page, "Cancel this run?", "Cancel the run")
    expect(run.facts).to_contain_text("Cancelled")
    expect(cancel).to_have_count(0)
    assert rest("GET", f"/executions/{run.run_id}/")["status"] == "CANCELLED"


def test_a_run_is_paused_and_goes_on_where_it_was(page: Page, rest: Rest, expenses: str) -> None:
    expense = uuid4().hex
    run = RunView(page, waiting(rest, expenses, expense))
    run.watch()
    page.get_by_role("button", name="Pause").click()
    told(page, "The run rests after the step it is at.")
    approve(rest, expense)
    expect(run.facts).to_contain_text("Paused")
    page.get_by_role("main").get_by_role("button", name="Resume", exact=True).click()
    expect(run.facts).to_contain_text("Completed")


def test_a_failed_run_leads_to_its_step_its_error_and_what_it_got_and_gave(page: Page, rest: Rest, peer: str) -> None:
    flow_id = rest.flow(failing(peer), publish=True)
    run = RunView(page, rest.run(flow_id, {"input": {"amount": 5}})["id"])
    run.open()
    expect(run.facts).to_contain_text("Failed")
    expect(page.get_by_role("alert").filter(has_text="at Read the product")).to_contain_text("404")
    expect(run.node("Read the product").get_by_role("img", name="Failed")).to_be_visible()

    error = run.choose("Read the product", "Error")
    expect(error).to_contain_text("PermanentStepError")
    expect(run.choose("Read the product", "Metadata")).to_contain_text(f"{peer}/products/404")
    expect(run.choose("prepare", "Output")).to_contain_text("ready")
    context = run.choose("prepare", "Context")
    context.get_by_text("Changes (1)").click()
    expect(context).to_contain_text("$.steps_output.prepare")
    mappings = run.choose("prepare", "Mappings")
    expect(
        mappings.get_by_role("row").filter(has_text="$.nobody").get_by_role("img", name="Found nothing")
    ).to_be_visible()
    expect(run.choose("prepare", "Transition")).to_contain_text("The default way")


def test_a_chosen_step_is_in_the_address_and_chosen_again_after_a_reload(page: Page, rest: Rest) -> None:
    run = RunView(page, rest.run(rest.flow(echo(), publish=True), {"input": {"greeting": "hi"}})["id"])
    run.open()
    run.choose("done")
    expect(page).to_have_url(re.compile("seq=2"))
    page.reload()
    expect(run.visit.get_by_role("heading", name="done")).to_be_visible()
    page.get_by_role("button", name="Previous step").click()
    expect(run.visit.get_by_role("heading", name="first")).to_be_visible()


def test_the_input_the_output_and_the_last_context_stand_beside_each_other(page: Page, rest: Rest) -> None:
    run = RunView(page, rest.run(rest.flow(echo(), publish=True), {"input": {"greeting": "moin"}})["id"])
    run.open()
    page.get_by_role("tab", name="Input, output, context").click()
    for part, text in (("Input", "moin"), ("Output", "first"), ("Final context", "steps_output")):
        expect(page.get_by_role("heading", name=part, exact=True).locator("..")).to_contain_text(text)
    expect(page).to_have_url(re.compile("tab=data"))


def test_the_timeline_shows_every_step_in_its_line(page: Page, rest: Rest) -> None:
    run = RunView(page, rest.run(rest.flow(echo(), publish=True), {"input": {}})["id"])
    run.open()
    page.get_by_role("radiogroup", name="How the run is drawn").get_by_text("Timeline").click()
    bars = page.get_by_role("tree", name="Timeline").get_by_role("treeitem")
    expect(bars).to_have_text(["first", "done"])
    bars.last.click()
    expect(run.visit.get_by_role("heading", name="done")).to_be_visible()


def test_a_run_is_downloaded_with_its_steps(page: Page, rest: Rest) -> None:
    run = RunView(page, rest.run(rest.flow(echo(), publish=True), {"input": {"greeting": "hi"}})["id"])
    run.open()
    found = downloaded(page, lambda: choose(page, "More actions", "Download as JSON"))
    assert found["execution"]["id"] == run.run_id
    assert [visit["stepInstanceId"] for visit in found["visits"]] == ["first", "done"]
    assert found["definition"] == echo()


def test_a_run_leads_to_its_version_in_the_editor(page: Page, rest: Rest) -> None:
    flow_id = rest.flow(echo(), publish=True)
    run = RunView(page, rest.run(flow_id, {"input": {}})["id"])
    run.open()
    run.choose("done")
    page.get_by_role("button", name="Open in editor").click()
    expect(page).to_have_url(re.compile(rf"/flows/{flow_id}/versions/\d+/edit.*step=done"))


def test_a_run_seen_offline_misses_nothing_once_one_is_back(
    new_page: NewPage, rest: Rest, expenses: str, watched: Watched
) -> None:
    page = new_page()
    watched.expect("ERR_INTERNET_DISCONNECTED")
    expense = uuid4().hex
    run = RunView(page, waiting(rest, expenses, expense))
    run.watch()
    page.context.set_offline(True)
    approve(rest, expense)
    rest.await_status(run.run_id, "COMPLETED")
    expect(run.facts).to_contain_text("Waiting")
    page.context.set_offline(False)
    expect(run.facts).to_contain_text("Completed", timeout=10_000)
    expect(run.steps.get_by_role("treeitem")).to_have_text([re.compile("^Ask the manager"), re.compile("^pay")])


def test_the_list_of_runs_seen_offline_misses_nothing_once_one_is_back(
    new_page: NewPage, rest: Rest, expenses: str, watched: Watched
) -> None:
    page = new_page()
    watched.expect("ERR_INTERNET_DISCONNECTED")
    expense = uuid4().hex
    run_id = waiting(rest, expenses, expense)
    runs = RunList(page)
    runs.open(f"?flow={expenses}")
    page.context.set_offline(True)
    approve(rest, expense)
    rest.await_status(run_id, "COMPLETED")
    waiting(rest, expenses)
    page.context.set_offline(False)
    expect(runs.run(run_id)).to_contain_text("Completed", timeout=10_000)
    expect(page.get_by_role("button", name="1 new run")).to_be_visible(timeout=10_000)
