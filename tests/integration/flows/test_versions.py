"""Versions of a flow over the API: saved under If-Match, published, compared."""

from __future__ import annotations

from typing import Any

import pytest

from flows import services
from tests.integration.flows.client import Answer, Api, definition, step
from workspaces.models import AuditRecord, Workspace
from workspaces.roles import Role


def save(api: Api, flow_id: str, content: Any, *, number: int = 1, revision: int = 1, **more: Any) -> Answer:
    path = f"/flows/{flow_id}/versions/{number}/"
    return api("PUT", path, {"definition": content, **more}, If_Match=f'"{revision}"')


def test_a_save_raises_the_revision_and_keeps_the_order_of_keys(api: Api) -> None:
    flow_id = api.flow()
    wanted = definition(step("z"), step("a"), flowVariables={"b": 1, "a": 2})
    saved = save(api, flow_id, wanted, changeNote="First try.")
    assert (saved.status, saved.body["revision"], saved.headers["ETag"]) == (200, 2, '"2"')
    version = api.ok("GET", f"/flows/{flow_id}/versions/1/")
    assert (version["revision"], version["changeNote"]) == (2, "First try.")
    assert list(version["definition"]["steps"]) == ["z", "a"]
    assert list(version["definition"]["flowVariables"]) == ["b", "a"]


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"steps": 7},
        {"steps": {"a": None}},
        {"anything": [{"at": {"all": True}}]},
        {"steps": {"a": {"stepType": "?"}}},
    ],
)
def test_any_object_saves_and_its_problems_come_back(api: Api, content: dict[str, Any]) -> None:
    flow_id = api.flow()
    saved = save(api, flow_id, content)
    assert saved.status == 200
    assert any(problem["severity"] == "error" for problem in saved.body["problems"])
    assert api.ok("GET", f"/flows/{flow_id}/versions/1/")["definition"] == content


@pytest.mark.parametrize("content", [[], "text", None, 7])
def test_what_is_no_object_is_refused(api: Api, content: Any) -> None:
    answer = save(api, api.flow(), content)
    assert (answer.status, answer.body["errors"][0]["path"]) == (400, "/definition")


def test_a_problem_says_where_and_what_to_do(api: Api) -> None:
    content = definition(step("a", defaultNextStepInstanceId="nowhere"))
    (problem,) = save(api, api.flow(), content).body["problems"]
    assert problem["code"] == "unknown_step"
    assert problem["severity"] == "error"
    assert problem["path"] == "/steps/a/defaultNextStepInstanceId"
    assert problem["stepInstanceId"] == "a"
    assert problem["message"].startswith("There is no step 'nowhere'")
    assert problem["hint"] == "Choose a step of this flow."


def test_who_saves_on_an_old_revision_learns_who_saved_since(api: Api, workspace: Workspace) -> None:
    flow_id = api.flow()
    save(api, flow_id, definition(step("mine")))
    lost = save(api, flow_id, definition(step("theirs")), revision=1)
    assert (lost.status, lost.body["author"], lost.body["revision"]) == (412, "key test", 2)
    assert lost.body["savedAt"].endswith("Z")
    assert list(api.ok("GET", f"/flows/{flow_id}/versions/1/")["definition"]["steps"]) == ["mine"]


@pytest.mark.parametrize(("headers", "status"), [({}, 428), ({"If_Match": '"one"'}, 400), ({"If_Match": '"1"'}, 200)])
def test_a_save_says_which_revision_it_changes(api: Api, headers: dict[str, str], status: int) -> None:
    flow_id = api.flow()
    body = {"definition": definition(step("a"))}
    assert api("PUT", f"/flows/{flow_id}/versions/1/", body, **headers).status == status


def test_only_drafts_can_be_saved(api: Api) -> None:
    flow_id = api.flow(publish=True)
    answer = save(api, flow_id, definition(step("a")))
    assert (answer.status, answer.body["code"]) == (409, "not_draft")


def test_more_steps_than_allowed_are_refused_whole(api: Api) -> None:
    flow_id = api.flow()
    answer = save(api, flow_id, definition(*(step(f"s{number}") for number in range(2001))))
    assert (answer.status, answer.body["code"]) == (400, "too_many_steps")
    assert answer.body["errors"][0]["path"] == "/definition/steps"
    assert api.ok("GET", f"/flows/{flow_id}/versions/1/")["revision"] == 1


