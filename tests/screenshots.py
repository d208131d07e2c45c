"""`make screenshots`: pictures of every page and of the editor's situations, in light and dark, into docs/images.

A real server on SQLite with sample data and Debian's Chromium. `python -m tests.screenshots editor` takes only that.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.acceptance.peer import peer
from tests.chromium import PHONE, WIDE, Scheme, chromium, signed_in
from tests.e2e.driving.redrives import RIGHT, FixView, TimeMachine
from tests.e2e.driving.rest import Rest
from tests.furnishing import World, furnished
from tests.processes import ROOT, embedded

IMAGES = ROOT / "docs" / "images"
PASSWORD = "a-password-for-pictures"
TEMPLATES = ("expense-approval", "order-enrichment", "retry-and-fallback", "clean-up-contacts", "csv-join-report")
PATIENCE_MS = 20_000

SCHEMES: tuple[Scheme, ...] = ("light", "dark")


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture: where to go and what to do there before it is taken."""

    name: str
    show: Callable[[Page, World], None]
    viewport: ViewportSize = field(default_factory=lambda: WIDE)
    signed_in: bool = True


def main(wanted: list[str]) -> int:
    """Take all pictures, or those that are named."""
    scenes = [scene for scene in SCENES if not wanted or scene.name in wanted]
    if len(scenes) < len(wanted):
        sys.exit(f"There are only these pictures: {', '.join(scene.name for scene in SCENES)}.")
    IMAGES.mkdir(exist_ok=True)
    with (
        embedded(ALLMA_ADMIN_PASSWORD=PASSWORD) as allma,
        peer() as outside,
        chromium("--disable-gpu") as browser,
    ):
        world = furnished(Rest(allma.url, allma.create_key()), outside.url)
        for scheme in SCHEMES:
            take(browser, world, scenes, scheme)
    return 0


def take(browser: Browser, world: World, scenes: list[Scene], scheme: Scheme) -> None:
    """Every scene in one colour scheme."""
    state = signed_in(browser, world.rest.url, username="admin", password=PASSWORD)
    for scene in scenes:
        context = browser.new_context(
            base_url=world.rest.url,
            color_scheme=scheme,
            reduced_motion="reduce",
            viewport=scene.viewport,
            storage_state=state if scene.signed_in else None,
        )
        page = context.new_page()
        scene.show(page, world)
        loaded(page)
        settled(page)
        page.screenshot(path=IMAGES / f"{scene.name}-{scheme}.png")
        context.close()
        sys.stdout.write(f"{scene.name}-{scheme}.png\n")
        sys.stdout.flush()


def mended(page: Page) -> None:
    """Another path in the mapping of the third step, and what becomes of the run."""
    page.get_by_role("region", name="Settings of the step").get_by_role(
        "combobox", name="Path in the context for product"
    ).fill(RIGHT)
    expect(FixView(page).outcome).to_contain_text("With the edits", timeout=PATIENCE_MS)


def restarting(page: Page) -> None:
    """The eighth step again, with another product."""
    TimeMachine(page, "Look up the product").edit_value("product", "7")


def explained(page: Page) -> None:
    """Where the product came from."""
    page.get_by_role("tree", name="Context").get_by_role("treeitem").filter(
        has=page.get_by_text("product", exact=True)
    ).click()
    expect(page.get_by_role("complementary", name="Lineage")).to_be_visible()


def charted(page: Page) -> None:
    """Waits for the charts, which come after the rest."""
    expect(page.locator(".recharts-surface")).to_have_count(2, timeout=PATIENCE_MS)


def at(path: str, *doing: Callable[[Page], None]) -> Callable[[Page, World], None]:
    """A page by its address, where `{name}` is the id of a flow or a run, and what to do there."""

    def show(page: Page, world: World) -> None:
        page.goto(filled(path, {**world.flows, **world.runs, "prompt": world.prompt}))
        loaded(page)
        for do in doing:
            do(page)

    return show


def filled(path: str, ids: dict[str, str]) -> str:
    """The path with ids for names in braces."""
    for name, found in ids.items():
        path = path.replace("{" + name + "}", found)
    return path


def loaded(page: Page) -> None:
    """Wait until nothing is fetched and no part of the page says that it is busy."""
    expect(page.locator("h1, [role=application], form").first).to_be_visible(timeout=PATIENCE_MS)
    page.wait_for_load_state("networkidle")
    expect(page.locator("[aria-busy=true]")).to_have_count(0, timeout=PATIENCE_MS)


def settled(page: Page) -> None:
    """Wait for the fonts and for the end of everything that fades or slides, and let that be painted."""
    page.evaluate(SETTLED)


