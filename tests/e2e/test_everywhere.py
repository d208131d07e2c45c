"""What is there on every page: search, shortcuts, appearance, times, errors, security, plugins."""

from __future__ import annotations

import mimetypes
import re
import subprocess
from uuid import uuid4

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import NewPage, Watched
from tests.e2e.driving.pages import dialog, heading, settled
from tests.e2e.driving.rest import Rest
from tests.e2e.driving.samples import echo
from tests.processes import ROOT, Allma

PALETTE = "Find a page, a flow, a run or an action…"
EXAMPLE = ROOT / "frontend/dist-example"
NOBODY = "00000000-0000-4000-8000-000000000000"


def ask(page: Page, text: str) -> None:
    """Opens Ctrl-K and types."""
    page.keyboard.press("ControlOrMeta+k")
    page.get_by_role("textbox", name=PALETTE).fill(text)


def test_ctrl_k_finds_a_flow_by_its_name(page: Page, rest: Rest) -> None:
    name = f"Invoices {uuid4().hex[:8]}"
    rest.flow(echo(), name=name)
    page.goto("/executions")
    expect(heading(page, "Executions")).to_be_visible()
    ask(page, name)
    expect(page.get_by_role("dialog").get_by_role("button", name=name)).to_be_visible()
    page.keyboard.press("Enter")
    expect(heading(page, name)).to_be_visible()


def test_ctrl_k_finds_a_run_by_its_id(page: Page, rest: Rest) -> None:
    run_id = rest.run(rest.flow(echo(), publish=True), {"input": {}})["id"]
    page.goto("/")
    expect(heading(page, "Dashboard")).to_be_visible()
    ask(page, run_id)
    page.get_by_role("dialog").get_by_role("button", name=run_id[-8:]).click()
    expect(page).to_have_url(re.compile(f"/executions/{run_id}$"))


