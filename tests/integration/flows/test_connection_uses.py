"""Who uses a connection, as its page shows."""

from __future__ import annotations

import uuid

from connections.usage import uses_of
from tests.integration.flows.client import Api, definition, step
from workspaces.models import Workspace

CONNECTION = uuid.UUID("00000000-0000-7000-8000-000000000001")


def shown(workspace: Workspace) -> list[tuple[str, str]]:
    return [(use.kind, use.name) for use in uses_of(workspace_id=workspace.pk, connection_id=CONNECTION)]


def test_flows_and_presets_that_name_a_connection_are_found(
    api: Api, workspace: Workspace, other_workspace: Workspace
) -> None:
    call = step("call", "API_CALL", connectionId=str(CONNECTION))
    for name in ("Orders", "Away"):
        api.flow(definition(call), name=name)
    api.flow(definition(step("a")), name="Unrelated")
    api.ok("DELETE", f"/flows/{api.ok('GET', '/flows/?search=Away')['results'][0]['id']}/")
    preset = {"stepType": "API_CALL", "connectionId": str(CONNECTION)}
    api.ok("POST", "/step-definitions/", {"name": "Call", "step": preset})
    Api(other_workspace).flow(definition(call), name="Theirs")
    assert shown(workspace) == [("flow", "Orders"), ("stepDefinition", "Call")]


def test_a_flow_uses_what_one_of_its_versions_in_use_names(api: Api, workspace: Workspace) -> None:
    flow_id = api.flow(definition(step("call", "API_CALL", connectionId=str(CONNECTION))), name="Orders")
    api.ok("POST", f"/flows/{flow_id}/versions/", {})
    api.ok("PUT", f"/flows/{flow_id}/versions/2/", {"definition": definition(step("a"))}, If_Match='"1"')
    assert shown(workspace) == [("flow", "Orders")]
    api.ok("DELETE", f"/flows/{flow_id}/versions/1/")
    assert shown(workspace) == []
