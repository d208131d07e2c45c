"""What there is to see in pictures: flows with versions and runs of every kind, prompts, connections, members."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.e2e.driving.redrives import buying
from tests.e2e.driving.rest import Rest


@dataclass(slots=True)
class World:
    """What there is to see: ids by name."""

    rest: Rest
    peer: str
    flows: dict[str, str] = field(default_factory=dict)
    runs: dict[str, str] = field(default_factory=dict)
    prompt: str = ""


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
    deliveries(world)
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


STAGES = (
    "Take the order",
    "Check the customer",
    "Choose the product",
    "Check the address",
    "Choose a carrier",
    "Weigh the parcel",
    "Print the label",
    "Look up the product",
    "Book the delivery",
    "Tell the customer",
)


def deliveries(world: World) -> None:
    """A flow whose third step takes the wrong id, so that its eighth fails; two runs of it, and one that was mended."""
    definition = buying(world.peer)
    for (number, step), title in zip(enumerate(definition["steps"].values()), STAGES, strict=True):
        row, column = divmod(number, 5)
        step |= {"displayName": title, "position": {"x": 320 * column, "y": 180 * row}}
    flow = world.flows["deliveries"] = world.rest.flow(definition, name="Deliver an order", publish=True)
    given = {"input": {"order": {"productId": 7, "legacyId": 404, "customer": "Dana"}}}
    world.rest.run(flow, given)
    world.runs["wrong"] = world.rest.run(flow, given)["id"]
    patch = [{"op": "replace", "path": "/product", "value": 7}]
    again = world.rest("POST", f"/executions/{world.runs['wrong']}/redrive-from/", {"seq": 8, "contextPatch": patch})
    world.runs["right"] = again["executionId"]
    world.rest.await_status(world.runs["right"], "COMPLETED")


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
