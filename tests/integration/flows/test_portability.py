"""Flows, prompts and step presets out of one workspace and into another."""

from __future__ import annotations

from typing import Any

import pytest

from connections.models import Connection
from flows.models import Flow, StepDefinition
from prompts.models import PromptTemplate
from tests.integration.flows.client import Api, definition, step
from workspaces.models import AuditRecord, Workspace


def connection(workspace: Workspace, name: str) -> str:
    return str(Connection.objects.create(workspace=workspace, name=name, kind="HTTP", config={}).pk)


def preset(api: Api, **fields: Any) -> str:
    body = {"name": "Polite call", "step": {"stepType": "API_CALL", **fields}}
    preset_id: str = api.ok("POST", "/step-definitions/", body)["id"]
    return preset_id


@pytest.fixture
def theirs(other_workspace: Workspace) -> Api:
    return Api(other_workspace)


@pytest.fixture
def parent(api: Api, workspace: Workspace) -> dict[str, str]:
    """A flow that refers to one of everything, by the name of what it is."""
    ids = {
        "connection": connection(workspace, "shop"),
        "prompt": api.prompt("Say {{ word }}", name="Speak", publish=True),
        "child": api.flow(definition(step("work")), name="Child", publish=True),
    }
    ids["preset"] = preset(api, connectionId=ids["connection"])
    ids["flow"] = api.flow(
        definition(
            step("get", "API_CALL", stepDefinitionId=ids["preset"], apiUrlTemplate={"template": "https://a.example/"}),
            step(
                "ask",
                "LLM_INVOCATION",
                llmProvider="OPENAI",
                modelId="m",
                promptTemplateId=ids["prompt"],
                promptVersion=1,
            ),
            step("run", "START_SUB_FLOW", subFlowDefinitionId=ids["child"]),
        ),
        name="Parent",
    )
    return ids


def named(report: dict[str, Any], kind: str) -> dict[str, str]:
    return {item["name"]: item["id"] for item in report["created"] if item["kind"] == kind}


def test_an_export_follows_what_a_flow_refers_to(api: Api, parent: dict[str, str]) -> None:
    api.flow(name="Unrelated")
    document = api.ok("POST", "/export/", {"flowIds": [parent["flow"]]})
    assert document["formatVersion"] == "2.0"
    assert [(flow["name"], flow["version"], flow["published"]) for flow in document["flows"]] == [
        ("Parent", 1, False),
        ("Child", 1, True),
    ]
    assert [(prompt["id"], prompt["content"]) for prompt in document["prompts"]] == [
        (parent["prompt"], "Say {{ word }}")
    ]
    assert [each["step"] for each in document["stepDefinitions"]] == [
        {"stepType": "API_CALL", "connectionId": parent["connection"]}
    ]
    assert document["connections"] == [{"id": parent["connection"], "name": "shop", "kind": "HTTP"}]


def test_an_export_of_nothing_named_is_all_that_is_not_archived(api: Api, parent: dict[str, str]) -> None:
    api.ok("DELETE", f"/flows/{api.flow(name='Away')}/")
    document = api.ok("POST", "/export/", {})
    assert [flow["name"] for flow in document["flows"]] == ["Child", "Parent"]
    assert (len(document["prompts"]), len(document["stepDefinitions"])) == (1, 1)


def test_an_export_takes_the_published_version_and_every_version_that_is_named(api: Api) -> None:
    child = api.flow(definition(step("one")), name="Child", publish=True)
    api.ok("POST", f"/flows/{child}/versions/", {})
    api.ok("POST", f"/flows/{child}/versions/2/publish/", {})
    api.ok("POST", f"/flows/{child}/versions/", {})
    fixed = step("fixed", "START_SUB_FLOW", subFlowDefinitionId=child, subFlowVersion=1)
    parent = api.flow(definition(fixed, step("floating", "START_SUB_FLOW", subFlowDefinitionId=child)), name="Parent")
    flows = api.ok("POST", "/export/", {"flowIds": [parent]})["flows"]
    assert sorted((flow["name"], flow["version"], flow["published"]) for flow in flows) == [
        ("Child", 1, False),
        ("Child", 2, True),
        ("Parent", 1, False),
    ]


