"""The editor of a flow, in a person's verbs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import FloatRect, Locator, Page, expect

SAVED = re.compile("^Saved")
DRAG_BEGINS = 5
TARGET_LABEL = "Field of the step's input"
SOURCE_LABEL = "Path in the context"
SETTLED = """() => {
    const view = document.querySelector('.react-flow__viewport');
    const empty = document.querySelector('.react-flow__node') === null;
    const place = view?.style.transform ?? '';
    const moved = !place.endsWith('translate(0px, 0px) scale(1)');
    const rests = place !== '' && place === window.lastPlace && (empty || moved);
    window.lastPlace = place;
    return rests;
}"""


def starting(text: str) -> re.Pattern[str]:
    """A name that begins with a text."""
    return re.compile("^" + re.escape(text).replace("/", r"\/"))


@dataclass(frozen=True, slots=True)
class Editor:
    """What a person sees and does in the editor that `page` shows."""

    page: Page

    def open(self, flow_id: str, number: int = 1, query: str = "") -> Editor:
        """Goes to a version's editor and waits until the canvas is drawn."""
        self.page.goto(f"/flows/{flow_id}/versions/{number}/edit{query}")
        return self.ready()

    def ready(self) -> Editor:
        """Waits until the steps are drawn and in view."""
        expect(self.canvas).to_be_visible()
        self.page.wait_for_function(SETTLED)
        return self

    # What is there

    @property
    def canvas(self) -> Locator:
        return self.page.get_by_role("region", name=re.compile("^Flow editor canvas"))

    @property
    def header(self) -> Locator:
        return self.page.get_by_role("region", name="Editor", exact=True)

    @property
    def palette(self) -> Locator:
        return self.page.get_by_role("region", name="Steps", exact=True)

    @property
    def panel(self) -> Locator:
        """The panel of the step that is open."""
        return self.page.get_by_role("dialog", name=re.compile("^Step: "))

    @property
    def tree(self) -> Locator:
        return self.page.get_by_role("tree", name="Outline")

    @property
    def nodes(self) -> Locator:
        return self.page.locator(".react-flow__node-step")

    def node(self, step_id: str) -> Locator:
        return self.page.get_by_test_id(f"rf__node-{step_id}")

    def edge(self, source: str, kind: str = "default", index: int = 0) -> Locator:
        return self.page.get_by_test_id(f"rf__edge-{source}|{kind}|{index}")

    def button(self, name: str) -> Locator:
        """A button of the header."""
        return self.header.get_by_role("button", name=name, exact=True)

    def dialog(self, name: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("dialog", name=name)

    # Saving and history

    def saved(self) -> None:
        """Waits until the server has what the canvas shows."""
        expect(self.page.locator("[data-save-state=clean]")).to_be_visible()

    def save(self) -> None:
        """Ctrl S."""
        self.page.keyboard.press("Control+s")
        self.saved()

    def undo(self) -> None:
        self.button("Undo").click()

    def redo(self) -> None:
        self.button("Redo").click()

    # Building with the mouse

    def box(self, step_id: str) -> FloatRect:
        found = self.node(step_id).bounding_box()
        assert found, f"The step {step_id} is not on the canvas."
        return found

    def middle(self, step_id: str) -> tuple[float, float]:
        box = self.box(step_id)
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def add_step(self, label: str) -> None:
        """Clicks a type in the palette."""
        self.palette.get_by_role("combobox", name="Search steps").fill(label)
        self.palette.get_by_role("option", name=label).first.click()
        self.palette.get_by_role("combobox", name="Search steps").fill("")

    def pick_step(self, label: str) -> None:
        """Chooses a type in the picker that is open."""
        picker = self.dialog(re.compile("^(Add a step|Insert a step here)$"))
        picker.get_by_role("combobox", name="Search steps").fill(label)
        picker.get_by_role("option", name=label).first.click()

    def drag(self, start: tuple[float, float], end: tuple[float, float], *, modifier: str | None = None) -> None:
        """Presses at one place of the window and lets go at another."""
        mouse = self.page.mouse
        mouse.move(*start)
        if modifier:
            self.page.keyboard.down(modifier)
        mouse.down()
        mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=4)
        mouse.move(*end, steps=4)
        mouse.up()
        if modifier:
            self.page.keyboard.up(modifier)

    def handle(self, step_id: str, kind: str = "out") -> tuple[float, float]:
        """The middle of a handle; it is there while the pointer is on the step."""
        self.page.mouse.move(*self.middle(step_id))
        handle = self.node(step_id).locator(f".react-flow__handle.source[data-kind={kind}]")
        expect(handle).to_be_visible()
        box = handle.bounding_box()
        assert box
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def connect(self, source: str, target: str, kind: str = "out") -> None:
        """Draws a wire from a handle of one step onto another step."""
        box = self.box(target)
        self.drag(self.handle(source, kind), (box["x"] + box["width"] / 3, box["y"] + box["height"] / 2))

    def move(self, step_id: str, by: tuple[float, float]) -> None:
        """Drags a step by so many pixels of the window."""
        x, y = self.middle(step_id)
        mouse = self.page.mouse
        mouse.move(x, y - DRAG_BEGINS)
        mouse.down()
        mouse.move(x, y)
        mouse.move(x + by[0], y + by[1], steps=6)
        mouse.up()

    def retarget(self, edge: Locator, step_id: str) -> None:
        """Drags the end of a wire to another step."""
        end = edge.locator(".react-flow__edgeupdater-target").bounding_box()
        assert end
        self.drag((end["x"] + end["width"] / 2, end["y"] + end["height"] / 2), self.middle(step_id))

    def on_edge(self, edge: Locator) -> tuple[float, float]:
        """A place on the middle of a wire."""
        found = edge.locator("path.react-flow__edge-interaction").evaluate(
            """path => { const at = path.getPointAtLength(path.getTotalLength() / 2);
                         const seen = new DOMPoint(at.x, at.y).matrixTransform(path.getScreenCTM());
                         return [seen.x, seen.y] }"""
        )
        return found[0], found[1]

    def hover_edge(self, edge: Locator) -> None:
        """Puts the pointer on a wire, which brings its buttons."""
        self.page.mouse.move(*self.on_edge(edge))

    def select(self, step_id: str, *, more: bool = False) -> None:
        self.node(step_id).click(modifiers=["Shift"] if more else [])

    def menu(self, target: Locator, item: str) -> None:
        """Chooses an item of a context menu."""
        target.click(button="right")
        self.page.get_by_role("menuitem", name=starting(item)).click()

    # The step panel

    def open_step(self, step_id: str) -> Locator:
        """Double-clicks a step."""
        self.node(step_id).dblclick()
        expect(self.panel).to_be_visible()
        return self.panel

    def close_step(self) -> None:
        self.panel.get_by_role("button", name="Close the step").click()
        expect(self.panel).to_be_hidden()

    def tab(self, name: str) -> Locator:
        """Shows a tab of the step panel."""
        tab = self.panel.get_by_role("tab", name=starting(name))
        tab.click()
        expect(tab).to_have_attribute("aria-selected", "true")
        return self.panel.get_by_role("tabpanel").or_(self.panel).first

    def field(self, label: str) -> Locator:
        """A field of the panel by its label."""
        return self.panel.get_by_label(re.compile("^" + re.escape(label).replace("/", r"\/") + r"( \*)?$"))

    def set_field(self, label: str, value: str) -> None:
        self.field(label).fill(value)

    def choose(self, label: str, option: str) -> None:
        """Chooses in a select or a search field of the panel."""
        self.field(label).click()
        self.page.get_by_role("option", name=starting(option)).first.click()

    def switch(self, label: str, option: str) -> None:
        """Chooses in a row of alternatives."""
        self.panel.get_by_role("radiogroup", name=label, exact=True).get_by_text(option, exact=True).click()

    def rename(self, name: str, step_id: str) -> None:
        """Gives the open step a name and an id."""
        self.panel.get_by_role("textbox", name="Name of the step").fill(name)
        self.panel.get_by_role("button", name=re.compile("^Change the id ")).click()
        self.page.get_by_label("Step id").fill(step_id)
        self.page.get_by_role("button", name="Change the id", exact=True).click()
        expect(self.panel.get_by_role("button", name=f"Change the id {step_id}")).to_be_visible()

    def add_mapping(self, target: str, source: str) -> None:
        """Adds a row to the input mappings."""
        self.panel.get_by_role("button", name="Add a mapping").click()
        self.panel.get_by_label(f"{SOURCE_LABEL} for new row").fill(source)
        self.panel.get_by_label(TARGET_LABEL, exact=True).last.fill(target)

    # Side panels and dialogs

    def show(self, side: str) -> Locator:
        """Opens a side panel by its button."""
        self.button(side).click()
        return self.page.get_by_role("complementary", name=side)

    def problems(self) -> Locator:
        """Opens the list of problems."""
        self.header.get_by_role("button", name=re.compile("^Problems: ")).click()
        return self.page.get_by_role("complementary", name="Problems")

    def expect_problems(self, errors: int, warnings: int = 0) -> None:
        """The count in the header."""
        counts = ((errors, "error"), (warnings, "warning"))
        words = [f"{count} {word}{'' if count == 1 else 's'}" for count, word in counts]
        expect(self.header.get_by_role("button", name=f"Problems: {', '.join(words)}")).to_be_visible()

    def publish(self, number: int = 1, note: str = "") -> None:
        """Publishes and waits for the answer."""
        self.button("Publish").click()
        dialog = self.dialog(f"Publish version {number}")
        if note:
            dialog.get_by_label("Note").fill(note)
        dialog.get_by_role("button", name=f"Publish version {number}").click()
        expect(self.page.get_by_text(f"Version {number} is published.")).to_be_visible()

    def run_status(self, status: str) -> None:
        """Waits until the run over the canvas has this status."""
        expect(self.page.get_by_role("region", name="Run on the canvas")).to_have_attribute("data-run-status", status)

    def write_code(self, editor: Locator, text: str) -> None:
        """Puts a text in the place of what a code editor holds, by keyboard."""
        editor.click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def places(self) -> dict[str, str]:
        """Where each step is drawn, by id."""
        return {
            str(node.get_attribute("data-id")): str(node.evaluate("node => node.style.transform"))
            for node in self.nodes.all()
        }
