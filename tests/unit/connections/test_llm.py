"""Asking OpenAI-compatible models through the guard."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from connections.addresses import EgressPolicy
from connections.calls import Cancellation
from connections.egress import EgressClient
from connections.errors import EgressError, FailureKind
from connections.llm.providers import complete
from connections.llm.types import LlmAnswer, LlmRequest, LlmRole, LlmTool, LlmToolCall, LlmTurn
from tests.unit.connections.server import LOOPBACK, Server, raw_serving, read_request, serving

PEER = Path(__file__).resolve().parents[2] / "flows" / "peer_server.py"
HELLO = LlmTurn(LlmRole.USER, "say hello")


@pytest.fixture(scope="module")
def client() -> Iterator[EgressClient]:
    """A client that may reach loopback."""
    client = EgressClient(policy=EgressPolicy.parse([LOOPBACK]))
    yield client
    client.close()


@pytest.fixture(scope="module")
def peer() -> Iterator[str]:
    """The base URL of the sample flows' model server."""
    with subprocess.Popen([sys.executable, str(PEER)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        port = json.loads(process.stdout.readline())["port"]
        yield f"http://127.0.0.1:{port}/v1"
        process.terminate()


def ask(client: EgressClient, base_url: str | None, model: str = "echo-json", **more: Any) -> LlmAnswer:
    values: dict[str, Any] = {"provider": "OPENAI", "model": model, "turns": (HELLO,), "base_url": base_url, **more}
    return complete(LlmRequest(**values), client=client)


def refused(client: EgressClient, base_url: str | None, model: str = "echo-json", **more: Any) -> EgressError:
    with pytest.raises(EgressError) as caught:
        ask(client, base_url, model, **more)
    return caught.value


def completion(message: dict[str, Any], **more: Any) -> bytes:
    return json.dumps(
        {
            "id": "1",
            "object": "chat.completion",
            "created": 1,
            "model": "m-1",
            "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", **message}}],
            **more,
        }
    ).encode()


def body_of(server: Server) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(server.seen[-1].body)
    return body


def test_a_model_answers_with_its_text_and_tokens(client: EgressClient, peer: str) -> None:
    answer = ask(client, peer, json_mode=True)
    assert json.loads(answer.text) == {"echo": "say hello"}
    assert (answer.model, answer.input_tokens, answer.output_tokens, answer.finish_reason) == (
        "echo-json",
        2,
        3,
        "stop",
    )
    assert 0 <= answer.latency_ms < 5000


def test_the_bad_answer_and_the_complaint_follow_the_first_turn(client: EgressClient, peer: str) -> None:
    first = LlmTurn(LlmRole.USER, "a conversation of its own")
    bad = ask(client, peer, "bad-then-good", turns=(first,)).text
    assert bad == '{"echo": "unfinished'
    turns = (first, LlmTurn(LlmRole.ASSISTANT, bad), LlmTurn(LlmRole.USER, "That is not JSON."))
    assert json.loads(ask(client, peer, "bad-then-good", turns=turns).text) == {"echo": "That is not JSON."}


