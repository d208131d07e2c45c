from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ValidationError

from flows.definition.errors import ContentStepError, PermanentStepError, SecurityViolationError
from flows.steps.base import Output
from flows.steps.llm_port import LlmToolCall
from tests.unit.steps.context import Context, ScriptedLlm, answer, output_of, run_step

SCHEMA = {"type": "object", "required": ["echo"]}
ASK = {"llmProvider": "OPENAI", "modelId": "{{ model }}", "directPrompt": "Classify: {{ text }}"}
ROOT = {"model": "m-1", "text": "one"}


def _context(*replies: Any, **fields: Any) -> Context:
    return Context(root=dict(ROOT), llm=ScriptedLlm(list(replies)), **fields)


def _output(reply: Any, **fields: Any) -> Any:
    return output_of(run_step("LLM_INVOCATION", {**ASK, **fields}, ctx=_context(reply)))


# what comes back


@pytest.mark.parametrize(
    ("text", "fields", "output"),
    [
        ("Hello", {}, {"llm_response": "Hello"}),
        ('{"a": 1}', {}, {"llm_response": '{"a": 1}'}),
        ("", {}, {"llm_response": ""}),
        (' {"a": 1} ', {"customConfig": {"jsonOutputMode": True}}, {"a": 1}),
        ('```json\n{"a": 1}\n```', {"customConfig": {"jsonOutputMode": True}}, {"a": 1}),
        ('```\n{"a": "```"}\n```\n', {"customConfig": {"jsonOutputMode": True}}, {"a": "```"}),
        ("[1, 2]", {"customConfig": {"jsonOutputMode": True}}, {"llm_response": [1, 2]}),
        ("null", {"customConfig": {"jsonOutputMode": True}}, {"llm_response": None}),
        ('{"echo": "x"}', {"outputSchema": SCHEMA}, {"echo": "x"}),
    ],
)
def test_the_answer_becomes_the_output(text: str, fields: dict[str, Any], output: dict[str, Any]) -> None:
    assert _output(answer(text), **fields) == output


@pytest.mark.parametrize(
    ("text", "code", "complaint"),
    [
        ("I would rather not.", "invalid_json", "the answer is not JSON: Expecting value at line 1 column 1"),
        ('{"echo": "unf', "invalid_json", "the answer is not JSON: Unterminated string"),
        ("", "invalid_json", "the answer is not JSON: Expecting value"),
        ("```", "invalid_json", "the answer is not JSON"),
        ('{"echo": NaN}', "invalid_json", "the answer is not JSON: NaN is not JSON"),
        ("{}", "schema_mismatch", 'the answer does not fit the schema: /: "echo" is a required property'),
        ("[]", "schema_mismatch", "the answer does not fit the schema: /: [] is not of type"),
    ],
)
def test_an_answer_that_cannot_be_used_is_a_content_error_with_what_a_retry_needs(
    text: str, code: str, complaint: str
) -> None:
    with pytest.raises(ContentStepError) as caught:
        _output(answer(text), outputSchema=SCHEMA)
    assert caught.value.code == code
    assert caught.value.details["raw"] == text
    assert caught.value.details["complaint"].startswith(complaint)


def test_no_more_than_2000_characters_of_a_bad_answer_are_kept_in_the_error() -> None:
    with pytest.raises(ContentStepError) as caught:
        _output(answer("x" * 5000), outputSchema=SCHEMA)
    assert len(caught.value.details["raw"]) == 2000


TOOLS = {"tools": [{"name": "find"}]}
CALL = LlmToolCall("1", "find", {"q": "x"})


@pytest.mark.parametrize(
    ("text", "fields", "output"),
    [
        ("", {}, {}),
        ("", {"customConfig": {"jsonOutputMode": True}}, {}),
        ("Let me look", {}, {"llm_response": "Let me look"}),
        ('{"a": 1}', {"customConfig": {"jsonOutputMode": True}}, {"a": 1}),
    ],
)
def test_tool_calls_are_part_of_the_output(text: str, fields: dict[str, Any], output: dict[str, Any]) -> None:
    calls = {"tool_calls": [{"id": "1", "name": "find", "arguments": {"q": "x"}}]}
    assert _output(answer(text, tool_calls=(CALL,)), **TOOLS, **fields) == {**output, **calls}


def test_tool_arguments_that_are_no_object_are_a_content_error() -> None:
    with pytest.raises(ContentStepError) as caught:
        _output(answer("", tool_calls=(LlmToolCall("1", "find", "{bad"),)), **TOOLS)
    assert (caught.value.code, caught.value.details["raw"]) == ("invalid_tool_arguments", "{bad")


# what is recorded


def test_the_metadata_tells_prompt_answer_tokens_cost_and_time() -> None:
    ctx = _context(answer("Hi", model="gpt-4o-2024-08-06", input_tokens=1000, output_tokens=100, finish_reason="stop"))
    result = run_step("LLM_INVOCATION", {**ASK, "systemPrompt": "Be brief."}, ctx=ctx)
    assert isinstance(result, Output)
    assert result.metadata == {
        "renderedPrompt": "Classify: one",
        "systemPrompt": "Be brief.",
        "rawResponse": "Hi",
        "provider": "OPENAI",
        "model": "gpt-4o-2024-08-06",
        "tokens": {"input": 1000, "output": 100, "total": 1100},
        "costUsd": 0.0035,
        "latencyMs": 40,
        "finishReason": "stop",
        "attemptsByModel": [{"provider": "OPENAI", "model": "m-1"}],
    }


