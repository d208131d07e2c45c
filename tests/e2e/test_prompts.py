"""Prompts: written, tried, published, compared."""

from __future__ import annotations

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.driving.pages import dialog, heading, told, write_json
from tests.e2e.driving.rest import Rest


@pytest.fixture
def name() -> str:
    """A name that no other prompt has."""
    return f"Answer {uuid4().hex[:8]}"


def prompt(rest: Rest, name: str, content: str) -> str:
    """A prompt with a draft; its id."""
    made: str = rest("POST", "/prompts/", {"name": name, "content": content})["id"]
    return made


def test_a_prompt_is_made_written_previewed_and_published(page: Page, rest: Rest, name: str) -> None:
    page.goto("/prompts")
    page.get_by_role("button", name="New prompt").first.click()
    form = dialog(page, "New prompt")
    form.get_by_label("Name").fill(name)
    form.get_by_role("button", name="New prompt").click()
    expect(heading(page, name)).to_be_visible()
    prompt_id = page.url.split("/prompts/")[1].split("?")[0]

    write_json(page.get_by_role("textbox", name="Text"), "Dear {{ customer }}, thank you.")
    expect(page.get_by_text("Unsaved changes")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Unsaved changes")).to_have_count(0)
    page.get_by_label("customer").fill("Ada")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("textbox", name="Preview")).to_have_text("Dear Ada, thank you.")

    page.get_by_role("button", name="Publish").click()
    asked = dialog(page, "Publish version 1?")
    asked.get_by_role("button", name="Publish").click()
    told(page, "Version 1 is published.")
    found = rest("GET", f"/prompts/{prompt_id}/versions/1/")
    assert (found["status"], found["content"]) == ("published", "Dear {{ customer }}, thank you.")


def test_a_published_text_is_changed_only_in_a_new_draft(page: Page, rest: Rest, name: str) -> None:
    prompt_id = prompt(rest, name, "Hello")
    rest("POST", f"/prompts/{prompt_id}/versions/1/publish/", {})
    page.goto(f"/prompts/{prompt_id}")
    expect(page.get_by_text("A published version never changes.")).to_be_visible()
    page.get_by_role("button", name="Edit as a new draft").click()
    write_json(page.get_by_role("textbox", name="Text"), "Good day")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Unsaved changes")).to_have_count(0)
    page.get_by_role("button", name="Compare with version 1").first.click()
    expect(page.get_by_text("Version 1 → 2")).to_be_visible()


def test_prompts_are_found_by_name(page: Page, rest: Rest, name: str) -> None:
    prompt(rest, name, "Hello")
    page.goto("/prompts")
    page.get_by_role("textbox", name="Search prompts").fill(name)
    expect(page.get_by_role("link", name=name)).to_have_count(1)
    page.get_by_role("textbox", name="Search prompts").fill(f"no {name}")
    expect(page.get_by_text("No prompt matches")).to_be_visible()