def press(*keys: str) -> Callable[[Page], None]:
    """Keys, one after the other."""

    def do(page: Page) -> None:
        for key in keys:
            page.keyboard.press(key)

    return do


def click(role: Any, name: str) -> Callable[[Page], None]:
    """Something by its role and name."""

    def do(page: Page) -> None:
        page.get_by_role(role, name=name).first.click()

    return do


def opened(page: Page) -> None:
    """Waits for the dialog that was asked for: its code may be loaded first."""
    expect(page.get_by_role("dialog").first).to_be_visible(timeout=PATIENCE_MS)


SETTLED = """
async () => {
  await document.fonts.ready;
  const passing = document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
  await Promise.allSettled(passing.map((one) => one.finished));
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}
"""

EDIT = "/flows/{expense-approval}/versions/2/edit"
ORDERS = "/flows/{order-enrichment}/versions/2/edit"

SCENES: list[Scene] = [
    Scene("sign-in", at("/login"), signed_in=False),
    Scene("dashboard", at("/", charted)),
    Scene("flows", at("/flows")),
    Scene("templates", at("/flows/templates")),
    Scene("flow", at("/flows/{expense-approval}")),
    Scene("flow-versions", at("/flows/{expense-approval}?tab=versions")),
    Scene("flow-variables", at("/flows/{expense-approval}?tab=variables")),
    Scene("flow-settings", at("/flows/{expense-approval}?tab=settings")),
    Scene("version", at("/flows/{expense-approval}/versions/1")),
    Scene("flow-runs", at("/flows/{order-enrichment}?tab=runs")),
    Scene("compare", at("/flows/{expense-approval}/compare?from=1&to=2")),
    Scene("executions", at("/executions")),
    Scene("execution", at("/executions/{done}")),
    Scene("execution-waiting", at("/executions/{waiting}")),
    Scene("execution-failed", at("/executions/{failed}")),
    Scene("execution-moment", at("/executions/{wrong}?t=3&part=context", explained)),
    Scene("execution-restart", at("/executions/{wrong}", restarting)),
    Scene("execution-redriven", at("/executions/{right}")),
    Scene("execution-timeline", at("/executions/{done}?view=timeline")),
    Scene("execution-data", at("/executions/{done}?tab=data")),
    Scene("capsule", at("/executions/capsule")),
    Scene("jobs", at("/executions?job=all")),
    Scene("runs-compared", at("/executions/{wrong}/compare/{right}")),
    Scene("fix-forward", at("/executions/{wrong}/fix?seq=3", mended)),
    Scene("failures", at("/failures")),
    Scene("failures-redrive", at("/failures", click("button", "Redrive: "), opened)),
    Scene("approvals", at("/approvals")),
    Scene("statistics", at("/statistics")),
    Scene("step-definitions", at("/step-definitions")),
    Scene("connections", at("/connections")),
    Scene("credentials", at("/connections?tab=credentials")),
    Scene("prompts", at("/prompts")),
    Scene("prompt", at("/prompts/{prompt}")),
    Scene("members", at("/settings/members")),
    Scene("api-keys", at("/settings/api-keys")),
    Scene("audit", at("/settings/audit")),
    Scene("search", at("/flows", press("Control+k"), opened)),
    Scene("shortcuts", at("/flows", press("?"), opened)),
    Scene("not-found", at("/nothing/here")),
    Scene("editor", at(EDIT)),
    Scene("editor-step", at(f"{ORDERS}?step=look_up")),
    Scene("editor-mappings", at(f"{ORDERS}?step=line", click("tab", "Mappings"))),
    Scene("editor-condition", at(f"{EDIT}?step=check", click("tab", "Next"))),
    Scene("editor-sandbox", at(f"{ORDERS}?step=line", press("Control+Enter"))),
    Scene("editor-problems", at("/flows/{broken}/versions/1/edit?panel=problems")),
    Scene("editor-code", at(f"{EDIT}?panel=code")),
    Scene("editor-outline", at(f"{EDIT}?panel=outline")),
    Scene("editor-settings", at(f"{EDIT}?panel=settings")),
    Scene("editor-publish", at(EDIT, click("button", "Publish"), opened)),
    Scene("editor-run", at(EDIT, click("button", "Run"), opened)),
    Scene("phone-flows", at("/flows"), viewport=PHONE),
    Scene("phone-execution", at("/executions/{done}"), viewport=PHONE),
    Scene("phone-moment", at("/executions/{wrong}?t=3&part=context"), viewport=PHONE),
    Scene("phone-dashboard", at("/"), viewport=PHONE),
    Scene("phone-editor", at(EDIT), viewport=PHONE),
]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
