"""Whatever the data, a step ends in an output that is JSON or in an error of the documented kinds."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from flows.definition.errors import PermanentStepError, StepError
from flows.steps.base import HttpResponse, StepType
from flows.steps.http_answer import read_answer
from flows.steps.http_config import ResponseType
from flows.steps.registry import STEP_TYPES
from tests.unit.steps.context import Context, ScriptedHttp, ScriptedLlm, answer, output_of, run_step

TEXTS = st.text(st.characters(blacklist_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["add", "sum", "csv", "json", "k", "k,v\n1,2\n", "[]", "2024-01-01T00:00:00Z", "outer", "1", "1e999"]
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS
ANY_JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS | st.just("k"), inner, max_size=4),
    max_leaves=12,
)
QUICK = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
MODULES = [step for step in STEP_TYPES.values() if step.module_config is not None]


def _name(step: StepType) -> str:
    return step.module or step.type


def _outcome(act: Callable[[], Any]) -> Any:
    """What it gives, or the name and code of its StepError."""
    try:
        return act()
    except StepError as error:
        return f"{error.error_name} {error.code}"


def _fields_of(step: StepType) -> list[str]:
    assert step.module_config is not None
    return sorted(step.module_config.model_fields)


@pytest.mark.parametrize("step", MODULES, ids=_name)
@QUICK
@given(data=st.data())
def test_a_module_gives_json_or_a_permanent_error(step: StepType, data: st.DataObject) -> None:
    values = {name: data.draw(ANY_JSON, label=name) for name in data.draw(st.sets(st.sampled_from(_fields_of(step))))}
    try:
        output = output_of(run_step("DATA_TRANSFORMATION", {}, values, module=step.module))
    except PermanentStepError as error:
        json.dumps(error.details, allow_nan=False)
    else:
        json.dumps(output, allow_nan=False)


@pytest.mark.parametrize("join_type", ["inner", "left", "right", "outer"])
@QUICK
@given(
    left=st.lists(st.dictionaries(st.sampled_from("kab"), SCALARS), max_size=6),
    right=st.lists(st.dictionaries(st.sampled_from("kbc"), SCALARS), max_size=6),
)
def test_any_two_tables_join_with_the_rows_that_the_join_promises(
    join_type: str, left: list[dict[str, Any]], right: list[dict[str, Any]]
) -> None:
    left, right = [{"k": None, **row} for row in left], [{"k": None, **row} for row in right]
    fields = {"left_source": left, "right_source": right, "join_keys": ["k"], "join_type": join_type}
    output = output_of(run_step("DATA_TRANSFORMATION", {}, fields, module="system/join-data"))
    rows = output["result"]
    least = {"inner": 0, "left": len(left), "right": len(right), "outer": max(len(left), len(right))}
    assert least[join_type] <= len(rows) == output["rowCount"]
    assert len({tuple(row) for row in rows}) <= 1


@pytest.mark.parametrize("step", STEP_TYPES.values(), ids=_name)
@QUICK
@given(data=st.data())
def test_any_configuration_is_read_or_refused(step: StepType, data: st.DataObject) -> None:
    names = [str(info.alias) for info in step.config.model_fields.values()]
    fields = data.draw(st.dictionaries(st.sampled_from(names), ANY_JSON) if names else st.just({}))
    with contextlib.suppress(ValidationError):
        step.config.model_validate({**step.defaults, **fields} if data.draw(st.booleans()) else fields)


@QUICK
@given(text=st.text(max_size=60) | ANY_JSON.map(json.dumps), json_mode=st.booleans())
def test_any_answer_of_a_model_is_an_output_or_a_content_error(text: str, json_mode: bool) -> None:
    fields = {
        "llmProvider": "OPENAI",
        "modelId": "m",
        "directPrompt": "p",
        "customConfig": {"jsonOutputMode": json_mode},
        "securityValidatorConfig": {"leakCheck": True, "forbiddenStrings": ["\x00never"]},
    }
    ctx = Context(llm=ScriptedLlm([answer(text)]))
    outcome = _outcome(lambda: output_of(run_step("LLM_INVOCATION", fields, ctx=ctx)))
    assert isinstance(outcome, dict) or (json_mode and outcome == "ContentStepError invalid_json")


@QUICK
@given(body=st.binary(max_size=60), content_type=st.text(max_size=30) | st.sampled_from(["application/json", "a+json"]))
def test_any_http_answer_is_read(body: bytes, content_type: str) -> None:
    response = HttpResponse(200, {"content-type": content_type}, body, "http://a.test", 1)
    json.dumps(read_answer(response, ResponseType.AUTO), allow_nan=False)


@QUICK
@given(root=st.dictionaries(st.sampled_from(["u", "q", "h", "b"]), ANY_JSON))
def test_any_data_in_a_request_is_sent_or_is_an_error_of_the_step(root: dict[str, Any]) -> None:
    http = ScriptedHttp([HttpResponse(204, {}, b"", "http://a.test", 1)])
    fields = {
        "apiHttpMethod": "POST",
        "apiUrlTemplate": {"template": "http://a.test/{{ u }}", "query": {"q": "$.q"}},
        "apiHeadersTemplate": {"X-H": "$.h"},
        "requestBody": "$.b",
        "bodyType": "form",
    }
    outcome = _outcome(lambda: run_step("API_CALL", fields, ctx=Context(root=root, http=http)))
    if isinstance(outcome, str):
        assert outcome.startswith("MappingError") or outcome.split()[1] in {"invalid_header", "invalid_body"}
        return
    request = http.requests[0]
    assert not any(ord(sign) < 33 for sign in request.url)
    assert all("\n" not in value and "\r" not in value for value in request.headers.values())
