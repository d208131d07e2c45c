"""Makes one attempt of a step: builds what it may touch, calls its `run` under its deadline, gathers what it noted."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import InterfaceError, OperationalError, connection

from allma_site.common.json_guard import storable
from connections.masking import Masker
from executions.attempt_context import AttemptContext
from executions.engine.program import Step
from executions.engine.state import Cursor
from flows.definition.errors import PermanentStepError, StepError, StepTimeoutError
from flows.definition.expression_error import ExpressionError
from flows.definition.mapping_event import MappingEvent
from flows.definition.scope import materialise
from flows.steps.base import (
    Output,
    StepResult,
)


@dataclass(frozen=True, slots=True)
class Attempted:
    """What came of an attempt: a result or an error, and what was noted on the way."""

    result: StepResult | StepError
    metadata: Mapping[str, Any]
    events: tuple[MappingEvent, ...]
    logs: tuple[Mapping[str, Any], ...]


def _guard(ctx: AttemptContext, seconds: float | None) -> threading.Timer | None:
    """Abort the attempt's calls after so many seconds. Cancel what this returns when the attempt is over."""
    if seconds is None or ctx.cancellation is None:
        return None
    timer = threading.Timer(seconds, _expire, [ctx])
    timer.daemon = True
    timer.start()
    return timer


def _expire(ctx: AttemptContext) -> None:
    ctx.expired = True
    if ctx.cancellation is not None:
        ctx.cancellation.abort()


def idempotency_key(base: str, cursor: Cursor) -> str:
    """`<executionId>:<path>:<visit>`, then `:p<n>` for a poll's call, `:c<n>` for a content retry; not the attempt."""
    key = f"{base}:{cursor.visit_path}:{cursor.seq}"
    if cursor.polls:
        key += f":p{cursor.polls}"
    return f"{key}:c{cursor.content_retries}" if cursor.content_retries else key


def attempt(step: Step, given: Mapping[str, Any], ctx: AttemptContext, *, seconds: float | None = None) -> Attempted:
    """Call the step's `run`, aborted after so many seconds. Whatever goes wrong is a StepError.

    Raises only what a database that is away raises: that is not the step's fault, and the run is taken up again.
    """
    timer = _guard(ctx, seconds)
    try:
        local = dict(given) if step.type.lazy else {key: materialise(value) for key, value in given.items()}
        ctx.local, ctx.lazy = local, step.type.lazy
        result: StepResult | StepError = step.type.run(step.config, local, ctx)
    except (OperationalError, InterfaceError):
        connection.close()
        raise
    except StepError as error:
        result = _timed_out(error, ctx, seconds)
    except ExpressionError as error:
        result = PermanentStepError("invalid_expression", error.message, details={"hint": error.hint})
    except RecursionError:
        result = PermanentStepError("too_deep", "A value is nested too deeply for this step.")
    except Exception as error:  # noqa: BLE001 - a fault of ours or of a step must not take the run with it
        result = _unexpected(step, error)
    finally:
        if timer is not None:
            timer.cancel()
    return _gathered(result, ctx)


def _timed_out(error: StepError, ctx: AttemptContext, seconds: float | None) -> StepError:
    if error.code != "aborted" or not ctx.expired:
        return error
    message = f"The attempt took longer than {seconds or 0:g} s."
    return StepTimeoutError("timeout", message, details={"timeoutSeconds": seconds})


def _unexpected(step: Step, error: Exception) -> StepError:
    import structlog

    structlog.get_logger(__name__).exception("step_crashed", step=step.id, stepType=step.type.type)
    return PermanentStepError("internal_error", f"The step failed unexpectedly: {type(error).__name__}.")


def _gathered(result: StepResult | StepError, ctx: AttemptContext) -> Attempted:
    if isinstance(result, Output) and result.metadata:
        ctx.metadata.update(result.metadata)
    if isinstance(result, StepError):
        ctx.events.extend(getattr(result, "events", ()))
        result.message, result.details = storable(result.message), storable(result.details)
    events, metadata, logs = tuple(ctx.events), storable(ctx.metadata), tuple(storable(ctx.logs))
    if not ctx.masker:
        return Attempted(result, metadata, events, logs)
    mask = ctx.masker.json
    return Attempted(_masked(result, ctx.masker), mask(metadata), tuple(mask(events)), tuple(mask(logs)))


def _masked(result: StepResult | StepError, masker: Masker) -> StepResult | StepError:
    if isinstance(result, StepError):
        result.message = masker.text(result.message)
        result.details = masker.json(result.details)
        return result
    return replace(result, value=masker.json(result.value)) if isinstance(result, Output) else result
