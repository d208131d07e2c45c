"""Jobs over many runs: asked for in the list or for a cluster of failures, followed in the drawer."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.e2e.driving.pages import dialog, row


class Jobs:
    """The drawer of jobs, and what opens it."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def drawer(self) -> Locator:
        """It holds the jobs, or one of them with its runs."""
        return dialog(self.page, "Jobs")

    @property
    def chosen(self) -> Locator:
        """What one can do with the runs that are chosen in the list."""
        return self.page.get_by_role("region", name="Chosen runs")

    def ask(self, action: str) -> Locator:
        """Begins an action on the chosen runs; its dialog."""
        self.chosen.get_by_role("button", name=action, exact=True).click()
        return dialog(self.page, f"{action} runs")

    def redrive_cluster(self, flow: str) -> Locator:
        """Begins the redrive of a flow's cluster on the page of failures; its dialog."""
        row(self.page, flow).get_by_role("button", name="Redrive: ").click()
        return dialog(self.page, "Redrive runs")

    def ended(self, status: str) -> None:
        """The job that is shown ends so."""
        expect(self.drawer.locator(f"[data-job-status={status}]")).to_be_visible()

    def items(self) -> Locator:
        """The runs of the job."""
        return self.drawer.get_by_role("list", name="Runs of the job").get_by_role("listitem")
