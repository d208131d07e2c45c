"""What a run starts from and holds on to."""

from __future__ import annotations

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks

from allma_site.common.problems import Conflict, NotFound, Unprocessable
from flows.definition.errors import PermanentStepError
from flows.freeze import freeze, load_frozen, prompt_text
from flows.models import FrozenDefinition
from tests.integration.flows.client import Api, definition, step
from workspaces.models import Workspace

NOTHING_BOUND: dict[str, dict[str, int]] = {"prompts": {}, "flows": {}}


def sub_flow(flow_id: str, **fields: Any) -> dict[str, Any]:
    return definition(step("call", "START_SUB_FLOW", subFlowDefinitionId=flow_id, **fields))


def replace(api: Api, flow_id: str, number: int, content: dict[str, Any]) -> None:
    api.ok("POST", f"/flows/{flow_id}/versions/", {})
    api.ok("PUT", f"/flows/{flow_id}/versions/{number}/", {"definition": content}, If_Match='"1"')
    api.ok("POST", f"/flows/{flow_id}/versions/{number}/publish/", {})


def test_the_published_version_is_frozen_whole(api: Api, workspace: Workspace) -> None:
    wanted = definition(
        step("z", defaultNextStepInstanceId="a"),
        step("a"),
        inputSchema={"type": "object"},
        maxConcurrentExecutions=3,
    )
    flow_id = uuid.UUID(api.flow(wanted, publish=True))
    frozen = freeze(workspace_id=workspace.pk, flow_id=flow_id)
    assert (frozen.flow_id, frozen.version, frozen.definition) == (flow_id, 1, wanted)
    assert (frozen.input_schema, frozen.max_concurrent, frozen.bindings) == ({"type": "object"}, 3, NOTHING_BOUND)
    stored = load_frozen(frozen.definition_id)
    assert (stored.definition, stored.bindings, stored.hash) == (wanted, NOTHING_BOUND, frozen.text_hash)
    assert list(stored.definition["steps"]) == ["z", "a"]


def test_what_is_frozen_twice_is_stored_once(api: Api, workspace: Workspace) -> None:
    one, other = (uuid.UUID(api.flow(definition(step("a")), publish=True)) for _ in range(2))
    first, second = (freeze(workspace_id=workspace.pk, flow_id=flow_id) for flow_id in (one, other))
    assert first.definition_id == second.definition_id
    assert FrozenDefinition.objects.count() == 1


def test_definitions_that_differ_in_the_order_of_keys_are_not_one(api: Api, workspace: Workspace) -> None:
    ids = [
        uuid.UUID(api.flow(definition(step("a", inputMappings=mappings)), publish=True))
        for mappings in ({"x": "$.a", "y": "$.b"}, {"y": "$.b", "x": "$.a"})
    ]
    hashes = {freeze(workspace_id=workspace.pk, flow_id=flow_id).text_hash for flow_id in ids}
    assert len(hashes) == 2


def test_workspaces_share_no_frozen_definition(api: Api, workspace: Workspace, other_workspace: Workspace) -> None:
    ours, theirs = api.flow(publish=True), Api(other_workspace).flow(publish=True)
    one = freeze(workspace_id=workspace.pk, flow_id=uuid.UUID(ours))
    other = freeze(workspace_id=other_workspace.pk, flow_id=uuid.UUID(theirs))
    assert one.definition_id != other.definition_id


