"""What holds on every page, with data in it: no serious axe violation in light and dark, and room on a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.chromium import PHONE, WIDE
from tests.e2e.conftest import NewPage, Watched
from tests.e2e.driving.pages import in_scheme, settled
from tests.e2e.driving.rest import Rest
from tests.e2e.driving.world import World, make_world

# The main action of a page, by its name: on a phone one gets at it without scrolling sideways.
ACTIONS = {
    "flows": "New flow",
    "flow": "Edit",
    "failed run": "Open in editor",
    "waiting run": "Resume with payload",
    "step definitions": "New step definition",
    "connections": "New connection",
    "credentials": "New credential",
    "prompts": "New prompt",
    "prompt": "Publish",
    "members": "Add member",
    "API keys": "Create key",
}


@pytest.fixture(scope="module")
def world(rest: Rest, peer: str) -> World:
    """A workspace in which something has happened."""
    return make_world(rest, peer)


def test_no_page_has_a_serious_violation_in_light_or_dark_and_each_fits_a_phone(
    new_page: NewPage, world: World, axe: Callable[[Page], list[str]], subtests: pytest.Subtests
) -> None:
    page = new_page()
    for name, address in world.pages().items():
        with subtests.test(page=name):
            page.emulate_media(color_scheme="light")
            page.set_viewport_size(WIDE)
            page.goto(address)
            settled(page)
            assert axe(page) == []
            in_scheme(page, "dark")
            assert axe(page) == []
            page.set_viewport_size(PHONE)
            expect_room(page, ACTIONS.get(name))


def test_the_sign_in_page_has_no_serious_violation(
    new_page: NewPage, watched: Watched, axe: Callable[[Page], list[str]]
) -> None:
    watched.expect("401 (Unauthorized)")
    page = new_page(user=None)
    page.goto("/login")
    expect(page.get_by_role("heading", name="Sign in to Allma")).to_be_visible()
    assert axe(page) == []
    in_scheme(page, "dark")
    assert axe(page) == []


def expect_room(page: Page, action: str | None) -> None:
    """Nothing is wider than the window, and the main action can be pressed."""
    widths = "[document.documentElement, document.getElementById('main')].map(e => e.scrollWidth - e.clientWidth)"
    page.wait_for_function(f"{widths}.every(one => one === 0)")
    if action is not None:
        button = page.get_by_role("button", name=action).first
        button.scroll_into_view_if_needed()
        box = button.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]
        button.click(trial=True)


def test_the_navigation_of_a_phone_opens_leads_on_and_closes(new_page: NewPage) -> None:
    page = new_page(viewport=PHONE)
    page.goto("/")
    page.get_by_role("button", name="Open the navigation").click()
    page.get_by_role("dialog").get_by_role("link", name="Executions").click()
    expect(page.get_by_role("heading", level=1, name="Executions")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
