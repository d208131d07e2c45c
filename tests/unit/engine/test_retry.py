"""What follows a failed attempt."""

from __future__ import annotations

import pytest

from executions.engine.retry import FailureKind, backoff_seconds, decide_failure, give_up
from flows.definition.errors import (
    ContentStepError,
    MappingError,
    PermanentStepError,
    StepError,
    StepTimeoutError,
    TransientStepError,
)
from flows.definition.model import OnError, Retries, RetryOnContentError

TRANSIENT = TransientStepError("http_503", "The service is busy.")
TIMEOUT = StepTimeoutError("timeout", "It took too long.")
CONTENT = ContentStepError("invalid_json", "That is no JSON.")
PERMANENT = PermanentStepError("http_404", "There is no such thing.")
WAIT_TIMEOUT = StepTimeoutError("wait_timeout", "No event came in time.")
ABORTED = TransientStepError("aborted", "The call was ended.")

NOTHING = OnError()
RETRY_2 = OnError(retries=Retries(count=2, interval_seconds=4, jitter=False))
CONTENT_2 = OnError(retry_on_content_error=RetryOnContentError(count=2))
ALL = OnError(
    retries=Retries(count=1, interval_seconds=4, jitter=False),
    retry_on_content_error=RetryOnContentError(count=1),
    continue_on_failure=True,
    fallback_step_instance_id="rescue",
)
FALLBACK = OnError(fallback_step_instance_id="rescue")
CONTINUE = OnError(continue_on_failure=True)


def narrowed(*names: str) -> OnError:
    return OnError(retries=Retries(count=1, interval_seconds=4, jitter=False, error_equals=list(names)))


@pytest.mark.parametrize(
    ("policy", "error", "retries", "content", "expected"),
    [
        (NOTHING, TRANSIENT, 0, 0, "fail"),
        (NOTHING, CONTENT, 0, 0, "fail"),
        (NOTHING, PERMANENT, 0, 0, "fail"),
        (RETRY_2, TRANSIENT, 0, 0, "retry"),
        (RETRY_2, TRANSIENT, 1, 0, "retry"),
        (RETRY_2, TRANSIENT, 2, 0, "fail"),
        (RETRY_2, TIMEOUT, 0, 0, "retry"),
        (RETRY_2, PERMANENT, 0, 0, "fail"),
        (RETRY_2, MappingError("target_conflict", "In the way."), 0, 0, "fail"),
        (RETRY_2, CONTENT, 0, 0, "fail"),
        (RETRY_2, WAIT_TIMEOUT, 0, 0, "fail"),
        (RETRY_2, ABORTED, 0, 0, "fail"),
        (CONTENT_2, CONTENT, 0, 0, "content_retry"),
        (CONTENT_2, CONTENT, 0, 1, "content_retry"),
        (CONTENT_2, CONTENT, 0, 2, "fail"),
        (CONTENT_2, TRANSIENT, 0, 0, "fail"),
        (ALL, CONTENT, 0, 0, "content_retry"),
        (ALL, CONTENT, 0, 1, "continue"),
        (ALL, TRANSIENT, 0, 0, "retry"),
        (ALL, TRANSIENT, 1, 0, "continue"),
        (ALL, PERMANENT, 0, 0, "continue"),
        (CONTINUE, PERMANENT, 0, 0, "continue"),
        (FALLBACK, PERMANENT, 0, 0, "fallback"),
        (FALLBACK, WAIT_TIMEOUT, 0, 0, "fallback"),
        (narrowed("TransientStepError"), TRANSIENT, 0, 0, "retry"),
        (narrowed("TransientStepError"), TIMEOUT, 0, 0, "retry"),
        (narrowed("StepTimeoutError"), TRANSIENT, 0, 0, "fail"),
        (narrowed("StepTimeoutError"), TIMEOUT, 0, 0, "retry"),
        (narrowed("http_503"), TRANSIENT, 0, 0, "retry"),
        (narrowed("http_502", "http_503"), TRANSIENT, 0, 0, "retry"),
        (narrowed("http_502"), TRANSIENT, 0, 0, "fail"),
        (narrowed(), TRANSIENT, 0, 0, "fail"),
        (narrowed("http_404"), PERMANENT, 0, 0, "fail"),
    ],
)
def test_content_retries_come_before_retries_before_continue_before_fallback_before_failing(
    policy: OnError, error: StepError, retries: int, content: int, expected: str
) -> None:
    decision = decide_failure(policy, error, retries_used=retries, content_used=content, roll=0.0)
    assert decision.kind == FailureKind(expected)
    assert decision.delay_seconds == (8.0 if retries and expected == "retry" else 4.0 if expected == "retry" else 0.0)


@pytest.mark.parametrize(
    ("policy", "may_continue", "expected"),
    [
        (ALL, True, "continue"),
        (ALL, False, "fallback"),
        (CONTINUE, False, "fail"),
        (FALLBACK, True, "fallback"),
        (NOTHING, True, "fail"),
    ],
)
def test_giving_up_may_be_forbidden_to_continue(policy: OnError, may_continue: bool, expected: str) -> None:
    assert give_up(policy, may_continue=may_continue).kind == FailureKind(expected)


@pytest.mark.parametrize(
    ("fields", "used", "roll", "retry_after", "expected"),
    [
        ({"interval_seconds": 5, "backoff_rate": 2, "jitter": False}, 0, 0.0, None, 5.0),
        ({"interval_seconds": 5, "backoff_rate": 2, "jitter": False}, 1, 0.0, None, 10.0),
        ({"interval_seconds": 5, "backoff_rate": 2, "jitter": False}, 5, 0.0, None, 160.0),
        ({"interval_seconds": 5, "backoff_rate": 2, "jitter": False}, 6, 0.0, None, 300.0),
        ({"interval_seconds": 5, "backoff_rate": 1, "jitter": False}, 9, 0.0, None, 5.0),
        ({"interval_seconds": 60, "max_interval_seconds": 7, "jitter": False}, 0, 0.0, None, 7.0),
        ({"interval_seconds": 8, "jitter": True}, 0, 0.0, None, 4.0),
        ({"interval_seconds": 8, "jitter": True}, 0, 0.5, None, 6.0),
        ({"interval_seconds": 8, "jitter": True}, 1, 0.0, None, 8.0),
        ({"interval_seconds": 8, "jitter": False}, 0, 0.0, 30.0, 30.0),
        ({"interval_seconds": 8, "jitter": False}, 0, 0.0, 3.0, 8.0),
        ({"interval_seconds": 8, "jitter": False, "max_interval_seconds": 9}, 0, 0.0, 30.0, 30.0),
    ],
)
def test_the_pause_grows_to_its_cap_is_jittered_by_half_and_is_never_below_retry_after(
    fields: dict[str, float], used: int, roll: float, retry_after: float | None, expected: float
) -> None:
    error = TransientStepError("http_503", "Busy.", retry_after_seconds=retry_after)
    assert backoff_seconds(Retries(count=10, **fields), used, error, roll=roll) == expected  # type: ignore[arg-type]
