"""What a person draws is never lost: reloads, crashes, no network, other people, other tabs."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any

import pytest
from playwright.sync_api import Error, Page, expect

from tests.e2e.conftest import NewPage, Watched
from tests.e2e.driving.definitions import chain
from tests.e2e.driving.editor import Editor
from tests.e2e.driving.rest import Rest

COLLEAGUE, COLLEAGUES_PASSWORD = "maria", "a-password-for-maria"


@pytest.fixture(scope="session")
def colleague(rest: Rest) -> str:
    """Another editor of the workspace."""
    rest.member(COLLEAGUE, "editor", COLLEAGUES_PASSWORD)
    return COLLEAGUE


@pytest.fixture
def two_editors(new_page: NewPage, colleague: str, rest: Rest, watched: Watched) -> tuple[Editor, Editor, str]:
    """The admin's editor and a colleague's on one draft; and the flow's id."""
    watched.expect("412 (Precondition Failed)")
    flow_id = rest.flow(chain(3))
    mine = Editor(new_page()).open(flow_id)
    theirs = Editor(new_page(colleague, COLLEAGUES_PASSWORD)).open(flow_id)
    return mine, theirs, flow_id


def name_step(editor: Editor, step_id: str, name: str) -> None:
    """Gives a step another name in its panel."""
    editor.open_step(step_id)
    editor.panel.get_by_role("textbox", name="Name of the step").fill(name)
    editor.close_step()


def names(rest: Rest, flow_id: str) -> dict[str, Any]:
    return {key: one.get("displayName") for key, one in rest.definition(flow_id)["steps"].items()}


def test_a_change_is_saved_by_itself_and_is_there_after_a_reload(page: Page, rest: Rest) -> None:
    flow_id = rest.flow(chain(2))
    editor = Editor(page).open(flow_id)
    name_step(editor, "s1", "Renamed")
    expect(page.get_by_role("status", name="Saved just now")).to_be_visible()
    assert names(rest, flow_id)["s1"] == "Renamed"
    page.reload()
    expect(editor.node("s1")).to_contain_text("Renamed")


def test_a_reload_at_once_keeps_the_last_change(page: Page, rest: Rest) -> None:
    flow_id = rest.flow(chain(2))
    editor = Editor(page).open(flow_id)
    editor.open_step("s1")
    editor.panel.get_by_role("textbox", name="Name of the step").fill("Just typed")
    page.reload()
    expect(editor.node("s1")).to_contain_text("Just typed")
    editor.saved()
    assert names(rest, flow_id)["s1"] == "Just typed"


def crash(page: Page) -> None:
    """Ends the page's process as a crash does: nothing of the page gets to say good-bye."""
    with page.expect_event("crash"), suppress(Error):
        page.goto("chrome://crash", timeout=3_000)


def test_a_crash_of_the_tab_loses_nothing_older_than_a_second(page: Page, rest: Rest, watched: Watched) -> None:
    watched.expect("ERR_INTERNET_DISCONNECTED")
    flow_id = rest.flow(chain(2))
    editor = Editor(page).open(flow_id)
    page.context.set_offline(True)
    name_step(editor, "s2", "Before the crash")
    expect(page.get_by_role("button", name="Offline, kept on this device")).to_be_visible()
    context = page.context
    crash(page)
    page.close()
    context.set_offline(False)
    later = context.new_page()
    again = Editor(later).open(flow_id)
    expect(later.get_by_text("Changes that were not saved last time are back.")).to_be_visible()
    expect(again.node("s2")).to_contain_text("Before the crash")
    again.saved()
    assert names(rest, flow_id)["s2"] == "Before the crash"


def test_changes_without_a_network_are_kept_and_saved_when_it_is_back(page: Page, rest: Rest, watched: Watched) -> None:
    watched.expect("ERR_INTERNET_DISCONNECTED")
    flow_id = rest.flow(chain(2))
    editor = Editor(page).open(flow_id)
    page.context.set_offline(True)
    name_step(editor, "s1", "Drawn on a train")
    expect(page.get_by_role("button", name="Offline, kept on this device")).to_be_visible()
    assert names(rest, flow_id)["s1"] == "Step s1"
    page.context.set_offline(False)
    editor.saved()
    assert names(rest, flow_id)["s1"] == "Drawn on a train"


