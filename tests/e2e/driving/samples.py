"""Definitions of flows that the tests run."""

from __future__ import annotations

from typing import Any

Definition = dict[str, Any]


def compose(step_id: str, following: str | None = None, **literals: Any) -> Definition:
    """A step that makes an object of literals."""
    step = {
        "stepInstanceId": step_id,
        "stepType": "DATA_TRANSFORMATION",
        "moduleIdentifier": "system/compose-object-from-input",
        "literals": literals,
    }
    return {**step, **({"defaultNextStepInstanceId": following} if following else {})}


def flow_of(*steps: Definition, **fields: Any) -> Definition:
    """A definition of these steps that starts at the first."""
    return {
        "schemaVersion": "1",
        "startStepInstanceId": steps[0]["stepInstanceId"],
        "steps": {step["stepInstanceId"]: step for step in steps},
        **fields,
    }


def echo() -> Definition:
    """Ends at once: maps the greeting of its input."""
    first = {**compose("first", "done", from_here=True), "inputMappings": {"message": "$.greeting"}}
    return flow_of(first, {"stepInstanceId": "done", "stepType": "END_FLOW"})


def approval() -> Definition:
    """Waits for the event `expense:{id}`; pays what is approved, else rejects."""
    ask = {
        "stepInstanceId": "ask",
        "displayName": "Ask the manager",
        "stepType": "WAIT_FOR_EXTERNAL_EVENT",
        "correlationKeyTemplate": "expense:{{ id }}",
        "outputMappings": {"$.approval": "$"},
        "maxWaitSeconds": 3600,
        "transitions": [{"condition": "$.approval.decision == 'APPROVED'", "nextStepInstanceId": "pay"}],
        "defaultNextStepInstanceId": "reject",
    }
    return flow_of(ask, compose("pay", paid=True), compose("reject", paid=False))


def failing(peer: str) -> Definition:
    """Its second step calls the peer for a product that is not there, and fails."""
    call = {
        "stepInstanceId": "call",
        "displayName": "Read the product",
        "stepType": "API_CALL",
        "apiHttpMethod": "GET",
        "apiUrlTemplate": {"template": peer + "/products/404"},
    }
    return flow_of({**compose("prepare", "call", ready=True), "inputMappings": {"who": "$.nobody"}}, call)


def order() -> Definition:
    """Three steps that write to the context: the second reads a name that is spelled wrong, the third overwrites."""
    load = {
        **compose("load", "price"),
        "displayName": "Load order",
        "inputMappings": {"amount": "$.order.amount"},
        "outputMappings": {"$.total": "$.amount"},
    }
    price = {
        **compose("price", "credit"),
        "displayName": "Price it",
        "inputMappings": {"who": "$.order.custmer", "total": "$.total"},
        "outputMappings": {"$.priced": "$.total"},
    }
    credit = {
        **compose("credit"),
        "displayName": "Check credit",
        "inputMappings": {"limit": "$.limit", "asked": "$.priced"},
        "outputMappings": {"$.total": "$.limit"},
    }
    return flow_of(load, price, credit)


def spread() -> Definition:
    """A fork over `items`; the branch of the item `bad` fails, which the fork tolerates."""
    fan = {
        "stepInstanceId": "fan",
        "displayName": "For each line",
        "stepType": "PARALLEL_FORK_MANAGER",
        "itemsPath": "$.items",
        "parallelBranches": [{"branchId": "line", "stepInstanceId": "check"}],
        "aggregationConfig": {
            "strategy": "COLLECT_ARRAY",
            "failOnBranchError": False,
            "toleratedFailurePercentage": 100,
        },
        "defaultNextStepInstanceId": "report",
    }
    check = {
        **compose("check", "book"),
        "displayName": "Check line",
        "inputMappings": {"it": "$.currentItem"},
        "outputMappings": {"$.it": "$.it"},
        "transitions": [{"condition": "$.it == 'bad'", "nextStepInstanceId": "refuse"}],
    }
    refuse = {**compose("refuse"), "inputMappings": {"who": {"path": "$.nobody", "required": True}}}
    return flow_of(fan, check, compose("book"), refuse, compose("report"))


def two_waits() -> Definition:
    """Two waits with a step between them: goes on while somebody looks."""
    first = {**approval()["steps"]["ask"], "stepInstanceId": "first", "transitions": [], "outputMappings": {"$.a": "$"}}
    second = {**first, "stepInstanceId": "second", "correlationKeyTemplate": "again:{{ id }}", "outputMappings": {}}
    named = {"displayName": "Second wait", "defaultNextStepInstanceId": "end"}
    return flow_of(
        {**compose("begin", "first", begun=True), "outputMappings": {"$.begun": "$.begun"}},
        {**first, "displayName": "First wait", "defaultNextStepInstanceId": "middle"},
        compose("middle", "second", here=True),
        {**second, **named},
        compose("end"),
    )
