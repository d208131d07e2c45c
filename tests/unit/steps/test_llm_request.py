from __future__ import annotations

import json
from typing import Any

import pytest

from flows.definition.errors import (
    ContentStepError,
    MappingError,
    PermanentStepError,
    StepTimeoutError,
    TransientStepError,
)
from flows.steps.base import ContentFeedback, Output, PromptText
from flows.steps.llm_port import LlmRequest, LlmRole, LlmTool, LlmTurn
from tests.unit.steps.context import Context, FixedPrompts, ScriptedLlm, answer, output_of, run_step

JSON_ONLY = "Answer with JSON only: one JSON value, no prose around it."
SCHEMA = {"type": "object", "required": ["echo"]}
ASK = {"llmProvider": "OPENAI", "modelId": "{{ model }}", "directPrompt": "Classify: {{ text }}"}
ROOT = {"model": "m-1", "text": "one", "key": "sk-1", "items": [{"n": "a"}, {"n": "b"}]}


def _context(*replies: Any, **fields: Any) -> Context:
    return Context(root=dict(ROOT), llm=ScriptedLlm(list(replies)), **fields)


def _sent(ctx: Context | None = None, **fields: Any) -> LlmRequest:
    context = ctx or _context()
    context.llm.replies = [answer('{"echo": "x"}')]
    run_step("LLM_INVOCATION", {**ASK, **fields}, ctx=context)
    return context.llm.requests[0]


# what is sent


def test_the_request_has_the_rendered_prompt_and_the_documented_defaults() -> None:
    assert _sent() == LlmRequest(
        provider="OPENAI",
        model="m-1",
        turns=(LlmTurn(LlmRole.USER, "Classify: one"),),
        system="",
        json_mode=False,
        output_schema=None,
        timeout_seconds=60.0,
    )


def test_everything_a_step_configures_is_sent() -> None:
    request = _sent(
        llmProvider="{{ 'openai' }}",
        systemPrompt="You are {{ model }}.",
        inferenceParameters={"temperature": 0.5, "maxOutputTokens": 9, "topP": 1, "topK": 3, "seed": 1},
        connectionId="c-1",
        tools=[{"name": "find", "description": "Finds", "parameters": {"type": "object"}}],
        toolChoice="find",
        customConfig={"baseUrl": "http://llm.test/{{ model }}", "apiKey": "{{ key }}", "timeoutMs": "{{ 2000 }}"},
    )
    assert request == LlmRequest(
        provider="OPENAI",
        model="m-1",
        turns=(LlmTurn(LlmRole.USER, "Classify: one"),),
        system="You are m-1.",
        temperature=0.5,
        max_output_tokens=9,
        top_p=1.0,
        top_k=3,
        seed=1,
        tools=(LlmTool("find", "Finds", {"type": "object"}),),
        tool_choice="find",
        timeout_seconds=2.0,
        base_url="http://llm.test/m-1",
        api_key="sk-1",
        connection_id="c-1",
    )


@pytest.mark.parametrize(
    ("fields", "system", "json_mode"),
    [
        ({}, "", False),
        ({"customConfig": {"jsonOutputMode": True}}, JSON_ONLY, True),
        ({"customConfig": {"jsonOutputMode": "{{ 'true' }}"}, "systemPrompt": "S"}, f"S\n\n{JSON_ONLY}", True),
        (
            {"outputSchema": {"type": "object"}},
            f'{JSON_ONLY} It must fit this JSON Schema:\n{{"type":"object"}}',
            True,
        ),
    ],
)
def test_json_is_asked_for_in_the_system_prompt(fields: dict[str, Any], system: str, json_mode: bool) -> None:
    request = _sent(**fields)
    assert (request.system, request.json_mode) == (system, json_mode)


def test_variables_are_mapped_and_formatted_for_the_prompts() -> None:
    mappings = {
        "names": {"sourceJsonPath": "$.items", "formatAs": "CUSTOM_STRING", "itemTemplate": "* {{ n }}"},
        "first": {"sourceJsonPath": "$.items[0]", "formatAs": "JSON"},
    }
    request = _sent(directPrompt="{{ names }}", systemPrompt="{{ first }}", templateContextMappings=mappings)
    assert (request.turns[0].text, request.system) == ("* a\n* b", '{"n":"a"}')


