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
from tests.e2e.driving.rest import Rest
from tests.processes import ROOT, embedded

IMAGES = ROOT / "docs" / "images"
PASSWORD = "a-password-for-pictures"
TEMPLATES = ("expense-approval", "order-enrichment", "retry-and-fallback", "clean-up-contacts", "csv-join-report")
PATIENCE_MS = 20_000

SCHEMES: tuple[Scheme, ...] = ("light", "dark")


@dataclass(slots=True)
class World:
    """What there is to see: ids by name."""

    rest: Rest
    peer: str
    flows: dict[str, str] = field(default_factory=dict)
    runs: dict[str, str] = field(default_factory=dict)
    prompt: str = ""


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


def furnished(rest: Rest, outside: str) -> World:
    """Flows from the gallery with versions and runs of every kind, a prompt, connections, members."""
    world = World(rest, outside)
    for template in (
        "expense-approval",
        "order-enrichment",
        "retry-and-fallback",
        "clean-up-contacts",
        "csv-join-report",
    ):
        world.flows[template] = rest("POST", f"/flows/templates/{template}/use/", {})["id"]
        rest("POST", f"/flows/{world.flows[template]}/versions/1/publish/", {"note": "First version"})
    expense = world.flows["expense-approval"]
    for number in range(1, 7):
        world.runs[f"expense {number}"] = rest.start(expense, {"input": expense_of(number)})
    world.runs["waiting"] = world.runs["expense 6"]
    rest.await_status(world.runs["waiting"], "WAITING")
    for number in (3, 4):
        rest.await_status(world.runs[f"expense {number}"], "WAITING", "COMPLETED")
    orders = world.flows["order-enrichment"]
    for lines in ([1, 2, 3], [7, 8], [5], [404]):
        body = {"input": order_of(lines), "flowVariables": {"baseUrl": outside}, "labels": {"shop": "north"}}
        world.runs["failed" if lines == [404] else "done"] = rest.run(orders, body)["id"]
    for _ in range(3):
        rest.run(world.flows["csv-join-report"], {"input": example(rest, "csv-join-report")})
        rest.run(world.flows["clean-up-contacts"], {"input": example(rest, "clean-up-contacts")})
    second_version(rest, expense)
    rest("POST", f"/flows/{orders}/versions/", {})
    broken_draft(world)
    connections(world)
    return world


def example(rest: Rest, template: str) -> Any:
    """The input a template's own page suggests."""
    found = next(one for one in rest("GET", "/flows/templates/")["results"] if one["id"] == template)
    return found["exampleInput"]


def expense_of(number: int) -> dict[str, Any]:
    """Small ones are approved at once, the others wait."""
    return {
        "expenseId": f"EXP-{1000 + number}",
        "employee": "dana@example.com",
        "amount": 40 if number < 3 else 900 * number,
        "reason": "Travel",
    }


def order_of(products: list[int]) -> dict[str, Any]:
    """An order with a line for each product."""
    return {"orderId": "A-7", "lines": [{"productId": product, "quantity": 2} for product in products]}


def second_version(rest: Rest, flow_id: str) -> None:
    """A draft that differs from the published version in a setting, a step and a place."""
    rest("POST", f"/flows/{flow_id}/versions/", {})
    definition = rest.definition(flow_id, 2)
    definition["flowVariables"] = {**definition.get("flowVariables", {}), "autoApproveLimit": 250}
    last = list(definition["steps"].values())[-1]
    last["description"] = "Tells the manager's manager."
    place = last.get("position", {"x": 0, "y": 0})
    archive = {
        "stepInstanceId": "archive",
        "stepType": "NO_OP",
        "displayName": "Keep for the audit",
        "position": {"x": place["x"] + 340, "y": place["y"]},
    }
    definition["steps"]["archive"] = archive
    last["defaultNextStepInstanceId"] = "archive"
    rest.save(flow_id, definition, 2)


def broken_draft(world: World) -> None:
    """A flow with a condition that cannot be read and a wire that leads nowhere."""
    definition = world.rest.definition(world.flows["order-enrichment"])
    name = next(iter(definition["steps"]))
    step = definition["steps"][name]
    target = step.get("defaultNextStepInstanceId") or name
    step["transitions"] = [{"condition": "$.order.total >", "nextStepInstanceId": target}]
    step["onError"] = {"fallbackStepInstanceId": "nowhere"}
    world.flows["broken"] = world.rest.flow(definition, name="Enrich and route")


def connections(world: World) -> None:
    """What the pages beside the flows list."""
    rest = world.rest
    host = world.peer.removeprefix("http://")
    value = {"token": "not-a-real-token"}
    secret = {"name": "Shop token", "kind": "token", "value": value, "allowedHosts": [host]}
    credential = rest("POST", "/credentials/", secret)["id"]
    config = {"baseUrl": world.peer, "auth": {"kind": "bearer"}}
    rest("POST", "/connections/", {"name": "Shop", "kind": "HTTP", "config": config, "credentialId": credential})
    models = {"provider": "OPENAI", "baseUrl": f"{world.peer}/v1"}
    rest("POST", "/connections/", {"name": "Models", "kind": "LLM", "config": models, "credentialId": credential})
    call = {"stepType": "API_CALL", "apiUrlTemplate": {"template": "/orders/{{ orderId }}"}}
    rest("POST", "/step-definitions/", {"name": "Read an order", "description": "From the shop", "step": call})
    text = "Summarise the ticket of {{ customer }} in one sentence:\n\n{{ ticket.text }}\n"
    world.prompt = rest("POST", "/prompts/", {"name": "Summarise a ticket", "content": text})["id"]
    for name, role in (("maria", "publisher"), ("jonas", "editor"), ("ops", "operator")):
        rest.member(name, role, "a-password-of-a-member")


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
    Scene("dashboard", at("/")),
    Scene("flows", at("/flows")),
    Scene("templates", at("/flows/templates")),
    Scene("flow", at("/flows/{expense-approval}")),
    Scene("flow-versions", at("/flows/{expense-approval}?tab=versions")),
    Scene("flow-runs", at("/flows/{order-enrichment}?tab=runs")),
    Scene("compare", at("/flows/{expense-approval}/compare?from=1&to=2")),
    Scene("executions", at("/executions")),
    Scene("execution", at("/executions/{done}")),
    Scene("execution-waiting", at("/executions/{waiting}")),
    Scene("execution-failed", at("/executions/{failed}")),
    Scene("step-definitions", at("/step-definitions")),
    Scene("connections", at("/connections")),
    Scene("prompts", at("/prompts")),
    Scene("prompt", at("/prompts/{prompt}")),
    Scene("members", at("/settings/members")),
    Scene("api-keys", at("/settings/api-keys")),
    Scene("search", at("/flows", press("Control+k"))),
    Scene("shortcuts", at("/flows", press("?"))),
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
    Scene("editor-publish", at(EDIT, click("button", "Publish"))),
    Scene("editor-run", at(EDIT, click("button", "Run"))),
    Scene("phone-flows", at("/flows"), viewport=PHONE),
    Scene("phone-execution", at("/executions/{done}"), viewport=PHONE),
    Scene("phone-editor", at(EDIT), viewport=PHONE),
]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