def test_two_people_change_different_steps_and_both_changes_stay(
    two_editors: tuple[Editor, Editor, str], rest: Rest
) -> None:
    mine, theirs, flow_id = two_editors
    name_step(mine, "s1", "Mine")
    mine.saved()
    name_step(theirs, "s3", "Theirs")
    theirs.saved()
    expect(mine.node("s3")).to_contain_text("Theirs")
    expect(theirs.node("s1")).to_contain_text("Mine")
    assert names(rest, flow_id) == {"s1": "Mine", "s2": "Step s2", "s3": "Theirs", "end": "The end"}


@pytest.mark.parametrize(("take", "kept"), [("mine", "Mine"), ("maria", "Theirs")])
def test_two_people_change_the_same_and_one_decides(
    two_editors: tuple[Editor, Editor, str], rest: Rest, take: str, kept: str
) -> None:
    mine, theirs, flow_id = two_editors
    mine.page.context.set_offline(True)
    name_step(mine, "s2", "Mine")
    expect(mine.page.get_by_role("button", name="Offline, kept on this device")).to_be_visible()
    name_step(theirs, "s2", "Theirs")
    theirs.saved()
    mine.page.context.set_offline(False)
    dialog = mine.dialog("Two people changed the same")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_text('"Mine"').or_(dialog.get_by_text("Mine", exact=True)).first).to_be_visible()
    expect(dialog.get_by_text("Theirs").first).to_be_visible()
    expect(dialog.get_by_role("button", name="Take the merge")).to_be_disabled()
    dialog.get_by_role("button", name=f"Take all of {take}").click()
    dialog.get_by_role("button", name="Take the merge").click()
    mine.saved()
    assert names(rest, flow_id)["s2"] == kept
    expect(mine.node("s2")).to_contain_text(kept)
    history = mine.show("History").get_by_role("list", name="History")
    expect(history).to_contain_text("maria saved (revision 2)")


@pytest.fixture(autouse=True)
def expect_no_network(watched: Watched) -> None:
    """The browser notes each request that a lost network fails."""
    watched.expect("ERR_INTERNET_DISCONNECTED")


def test_one_sees_who_else_is_here_and_where(two_editors: tuple[Editor, Editor, str]) -> None:
    mine, theirs, _ = two_editors
    expect(mine.page.get_by_role("group", name="1 other person is here")).to_be_visible()
    theirs.open_step("s2")
    expect(mine.page.get_by_role("img", name="maria: Step s2")).to_be_visible()
    theirs.page.close()
    expect(mine.page.get_by_role("group", name="1 other person is here")).to_be_hidden()


def test_a_draft_that_another_tab_publishes_is_read_only_here_and_says_why(
    two_editors: tuple[Editor, Editor, str],
) -> None:
    mine, theirs, _ = two_editors
    mine.publish()
    expect(theirs.page.get_by_text("admin published version 1.")).to_be_visible()
    expect(theirs.page.get_by_text("Version 1 is published and does not change any more.")).to_be_visible()
    expect(theirs.palette).to_be_hidden()
    theirs.page.get_by_role("button", name="Edit in a new draft").click()
    expect(theirs.page).to_have_url(re.compile(r"/versions/2/edit"))
    expect(theirs.palette).to_be_visible()


def test_a_draft_with_a_number_no_browser_can_keep_is_read_only_and_stays_as_it_is(page: Page, rest: Rest) -> None:
    definition = chain(2)
    definition["steps"]["s1"]["literals"] = {"account": 12345678901234567891}
    flow_id = rest.flow(definition)
    editor = Editor(page).open(flow_id)
    expect(page.get_by_text("the whole number 12345678901234567891, which a browser cannot keep")).to_be_visible()
    expect(editor.palette).to_be_hidden()
    expect(page.get_by_role("button", name="Edit in a new draft")).to_have_count(0)
    version = rest("GET", f"/flows/{flow_id}/versions/1/")
    assert (version["revision"], version["definition"]) == (1, definition)
