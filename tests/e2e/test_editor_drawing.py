"""A flow drawn from nothing, by mouse and by keyboard."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.driving.definitions import EMPTY, meaning
from tests.e2e.driving.editor import TARGET_LABEL, Editor
from tests.e2e.driving.keyboard import Keyboard
from tests.e2e.driving.rest import Rest

SAMPLE: dict[str, Any] = json.loads((Path(__file__).parents[1] / "flows/expense-approval.json").read_text())
OUTPUT_TARGET = "Place in the context"


def test_a_person_draws_the_expense_approval_with_the_mouse(page: Page, rest: Rest) -> None:
    flow_id = rest.flow(EMPTY)
    editor = Editor(page).open(flow_id)
    add_named_steps(editor)
    draw_the_wires(editor)
    fill_in_the_wait(editor)
    fill_in_the_rest(editor)
    editor.expect_problems(0)
    editor.save()
    assert meaning(rest.definition(flow_id)) == meaning(SAMPLE["definition"])


STEPS = [
    ("Wait for an event", "Ask", "ask", (330, 120)),
    ("Compose an object", "Pay", "pay", (640, 120)),
    ("Compose an object", "Reject", "reject", (640, 300)),
    ("Compose an object", "Too late", "late", (640, 480)),
    ("End flow", "Done", "done", (950, 200)),
]


def add_named_steps(editor: Editor) -> None:
    """Each step is dragged out of the palette to its place, then named."""
    for label, name, step_id, place in STEPS:
        entry = editor.palette.get_by_role("option", name=label).first
        canvas = editor.canvas.bounding_box()
        assert canvas
        entry.drag_to(
            editor.canvas, target_position={"x": place[0] - canvas["x"] + 120, "y": place[1] - canvas["y"] + 120}
        )
        editor.rename(name, step_id)
        editor.close_step()


def draw_the_wires(editor: Editor) -> None:
    editor.connect("ask", "reject")
    editor.connect("ask", "late", "timeout")
    editor.connect("pay", "done")
    editor.connect("reject", "done")
    editor.connect("ask", "pay")
    expect(editor.panel).to_be_visible()


def fill_in_the_wait(editor: Editor) -> None:
    """The second wire out of a step is a condition: its field is open at once."""
    editor.switch("How When is shown", "Text")
    editor.set_field("When", "$.approval.decision == 'APPROVED'")
    editor.tab("Settings")
    editor.set_field("Correlation key", "expense-approval:{{ expenseId }}")
    editor.field("Wait at most").fill("1")
    editor.choose("Unit of Wait at most", "hours")
    editor.tab("Mappings")
    editor.switch("Output mappings", "Chosen parts")
    editor.panel.get_by_label(OUTPUT_TARGET, exact=True).fill("$.approval")
    editor.close_step()


def fill_in_the_rest(editor: Editor) -> None:
    editor.open_step("pay")
    editor.tab("Mappings")
    editor.add_mapping("amount", "$.amount")
    editor.add_mapping("by", "$.approval.approvedBy")
    editor.close_step()
    editor.open_step("reject")
    editor.tab("Mappings")
    editor.add_mapping("by", "$.approval.approvedBy")
    editor.close_step()
    editor.open_step("late")
    editor.tab("Mappings")
    editor.panel.get_by_role("button", name="Add a value").click()
    editor.panel.get_by_label("Fixed values: Name").fill("late")
    editor.choose("Type of late", "Yes/No")
    editor.panel.get_by_role("switch", name="Value of late").click()
    editor.close_step()


def test_a_person_without_a_mouse_draws_the_expense_approval(page: Page, rest: Rest) -> None:
    flow_id = rest.flow(EMPTY)
    editor, keys = Editor(page).open(flow_id), Keyboard(page)
    keys.press("o")
    add_steps_by_keyboard(editor, keys)
    wire_by_keyboard(editor, keys)
    fill_in_by_keyboard(editor, keys)
    keys.press("Control+s")
    editor.saved()
    assert meaning(rest.definition(flow_id)) == meaning(SAMPLE["definition"])
    editor.expect_problems(0)


def name_step(editor: Editor, keys: Keyboard, name: str, step_id: str) -> None:
    """In the panel that is open: the name, the id, and back."""
    keys.write(editor.panel.get_by_role("textbox", name="Name of the step"), name)
    keys.push(editor.panel.get_by_role("button", name=re.compile("^Change the id ")))
    expect(editor.page.get_by_label("Step id")).to_be_focused()
    keys.press("Control+a")
    keys.type(f"{step_id}\n")
    expect(editor.panel.get_by_role("button", name=f"Change the id {step_id}")).to_be_visible()
    keys.press("Escape")
    expect(editor.panel).to_be_hidden()
    expect(editor.page.locator("body")).not_to_be_focused()


def choose_type(editor: Editor, keys: Keyboard, title: str, label: str) -> None:
    """In the outline's dialog for a new step."""
    dialog = editor.dialog(title)
    keys.pick(dialog.get_by_label("Type of the step"), label)
    keys.push(dialog.get_by_role("button", name="Add", exact=True))
    expect(dialog).to_be_hidden()
    expect(editor.panel).to_be_hidden()


