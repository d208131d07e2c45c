"""Flows of the fault tests. Every effect is a POST to the peer, which counts calls by idempotency key."""

from __future__ import annotations

from typing import Any

from tests.engine_flows import call, chain, compose, flow, fork, step, sub_flow

ITEMS = list(range(12))
EFFECTS_OF_A_RUN = 2 + 1 + len(ITEMS)
"""Of `everything`: two of its own, one of its child, one of each item."""


def post(step_id: str, name: str, **fields: Any) -> dict[str, Any]:
    """An effect that the peer counts."""
    return call(step_id, "{{ flow_variables.base_url }}/effects/" + name, "POST", **fields)


def one_effect(name: str) -> dict[str, Any]:
    """Compose, an effect, compose."""
    return chain(compose("before", {"a": 1}), post("send", name), compose("after", {"b": 2}))


def everything(name: str, *, child: str) -> dict[str, Any]:
    """Effects in line, in a sub-flow and in a fork that is distributed, and a durable delay."""
    return flow(
        compose("prepare", {"items": ITEMS}, then="send", outputMappings={"$.items": "$.items"}),
        post("send", name, then="child"),
        sub_flow("child", child, then="each"),
        fork("each", "item", items="$.items", then="rest", config={"maxConcurrency": 2}),
        post("item", name),
        step("rest", then="again", delay={"milliseconds": 50, "position": "before"}),
        post("again", name, then="done"),
        step("done", "END_FLOW"),
    )


def slow(seconds: float, name: str) -> dict[str, Any]:
    """A call that takes its time, then an effect."""
    wait = call("slow", "{{ flow_variables.base_url }}/slow?seconds=" + str(seconds))
    return chain(wait, post("send", name))


def loop(times: int) -> dict[str, Any]:
    """A loop whose rounds are commits of their own, because each ends in a short durable delay."""
    again = {"condition": f"$.n < {times}", "nextStepInstanceId": "count", "maxTransitions": 0}
    add = {"array": ["$.n", 1], "operation": "sum"}
    return flow(
        step(
            "count",
            "DATA_TRANSFORMATION",
            moduleIdentifier="system/array-aggregator",
            literals=add,
            outputMappings={"$.n": "$.result"},
            delay={"milliseconds": 10, "position": "after"},
            transitions=[again],
            then="done",
        ),
        step("done", "END_FLOW"),
    )
