"""Events from outside: by key, early, repeated, refused, by token."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from executions import deliveries
from executions.models import Wait
from tests.integration.executions_api.runs import WAITING, Runs, definition, wait_for
from tests.integration.flows.client import Answer, Api

STRICT = definition(
    wait_for(
        "hold", "k", payloadSchema={"type": "object", "required": ["ok"], "properties": {"ok": {"type": "boolean"}}}
    )
)


def send(runs: Runs, key: str, payload: Any, **more: str) -> Answer:
    return runs.api("POST", "/events/", {"correlationKey": key, "payload": payload, **more})


def test_an_event_wakes_the_run_that_waits_for_its_key(runs: Runs) -> None:
    execution = runs.run(WAITING, {"id": 7})
    assert runs.read(execution)["status"] == "WAITING"
    answer = send(runs, "order-7", {"paid": True})
    assert (answer.status, answer.body) == (200, {"status": "DELIVERED", "executionId": execution})
    runs.work()
    run = runs.read(execution)
    assert (run["status"], run["output"]) == ("COMPLETED", {"hold": {"paid": True}})


def test_an_event_that_comes_early_is_kept_for_the_run(runs: Runs) -> None:
    answer = send(runs, "order-7", {"paid": True})
    assert (answer.status, answer.body) == (202, {"status": "BUFFERED", "executionId": None})
    execution = runs.run(WAITING, {"id": 7})
    assert runs.read(execution)["output"] == {"hold": {"paid": True}}


def test_a_second_early_event_for_a_key_is_refused(runs: Runs) -> None:
    send(runs, "order-7", 1)
    answer = send(runs, "order-7", 2)
    assert (answer.status, answer.body["code"]) == (409, "event_waiting")
    assert runs.read(runs.run(WAITING, {"id": 7}))["output"] == {"hold": 1}


def test_an_early_event_is_kept_ten_minutes(runs: Runs) -> None:
    send(runs, "order-7", 1)
    kept = Wait.objects.get()
    assert kept.expires_at is not None
    assert kept.expires_at - kept.created_at == timedelta(minutes=10)
    Wait.objects.update(expires_at=kept.created_at)
    assert send(runs, "order-7", 2).status == 202
    assert runs.read(runs.run(WAITING, {"id": 7}))["output"] == {"hold": 2}


def test_an_event_id_is_taken_once(runs: Runs) -> None:
    assert send(runs, "a", 1, eventId="e1").status == 202
    answer = send(runs, "b", 1, eventId="e1")
    assert (answer.status, answer.body["code"]) == (409, "event_repeated")
    assert send(runs, "b", 1, eventId="e2").status == 202


def test_a_refused_payload_leaves_the_run_waiting_and_its_event_id_unused(runs: Runs) -> None:
    execution = runs.run(STRICT)
    answer = send(runs, "k", {"ok": "yes"}, eventId="e1")
    assert (answer.status, answer.body["code"]) == (400, "payload_refused")
    assert [error["path"] for error in answer.body["errors"]] == ["/payload/ok"]
    runs.work()
    assert runs.read(execution)["status"] == "WAITING"
    assert send(runs, "k", {"ok": True}, eventId="e1").status == 200
    runs.work()
    assert runs.read(execution)["output"] == {"hold": {"ok": True}}


def test_an_event_that_others_pushed_aside_has_not_used_its_id(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(deliveries, "TRIES", 0)  # as if somebody else had been faster each time
        answer = send(runs, "k", 1, eventId="e1")
        assert (answer.status, answer.body["code"]) == (409, "event_waiting")
    assert send(runs, "k", 1, eventId="e1").status == 202


def test_keys_of_different_workspaces_do_not_meet(runs: Runs, stranger: Api) -> None:
    execution = runs.run(WAITING, {"id": 7})
    answer = stranger("POST", "/events/", {"correlationKey": "order-7", "payload": 1})
    assert (answer.status, answer.body["status"]) == (202, "BUFFERED")
    runs.work()
    assert runs.read(execution)["status"] == "WAITING"


def test_a_large_payload_arrives_whole(runs: Runs) -> None:
    execution = runs.run(WAITING, {"id": 7})
    text = "x" * 200_000
    assert send(runs, "order-7", {"text": text}).status == 200
    runs.work()
    assert runs.read(execution, "context/")["context"]["steps_output"]["hold"]["text"] == text


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"payload": 1}, "/correlationKey"),
        ({"correlationKey": "k"}, "/payload"),
        ({"correlationKey": "", "payload": 1}, "/correlationKey"),
        ({"correlationKey": "x" * 513, "payload": 1}, "/correlationKey"),
        ({"correlationKey": "k", "payload": 1, "eventId": ""}, "/eventId"),
    ],
)
def test_an_event_that_cannot_be_sent_names_the_field(runs: Runs, body: dict[str, Any], path: str) -> None:
    answer = runs.api("POST", "/events/", body)
    assert (answer.status, answer.body["errors"][0]["path"]) == (400, path)


def test_an_event_that_is_too_large_is_refused_and_the_run_goes_on_waiting(runs: Runs) -> None:
    execution = runs.run(WAITING, {"id": 7})
    assert send(runs, "order-7", "x" * (11 * 2**20)).status == 413
    assert send(runs, "order-7", 1).status == 200
    runs.work()
    assert runs.read(execution)["status"] == "COMPLETED"


def token_of(runs: Runs, execution: str) -> str:
    metadata = runs.read(execution, "steps/1/")["metadata"]
    token: str = metadata["resumeToken"]
    assert metadata["resumeUrl"].endswith(f"/api/v1/resume/{token}/")
    return token


def test_a_token_resumes_its_run_once_and_needs_no_login(runs: Runs, anonymous: APIClient) -> None:
    execution = runs.run(WAITING, {"id": 7})
    token = token_of(runs, execution)
    first = anonymous.post(f"/api/v1/resume/{token}/", {"payload": {"by": "link"}})
    again = anonymous.post(f"/api/v1/resume/{token}/", {"payload": 2})
    assert (first.status_code, first.json()["executionId"]) == (200, execution)
    assert (again.status_code, again.json()["code"]) == (409, "token_used")
    runs.work()
    late = anonymous.post(f"/api/v1/resume/{token}/", {"payload": 3})
    assert (late.status_code, late.json()["code"]) == (409, "token_used")
    assert runs.read(execution)["output"] == {"hold": {"by": "link"}}
    assert "resumeToken" not in runs.read(execution, "steps/1/")["metadata"]


def test_a_token_is_useless_once_the_run_is_cancelled(runs: Runs, anonymous: APIClient) -> None:
    execution = runs.run(WAITING, {"id": 7})
    token = token_of(runs, execution)
    runs.api.ok("POST", f"/executions/{execution}/cancel/")
    runs.work()
    answer = anonymous.post(f"/api/v1/resume/{token}/", {"payload": 1})
    assert (answer.status_code, answer.json()["code"]) == (409, "wait_over")


def test_a_payload_that_does_not_fit_does_not_use_the_token_up(runs: Runs, anonymous: APIClient) -> None:
    token = token_of(runs, runs.run(STRICT))
    assert anonymous.post(f"/api/v1/resume/{token}/", {"payload": {}}).status_code == 400
    assert anonymous.post(f"/api/v1/resume/{token}/", {"payload": {"ok": True}}).status_code == 200


@pytest.mark.parametrize("change", [lambda t: t[:-1], lambda t: "f" + t[1:], lambda t: t.split(".")[0], lambda t: "x"])
def test_a_token_that_was_changed_is_none(runs: Runs, anonymous: APIClient, change: Any) -> None:
    token = token_of(runs, runs.run(WAITING, {"id": 7}))
    changed = change(token)
    assert changed != token
    assert anonymous.post(f"/api/v1/resume/{changed}/", {"payload": 1}).status_code == 404


def test_a_viewer_is_not_shown_the_token(runs: Runs, viewer: Api) -> None:
    execution = runs.run(WAITING, {"id": 7})
    metadata = viewer.ok("GET", f"/executions/{execution}/steps/1/")["metadata"]
    assert metadata["correlationKey"] == "order-7"
    assert not {"resumeToken", "resumeUrl"} & metadata.keys()
