"""A secret of a connection reaches its service from the sandbox, and nobody else."""

from __future__ import annotations

import json
from typing import Any

import pytest

from connections import services
from connections.models import ConnectionKind, CredentialKind, CredentialUse
from tests.engine_flows import broken, call, chain, compose, step
from tests.integration.engine.world import World
from tests.integration.sandbox.conftest import Sandbox, chat
from workspaces.actors import SYSTEM
from workspaces.models import Workspace

SECRET = "tok-8f3a91c7"


def connection(workspace: Workspace, kind: ConnectionKind, config: dict[str, Any]) -> str:
    credential = services.create_credential(
        workspace=workspace,
        actor=SYSTEM,
        name=f"{kind} token",
        kind=CredentialKind.TOKEN,
        value={"token": SECRET},
        allowed_hosts=["127.0.0.1"],
    )
    made = services.create_connection(
        workspace=workspace, actor=SYSTEM, name=f"{kind}", kind=kind, config=config, credential=credential
    )
    return str(made.pk)


@pytest.fixture
def bearer(workspace: Workspace) -> str:
    return connection(workspace, ConnectionKind.HTTP, {"auth": {"kind": "bearer"}})


def test_a_call_uses_the_connection_and_the_answer_does_not_hold_its_secret(
    sandbox: Sandbox, world: World, bearer: str
) -> None:
    world.script.append((200, {"echo": f"Bearer {SECRET}"}))
    tried = sandbox.step(call("a", world.url, connectionId=bearer), {})
    assert world.seen[0].headers["authorization"] == f"Bearer {SECRET}"
    assert (tried["status"], tried["output"]["data"]) == ("COMPLETED", {"echo": "Bearer ***"})
    assert SECRET not in json.dumps(tried)


def test_an_error_does_not_hold_it_either(sandbox: Sandbox, world: World, bearer: str) -> None:
    world.script.append((401, {"error": f"{SECRET} is wrong"}))
    tried = sandbox.step(call("a", world.url, connectionId=bearer), {})
    assert (tried["status"], tried["error"]["code"]) == ("FAILED", "http_401")
    assert SECRET not in json.dumps(tried)


def test_a_draft_does_not_hold_it_anywhere(sandbox: Sandbox, world: World, bearer: str) -> None:
    world.script.append((200, {"echo": SECRET}))
    document = chain(call("a", world.url, connectionId=bearer), compose("b", {"all": "$.steps_output.a"}))
    got = sandbox.flow(document, dryRun=False)
    assert (got["status"], got["output"]["b"]["all"]["data"]) == ("COMPLETED", {"echo": "***"})
    assert SECRET not in json.dumps(got)


def test_a_dry_run_does_not_even_open_it(sandbox: Sandbox, world: World, bearer: str) -> None:
    tried = sandbox.step(call("a", world.url, connectionId=bearer), {}, dryRun=True)
    assert tried["metadata"]["request"]["connectionId"] == bearer
    assert (world.seen, CredentialUse.objects.count()) == ([], 0)
    assert SECRET not in json.dumps(tried)


def test_its_use_is_recorded_as_a_test(sandbox: Sandbox, world: World, bearer: str) -> None:
    sandbox.step(call("a", world.url, connectionId=bearer), {})
    assert CredentialUse.objects.get().execution_id == ""


def test_a_language_model_keeps_its_key_to_itself(sandbox: Sandbox, world: World, workspace: Workspace) -> None:
    world.script.append((200, chat(f"I am {SECRET}")))
    llm = connection(workspace, ConnectionKind.LLM, {"provider": "OPENAI", "baseUrl": world.url})
    asking = step(
        "a", "LLM_INVOCATION", llmProvider="OPENAI", modelId="m", directPrompt="Who? {{ n }}", connectionId=llm
    )
    tried = sandbox.step(asking, {"n": 1})
    assert world.seen[0].headers["authorization"] == f"Bearer {SECRET}"
    assert (tried["status"], tried["output"]) == ("COMPLETED", {"llm_response": "I am ***"})
    assert (tried["metadata"]["renderedPrompt"], tried["metadata"]["rawResponse"]) == ("Who? 1", "I am ***")
    assert SECRET not in json.dumps(tried)


def test_a_connection_of_somebody_else_is_not_found(sandbox: Sandbox, world: World, other_workspace: Workspace) -> None:
    theirs = connection(other_workspace, ConnectionKind.HTTP, {"auth": {"kind": "bearer"}})
    tried = sandbox.step(call("a", world.url, connectionId=theirs), {})
    assert (tried["status"], tried["error"]["code"], world.seen) == ("FAILED", "connection_not_found", [])


def test_addresses_that_are_not_allowed_stay_closed(sandbox: Sandbox) -> None:
    tried = sandbox.step(call("a", "http://169.254.169.254/latest/"), {})
    assert tried["error"]["code"] == "egress_blocked"


def test_what_went_wrong_inside_is_not_told(sandbox: Sandbox) -> None:
    assert sandbox.step(broken("a"), {})["error"]["details"].keys() <= {"field", "index", "found"}
