"""Opening what is there: imported flows, published versions, with little rights, on a phone, by a screen reader."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.e2e.conftest import NewPage
from tests.e2e.driving.definitions import EMPTY, chain, definition, step
from tests.e2e.driving.editor import Editor
from tests.e2e.driving.rest import Rest

FLOWS = Path(__file__).parents[1] / "flows"
NARROW: ViewportSize = {"width": 390, "height": 844}
VIEWERS_PASSWORD = "a-password-for-viewers"
Axe = Callable[[Page], list[str]]


def sample(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FLOWS / f"{name}.json").read_text())["definition"]
    return found


@pytest.fixture(scope="session")
def viewer(rest: Rest) -> tuple[str, str]:
    """Somebody who may only look."""
    rest.member("victor", "viewer", VIEWERS_PASSWORD)
    return "victor", VIEWERS_PASSWORD


def test_a_definition_is_imported_into_a_draft_and_taken_back(page: Page, rest: Rest) -> None:
    flow_id = rest.flow(EMPTY)
    editor = Editor(page).open(flow_id)
    editor.button("More").click()
    page.get_by_role("menuitem", name="Import into this draft…").click()
    dialog = editor.dialog("Import into this draft")
    editor.write_code(dialog.get_by_role("textbox", name="JSON to import"), json.dumps(sample("expense-approval")))
    expect(dialog.get_by_text("5 steps found.")).to_be_visible()
    dialog.get_by_role("button", name="Import", exact=True).click()
    expect(editor.nodes).to_have_count(5)
    editor.save()
    assert rest.definition(flow_id) == sample("expense-approval")
    editor.undo()
    expect(editor.nodes).to_have_count(0)


def test_a_published_version_is_only_shown_and_edit_makes_the_next_draft(page: Page, rest: Rest) -> None:
    flow_id = rest.flow(chain(2), publish=True)
    editor = Editor(page).open(flow_id)
    expect(page.get_by_text("Version 1 is published and does not change any more.")).to_be_visible()
    expect(editor.palette).to_be_hidden()
    editor.open_step("s1")
    expect(editor.panel.get_by_role("textbox", name="Name of the step")).not_to_be_editable()
    editor.close_step()
    page.get_by_role("button", name="Edit in a new draft").click()
    expect(page).to_have_url(re.compile(r"/versions/2/edit"))
    editor.ready()
    expect(editor.palette).to_be_visible()
    assert rest.definition(flow_id, 2)["steps"] == rest.definition(flow_id, 1)["steps"]


def test_a_viewer_looks_at_everything_and_is_offered_nothing_they_may_not_do(
    new_page: NewPage, rest: Rest, viewer: tuple[str, str]
) -> None:
    flow_id = rest.flow(chain(2))
    page = new_page(*viewer)
    editor = Editor(page).open(flow_id)
    expect(page.get_by_text("You can look at this flow; your role does not let you change it.")).to_be_visible()
    for name in ("Publish", "Run", "Undo", "History"):
        expect(editor.button(name)).to_have_count(0)
    expect(editor.palette).to_be_hidden()
    editor.canvas.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Delete")
    expect(editor.nodes).to_have_count(3)
    editor.open_step("s1")
    expect(editor.panel.get_by_role("textbox", name="Name of the step")).not_to_be_editable()
    expect(editor.panel.get_by_role("button", name="Run step")).to_have_count(0)
    editor.tab("Mappings")
    expect(editor.panel.get_by_role("button", name="Add a mapping")).to_have_count(0)


def test_on_a_phone_the_flow_is_read_on_the_canvas_and_in_the_outline(new_page: NewPage, rest: Rest) -> None:
    flow_id = rest.flow(chain(2))
    page = new_page(viewport=NARROW)
    editor = Editor(page).open(flow_id)
    expect(editor.palette).to_be_hidden()
    editor.button("Outline").click()
    expect(editor.tree.get_by_role("treeitem")).to_have_count(3)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    editor.tree.get_by_role("treeitem").nth(1).dblclick()
    expect(editor.panel).to_have_accessible_name("Step: Step s2")
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def faulty() -> dict[str, Any]:
    """A flow with an error, a warning, a note and a frame."""
    ways = [{"condition": "$.total >", "nextStepInstanceId": "end"}]
    return definition(
        step("call", "API_CALL", apiHttpMethod="GET", apiUrlTemplate={"template": "http://a"}, transitions=ways),
        step("end", "END_FLOW", x=340),
        step("loose", x=340, y=200),
        notes=[{"id": "n1", "text": "Remember", "position": {"x": 0, "y": 200}, "width": 200, "height": 80}],
        groups=[{"id": "g1", "label": "Both", "stepInstanceIds": ["call", "end"]}],
    )


def test_the_editor_and_its_panels_are_accessible(themed_page: Page, rest: Rest, axe: Axe) -> None:
    page = themed_page
    editor = Editor(page).open(rest.flow(EMPTY))
    expect(page.get_by_role("button", name="Add the first step")).to_be_visible()
    found = {"empty": axe(page)}
    editor.open(rest.flow(faulty()))
    editor.problems()
    expect(page.get_by_role("complementary", name="Problems").get_by_role("listitem").first).to_be_visible()
    found["problems"] = axe(page)
    for name in ("Outline", "Code", "History", "Flow settings"):
        editor.show(name)
        expect(page.get_by_role("complementary", name=name).get_by_role("heading", name=name)).to_be_visible()
        found[name] = axe(page)
    assert found == {place: [] for place in found}


def test_the_editors_dialogs_are_accessible(themed_page: Page, rest: Rest, axe: Axe) -> None:
    page = themed_page
    editor = Editor(page).open(rest.flow({**chain(1), "inputSchema": {"properties": {"a": {"type": "string"}}}}))
    found = {}
    for button, title in (("Publish", "Publish version 1"), ("Run", re.compile("^Run Flow"))):
        editor.button(button).click()
        dialog = editor.dialog(title)
        expect(dialog.get_by_role("button", name="Cancel")).to_be_visible()
        found[button] = axe(page)
        dialog.get_by_role("button", name="Cancel").click()
        expect(dialog).to_be_hidden()
    assert found == {place: [] for place in found}


def test_the_step_panel_is_accessible_on_each_tab(themed_page: Page, rest: Rest, axe: Axe) -> None:
    editor = Editor(themed_page).open(rest.flow(faulty()))
    editor.open_step("call")
    found = {}
    for name in ("Settings", "Mappings", "Next", "Errors", "More", "JSON"):
        editor.tab(name)
        found[name] = axe(themed_page)
    assert found == {place: [] for place in found}
