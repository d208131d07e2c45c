"""Step presets over the API, and how flows use them."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from flows.freeze import freeze
from tests.integration.flows.client import Answer, Api, definition, step
from workspaces.models import Workspace

STEP = {"stepType": "NO_OP", "timeoutSeconds": 9, "onError": {"retries": {"count": 2}}}


def create(api: Api, content: Any = STEP, *, name: str = "Careful") -> str:
    preset_id: str = api.ok("POST", "/step-definitions/", {"name": name, "step": content})["id"]
    return preset_id


def replace(api: Api, preset_id: str, content: Any, **headers: str) -> Answer:
    return api("PUT", f"/step-definitions/{preset_id}/", {"name": "Careful", "step": content}, **headers)


def using(preset_id: str, **fields: Any) -> dict[str, Any]:
    return definition(step("a", stepDefinitionId=preset_id, **fields))


def frozen_step(workspace: Workspace, flow_id: str, version: int | None = None) -> Any:
    return freeze(workspace_id=workspace.pk, flow_id=uuid.UUID(flow_id), version=version).definition["steps"]["a"]


def test_each_change_of_the_content_is_a_version_that_stays(api: Api) -> None:
    preset_id = create(api)
    assert replace(api, preset_id, {"stepType": "NO_OP"}).body["version"] == 2
    assert replace(api, preset_id, {"stepType": "NO_OP"}).body["version"] == 2
    latest = api.ok("GET", f"/step-definitions/{preset_id}/")
    assert (latest["latestVersion"], latest["version"], latest["step"]) == (2, 2, {"stepType": "NO_OP"})
    assert api.ok("GET", f"/step-definitions/{preset_id}/?version=1")["step"] == STEP
    assert api("GET", f"/step-definitions/{preset_id}/?version=3").status == 404


def test_who_replaces_an_old_version_is_refused(api: Api) -> None:
    preset_id = create(api)
    assert replace(api, preset_id, {"stepType": "NO_OP"}, If_Match='"1"').status == 200
    lost = replace(api, preset_id, STEP, If_Match='"1"')
    assert (lost.status, lost.body["author"], lost.body["revision"]) == (412, "key test", 2)


@pytest.mark.parametrize(
    ("content", "path"),
    [
        ({}, "/step/stepType"),
        ({"stepType": "NOWHERE"}, "/step/stepType"),
        ({"stepType": ["NO_OP"]}, "/step/stepType"),
        ({"stepType": "NO_OP", "stepInstanceId": "a"}, "/step/stepInstanceId"),
        ({"stepType": "NO_OP", "stepDefinitionId": "a"}, "/step/stepDefinitionId"),
        ([], "/step"),
    ],
)
def test_what_is_no_part_of_a_step_is_refused(api: Api, content: Any, path: str) -> None:
    for answer in (
        api("POST", "/step-definitions/", {"name": "a", "step": content}),
        replace(api, create(api), content),
    ):
        assert (answer.status, [error["path"] for error in answer.body["errors"]]) == (400, [path])


def test_the_list_is_narrowed_and_leaves_out_the_archived(api: Api) -> None:
    create(api, name="Careful")
    create(api, name="Quick")
    api.ok("DELETE", f"/step-definitions/{create(api, name='Quick and gone')}/")
    names = [each["name"] for each in api.ok("GET", "/step-definitions/?search=quick")["results"]]
    assert names == ["Quick"]


def test_a_preset_of_another_workspace_does_not_exist(api: Api, other_workspace: Workspace) -> None:
    preset_id, theirs = create(api), Api(other_workspace)
    assert theirs("GET", f"/step-definitions/{preset_id}/").status == 404
    assert replace(theirs, preset_id, STEP).status == 404
    assert theirs("DELETE", f"/step-definitions/{preset_id}/").status == 404
    (problem,) = theirs.ok("POST", "/flows/validate/", {"definition": using(preset_id)})["problems"]
    assert (problem["code"], problem["path"]) == ("unknown_preset", "/steps/a/stepDefinitionId")


def test_a_publish_freezes_the_preset_laid_under_the_step(api: Api, workspace: Workspace) -> None:
    preset_id = create(api)
    flow_id = api.flow(using(preset_id, onError={"retries": {"intervalSeconds": 1}}), publish=True)
    replace(api, preset_id, {"stepType": "NO_OP", "timeoutSeconds": 99})
    frozen = frozen_step(workspace, flow_id)
    assert frozen["timeoutSeconds"] == 9
    assert frozen["onError"] == {"retries": {"count": 2, "intervalSeconds": 1}}
    saved = api.ok("GET", f"/flows/{flow_id}/versions/1/")["definition"]["steps"]["a"]
    assert "timeoutSeconds" not in saved


def test_a_version_that_comes_back_keeps_the_presets_of_its_first_publish(api: Api, workspace: Workspace) -> None:
    preset_id = create(api)
    flow_id = api.flow(using(preset_id), publish=True)
    api.ok("POST", f"/flows/{flow_id}/versions/1/unpublish/")
    replace(api, preset_id, {"stepType": "NO_OP", "timeoutSeconds": 99})
    api.ok("POST", f"/flows/{flow_id}/versions/1/publish/", {})
    assert frozen_step(workspace, flow_id)["timeoutSeconds"] == 9


def test_a_draft_runs_with_the_preset_of_today(api: Api, workspace: Workspace) -> None:
    preset_id = create(api)
    flow_id = api.flow(using(preset_id))
    assert frozen_step(workspace, flow_id, 1)["timeoutSeconds"] == 9
    replace(api, preset_id, {"stepType": "NO_OP", "timeoutSeconds": 99})
    assert frozen_step(workspace, flow_id, 1)["timeoutSeconds"] == 99


def test_a_step_may_name_a_version_of_its_preset(api: Api, workspace: Workspace) -> None:
    preset_id = create(api)
    replace(api, preset_id, {"stepType": "NO_OP", "timeoutSeconds": 99})
    flow_id = api.flow(using(preset_id, stepDefinitionVersion=1), publish=True)
    assert frozen_step(workspace, flow_id)["timeoutSeconds"] == 9


def test_an_archived_preset_goes_on_working(api: Api, workspace: Workspace) -> None:
    preset_id = create(api)
    api.ok("DELETE", f"/step-definitions/{preset_id}/")
    assert frozen_step(workspace, api.flow(using(preset_id), publish=True))["timeoutSeconds"] == 9


@pytest.mark.parametrize("preset_id", ["no id", "00000000-0000-7000-8000-000000000000"])
def test_a_preset_that_is_not_there_refuses_the_publish(api: Api, preset_id: str) -> None:
    answer = api("POST", f"/flows/{api.flow(using(preset_id))}/versions/1/publish/", {})
    assert (answer.status, [each["code"] for each in answer.body["problems"]]) == (422, ["unknown_preset"])


def test_a_version_of_a_preset_that_is_not_there_is_named(api: Api) -> None:
    preset_id = create(api)
    content = using(preset_id, stepDefinitionVersion=7)
    (problem,) = api.ok("POST", "/flows/validate/", {"definition": content})["problems"]
    assert problem["code"] == "unknown_preset"
    assert "version 7" in problem["message"]


def test_the_palette_has_every_step_type_with_its_form(api: Api) -> None:
    entries = api.ok("GET", "/step-types/")["results"]
    kinds = {(entry["type"], entry["module"]) for entry in entries}
    assert {("NO_OP", None), ("API_CALL", None), ("DATA_TRANSFORMATION", "system/generate-uuid")} <= kinds
    assert all(entry["schema"]["type"] == "object" and entry["label"] and entry["help"] for entry in entries)
