"""API_CALL: one HTTP request."""

from __future__ import annotations

from typing import Any

from flows.steps.base import Output, SideEffects, StepContext, StepResult, StepType
from flows.steps.http_call import described, prepare, send
from flows.steps.http_config import HttpCallConfig, effects_of_method


def run(config: HttpCallConfig, input: dict[str, Any], ctx: StepContext) -> StepResult:
    """{`status`, `headers`, `data`}; in a dry run {`dryRun`, `request`}, secrets masked, and nothing is sent."""
    request = prepare(config, ctx)
    if ctx.dry_run:
        return Output({"dryRun": True, "request": described(request)})
    answer = send(config, request, ctx)
    return Output({"status": answer.status, "headers": answer.headers, "data": answer.data}, answer.metadata)


def effects(config: HttpCallConfig) -> SideEffects:
    """By the method."""
    return effects_of_method(config.api_http_method)


STEP = StepType(
    type="API_CALL",
    label="API call",
    category="Calls",
    icon="globe",
    help=(
        "Sends an HTTP request whose URL, headers and body are templates, and gives status, headers and data. A status "
        "of 400 or more is an error; time-outs, 429 and 5xx can be retried and every attempt carries the same "
        "Idempotency-Key."
    ),
    config=HttpCallConfig,
    run=run,
    side_effects=effects,
    output_keys=("status", "headers", "data"),
    defaults={"apiHttpMethod": "GET", "apiUrlTemplate": {"template": "https://"}},
)