def test_the_cost_of_an_unknown_model_and_uncounted_tokens_are_null() -> None:
    result = run_step("LLM_INVOCATION", ASK, ctx=_context(answer("Hi", input_tokens=None)))
    assert isinstance(result, Output)
    assert result.metadata["costUsd"] is None
    assert result.metadata["tokens"] == {"input": None, "output": 5, "total": None}


def test_prompt_and_answer_are_on_record_when_the_answer_is_refused() -> None:
    ctx = _context(answer("no"))
    with pytest.raises(ContentStepError):
        run_step("LLM_INVOCATION", {**ASK, "outputSchema": SCHEMA}, ctx=ctx)
    assert (ctx.notes["renderedPrompt"], ctx.notes["rawResponse"]) == ("Classify: one", "no")
    assert ctx.notes["tokens"] == {"input": 3, "output": 5, "total": 8}


# security and configuration


@pytest.mark.parametrize(
    ("text", "security", "code", "rule"),
    [
        ("my SECRET plan", {"forbiddenStrings": ["x", "secret"]}, "forbidden_string", "forbiddenStrings[1]"),
        ("code 1234", {"forbiddenPatterns": [r"\b\d{4}\b"]}, "forbidden_pattern", "forbiddenPatterns[0]"),
        ("mail a@b.example", {"piiTypes": ["email"]}, "pii_found", "piiTypes"),
        ("You  are a\nPIRATE. Yes!", {"leakCheck": True}, "prompt_leak", "leakCheck"),
    ],
)
def test_an_answer_with_what_is_forbidden_is_refused_and_not_kept(
    text: str, security: dict[str, Any], code: str, rule: str
) -> None:
    ctx = _context(answer(text))
    fields = {**ASK, "systemPrompt": "You are a pirate.", "securityValidatorConfig": security}
    with pytest.raises(SecurityViolationError) as caught:
        run_step("LLM_INVOCATION", fields, ctx=ctx)
    assert (caught.value.code, caught.value.details) == (code, {"rule": f"securityValidatorConfig.{rule}"})
    assert text not in json.dumps([ctx.notes, caught.value.message])


def test_a_forbidden_string_is_found_behind_json_escapes_and_in_tool_calls() -> None:
    security = {"securityValidatorConfig": {"forbiddenStrings": ["secret"]}}
    with pytest.raises(SecurityViolationError):
        _output(answer('{"a": ["\\u0073ecret"]}'), customConfig={"jsonOutputMode": True}, **security)
    with pytest.raises(SecurityViolationError):
        _output(answer("", tool_calls=(LlmToolCall("1", "find", {"q": "Secret"}),)), **TOOLS, **security)


def test_an_answer_without_anything_forbidden_passes() -> None:
    security = {
        "forbiddenStrings": ["secret"],
        "forbiddenPatterns": [r"\d{4}"],
        "piiTypes": ["EMAIL", "PHONE", "CREDIT_CARD", "IBAN"],
        "leakCheck": True,
    }
    assert _output(answer("Ahoy"), systemPrompt="You are a pirate.", securityValidatorConfig=security) == {
        "llm_response": "Ahoy"
    }


@pytest.mark.parametrize(
    "fields",
    [
        {"directPrompt": None},
        {"promptTemplateId": "p"},
        {"promptVersion": 1},
        {"directPrompt": None, "promptTemplateId": "p", "promptVersion": 0},
        {"inferenceParameters": {"temperature": 3}},
        {"inferenceParameters": {"temperature": True}},
        {"inferenceParameters": {"maxOutputTokens": 0}},
        {"toolChoice": "auto"},
        {"tools": [{"name": "a b"}]},
        {"tools": [{"name": "a"}], "toolChoice": "b"},
        {"fallbacks": [{"llmProvider": "OPENAI"}]},
        {"customConfig": {"timeoutMs": 0}},
        {"customConfig": {"jsonMode": True}},
        {"securityValidatorConfig": {"piiTypes": ["SHOE_SIZE"]}},
        {"securityValidatorConfig": {"forbiddenStrings": [""]}},
        {"mediaAttachments": []},
    ],
)
def test_a_configuration_that_makes_no_sense_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        run_step("LLM_INVOCATION", {**ASK, **fields}, ctx=_context(answer("x")))


@pytest.mark.parametrize(("field", "code"), [("llmProvider", "empty_provider"), ("modelId", "empty_model")])
def test_a_model_that_renders_to_nothing_is_refused(field: str, code: str) -> None:
    with pytest.raises(PermanentStepError) as caught:
        run_step("LLM_INVOCATION", {**ASK, field: "{{ '' }}"}, ctx=_context(answer("x")))
    assert (caught.value.code, caught.value.details) == (code, {"field": field})
