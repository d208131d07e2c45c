"""Step definitions: set up once, used in flows."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.driving.pages import confirm, dialog, row, told, write_json
from tests.e2e.driving.rest import Rest


@pytest.fixture
def name() -> str:
    """A name that no other step definition has."""
    return f"Greeting {uuid4().hex[:8]}"


STEP = {
    "stepType": "DATA_TRANSFORMATION",
    "moduleIdentifier": "system/compose-object-from-input",
    "literals": {"text": "hello"},
}


def preset(rest: Rest, name: str) -> str:
    """A step definition that makes an object; its id."""
    made: str = rest("POST", "/step-definitions/", {"name": name, "step": STEP})["id"]
    return made


def test_a_step_definition_is_found_changed_and_gets_a_new_version(page: Page, rest: Rest, name: str) -> None:
    preset_id = preset(rest, name)
    page.goto("/step-definitions")
    page.get_by_role("textbox", name="Search step definitions").fill(name)
    expect(row(page, name)).to_be_visible()
    page.get_by_text(name, exact=True).click()
    form = page.get_by_role("dialog")
    form.get_by_label("Description").fill("Says good day")
    form.get_by_role("tab", name="JSON").click()
    write_json(form.get_by_role("textbox", name="JSON"), json.dumps({**STEP, "literals": {"text": "good day"}}))
    form.get_by_role("button", name="Save").click()
    told(page, f"{name} is saved as version 2.")
    found = rest("GET", f"/step-definitions/{preset_id}/")
    assert (found["description"], found["step"]["literals"]) == ("Says good day", {"text": "good day"})


def test_a_step_definition_that_is_archived_leaves_the_list(page: Page, rest: Rest, name: str) -> None:
    preset(rest, name)
    page.goto("/step-definitions")
    page.get_by_role("textbox", name="Search step definitions").fill(name)
    page.get_by_role("button", name=f"Archive {name}").click()
    confirm(page, f"Archive {name}?", "Archive")
    told(page, f"{name} is archived.")
    expect(page.get_by_text("No step definition matches")).to_be_visible()


def test_a_new_step_definition_is_set_up_in_a_form(page: Page, rest: Rest, name: str) -> None:
    page.goto("/step-definitions")
    page.get_by_role("button", name="New step definition").first.click()
    form = dialog(page, "New step definition")
    form.get_by_role("textbox", name="Name").fill(name)
    form.get_by_role("combobox", name="Step type").fill("No op")
    page.get_by_role("option", name="No operation").click()
    form.get_by_role("button", name="Save").click()
    told(page, f"{name} is saved as version 1.")
    expect(row(page, name)).to_be_visible()
