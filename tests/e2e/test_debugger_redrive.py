"""Runs again from any moment, two runs beside each other, mending a run in place, capsules, impact of a draft."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.chromium import PHONE
from tests.e2e.conftest import NewPage
from tests.e2e.driving.executions import RunView
from tests.e2e.driving.pages import choose, confirm, dialog, write_json
from tests.e2e.driving.redrives import TYPO, Comparison, FixView, TimeMachine, ten_steps
from tests.e2e.driving.rest import Rest

ORDER = {"order": {"id": "A-17", "amount": 120}}
RIGHT = "$.order.amount"


@pytest.fixture
def flow_id(rest: Rest) -> str:
    """Ten steps of which the third writes bad data, published."""
    return rest.flow(ten_steps(), publish=True)


@pytest.fixture
def failed(rest: Rest, flow_id: str) -> str:
    """A run of it: it fails at the eighth step."""
    run = rest.run(flow_id, {"input": ORDER})
    assert (run["status"], run["error"]["stepInstanceId"]) == ("FAILED", "s8")
    return str(run["id"])


def new_run(page: Page) -> str:
    """The id of the run that the page is at."""
    return page.url.rsplit("/", 1)[1].partition("?")[0]


def visits(rest: Rest, run_id: str) -> dict[str, bool]:
    """The steps of a run that is over, in their order: whether their visit was inherited."""
    rest.await_status(run_id, "COMPLETED", "FAILED")
    rows = rest("GET", f"/executions/{run_id}/steps/?limit=200")["results"]
    return {row["stepInstanceId"]: row["inherited"] for row in rows}


def test_a_restart_with_the_value_corrected_runs_only_what_is_left(page: Page, rest: Rest, failed: str) -> None:
    RunView(page, failed).open()
    machine = TimeMachine(page, "Step 8")
    expect(machine.preview).to_contain_text("3 steps may run again")
    expect(machine.preview).to_contain_text("7 visits are inherited")
    machine.edit('{"order": {"id": "A-17", "amount": 120}, "amount": 120, "steps_output": {}, "flow_variables": {}}')
    expect(machine.differences).to_have_text([re.compile(r"added\$\.amount.*120")])
    machine.restart()
    run_id = new_run(page)
    assert visits(rest, run_id) == {f"s{number}": number < 8 for number in range(1, 11)}
    expect(RunView(page, run_id).facts).to_contain_text("Completed")
    assert rest("GET", f"/executions/{failed}/")["status"] == "FAILED"


def test_a_value_of_the_tree_is_edited_and_edits_are_not_lost_by_accident(page: Page, failed: str) -> None:
    RunView(page, failed).open()
    machine = TimeMachine(page, "Step 8")
    machine.edit_value("order", '{"id": "A-17", "amount": 99}')
    expect(machine.differences).to_have_text([re.compile(r"changed\$\.order\.amount.*120.*99")])
    page.keyboard.press("Escape")
    confirm(page, "Discard your edits?", "Cancel")
    expect(machine.differences).to_have_count(1)
    machine.dialog.get_by_role("button", name="Cancel").click()
    confirm(page, "Discard your edits?", "Discard")
    expect(machine.dialog).to_have_count(0)


def test_what_the_server_refuses_of_a_context_stands_at_the_editor(page: Page, failed: str, watched: Any) -> None:
    watched.expect("400 (Bad Request)")
    RunView(page, failed).open()
    machine = TimeMachine(page, "Step 8")
    machine.edit('{"order": {"amount": 120}, "steps_output": 3, "flow_variables": {}}')
    editor = machine.dialog.get_by_role("region", name="Context", exact=True)
    expect(editor.get_by_role("alert")).to_contain_text("steps_output must stay an object; steps write to it.")
    expect(machine.dialog.get_by_role("button", name="Restart", exact=True)).to_be_disabled()


def test_a_run_begins_anew_from_its_start_with_another_input(page: Page, rest: Rest, failed: str) -> None:
    RunView(page, failed).open()
    choose(page, "Run again", "With another input…")
    again = dialog(page, "Run again from the start")
    write_json(again.get_by_role("textbox", name="Input"), '{"order": {"amuont": 7}}')
    again.get_by_role("button", name="Run again").click()
    expect(again).to_have_count(0)
    run_id = new_run(page)
    assert run_id != failed
    assert visits(rest, run_id) == {f"s{number}": False for number in range(1, 11)}


def test_two_runs_are_compared_from_their_first_difference(
    page: Page, rest: Rest, failed: str, axe: Callable[[Page], list[str]]
) -> None:
    patch = {"seq": 8, "contextPatch": [{"op": "add", "path": "/amount", "value": 120}]}
    good = rest("POST", f"/executions/{failed}/redrive-from/", patch)["executionId"]
    rest.await_status(good, "COMPLETED")
    page.goto(f"/executions/{failed}/compare/{good}")
    compared = Comparison(page)
    expect(compared.chosen).to_have_text(re.compile("Step 8.*Differs"))
    expect(compared.rows).to_have_count(10)
    expect(compared.detail).to_contain_text("Differs in")
    compared.detail.get_by_role("tab", name="Input").click()
    expect(compared.detail.get_by_role("tree", name="Input, B")).to_contain_text("amount")
    compared.rows.filter(has_text="Step 10").click()
    expect(page).to_have_url(re.compile("row=s10%231"))
    page.reload()
    expect(compared.chosen).to_have_text(re.compile("Step 10.*Only in B"))
    page.get_by_role("button", name="First difference").click()
    expect(compared.chosen).to_have_text(re.compile("Step 8"))
    assert axe(page) == []


def test_the_key_c_compares_with_the_last_good_run(page: Page, rest: Rest, flow_id: str, failed: str) -> None:
    good = rest.run(flow_id, {"input": {"order": {"amuont": 5}}})["id"]
    RunView(page, failed).open()
    page.keyboard.press("c")
    expect(page).to_have_url(re.compile(f"/executions/{failed}/compare/{good}"))
    expect(Comparison(page).chosen).to_have_text(re.compile("Differs"))


def test_a_mapping_is_mended_published_and_the_run_redriven(
    page: Page, rest: Rest, flow_id: str, failed: str, axe: Callable[[Page], list[str]]
) -> None:
    RunView(page, failed).open()
    page.get_by_role("button", name="Fix forward").first.click()
    mending = FixView(page)
    mending.visit("Step 3").click()
    mending.source("amount").fill(RIGHT)
    expect(mending.outcome).to_contain_text("With the edits")
    expect(mending.visit("Step 8")).to_contain_text("Ok now")
    expect(mending.visit("Step 10")).to_contain_text("New")
    assert axe(page) == []
    page.get_by_role("button", name="Save, publish, redrive…").click()
    apply = dialog(page, "Save, publish and redrive")
    apply.get_by_role("textbox", name="Note").fill("The amount was misspelt")
    apply.get_by_role("button", name="Begin").click()
    expect(apply).to_have_count(0)
    run_id = new_run(page)
    assert visits(rest, run_id) == {f"s{number}": number < 3 for number in range(1, 11)}
    live = rest("GET", f"/flows/{flow_id}/")["publishedVersion"]
    assert live == 2
    assert rest.definition(flow_id, live)["steps"]["s3"]["inputMappings"] == {"amount": RIGHT}


def test_what_the_draft_has_otherwise_stops_the_mending_and_is_tried_again(
    page: Page, rest: Rest, flow_id: str, failed: str
) -> None:
    rest("POST", f"/flows/{flow_id}/versions/", {"sourceVersion": 1})
    rest.save(flow_id, ten_steps("$.order.total"), 2)
    page.goto(f"/executions/{failed}/fix?seq=3")
    mending = FixView(page)
    mending.source("amount").fill(RIGHT)
    expect(mending.visit("Step 8")).to_contain_text("Ok now")
    page.get_by_role("button", name="Save, publish, redrive…").click()
    apply = dialog(page, "Save, publish and redrive")
    apply.get_by_role("button", name="Begin").click()
    expect(apply.get_by_role("alert")).to_contain_text("Step 3: inputMappings")
    rest.save(flow_id, ten_steps(TYPO), 2)
    apply.get_by_role("button", name="Try again from here").click()
    expect(apply).to_have_count(0)
    assert rest.definition(flow_id, 2)["steps"]["s3"]["inputMappings"] == {"amount": RIGHT}


def test_publishing_says_which_recorded_runs_would_go_another_way(
    page: Page, rest: Rest, flow_id: str, failed: str
) -> None:
    rest("POST", f"/flows/{flow_id}/versions/", {"sourceVersion": 1})
    rest.save(flow_id, ten_steps(RIGHT), 2)
    page.goto(f"/flows/{flow_id}/versions/2/edit")
    page.get_by_role("button", name="Publish", exact=True).click()
    impact = dialog(page, "Publish version 2").get_by_role("region", name="Impact on recent runs")
    expect(impact).to_contain_text("1 goes another way")
    impact.get_by_role("link", name=f"Run {failed[-8:]}").click()
    expect(page).to_have_url(re.compile(f"/executions/{failed}/fix\\?.*version=2"))
    expect(FixView(page).outcome).to_contain_text("With version 2 the recorded run completes.")


def test_a_capsule_is_downloaded_and_opened(page: Page, failed: str, tmp_path: Path) -> None:
    RunView(page, failed).open()
    with page.expect_download() as waiting:
        choose(page, "More actions", "Download a capsule (secrets masked)")
    file = tmp_path / "capsule.json"
    waiting.value.save_as(file)
    page.goto("/executions/capsule")
    page.get_by_label("Choose a file").set_input_files(file)
    listed = page.get_by_role("listbox", name="Visits of the capsule").get_by_role("option")
    expect(listed).to_have_count(8)
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Capsule of run {failed[-8:]}")
    expect(page.get_by_role("region", name="The visit", exact=True)).to_contain_text("required_path_missing")


def test_comparing_and_mending_can_be_read_on_a_phone(new_page: NewPage, failed: str) -> None:
    page = new_page(viewport=PHONE)
    for address in (f"/executions/{failed}/compare/{failed}", f"/executions/{failed}/fix"):
        page.goto(address)
        expect(page.get_by_role("option").first).to_be_visible()
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert wide is False, address
