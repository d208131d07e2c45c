"""The list of flows, a flow's page, the gallery and imports."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.e2e.driving.pages import choose, dialog, heading, row, write_json


class FlowList:
    """`/flows`."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, query: str = "") -> None:
        """Goes there."""
        self.page.goto(f"/flows{query}")
        expect(heading(self.page, "Flows")).to_be_visible()

    def flow(self, name: str) -> Locator:
        """The row of a flow."""
        return row(self.page, name)

    def search(self, text: str) -> None:
        """Types into the search."""
        self.page.get_by_role("textbox", name="Search by name or description").fill(text)

    def show(self, status: str) -> None:
        """Chooses a status: All, Published, Draft or Archived."""
        self.page.get_by_role("radiogroup", name="Status").get_by_text(status, exact=True).click()

    def act(self, name: str, action: str) -> None:
        """Takes an action of a flow's menu."""
        choose(self.page, f"Actions for {name}", action)

    def begin_import(self, text: str) -> Locator:
        """Pastes a JSON text into the import and has it checked; the dialog."""
        choose(self.page, "More ways to make a flow", "Import…")
        opened = dialog(self.page, "Import")
        write_json(opened.get_by_role("textbox", name="JSON to import"), text)
        opened.get_by_role("button", name="Check").click()
        return opened


class FlowView:
    """`/flows/{id}`."""

    def __init__(self, page: Page, flow_id: str) -> None:
        self.page = page
        self.flow_id = flow_id

    def open(self, tab: str = "") -> None:
        """Goes to one of its tabs."""
        self.page.goto(f"/flows/{self.flow_id}" + (f"?tab={tab}" if tab else ""))
        expect(self.page.get_by_role("tab", selected=True)).to_be_visible()

    def version(self, number: int) -> Locator:
        """The row of a version."""
        return self.page.get_by_role("table", name="Versions").get_by_role("row").filter(has_text=f"v{number}")

    def act(self, number: int, action: str) -> None:
        """Takes an action of a version's menu."""
        choose(self.page, f"Actions for version {number}", action)

    def publish(self, number: int, note: str, action: str = "Publish…") -> None:
        """Publishes a version, or makes it live again, with a note."""
        self.act(number, action)
        asked = dialog(self.page, f"Publish version {number}")
        asked.get_by_label("What changed").fill(note)
        asked.get_by_role("button", name="Publish").click()


def downloaded(page: Page, trigger: Any) -> Any:
    """The JSON of the file that an action downloads."""
    with page.expect_download() as waiting:
        trigger()
    return json.loads(Path(waiting.value.path()).read_text(encoding="utf-8"))
