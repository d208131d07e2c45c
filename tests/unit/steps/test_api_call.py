from __future__ import annotations

from typing import Any

import pytest

from flows.definition.errors import ContentStepError, PermanentStepError, TransientStepError
from flows.steps.base import Output, SideEffects
from flows.steps.registry import STEP_TYPES
from tests.unit.steps.context import Context, ScriptedHttp, output_of, reply, run_step

URL = {"template": "http://api.test/orders?token={{ t }}"}
REQUEST = {"method": "GET", "url": "http://api.test/orders?token=***"}


def _context(*replies: Any, **fields: Any) -> Context:
    return Context(root={"t": "s3cret"}, http=ScriptedHttp(list(replies)), **fields)


def test_the_output_is_status_headers_and_data() -> None:
    ctx = _context(reply({"id": 7}, status=201))
    result = run_step("API_CALL", {"apiUrlTemplate": URL}, ctx=ctx)
    assert result == Output(
        {"status": 201, "headers": {"content-type": "application/json"}, "data": {"id": 7}},
        {
            "request": REQUEST,
            "response": {"status": 201, "url": "http://api.test/final", "bytes": 9, "durationMs": 12},
        },
    )
    assert [request.url for request in ctx.http.requests] == ["http://api.test/orders?token=s3cret"]


@pytest.mark.parametrize("error", [TransientStepError("http_503", "no"), PermanentStepError("http_404", "no")])
def test_an_error_of_the_call_is_the_error_of_the_step_and_the_request_is_on_record(error: Exception) -> None:
    ctx = _context(error)
    with pytest.raises(type(error)) as caught:
        run_step("API_CALL", {"apiUrlTemplate": URL}, ctx=ctx)
    assert caught.value is error
    assert ctx.notes == {"request": REQUEST}


@pytest.mark.parametrize(
    ("config", "code"),
    [({"responseType": "json"}, "invalid_json"), ({"responseSchema": {"type": "object"}}, "schema_mismatch")],
)
def test_a_bad_answer_is_a_content_error_and_the_exchange_is_on_record(config: dict[str, Any], code: str) -> None:
    ctx = _context(reply(b"<html>", content_type="text/html"))
    with pytest.raises(ContentStepError) as caught:
        run_step("API_CALL", {"apiUrlTemplate": URL, "customConfig": config}, ctx=ctx)
    assert caught.value.code == code
    assert ctx.notes["response"]["status"] == 200


def test_a_dry_run_shows_the_request_and_sends_nothing() -> None:
    ctx = _context(dry_run=True)
    output = output_of(run_step("API_CALL", {"apiUrlTemplate": URL, "apiHttpMethod": "DELETE"}, ctx=ctx))
    assert output == {
        "dryRun": True,
        "request": {**REQUEST, "method": "DELETE", "headers": {}, "body": None, "connectionId": None},
    }
    assert ctx.http.requests == []


@pytest.mark.parametrize(
    ("method", "effects"),
    [("GET", SideEffects.IDEMPOTENT), ("PUT", SideEffects.IDEMPOTENT), ("POST", SideEffects.KEYED)],
)
def test_the_side_effects_follow_the_method(method: str, effects: SideEffects) -> None:
    call = {"apiUrlTemplate": URL, "apiHttpMethod": method}
    step = STEP_TYPES["API_CALL", None]
    assert step.effects_of(step.config.model_validate(call)) is effects
    poll = STEP_TYPES["POLL_EXTERNAL_API", None]
    fields = {**poll.defaults, "apiCallDefinition": call}
    assert poll.effects_of(poll.config.model_validate(fields)) is effects
