"""Flows over the API: made, listed, renamed, cloned, put away."""

from __future__ import annotations

import pytest

from tests.integration.flows.client import Api, definition, step
from workspaces.models import AuditRecord, Workspace
from workspaces.roles import Role


def names(api: Api, query: str) -> list[str]:
    return sorted(flow["name"] for flow in api.ok("GET", f"/flows/{query}")["results"])


def test_a_new_flow_has_draft_version_1(api: Api) -> None:
    flow = api.ok("POST", "/flows/", {"name": " Orders ", "description": "Takes orders", "tags": ["shop", "shop"]})
    assert {key: flow[key] for key in ("name", "description", "tags", "latestVersion", "publishedVersion")} == {
        "name": "Orders",
        "description": "Takes orders",
        "tags": ["shop"],
        "latestVersion": 1,
        "publishedVersion": None,
    }
    version = api.ok("GET", f"/flows/{flow['id']}/versions/1/")
    assert (version["status"], version["revision"], version["createdBy"]) == ("draft", 1, "key test")
    assert list(version["definition"]["steps"]) == ["start"]


def test_a_new_flow_can_be_published_as_it_is(api: Api) -> None:
    flow_id = api.flow(publish=True)
    assert api.ok("GET", f"/flows/{flow_id}/")["publishedVersion"] == 1


def test_a_flow_may_begin_with_a_definition(api: Api) -> None:
    wanted = definition(step("only"))
    assert api.ok("GET", f"/flows/{api.flow(wanted)}/versions/1/")["definition"] == wanted


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({}, "/name"),
        ({"name": "  "}, "/name"),
        ({"name": "x" * 201}, "/name"),
        ({"name": "a", "tags": "shop"}, "/tags"),
        ({"name": "a", "tags": [""]}, "/tags/0"),
        ({"name": "a", "definition": []}, "/definition"),
        ({"name": "a", "color": "red"}, "/color"),
    ],
)
def test_a_flow_that_is_refused_names_the_field(api: Api, body: dict[str, object], path: str) -> None:
    answer = api("POST", "/flows/", body)
    assert (answer.status, [error["path"] for error in answer.body["errors"]]) == (400, [path])


def test_the_list_is_narrowed_by_search_tag_and_status(api: Api) -> None:
    api.ok("POST", "/flows/", {"name": "Orders", "tags": ["shop", "daily"]})
    api.ok("POST", "/flows/", {"name": "Returns", "description": "of orders", "tags": ["shop"]})
    live = api.flow(name="Live", publish=True)
    away = api.flow(name="Away")
    api.ok("DELETE", f"/flows/{away}/")
    assert names(api, "") == ["Live", "Orders", "Returns"]
    assert names(api, "?search=ORDER") == ["Orders", "Returns"]
    assert names(api, "?tag=daily") == ["Orders"]
    assert names(api, "?tag=dai") == []
    assert names(api, "?search=order&tag=shop") == ["Orders", "Returns"]
    assert names(api, "?status=published") == ["Live"]
    assert names(api, "?status=draft") == ["Orders", "Returns"]
    assert names(api, "?status=archived") == ["Away"]
    assert live


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ("?status=gone", "/status"),
        ("?colour=red", "/colour"),
        ("?limit=0", "limit"),
        ("?search=%00", "/search"),
        ("?tag=a%00", "/tag"),
    ],
)
def test_a_bad_filter_is_400_and_named(api: Api, query: str, path: str) -> None:
    answer = api("GET", f"/flows/{query}")
    assert (answer.status, answer.body["errors"][0]["path"]) == (400, path)


def test_the_list_comes_in_pages(api: Api) -> None:
    for number in range(5):
        api.flow(name=f"Flow {number}")
    seen, path = [], "/flows/?limit=2"
    while path:
        page = api.ok("GET", path)
        seen += [flow["name"] for flow in page["results"]]
        path = page["next"] and page["next"].split("/api/v1", 1)[1]
    assert seen == [f"Flow {number}" for number in (4, 3, 2, 1, 0)]


def in_order(api: Api, query: str) -> list[str]:
    return [row["name"] for row in api.ok("GET", f"/flows/?{query}")["results"]]


def test_the_list_is_sorted_as_asked_whatever_the_case_of_the_in_order(api: Api) -> None:
    ids = [api.flow(name=name) for name in ("beta", "Alpha", "Gamma")]
    api.ok("PATCH", f"/flows/{ids[0]}/", {"description": "changed last"})
    assert in_order(api, "") == in_order(api, "sort=-updatedAt") == ["beta", "Gamma", "Alpha"]
    assert in_order(api, "sort=updatedAt") == ["Alpha", "Gamma", "beta"]
    assert in_order(api, "sort=createdAt") == ["beta", "Alpha", "Gamma"]
    assert in_order(api, "sort=-createdAt") == ["Gamma", "Alpha", "beta"]
    assert in_order(api, "sort=name") == ["Alpha", "beta", "Gamma"]
    assert in_order(api, "sort=-name") == ["Gamma", "beta", "Alpha"]