def test_more_bytes_than_allowed_are_413(api: Api) -> None:
    answer = save(api, api.flow(), {"steps": {}, "flowVariables": {"long": "x" * (2 * 2**20)}})
    assert (answer.status, answer.body["code"]) == (413, "definition_too_large")


def test_publishing_makes_the_one_before_superseded(api: Api) -> None:
    flow_id = api.flow(publish=True)
    draft = api.ok("POST", f"/flows/{flow_id}/versions/", {})
    assert (draft["number"], draft["status"], draft["changeNote"]) == (2, "draft", "From version 1.")
    published = api.ok("POST", f"/flows/{flow_id}/versions/2/publish/", {"note": "Better."})
    assert (published["status"], published["changeNote"], published["publishedBy"]) == (
        "published",
        "Better.",
        "key test",
    )
    listed = api.ok("GET", f"/flows/{flow_id}/versions/")["results"]
    assert [(each["number"], each["status"]) for each in listed] == [(2, "published"), (1, "superseded")]
    assert "definition" not in listed[0]
    flow = api.ok("GET", f"/flows/{flow_id}/")
    assert (flow["latestVersion"], flow["publishedVersion"]) == (2, 2)


def test_a_superseded_version_may_come_back(api: Api) -> None:
    flow_id = api.flow(publish=True)
    api.ok("POST", f"/flows/{flow_id}/versions/", {})
    api.ok("POST", f"/flows/{flow_id}/versions/2/publish/", {})
    api.ok("POST", f"/flows/{flow_id}/versions/1/publish/", {})
    assert api.ok("GET", f"/flows/{flow_id}/")["publishedVersion"] == 1


def test_errors_refuse_a_publish_and_are_listed(api: Api) -> None:
    flow_id = api.flow(definition(step("a", defaultNextStepInstanceId="nowhere"), step("b", pinnedOutput={"x": 1})))
    answer = api("POST", f"/flows/{flow_id}/versions/1/publish/", {})
    assert (answer.status, answer.body["code"]) == (422, "invalid_definition")
    codes = {problem["code"] for problem in answer.body["problems"]}
    assert {"unknown_step", "pinned_output"} <= codes
    assert api.ok("GET", f"/flows/{flow_id}/versions/1/")["status"] == "draft"


def test_warnings_do_not_refuse_a_publish(api: Api) -> None:
    flow_id = api.flow(definition(step("a"), step("unreachable")))
    checked = api.ok("POST", f"/flows/{flow_id}/versions/1/validate/")
    assert [problem["code"] for problem in checked["problems"]] == ["unreachable_step"]
    assert api.ok("POST", f"/flows/{flow_id}/versions/1/publish/", {})["status"] == "published"


def test_a_publish_with_an_old_revision_is_refused(api: Api) -> None:
    flow_id = api.flow()
    save(api, flow_id, definition(step("a")))
    assert api("POST", f"/flows/{flow_id}/versions/1/publish/", {}, If_Match='"1"').status == 412
    assert api("POST", f"/flows/{flow_id}/versions/1/publish/", {}, If_Match='"2"').status == 200


def test_of_what_was_saved_since_a_publisher_is_told_that_and_not_its_errors(api: Api) -> None:
    flow_id = api.flow()
    save(api, flow_id, definition(step("a", nextStepInstanceId="nowhere")))
    answer = api("POST", f"/flows/{flow_id}/versions/1/publish/", {}, If_Match='"1"')
    assert (answer.status, answer.body["revision"]) == (412, 2)