def test_a_second_start_costs_one_query(
    api: Api,
    workspace: Workspace,
    django_assert_num_queries: DjangoAssertNumQueries,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    flow_id = uuid.UUID(api.flow(publish=True))
    with django_capture_on_commit_callbacks(execute=True):
        first = freeze(workspace_id=workspace.pk, flow_id=flow_id)
    with django_assert_num_queries(1):
        assert freeze(workspace_id=workspace.pk, flow_id=flow_id) is first
    with django_assert_num_queries(1):
        assert freeze(workspace_id=workspace.pk, flow_id=flow_id, version=1) is first


def test_a_publish_is_seen_by_the_next_start(
    api: Api, workspace: Workspace, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    flow_id = api.flow(definition(step("old")), publish=True)
    with django_capture_on_commit_callbacks(execute=True):
        freeze(workspace_id=workspace.pk, flow_id=uuid.UUID(flow_id))
    replace(api, flow_id, 2, definition(step("new")))
    assert list(freeze(workspace_id=workspace.pk, flow_id=uuid.UUID(flow_id)).definition["steps"]) == ["new"]
    old = freeze(workspace_id=workspace.pk, flow_id=uuid.UUID(flow_id), version=1)
    assert (old.version, list(old.definition["steps"])) == (1, ["old"])


@pytest.mark.django_db(transaction=True)
def test_a_start_that_is_undone_leaves_nothing_in_the_cache(api: Api, workspace: Workspace) -> None:
    flow_id = uuid.UUID(api.flow(publish=True))
    with transaction.atomic():
        freeze(workspace_id=workspace.pk, flow_id=flow_id)
        transaction.set_rollback(True)
    again = freeze(workspace_id=workspace.pk, flow_id=flow_id)
    assert FrozenDefinition.objects.filter(pk=again.definition_id).exists()


@pytest.mark.django_db(transaction=True)
def test_starts_at_the_same_time_store_one_definition(api: Api, workspace: Workspace) -> None:
    flow_id = uuid.UUID(api.flow(definition(step("together")), publish=True))
    barrier = threading.Barrier(8)

    def start(_: int) -> uuid.UUID:
        barrier.wait()
        try:
            return freeze(workspace_id=workspace.pk, flow_id=flow_id).definition_id
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(start, range(8)))) == 1
    assert FrozenDefinition.objects.count() == 1