def test_a_variable_whose_path_finds_nothing_is_named_by_the_prompt() -> None:
    mappings = {"gone": {"sourceJsonPath": "$.missing"}}
    with pytest.raises(MappingError) as caught:
        _sent(directPrompt="{{ gone }}", templateContextMappings=mappings)
    assert caught.value.details == {"variable": "gone"}


def test_a_prompt_of_the_workspace_is_rendered_and_its_schema_asks_for_json() -> None:
    prompts = FixedPrompts({("p-1", 3): PromptText("p-1", 3, "Hi {{ text }}, $.text", SCHEMA)})
    ctx = _context(prompts=prompts)
    request = _sent(ctx, directPrompt=None, promptTemplateId="p-1", promptVersion=3)
    assert request.turns == (LlmTurn(LlmRole.USER, "Hi one, $.text"),)
    assert (request.json_mode, request.output_schema) == (True, SCHEMA)
    assert ctx.notes["promptVersion"] == 3


def test_the_schema_of_the_step_wins_over_that_of_the_prompt() -> None:
    prompts = FixedPrompts({("p-1", None): PromptText("p-1", 4, "Hi", {"type": "array"})})
    request = _sent(_context(prompts=prompts), directPrompt=None, promptTemplateId="{{ 'p-1' }}", outputSchema=SCHEMA)
    assert request.output_schema == SCHEMA


def test_the_inference_parameters_of_the_flow_lie_under_those_of_the_step() -> None:
    ctx = _context(default_inference_parameters={"temperature": 0.1, "seed": 7})
    request = _sent(ctx, inferenceParameters={"temperature": 0.9})
    assert (request.temperature, request.seed) == (0.9, 7)


def test_a_bad_default_of_the_flow_is_named() -> None:
    with pytest.raises(PermanentStepError) as caught:
        _sent(_context(default_inference_parameters={"temperature": "hot"}))
    assert caught.value.details == {"field": "defaultStepConfig.inferenceParameters.temperature"}


def test_a_refused_answer_and_the_complaint_follow_the_first_user_message() -> None:
    ctx = _context(feedback=ContentFeedback(raw='{"echo": "unf', complaint="the answer is not JSON"))
    assert _sent(ctx, outputSchema=SCHEMA).turns == (
        LlmTurn(LlmRole.USER, "Classify: one"),
        LlmTurn(LlmRole.ASSISTANT, '{"echo": "unf'),
        LlmTurn(LlmRole.USER, f"Your answer was refused: the answer is not JSON\nCorrect this. {JSON_ONLY}"),
    )


def test_a_dry_run_shows_the_request_without_the_key_and_sends_nothing() -> None:
    ctx = _context(dry_run=True)
    output = output_of(run_step("LLM_INVOCATION", {**ASK, "customConfig": {"apiKey": "{{ key }}"}}, ctx=ctx))
    assert output["dryRun"] is True
    assert output["request"]["turns"] == [{"role": "user", "text": "Classify: one"}]
    assert ctx.llm.requests == []
    assert "sk-1" not in json.dumps(output)


# models that fail


DOWN = TransientStepError("http_503", "down", retry_after_seconds=3)
GONE = PermanentStepError("http_404", "no such model")
FALLBACKS = {"fallbacks": [{"llmProvider": "OPENAI", "modelId": "m-2"}, {"llmProvider": "OPENAI", "modelId": "m-3"}]}
FAILED_1 = {"errorName": "TransientStepError", "code": "http_503", "message": "down"}
FAILED_2 = {"errorName": "PermanentStepError", "code": "http_404", "message": "no such model"}


def test_the_next_model_is_asked_when_one_fails() -> None:
    ctx = _context(DOWN, GONE, answer("Hi"))
    result = run_step("LLM_INVOCATION", {**ASK, **FALLBACKS}, ctx=ctx)
    assert isinstance(result, Output)
    assert [request.model for request in ctx.llm.requests] == ["m-1", "m-2", "m-3"]
    assert result.metadata["attemptsByModel"] == [
        {"provider": "OPENAI", "model": "m-1", "error": FAILED_1},
        {"provider": "OPENAI", "model": "m-2", "error": FAILED_2},
        {"provider": "OPENAI", "model": "m-3"},
    ]


