"""Cancelling, pausing and resuming."""

from __future__ import annotations

import pytest

from tests.integration.executions_api.runs import ECHO, WAITING, Runs


def ask(runs: Runs, execution: str, what: str) -> tuple[int, str]:
    answer = runs.api("POST", f"/executions/{execution}/{what}/")
    return answer.status, answer.body.get("status") if answer.status == 202 else answer.body["code"]


def test_a_run_that_waits_is_cancelled_by_the_next_worker(runs: Runs) -> None:
    execution = runs.run(WAITING, {"id": 1})
    assert ask(runs, execution, "cancel") == (202, "WAITING")
    assert runs.read(execution)["cancelRequestedAt"] is not None
    runs.work()
    run = runs.read(execution)
    assert (run["status"], run["endedAt"] is not None) == ("CANCELLED", True)
    assert runs.read(execution, "steps/1/")["status"] == "CANCELLED"


def test_a_run_nobody_began_is_cancelled_without_a_step(runs: Runs) -> None:
    execution = runs.start(ECHO)
    assert ask(runs, execution, "cancel") == (202, "QUEUED")
    runs.work()
    assert runs.read(execution)["status"] == "CANCELLED"
    assert runs.read(execution, "steps/")["results"] == []


def test_asking_twice_to_cancel_is_as_once(runs: Runs) -> None:
    execution = runs.run(WAITING, {"id": 1})
    assert [ask(runs, execution, "cancel") for _ in range(2)] == [(202, "WAITING")] * 2
    runs.work()
    events = runs.read(execution, "events/")["results"]
    asked = [event for event in events if event["type"] == "execution.cancel_requested"]
    assert [event["by"] for event in asked] == ["key test"]
    assert events[-1]["type"] == "execution.cancelled"
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))


def test_a_paused_run_rests_until_it_is_resumed(runs: Runs) -> None:
    execution = runs.start(ECHO, {"say": 1})
    assert ask(runs, execution, "pause") == (202, "QUEUED")
    runs.work()
    assert (runs.read(execution)["status"], runs.read(execution, "steps/")["results"]) == ("PAUSED", [])
    assert ask(runs, execution, "resume") == (202, "WAITING")
    runs.work()
    assert (runs.read(execution)["status"], runs.read(execution)["pauseRequestedAt"]) == ("COMPLETED", None)


def test_a_paused_run_can_be_cancelled(runs: Runs) -> None:
    execution = runs.start(ECHO)
    ask(runs, execution, "pause")
    runs.work()
    assert ask(runs, execution, "cancel") == (202, "PAUSED")
    runs.work()
    assert runs.read(execution)["status"] == "CANCELLED"


def test_an_event_that_comes_during_a_pause_is_not_lost(runs: Runs) -> None:
    execution = runs.run(WAITING, {"id": 1})
    ask(runs, execution, "pause")
    runs.work()
    assert runs.read(execution)["status"] == "PAUSED"
    runs.api.ok("POST", "/events/", {"correlationKey": "order-1", "payload": {"ok": True}})
    runs.work()
    assert runs.read(execution)["status"] == "PAUSED"
    ask(runs, execution, "resume")
    runs.work()
    assert runs.read(execution)["output"] == {"hold": {"ok": True}}


@pytest.mark.parametrize("what", ["cancel", "pause", "resume"])
def test_nothing_can_be_asked_of_a_run_that_is_over(runs: Runs, what: str) -> None:
    execution = runs.run(ECHO)
    answer = runs.api("POST", f"/executions/{execution}/{what}/")
    assert (answer.status, answer.body["code"]) == (409, "execution_over")
    assert "COMPLETED" in answer.body["detail"]


def test_a_run_that_is_not_paused_cannot_be_resumed(runs: Runs) -> None:
    execution = runs.run(WAITING, {"id": 1})
    assert ask(runs, execution, "resume") == (409, "not_paused")
