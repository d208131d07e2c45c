"""Which flows start a flow, as the panel says before it is published."""

from __future__ import annotations

from typing import Any

from tests.integration.flows.client import Api, definition, step
from workspaces.models import Workspace


def start(step_id: str, flow_id: str, version: int | None = None) -> dict[str, Any]:
    """A step that runs a flow as a part of its own."""
    fixed = {} if version is None else {"subFlowVersion": version}
    return step(step_id, "START_SUB_FLOW", subFlowDefinitionId=flow_id, **fixed)


def found(api: Api, flow_id: str) -> list[tuple[Any, ...]]:
    """Each caller without the ids."""
    fields = ("name", "version", "status", "pinnedVersion", "steps", "onCompletion")
    results = api.ok("GET", f"/flows/{flow_id}/callers/")["results"]
    return [tuple(one[field] for field in fields) for one in results]


def test_nobody_starts_a_new_flow(api: Api) -> None:
    assert api.ok("GET", f"/flows/{api.flow()}/callers/") == {"results": []}


def test_a_caller_is_shown_with_its_version_and_its_steps(api: Api) -> None:
    callee = api.flow(publish=True)
    caller = api.flow(definition(start("a", callee), step("b"), start("c", callee)), name="Orders", publish=True)
    assert api.ok("GET", f"/flows/{callee}/callers/")["results"] == [
        {
            "flowId": caller,
            "name": "Orders",
            "version": 1,
            "status": "published",
            "pinnedVersion": None,
            "steps": ["a", "c"],
            "onCompletion": False,
        }
    ]


def test_steps_that_name_a_version_are_apart_from_those_that_take_the_published_one(api: Api) -> None:
    callee = api.flow(publish=True)
    api.flow(definition(start("new", callee), start("old", callee, 1)), name="Orders")
    assert found(api, callee) == [
        ("Orders", 1, "draft", None, ["new"], False),
        ("Orders", 1, "draft", 1, ["old"], False),
    ]


def test_steps_that_do_not_wait_and_actions_at_the_end_start_a_flow_too(api: Api) -> None:
    callee = api.flow(publish=True)
    send = step("send", "START_FLOW_EXECUTION", flowDefinitionId=callee)
    api.flow(definition(send), name="a sender")
    action = {"actionType": "START_FLOW_EXECUTION", "target": callee}
    call = {"actionType": "API_CALL", "target": callee}
    api.flow(definition(step("x"), onCompletionActions=[call, action]), name="B at its end")
    api.flow(definition(step("x"), onCompletionActions=[call]), name="C calls an address")
    assert found(api, callee) == [
        ("a sender", 1, "draft", None, ["send"], False),
        ("B at its end", 1, "draft", None, [], True),
    ]


def test_the_draft_and_the_published_version_of_a_caller_are_told_apart(api: Api) -> None:
    callee = api.flow(publish=True)
    caller = api.flow(definition(start("a", callee)), name="Orders", publish=True)
    api.ok("POST", f"/flows/{caller}/versions/", {})
    new = definition(start("b", callee))
    api.ok("PUT", f"/flows/{caller}/versions/2/", {"definition": new}, If_Match='"1"')
    assert found(api, callee) == [
        ("Orders", 1, "published", None, ["a"], False),
        ("Orders", 2, "draft", None, ["b"], False),
    ]
    api.ok("POST", f"/flows/{caller}/versions/2/publish/", {})
    assert found(api, callee) == [("Orders", 2, "published", None, ["b"], False)]


def test_a_preset_that_names_the_flow_counts_for_the_steps_that_use_it(api: Api) -> None:
    callee = api.flow(publish=True)
    fields = {"stepType": "START_SUB_FLOW", "subFlowDefinitionId": callee}
    preset = api.ok("POST", "/step-definitions/", {"name": "Call", "step": fields})["id"]
    using = definition(step("a", "START_SUB_FLOW", stepDefinitionId=preset))
    api.flow(using, name="A draft")
    api.flow(using, name="Published", publish=True)
    assert found(api, callee) == [
        ("A draft", 1, "draft", None, ["a"], False),
        ("Published", 1, "published", None, ["a"], False),
    ]


def test_an_id_counts_however_it_is_written(api: Api) -> None:
    callee = api.flow(publish=True)
    api.flow(definition(start("a", callee.upper()), start("b", callee.replace("-", ""))), name="Orders")
    assert found(api, callee) == [("Orders", 1, "draft", None, ["a", "b"], False)]


def test_archived_flows_the_flow_itself_other_workspaces_and_mere_mentions_are_left_out(
    api: Api, other_workspace: Workspace
) -> None:
    callee = api.flow(name="Callee", publish=True)
    api.ok("POST", f"/flows/{callee}/versions/", {})
    again = definition(step("again", "START_FLOW_EXECUTION", flowDefinitionId=callee))
    api.ok("PUT", f"/flows/{callee}/versions/2/", {"definition": again}, If_Match='"1"')
    api.ok("DELETE", f"/flows/{api.flow(definition(start('a', callee)), name='Away')}/")
    Api(other_workspace).flow(definition(start("a", callee)), name="Theirs")
    api.flow(definition(step("a", displayName=f"like {callee}")), name="Mentions it")
    assert found(api, callee) == []
