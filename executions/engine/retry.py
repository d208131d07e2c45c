"""What follows a failed attempt: content retries, retries, continue, fallback, fail (flow-definition, section 7)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from flows.definition.errors import ContentStepError, StepError, TransientStepError
from flows.definition.model import OnError, Retries

NEVER_RETRIED = frozenset({"wait_timeout", "aborted"})


class FailureKind(StrEnum):
    """What is done about a failure."""

    CONTENT_RETRY = "content_retry"
    RETRY = "retry"
    CONTINUE = "continue"
    FALLBACK = "fallback"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class FailureDecision:
    """The decision, and how many seconds to wait before a RETRY."""

    kind: FailureKind
    delay_seconds: float = 0.0


def decide_failure(
    policy: OnError, error: StepError, *, retries_used: int, content_used: int, roll: float
) -> FailureDecision:
    """What to do about `error` after so many retries of each kind. `roll` in [0, 1) is the jitter's die."""
    content = policy.retry_on_content_error
    if isinstance(error, ContentStepError) and content and content_used < content.count:
        return FailureDecision(FailureKind.CONTENT_RETRY)
    if policy.retries and _is_retried(policy.retries, error, retries_used):
        return FailureDecision(FailureKind.RETRY, backoff_seconds(policy.retries, retries_used, error, roll=roll))
    return give_up(policy)


def give_up(policy: OnError, *, may_continue: bool = True) -> FailureDecision:
    """What is left when nothing is tried again."""
    if policy.continue_on_failure and may_continue:
        return FailureDecision(FailureKind.CONTINUE)
    if policy.fallback_step_instance_id is not None:
        return FailureDecision(FailureKind.FALLBACK)
    return FailureDecision(FailureKind.FAIL)


def _is_retried(retries: Retries, error: StepError, used: int) -> bool:
    if not isinstance(error, TransientStepError) or error.code in NEVER_RETRIED or used >= retries.count:
        return False
    names = {kind.__name__ for kind in type(error).__mro__} | {error.code}
    return retries.error_equals is None or not names.isdisjoint(retries.error_equals)


def backoff_seconds(retries: Retries, used: int, error: StepError, *, roll: float) -> float:
    """Seconds before retry number `used + 1`: capped exponential, half of it jittered, not before `Retry-After`."""
    delay = min(retries.interval_seconds * retries.backoff_rate**used, retries.max_interval_seconds)
    jittered = delay * (0.5 + roll / 2) if retries.jitter else delay
    return max(jittered, error.retry_after_seconds or 0.0)
