"""The sample flows end in the sandbox as they end in a run, wherever nothing has to be waited for."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.definition.json_patch import keys_of
from flows.definition.scope import MISSING
from tests.acceptance.peer import peer as peer_server
from tests.integration.flows.client import Api
from tests.integration.sandbox.conftest import Sandbox

FOLDER = Path(__file__).parents[2] / "flows"
NEEDS_WAITING = {
    ("poll-job", "done at the third look"),
    ("poll-job", "never done"),
    ("retries-and-fallback", "third time lucky"),
    ("retries-and-fallback", "it lasts"),
    ("retries-and-fallback", "429 is transient"),
}
"""A second call of a poll, or a retry."""
DOCUMENTS = [json.loads(path.read_text()) for path in sorted(FOLDER.glob("*.json"))]
CASES = [(document, case) for document in DOCUMENTS for case in document["cases"]]
AT_ONCE = [(doc, case) for doc, case in CASES if (doc["name"], case["name"]) not in NEEDS_WAITING]
WAITED_FOR = [(doc, case) for doc, case in CASES if (doc["name"], case["name"]) in NEEDS_WAITING]


def name_of(value: dict[str, Any]) -> str:
    return str(value["name"])


@pytest.fixture(scope="module")
def peer() -> Iterator[str]:
    """The outside world of the sample flows."""
    with peer_server() as running:
        yield running.url


def found(document: Any, path: str) -> Any:
    """The value at a JSON Pointer, or MISSING."""
    for part in keys_of(path):
        if isinstance(document, dict) and part not in document:
            return MISSING
        document = document[part] if isinstance(document, dict) else document[int(part)]
    return document


def tried(sandbox: Sandbox, api: Api, peer: str, document: dict[str, Any], case: dict[str, Any]) -> Any:
    """The sample in the sandbox, its effects sent, its events as mocks of the step that waits for them."""
    needs = document.get("needs", {})
    flows = {f"flow_{name}": api.flow(needed, publish=True) for name, needed in needs.items()}
    steps = document["definition"]["steps"].values()
    waits = [step["stepInstanceId"] for step in steps if step["stepType"] == "WAIT_FOR_EXTERNAL_EVENT"]
    payloads = [event["payload"] for event in case.get("events", [])]
    return sandbox.flow(
        document["definition"],
        case["input"],
        flowVariables={"base_url": peer, **flows, **case.get("flowVariables", {})},
        mocks={wait: {"output": payload} for wait, payload in zip(waits, payloads, strict=False)},
        dryRun=False,
    )


def test_most_samples_need_no_waiting() -> None:
    assert (len(WAITED_FOR), len(AT_ONCE)) == (5, 30)


@pytest.mark.parametrize(("document", "case"), AT_ONCE, ids=name_of)
def test_a_sample_ends_as_in_a_run(
    sandbox: Sandbox, api: Api, peer: str, document: dict[str, Any], case: dict[str, Any]
) -> None:
    expect, got = case["expect"], tried(sandbox, api, peer, document, case)
    top = [visit for visit in got["steps"] if "[" not in visit["path"]]
    assert got["status"] == expect["status"]
    assert got["output"] == expect.get("output", got["output"])
    assert {path: found(got["context"], path) for path in expect.get("at", {})} == expect.get("at", {})
    assert [path for path in expect.get("present", []) if found(got["context"], path) is MISSING] == []
    assert [path for path in expect.get("absent", []) if found(got["context"], path) is not MISSING] == []
    assert [visit["stepInstanceId"] for visit in top] == expect.get("steps", [visit["stepInstanceId"] for visit in top])
    assert expect.get("warnings", warned(top)) == warned(top)
    if "errorStep" in expect:
        assert got["error"]["stepInstanceId"] == expect["errorStep"]
    for name, wanted in expect.get("effects", {}).items():
        with urllib.request.urlopen(f"{peer}/effects/{name}") as answer:
            seen = json.loads(answer.read())
        assert {"calls": seen["calls"], "keys": len(seen["keys"])} == wanted


def warned(visits: list[dict[str, Any]]) -> list[str]:
    events = {visit["stepInstanceId"]: visit["mappingEvents"] for visit in visits}
    return [step for step, found in events.items() if any(event["status"] == "WARN" for event in found)]


@pytest.mark.parametrize(("document", "case"), WAITED_FOR, ids=name_of)
def test_a_sample_that_must_wait_says_what_it_would_wait_for(
    sandbox: Sandbox, api: Api, peer: str, document: dict[str, Any], case: dict[str, Any]
) -> None:
    got = tried(sandbox, api, peer, document, case)
    last = got["steps"][-1]
    if document["name"] == "poll-job":
        assert (got["status"], last["status"], last["attempts"]) == ("WAITING", "WAITING", 1)
        assert last["metadata"]["pollAgain"]["afterSeconds"] >= 1
    else:
        call = got["steps"][0]
        assert (call["attempts"], call["error"]["wouldRetry"]) == (1, {"count": 2, "afterSeconds": 0.1})
        assert got["output"]["sorry"]["step"] == "call"


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_no_sample_sends_anything_in_a_dry_run(sandbox: Sandbox, peer: str, document: dict[str, Any]) -> None:
    """The mock is what the poll needs of the step before it."""
    variables = {"base_url": "http://127.0.0.1:9", "flow_child": "none"}
    mocks = {"start": {"output": {"data": {"jobId": "7"}}}} if document["name"] == "poll-job" else {}
    got = sandbox.flow(document["definition"], document["cases"][0]["input"], flowVariables=variables, mocks=mocks)
    effects = ("API_CALL", "LLM_INVOCATION", "POLL_EXTERNAL_API")
    calls = [visit for visit in got["steps"] if visit["stepType"] in effects and not visit["metadata"].get("mocked")]
    assert [visit["status"] for visit in calls] == ["DRY_RUN"] * len(calls)
    assert [visit["path"] for visit in calls if not visit["metadata"]["request"]] == []
