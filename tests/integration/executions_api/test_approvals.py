"""Approvals: runs that wait for a payload, and giving it once."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from pytest_django.fixtures import Settings

from executions.models import Execution, Wait
from tests.engine_flows import fork
from tests.integration.executions_api.runs import Runs, compose, definition, wait_for
from tests.integration.flows.client import Api
from workspaces import audit
from workspaces.models import AuditHead, AuditRecord, Role, Workspace

SCHEMA = {"type": "object", "required": ["approved"], "properties": {"approved": {"type": "boolean"}}}
ASKING = definition(
    wait_for("ask", "order-{{ id }}", displayName="Ask the boss", description="Is it worth it?", payloadSchema=SCHEMA),
)


def open_ones(api: Api, query: str = "") -> Any:
    return api.ok("GET", f"/approvals/{query}")["results"]


def decide(api: Api, approval: Any, payload: Any) -> Any:
    return api("POST", f"/approvals/{approval['id']}/decide/", {"payload": payload})


def test_an_open_wait_is_listed_with_what_it_asks(runs: Runs, viewer: Api) -> None:
    execution = runs.run(ASKING, {"id": 7})
    (found,) = open_ones(runs.api)
    assert (found["executionId"], found["flowName"]) == (execution, "A flow")
    assert (found["stepInstanceId"], found["stepName"], found["message"]) == ("ask", "Ask the boss", "Is it worth it?")
    assert (found["correlationKey"], found["payloadSchema"], found["expiresAt"]) == ("order-7", SCHEMA, None)
    assert (found["mayDecide"], open_ones(viewer)[0]["mayDecide"]) == (True, False)


def test_a_wait_that_ends_by_itself_says_when(runs: Runs) -> None:
    runs.run(definition(wait_for("ask", "k", maxWaitSeconds=3600)))
    (found,) = open_ones(runs.api)
    assert found["expiresAt"] > found["since"]


def test_the_payload_becomes_the_output_and_the_audit_says_who_decided(runs: Runs, workspace: Workspace) -> None:
    execution = runs.run(ASKING, {"id": 7})
    (found,) = open_ones(runs.api)
    answer = decide(runs.api, found, {"approved": True})
    assert (answer.status, answer.body) == (202, {"status": "DELIVERED", "executionId": execution})
    runs.work()
    assert runs.read(execution)["output"] == {"ask": {"approved": True}}
    assert open_ones(runs.api) == []
    record = AuditRecord.objects.get(action="approval.decide")
    assert (record.target, record.actor) == (execution, "key test")
    assert audit.verify(workspace) is None


def test_who_is_second_is_told_so_and_changes_nothing(runs: Runs) -> None:
    execution = runs.run(ASKING, {"id": 7})
    (found,) = open_ones(runs.api)
    decide(runs.api, found, {"approved": True})
    second = decide(runs.api, found, {"approved": False})
    assert (second.status, second.body["code"]) == (409, "already_decided")
    runs.work()
    assert (decide(runs.api, found, {"approved": False}).body["code"]) == "already_decided"
    assert runs.read(execution)["output"] == {"ask": {"approved": True}}
    assert AuditRecord.objects.filter(action="approval.decide").count() == 1


def test_a_payload_that_does_not_fit_is_refused_and_the_wait_stays_open(runs: Runs) -> None:
    runs.run(ASKING, {"id": 7})
    (found,) = open_ones(runs.api)
    answer = decide(runs.api, found, {"approved": "yes"})
    assert (answer.status, answer.body["code"]) == (400, "payload_refused")
    assert answer.body["errors"][0]["path"] == "/payload/approved"
    assert (len(open_ones(runs.api)), AuditRecord.objects.filter(action="approval.decide").count()) == (1, 0)


def test_a_run_that_was_cancelled_waits_no_more(runs: Runs) -> None:
    execution = runs.run(ASKING, {"id": 7})
    (found,) = open_ones(runs.api)
    runs.api.ok("POST", f"/executions/{execution}/cancel/")
    runs.work()
    assert open_ones(runs.api) == []
    assert decide(runs.api, found, {"approved": True}).body["code"] == "wait_over"


def test_an_event_that_came_early_is_no_approval(runs: Runs) -> None:
    runs.api.ok("POST", "/events/", {"correlationKey": "early", "payload": 1})
    assert open_ones(runs.api) == []
    kept = Wait.objects.get()
    assert runs.api("POST", f"/approvals/{kept.pk}/decide/", {"payload": 1}).status == 404


def test_waits_of_branches_are_listed_each_and_by_their_run(runs: Runs) -> None:
    flow = definition(fork("each", "ask"), wait_for("ask", "{{ currentItem }}"))
    execution = runs.run(flow, {"items": ["a", "b"]})
    runs.run(ASKING, {"id": 1})
    mine = open_ones(runs.api, f"?execution={execution}")
    assert sorted(one["correlationKey"] for one in mine) == ["a", "b"]
    assert len(open_ones(runs.api)) == 3
    assert open_ones(runs.api, f"?execution={uuid4()}") == []


def test_waits_in_chunks_of_chunks_are_listed_by_their_run(runs: Runs, settings: Settings) -> None:
    settings.ENV = settings.ENV.model_copy(update={"fork_inline_items": 1, "fork_chunk_items": 1})
    inner = fork("inner", "ask", items="$.currentItem")
    flow = definition(fork("outer", "inner"), inner, wait_for("ask", "{{ currentItem }}"))
    execution = runs.run(flow, {"items": [["a", "b"], ["c", "d"]]})
    runs.run(ASKING, {"id": 1})
    assert Execution.objects.filter(kind="CHUNK", parent__kind="CHUNK").count() == 4
    mine = open_ones(runs.api, f"?execution={execution}")
    assert sorted(one["correlationKey"] for one in mine) == ["a", "b", "c", "d"]
    assert {one["executionId"] for one in mine} == {execution}


def test_a_decision_in_one_branch_leaves_the_others_waiting(runs: Runs) -> None:
    flow = definition(fork("each", "ask"), wait_for("ask", "{{ currentItem }}"))
    execution = runs.run(flow, {"items": ["a", "b"]})
    for key in ("b", "a"):
        approval = next(one for one in open_ones(runs.api) if one["correlationKey"] == key)
        assert decide(runs.api, approval, key.upper()).status == 202
        runs.work()
    assert runs.read(execution)["output"]["each"]["aggregatedData"] == ["A", "B"]


def test_a_viewer_of_a_flow_with_hidden_places_sees_no_key(runs: Runs, viewer: Api) -> None:
    runs.run({**ASKING, "redactPaths": ["$.id"]}, {"id": "pin-4711"})
    assert open_ones(viewer)[0]["correlationKey"] == "***"
    assert open_ones(runs.api)[0]["correlationKey"] == "order-pin-4711"


def test_only_operators_decide_and_only_in_their_workspace(runs: Runs, workspace: Workspace, stranger: Api) -> None:
    runs.run(ASKING, {"id": 7})
    (found,) = open_ones(runs.api)
    assert decide(Api(workspace, Role.VIEWER), found, {"approved": True}).status == 403
    assert (open_ones(stranger), decide(stranger, found, {"approved": True}).status) == ([], 404)
    assert decide(Api(workspace, Role.OPERATOR), found, {"approved": True}).status == 202


def test_a_decision_needs_a_payload(runs: Runs) -> None:
    runs.run(ASKING, {"id": 7})
    (found,) = open_ones(runs.api)
    answer = runs.api("POST", f"/approvals/{found['id']}/decide/", {})
    assert (answer.status, answer.body["errors"][0]["path"]) == (400, "/payload")


def test_a_decision_that_cannot_be_audited_is_not_made(runs: Runs, workspace: Workspace) -> None:
    execution = runs.run(ASKING, {"id": 7})
    (found,) = open_ones(runs.api)
    AuditHead.objects.filter(pk=workspace.pk).update(seq=0)  # the next record's number is taken
    assert decide(runs.api, found, {"approved": True}).status >= 500
    runs.work()
    assert (runs.read(execution)["status"], len(open_ones(runs.api))) == ("WAITING", 1)


def test_the_longest_waiting_come_first_page_by_page(runs: Runs) -> None:
    flow = runs.flow(definition(compose("first", "ask"), wait_for("ask", "{{ id }}")))
    started = [runs.run(flow, {"id": str(number)}) for number in range(3)]
    page = runs.api.ok("GET", "/approvals/?limit=2")
    rest = runs.api.ok("GET", page["next"].partition("/api/v1")[2])
    assert [one["executionId"] for one in [*page["results"], *rest["results"]]] == started
