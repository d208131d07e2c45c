from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from flows.definition.errors import (
    ContentStepError,
    PermanentStepError,
    PollingExhaustedError,
    StepTimeoutError,
    TransientStepError,
)
from flows.steps.base import PollAgain, StepResult
from flows.steps.poll_external_api import PollingConfig, pause_after
from tests.unit.steps.context import Context, ScriptedHttp, output_of, reply, run_step

RUNNING, DONE, FAILED = {"status": "running"}, {"status": "done", "result": 42}, {"status": "failed"}


def _fields(**fields: Any) -> dict[str, Any]:
    return {
        "apiCallDefinition": {"apiUrlTemplate": {"template": "http://api.test/jobs/{{ id }}"}},
        "pollingConfig": {"intervalSeconds": 2, "maxAttempts": 3, "backoffRate": 3},
        "exitConditions": {"successCondition": "$.status == 'done'", "failureCondition": "$.status == 'failed'"},
        **fields,
    }


def _poll(answer: Any, *, count: int = 1, **fields: Any) -> StepResult:
    http = ScriptedHttp([answer if isinstance(answer, Exception) else reply(answer)])
    return run_step("POLL_EXTERNAL_API", _fields(**fields), ctx=Context(root={"id": 1}, poll_count=count, http=http))


@pytest.mark.parametrize("count", [1, 3])
def test_the_body_that_succeeds_is_the_output(count: int) -> None:
    assert output_of(_poll(DONE, count=count)) == DONE


@pytest.mark.parametrize(("count", "pause"), [(1, 2.0), (2, 6.0)])
def test_a_job_that_runs_is_asked_again_after_the_interval_that_grows(count: int, pause: float) -> None:
    assert _poll(RUNNING, count=count) == PollAgain(pause)


def test_the_interval_stays_unless_a_backoff_is_given() -> None:
    polling = {"intervalSeconds": 1, "maxAttempts": 9}
    assert _poll(RUNNING, count=8, pollingConfig=polling) == PollAgain(1.0)


def test_the_last_call_without_success_ends_the_poll() -> None:
    with pytest.raises(PollingExhaustedError) as caught:
        _poll(RUNNING, count=3)
    assert (caught.value.code, caught.value.details) == ("polling_exhausted", {"calls": 3, "lastError": None})


def test_the_failure_condition_ends_the_poll() -> None:
    with pytest.raises(PermanentStepError) as caught:
        _poll(FAILED)
    assert type(caught.value) is PermanentStepError
    assert (caught.value.code, caught.value.details) == ("poll_failed", {"calls": 1, "body": '{"status":"failed"}'})


def test_success_is_looked_at_before_failure() -> None:
    exits = {"successCondition": "$.status", "failureCondition": "$.status"}
    assert output_of(_poll(DONE, exitConditions=exits)) == DONE


@pytest.mark.parametrize("error", [TransientStepError("http_503", "busy"), StepTimeoutError("timeout", "slow")])
def test_a_transient_error_uses_up_one_attempt(error: TransientStepError) -> None:
    assert _poll(error) == PollAgain(2.0, error.code)
    with pytest.raises(PollingExhaustedError) as caught:
        _poll(error, count=3)
    assert caught.value.details == {"calls": 3, "lastError": error.code}


@pytest.mark.parametrize(("retry_after", "pause"), [(1, 2.0), (30, 30.0), (10**9, 86_400.0)])
def test_retry_after_makes_the_pause_longer_but_at_most_a_day(retry_after: float, pause: float) -> None:
    error = TransientStepError("http_429", "slow down", retry_after_seconds=retry_after)
    assert _poll(error) == PollAgain(pause, "http_429")


@pytest.mark.parametrize("error", [PermanentStepError("http_404", "gone"), PermanentStepError("egress_blocked", "no")])
def test_a_permanent_error_of_the_call_is_the_error_of_the_step(error: PermanentStepError) -> None:
    with pytest.raises(PermanentStepError) as caught:
        _poll(error)
    assert caught.value is error


def test_an_answer_that_is_not_what_was_asked_for_is_a_content_error() -> None:
    call = {"apiUrlTemplate": {"template": "http://api.test"}, "customConfig": {"responseSchema": {"type": "array"}}}
    with pytest.raises(ContentStepError):
        _poll(RUNNING, apiCallDefinition=call)


def test_a_pause_never_exceeds_a_day() -> None:
    polling = PollingConfig.model_validate({"intervalSeconds": 60, "maxAttempts": 1000, "backoffRate": 10})
    assert [pause_after(polling, calls) for calls in (1, 2, 6, 1000)] == [60.0, 600.0, 86_400.0, 86_400.0]


def test_a_dry_run_shows_the_request() -> None:
    ctx = Context(root={"id": 1}, dry_run=True)
    output = output_of(run_step("POLL_EXTERNAL_API", _fields(), ctx=ctx))
    assert (output["dryRun"], output["request"]["url"], ctx.http.requests) == (True, "http://api.test/jobs/1", [])


@pytest.mark.parametrize(
    "polling",
    [
        {"intervalSeconds": 0.5, "maxAttempts": 1},
        {"intervalSeconds": 1, "maxAttempts": 0},
        {"intervalSeconds": 1, "maxAttempts": 1001},
        {"intervalSeconds": 1, "maxAttempts": True},
        {"intervalSeconds": 1, "maxAttempts": 1, "backoffRate": 0.5},
        {"intervalSeconds": float("inf"), "maxAttempts": 1},
        {"maxAttempts": 1},
    ],
)
def test_a_polling_outside_its_ranges_is_refused(polling: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        PollingConfig.model_validate(polling)
