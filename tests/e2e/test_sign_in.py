"""Coming in and going out."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PASSWORD, NewPage, Watched
from tests.e2e.driving.pages import heading, sign_in


@pytest.fixture
def stranger(new_page: NewPage, watched: Watched) -> Page:
    """The page of somebody who is not signed in; the browser notes the 401 that says so."""
    watched.expect("401 (Unauthorized)")
    return new_page(user=None)


def test_who_signs_in_is_at_the_address_they_asked_for(stranger: Page) -> None:
    stranger.goto("/executions?status=FAILED")
    expect(stranger.get_by_role("heading", name="Sign in to Allma")).to_be_visible()
    sign_in(stranger, "admin", PASSWORD)
    expect(heading(stranger, "Executions")).to_be_visible()
    expect(stranger).to_have_url(re.compile(r"/executions\?status=(%5B%22FAILED%22%5D|FAILED)$"))


def test_enter_in_the_password_signs_in_too(stranger: Page) -> None:
    stranger.goto("/login")
    stranger.get_by_label("Username").fill("admin")
    stranger.get_by_role("textbox", name="Password").fill(PASSWORD)
    stranger.keyboard.press("Enter")
    expect(heading(stranger, "Dashboard")).to_be_visible()


def test_a_wrong_password_says_so_and_lets_one_in_nowhere(stranger: Page) -> None:
    stranger.goto("/flows")
    sign_in(stranger, "admin", "not this one")
    expect(stranger.get_by_role("alert")).to_have_text("The user name or the password is wrong.")
    stranger.goto("/flows")
    expect(stranger.get_by_role("heading", name="Sign in to Allma")).to_be_visible()


def test_an_empty_form_names_what_is_missing(stranger: Page) -> None:
    stranger.goto("/login")
    stranger.get_by_role("button", name="Sign in").click()
    expect(stranger.get_by_label("Username")).to_have_attribute("aria-invalid", "true")
    expect(stranger.get_by_text("Fill this in.")).to_have_count(2)


def test_an_address_of_elsewhere_is_not_followed_after_signing_in(stranger: Page) -> None:
    stranger.goto("/login?next=https://example.com/")
    sign_in(stranger, "admin", PASSWORD)
    expect(heading(stranger, "Dashboard")).to_be_visible()


def test_who_signs_out_is_asked_to_sign_in_and_back_shows_nothing(stranger: Page) -> None:
    stranger.goto("/login")
    sign_in(stranger, "admin", PASSWORD)
    expect(heading(stranger, "Dashboard")).to_be_visible()
    stranger.get_by_role("button", name="Account of admin").click()
    stranger.get_by_role("menuitem", name="Sign out").click()
    expect(stranger.get_by_role("heading", name="Sign in to Allma")).to_be_visible()
    stranger.go_back()
    expect(stranger.get_by_role("heading", name="Sign in to Allma")).to_be_visible()
