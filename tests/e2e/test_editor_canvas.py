"""Building and moving on the canvas: wires, copies, boxes, notes, frames, history."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.conftest import NewPage
from tests.e2e.driving.definitions import chain, definition, step
from tests.e2e.driving.editor import Editor
from tests.e2e.driving.rest import Rest


def steps_of(rest: Rest, editor: Editor, flow_id: str) -> dict[str, Any]:
    """The steps as the server has them once the editor saved."""
    editor.save()
    found: dict[str, Any] = rest.definition(flow_id)["steps"]
    return found


def test_thirty_steps_are_undone_and_done_again_and_the_history_names_them(page: Page, rest: Rest) -> None:
    flow_id = rest.flow(chain(2))
    editor = Editor(page).open(flow_id)
    editor.select("s1")
    editor.canvas.focus()
    for count in range(30):
        page.keyboard.press("d")
        expect(editor.node("s1").get_by_text("Off")).to_have_count((count + 1) % 2)
    for _ in range(30):
        page.keyboard.press("Control+z")
    expect(editor.button("Undo")).to_be_disabled()
    for _ in range(30):
        page.keyboard.press("Control+Shift+Z")
    expect(editor.button("Redo")).to_be_disabled()
    entries = editor.show("History").get_by_role("list", name="History").get_by_role("button")
    expect(entries).to_have_count(31)
    expect(entries.nth(29)).to_contain_text("Turn off 1 step")
    entries.nth(29).click()
    expect(editor.node("s1").get_by_text("Off")).to_be_visible()
    expect(entries.nth(29)).to_have_attribute("aria-current", "step")
    expect(entries.first).to_contain_text("undone")


def test_steps_are_copied_into_another_flow_in_another_tab(page: Page, rest: Rest) -> None:
    ways = [{"condition": "$.a == 1", "nextStepInstanceId": "s2"}]
    source = chain(2)
    source["steps"]["s1"]["transitions"] = ways
    first, second = rest.flow(source), rest.flow(chain(1))
    editor = Editor(page).open(first)
    editor.select("s1")
    editor.select("s2", more=True)
    page.keyboard.press("Control+c")
    other = page.context.new_page()
    there = Editor(other).open(second)
    there.canvas.focus()
    other.keyboard.press("Control+v")
    expect(there.nodes).to_have_count(4)
    found = steps_of(rest, there, second)
    copy = next(one for key, one in found.items() if one.get("transitions"))
    target = copy["transitions"][0]["nextStepInstanceId"]
    assert copy["stepInstanceId"] not in chain(1)["steps"]
    assert copy["transitions"] == [{"condition": "$.a == 1", "nextStepInstanceId": target}]
    assert found[target]["displayName"] == "Step s2"


def test_deleting_a_step_heals_the_wire_and_a_duplicate_stands_beside(page: Page, rest: Rest) -> None:
    flow_id = rest.flow(chain(3))
    editor = Editor(page).open(flow_id)
    editor.select("s2")
    page.keyboard.press("Delete")
    expect(editor.node("s2")).to_have_count(0)
    expect(editor.edge("s1")).to_have_attribute("aria-label", "Edge from s1 to s3")
    editor.menu(editor.node("s3"), "Duplicate")
    expect(editor.nodes).to_have_count(4)
    found = steps_of(rest, editor, flow_id)
    assert found["s1"]["defaultNextStepInstanceId"] == "s3"
    assert set(found) == {"s1", "s3", "end", "s3_2"}


def test_a_step_is_turned_off_and_says_so(page: Page, rest: Rest) -> None:
    flow_id = rest.flow(chain(2))
    editor = Editor(page).open(flow_id)
    editor.menu(editor.node("s2"), "Turn off")
    expect(editor.node("s2").get_by_text("Off")).to_be_visible()
    assert steps_of(rest, editor, flow_id)["s2"]["disabled"] is True


def test_a_step_is_inserted_on_a_wire(page: Page, rest: Rest) -> None:
    flow_id = rest.flow(chain(2))
    editor = Editor(page).open(flow_id)
    editor.hover_edge(editor.edge("s1"))
    page.get_by_role("button", name="Insert a step here").click()
    editor.pick_step("No operation")
    expect(editor.nodes).to_have_count(4)
    found = steps_of(rest, editor, flow_id)
    inserted = found["s1"]["defaultNextStepInstanceId"]
    assert inserted not in {"s1", "s2", "end"}
    assert found[inserted]["defaultNextStepInstanceId"] == "s2"


def test_a_wire_dropped_in_empty_space_asks_for_a_step(page: Page, rest: Rest) -> None:
    flow_id = rest.flow(definition(step("s1", displayName="One")))
    editor = Editor(page).open(flow_id)
    x, y = editor.middle("s1")
    editor.drag(editor.handle("s1"), (x + 240, y + 180))
    editor.pick_step("End flow")
    expect(editor.nodes).to_have_count(2)
    found = steps_of(rest, editor, flow_id)
    assert found[found["s1"]["defaultNextStepInstanceId"]]["stepType"] == "END_FLOW"


def test_the_end_of_a_wire_is_dragged_to_another_step(page: Page, rest: Rest) -> None:
    flow_id = rest.flow(
        definition(
            step("s1", defaultNextStepInstanceId="a"),
            step("a", x=340, y=-120),
            step("b", x=340, y=120),
        )
    )
    editor = Editor(page).open(flow_id)
    expect(editor.edge("s1")).to_have_attribute("aria-label", "Edge from s1 to a")
    editor.retarget(editor.edge("s1"), "b")
    expect(editor.edge("s1")).to_have_attribute("aria-label", "Edge from s1 to b")
    assert steps_of(rest, editor, flow_id)["s1"]["defaultNextStepInstanceId"] == "b"


def test_steps_chosen_with_a_box_move_together_and_snap_to_their_neighbour(page: Page, rest: Rest) -> None:
    flow_id = rest.flow(definition(step("s1"), step("s2", y=120), step("far", x=320, y=243)))
    editor = Editor(page).open(flow_id)
    one, two = editor.box("s1"), editor.box("s2")
    corner = two["x"] + two["width"] + 12, two["y"] + two["height"] + 12
    editor.drag((one["x"] - 16, one["y"] - 16), corner, modifier="Shift")
    scale = one["width"] / 240
    editor.move("s1", (40 * scale, 121 * scale))
    found = steps_of(rest, editor, flow_id)
    places = {key: found[key]["position"] for key in found}
    assert places["s2"]["y"] == places["far"]["y"] == 243
    assert places["s2"]["y"] - places["s1"]["y"] == 120
    assert places["s2"]["x"] == places["s1"]["x"] > 20
    editor.undo()
    assert steps_of(rest, editor, flow_id)["s1"]["position"] == {"x": 0, "y": 0}


def test_a_note_is_written_on_the_canvas(page: Page, rest: Rest) -> None:
    flow_id = rest.flow(chain(1))
    editor = Editor(page).open(flow_id)
    editor.canvas.get_by_role("button", name="Add a note").click()
    field = page.get_by_role("textbox", name="Text of the note")
    field.fill("Ask Maria before **changing** this")
    page.keyboard.press("Escape")
    expect(field).to_be_hidden()
    editor.save()
    assert [note["text"] for note in rest.definition(flow_id)["notes"]] == ["Ask Maria before **changing** this"]


def test_steps_are_framed_and_the_frame_collapses_to_one_node(page: Page, rest: Rest) -> None:
    flow_id = rest.flow(chain(3))
    editor = Editor(page).open(flow_id)
    editor.select("s1")
    editor.select("s2", more=True)
    page.keyboard.press("Control+g")
    name = page.get_by_role("textbox", name="Name of the frame")
    if not name.is_visible():
        page.locator(".react-flow__node-frame").get_by_text("Frame").dblclick()
    name.fill("Preparation")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Collapse the frame").click()
    expect(editor.node("s1")).to_have_count(0)
    expect(page.locator(".react-flow__node-collapsed")).to_contain_text("Preparation")
    expect(page.locator(".react-flow__node-collapsed")).to_contain_text("2 steps")
    page.get_by_role("button", name="Expand the frame").click()
    expect(editor.node("s1")).to_be_visible()
    editor.save()
    (group,) = rest.definition(flow_id)["groups"]
    assert (group["label"], sorted(group["stepInstanceIds"])) == ("Preparation", ["s1", "s2"])


def test_tidying_is_one_step_of_the_history(page: Page, rest: Rest) -> None:
    scattered = chain(4)
    for at, one in enumerate(scattered["steps"].values()):
        one["position"] = {"x": (at * 137) % 300, "y": (at * 91) % 200}
    flow_id = rest.flow(scattered)
    editor = Editor(page).open(flow_id)
    editor.canvas.get_by_role("button", name="Tidy the flow").click()
    history = editor.show("History").get_by_role("list", name="History").get_by_role("button")
    expect(history).to_have_count(2)
    places = {key: one["position"] for key, one in steps_of(rest, editor, flow_id).items()}
    assert sorted(places, key=lambda key: places[key]["x"]) == ["s1", "s2", "s3", "s4", "end"]
    editor.undo()
    restored = {key: one["position"] for key, one in steps_of(rest, editor, flow_id).items()}
    assert restored == {key: one["position"] for key, one in scattered["steps"].items()}


def test_a_step_is_found_by_a_text_inside_it_and_opened_by_its_address(page: Page, rest: Rest) -> None:
    flow = chain(12)
    flow["steps"]["s9"]["inputMappings"] = {"x": "$.needle.in.haystack"}
    flow_id = rest.flow(flow)
    editor = Editor(page).open(flow_id)
    page.keyboard.press("Control+f")
    page.get_by_role("textbox", name="Find a step").fill("needle")
    expect(page.get_by_text("1 of 1")).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    editor.canvas.focus()
    page.keyboard.press("Enter")
    expect(editor.panel).to_have_accessible_name("Step: Step s9")
    expect(page).to_have_url(re.compile(r"[?&]step=s9\b"))
    editor.close_step()
    expect(page).not_to_have_url(re.compile("step="))
    editor.open(flow_id, query="?step=s12")
    expect(editor.panel).to_have_accessible_name("Step: Step s12")
    expect(editor.node("s12")).to_be_in_viewport()


def test_an_editor_that_nobody_touches_saves_nothing(new_page: NewPage, rest: Rest) -> None:
    flow_id = rest.flow(chain(2))
    page = new_page()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method) if "/versions/" in request.url else None)
    editor = Editor(page).open(flow_id)
    editor.expect_problems(0)
    editor.select("s1")
    editor.show("Code")
    editor.open_step("s2")
    page.goto("/flows")
    expect(page.get_by_role("heading", level=1, name="Flows")).to_be_visible()
    assert "PUT" not in sent
    assert rest("GET", f"/flows/{flow_id}/versions/1/")["revision"] == 1
