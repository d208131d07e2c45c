"""The page of a run as a debugger: its moments, where values come from, why some are missing, its branches."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.chromium import PHONE, WIDE, Scheme
from tests.e2e.conftest import NewPage
from tests.e2e.driving.executions import RunView
from tests.e2e.driving.flows import downloaded
from tests.e2e.driving.pages import choose, go_live, in_scheme, told
from tests.e2e.driving.rest import Rest
from tests.e2e.driving.samples import echo, order, spread, two_waits

GIVEN = {"limit": 500, "order": {"id": "A-17", "customer": "Ann", "amount": 120}}


@pytest.fixture(scope="module")
def flow_id(rest: Rest) -> str:
    """The order flow, published."""
    return rest.flow(order(), publish=True)


@pytest.fixture
def run(page: Page, rest: Rest, flow_id: str) -> RunView:
    """A run of the order flow that is over."""
    return RunView(page, rest.run(flow_id, {"input": GIVEN})["id"])


def test_the_arrow_keys_step_through_the_moments_of_a_run(run: RunView) -> None:
    run.at(1)
    expect(run.value("total")).to_contain_text("120")
    for _ in range(2):
        run.page.keyboard.press("ArrowRight")
    run.expect_moment(3)
    expect(run.value("total")).to_contain_text("500")
    run.page.keyboard.press("ArrowLeft")
    expect(run.value("total")).to_contain_text("120")
    run.page.keyboard.press("Home")
    expect(run.page.get_by_role("heading", name="Start of the run")).to_be_visible()
    expect(run.value("total")).to_have_count(0)
    expect(run.node("Load order").get_by_role("img", name="Completed")).to_have_count(0)
    run.page.keyboard.press("End")
    run.expect_moment(3)
    expect(run.node("Check credit").get_by_role("img", name="Completed")).to_be_visible()


def test_the_slider_moves_canvas_list_and_context_together(run: RunView) -> None:
    run.open()
    expect(run.node("Check credit").get_by_role("img", name="Completed")).to_be_visible()
    box = run.slider.locator("xpath=ancestor::*[contains(@class,'Slider-root')]").bounding_box()
    assert box
    run.page.mouse.click(box["x"] + box["width"] / 3, box["y"] + box["height"] / 2)
    run.expect_moment(1)
    expect(run.slider).to_have_attribute("aria-valuetext", "Step 1 of 3: Load order")
    expect(run.node("Check credit").get_by_role("img", name="Completed")).to_have_count(0)
    future = run.steps.locator("[role=treeitem][data-future]")
    expect(future).to_have_text([re.compile("^Price it"), re.compile("^Check credit")])
    run.slider.press("ArrowRight")
    run.expect_moment(2)
    expect(future).to_have_text([re.compile("^Check credit")])
    run.page.get_by_role("button", name="Whole run").click()
    expect(future).to_have_count(0)
    expect(run.page).to_have_url(re.compile(r"\?seq=2$"))


def test_the_address_brings_back_the_moment_the_part_and_the_side(run: RunView) -> None:
    run.at(3, "&part=context&side=before")
    expect(run.value("total")).to_contain_text("120")
    run.page.get_by_role("radiogroup", name="Which context").get_by_text("Changes (1)").click()
    expect(run.visit.get_by_role("listitem")).to_have_text([re.compile(r"changed\$\.totalBefore120After500")])
    run.page.reload()
    expect(run.visit.get_by_role("listitem")).to_have_text([re.compile(r"changed\$\.totalBefore120After500")])
    run.expect_moment(3)


def test_a_link_to_a_value_deep_in_the_context_shows_it(page: Page, rest: Rest, flow_id: str) -> None:
    lines = [{"sku": f"s-{number}"} for number in range(2_000)]
    run = RunView(page, rest.run(flow_id, {"input": {**GIVEN, "lines": lines}})["id"])
    run.at(1, "&part=context&value=$.lines[1500].sku")
    value = run.context.get_by_role("treeitem", selected=True)
    expect(value).to_contain_text("s-1500")
    expect(value).to_be_in_viewport()
    expect(run.lineage).to_contain_text("$.lines[1500].sku")


def test_a_click_on_a_value_tells_who_wrote_it_and_leads_there(run: RunView) -> None:
    run.at(3)
    run.value("total").click()
    expect(run.lineage.get_by_role("list", name="Written by")).to_contain_text("Check credit")
    earlier = run.lineage.get_by_role("list", name="Written before by").get_by_role("button", name="Load order")
    earlier.click()
    run.expect_moment(1)
    expect(run.visit.get_by_role("heading", name="Load order")).to_be_visible()
    readers = run.lineage.get_by_role("list", name="Read since by")
    expect(readers).to_contain_text("Price it")
    expect(run.lineage.get_by_role("list", name="Written by")).to_contain_text("Output mapping")
    run.lineage.get_by_role("button", name="$.order.amount").click()
    expect(run.lineage).to_contain_text("120")
    expect(run.lineage.get_by_role("list", name="Written by")).to_contain_text("Input of the run")
    run.lineage.get_by_role("button", name="Close the lineage").click()
    expect(run.lineage).to_have_count(0)


def test_a_mapping_that_found_nothing_says_why(run: RunView) -> None:
    run.open()
    run.choose("Price it", "Mappings").get_by_role("button", name="Why is who empty?").click()
    why = run.page.get_by_role("region", name="Why it is empty")
    expect(why).to_contain_text('$.order has no "custmer"')
    expect(why).to_contain_text("Did you meancustomer")
    expect(why).to_contain_text("No step of this flow writes it.")


def test_the_failed_branches_of_a_fork_come_first(page: Page, rest: Rest) -> None:
    items = ["bad" if index in (11, 14) else f"item {index}" for index in range(20)]
    run = RunView(page, rest.run(rest.flow(spread(), publish=True), {"input": {"items": items}})["id"])
    run.open()
    run.steps.get_by_role("treeitem").filter(has_text="2 failed").get_by_role("button", name="Open").click()
    lines = run.steps.get_by_role("treeitem")
    expect(lines.nth(1)).to_contain_text("Item 12")
    expect(lines.nth(2)).to_contain_text("Item 15")
    expect(lines.nth(3)).to_contain_text("Item 1")
    lines.nth(2).click()
    expect(run.visit.get_by_role("heading", name="Check line")).to_be_visible()
    run.page.keyboard.press("Escape")
    run.slider.press("ArrowRight")
    expect(run.visit.get_by_role("heading", name="refuse")).to_be_visible()
    expect(run.visit).to_contain_text("required_path_missing")
    page.get_by_role("button", name="Item 15").click()
    expect(run.visit.get_by_role("heading", name="For each line")).to_be_visible()


def test_a_run_that_goes_on_does_not_move_the_moment_one_looks_at(page: Page, rest: Rest) -> None:
    key = uuid4().hex
    run = RunView(page, rest.start(rest.flow(two_waits(), publish=True), {"input": {"id": key}}))
    rest.await_status(run.run_id, "WAITING")
    go_live(page, f"/executions/{run.run_id}?t=1")
    expect(run.slider).to_have_attribute("aria-valuemax", "2")
    expect(run.value("begun")).to_contain_text("true")
    rest("POST", "/events/", {"correlationKey": f"expense:{key}", "payload": {"ok": 1}})
    expect(run.slider).to_have_attribute("aria-valuemax", "4")
    expect(run.slider).to_have_attribute("aria-valuenow", "1")
    run.expect_moment(1)
    expect(run.value("begun")).to_contain_text("true")
    expect(run.steps.locator("[role=treeitem][data-future]")).to_have_count(3)
    page.keyboard.press("End")
    expect(run.value("a")).to_be_visible()


def test_one_key_compares_a_run_with_the_last_good_one(page: Page, rest: Rest) -> None:
    flow_id = rest.flow(echo(), publish=True)
    good = rest.run(flow_id, {"input": {}})["id"]
    run = RunView(page, rest.run(flow_id, {"input": {}})["id"])
    run.open()
    page.keyboard.press("c")
    expect(page).to_have_url(re.compile(f"/executions/{run.run_id}/compare/{good}"))


def test_a_run_without_a_good_one_says_so(page: Page, rest: Rest) -> None:
    run = RunView(page, rest.run(rest.flow(echo(), publish=True), {"input": {}})["id"])
    run.open()
    choose(page, "More actions", "Compare with the last good run C")
    told(page, "No run of this flow has completed yet.")


def test_a_run_is_downloaded_as_a_capsule(run: RunView) -> None:
    run.open()
    capsule = downloaded(run.page, lambda: choose(run.page, "More actions", "Download a capsule (secrets masked)"))
    assert (capsule["format"], len(capsule["visits"])) == ("allma-capsule", 3)


@pytest.mark.parametrize("query", ["&part=context&value=$.total", "&part=mappings", "&view=timeline&part=context"])
def test_the_moments_of_a_run_are_for_everybody(
    new_page: NewPage, rest: Rest, flow_id: str, axe: Callable[[Page], list[str]], query: str
) -> None:
    page = new_page()
    run = RunView(page, rest.run(flow_id, {"input": GIVEN})["id"])
    run.at(2, query)
    expect(run.visit.get_by_role("heading", name="Price it")).to_be_visible()
    schemes: tuple[Scheme, ...] = ("light", "dark")
    for viewport in (WIDE, PHONE):
        page.set_viewport_size(viewport)
        for scheme in schemes:
            in_scheme(page, scheme)
            assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