def test_an_export_of_another_workspace_is_404(api: Api, theirs: Api, parent: dict[str, str]) -> None:
    assert theirs("POST", "/export/", {"flowIds": [parent["flow"]]}).status == 404
    assert theirs("POST", "/export/", {"promptIds": [parent["prompt"]]}).status == 404
    assert theirs("POST", "/export/", {"stepDefinitionIds": [parent["preset"]]}).status == 404


def test_an_import_gives_new_ids_and_turns_every_reference(
    api: Api, theirs: Api, parent: dict[str, str], other_workspace: Workspace
) -> None:
    theirs_connection = connection(other_workspace, "shop")
    document = api.ok("POST", "/export/", {"flowIds": [parent["flow"]]})
    answer = theirs("POST", "/import/", document)
    assert answer.status == 201
    flows, prompts = named(answer.body, "flow"), named(answer.body, "prompt")
    presets = named(answer.body, "stepDefinition")
    assert (sorted(flows), list(prompts), list(presets)) == (["Child", "Parent"], ["Speak"], ["Polite call"])
    steps = theirs.ok("GET", f"/flows/{flows['Parent']}/versions/1/")["definition"]["steps"]
    assert steps["get"]["stepDefinitionId"] == presets["Polite call"] != parent["preset"]
    assert (steps["ask"]["promptTemplateId"], steps["ask"]["promptVersion"]) == (prompts["Speak"], 1)
    assert steps["run"]["subFlowDefinitionId"] == flows["Child"] != parent["child"]
    made = theirs.ok("GET", f"/step-definitions/{presets['Polite call']}/")
    assert made["step"]["connectionId"] == theirs_connection


def test_everything_arrives_as_drafts_that_say_what_to_publish_first(
    api: Api, theirs: Api, parent: dict[str, str], other_workspace: Workspace
) -> None:
    connection(other_workspace, "shop")
    report = theirs.ok("POST", "/import/", api.ok("POST", "/export/", {"flowIds": [parent["flow"]]}))
    flows = named(report, "flow")
    assert theirs.ok("GET", f"/flows/{flows['Parent']}/")["publishedVersion"] is None
    errors = [(each["name"], each["code"]) for each in report["problems"] if each["severity"] == "error"]
    assert sorted(errors) == [("Parent", "unpublished_flow"), ("Parent", "unpublished_prompt")]
    theirs.ok("POST", f"/flows/{flows['Child']}/versions/1/publish/", {})
    theirs.ok("POST", f"/prompts/{named(report, 'prompt')['Speak']}/versions/1/publish/", {})
    assert theirs.ok("POST", f"/flows/{flows['Parent']}/versions/1/publish/", {})["status"] == "published"


def test_fixed_versions_follow_their_new_numbers(api: Api, theirs: Api) -> None:
    child = api.flow(definition(step("one")), name="Child", publish=True)
    for number, name in ((2, "two"), (3, "three")):
        api.ok("POST", f"/flows/{child}/versions/", {})
        body = {"definition": definition(step(name))}
        api.ok("PUT", f"/flows/{child}/versions/{number}/", body, If_Match='"1"')
        api.ok("POST", f"/flows/{child}/versions/{number}/publish/", {})
    fixed = step("fixed", "START_SUB_FLOW", subFlowDefinitionId=child, subFlowVersion=2)
    parent = api.flow(definition(fixed), name="Parent")
    document = api.ok("POST", "/export/", {"flowIds": [parent, child]})
    flows = named(theirs.ok("POST", "/import/", document), "flow")
    steps = theirs.ok("GET", f"/flows/{flows['Parent']}/versions/1/")["definition"]["steps"]
    assert steps["fixed"]["subFlowVersion"] == 1
    contents = [theirs.ok("GET", f"/flows/{flows['Child']}/versions/{number}/")["definition"] for number in (1, 2)]
    assert [list(content["steps"]) for content in contents] == [["two"], ["three"]]


def test_a_flow_that_an_action_at_the_end_starts_comes_along(api: Api, theirs: Api) -> None:
    after = api.flow(name="After", publish=True)
    action = {"actionType": "START_FLOW_EXECUTION", "target": after}
    first = api.flow(definition(step("x"), onCompletionActions=[action]), name="First")
    document = api.ok("POST", "/export/", {"flowIds": [first]})
    ids = named(theirs.ok("POST", "/import/", document), "flow")
    arrived = theirs.ok("GET", f"/flows/{ids['First']}/versions/1/")["definition"]
    assert sorted(ids) == ["After", "First"]
    assert [each["target"] for each in arrived["onCompletionActions"]] == [ids["After"]]


