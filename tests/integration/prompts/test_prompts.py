"""Prompts over the API: the same life as flows, with text, variables and schemas."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.flows.client import Answer, Api
from workspaces.models import AuditRecord, Workspace
from workspaces.roles import Role


def save(api: Api, prompt_id: str, revision: int = 1, number: int = 1, **body: Any) -> Answer:
    return api("PUT", f"/prompts/{prompt_id}/versions/{number}/", body, If_Match=f'"{revision}"')


def render(api: Api, prompt_id: str, **variables: Any) -> Answer:
    return api("POST", f"/prompts/{prompt_id}/versions/1/render/", {"variables": variables})


def test_a_new_prompt_has_draft_version_1_with_the_variables_of_its_text(api: Api) -> None:
    body = {
        "name": "Greet",
        "tags": ["mail"],
        "content": "Dear {{ customer.name }}, your {{ thing }}{% for item in items %}{{ item }}{% endfor %}",
        "variables": {"thing": {"type": "string"}, "spare": {"type": "number"}},
        "outputSchema": {"type": "object"},
    }
    prompt = api.ok("POST", "/prompts/", body)
    assert (prompt["name"], prompt["latestVersion"], prompt["publishedVersion"]) == ("Greet", 1, None)
    version = api.ok("GET", f"/prompts/{prompt['id']}/versions/1/")
    assert (version["content"], version["outputSchema"]) == (body["content"], {"type": "object"})
    assert version["variables"] == [
        {"name": "customer", "found": True, "schema": None},
        {"name": "thing", "found": True, "schema": {"type": "string"}},
        {"name": "items", "found": True, "schema": None},
        {"name": "spare", "found": False, "schema": {"type": "number"}},
    ]


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"content": 7}, "/content"),
        ({"content": "a", "variables": {"a b": {}}}, "/variables/a b/[key]"),
        ({"content": "a", "variables": {"a": 1}}, "/variables/a"),
        ({"content": "a", "outputSchema": []}, "/outputSchema"),
        ({}, "/content"),
    ],
)
def test_a_save_that_is_refused_names_the_field(api: Api, body: dict[str, Any], path: str) -> None:
    answer = save(api, api.prompt(), **body)
    assert (answer.status, [error["path"] for error in answer.body["errors"]]) == (400, [path])


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({"content": "Hi {{ a }}"}, []),
        ({"content": "Hi {{ a"}, [("template_syntax", "error", "/content")]),
        ({"content": "  "}, [("empty_prompt", "error", "/content")]),
        ({"content": "Hi", "variables": {"a": {}}}, [("unused_variable", "warning", "/variables/a")]),
        ({"content": "{{ a }}", "variables": {"a": {"type": "?"}}}, [("invalid_schema", "error", "/variables/a")]),
        ({"content": "Hi", "outputSchema": {"type": 7}}, [("invalid_schema", "error", "/outputSchema")]),
    ],
)
def test_a_draft_saves_whatever_is_wrong_and_publishing_refuses_errors(
    api: Api, body: dict[str, Any], found: list[tuple[str, str, str]]
) -> None:
    prompt_id = api.prompt()
    saved = save(api, prompt_id, **body)
    assert saved.status == 200
    assert [(each["code"], each["severity"], each["path"]) for each in saved.body["problems"]] == found
    assert all(each["message"] and each["hint"] for each in saved.body["problems"])
    published = api("POST", f"/prompts/{prompt_id}/versions/1/publish/", {})
    errors = any(severity == "error" for _, severity, _ in found)
    assert published.status == (422 if errors else 200)
    checked = api.ok("POST", f"/prompts/{prompt_id}/versions/1/validate/")["problems"]
    assert checked == saved.body["problems"]


def test_a_prompt_is_rendered_with_its_variables(api: Api) -> None:
    prompt_id = api.prompt("Dear {{ customer.name }}: {{ count }} {{ list }}")
    answer = render(api, prompt_id, customer={"name": "Ada"}, count=2, list=[1, {"a": True}], unused=1)
    assert answer.body == {"text": 'Dear Ada: 2 [1,{"a":true}]'}


def test_every_missing_variable_is_named_at_once(api: Api) -> None:
    answer = render(api, api.prompt("{{ a }}{{ b.c }}{% if d %}{% endif %}"), b={"c": 1})
    assert (answer.status, answer.body["code"]) == (422, "missing_variables")
    assert [error["path"] for error in answer.body["errors"]] == ["/variables/a", "/variables/d"]
    assert answer.body["detail"] == "Send these variables: a, d."


def test_a_variable_that_breaks_its_schema_is_named(api: Api) -> None:
    prompt_id = api.prompt("{{ a }}{{ b }}")
    schema = {"type": "integer"}
    save(api, prompt_id, content="{{ a }}{{ b }}", variables={"a": schema, "b": schema})
    answer = render(api, prompt_id, a="one", b=2)
    assert (answer.status, answer.body["code"]) == (422, "invalid_variables")
    assert [error["path"] for error in answer.body["errors"]] == ["/variables/a"]


@pytest.mark.parametrize(
    "content", ["{{ a.b.c }}", "{% for i in (1..a.n) %}{% for j in (1..a.n) %}x{% endfor %}{% endfor %}"]
)
def test_a_rendering_that_fails_is_a_problem_not_a_fault(api: Api, content: str) -> None:
    answer = render(api, api.prompt(content), a={"n": 1_000_000})
    assert (answer.status, answer.body["code"]) == (422, "template_error")


def test_what_a_value_holds_is_never_rendered_again(api: Api) -> None:
    assert render(api, api.prompt("{{ a }}"), a="{{ b }}").body == {"text": "{{ b }}"}


def test_publishing_supersedes_and_is_audited(api: Api) -> None:
    prompt_id = api.prompt(publish=True)
    api.ok("POST", f"/prompts/{prompt_id}/versions/", {})
    api.ok("POST", f"/prompts/{prompt_id}/versions/2/publish/", {"note": "Kinder."})
    listed = api.ok("GET", f"/prompts/{prompt_id}/versions/")["results"]
    assert [(each["number"], each["status"]) for each in listed] == [(2, "published"), (1, "superseded")]
    api.ok("POST", f"/prompts/{prompt_id}/versions/2/unpublish/")
    assert api.ok("GET", f"/prompts/{prompt_id}/")["publishedVersion"] is None
    actions = AuditRecord.objects.filter(target=prompt_id).order_by("seq").values_list("action", flat=True)
    assert list(actions) == ["prompt.publish", "prompt.publish", "prompt.unpublish"]


def test_who_saves_on_an_old_revision_is_refused(api: Api) -> None:
    prompt_id = api.prompt()
    assert save(api, prompt_id, content="one").body["revision"] == 2
    assert save(api, prompt_id, content="two").status == 412
    assert api("PUT", f"/prompts/{prompt_id}/versions/1/", {"content": "three"}).status == 428


def test_two_versions_are_compared(api: Api) -> None:
    prompt_id = api.prompt("same\nold", publish=True)
    api.ok("POST", f"/prompts/{prompt_id}/versions/", {})
    save(api, prompt_id, number=2, content="same\nnew", variables={"a": {}}, outputSchema={"type": "object"})
    assert api.ok("GET", f"/prompts/{prompt_id}/versions/1/diff/2/") == {
        "content": [
            {"kind": "equal", "lines": ["same"]},
            {"kind": "removed", "lines": ["old"]},
            {"kind": "added", "lines": ["new"]},
        ],
        "variables": [{"name": "a", "before": None, "after": {}}],
        "outputSchema": {"name": "outputSchema", "before": None, "after": {"type": "object"}},
    }


def test_a_draft_can_be_deleted(api: Api) -> None:
    prompt_id = api.prompt()
    api.ok("POST", f"/prompts/{prompt_id}/versions/", {})
    assert api("DELETE", f"/prompts/{prompt_id}/versions/2/").status == 204
    assert api("DELETE", f"/prompts/{prompt_id}/versions/1/").body["code"] == "last_version"


def test_prompts_are_listed_renamed_cloned_and_put_away(api: Api) -> None:
    prompt_id = api.prompt("Text {{ a }}", name="One")
    clone = api.ok("POST", f"/prompts/{prompt_id}/clone/", {})
    assert clone["name"] == "Copy of One"
    assert api.ok("GET", f"/prompts/{clone['id']}/versions/1/")["content"] == "Text {{ a }}"
    assert api.ok("PATCH", f"/prompts/{prompt_id}/", {"name": "Two"})["name"] == "Two"
    api.ok("DELETE", f"/prompts/{clone['id']}/")
    assert [each["name"] for each in api.ok("GET", "/prompts/")["results"]] == ["Two"]
    assert [each["name"] for each in api.ok("GET", "/prompts/?status=archived")["results"]] == ["Copy of One"]


def test_a_prompt_of_another_workspace_does_not_exist(api: Api, other_workspace: Workspace) -> None:
    prompt_id, theirs = api.prompt(publish=True), Api(other_workspace)
    for method, path, body in (
        ("GET", "", None),
        ("PATCH", "", {"name": "mine"}),
        ("DELETE", "", None),
        ("POST", "clone/", {}),
        ("GET", "versions/1/", None),
        ("POST", "versions/1/render/", {}),
        ("POST", "versions/1/unpublish/", None),
    ):
        assert theirs(method, f"/prompts/{prompt_id}/{path}", body).status == 404


@pytest.mark.parametrize(
    ("role", "create", "publish"),
    [(Role.VIEWER, 403, 403), (Role.EDITOR, 201, 403), (Role.PUBLISHER, 201, 200)],
)
def test_editors_write_and_publishers_publish(
    api: Api, workspace: Workspace, role: Role, create: int, publish: int
) -> None:
    prompt_id, key = api.prompt(), Api(workspace, role)
    assert key("POST", "/prompts/", {"name": "a"}).status == create
    assert key("POST", f"/prompts/{prompt_id}/versions/1/publish/", {}).status == publish
    assert key("POST", f"/prompts/{prompt_id}/versions/1/render/", {"variables": {"word": 1}}).status == 200
