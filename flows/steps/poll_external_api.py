"""POLL_EXTERNAL_API: asks an HTTP service again and again until it says done."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from flows.definition.errors import PermanentStepError, PollingExhaustedError, TransientStepError
from flows.definition.fields import DocumentConditionStr, Number, StrictInt
from flows.steps.base import Json, Output, PollAgain, SideEffects, StepConfig, StepContext, StepResult, StepType
from flows.steps.http_call import Answer, described, prepare, send
from flows.steps.http_config import HttpCallConfig, effects_of_method
from flows.steps.rendering import as_text

MAX_INTERVAL_SECONDS = 86_400.0
_BODY_PREVIEW = 500


class PollingConfig(StepConfig):
    """The pause after the n-th call is `intervalSeconds` times `backoffRate`^(n-1), at most a day."""

    interval_seconds: Annotated[Number, Field(ge=1, le=MAX_INTERVAL_SECONDS)]
    max_attempts: Annotated[StrictInt, Field(ge=1, le=1000)]
    backoff_rate: Annotated[Number, Field(ge=1, le=10)] = 1


class ExitConditions(StepConfig):
    """Conditions on the response body: `$` is the body."""

    success_condition: DocumentConditionStr
    failure_condition: DocumentConditionStr | None = None


class PollExternalApiConfig(StepConfig):
    """What to call, how often, and when to stop."""

    api_call_definition: HttpCallConfig
    polling_config: PollingConfig
    exit_conditions: ExitConditions


def run(config: PollExternalApiConfig, input: dict[str, Any], ctx: StepContext) -> StepResult:
    """One call: the body that succeeded, or another call later.

    PermanentStepError `poll_failed`; PollingExhaustedError `polling_exhausted` after the last call. A transient error
    of the call uses up one attempt.
    """
    request = prepare(config.api_call_definition, ctx)
    if ctx.dry_run:
        return Output({"dryRun": True, "request": described(request)})
    try:
        answer = send(config.api_call_definition, request, ctx)
    except TransientStepError as error:
        return _again(config.polling_config, ctx, reason=error.code, least=error.retry_after_seconds or 0)
    return _judged(config, answer, ctx)


def _judged(config: PollExternalApiConfig, answer: Answer, ctx: StepContext) -> StepResult:
    exits = config.exit_conditions
    if ctx.test(exits.success_condition, target="exitConditions.successCondition", document=answer.data):
        return Output(answer.data, {**answer.metadata, "calls": ctx.poll_count})
    if exits.failure_condition is not None and ctx.test(
        exits.failure_condition, target="exitConditions.failureCondition", document=answer.data
    ):
        raise _failed(exits.failure_condition, answer.data, ctx)
    return _again(config.polling_config, ctx)


def _again(polling: PollingConfig, ctx: StepContext, *, reason: str = "", least: float = 0) -> PollAgain:
    if ctx.poll_count >= polling.max_attempts:
        why = f"the last call failed with {reason}" if reason else "successCondition was never true"
        raise PollingExhaustedError(
            "polling_exhausted",
            f"Called {ctx.poll_count} times without success: {why}. Raise maxAttempts or intervalSeconds.",
            details={"calls": ctx.poll_count, "lastError": reason or None},
        )
    pause = max(pause_after(polling, ctx.poll_count), least)
    return PollAgain(min(pause, MAX_INTERVAL_SECONDS), reason)


def pause_after(polling: PollingConfig, calls: int) -> float:
    """Seconds to wait after so many calls."""
    try:
        return float(min(polling.interval_seconds * polling.backoff_rate ** (calls - 1), MAX_INTERVAL_SECONDS))
    except OverflowError:
        return MAX_INTERVAL_SECONDS


def _failed(condition: str, body: Json, ctx: StepContext) -> PermanentStepError:
    return PermanentStepError(
        "poll_failed",
        f"failureCondition '{condition}' is true after {ctx.poll_count} calls.",
        details={"calls": ctx.poll_count, "body": as_text(body)[:_BODY_PREVIEW]},
    )


def effects(config: PollExternalApiConfig) -> SideEffects:
    """By the method of the call."""
    return effects_of_method(config.api_call_definition.api_http_method)


STEP = StepType(
    type="POLL_EXTERNAL_API",
    label="Poll an API",
    category="Calls",
    icon="refresh-cw",
    help=(
        "Calls an HTTP service until successCondition holds on the response body, which is then the output. "
        "failureCondition ends it as failed; maxAttempts calls without success are a PollingExhaustedError."
    ),
    config=PollExternalApiConfig,
    run=run,
    side_effects=effects,
    defaults={
        "apiCallDefinition": {"apiHttpMethod": "GET", "apiUrlTemplate": {"template": "https://"}},
        "pollingConfig": {"intervalSeconds": 5, "maxAttempts": 60},
        "exitConditions": {"successCondition": "$.status == 'done'"},
    },
)
