"""What somebody sees who has just started Allma."""

from __future__ import annotations

from playwright.sync_api import Page, ViewportSize, expect

from tests.processes import Allma

NARROW: ViewportSize = {"width": 390, "height": 844}


def test_the_front_page_says_what_to_do_next_and_leads_to_the_api_documentation(page: Page, allma: Allma) -> None:
    page.goto(allma.url)
    expect(page.get_by_role("heading", name="What to do next")).to_be_visible()
    page.get_by_role("link", name="API documentation").click()
    expect(page.get_by_role("heading", name="Allma")).to_be_visible()
    expect(page.get_by_text("/api/v1/flows/{flow_id}/executions/", exact=True).first).to_be_visible()


def test_the_front_page_fits_a_phone(page: Page, allma: Allma) -> None:
    page.set_viewport_size(NARROW)
    page.goto(allma.url)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def test_the_front_page_follows_the_colour_scheme(page: Page, allma: Allma) -> None:
    page.goto(allma.url)
    dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == ("rgb(21, 22, 24)" if dark else "rgb(251, 251, 250)")


def test_an_unknown_address_gets_a_page_that_leads_back(page: Page, allma: Allma) -> None:
    answer = page.request.get(f"{allma.url}/nowhere", headers={"Accept": "text/html"})
    assert answer.status == 404
    assert "text/html" in answer.headers["content-type"]
    assert "<h1" in answer.text()