def test_pages_by_name_follow_each_other_even_when_names_are_equal(api: Api) -> None:
    for name in ("b", "A", "B", "a", "b"):
        api.flow(name=name)
    seen, path = [], "/flows/?sort=name&limit=2"
    while path:
        page = api.ok("GET", path)
        seen += page["results"]
        path = page["next"].partition("/api/v1")[2] if page["next"] else ""
    assert [row["name"].lower() for row in seen] == ["a", "a", "b", "b", "b"]
    assert len({row["id"] for row in seen}) == 5


def test_the_tags_of_flows_are_counted_without_archived_ones(api: Api, other_workspace: Workspace) -> None:
    for tags in (["sales", "nightly"], ["sales"], []):
        api.ok("POST", "/flows/", {"name": "A flow", "tags": tags})
    archived = api.ok("POST", "/flows/", {"name": "Old", "tags": ["old"]})["id"]
    api.ok("DELETE", f"/flows/{archived}/")
    Api(other_workspace).ok("POST", "/flows/", {"name": "Theirs", "tags": ["theirs"]})
    assert api.ok("GET", "/flows/tags/")["results"] == [{"tag": "nightly", "count": 1}, {"tag": "sales", "count": 2}]


def test_only_what_is_sent_is_changed(api: Api) -> None:
    flow_id = api.ok("POST", "/flows/", {"name": "Orders", "description": "old", "tags": ["a"]})["id"]
    changed = api.ok("PATCH", f"/flows/{flow_id}/", {"description": "new"})
    assert (changed["name"], changed["description"], changed["tags"]) == ("Orders", "new", ["a"])


def test_an_archived_flow_can_be_read_and_restored_but_not_changed(api: Api) -> None:
    flow_id = api.flow()
    api.ok("DELETE", f"/flows/{flow_id}/")
    assert api.ok("GET", f"/flows/{flow_id}/")["archivedAt"] is not None
    save = api("PUT", f"/flows/{flow_id}/versions/1/", {"definition": {}}, If_Match='"1"')
    assert (save.status, save.body["code"]) == (409, "archived")
    assert api.ok("PATCH", f"/flows/{flow_id}/", {"archived": False})["archivedAt"] is None


def test_a_clone_is_a_new_flow_with_the_version_asked_for(api: Api) -> None:
    flow_id = api.flow(definition(step("first")), name="Orders", publish=True)
    api.ok("POST", f"/flows/{flow_id}/versions/", {})
    api.ok("PUT", f"/flows/{flow_id}/versions/2/", {"definition": definition(step("second"))}, If_Match='"1"')
    latest = api.ok("POST", f"/flows/{flow_id}/clone/", {})
    first = api.ok("POST", f"/flows/{flow_id}/clone/", {"name": "Mine", "version": 1})
    assert (latest["name"], latest["latestVersion"], latest["publishedVersion"]) == ("Copy of Orders", 1, None)
    assert list(api.ok("GET", f"/flows/{latest['id']}/versions/1/")["definition"]["steps"]) == ["second"]
    assert first["name"] == "Mine"
    assert list(api.ok("GET", f"/flows/{first['id']}/versions/1/")["definition"]["steps"]) == ["first"]
    assert api("POST", f"/flows/{flow_id}/clone/", {"version": 9}).status == 404


def test_a_flow_of_another_workspace_does_not_exist(api: Api, other_workspace: Workspace) -> None:
    flow_id = api.flow(publish=True)
    theirs = Api(other_workspace)
    assert theirs.ok("GET", "/flows/")["results"] == []
    for method, path, body in (
        ("GET", "", None),
        ("PATCH", "", {"name": "mine"}),
        ("DELETE", "", None),
        ("POST", "clone/", {}),
        ("GET", "versions/1/", None),
        ("GET", "versions/1/diff/1/", None),
        ("POST", "versions/1/unpublish/", None),
    ):
        assert theirs(method, f"/flows/{flow_id}/{path}", body).status == 404


def test_archiving_and_restoring_are_audited_once(api: Api) -> None:
    flow_id = api.flow()
    api.ok("DELETE", f"/flows/{flow_id}/")
    api.ok("DELETE", f"/flows/{flow_id}/")
    api.ok("PATCH", f"/flows/{flow_id}/", {"archived": False})
    actions = AuditRecord.objects.filter(target=flow_id).order_by("seq").values_list("action", flat=True)
    assert list(actions) == ["flow.archive", "flow.restore"]


@pytest.mark.parametrize(("role", "status"), [(Role.OPERATOR, 403), (Role.EDITOR, 201)])
def test_editors_make_flows(workspace: Workspace, role: Role, status: int) -> None:
    assert Api(workspace, role)("POST", "/flows/", {"name": "a"}).status == status
