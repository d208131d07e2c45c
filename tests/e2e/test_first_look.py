"""What somebody sees who has just started Allma and is not signed in yet."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.e2e.conftest import PASSWORD, NewPage, Watched
from tests.processes import Allma

NARROW: ViewportSize = {"width": 390, "height": 844}


@pytest.fixture
def stranger(new_page: NewPage, watched: Watched) -> Page:
    """The page of somebody who is not signed in; the browser notes the 401 that says so."""
    watched.expect("401 (Unauthorized)")
    return new_page(user=None)


def test_who_is_not_signed_in_is_asked_to_and_then_is_where_they_wanted_to_be(stranger: Page) -> None:
    stranger.goto("/executions")
    expect(stranger.get_by_role("heading", name="Sign in to Allma")).to_be_visible()
    expect(stranger).to_have_url(re.compile(r"/login\?next=%2Fexecutions$"))
    stranger.locator("input").first.fill("admin")
    stranger.locator("input[type=password]").fill(PASSWORD)
    stranger.keyboard.press("Enter")
    expect(stranger).to_have_url(re.compile(r"/executions(\?.*)?$"))
    expect(stranger.get_by_role("heading", level=1, name="Executions")).to_be_visible()


def test_the_sign_in_page_fits_a_phone(stranger: Page) -> None:
    stranger.set_viewport_size(NARROW)
    stranger.goto("/")
    expect(stranger.get_by_role("heading", name="Sign in to Allma")).to_be_visible()
    assert stranger.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def test_an_unknown_address_says_so_and_leads_back(page: Page) -> None:
    page.goto("/nowhere/at/all")
    expect(page.get_by_role("heading", name="Page not found")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("link").first).to_be_visible()


def test_the_api_documentation_is_there_for_everybody(stranger: Page, allma: Allma) -> None:
    stranger.goto(f"{allma.url}/api/v1/docs/")
    expect(stranger.get_by_text("/api/v1/flows/{flow_id}/executions/", exact=True).first).to_be_visible()