def test_what_is_saved_between_check_and_publish_is_not_published_unchecked(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    flow_id = api.flow()
    check = services.check_version

    def meanwhile(*args: Any, **options: Any) -> Any:
        checked = check(*args, **options)
        monkeypatch.undo()
        save(api, flow_id, definition(step("a", nextStepInstanceId="nowhere")))
        return checked

    monkeypatch.setattr(services, "check_version", meanwhile)
    assert api("POST", f"/flows/{flow_id}/versions/1/publish/", {}, If_Match='"1"').status == 412
    assert api.ok("GET", f"/flows/{flow_id}/versions/1/")["status"] == "draft"


def test_unpublishing_leaves_nothing_live(api: Api) -> None:
    flow_id = api.flow(publish=True)
    assert api.ok("POST", f"/flows/{flow_id}/versions/1/unpublish/")["status"] == "superseded"
    assert api.ok("GET", f"/flows/{flow_id}/")["publishedVersion"] is None
    again = api("POST", f"/flows/{flow_id}/versions/1/unpublish/")
    assert (again.status, again.body["code"]) == (409, "not_published")


def test_publishing_and_unpublishing_are_audited(api: Api) -> None:
    flow_id = api.flow(publish=True)
    api.ok("POST", f"/flows/{flow_id}/versions/1/unpublish/")
    records = AuditRecord.objects.filter(target=flow_id).order_by("seq").values_list("action", "actor")
    assert list(records) == [("flow.publish", "key test"), ("flow.unpublish", "key test")]


def test_a_draft_can_be_deleted_unless_it_is_the_only_version(api: Api) -> None:
    flow_id = api.flow()
    only = api("DELETE", f"/flows/{flow_id}/versions/1/")
    assert (only.status, only.body["code"]) == (409, "last_version")
    api.ok("POST", f"/flows/{flow_id}/versions/", {})
    assert api("DELETE", f"/flows/{flow_id}/versions/2/", If_Match='"7"').status == 412
    assert api("DELETE", f"/flows/{flow_id}/versions/2/").status == 204
    assert api("GET", f"/flows/{flow_id}/versions/2/").status == 404


@pytest.mark.parametrize(("source", "status"), [(1, 201), (None, 201), (9, 404), (0, 400), ("1", 400)])
def test_a_draft_begins_at_a_version_there_is(api: Api, source: Any, status: int) -> None:
    flow_id = api.flow(publish=True)
    assert api("POST", f"/flows/{flow_id}/versions/", {"sourceVersion": source}).status == status


@pytest.mark.parametrize("number", ["0", "9", "99999999999999999999999"])
def test_a_version_that_is_not_there_is_404(api: Api, number: str) -> None:
    assert api("GET", f"/flows/{api.flow()}/versions/{number}/").status == 404


def test_a_definition_that_is_not_saved_can_be_checked(api: Api) -> None:
    found = api.ok("POST", "/flows/validate/", {"definition": {"steps": {}, "startStepInstanceId": "a"}})["problems"]
    assert [(problem["code"], problem["path"]) for problem in found] == [("unknown_step", "/startStepInstanceId")]
    assert api.ok("POST", "/flows/validate/", {"definition": definition(step("a"))}) == {"problems": []}


def test_two_versions_are_compared_step_by_step(api: Api) -> None:
    flow_id = api.flow(definition(step("a"), step("gone"), step("moved", position={"x": 0, "y": 0})), publish=True)
    api.ok("POST", f"/flows/{flow_id}/versions/", {})
    moved = step("moved", position={"x": 9, "y": 0})
    after = definition(step("a", displayName="A"), moved, step("new"), flowVariables={"limit": 5})
    save(api, flow_id, after, number=2)
    found = api.ok("GET", f"/flows/{flow_id}/versions/1/diff/2/")
    assert [each["stepInstanceId"] for each in found["steps"]["added"]] == ["new"]
    assert found["steps"]["removed"] == ["gone"]
    assert [(each["stepInstanceId"], each["patch"]) for each in found["steps"]["changed"]] == [
        ("a", [{"op": "add", "path": "/displayName", "value": "A"}])
    ]
    assert [each["stepInstanceId"] for each in found["steps"]["moved"]] == ["moved"]
    assert found["flowVariables"] == [{"op": "add", "path": "/flowVariables", "value": {"limit": 5}}]


@pytest.mark.parametrize(("role", "status"), [(Role.EDITOR, 403), (Role.PUBLISHER, 200)])
def test_publishers_publish(api: Api, workspace: Workspace, role: Role, status: int) -> None:
    flow_id = api.flow()
    assert Api(workspace, role)("POST", f"/flows/{flow_id}/versions/1/publish/", {}).status == status