def test_flows_that_name_each_other_stay_together(theirs: Api) -> None:
    def calls(other: str) -> dict[str, Any]:
        return definition(step("call", "START_SUB_FLOW", subFlowDefinitionId=other, subFlowExecutionMode="ASYNC"))

    items = [{"id": "a", "name": "A", "definition": calls("b")}, {"id": "b", "name": "B", "definition": calls("a")}]
    flows = named(theirs.ok("POST", "/import/", {"formatVersion": "2.0", "flows": items}), "flow")
    for name, other in (("A", "B"), ("B", "A")):
        steps = theirs.ok("GET", f"/flows/{flows[name]}/versions/1/")["definition"]["steps"]
        assert steps["call"]["subFlowDefinitionId"] == flows[other]


def test_a_dry_run_reports_the_same_and_keeps_nothing(
    api: Api, theirs: Api, parent: dict[str, str], other_workspace: Workspace
) -> None:
    document = api.ok("POST", "/export/", {"flowIds": [parent["flow"]]})
    dry = theirs("POST", "/import/?dryRun=true", document)
    assert (dry.status, dry.body["dryRun"]) == (200, True)
    assert not any(
        model.objects.in_workspace(other_workspace).exists() for model in (Flow, PromptTemplate, StepDefinition)
    )
    wet = theirs.ok("POST", "/import/", document)
    assert [(each["kind"], each["name"], each["id"]) for each in dry.body["created"]] == [
        (each["kind"], each["name"], None) for each in wet["created"]
    ]
    assert [each["code"] for each in dry.body["problems"]] == [each["code"] for each in wet["problems"]]


def test_a_connection_that_is_missing_is_reported_by_name(api: Api, theirs: Api, parent: dict[str, str]) -> None:
    report = theirs.ok("POST", "/import/?dryRun=true", api.ok("POST", "/export/", {"flowIds": [parent["flow"]]}))
    (problem,) = [each for each in report["problems"] if each["kind"] == "connection"]
    assert (problem["code"], problem["name"], problem["path"]) == ("unknown_connection", "shop", "/connections/0")
    assert problem["message"] == "This workspace has no HTTP connection 'shop'."


def test_a_taken_name_gets_a_number_and_is_reported(api: Api) -> None:
    api.flow(name="Orders")
    items = [{"id": name, "name": "Orders", "definition": definition(step("a"))} for name in ("x", "y")]
    report = api.ok("POST", "/import/", {"formatVersion": "2.0", "flows": items})
    assert [each["name"] for each in report["created"]] == ["Orders (2)", "Orders (3)"]
    assert [(each["kind"], each["name"]) for each in report["conflicts"]] == [("flow", "Orders"), ("flow", "Orders")]


def test_an_export_comes_back_as_it_was(api: Api, theirs: Api, workspace: Workspace) -> None:
    odd = definition(step("a", displayName="{{#if}} kept as it is", unknownField=1), flowVariables={"z": 1, "a": [2]})
    api.flow(odd, name="Odd")
    flows = named(theirs.ok("POST", "/import/", api.ok("POST", "/export/", {})), "flow")
    back = theirs.ok("GET", f"/flows/{flows['Odd']}/versions/1/")["definition"]
    assert (back, list(back["flowVariables"])) == (odd, ["z", "a"])


