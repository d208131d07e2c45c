"""Flows of the fault tests. `effect` is a URL of the peer, which counts its calls by idempotency key."""

from __future__ import annotations

from typing import Any

from tests.engine_flows import call, chain, compose, flow, fork, step, sub_flow

ITEMS = list(range(12))
EFFECTS_OF_A_RUN = 2 + 1 + len(ITEMS)
"""Of `everything`: two of its own, one of its child, one of each item."""


def one_effect(effect: str) -> dict[str, Any]:
    """Compose, an effect, compose."""
    return chain(compose("before", {"a": 1}), call("send", effect, "POST"), compose("after", {"b": 2}))


def everything(effect: str, *, child: str) -> dict[str, Any]:
    """Effects in line, in a sub-flow and in a fork that is distributed, and a durable delay."""
    return flow(
        compose("prepare", {"items": ITEMS}, then="send", outputMappings={"$.items": "$.items"}),
        call("send", effect, "POST", then="child"),
        sub_flow("child", child, then="each"),
        fork("each", "item", items="$.items", then="rest", config={"maxConcurrency": 2}),
        call("item", effect, "POST"),
        step("rest", then="again", delay={"milliseconds": 50, "position": "before"}),
        call("again", effect, "POST", then="done"),
        step("done", "END_FLOW"),
    )


def slow(url: str, effect: str) -> dict[str, Any]:
    """A call that takes its time, then an effect."""
    return chain(call("slow", url), call("send", effect, "POST"))


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