@pytest.mark.parametrize(
    ("errors", "raised"),
    [
        ([DOWN, GONE, GONE], DOWN),
        ([GONE, DOWN, GONE], DOWN),
        ([GONE, GONE, PermanentStepError("http_401", "no")], 2),
        ([DOWN, GONE, StepTimeoutError("timeout", "slow")], 2),
    ],
)
def test_when_all_fail_a_transient_error_is_raised_if_there_is_one(errors: list[Any], raised: Any) -> None:
    ctx = _context(*errors)
    with pytest.raises((TransientStepError, PermanentStepError)) as caught:
        run_step("LLM_INVOCATION", {**ASK, **FALLBACKS}, ctx=ctx)
    assert caught.value is (errors[raised] if isinstance(raised, int) else raised)
    assert [each["model"] for each in caught.value.details["attemptsByModel"]] == ["m-1", "m-2", "m-3"]
    assert len(ctx.notes["attemptsByModel"]) == 3


def test_a_cancelled_call_is_not_tried_elsewhere() -> None:
    ctx = _context(TransientStepError("aborted", "cancelled"))
    with pytest.raises(TransientStepError, match="cancelled"):
        run_step("LLM_INVOCATION", {**ASK, **FALLBACKS}, ctx=ctx)
    assert len(ctx.llm.requests) == 1


def test_a_bad_answer_is_not_taken_to_another_model() -> None:
    ctx = _context(answer("no"))
    with pytest.raises(ContentStepError):
        run_step("LLM_INVOCATION", {**ASK, **FALLBACKS, "outputSchema": SCHEMA}, ctx=ctx)
    assert len(ctx.llm.requests) == 1


@pytest.mark.parametrize(
    ("fallback", "endpoint"),
    [
        ({"llmProvider": "OPENAI"}, ("http://llm.test", "sk-1", "c-1", 60.0)),
        ({"llmProvider": "openai", "customConfig": {"timeoutMs": 5}}, ("http://llm.test", "sk-1", "c-1", 0.005)),
        ({"llmProvider": "ANTHROPIC"}, (None, None, None, 60.0)),
        ({"llmProvider": "OPENAI", "customConfig": {"baseUrl": "http://b.test"}}, ("http://b.test", None, None, 60.0)),
        ({"llmProvider": "OPENAI", "customConfig": {"apiKey": "k2"}}, (None, "k2", None, 60.0)),
        ({"llmProvider": "OPENAI", "connectionId": "c-2"}, (None, None, "c-2", 60.0)),
    ],
)
def test_a_key_never_follows_to_a_server_it_was_not_given_for(fallback: dict[str, Any], endpoint: Any) -> None:
    ctx = _context(DOWN, answer("Hi"))
    fields = {
        "connectionId": "c-1",
        "customConfig": {"baseUrl": "http://llm.test", "apiKey": "{{ key }}"},
        "fallbacks": [{"modelId": "m-2", **fallback}],
    }
    run_step("LLM_INVOCATION", {**ASK, **fields}, ctx=ctx)
    second = ctx.llm.requests[1]
    assert (second.base_url, second.api_key, second.connection_id, second.timeout_seconds) == endpoint


def test_a_fallback_has_inference_parameters_of_its_own_over_those_of_the_step() -> None:
    ctx = _context(DOWN, answer("Hi"), default_inference_parameters={"seed": 7})
    fallback = {"llmProvider": "OPENAI", "modelId": "m-2", "inferenceParameters": {"temperature": 1}}
    fields = {"inferenceParameters": {"temperature": 0, "topP": 0.5}, "fallbacks": [fallback]}
    run_step("LLM_INVOCATION", {**ASK, **fields}, ctx=ctx)
    second = ctx.llm.requests[1]
    assert (second.temperature, second.top_p, second.seed) == (1.0, 0.5, 7)
