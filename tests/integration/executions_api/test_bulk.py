"""Asking for bulk jobs over HTTP, and reading them."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest

from allma_site.common.clock import now
from executions import bulk_turn
from executions.live.job_watch import JobWatch
from executions.models import BulkJob
from tests.integration.executions_api.runs import ECHO, WAITING, Runs, compose, definition
from tests.integration.flows.client import Api
from workspaces.models import Role, Workspace

JOBS = "/executions/bulk/"


def work(runs: Runs) -> None:
    """Work on jobs and runs until all jobs are over."""
    for _ in range(20):
        if not BulkJob.objects.filter(status="RUNNING").update(due_at=now() - timedelta(hours=1)):
            return
        bulk_turn.take_turn("a worker")
        runs.work()


def test_a_job_says_what_was_asked_for_and_how_far_it_is(runs: Runs) -> None:
    flow = runs.flow(ECHO)
    started = [runs.run(flow), runs.run(flow)]
    body = {"action": "redrive", "filter": {"flow": flow, "status": "COMPLETED"}, "canary": {}, "version": "published"}
    made = runs.api.ok("POST", JOBS, body)
    assert {name: value for name, value in made.items() if name not in ("id", "createdAt")} == {
        "action": "redrive",
        "status": "RUNNING",
        "stage": 0,
        "stages": [1, 10, None],
        "maxFailureRate": 0.2,
        "total": 2,
        "done": 0,
        "succeeded": 0,
        "failed": 0,
        "skipped": 0,
        "reason": "",
        "filter": {"flow": flow, "status": "COMPLETED"},
        "version": "published",
        "createdBy": "key test",
        "endedAt": None,
    }
    work(runs)
    read = runs.api.ok("GET", f"{JOBS}{made['id']}/")
    assert {name: read[name] for name in ("status", "stage", "done", "succeeded")} == {
        "status": "COMPLETED",
        "stage": 2,
        "done": 2,
        "succeeded": 2,
    }
    assert runs.api.ok("GET", JOBS)["results"] == [read]
    items = runs.api.ok("GET", f"{JOBS}{made['id']}/items/")["results"]
    assert [(item["executionId"], item["stage"], item["status"]) for item in items] == [
        (started[0], 0, "SUCCEEDED"),
        (started[1], 1, "SUCCEEDED"),
    ]
    assert [runs.read(item["newExecutionId"])["redriveOf"] for item in items] == started


def preview(api: Api, body: dict[str, Any]) -> Any:
    """How many runs a job would be for."""
    return api.ok("POST", f"{JOBS}?preview=true", body)


def test_all_that_match_without_some_are_counted_as_they_are_done(runs: Runs) -> None:
    flow = runs.flow(ECHO)
    started = [runs.run(flow) for _ in range(3)]
    other = runs.run(ECHO)
    body = {"action": "redrive", "filter": {"flow": flow}, "except": [started[1], other, str(uuid.uuid4())]}
    assert preview(runs.api, body) == {"count": 2, "exact": True}
    assert BulkJob.objects.count() == 0
    made = runs.api.ok("POST", JOBS, body)
    items = runs.api.ok("GET", f"{JOBS}{made['id']}/items/")["results"]
    assert [item["executionId"] for item in items] == [started[0], started[2]]
    nothing = runs.api("POST", JOBS, {**body, "except": started})
    assert (nothing.status, nothing.body["errors"][0]["path"]) == (400, "/filter")


def test_a_preview_counts_what_the_action_can_be_done_to(runs: Runs, workspace: Workspace) -> None:
    waits = [runs.run(WAITING, {"id": number}) for number in "12"]
    over = runs.run(ECHO)
    admin = Api(workspace, Role.ADMIN)
    cancel = {"action": "cancel", "filter": {}, "except": [waits[0], over]}
    assert preview(admin, cancel)["count"] == 1
    assert preview(admin, {"action": "cancel", "filter": {"status": "COMPLETED"}})["count"] == 0
    assert preview(admin, {"action": "delete", "filter": {}})["count"] == 1
    assert preview(admin, {"action": "redrive", "filter": {}})["count"] == 3
    assert preview(admin, {"action": "cancel", "ids": [waits[0], over]}) == {"count": 2, "exact": True}
    assert runs.api("POST", JOBS, {"action": "cancel", "filter": {"status": "COMPLETED"}}).status == 400
    refused = Api(workspace, Role.PUBLISHER)("POST", f"{JOBS}?preview=true", {"action": "delete", "filter": {}})
    assert refused.status == 403


def test_runs_of_one_flow_are_redriven_on_a_version_by_its_number_and_of_several_flows_not(runs: Runs) -> None:
    flow = runs.flow(ECHO)
    run = runs.run(flow)
    runs.api.ok("POST", f"/flows/{flow}/versions/", {"sourceVersion": 1})
    runs.api.ok("POST", f"/flows/{flow}/versions/2/publish/", {})
    body = {"action": "redrive", "version": 2}
    made = runs.api.ok("POST", JOBS, {**body, "filter": {"flow": flow}})
    work(runs)
    [item] = runs.api.ok("GET", f"{JOBS}{made['id']}/items/")["results"]
    assert (item["executionId"], item["status"]) == (run, "SUCCEEDED")
    assert runs.read(item["newExecutionId"])["flowVersion"] == 2
    answer = runs.api("POST", JOBS, {**body, "ids": [run, runs.run(ECHO)]})
    assert (answer.status, answer.body["errors"][0]["path"], BulkJob.objects.count()) == (400, "/version", 1)


def test_a_job_for_failures_not_redriven_yet_leaves_out_those_that_were(runs: Runs) -> None:
    flow = runs.flow(ECHO)
    first, second = runs.run(flow), runs.run(flow)
    runs.api.ok("POST", f"/executions/{first}/redrive/", {})
    runs.work()
    wanted = {"flow": flow, "trigger": "api", "redriven": False}
    made = runs.api.ok("POST", JOBS, {"action": "redrive", "filter": wanted})
    assert (made["total"], made["filter"]) == (1, wanted)
    [item] = runs.api.ok("GET", f"{JOBS}{made['id']}/items/")["results"]
    assert item["executionId"] == second


def test_a_filter_takes_several_labels_or_one(runs: Runs) -> None:
    flow = runs.flow(ECHO)
    runs.run(flow, labels={"team": "sales"})
    wanted = runs.run(flow, labels={"team": "sales", "tier": "gold"})
    assert preview(runs.api, {"action": "redrive", "filter": {"label": "team:sales"}})["count"] == 2
    made = runs.api.ok("POST", JOBS, {"action": "redrive", "filter": {"label": ["team:sales", "tier:gold"]}})
    [item] = runs.api.ok("GET", f"{JOBS}{made['id']}/items/")["results"]
    assert item["executionId"] == wanted


def test_viewers_do_not_learn_by_what_hidden_values_the_runs_of_a_job_were_found(runs: Runs, viewer: Api) -> None:
    found = definition(compose("echo"), searchAttributes={"card": "$.card"}, redactPaths=["$.card"])
    flow = runs.flow(found)
    runs.run(flow, {"card": "4711-0815"})
    said = {"flow": flow, "attribute": ["card:4711-0815"], "search": "4711"}
    job = runs.api.ok("POST", JOBS, {"action": "redrive", "filter": said})
    assert (job["total"], job["filter"]) == (1, said)
    for rest in ("", f"{job['id']}/", f"{job['id']}/items/"):
        assert "4711" not in json.dumps(viewer.ok("GET", f"{JOBS}{rest}"))
    assert viewer.ok("GET", f"{JOBS}{job['id']}/")["filter"] == {"flow": flow, "attribute": "***", "search": "***"}


def test_an_item_that_is_refused_names_the_field_and_not_its_value(runs: Runs) -> None:
    flow = runs.flow(ECHO)
    run = runs.run(flow, {"card": "4711"})
    draft = runs.api.ok("POST", f"/flows/{flow}/versions/", {"sourceVersion": 1})["number"]
    strict = {"type": "object", "properties": {"card": {"type": "integer"}}}
    version = f"/flows/{flow}/versions/{draft}/"
    revision = runs.api.ok("GET", version)["revision"]
    runs.api.ok("PUT", version, {"definition": {**ECHO, "inputSchema": strict}}, If_Match=f'"{revision}"')
    runs.api.ok("POST", f"{version}publish/", {})
    made = runs.api.ok("POST", JOBS, {"action": "redrive", "ids": [run], "version": "published"})
    work(runs)
    [item] = runs.api.ok("GET", f"{JOBS}{made['id']}/items/")["results"]
    assert (item["status"], item["message"]) == ("FAILED", "Invalid input at /input/card.")


def test_items_are_listed_by_status(runs: Runs) -> None:
    waits, over = runs.run(WAITING, {"id": "1"}), runs.run(ECHO)
    made = runs.api.ok("POST", JOBS, {"action": "cancel", "ids": [waits, over]})
    work(runs)
    path = f"{JOBS}{made['id']}/items/"
    assert [item["executionId"] for item in runs.api.ok("GET", f"{path}?status=SKIPPED")["results"]] == [over]
    assert [item["executionId"] for item in runs.api.ok("GET", f"{path}?status=SUCCEEDED,FAILED")["results"]] == [waits]
    assert runs.api("GET", f"{path}?status=DONE").body["errors"][0]["path"] == "/status"


def test_a_job_is_stopped_once(runs: Runs) -> None:
    made = runs.api.ok("POST", JOBS, {"action": "redrive", "ids": [runs.run(ECHO)]})
    path = f"{JOBS}{made['id']}/stop/"
    stopped = runs.api.ok("POST", path)
    assert (stopped["status"], stopped["reason"]) == ("STOPPED", "Stopped by key test.")
    answer = runs.api("POST", path)
    assert (answer.status, answer.body["code"]) == (409, "bulk_job_over")


def test_the_same_key_gives_the_same_job_and_with_another_body_none(runs: Runs) -> None:
    body = {"action": "redrive", "ids": [runs.run(ECHO)]}
    made = [runs.api.ok("POST", JOBS, body, Idempotency_Key="once")["id"] for _ in range(2)]
    assert (made[0], BulkJob.objects.count()) == (made[1], 1)
    answer = runs.api("POST", JOBS, {**body, "action": "cancel"}, Idempotency_Key="once")
    assert (answer.status, answer.body["code"]) == (409, "idempotency_key_reused")


def test_deleting_needs_an_admin(runs: Runs, workspace: Workspace) -> None:
    body = {"action": "delete", "ids": [runs.run(ECHO)]}
    refused = Api(workspace, Role.PUBLISHER)("POST", JOBS, body)
    assert (refused.status, refused.body["code"], BulkJob.objects.count()) == (403, "forbidden", 0)
    assert Api(workspace, Role.ADMIN).ok("POST", JOBS, body)["total"] == 1


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"action": "redrive"}, ""),
        ({"action": "redrive", "ids": [str(uuid.uuid4())], "filter": {}}, ""),
        ({"action": "redrive", "ids": []}, "/ids"),
        ({"action": "redrive", "ids": ["x"]}, "/ids/0"),
        ({"action": "explode", "filter": {}}, "/action"),
        ({"action": "redrive", "filter": {"status": "DONE"}}, "/filter/status"),
        ({"action": "redrive", "filter": {"colour": "red"}}, "/filter/colour"),
        ({"action": "redrive", "filter": {}, "canary": {"stages": [0]}}, "/canary/stages/0"),
        ({"action": "redrive", "filter": {}, "canary": {"maxFailureRate": 2}}, "/canary/maxFailureRate"),
        ({"action": "cancel", "filter": {}, "canary": {}}, ""),
        ({"action": "redrive", "ids": [str(uuid.uuid4())], "except": [str(uuid.uuid4())]}, ""),
        ({"action": "redrive", "filter": {}, "except": ["x"]}, "/except/0"),
        ({"action": "redrive", "filter": {}, "except": [str(uuid.uuid4())] * 1001}, "/except"),
        ({"action": "redrive", "filter": {"label": "x"}}, "/filter/label/0"),
        ({"action": "redrive", "filter": {}}, "/filter"),
    ],
)
def test_a_job_that_means_nothing_is_refused_by_field(runs: Runs, body: dict[str, Any], path: str) -> None:
    answer = runs.api("POST", JOBS, body)
    assert (answer.status, answer.body["errors"][0]["path"]) == (400, path)
    assert BulkJob.objects.count() == 0


def test_another_workspace_s_runs_and_jobs_are_not_there(runs: Runs, stranger: Api) -> None:
    run = runs.run(ECHO)
    made = runs.api.ok("POST", JOBS, {"action": "redrive", "ids": [run]})
    paths = [("GET", ""), ("GET", "items/"), ("POST", "stop/")]
    assert [stranger(method, f"{JOBS}{made['id']}/{rest}").status for method, rest in paths] == [404] * 3
    assert stranger("POST", JOBS, {"action": "cancel", "ids": [run]}).status == 404
    assert stranger.ok("GET", JOBS)["results"] == []


def test_a_socket_is_told_once_of_each_move_of_a_job(runs: Runs, other_workspace: Workspace) -> None:
    watch, foreign = JobWatch(), JobWatch()
    made = runs.api.ok("POST", JOBS, {"action": "redrive", "ids": [runs.run(ECHO)]})
    told = [watch.moved(runs.api.workspace.pk), watch.moved(runs.api.workspace.pk)]
    runs.api.ok("POST", f"{JOBS}{made['id']}/stop/")
    told.append(watch.moved(runs.api.workspace.pk))
    assert [[(frame["type"], frame["jobId"], frame["status"]) for frame in frames] for frames in told] == [
        [("bulk.progress", made["id"], "RUNNING")],
        [],
        [("bulk.progress", made["id"], "STOPPED")],
    ]
    assert foreign.moved(other_workspace.pk) == []
