from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from flows.definition.errors import PermanentStepError, StepError
from flows.definition.scope import Lazy
from flows.steps.base import EndFlow, Fork, StartChild, StepResult, WaitForEvent
from flows.steps.registry import STEP_TYPES
from tests.unit.steps.context import Context, output_of, run_step


def _error(step_type: str, fields: dict[str, Any], given: dict[str, Any] | None = None, **root: Any) -> StepError:
    with pytest.raises(PermanentStepError) as caught:
        run_step(step_type, fields, given, ctx=Context(root=root))
    return caught.value


def test_no_op_gives_back_its_input() -> None:
    given = {"a": [1, {"b": None}]}
    assert output_of(run_step("NO_OP", {}, given)) is given


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ({}, EndFlow("COMPLETED", "")),
        ({"status": "FAILED", "message": "no stock for {{ sku }}"}, EndFlow("FAILED", "no stock for A1")),
        ({"message": "$.sku"}, EndFlow("COMPLETED", "A1")),
    ],
)
def test_end_flow_ends_with_its_status_and_rendered_message(fields: dict[str, Any], wanted: EndFlow) -> None:
    assert run_step("END_FLOW", fields, ctx=Context(root={"sku": "A1"})) == wanted


def test_a_flow_cannot_be_ended_in_another_status() -> None:
    with pytest.raises(ValidationError):
        run_step("END_FLOW", {"status": "CANCELLED"})


BRANCHES = [{"branchId": "a", "stepInstanceId": "work"}]


@pytest.mark.parametrize(
    "items",
    [[], [1, 2], {"manifest": "runs/1.jsonl"}, Lazy(sha256="ab", bytes=1, load=lambda _: [])],
    ids=["empty", "list", "manifest", "lazy"],
)
def test_a_fork_takes_a_list_or_the_manifest_of_one(items: Any) -> None:
    fields = {"itemsPath": "$.items", "parallelBranches": BRANCHES}
    result = run_step("PARALLEL_FORK_MANAGER", fields, ctx=Context(root={"items": items}))
    assert isinstance(result, Fork)
    assert result.items is items


@pytest.mark.parametrize(
    ("root", "found"),
    [
        ({}, "nothing"),
        ({"items": None}, "null"),
        ({"items": {"a": 1}}, "an object"),
        ({"items": "abc"}, "a text"),
        ({"items": 3}, "a number"),
        ({"items": True}, "a boolean"),
    ],
)
def test_a_fork_over_anything_else_says_what_it_found(root: dict[str, Any], found: str) -> None:
    error = _error("PARALLEL_FORK_MANAGER", {"itemsPath": "$.items", "parallelBranches": BRANCHES}, **root)
    assert error.code == "fork_items_not_a_list"
    assert error.details == {"field": "itemsPath", "path": "$.items", "found": found}
    assert error.message == f"itemsPath '$.items' finds {found}; it must find a list or the manifest of a list."


@pytest.mark.parametrize(
    "config",
    [
        {"strategy": "CUSTOM_MODULE"},
        {"toleratedFailurePercentage": 101},
        {"toleratedFailurePercentage": -1},
        {"maxConcurrency": -1},
        {"maxConcurrency": True},
        {"maxConcurrency": 1.5},
        {"stategy": "SUM"},
    ],
)
def test_a_fork_refuses_an_aggregation_it_cannot_do(config: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        run_step(
            "PARALLEL_FORK_MANAGER",
            {"itemsPath": "$.items", "parallelBranches": BRANCHES, "aggregationConfig": config},
        )


def test_a_fork_without_branches_is_refused() -> None:
    with pytest.raises(ValidationError):
        run_step("PARALLEL_FORK_MANAGER", {"itemsPath": "$.items", "parallelBranches": []})


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ({"subFlowDefinitionId": "f1"}, StartChild("f1", None, {"n": 1}, sync=True)),
        (
            {"subFlowDefinitionId": "{{ child }}", "subFlowVersion": 3, "subFlowExecutionMode": "ASYNC"},
            StartChild("f9", 3, {"n": 1}, sync=False),
        ),
        ({"subFlowDefinitionId": "$.child", "subFlowVersion": "{{ v }}"}, StartChild("f9", 7, {"n": 1}, sync=True)),
        ({"subFlowDefinitionId": "f1", "subFlowVersion": "$.v"}, StartChild("f1", 7, {"n": 1}, sync=True)),
    ],
)
def test_a_sub_flow_gets_the_input_of_its_step(fields: dict[str, Any], wanted: StartChild) -> None:
    assert run_step("START_SUB_FLOW", fields, {"n": 1}, ctx=Context(root={"child": "f9", "v": 7})) == wanted


