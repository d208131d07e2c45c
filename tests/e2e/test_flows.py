"""The list of flows, and the ways to make one."""

from __future__ import annotations

import json
import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.driving.flows import FlowList, downloaded
from tests.e2e.driving.pages import confirm, dialog, heading, told
from tests.e2e.driving.rest import Rest
from tests.e2e.driving.samples import approval, echo


@pytest.fixture
def flows(page: Page) -> FlowList:
    """The admin's list of flows."""
    return FlowList(page)


@pytest.fixture
def name() -> str:
    """A name that no other flow has."""
    return f"Claims {uuid4().hex[:8]}"


def test_a_new_flow_is_named_and_opens_in_the_editor(page: Page, flows: FlowList, rest: Rest, name: str) -> None:
    flows.open()
    page.get_by_role("button", name="New flow").first.click()
    form = dialog(page, "New flow")
    form.get_by_role("button", name="Create and open").click()
    expect(form.get_by_text("Give the flow a name.")).to_be_visible()
    form.get_by_label("Name").fill(name)
    form.get_by_label("Description").fill("What employees spent")
    form.get_by_role("button", name="Create and open").click()
    expect(page).to_have_url(re.compile(r"/flows/[0-9a-f-]+/versions/1/edit$"))
    flow_id = page.url.split("/flows/")[1].split("/")[0]
    found = rest("GET", f"/flows/{flow_id}/")
    assert (found["name"], found["description"]) == (name, "What employees spent")


def test_a_clone_stands_beside_its_original_with_the_same_steps(flows: FlowList, rest: Rest, name: str) -> None:
    original = rest.flow(echo(), name=name)
    flows.open(f"?search={name}")
    flows.act(name, "Clone")
    told(flows.page, f"Made “Copy of {name}”")
    flows.page.get_by_role("alert").get_by_role("link", name="Open").click()
    expect(heading(flows.page, f"Copy of {name}")).to_be_visible()
    copy = flows.page.url.rsplit("/", 1)[1]
    assert copy != original
    assert rest.definition(copy) == rest.definition(original)


def test_an_archived_flow_leaves_the_list_and_comes_back_when_restored(flows: FlowList, rest: Rest, name: str) -> None:
    flow_id = rest.flow(echo(), name=name)
    flows.open(f"?search={name}")
    flows.act(name, "Archive")
    confirm(flows.page, f"Archive “{name}”?", "Archive")
    expect(flows.page.get_by_text("No flow matches")).to_be_visible()
    assert rest("GET", f"/flows/{flow_id}/")["archivedAt"]

    flows.show("Archived")
    expect(flows.flow(name)).to_contain_text("Archived")
    flows.act(name, "Restore")
    told(flows.page, f"“{name}” is back")
    flows.show("All")
    expect(flows.flow(name)).to_contain_text("Draft")


def test_a_flow_stays_where_it_is_when_one_thinks_better_of_archiving_it(
    flows: FlowList, rest: Rest, name: str
) -> None:
    flow_id = rest.flow(echo(), name=name)
    flows.open(f"?search={name}")
    flows.act(name, "Archive")
    confirm(flows.page, f"Archive “{name}”?", "Cancel")
    expect(flows.flow(name)).to_be_visible()
    assert rest("GET", f"/flows/{flow_id}/")["archivedAt"] is None


def test_search_status_and_tag_are_in_the_address_and_survive_a_reload(flows: FlowList, rest: Rest, name: str) -> None:
    tag = f"tag-{uuid4().hex[:6]}"
    for suffix, tags, publish in (("one", [tag], True), ("two", [], True), ("three", [tag], False)):
        flow_id = rest.flow(echo(), name=f"{name} {suffix}", publish=publish)
        rest("PATCH", f"/flows/{flow_id}/", {"tags": tags})
    page = flows.page
    flows.open()
    flows.search(name)
    expect(page.get_by_role("link", name=name)).to_have_count(3)
    flows.show("Published")
    expect(page.get_by_role("link", name=name)).to_have_count(2)
    page.get_by_role("combobox", name="Tag").fill(tag)
    page.get_by_role("option", name=f"{tag} (2)").click()
    expect(page.get_by_role("link", name=name)).to_have_count(1)

    page.reload()
    expect(page.get_by_role("link", name=f"{name} one")).to_be_visible()
    expect(page.get_by_role("link", name=name)).to_have_count(1)
    expect(page.get_by_role("textbox", name="Search by name or description")).to_have_value(name)
    expect(page.get_by_role("combobox", name="Tag")).to_have_value(f"{tag} (2)")
    expect(page.get_by_role("radio", name="Published")).to_be_checked()
    for part in ("search=", "status=published", f"tag={tag}"):
        assert part in page.url


def test_a_search_without_a_match_offers_to_take_the_filters_away(flows: FlowList, rest: Rest, name: str) -> None:
    rest.flow(echo(), name=name)
    flows.open(f"?search=no-{name}")
    expect(flows.page.get_by_text("No flow matches")).to_be_visible()
    flows.page.get_by_role("button", name="Clear all filters").click()
    expect(flows.page.get_by_role("link", name=name)).to_be_visible()
    expect(flows.page).to_have_url(re.compile(r"/flows$"))