def test_references_without_a_version_are_bound_to_what_is_published(
    api: Api, workspace: Workspace, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    child = api.flow(publish=True)
    parent = uuid.UUID(api.flow(sub_flow(child), publish=True))
    with django_capture_on_commit_callbacks(execute=True):
        first = freeze(workspace_id=workspace.pk, flow_id=parent)
    assert first.bindings == {"prompts": {}, "flows": {child: 1}}
    replace(api, child, 2, definition(step("new")))
    second = freeze(workspace_id=workspace.pk, flow_id=parent)
    assert second.bindings == {"prompts": {}, "flows": {child: 2}}
    assert second.definition_id != first.definition_id
    assert load_frozen(first.definition_id).bindings["flows"] == {child: 1}


@pytest.mark.parametrize("fields", [{"subFlowVersion": 1}, {"subFlowVersion": "1"}])
def test_a_reference_with_a_version_is_not_bound(api: Api, workspace: Workspace, fields: dict[str, Any]) -> None:
    child = api.flow(publish=True)
    parent = uuid.UUID(api.flow(sub_flow(child, **fields), publish=True))
    assert freeze(workspace_id=workspace.pk, flow_id=parent).bindings == NOTHING_BOUND


def test_prompts_are_bound_too(api: Api, workspace: Workspace) -> None:
    prompt = api.prompt(publish=True)
    ask = step("ask", "LLM_INVOCATION", llmProvider="OPENAI", modelId="m", promptTemplateId=prompt)
    flow_id = uuid.UUID(api.flow(definition(ask), publish=True))
    assert freeze(workspace_id=workspace.pk, flow_id=flow_id).bindings == {"prompts": {prompt: 1}, "flows": {}}


def test_a_draft_runs_when_it_is_named_and_valid(api: Api, workspace: Workspace) -> None:
    flow_id = api.flow(definition(step("a", pinnedOutput={"x": 1})))
    frozen = freeze(workspace_id=workspace.pk, flow_id=uuid.UUID(flow_id), version=1)
    assert (frozen.version, list(frozen.definition["steps"])) == (1, ["a"])
    api.ok("PUT", f"/flows/{flow_id}/versions/1/", {"definition": definition(step("b"))}, If_Match='"1"')
    assert list(freeze(workspace_id=workspace.pk, flow_id=uuid.UUID(flow_id), version=1).definition["steps"]) == ["b"]


def test_a_draft_with_errors_does_not_run(api: Api, workspace: Workspace) -> None:
    flow_id = uuid.UUID(api.flow(definition(step("a", defaultNextStepInstanceId="nowhere"))))
    with pytest.raises(Unprocessable) as refused:
        freeze(workspace_id=workspace.pk, flow_id=flow_id, version=1)
    assert refused.value.code == "invalid_definition"
    assert [problem["code"] for problem in refused.value.members["problems"]] == ["unknown_step"]


def test_a_flow_without_a_published_version_is_refused(api: Api, workspace: Workspace) -> None:
    with pytest.raises(Conflict) as refused:
        freeze(workspace_id=workspace.pk, flow_id=uuid.UUID(api.flow()))
    assert refused.value.code == "flow_not_published"


@pytest.mark.parametrize("version", [None, 1])
def test_an_archived_flow_is_refused(
    api: Api,
    workspace: Workspace,
    version: int | None,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    flow_id = api.flow(publish=True)
    with django_capture_on_commit_callbacks(execute=True):
        freeze(workspace_id=workspace.pk, flow_id=uuid.UUID(flow_id))
    api.ok("DELETE", f"/flows/{flow_id}/")
    with pytest.raises(Conflict) as refused:
        freeze(workspace_id=workspace.pk, flow_id=uuid.UUID(flow_id), version=version)
    assert refused.value.code == "flow_archived"


def test_what_is_not_there_is_not_found(api: Api, workspace: Workspace, other_workspace: Workspace) -> None:
    flow_id = uuid.UUID(api.flow(publish=True))
    for workspace_id, wanted, version in (
        (workspace.pk, uuid.uuid4(), None),
        *((workspace.pk, flow_id, number) for number in (9, 0, -1, 2**31, 10**30)),
        (other_workspace.pk, flow_id, None),
        (other_workspace.pk, flow_id, 1),
    ):
        with pytest.raises(NotFound):
            freeze(workspace_id=workspace_id, flow_id=wanted, version=version)
    with pytest.raises(LookupError):
        load_frozen(uuid.uuid4())


def test_a_prompt_is_read_as_published_or_by_number(api: Api, workspace: Workspace) -> None:
    prompt = api.prompt("One {{ a }}", publish=True)
    api.ok("POST", f"/prompts/{prompt}/versions/", {})
    body = {"content": "Two", "outputSchema": {"type": "object"}}
    api.ok("PUT", f"/prompts/{prompt}/versions/2/", body, If_Match='"1"')
    assert prompt_text(workspace_id=workspace.pk, template_id=prompt, version=None).content == "One {{ a }}"
    with pytest.raises(PermanentStepError) as refused:
        prompt_text(workspace_id=workspace.pk, template_id=prompt, version=2)
    assert refused.value.code == "prompt_not_published"
    api.ok("POST", f"/prompts/{prompt}/versions/2/publish/", {})
    text = prompt_text(workspace_id=workspace.pk, template_id=prompt, version=None)
    assert (text.template_id, text.version, text.content, text.output_schema) == (prompt, 2, "Two", {"type": "object"})
    assert prompt_text(workspace_id=workspace.pk, template_id=prompt, version=1).content == "One {{ a }}"


@pytest.mark.parametrize(
    ("template_id", "version"), [("no id", None), (str(uuid.uuid4()), None), (str(uuid.uuid4()), 1), ("", 1)]
)
def test_an_unknown_prompt_is_a_permanent_error(workspace: Workspace, template_id: str, version: int | None) -> None:
    with pytest.raises(PermanentStepError) as refused:
        prompt_text(workspace_id=workspace.pk, template_id=template_id, version=version)
    assert refused.value.code == "prompt_not_found"


def test_a_prompt_of_another_workspace_is_not_found(api: Api, other_workspace: Workspace) -> None:
    prompt = api.prompt(publish=True)
    with pytest.raises(PermanentStepError) as refused:
        prompt_text(workspace_id=other_workspace.pk, template_id=prompt, version=1)
    assert refused.value.code == "prompt_not_found"