def test_what_is_sent_is_what_was_asked_and_nothing_of_this_machine(
    client: EgressClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-environment")
    monkeypatch.setenv("OPENAI_ORG_ID", "org-environment")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:1/")
    with serving(lambda seen: (200, {}, completion({"content": "hi"}))) as server:
        answer = ask(
            client,
            f"{server.url}/v1/",
            system="Be brief.",
            json_mode=True,
            temperature=0.5,
            max_output_tokens=9,
            top_p=0.9,
            top_k=4,
            seed=7,
            api_key="sk-ours",
        )
    assert answer == LlmAnswer(text="hi", model="m-1", finish_reason="stop", latency_ms=answer.latency_ms)
    assert server.seen[0].path == "/v1/chat/completions"
    assert set(server.seen[0].headers) == {
        "host",
        "accept",
        "accept-encoding",
        "user-agent",
        "content-length",
        "content-type",
        "authorization",
    }
    assert server.seen[0].headers["authorization"] == "Bearer sk-ours"
    assert body_of(server) == {
        "model": "echo-json",
        "stream": False,
        "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "say hello"}],
        "response_format": {"type": "json_object"},
        "temperature": 0.5,
        "max_tokens": 9,
        "top_p": 0.9,
        "top_k": 4,
        "seed": 7,
    }


def test_without_a_key_none_is_sent_and_defaults_are_the_models_own(
    client: EgressClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-environment")
    with serving(lambda seen: (200, {}, completion({"content": "hi"}))) as server:
        ask(client, server.url)
    assert "authorization" not in server.seen[0].headers
    assert set(body_of(server)) == {"model", "stream", "messages"}


@pytest.mark.parametrize(("choice", "sent"), [(None, "auto"), ("auto", "auto"), ("required", "required")])
def test_tools_are_offered_and_their_calls_come_back_parsed(
    client: EgressClient, choice: str | None, sent: str
) -> None:
    calls = [
        {"id": "c1", "type": "function", "function": {"name": "look", "arguments": '{"city": "Oslo"}'}},
        {"id": "c2", "type": "function", "function": {"name": "look", "arguments": "{broken"}},
    ]
    tool = LlmTool("look", "Look it up", {"type": "object", "properties": {"city": {"type": "string"}}})
    with serving(lambda seen: (200, {}, completion({"content": None, "tool_calls": calls}))) as server:
        answer = ask(client, server.url, tools=(tool,), tool_choice=choice)
    assert answer.tool_calls == (LlmToolCall("c1", "look", {"city": "Oslo"}), LlmToolCall("c2", "look", "{broken"))
    assert answer.text == ""
    assert body_of(server)["tool_choice"] == sent
    assert body_of(server)["tools"][0]["function"]["name"] == "look"


def test_a_model_that_is_down_may_be_tried_again_and_was_asked_once(client: EgressClient) -> None:
    with serving(lambda seen: (503, {"Retry-After": "3"}, b'{"error": {"message": "overloaded"}}')) as server:
        error = refused(client, server.url)
    assert (error.kind, error.code, error.retry_after_seconds) == (FailureKind.TRANSIENT, "http_503", 3.0)
    assert error.details["body"] == '{"error": {"message": "overloaded"}}'
    assert len(server.seen) == 1


def test_a_refused_key_is_permanent_and_not_shown(client: EgressClient) -> None:
    with serving(lambda seen: (401, {}, seen.headers["authorization"].encode())) as server:
        error = refused(client, server.url, api_key="sk-refused-key")
    assert (error.kind, error.code) == (FailureKind.PERMANENT, "http_401")
    assert error.details["body"] == "Bearer ***"


def test_a_slow_model_runs_into_the_deadline(client: EgressClient, peer: str) -> None:
    error = refused(client, peer, "slow", timeout_seconds=0.2)
    assert (error.kind, error.code) == (FailureKind.TIMEOUT, "timeout")


def test_a_call_under_way_can_be_aborted(client: EgressClient) -> None:
    reached, over = threading.Event(), threading.Event()

    def silent(connection: Any) -> None:
        read_request(connection)
        reached.set()
        over.wait(10)

    cancellation = Cancellation()
    codes: list[str] = []

    def call(url: str) -> None:
        request = LlmRequest(provider="OPENAI", model="m", turns=(HELLO,), base_url=url)
        try:
            complete(request, client=client, cancellation=cancellation)
        except EgressError as error:
            codes.append(error.code)

    with raw_serving(silent) as server:
        thread = threading.Thread(target=call, args=(server.url,))
        thread.start()
        assert reached.wait(10)
        cancellation.abort()
        thread.join(5)
        over.set()
    assert codes == ["aborted"]


@pytest.mark.parametrize(
    "answer",
    [
        b"<html>login</html>",
        b"{}",
        b"[]",
        b"null",
        b'{"choices": []}',
        b'{"choices": [{"index": 0}]}',
        b'{"choices": "none"}',
        b"",
        b"\xff\xfe",
        b"[" * 100_000,
    ],
)
def test_an_answer_that_is_no_completion_is_permanent_and_shown(client: EgressClient, answer: bytes) -> None:
    with serving(lambda seen: (200, {"Content-Type": "application/json"}, answer)) as server:
        error = refused(client, server.url)
    assert (error.kind, error.code) == (FailureKind.PERMANENT, "llm_bad_answer")
    assert error.details["raw"] == answer.decode("utf-8", "replace")[:2000]


def test_a_private_address_is_refused() -> None:
    error = refused(EgressClient(policy=EgressPolicy()), "http://127.0.0.1:1/v1")
    assert (error.kind, error.code) == (FailureKind.PERMANENT, "egress_blocked")


def test_a_bad_base_url_says_so(client: EgressClient) -> None:
    assert refused(client, "ftp://example.com/").code == "invalid_url"


def test_openai_itself_needs_a_key(client: EgressClient) -> None:
    error = refused(client, None)
    assert error.code == "llm_api_key_missing"
    assert "connectionId" in error.message


def test_an_unknown_provider_names_the_known_ones(client: EgressClient) -> None:
    error = refused(client, "http://127.0.0.1:1/", provider="GEMINI")
    assert (error.kind, error.code) == (FailureKind.PERMANENT, "provider_not_supported")
    assert "OPENAI" in error.message


def test_threads_may_ask_at_once(client: EgressClient, peer: str) -> None:
    answers: list[str] = []

    def call(number: int) -> None:
        answers.append(json.loads(ask(client, peer, turns=(LlmTurn(LlmRole.USER, f"n{number}"),)).text)["echo"])

    threads = [threading.Thread(target=call, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(answers) == [f"n{number}" for number in range(8)]


def test_the_libraries_are_imported_when_a_model_is_first_asked() -> None:
    program = (
        "import sys, connections.egress, connections.llm.providers\n"
        "print([name for name in ('openai', 'pydantic_ai') if name in sys.modules])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=PEER.parents[2], check=True
    )
    assert ran.stdout.strip() == "[]"


def test_the_step_port_and_ours_have_the_same_fields() -> None:
    from dataclasses import fields

    from connections.llm import types
    from flows.steps import llm_port

    for name in ("LlmTurn", "LlmTool", "LlmToolCall", "LlmAnswer"):
        assert [field.name for field in fields(getattr(types, name))] == [
            field.name for field in fields(getattr(llm_port, name))
        ]
    ours = {field.name for field in fields(types.LlmRequest)}
    assert {field.name for field in fields(llm_port.LlmRequest)} <= ours