def test_ctrl_k_does_an_action_and_goes_to_a_page(page: Page) -> None:
    page.goto("/")
    expect(heading(page, "Dashboard")).to_be_visible()
    ask(page, "New flow")
    page.keyboard.press("Enter")
    expect(dialog(page, "New flow")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    ask(page, "Prompts")
    page.keyboard.press("Enter")
    expect(heading(page, "Prompts")).to_be_visible()


def test_a_question_mark_shows_the_shortcuts_but_not_while_one_types(page: Page) -> None:
    page.goto("/flows")
    page.get_by_role("textbox", name="Search by name or description").press("?")
    expect(page.get_by_role("textbox", name="Search by name or description")).to_have_value("?")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.goto("/flows")
    expect(heading(page, "Flows")).to_be_visible()
    page.keyboard.press("?")
    expect(dialog(page, "Keyboard shortcuts").get_by_text("Search, and do anything")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_dark_is_chosen_and_kept(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="Appearance").click()
    page.get_by_role("menuitemradio", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    page.get_by_role("button", name="Appearance").click()
    expect(page.get_by_role("menuitemradio", name="Dark")).to_be_checked()
    page.get_by_role("menuitemradio", name="Light").click()
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "light")


def test_times_are_shown_in_local_time_or_utc_as_one_chose(new_page: NewPage, rest: Rest) -> None:
    flow_id = rest.flow(echo())
    hour = rest("GET", f"/flows/{flow_id}/")["updatedAt"][11:13]
    local = f"{(int(hour) + 9) % 24:02}"
    page = new_page(timezone_id="Asia/Tokyo")
    page.goto(f"/flows/{flow_id}")
    moment = page.get_by_role("time").first
    moment.hover()
    expect(page.get_by_role("tooltip")).to_have_text(re.compile(rf" {local}:\d\d:\d\d "))
    page.get_by_role("button", name="Appearance").click()
    page.get_by_role("menuitemradio", name="UTC").click()
    page.reload()
    moment.hover()
    expect(page.get_by_role("tooltip")).to_have_text(re.compile(rf" {hour}:\d\d:\d\d UTC$"))


def test_an_address_that_leads_nowhere_says_so_and_leads_home(page: Page) -> None:
    page.goto("/nowhere/at/all")
    expect(heading(page, "Page not found")).to_be_visible()
    page.get_by_role("link", name="Go to the start page").click()
    expect(heading(page, "Dashboard")).to_be_visible()


def test_what_is_not_there_is_said_to_be_not_found(page: Page, watched: Watched, subtests: pytest.Subtests) -> None:
    watched.expect("404 (Not Found)")
    for address in ("flows/{}", "flows/{}/versions/1", "flows/{}/versions/1/edit", "executions/{}", "prompts/{}"):
        with subtests.test(address=address):
            page.goto(f"/{address.format(NOBODY)}")
            expect(page.get_by_text(re.compile("not found|no .* with this id", re.IGNORECASE)).first).to_be_visible()
            expect(page.get_by_role("link", name=re.compile("Flows|Executions|Prompts")).first).to_be_visible()


def test_a_list_that_could_not_be_read_says_why_and_is_read_again_on_demand(page: Page, watched: Watched) -> None:
    watched.expect("ERR_FAILED")
    page.route(re.compile(r"/api/v1/connections/\?"), lambda route: route.abort())
    page.goto("/connections")
    problem = page.get_by_role("main").get_by_role("alert")
    expect(problem).to_be_visible(timeout=15_000)
    page.unroute(re.compile(r"/api/v1/connections/\?"))
    problem.get_by_role("button", name="Try again").click()
    expect(problem).to_have_count(0)


def test_a_session_that_ended_leads_to_sign_in_and_back(new_page: NewPage, watched: Watched) -> None:
    watched.expect("401 (Unauthorized)")
    page = new_page()
    page.goto("/step-definitions")
    expect(heading(page, "Step definitions")).to_be_visible()
    settled(page)  # nothing is asked any more that would lead to the sign-in by itself
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("link", name="Prompts").click()
    expect(page.get_by_role("heading", name="Sign in to Allma")).to_be_visible()
    expect(page).to_have_url(re.compile("next=%2Fprompts"))


def test_the_policy_lets_only_the_panels_own_scripts_run(page: Page, watched: Watched) -> None:
    watched.expect("Content Security Policy")
    watched.expect("CSP script-src-elem")
    answer = page.goto("/")
    assert answer is not None
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
    assert policy["script-src"] == "'self'"
    assert policy["default-src"] == "'self'"
    assert policy["object-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    expect(heading(page, "Dashboard")).to_be_visible()
    page.evaluate("document.head.append(Object.assign(document.createElement('script'), {text: 'window.evil = 1'}))")
    assert page.evaluate("window.evil") is None


def test_the_api_documentation_is_there_for_everybody(new_page: NewPage, allma: Allma) -> None:
    page = new_page(user=None)
    page.goto(f"{allma.url}/api/v1/docs/")
    expect(page.get_by_text("/api/v1/flows/{flow_id}/executions/", exact=True).first).to_be_visible()


def test_one_who_uses_only_the_keyboard_skips_to_the_content_and_walks_the_navigation(page: Page) -> None:
    page.goto("/flows")
    expect(heading(page, "Flows")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.get_by_role("link", name="Executions").focus()
    page.keyboard.press("Enter")
    expect(heading(page, "Executions")).to_be_focused()


@pytest.fixture(scope="session")
def example_app() -> None:
    """The panel with the example plugin in it, built once into frontend/dist-example."""
    command = ["npm", "--prefix", "frontend", "run", "--silent", "build:example", "--", "--logLevel", "error"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)


def serve_example(route: Route) -> None:
    """Answers with the built files of the example's app; a page keeps the headers that the server gives pages."""
    path = route.request.url.split("//", 1)[1].split("/", 1)[1].split("?")[0]
    file = EXAMPLE / path
    if path and file.is_file():
        route.fulfill(body=file.read_bytes(), content_type=mimetypes.guess_type(file)[0])
    else:
        route.fulfill(response=route.fetch(), body=(EXAMPLE / "index.html").read_bytes())


def test_the_app_with_the_example_plugin_has_its_page_its_widget_and_its_face_of_steps(
    page: Page, rest: Rest, example_app: None
) -> None:
    step = {"stepInstanceId": "here", "stepType": "NO_OP", "description": "Here we begin, by the plugin's own words"}
    flow_id = rest.flow({"schemaVersion": "1", "startStepInstanceId": "here", "steps": {"here": step}})
    page.context.grant_permissions(["local-network-access"])
    page.route(re.compile(r"^http://[^/]+/(?!api/|ws/)"), serve_example)
    page.goto("/")
    page.get_by_role("link", name="Release checklist").click()
    expect(heading(page, "Release checklist")).to_be_visible()
    page.get_by_label("The editor shows no problem").check()
    expect(page.get_by_text("2 items left before a release")).to_be_visible()
    page.goto(f"/flows/{flow_id}")
    expect(page.locator(".react-flow__node").get_by_text("Here we begin, by the plugin's own words")).to_be_visible()
