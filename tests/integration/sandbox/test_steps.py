"""POST /sandbox/step/: one step on a context, really or dry, and nothing written."""

from __future__ import annotations

from typing import Any

import pytest

from tests.engine_flows import broken, call, compose, flow, fork, step, wait, way
from tests.integration.engine.world import World
from tests.integration.sandbox.conftest import Sandbox

pytestmark = pytest.mark.usefixtures("nothing_written")

END: dict[str, Any] = {"kind": "END", "condition": None, "nextStepInstanceId": None, "operands": []}


def test_a_step_says_everything_about_its_visit(sandbox: Sandbox) -> None:
    mappings: dict[str, Any] = {"inputMappings": {"n": "$.n", "gone": "$.m"}, "outputMappings": {"$.r": "$.n"}}
    ways = {"transitions": [way("$.r > 1", "b")], "defaultNextStepInstanceId": "c"}
    tried = sandbox.step(compose("a", {"to": "{{ name }}!"}, **mappings, **ways), {"n": 2, "name": "Ada"})
    events = tried.pop("mappingEvents")
    assert tried.pop("durationMs") >= 0
    operands = tried["transition"].pop("operands")
    assert tried == {
        "status": "COMPLETED",
        "attempts": 1,
        "input": {"n": 2, "to": "Ada!"},
        "output": {"n": 2, "to": "Ada!"},
        "contextDiff": [{"op": "add", "path": "/r", "value": 2}],
        "transition": {"kind": "CONDITION", "condition": "$.r > 1", "nextStepInstanceId": "b"},
        "logs": [],
        "metadata": {},
        "error": None,
        "steps": [],
    }
    assert [operand["value"] for operand in operands] == [2]
    kinds = [(event["kind"], event["target"], event["status"]) for event in events]
    assert kinds == [
        ("INPUT", "n", "SUCCESS"),
        ("INPUT", "gone", "WARN"),
        ("LITERAL", "to", "SUCCESS"),
        ("OUTPUT", "$.r", "SUCCESS"),
        ("CONDITION", "b", "SUCCESS"),
    ]
    assert events[1]["reason"].startswith('$ has no "m"')


def test_a_call_is_sent_and_its_exchange_is_shown(sandbox: Sandbox, world: World) -> None:
    tried = sandbox.step(call("a", f"{world.url}?q={{{{ q }}}}", "POST", requestBody={"n": "$.n"}), {"q": 1, "n": 2})
    assert (tried["status"], tried["output"]["data"]) == ("COMPLETED", {"query": "q=1"})
    assert [(seen.method, seen.body) for seen in world.seen] == [("POST", b'{"n":2}')]
    assert tried["metadata"]["request"] == {"method": "POST", "url": f"{world.url}?q=1"}
    assert tried["metadata"]["response"]["status"] == 200


def test_each_try_carries_a_key_of_its_own(sandbox: Sandbox, world: World) -> None:
    for _ in range(2):
        sandbox.step(call("a", world.url, "POST"), {})
    assert len(set(world.keys)) == 2


def test_a_dry_call_is_shown_and_not_sent(sandbox: Sandbox, world: World) -> None:
    posting = call("a", f"{world.url}?token=t", "POST", requestBody={"n": "$.n"}, apiStaticHeaders={"X-Api-Key": "k"})
    tried = sandbox.step(posting, {"n": 2}, dryRun=True)
    assert world.seen == []
    assert (tried["status"], tried["output"], tried["contextDiff"], tried["transition"]) == ("DRY_RUN", None, [], None)
    assert tried["metadata"]["request"] == {
        "method": "POST",
        "url": f"{world.url}?token=***",
        "headers": {"Content-Type": "application/json", "X-Api-Key": "***"},
        "body": '{"n":2}',
        "connectionId": None,
    }


def test_a_dry_call_with_a_pinned_output_goes_on_with_it(sandbox: Sandbox, world: World) -> None:
    tried = sandbox.step(call("a", world.url, pinnedOutput={"data": 7}), {}, dryRun=True)
    assert (tried["status"], tried["output"], world.seen) == ("DRY_RUN", {"data": 7}, [])
    assert tried["contextDiff"] == [{"op": "add", "path": "/steps_output/a", "value": {"data": 7}}]
    assert tried["metadata"]["request"]["url"] == world.url


def test_a_step_that_is_tried_does_not_give_its_pinned_output(sandbox: Sandbox, world: World) -> None:
    tried = sandbox.step(call("a", world.url, pinnedOutput={"data": 7}), {})
    assert (tried["output"]["data"], len(world.seen)) == ({"ok": True}, 1)


def test_a_failure_names_its_error_and_what_a_run_would_do(sandbox: Sandbox, world: World) -> None:
    world.script.append((503, {"busy": True}))
    retries = {"retries": {"count": 2, "intervalSeconds": 1, "jitter": False}}
    tried = sandbox.step(call("a", world.url, onError=retries), {})
    assert (tried["status"], tried["output"], len(world.seen)) == ("FAILED", None, 1)
    assert (tried["error"]["errorName"], tried["error"]["code"]) == ("TransientStepError", "http_503")
    assert tried["error"]["wouldRetry"] == {"count": 2, "afterSeconds": 1.0}
    assert tried["transition"] == END


def test_a_failure_with_a_fallback_goes_there(sandbox: Sandbox) -> None:
    tried = sandbox.step(broken("a", onError={"fallbackStepInstanceId": "sorry"}), {})
    assert (tried["status"], tried["error"]["wouldRetry"]) == ("FAILED", None)
    assert (tried["transition"]["kind"], tried["transition"]["nextStepInstanceId"]) == ("FALLBACK", "sorry")