def go_to(editor: Editor, keys: Keyboard, name: str) -> None:
    """Moves in the outline to the line of a step."""
    line = editor.tree.get_by_role("treeitem", name=re.compile(f"^(?!.*Goes to).*\\b{name}\\b"))
    current = editor.tree.locator('[tabindex="0"]')
    keys.tab_to(current, back=True)
    keys.press("Home")
    for _ in range(12):
        if keys.has_focus(line):
            return
        keys.press("ArrowDown")
    raise AssertionError(f"The outline has no line for {name}.")


def add_steps_by_keyboard(editor: Editor, keys: Keyboard) -> None:
    outline = editor.page.get_by_role("complementary", name="Outline")
    keys.push(outline.get_by_role("button", name="Add the first step"))
    choose_type(editor, keys, "Add a step", "Wait for an event")
    go_to(editor, keys, "Wait for an event")
    keys.press("Enter")
    name_step(editor, keys, "Ask", "ask")
    for before, label, name, step_id in [
        ("Ask", "Compose an object", "Reject", "reject"),
        ("Reject", "End flow", "Done", "done"),
    ]:
        go_to(editor, keys, before)
        keys.press("a")
        choose_type(editor, keys, "Add a step after", label)
        go_to(editor, keys, label)
        keys.press("Enter")
        name_step(editor, keys, name, step_id)
    add_beside(editor, keys, "Ask", "Pay", "pay")
    keys.press("Escape", "Escape")
    keys.press("o")
    add_beside(editor, keys, None, "Too late", "late")


def add_beside(editor: Editor, keys: Keyboard, source: str | None, name: str, step_id: str) -> None:
    """On the canvas, A adds a step after the selected one, or a loose one."""
    if source:
        go_to(editor, keys, source)
    keys.tab_to(editor.canvas, back=True)
    keys.press("a")
    keys.type("Compose")
    editor.dialog("Add a step").get_by_role("option", name="Compose an object").wait_for()
    keys.press("Enter")
    expect(editor.panel).to_be_visible()
    name_step(editor, keys, name, step_id)


def wire_by_keyboard(editor: Editor, keys: Keyboard) -> None:
    for source, kind, target in [("Ask", "On time-out", "Too late"), ("Pay", "Otherwise", "Done")]:
        go_to(editor, keys, source)
        card = editor.page.get_by_role("group", name=source, exact=True)
        keys.pick(card.get_by_label("New way"), kind)
        keys.pick(card.get_by_label("Connect to"), target)
        keys.push(card.get_by_role("button", name="Connect", exact=True))
    go_to(editor, keys, "Ask")
    keys.write(editor.page.get_by_label("Condition 1"), "$.approval.decision == 'APPROVED'")


def fill_in_by_keyboard(editor: Editor, keys: Keyboard) -> None:
    go_to(editor, keys, "Ask")
    keys.press("Enter")
    keys.write(editor.field("Correlation key"), "expense-approval:{{ expenseId }}")
    keys.write(editor.field("Wait at most"), "3600")
    show_mappings(editor, keys, back=True)
    chosen = editor.panel.get_by_role("radiogroup", name="Output mappings")
    keys.tab_to(chosen.get_by_role("radio", checked=True))
    keys.press("ArrowRight")
    keys.write(editor.panel.get_by_label(OUTPUT_TARGET, exact=True), "$.approval")
    keys.press("Escape")
    for name, rows in [
        ("Pay", {"amount": "$.amount", "by": "$.approval.approvedBy"}),
        ("Reject", {"by": "$.approval.approvedBy"}),
    ]:
        go_to(editor, keys, name)
        keys.press("Enter")
        show_mappings(editor, keys)
        for target, source in rows.items():
            keys.push(editor.panel.get_by_role("button", name="Add a mapping"))
            keys.write(editor.panel.get_by_label("Path in the context for new row"), source, back=True)
            keys.write(editor.panel.get_by_label(TARGET_LABEL, exact=True).last, target, back=True)
        keys.press("Escape")
    go_to(editor, keys, "Too late")
    keys.press("Enter")
    show_mappings(editor, keys)
    keys.push(editor.panel.get_by_role("button", name="Add a value"))
    keys.write(editor.panel.get_by_label("Fixed values: Name"), "late", back=True)
    keys.pick(editor.panel.get_by_label("Type of late"), "Yes/No")
    keys.tab_to(editor.panel.get_by_role("switch", name="Value of late"))
    keys.press("Space", "Escape")


def show_mappings(editor: Editor, keys: Keyboard, *, back: bool = False) -> None:
    """From the settings in the step panel to the mappings."""
    keys.tab_to(editor.panel.get_by_role("tab", selected=True), back=back)
    keys.press("ArrowRight")