def test_the_list_says_how_a_flow_is_doing(flows: FlowList, rest: Rest, name: str) -> None:
    flow_id = rest.flow(echo(), name=name, publish=True)
    rest.run(flow_id, {"input": {}})
    flows.open(f"?search={name}")
    line = flows.flow(name)
    expect(line).to_contain_text("Published v1")
    expect(line).to_contain_text("100%")
    line.get_by_role("link", name="Last run: COMPLETED. Open it").click()
    expect(flows.page).to_have_url(re.compile(r"/executions/[0-9a-f-]+$"))


def test_an_import_shows_first_what_it_makes_and_its_export_is_the_same(flows: FlowList, rest: Rest, name: str) -> None:
    flows.open()
    opened = flows.begin_import(json.dumps({"name": name, "definition": approval()}))
    expect(opened.get_by_role("heading", name="Will make 1 item, as a draft")).to_be_visible()
    expect(opened).to_contain_text(name)
    expect(opened).to_contain_text("Nothing stands in the way.")
    assert rest("GET", f"/flows/?search={name.replace(' ', '+')}")["results"] == []

    opened.get_by_role("button", name="Import 1 item").click()
    told(flows.page, "Imported 1 item")
    flows.search(name)
    expect(flows.flow(name)).to_contain_text("Draft")
    exported = downloaded(flows.page, lambda: flows.act(name, "Export JSON"))
    assert [one["definition"] for one in exported["flows"]] == [approval()]


def test_an_export_can_be_imported_again(flows: FlowList, rest: Rest, name: str) -> None:
    rest.flow(approval(), name=name)
    flows.open(f"?search={name}")
    exported = downloaded(flows.page, lambda: flows.act(name, "Export JSON"))
    opened = flows.begin_import(json.dumps(exported))
    opened.get_by_role("button", name="Import 1 item").click()
    flows.page.get_by_role("alert").get_by_role("link", name="Open the flow").click()
    expect(flows.page).to_have_url(re.compile(r"/flows/[0-9a-f-]{36}$"))
    assert rest.definition(flows.page.url.rsplit("/", 1)[1]) == approval()


def test_what_is_no_json_is_refused_with_a_word_before_anything_is_sent(flows: FlowList) -> None:
    flows.open()
    opened = flows.begin_import('{"name": ')
    expect(opened.get_by_role("alert")).to_contain_text("This is not JSON")


def test_a_template_of_the_gallery_becomes_a_flow_that_runs(page: Page, rest: Rest, name: str) -> None:
    page.goto("/flows/templates")
    first = next(
        one for one in rest("GET", "/flows/templates/")["results"] if not one["needs"] and not one["companions"]
    )
    page.get_by_role("button", name=first["name"]).click()
    opened = dialog(page, first["name"])
    expect(opened.get_by_label(f"The template {first['name']}, drawn")).to_be_visible()
    opened.get_by_label("Name of the new flow").fill(name)
    opened.get_by_role("button", name="Use template").click()
    expect(page).to_have_url(re.compile(r"/versions/1/edit$"))
    flow_id = page.url.split("/flows/")[1].split("/")[0]
    started = rest.start(flow_id, {"version": 1, "input": first["exampleInput"]})
    assert rest.await_status(started, "COMPLETED", "WAITING")["flowId"] == flow_id


def test_the_gallery_has_at_least_eight_templates_and_a_choice_of_categories(page: Page, rest: Rest) -> None:
    templates = rest("GET", "/flows/templates/")["results"]
    assert len(templates) >= 8
    page.goto("/flows/templates")
    main = page.get_by_role("main")
    expect(main.get_by_role("heading", level=2)).to_have_count(len(templates))
    category = templates[0]["category"]
    page.get_by_role("radiogroup", name="Category").get_by_text(category, exact=True).click()
    shown = [one["name"] for one in templates if one["category"] == category]
    expect(main.get_by_role("heading", level=2)).to_have_text(shown)


def test_a_flow_is_run_from_the_list_with_an_input(flows: FlowList, rest: Rest, name: str) -> None:
    rest.flow(echo(), name=name, publish=True)
    flows.open(f"?search={name}")
    flows.act(name, "Run")
    opened = dialog(flows.page, f"Run “{name}”")
    box = opened.get_by_role("textbox", name="Input")
    box.click()
    box.press("ControlOrMeta+a")
    flows.page.keyboard.insert_text('{"greeting": "good morning"}')
    opened.get_by_role("button", name="Run").click()
    expect(flows.page).to_have_url(re.compile(r"/executions/[0-9a-f-]{36}"))
    run_id = flows.page.url.split("/executions/")[1].split("?")[0]
    assert rest.await_status(run_id, "COMPLETED")["output"] == {"first": {"message": "good morning", "from_here": True}}


def test_a_run_starts_with_the_default_that_the_form_shows(flows: FlowList, rest: Rest, name: str) -> None:
    schema = {
        "type": "object",
        "required": ["greeting"],
        "properties": {"greeting": {"type": "string", "default": "hello"}},
    }
    rest.flow({**echo(), "inputSchema": schema}, name=name, publish=True)
    flows.open(f"?search={name}")
    flows.act(name, "Run")
    opened = dialog(flows.page, f"Run “{name}”")
    expect(opened.get_by_role("textbox", name="greeting")).to_have_value("hello")
    opened.get_by_role("button", name="Run").click()
    expect(flows.page).to_have_url(re.compile(r"/executions/[0-9a-f-]{36}"))
    run_id = flows.page.url.split("/executions/")[1].split("?")[0]
    assert rest.await_status(run_id, "COMPLETED")["output"]["first"]["message"] == "hello"
