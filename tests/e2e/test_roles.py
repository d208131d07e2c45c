"""What each role may do is there; what it may not do is not, on any page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import NewPage
from tests.e2e.driving.executions import RunView
from tests.e2e.driving.pages import confirm, dialog, settled
from tests.e2e.driving.rest import Refused, Rest
from tests.e2e.driving.samples import approval
from tests.e2e.driving.world import PAGES, PASSWORD, World, make_world

EDITING = (
    "New|Edit|Publish|Unpublish|Clone|Archive|Restore|Import|Rename|Save|Delete|Remove|Revoke|Add|Create|Test|"
    "Use template"
)
RUNNING = "Run|Cancel|Pause|Resume|Redrive|Decide|Stop the job|Select run|Select all"
FORBIDDEN_TO_VIEWERS = re.compile(rf"^({EDITING}|{RUNNING})\b")
FORBIDDEN_TO_OPERATORS = re.compile(rf"^({EDITING})\b")
PAGES_WITH_EDITING = (
    "dashboard",
    "failures",
    "flows",
    "flow",
    "versions",
    "failed run",
    "step definition",
    "connections",
    "prompt",
    "members",
)


@pytest.fixture(scope="module")
def world(rest: Rest, peer: str) -> World:
    """A workspace in which something has happened."""
    return make_world(rest, peer)


NAMES = """all => all
    .filter(one => !one.matches(":disabled") && one.getAttribute("aria-disabled") !== "true")
    .map(one => (one.getAttribute("aria-label") || one.innerText).trim())"""


def controls(page: Page) -> list[str]:
    """The names of everything on the page that one can press or tick."""
    settled(page)
    found: list[list[str]] = [page.get_by_role(role).evaluate_all(NAMES) for role in ("button", "checkbox", "switch")]
    return [name for names in found for name in names]


def test_a_viewer_is_offered_nothing_they_may_not_do(
    new_page: NewPage, world: World, subtests: pytest.Subtests
) -> None:
    page = new_page(user=world.viewer, password=PASSWORD)
    for name in PAGES:
        if name != "editor":
            with subtests.test(page=name):
                page.goto(world.pages()[name])
                assert [text for text in controls(page) if FORBIDDEN_TO_VIEWERS.match(text)] == []


def test_an_operator_is_offered_no_editing(new_page: NewPage, world: World, subtests: pytest.Subtests) -> None:
    page = new_page(user=world.operator, password=PASSWORD)
    for name in PAGES_WITH_EDITING:
        with subtests.test(page=name):
            page.goto(world.pages()[name])
            assert [text for text in controls(page) if FORBIDDEN_TO_OPERATORS.match(text)] == []


def test_a_viewers_menus_hold_only_what_they_may_do(new_page: NewPage, world: World) -> None:
    page = new_page(user=world.viewer, password=PASSWORD)
    page.goto(f"/flows?search={world.name}")
    page.get_by_role("button", name=f"Actions for {world.name}").click()
    expect(page.get_by_role("menuitem")).to_have_text(["Export JSON"])
    page.goto(f"/flows/{world.flow}?tab=versions")
    page.get_by_role("button", name="Actions for version 1").click()
    expect(page.get_by_role("menuitem")).to_have_text(["Export JSON"])
    page.goto("/executions?status=WAITING")
    page.get_by_role("button", name=f"Actions for run {world.waiting[-8:]}").click()
    expect(page.get_by_role("menuitem", name="Open", exact=True)).to_be_visible()
    expect(page.get_by_role("menuitem", name="Cancel the run")).to_have_count(0)


def test_a_viewer_sees_the_editor_read_only_and_why(new_page: NewPage, world: World) -> None:
    page = new_page(user=world.viewer, password=PASSWORD)
    page.goto(f"/flows/{world.flow}/versions/2/edit")
    expect(page.get_by_text("your role does not let you change it")).to_be_visible()
    for name in ("Publish", "Run"):
        expect(page.get_by_role("button", name=name, exact=True)).to_have_count(0)


def test_a_viewer_who_asks_for_an_admins_page_is_told_whose_it_is(new_page: NewPage, world: World) -> None:
    page = new_page(user=world.viewer, password=PASSWORD)
    for address in ("/settings/api-keys", "/settings/audit"):
        page.goto(address)
        expect(page.get_by_text("Only an admin sees this page.")).to_be_visible()


def test_an_operator_starts_resumes_and_cancels_runs(new_page: NewPage, world: World, rest: Rest) -> None:
    page = new_page(user=world.operator, password=PASSWORD)
    page.goto(f"/flows/{world.flow}")
    page.get_by_role("button", name="Run", exact=True).click()
    dialog(page, f"Run “{world.name}”").get_by_role("button", name="Run").click()
    expect(page).to_have_url(re.compile(r"/executions/[0-9a-f-]{36}"))
    started = page.url.split("/executions/")[1].split("?")[0]
    assert rest.await_status(started, "COMPLETED")["flowId"] == world.flow

    waits = rest.start(rest.flow(approval(), publish=True), {"input": {"id": started}})
    rest.await_status(waits, "WAITING")
    run = RunView(page, waits)
    run.open()
    page.get_by_role("main").get_by_role("button", name="Cancel", exact=True).click()
    confirm(page, "Cancel this run?", "Cancel the run")
    expect(run.facts).to_contain_text("Cancelled")


def test_what_a_page_does_not_offer_the_server_refuses_too(new_page: NewPage, world: World, rest: Rest) -> None:
    page = new_page(user=world.viewer, password=PASSWORD)
    page.goto("/")
    token = next(one["value"] for one in page.context.cookies() if one["name"] == "csrftoken")
    for path, body in (("/flows/", {"name": "mine"}), (f"/flows/{world.flow}/executions/", {"input": {}})):
        answer = page.request.post(f"/api/v1{path}", data=body, headers={"X-CSRFToken": token})
        assert answer.status == 403
    assert rest("GET", "/flows/?search=mine")["results"] == []
    with pytest.raises(Refused):
        Rest(rest.url, "alm_not-a-key")("GET", "/flows/")