@pytest.mark.parametrize("version", ["{{ v }}", "0", "{{ 0 | minus: 1 }}", "{{ 1.5 }}", "9" * 20, "$.missing"])
def test_a_version_that_is_no_positive_integer_is_refused(version: str) -> None:
    error = _error("START_SUB_FLOW", {"subFlowDefinitionId": "f1", "subFlowVersion": version}, v="x")
    assert (error.code, error.details) == ("invalid_config", {"field": "subFlowVersion"})


@pytest.mark.parametrize(
    ("step_type", "field"), [("START_SUB_FLOW", "subFlowDefinitionId"), ("START_FLOW_EXECUTION", "flowDefinitionId")]
)
def test_a_flow_id_that_renders_to_nothing_is_refused(step_type: str, field: str) -> None:
    error = _error(step_type, {field: "{{ child }} "}, child="")
    assert (error.code, error.details) == ("empty_flow_id", {"field": field})


@pytest.mark.parametrize(
    ("given", "child_input"),
    [({"a": 1}, {"a": 1}), ({"initialContextData": {"b": 2}, "a": 1}, {"b": 2}), ({}, {})],
)
def test_a_started_flow_gets_initial_context_data_or_the_whole_input(
    given: dict[str, Any], child_input: dict[str, Any]
) -> None:
    result = run_step("START_FLOW_EXECUTION", {"flowDefinitionId": "f1"}, given)
    assert result == StartChild("f1", None, child_input, sync=False)


@pytest.mark.parametrize(("sync", "wanted"), [(True, True), (False, False), ("{{ s }}", True), ("$.s", True)])
def test_a_started_flow_is_waited_for_when_sync_says_so(sync: Any, wanted: bool) -> None:
    fields = {"flowDefinitionId": "f1", "customConfig": {"sync": sync}}
    result = run_step("START_FLOW_EXECUTION", fields, ctx=Context(root={"s": True}))
    assert result == StartChild("f1", None, {}, sync=wanted)


def test_sync_must_come_to_true_or_false() -> None:
    error = _error("START_FLOW_EXECUTION", {"flowDefinitionId": "f1", "customConfig": {"sync": "{{ s }}"}}, s="maybe")
    assert (error.code, error.details) == ("invalid_config", {"field": "customConfig.sync"})


@pytest.mark.parametrize("data", [None, [], "x", 3])
def test_initial_context_data_must_be_an_object(data: Any) -> None:
    error = _error("START_FLOW_EXECUTION", {"flowDefinitionId": "f1"}, {"initialContextData": data})
    assert (error.code, error.details) == ("invalid_child_input", {"field": "initialContextData"})


def test_a_wait_renders_its_key_and_passes_its_limits_on() -> None:
    fields = {
        "correlationKeyTemplate": "order:{{ id }}",
        "maxWaitSeconds": 60,
        "onTimeoutStepInstanceId": "late",
        "payloadSchema": {"type": "object"},
    }
    result: StepResult = run_step("WAIT_FOR_EXTERNAL_EVENT", fields, ctx=Context(root={"id": 7}))
    assert result == WaitForEvent("order:7", 60.0, "late", {"type": "object"})


def test_a_wait_has_no_limit_unless_it_gives_one() -> None:
    assert run_step("WAIT_FOR_EXTERNAL_EVENT", {"correlationKeyTemplate": "k"}) == WaitForEvent("k")


def test_a_wait_whose_key_is_empty_is_refused() -> None:
    error = _error("WAIT_FOR_EXTERNAL_EVENT", {"correlationKeyTemplate": "{{ id }}"}, id="  ")
    assert (error.code, error.details) == ("empty_correlation_key", {"field": "correlationKeyTemplate"})


@pytest.mark.parametrize("seconds", [0, -1, True, "60", float("inf"), float("nan"), 1e12])
def test_a_wait_refuses_a_limit_that_is_no_sensible_number_of_seconds(seconds: Any) -> None:
    with pytest.raises(ValidationError):
        run_step("WAIT_FOR_EXTERNAL_EVENT", {"correlationKeyTemplate": "k", "maxWaitSeconds": seconds})


@pytest.mark.parametrize("step", STEP_TYPES.values(), ids=lambda step: step.module or step.type)
def test_unknown_fields_are_refused(step: Any) -> None:
    with pytest.raises(ValidationError):
        step.config.model_validate({**step.defaults, "surprise": 1})
