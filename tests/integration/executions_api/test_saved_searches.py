"""Searches that people keep, for themselves or for everybody."""

from __future__ import annotations

from typing import Any

import pytest

from executions import saved_searches
from tests.integration.executions_api.runs import Runs
from tests.integration.flows.client import Api
from workspaces.models import AuditRecord, Role, Workspace

FAILED: dict[str, Any] = {"name": "Failed lately", "query": {"status": "FAILED"}, "columns": ["status", "flow"]}


def names(api: Api) -> list[str]:
    return [row["name"] for row in api.ok("GET", "/saved-searches/")["results"]]


def test_a_search_is_kept_as_it_was_saved(viewer: Api) -> None:
    made = viewer.ok("POST", "/saved-searches/", FAILED)
    assert {name: made[name] for name in (*FAILED, "shared", "own", "createdBy")} == {
        **FAILED,
        "shared": False,
        "own": True,
        "createdBy": "key test",
    }
    assert viewer.ok("GET", f"/saved-searches/{made['id']}/") == made
    assert viewer.ok("GET", "/saved-searches/")["results"] == [made]


def test_a_search_is_its_owner_s_alone_until_it_is_shared(runs: Runs, viewer: Api) -> None:
    made = runs.api.ok("POST", "/saved-searches/", FAILED)
    path = f"/saved-searches/{made['id']}/"
    assert (names(viewer), viewer("GET", path).status) == ([], 404)
    runs.api.ok("PUT", path, {**FAILED, "shared": True})
    assert names(viewer) == ["Failed lately"]
    assert viewer.ok("GET", path)["own"] is False


def test_only_its_owner_changes_or_deletes_a_shared_search(runs: Runs, viewer: Api) -> None:
    path = f"/saved-searches/{runs.api.ok('POST', '/saved-searches/', {**FAILED, 'shared': True})['id']}/"
    for answer in (viewer("PUT", path, FAILED), viewer("DELETE", path)):
        assert (answer.status, answer.body["code"]) == (409, "not_your_search")
    runs.api.ok("DELETE", path)
    assert names(runs.api) == []


def test_a_viewer_keeps_searches_but_does_not_share_them(viewer: Api) -> None:
    answer = viewer("POST", "/saved-searches/", {**FAILED, "shared": True})
    assert (answer.status, answer.body["code"]) == (403, "forbidden")
    assert names(viewer) == []


def test_a_name_is_taken_once_by_an_owner(runs: Runs, viewer: Api) -> None:
    runs.api.ok("POST", "/saved-searches/", FAILED)
    other = runs.api.ok("POST", "/saved-searches/", {**FAILED, "name": "Other"})
    viewer.ok("POST", "/saved-searches/", FAILED)
    for answer in (
        runs.api("POST", "/saved-searches/", FAILED),
        runs.api("PUT", f"/saved-searches/{other['id']}/", FAILED),
    ):
        assert (answer.status, answer.body["code"]) == (409, "name_taken")
    assert names(runs.api) == ["Failed lately", "Other"]


def test_an_owner_keeps_so_many_searches(viewer: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_searches, "MAX_OF_OWNER", 1)
    viewer.ok("POST", "/saved-searches/", FAILED)
    answer = viewer("POST", "/saved-searches/", {**FAILED, "name": "Other"})
    assert (answer.status, answer.body["code"]) == (409, "too_many_searches")


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({**FAILED, "name": " "}, "/name"),
        ({**FAILED, "name": "x" * 101}, "/name"),
        ({**FAILED, "query": {"status": 1}}, "/query/status"),
        ({"name": "x"}, "/query"),
        ({**FAILED, "columns": [""]}, "/columns/0"),
        ({**FAILED, "owner": "me"}, "/owner"),
    ],
)
def test_a_search_that_is_none_is_refused_by_field(viewer: Api, body: dict[str, Any], path: str) -> None:
    answer = viewer("POST", "/saved-searches/", body)
    assert (answer.status, answer.body["errors"][0]["path"]) == (400, path)


def test_another_workspace_s_searches_are_not_there(runs: Runs, stranger: Api) -> None:
    made = runs.api.ok("POST", "/saved-searches/", {**FAILED, "shared": True})
    path = f"/saved-searches/{made['id']}/"
    answers = [stranger("GET", path), stranger("PUT", path, FAILED), stranger("DELETE", path)]
    assert (names(stranger), [answer.status for answer in answers]) == ([], [404, 404, 404])


def test_sharing_and_no_longer_sharing_are_audited(runs: Runs, workspace: Workspace) -> None:
    made = runs.api.ok("POST", "/saved-searches/", FAILED)
    path = f"/saved-searches/{made['id']}/"
    runs.api.ok("PUT", path, {**FAILED, "shared": True})
    runs.api.ok("PUT", path, FAILED)
    Api(workspace, Role.VIEWER).ok("POST", "/saved-searches/", FAILED)
    rows = AuditRecord.objects.filter(workspace=workspace, action__startswith="saved_search.").order_by("seq")
    assert list(rows.values_list("action", "target")) == [
        ("saved_search.share", made["id"]),
        ("saved_search.unshare", made["id"]),
    ]
