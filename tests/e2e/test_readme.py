"""The five minutes of the README, done as it says, by somebody who has never seen the panel."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.e2e.driving.editor import Editor
from tests.e2e.driving.pages import dialog
from tests.processes import ROOT

README = Path(ROOT / "README.md").read_text(encoding="utf-8")


def quoted(text: str) -> str:
    """A text to type or to click, which the README must hold as it is."""
    assert f"`{text}`" in README or f"**{text}**" in README, f"The README does not say {text}."
    return text


def write(editor: Editor, opened: Locator, text: str) -> None:
    editor.write_code(opened.get_by_role("textbox").last, quoted(text))


def draw(page: Page) -> Editor:
    """Steps 1 to 3."""
    page.goto("/")
    page.get_by_role("link", name="Flows", exact=True).click()
    page.get_by_role("button", name="New flow").first.click()
    form = dialog(page, "New flow")
    form.get_by_label("Name").fill("Expense")
    form.get_by_role("button", name="Create and open").click()
    editor = Editor(page).ready()
    editor.add_step(quoted("Wait for an event"))
    editor.set_field(quoted("Correlation key"), quoted("expense-{{ expenseId }}"))
    page.keyboard.press("Escape")
    expect(editor.panel).to_be_hidden()
    editor.add_step(quoted("Compose an object"))
    editor.tab(quoted("Mappings"))
    editor.add_mapping("amount", quoted("$.amount"))
    editor.add_mapping("decision", quoted("$.steps_output.wait_for_external_event.decision"))
    editor.close_step()
    editor.add_step(quoted("End flow"))
    editor.close_step()
    editor.saved()
    return editor


def test_the_five_minutes_of_the_readme_work_as_written(page: Page) -> None:
    editor = draw(page)
    editor.expect_problems(0)
    editor.button(quoted("Run")).click()
    run = page.get_by_role("dialog").filter(has=page.get_by_role("button", name=quoted("Start")))
    write(editor, run, '{"expenseId": 1, "amount": 500}')
    run.get_by_role("button", name="Start", exact=True).click()
    editor.run_status("WAITING")
    expect(editor.node("wait_for_external_event").get_by_role("img", name="Waiting")).to_be_visible()
    bar = page.get_by_role("region", name="Run on the canvas")
    bar.get_by_role("button", name=quoted("Resume")).click()
    resume = page.get_by_role("dialog").filter(has=page.get_by_role("button", name="Resume"))
    write(editor, resume, '{"decision": "APPROVED"}')
    resume.get_by_role("button", name="Resume", exact=True).click()
    editor.run_status("COMPLETED")
    expect(page.locator(".react-flow__node-step").get_by_role("img", name="Completed")).to_have_count(4)
    bar.get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"/executions/[0-9a-f-]+"))
    page.get_by_role("main").get_by_text("Compose an object").first.click()
    page.get_by_role("tab", name="Output", exact=True).click()
    expect(page.get_by_role("main").get_by_text("APPROVED").first).to_be_visible()
    page.go_back()
    editor.ready().publish(note="First version")
