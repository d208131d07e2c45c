"""Every step of the palette can be tried, really and dry."""

from __future__ import annotations

from typing import Any

import pytest

from flows.steps.registry import STEP_TYPES
from tests.engine_flows import compose, flow, step
from tests.integration.engine.world import World
from tests.integration.flows.client import Api
from tests.integration.sandbox.conftest import Sandbox, chat

Known = tuple[str, str | None]
DATA = "DATA_TRANSFORMATION"
JOIN = {
    "left_source": [{"id": 1, "a": 2}],
    "left_format": "json",
    "right_source": [{"id": 1, "b": 3}],
    "right_format": "json",
    "join_keys": ["id"],
}

TRIES: dict[Known, tuple[dict[str, Any], str, Any]] = {
    ("NO_OP", None): ({"literals": {"x": 1}}, "COMPLETED", {"x": 1}),
    ("END_FLOW", None): ({}, "COMPLETED", None),
    ("WAIT_FOR_EXTERNAL_EVENT", None): ({"correlationKeyTemplate": "k"}, "WAITING", None),
    ("START_SUB_FLOW", None): ({"subFlowDefinitionId": "{{ child }}"}, "COMPLETED", {"c": {"x": 1}}),
    ("START_FLOW_EXECUTION", None): ({"flowDefinitionId": "{{ child }}"}, "DRY_RUN", None),
    ("PARALLEL_FORK_MANAGER", None): (
        {"itemsPath": "$.items", "parallelBranches": [{"branchId": "b", "stepInstanceId": "b"}]},
        "COMPLETED",
        {"aggregatedData": [{"v": 1}, {"v": 2}], "itemCount": 2, "failedCount": 0},
    ),
    ("API_CALL", None): ({"apiUrlTemplate": {"template": "{{ url }}"}}, "COMPLETED", None),
    ("POLL_EXTERNAL_API", None): (
        {
            "apiCallDefinition": {"apiUrlTemplate": {"template": "{{ url }}"}},
            "pollingConfig": {"intervalSeconds": 1, "maxAttempts": 3},
            "exitConditions": {"successCondition": "$.ok"},
        },
        "COMPLETED",
        {"ok": True},
    ),
    ("LLM_INVOCATION", None): (
        {
            "llmProvider": "OPENAI",
            "modelId": "m",
            "directPrompt": "Hi",
            "customConfig": {"baseUrl": "{{ url }}", "apiKey": "k-123456"},
        },
        "COMPLETED",
        {"llm_response": "Hello"},
    ),
    (DATA, "system/compose-object-from-input"): ({"literals": {"x": 1}}, "COMPLETED", {"x": 1}),
    (DATA, "system/array-aggregator"): (
        {"literals": {"array": [1, 2], "operation": "sum"}},
        "COMPLETED",
        {"result": 3},
    ),
    (DATA, "system/flatten-array"): ({"literals": {"array": [[1], [2]]}}, "COMPLETED", {"result": [1, 2]}),
    (DATA, "system/generate-array"): ({"literals": {"count": 2}}, "COMPLETED", {"array": [0, 1]}),
    (DATA, "system/date-time-calculator"): (
        {"literals": {"baseTime": "2026-01-01T00:00:00Z", "offsetSeconds": 60, "operation": "add"}},
        "COMPLETED",
        {"result": "2026-01-01T00:01:00Z"},
    ),
    (DATA, "system/join-data"): (
        {"literals": JOIN},
        "COMPLETED",
        {"result": [{"id": 1, "a": 2, "b": 3}], "rowCount": 1},
    ),
    (DATA, "system/generate-uuid"): ({"literals": {"prefix": "p-"}}, "COMPLETED", None),
}
SENDING = {"API_CALL", "POLL_EXTERNAL_API", "LLM_INVOCATION"}


def named(known: Known) -> str:
    return known[1] or known[0]


def test_every_step_of_the_palette_is_tried() -> None:
    assert set(TRIES) == set(STEP_TYPES)


def body(known: Known, api: Api, world: World) -> dict[str, Any]:
    """The request that tries a step: its definition has a branch for a fork, its context what the templates name."""
    kind, module = known
    if kind == "LLM_INVOCATION":
        world.script.append((200, chat("Hello")))
    child = api.flow(flow(compose("c", {"x": 1})), publish=True) if "FLOW" in kind and kind != "END_FLOW" else ""
    more = {"moduleIdentifier": module} if module else {}
    return {
        "definition": flow(step("a", kind, **TRIES[known][0], **more), compose("b", {"v": "$.currentItem"})),
        "stepInstanceId": "a",
        "context": {"items": [1, 2], "url": world.url, "child": child},
    }


@pytest.mark.parametrize("known", list(TRIES), ids=named)
@pytest.mark.usefixtures("nothing_written")
def test_a_step_of_the_palette_runs(sandbox: Sandbox, api: Api, world: World, known: Known) -> None:
    _, status, output = TRIES[known]
    tried = sandbox.step(**body(known, api, world))
    assert (tried["status"], tried["error"]) == (status, None)
    assert tried["output"] == (tried["output"] if output is None else output)
    assert len(world.seen) == (known[0] in SENDING)


@pytest.mark.parametrize("known", list(TRIES), ids=named)
def test_a_step_of_the_palette_runs_dry(sandbox: Sandbox, api: Api, world: World, known: Known) -> None:
    _, status, _ = TRIES[known]
    tried = sandbox.step(**body(known, api, world), dryRun=True)
    assert tried["status"] == ("DRY_RUN" if known[0] in SENDING else status)
    assert (tried["error"], world.seen) == (None, [])
