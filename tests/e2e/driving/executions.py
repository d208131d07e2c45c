"""The list of runs and the page of a run."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.driving.pages import go_live, heading, row


class RunList:
    """`/executions`."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, query: str = "") -> None:
        """Goes there, and is live."""
        go_live(self.page, f"/executions{query}")
        expect(heading(self.page, "Executions")).to_be_visible()

    def run(self, run_id: str) -> Locator:
        """The row of a run."""
        return row(self.page, run_id[-8:])

    def status(self, status: str) -> None:
        """Adds a status to the filter."""
        box = self.page.get_by_role("combobox", name="Status")
        box.click()
        self.page.get_by_role("option", name=status, exact=True).click()
        box.press("Escape")


class RunView:
    """`/executions/{id}`."""

    def __init__(self, page: Page, run_id: str) -> None:
        self.page = page
        self.run_id = run_id

    def open(self) -> None:
        """Goes there."""
        self.page.goto(f"/executions/{self.run_id}")
        expect(self.steps.get_by_role("treeitem").first).to_be_visible()

    def watch(self) -> None:
        """Goes to a run that goes on, and is live."""
        go_live(self.page, f"/executions/{self.run_id}")
        expect(self.steps.get_by_role("treeitem").first).to_be_visible()

    @property
    def facts(self) -> Locator:
        """The head of the page: status, version, times."""
        return self.page.get_by_role("main").locator("header")

    @property
    def steps(self) -> Locator:
        """The list of its steps."""
        return self.page.get_by_role("tree", name="Steps of the run")

    @property
    def visit(self) -> Locator:
        """The step that is chosen, in full."""
        return self.page.get_by_role("region", name="What the visit holds")

    def node(self, name: str) -> Locator:
        """A step on the canvas."""
        canvas = self.page.get_by_label("The flow with this run on it")
        return canvas.locator(".react-flow__node").filter(has_text=name)

    def choose(self, step: str, part: str = "") -> Locator:
        """Chooses a step in the list, and a part of it; what is shown of it."""
        self.steps.get_by_role("treeitem").filter(has_text=step).click()
        expect(self.visit.get_by_role("heading", name=step)).to_be_visible()
        if part:
            self.visit.get_by_role("tab", name=part).click()
        return self.visit.get_by_role("tabpanel")

    # Moments

    @property
    def slider(self) -> Locator:
        """The scrubber."""
        return self.page.get_by_role("slider", name="Moment")

    @property
    def context(self) -> Locator:
        """The context of the moment that is shown."""
        return self.page.get_by_role("tree", name="Context")

    @property
    def lineage(self) -> Locator:
        """Where the chosen value came from."""
        return self.page.get_by_role("complementary", name="Lineage")

    def value(self, name: str) -> Locator:
        """A line of the context by the name of its value."""
        return self.context.get_by_role("treeitem").filter(has=self.page.get_by_text(name, exact=True))

    def at(self, t: int, query: str = "") -> None:
        """Goes to a moment of the run."""
        self.page.goto(f"/executions/{self.run_id}?t={t}{query}")
        expect(self.slider).to_be_visible()

    def expect_moment(self, t: int) -> None:
        """The address names this moment."""
        expect(self.page).to_have_url(re.compile(rf"[?&]t={t}(&|$)"))
