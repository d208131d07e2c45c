"""Runs that are repeated, compared and mended: their flows, and the pages that do it."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.driving.pages import write_json
from tests.e2e.driving.samples import Definition, compose, flow_of

STEPS = 10
TYPO = "$.order.amuont"


def ten_steps(source: str = TYPO) -> Definition:
    """Ten steps: the third reads the amount from `source`, the eighth cannot do without it."""
    steps = [_named(number) for number in range(1, STEPS + 1)]
    steps[2] |= {"inputMappings": {"amount": source}, "outputMappings": {"$.amount": "$.amount"}}
    steps[7] |= {"inputMappings": {"amount": {"path": "$.amount", "required": True}}}
    return flow_of(*steps)


WRONG, RIGHT = "$.order.legacyId", "$.order.productId"


def buying(peer: str, source: str = WRONG) -> Definition:
    """Ten steps: the third takes the wrong id for the product's, with which the eighth asks the peer in vain."""
    flow = ten_steps()
    flow["steps"]["s3"] |= {"inputMappings": {"product": source}, "outputMappings": {"$.product": "$.product"}}
    flow["steps"]["s8"] = {
        "stepInstanceId": "s8",
        "displayName": "Step 8",
        "stepType": "API_CALL",
        "apiHttpMethod": "GET",
        "apiUrlTemplate": {"template": peer + "/products/{{ product }}"},
        "defaultNextStepInstanceId": "s9",
    }
    return flow


def asking(peer: str, prompt_id: str) -> Definition:
    """Asks a model, which repeats the prompt, and takes polite answers only."""
    ask = {
        "stepInstanceId": "ask",
        "displayName": "Ask",
        "stepType": "LLM_INVOCATION",
        "llmProvider": "OPENAI",
        "modelId": "echo-json",
        "customConfig": {"jsonOutputMode": True, "baseUrl": f"{peer}/v1", "apiKey": "test"},
        "promptTemplateId": prompt_id,
        "outputSchema": {"type": "object", "properties": {"echo": {"type": "string", "pattern": "^Please"}}},
        "defaultNextStepInstanceId": "end",
    }
    return flow_of(compose("begin", "ask", begun=True), ask, compose("end", done=True))


def deciding(limit: int) -> Definition:
    """Orders above a limit are reviewed; all others need a reference, which no order has."""
    decide = {
        **compose("decide", "book"),
        "displayName": "Decide",
        "transitions": [{"condition": f"$.order.amount > {limit}", "nextStepInstanceId": "review"}],
    }
    book = {**compose("book"), "inputMappings": {"ref": {"path": "$.order.reference", "required": True}}}
    return flow_of(decide, {**compose("review", ok=True), "displayName": "Review"}, {**book, "displayName": "Book"})


def _named(number: int) -> Definition:
    step = compose(f"s{number}", f"s{number + 1}" if number < STEPS else None, number=number)
    return {**step, "displayName": f"Step {number}", "outputMappings": {}}


class TimeMachine:
    """The dialog that restarts a run at a visit."""

    def __init__(self, page: Page, step: str) -> None:
        self.page = page
        page.get_by_role("button", name="Restart here").click()
        self.dialog = page.get_by_role("dialog", name=f"Restart at {step}")
        expect(self.preview).to_contain_text("may run again")

    @property
    def preview(self) -> Locator:
        """What would happen."""
        return self.dialog.get_by_role("region", name="What would happen")

    @property
    def differences(self) -> Locator:
        """What is changed of the context."""
        return self.preview.get_by_role("list", name="Changes of the context").get_by_role("listitem")

    def edit(self, context: str) -> None:
        """Writes another context, as JSON."""
        self.dialog.get_by_role("radiogroup", name="Data").get_by_text("Edited").click()
        self.dialog.get_by_role("radiogroup", name="How the context is edited").get_by_text("As JSON").click()
        write_json(self.dialog.get_by_role("textbox", name="Context"), context)

    def edit_value(self, name: str, value: str) -> None:
        """Chooses a value of the tree and writes another."""
        self.dialog.get_by_role("radiogroup", name="Data").get_by_text("Edited").click()
        tree = self.dialog.get_by_role("tree", name="Context")
        tree.get_by_role("treeitem").filter(has=self.page.get_by_text(name, exact=True)).click()
        write_json(self.dialog.get_by_role("textbox", name=re.compile("^Value of")), value)
        self.dialog.get_by_role("button", name="Change", exact=True).click()

    def restart(self) -> None:
        """Confirms, and is at the new run."""
        address = self.page.url
        self.dialog.get_by_role("button", name="Restart", exact=True).click()
        expect(self.dialog).to_have_count(0)
        expect(self.page).not_to_have_url(address)


class Comparison:
    """`/executions/{a}/compare/{b}`."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def rows(self) -> Locator:
        """The visits of both runs."""
        return self.page.get_by_role("listbox", name="Visits of both runs").get_by_role("option")

    @property
    def chosen(self) -> Locator:
        """The visit that is chosen."""
        return self.page.get_by_role("option", selected=True)

    @property
    def detail(self) -> Locator:
        """Both sides of it."""
        return self.page.get_by_role("region", name="What is compared")


class FixView:
    """`/executions/{id}/fix`."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def visit(self, step: str) -> Locator:
        """A visit of the run."""
        box = self.page.get_by_role("listbox", name="Visits of the run")
        return box.get_by_role("option").filter(has=self.page.get_by_text(step, exact=True))

    @property
    def form(self) -> Locator:
        """What of the chosen visit's step can be changed."""
        return self.page.get_by_role("region", name="Settings of the step")

    def source(self, target: str) -> Locator:
        """Where an input mapping reads from."""
        return self.form.get_by_role("combobox", name=f"Path in the context for {target}")

    def apply(self) -> None:
        """Saves, publishes and redrives, and is at the new run."""
        address = self.page.url
        self.page.get_by_role("button", name="Save, publish, redrive…").click()
        self.page.get_by_role("dialog").get_by_role("button", name="Begin").click()
        expect(self.page.get_by_role("dialog")).to_have_count(0)
        expect(self.page).not_to_have_url(address)

    @property
    def outcome(self) -> Locator:
        """What the edits do to the run."""
        return self.page.get_by_role("status").filter(has_text="With ")
