"""One flow: its versions, what changed between them, and its runs."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.driving.flows import FlowView, downloaded
from tests.e2e.driving.pages import confirm, dialog, heading, told
from tests.e2e.driving.rest import Refused, Rest
from tests.e2e.driving.samples import Definition, compose, echo, flow_of


def greeting(text: str) -> Definition:
    """A flow of one step that says this."""
    return flow_of(compose("greet", text=text))


@pytest.fixture
def two_versions(rest: Rest) -> str:
    """A flow whose version 1 was published and version 2 is live; its id."""
    flow_id = rest.flow(greeting("hello"), publish=True)
    rest("POST", f"/flows/{flow_id}/versions/", {"sourceVersion": 1})
    changed = flow_of(compose("greet", "end", text="good day"), {"stepInstanceId": "end", "stepType": "END_FLOW"})
    rest.save(flow_id, changed, number=2)
    rest("POST", f"/flows/{flow_id}/versions/2/publish/", {"note": "More polite"})
    return flow_id


def test_a_draft_is_published_with_a_note_that_the_list_of_versions_shows(page: Page, rest: Rest) -> None:
    flow = FlowView(page, rest.flow(echo()))
    flow.open("versions")
    flow.publish(1, "The first that works")
    told(page, "Version 1 is live")
    expect(flow.version(1)).to_contain_text("Live")
    expect(flow.version(1)).to_contain_text("The first that works")
    assert rest.run(flow.flow_id, {"input": {"greeting": "hi"}})["status"] == "COMPLETED"


def test_a_version_that_is_unpublished_can_no_longer_be_started(page: Page, rest: Rest) -> None:
    flow = FlowView(page, rest.flow(echo(), publish=True))
    flow.open("versions")
    flow.act(1, "Unpublish")
    confirm(page, "Unpublish version 1?", "Unpublish")
    told(page, "Version 1 is no longer live")
    expect(flow.version(1)).not_to_contain_text("Live")
    with pytest.raises(Refused) as refusal:
        rest.start(flow.flow_id, {"input": {}})
    assert refusal.value.status == 409


def test_rolling_back_makes_version_1_what_starts_run(page: Page, rest: Rest, two_versions: str) -> None:
    assert rest.run(two_versions, {"input": {}})["flowVersion"] == 2
    flow = FlowView(page, two_versions)
    flow.open("versions")
    expect(flow.version(1)).to_contain_text("Earlier")
    flow.publish(1, "Back to hello", action="Make it live again…")
    told(page, "Version 1 is live")
    expect(flow.version(1)).to_contain_text("Live")
    expect(flow.version(2)).to_contain_text("Earlier")
    run = rest.run(two_versions, {"input": {}})
    assert (run["flowVersion"], run["output"]) == (1, {"greet": {"text": "hello"}})


def test_a_draft_is_made_of_an_old_version_and_deleted_again(page: Page, rest: Rest, two_versions: str) -> None:
    flow = FlowView(page, two_versions)
    flow.open("versions")
    flow.act(1, "New draft from this version")
    expect(page).to_have_url(re.compile(r"/versions/3/edit$"))
    assert rest.definition(two_versions, 3) == greeting("hello")
    flow.open("versions")
    flow.act(3, "Delete draft")
    confirm(page, "Delete draft 3?", "Delete draft")
    told(page, "Draft 3 is deleted")
    expect(flow.version(3)).to_have_count(0)


def test_two_versions_are_compared_on_the_canvas_with_every_changed_field(page: Page, two_versions: str) -> None:
    flow = FlowView(page, two_versions)
    flow.open("versions")
    page.get_by_role("checkbox", name="Compare version 1").check()
    page.get_by_role("checkbox", name="Compare version 2").check()
    page.get_by_role("button", name="Compare v1 with v2").click()
    expect(heading(page, "Version 1 and version 2")).to_be_visible()
    expect(page.get_by_role("heading", name="2 changes")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="hello")).to_have_text(
        re.compile(r"literals .* text.*hello.*good day", re.DOTALL)
    )
    expect(page.get_by_role("row").filter(has_text="defaultNextStepInstanceId")).to_contain_text("not there")
    before, after = page.locator(".react-flow").first, page.locator(".react-flow").last
    expect(before.locator(".react-flow__node", has_text="Changed")).to_have_count(1)
    expect(after.locator(".react-flow__node", has_text="Changed")).to_have_count(1)
    expect(after.locator(".react-flow__node", has_text="Added")).to_have_count(1)
    expect(before.locator(".react-flow__node", has_text="Added")).to_have_count(0)

    page.get_by_role("button", name="Next change").click()
    expect(page.get_by_text("Change 2 of 2")).to_be_visible()


def test_two_versions_are_compared_as_text_and_the_view_is_in_the_address(page: Page, two_versions: str) -> None:
    page.goto(f"/flows/{two_versions}/compare?from=1&to=2")
    page.get_by_role("radiogroup", name="Show as").get_by_text("Text").click()
    before = page.get_by_role("textbox", name="Definition of version 1")
    after = page.get_by_role("textbox", name="Definition of version 2")
    expect(before.locator(".cm-changedLine").filter(has_text='"hello"')).to_have_count(1)
    expect(after.locator(".cm-changedLine").filter(has_text='"good day"')).to_have_count(1)
    expect(page).to_have_url(re.compile("view=text"))
    page.reload()
    expect(after).to_contain_text("good day")


def test_equal_versions_say_that_nothing_differs(page: Page, rest: Rest) -> None:
    flow_id = rest.flow(echo(), publish=True)
    rest("POST", f"/flows/{flow_id}/versions/", {"sourceVersion": 1})
    page.goto(f"/flows/{flow_id}/compare?from=1&to=2")
    expect(page.get_by_role("status").filter(has_text="Nothing differs")).to_be_visible()


def test_runs_that_start_elsewhere_show_up_on_the_flows_page_by_themselves(page: Page, rest: Rest) -> None:
    flow = FlowView(page, rest.flow(echo(), publish=True))
    flow.open("runs")
    expect(page.get_by_text("No runs yet")).to_be_visible()
    rest.run(flow.flow_id, {"input": {}})
    runs = page.get_by_role("table", name="Runs")
    expect(runs.get_by_role("link", name="Open the run, COMPLETED")).to_have_count(1)
    rest.run(flow.flow_id, {"input": {}})
    expect(runs.get_by_role("link", name="Open the run, COMPLETED")).to_have_count(2)


def test_a_flow_is_renamed_in_place_and_escape_leaves_its_name(page: Page, rest: Rest) -> None:
    name = f"Before {uuid4().hex[:8]}"
    flow = FlowView(page, rest.flow(echo(), name=name))
    flow.open()
    page.get_by_role("button", name="Rename").click()
    box = page.get_by_role("textbox", name="Name of the flow")
    box.fill("Never this")
    box.press("Escape")
    expect(heading(page, name)).to_be_visible()
    page.get_by_role("button", name="Rename").click()
    box.fill(f"{name} and after")
    box.press("Enter")
    expect(heading(page, f"{name} and after")).to_be_visible()
    expect(page).to_have_title(f"{name} and after · Allma")
    assert rest("GET", f"/flows/{flow.flow_id}/")["name"] == f"{name} and after"


def test_settings_save_a_description_and_tags(page: Page, rest: Rest) -> None:
    flow = FlowView(page, rest.flow(echo()))
    flow.open("settings")
    page.get_by_label("Description").fill("Says good morning")
    tags = page.get_by_role("combobox", name="Tags")
    tags.fill("office")
    tags.press("Enter")
    page.get_by_role("button", name="Save").click()
    told(page, "Saved")
    found = rest("GET", f"/flows/{flow.flow_id}/")
    assert (found["description"], found["tags"]) == ("Says good morning", ["office"])


def test_variables_are_listed_with_their_values(page: Page, rest: Rest) -> None:
    flow = FlowView(page, rest.flow({**echo(), "flowVariables": {"region": "north", "limit": 5}}))
    flow.open("variables")
    expect(page.get_by_role("row").filter(has_text="region")).to_contain_text("north")
    expect(page.get_by_role("row").filter(has_text="limit")).to_contain_text("5")


def test_an_archived_flow_offers_only_to_be_restored(page: Page, rest: Rest) -> None:
    flow = FlowView(page, rest.flow(echo(), publish=True))
    flow.open("settings")
    page.get_by_role("main").get_by_role("button", name="Archive").click()
    page.get_by_role("dialog").get_by_role("button", name="Archive").click()
    restore = page.get_by_role("button", name="Restore").first
    expect(restore).to_be_visible()
    for gone in ("Edit", "Run"):
        expect(page.get_by_role("button", name=gone, exact=True)).to_have_count(0)
    restore.click()
    expect(page.get_by_role("button", name="Edit", exact=True)).to_be_visible()


def test_a_version_is_drawn_shown_as_json_and_downloaded(page: Page, rest: Rest, two_versions: str) -> None:
    page.goto(f"/flows/{two_versions}/versions/1")
    expect(page.get_by_label("Version 1, drawn").locator(".react-flow__node")).to_have_count(1)
    page.get_by_role("radiogroup", name="Show as").get_by_text("JSON").click()
    expect(page.get_by_role("textbox", name="Definition of version 1")).to_contain_text('"hello"')
    flow = FlowView(page, two_versions)
    flow.open("versions")
    exported = downloaded(page, lambda: flow.act(1, "Export JSON"))
    assert exported["definition"] == rest.definition(two_versions, 1)


def test_run_on_the_flows_page_offers_its_versions(page: Page, rest: Rest, two_versions: str) -> None:
    FlowView(page, two_versions).open()
    page.get_by_role("button", name="Run", exact=True).click()
    opened = dialog(page, "Run “")
    opened.get_by_role("combobox", name="Version").click()
    page.get_by_role("option", name="Version 1 – Earlier").click()
    opened.get_by_role("button", name="Run").click()
    expect(page).to_have_url(re.compile(r"/executions/[0-9a-f-]{36}"))
    run_id = page.url.split("/executions/")[1].split("?")[0]
    assert rest.await_status(run_id, "COMPLETED")["flowVersion"] == 1