def test_a_mock_stands_for_the_effect(sandbox: Sandbox, world: World) -> None:
    tried = sandbox.step(call("a", world.url), {}, mocks={"a": {"output": {"data": 1}}})
    assert (tried["status"], tried["output"], world.seen) == ("COMPLETED", {"data": 1}, [])
    assert tried["metadata"]["mocked"] is True


def test_a_mock_may_be_an_error(sandbox: Sandbox, world: World) -> None:
    mock = {"error": {"errorName": "ContentStepError", "code": "invalid_json", "message": "No."}}
    tried = sandbox.step(call("a", world.url), {}, mocks={"a": mock})
    assert (tried["status"], world.seen) == ("FAILED", [])
    assert (tried["error"]["errorName"], tried["error"]["code"], tried["error"]["message"]) == (
        "ContentStepError",
        "invalid_json",
        "No.",
    )


def test_a_disabled_step_is_skipped(sandbox: Sandbox) -> None:
    tried = sandbox.step(compose("a", disabled=True, then="b"), {})
    assert (tried["status"], tried["input"], tried["output"]) == ("SKIPPED", None, {})


def test_a_wait_says_what_it_waits_for(sandbox: Sandbox) -> None:
    tried = sandbox.step(wait("a", "order-{{ id }}"), {"id": 7})
    assert (tried["status"], tried["output"], tried["transition"]) == ("WAITING", None, None)
    assert tried["metadata"]["correlationKey"] == "order-7"


def test_an_end_that_fails_says_so(sandbox: Sandbox) -> None:
    tried = sandbox.step(step("a", "END_FLOW", status="FAILED", message="No {{ n }}"), {"n": 1})
    assert (tried["status"], tried["error"]["code"], tried["error"]["message"]) == (
        "COMPLETED",
        "ended_as_failed",
        "No 1",
    )


def test_a_fork_runs_its_branches_and_shows_their_visits(sandbox: Sandbox) -> None:
    each = compose("each", {"v": "$.currentItem"})
    document = flow(fork("f", "each"), each, compose("unfinished", then="nowhere"))
    tried = sandbox.step(None, {"items": [1, 2]}, definition=document, stepInstanceId="f")
    assert tried["output"] == {"aggregatedData": [{"v": 1}, {"v": 2}], "itemCount": 2, "failedCount": 0}
    assert [(one["seq"], one["path"], one["status"]) for one in tried["steps"]] == [
        (2, "f[0].each", "COMPLETED"),
        (3, "f[1].each", "COMPLETED"),
    ]


def test_the_context_may_hold_what_a_branch_sees(sandbox: Sandbox) -> None:
    views = {"currentItem": {"id": 3}, "currentIndex": 4, "error": {"code": "e"}, "initialContextData": {"n": 5}}
    reading = {
        "item": "$.currentItem.id",
        "index": "$.currentIndex",
        "why": "$.error.code",
        "n": "$.initialContextData.n",
    }
    tried = sandbox.step(compose("a", reading), {"m": 1, **views})
    assert tried["output"] == {"item": 3, "index": 4, "why": "e", "n": 5}
    assert tried["contextDiff"] == [{"op": "add", "path": "/steps_output/a", "value": tried["output"]}]


def test_without_a_context_it_is_empty(sandbox: Sandbox) -> None:
    tried = sandbox.step(compose("a", {"x": "$.steps_output", "v": "$.flow_variables"}))
    assert tried["output"] == {"x": {}, "v": {}}


def test_variables_of_the_request_lie_over_the_contexts_over_the_definitions(sandbox: Sandbox) -> None:
    document = flow(compose("a", {"v": "$.flow_variables"}), flowVariables={"x": 1, "y": 1, "z": 1})
    context = {"flow_variables": {"y": 2, "z": 2}}
    body = {"definition": document, "stepInstanceId": "a", "flowVariables": {"z": 3}}
    assert sandbox.step(None, context, **body)["output"] == {"v": {"x": 1, "y": 2, "z": 3}}


def test_defaults_of_the_definition_hold_for_the_unsaved_step(sandbox: Sandbox) -> None:
    document = flow(compose("a"), defaultStepConfig={"onError": {"continueOnFailure": True}})
    tried = sandbox.step(broken("a"), {}, definition=document)
    assert (tried["status"], tried["output"]["errorName"]) == ("FAILED", "PermanentStepError")


def test_an_unknown_step_type_elsewhere_does_not_keep_a_step_from_being_tried(sandbox: Sandbox) -> None:
    document = flow(compose("a", {"x": 1}), step("b", "LATER_TYPE"))
    assert sandbox.step(None, {}, definition=document, stepInstanceId="a")["output"] == {"x": 1}


def test_a_delay_is_not_waited_for(sandbox: Sandbox) -> None:
    tried = sandbox.step(compose("a", {"x": 1}, delay={"milliseconds": 3_600_000, "position": "before"}), {})
    assert (tried["status"], tried["output"]) == ("COMPLETED", {"x": 1})


def test_values_without_room_are_shown_by_their_beginning(sandbox: Sandbox) -> None:
    tried = sandbox.step(compose("a", {"x": ["$.x", "$.x", "$.x"]}), {"x": "y" * 4_000_000})
    assert tried["input"]["x"] == {"preview": '["' + "y" * 197 + "…", "bytes": 12_000_011, "href": None}
