"""From a model's answer to a step's output: JSON out of the text, checked against its schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flows.definition.errors import ContentStepError
from flows.steps.base import Json
from flows.steps.http_answer import violations_of
from flows.steps.llm_port import LlmAnswer, LlmToolCall
from flows.steps.strict_json import BadJsonError, parse_json

RAW_LIMIT = 2000
_FENCE = "```"


def as_output(answer: LlmAnswer, *, json_mode: bool, schema: Mapping[str, Any] | None) -> dict[str, Any]:
    """The step's output.

    JSON mode: the object, other JSON under `llm_response`; else the text under `llm_response`. Tool calls, if any,
    under `tool_calls`; an answer of tool calls alone is not parsed. ContentStepError `invalid_json`,
    `schema_mismatch`, `invalid_tool_arguments` with `details` {`raw`, `complaint`}.
    """
    output = {} if answer.tool_calls and not answer.text.strip() else _said(answer.text, json_mode, schema)
    if answer.tool_calls:
        output["tool_calls"] = [_tool_call(call) for call in answer.tool_calls]
    return output


def _said(text: str, json_mode: bool, schema: Mapping[str, Any] | None) -> dict[str, Any]:
    if not json_mode:
        return {"llm_response": text}
    value = _parsed(text)
    _check(value, schema, text)
    return dict(value) if isinstance(value, dict) else {"llm_response": value}


def _parsed(text: str) -> Json:
    try:
        return parse_json(without_fences(text))
    except BadJsonError as error:
        raise _refused("invalid_json", f"the answer is not JSON: {error}", text) from None


def _check(value: Json, schema: Mapping[str, Any] | None, text: str) -> None:
    violations = violations_of(value, schema, field="outputSchema") if schema is not None else []
    if violations:
        said = "; ".join(f"{each['path'] or '/'}: {each['message']}" for each in violations[:5])
        raise _refused("schema_mismatch", f"the answer does not fit the schema: {said}", text)


def without_fences(text: str) -> str:
    """The text inside a Markdown code block that is the whole answer; any other text as it is."""
    bare = text.strip()
    if not (bare.startswith(_FENCE) and bare.endswith(_FENCE) and "\n" in bare):
        return bare
    return bare.partition("\n")[2].removesuffix(_FENCE).strip()


def _tool_call(call: LlmToolCall) -> dict[str, Any]:
    if not isinstance(call.arguments, dict):
        raise _refused(
            "invalid_tool_arguments", f"the arguments of {call.name} are no JSON object", str(call.arguments)
        )
    return {"id": call.id, "name": call.name, "arguments": call.arguments}


def _refused(code: str, complaint: str, raw: str) -> ContentStepError:
    return ContentStepError(
        code,
        f"The model's answer cannot be used: {complaint}.",
        details={"raw": raw[:RAW_LIMIT], "complaint": complaint},
    )