def test_an_export_of_an_allma_installation_is_read(api: Api) -> None:
    document = {
        "formatVersion": "1.0",
        "exportedAt": "2025-01-01T00:00:00.000Z",
        "flows": [
            {
                "id": "orders",
                "version": 4,
                "isPublished": True,
                "createdAt": "2025-01-01T00:00:00.000Z",
                "updatedAt": "2025-01-01T00:00:00.000Z",
                "description": "Takes orders",
                "startStepInstanceId": "get",
                "flowVariables": {},
                "steps": {
                    "get": {
                        "stepInstanceId": "get",
                        "stepType": "API_CALL",
                        "apiUrlTemplate": {"template": "https://a.example/{{#if id}}{{id}}{{/if}}"},
                        "transitions": [{"condition": "$.a === 1", "nextStepInstanceId": "ask"}],
                    },
                    "ask": {
                        "stepInstanceId": "ask",
                        "stepType": "LLM_INVOCATION",
                        "llmProvider": "OPENAI",
                        "modelId": "m",
                        "promptTemplateId": "greet",
                    },
                },
            }
        ],
        "promptTemplates": [
            {"id": "greet", "name": "Greet", "content": "Hi {{{name}}}", "version": 2, "isPublished": True}
        ],
        "stepDefinitions": [{"id": "polite", "name": "Polite", "stepType": "NO_OP", "version": 1}],
        "agents": [],
    }
    report = api.ok("POST", "/import/", document)
    assert [(each["kind"], each["sourceId"], each["name"]) for each in report["created"]] == [
        ("stepDefinition", "polite", "Polite"),
        ("prompt", "greet", "Greet"),
        ("flow", "orders", "orders"),
    ]
    assert [each["path"] for each in report["problems"] if each["code"] == "unknown_section"] == ["/agents"]
    flow_id, prompt_id = named(report, "flow")["orders"], named(report, "prompt")["Greet"]
    steps = api.ok("GET", f"/flows/{flow_id}/versions/1/")["definition"]["steps"]
    assert steps["get"]["transitions"][0]["condition"] == "$.a == 1"
    assert "{{#" not in steps["get"]["apiUrlTemplate"]["template"]
    assert steps["ask"]["promptTemplateId"] == prompt_id
    assert api.ok("GET", f"/prompts/{prompt_id}/versions/1/")["content"] == "Hi {{ name }}"
    assert api.ok("GET", f"/flows/{flow_id}/")["description"] == "Takes orders"


@pytest.mark.parametrize(
    ("document", "path"),
    [
        ({}, ""),
        ({"flows": []}, ""),
        ({"flows": {}}, "/flows"),
        ({"flows": [7]}, "/flows/0"),
        ({"flows": [{"name": "a", "definition": {}}]}, "/flows/0/id"),
        ({"flows": [{"id": "a", "version": 0, "definition": {}}]}, "/flows/0/version"),
        ({"flows": [{"id": "a", "version": True, "definition": {}}]}, "/flows/0/version"),
        ({"flows": [{"id": "a"}]}, "/flows/0/definition"),
        ({"flows": [{"id": "a", "definition": []}]}, "/flows/0/definition"),
        ({"prompts": [{"id": "a"}]}, "/prompts/0/content"),
        ({"prompts": [{"id": "a", "content": "", "variables": {"x": 1}}]}, "/prompts/0/variables"),
        ({"stepDefinitions": [{"id": "a", "step": {"stepType": "?"}}]}, "/stepDefinitions/0/step/stepType"),
        (
            {"stepDefinitions": [{"id": "a", "step": {"stepType": "NO_OP", "stepInstanceId": "x"}}]},
            "/stepDefinitions/0/step/stepInstanceId",
        ),
        (
            {"flows": [{"id": "a", "definition": {"steps": {f"s{i}": {} for i in range(2001)}}}]},
            "/flows/0/definition/steps",
        ),
    ],
)
def test_a_document_that_cannot_be_read_is_refused_whole(api: Api, document: dict[str, Any], path: str) -> None:
    good = {"id": "good", "name": "Good", "definition": definition(step("a"))}
    flows = document.get("flows")
    whole = {**document, "flows": [*flows, good]} if isinstance(flows, list) and flows else document
    answer = api("POST", "/import/", whole)
    assert (answer.status, [error["path"] for error in answer.body["errors"]]) == (400, [path])
    assert Flow.objects.count() == 0


def test_every_fault_of_a_document_is_named_at_once(api: Api) -> None:
    answer = api("POST", "/import/", {"flows": [7, {"id": "a"}], "prompts": [{"content": "x"}]})
    assert [error["path"] for error in answer.body["errors"]] == ["/prompts/0/id", "/flows/0", "/flows/1/definition"]


def test_an_import_is_audited_with_what_it_made(api: Api, workspace: Workspace) -> None:
    api.ok("POST", "/import/", {"flows": [{"id": "a", "name": "A", "definition": {}}]})
    record = AuditRecord.objects.in_workspace(workspace).get(action="workspace.import")
    assert (record.actor, record.details) == ("key test", '{"flow":1}')
