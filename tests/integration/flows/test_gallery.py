"""The gallery: what it shows, and the flows it makes."""

from __future__ import annotations

import uuid
from itertools import combinations
from typing import Any

import pytest

from allma_site.common.problems import TooLarge
from connections import services as connection_services
from connections.models import ConnectionKind
from flows.gallery import Template, templates, using
from flows.models import Flow
from tests.integration.flows.client import Api
from workspaces.actors import SYSTEM
from workspaces.models import Workspace
from workspaces.roles import Role

ALL = list(templates().values())


def use(api: Api, template_id: str, **body: Any) -> Any:
    return api.ok("POST", f"/flows/templates/{template_id}/use/", body)


def definition_of(api: Api, flow_id: str) -> Any:
    return api.ok("GET", f"/flows/{flow_id}/versions/1/")["definition"]


def test_the_gallery_shows_everything_a_choice_needs(workspace: Workspace) -> None:
    shown = Api(workspace, Role.VIEWER).ok("GET", "/flows/templates/")["results"]
    assert [one["id"] for one in shown] == [one.id for one in ALL]
    assert len(shown) >= 10
    reading = next(one for one in shown if one["id"] == "extract-with-llm")
    assert (reading["name"], reading["category"], reading["stepCount"]) == ("Read an e-mail into fields", "AI", 3)
    assert [(need["key"], need["kind"], need["stepInstanceIds"]) for need in reading["needs"]] == [
        ("model", "LLM", ["read"])
    ]
    assert reading["exampleInput"]["messageId"] == "m-1"
    assert "example" not in reading


@pytest.mark.parametrize("template", ALL, ids=lambda template: template.id)
def test_a_template_is_a_flow_without_any_problem(api: Api, template: Template) -> None:
    flow = use(api, template.id)
    problems = api.ok("POST", f"/flows/{flow['id']}/versions/1/validate/")["problems"]
    assert problems == []


@pytest.mark.parametrize("template", ALL, ids=lambda template: template.id)
def test_a_template_explains_itself(template: Template) -> None:
    steps = template.definition["steps"].values()
    assert template.description
    assert all(step["displayName"] for step in steps)
    assert all(note["text"] for note in template.definition["notes"])
    assert template.definition["inputSchema"]["examples"] == [template.example_input]


@pytest.mark.parametrize("template", ALL, ids=lambda template: template.id)
def test_nothing_on_the_canvas_of_a_template_lies_on_something_else(template: Template) -> None:
    for definition in (template.definition, *(one.definition for one in template.companions)):
        boxes = [(step["stepInstanceId"], step["position"], (240, 100)) for step in definition["steps"].values()]
        boxes += [
            (note["id"], note["position"], (note["size"]["width"], note["size"]["height"]))
            for note in definition.get("notes", [])
        ]
        for (one, at, size), (other, place, extent) in combinations(boxes, 2):
            beside = at["x"] + size[0] <= place["x"] or place["x"] + extent[0] <= at["x"]
            above = at["y"] + size[1] <= place["y"] or place["y"] + extent[1] <= at["y"]
            assert beside or above, f"{one} and {other} overlap"


def test_the_new_flow_is_the_template_under_the_name_given(api: Api) -> None:
    made = use(api, "ticket-triage", name="Our tickets")
    template = templates()["ticket-triage"]
    assert (made["name"], made["tags"], made["description"]) == ("Our tickets", template.tags, template.description)
    assert (made["latestVersion"], made["publishedVersion"], made["companions"]) == (1, None, [])
    assert definition_of(api, made["id"]) == template.definition
    assert use(api, "ticket-triage")["name"] == "Route support tickets"


def test_a_connection_goes_into_the_steps_that_need_it(api: Api, workspace: Workspace) -> None:
    connection = connection_services.create_connection(
        workspace=workspace, actor=SYSTEM, name="m", kind=ConnectionKind.LLM, config={}, credential=None
    )
    made = use(api, "extract-with-llm", connections={"model": str(connection.pk)})
    steps = definition_of(api, made["id"])["steps"]
    assert steps["read"]["connectionId"] == str(connection.pk)
    assert "connectionId" not in templates()["extract-with-llm"].definition["steps"]["read"]


def test_a_connection_of_another_kind_or_workspace_or_for_nothing_is_refused(
    api: Api, workspace: Workspace, other_workspace: Workspace
) -> None:
    def made(where: Workspace, kind: ConnectionKind) -> str:
        row = connection_services.create_connection(
            workspace=where, actor=SYSTEM, name=uuid.uuid4().hex, kind=kind, config={}, credential=None
        )
        return str(row.pk)

    http, theirs = made(workspace, ConnectionKind.HTTP), made(other_workspace, ConnectionKind.LLM)
    for key, given in (("model", http), ("model", theirs), ("other", http)):
        answer = api("POST", "/flows/templates/extract-with-llm/use/", {"connections": {key: given}})
        assert (answer.status, answer.body["errors"][0]["path"]) == (400, f"/connections/{key}")
    assert api.ok("GET", "/flows/")["results"] == []


def test_flows_that_a_template_starts_are_made_and_published_with_it(api: Api) -> None:
    made = use(api, "nightly-batch")
    (score,) = made["companions"]
    assert (score["name"], score["publishedVersion"]) == ("Score a customer", 1)
    assert definition_of(api, made["id"])["steps"]["score"]["subFlowDefinitionId"] == score["id"]


def test_who_may_not_publish_gets_them_as_drafts(workspace: Workspace) -> None:
    (score,) = use(Api(workspace, Role.EDITOR), "nightly-batch")["companions"]
    assert score["publishedVersion"] is None


def test_a_template_whose_making_is_broken_off_leaves_none_of_its_flows(workspace: Workspace) -> None:
    template = templates()["nightly-batch"]
    large = {**template.definition, "flowVariables": {"x": "x" * (3 * 2**20)}}
    with pytest.raises(TooLarge):
        using.use(
            template=template.model_copy(update={"definition": large}),
            workspace=workspace,
            actor=SYSTEM,
            publish_companions=True,
        )
    assert Flow.objects.count() == 0


def test_an_unknown_template_is_404(api: Api) -> None:
    assert api("POST", "/flows/templates/nothing/use/", {}).status == 404
