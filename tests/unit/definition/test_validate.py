"""Every problem code, the smallest definition that has it, and where it is found."""

from __future__ import annotations

from typing import Any

import pytest

from flows.definition.limits import Limits
from flows.definition.problems import PROBLEM_CODES, Problem, Severity, has_errors
from flows.definition.validate import validate
from flows.steps.registry import CATALOG
from tests.unit.definition.flows import branch, check, flow, fork, found, one, way

CALL = {"stepType": "API_CALL", "apiUrlTemplate": {"template": "https://example.com"}}
WAIT = {"stepType": "WAIT_FOR_EXTERNAL_EVENT", "correlationKeyTemplate": "order-{{ id }}"}
LLM = {"stepType": "LLM_INVOCATION", "llmProvider": "OPENAI", "modelId": "m", "onError": {"retries": {"count": 1}}}
UNIQUE = {"stepType": "DATA_TRANSFORMATION", "moduleIdentifier": "system/generate-uuid"}
CHILD = {"stepType": "START_SUB_FLOW", "onError": {"retries": {"count": 1}}}

ERRORS: list[tuple[str, Any, str]] = [
    ("document_not_object", [], ""),
    ("document_not_json", {"steps": {}, "x": float("nan")}, ""),
    ("missing_field", {"steps": {}}, "/startStepInstanceId"),
    ("missing_field", {"startStepInstanceId": "s"}, "/steps"),
    ("missing_field", one(**CALL, transitions=[{"condition": "$.a"}]), "/steps/s/transitions/0/nextStepInstanceId"),
    ("missing_field", one(stepType="API_CALL"), "/steps/s/apiUrlTemplate"),
    ("unknown_field", flow({"s": {}}, enableLogs=True), "/enableLogs"),
    ("unknown_field", one(url="x"), "/steps/s/url"),
    ("unknown_field", one(**CALL, apiUrl="x"), "/steps/s/apiUrl"),
    ("unknown_field", flow({"s": fork(branch("b"), aggregation_config={}), "b": {}}), "/steps/s/aggregation_config"),
    ("unknown_field", one(customConfig={"a": 1}), "/steps/s/customConfig"),
    ("unknown_field", one(moduleIdentifier="system/x"), "/steps/s/moduleIdentifier"),
    ("unknown_field", one(**UNIQUE, customConfig={"start": "x"}), "/steps/s/customConfig/start"),
    ("invalid_value", one(timeoutSeconds=True), "/steps/s/timeoutSeconds"),
    ("invalid_value", one(**CALL, apiHttpMethod="SHOUT"), "/steps/s/apiHttpMethod"),
    ("invalid_value", one(delay={"milliseconds": 1, "delayFrom": 2}), "/steps/s/delay"),
    ("invalid_value", one(onError={"retries": {"count": 99}}), "/steps/s/onError/retries/count"),
    ("invalid_value", one(inputMappings={"a": 5}), "/steps/s/inputMappings/a"),
    ("invalid_value", {"startStepInstanceId": "s", "steps": []}, "/steps"),
    ("invalid_value", {"startStepInstanceId": "s", "steps": {"s": 5}}, "/steps/s"),
    ("invalid_value", one(**UNIQUE, customConfig={"prefix": {"a": 1}}), "/steps/s/customConfig/prefix"),
    (
        "key_differs_from_id",
        {"startStepInstanceId": "s", "steps": {"s": {"stepInstanceId": "t", "stepType": "NO_OP"}}},
        "/steps/s",
    ),
    ("invalid_path", one(inputMappings={"a": "order.total"}), "/steps/s/inputMappings/a"),
    ("invalid_path", one(inputMappings={"a": {"path": "$.["}}), "/steps/s/inputMappings/a/path"),
    ("invalid_path", one(literals={"price": {"text": "$5 off"}}), "/steps/s/literals/price/text"),
    ("invalid_path", one(outputValidation={"requiredFields": ["a"]}), "/steps/s/outputValidation/requiredFields/0"),
    ("invalid_path", flow({"s": {}}, searchAttributes={"a": "$["}), "/searchAttributes/a"),
    ("invalid_path", flow({"s": {}}, redactPaths=["$.a", ".b"]), "/redactPaths/1"),
    ("invalid_path", flow({"s": fork(branch("b"), itemsPath="items"), "b": {}}), "/steps/s/itemsPath"),
    ("invalid_target", one(outputMappings={"$.execution.id": "$"}), "/steps/s/outputMappings/$.execution.id"),
    ("invalid_target", one(outputMappings={"$.a[*]": "$"}), "/steps/s/outputMappings/$.a[*]"),
    ("invalid_target", one(inputMappings={"a[100001]": "$.a"}), "/steps/s/inputMappings/a[100001]"),
    ("invalid_target", one(literals={"a..b": 1}), "/steps/s/literals/a..b"),
    (
        "invalid_target",
        flow({"s": fork(branch("b", inputMappings={"currentItem.a": "$.a"})), "b": {}}),
        "/steps/s/parallelBranches/0/inputMappings/currentItem.a",
    ),
    ("invalid_condition", one(transitions=[way("$.a = 5")]), "/steps/s/transitions/0/condition"),
    (
        "invalid_condition",
        flow({"s": fork(branch("b", condition="$.a ==")), "b": {}}),
        "/steps/s/parallelBranches/0/condition",
    ),
    ("placeholder_condition", one(transitions=[way(" ")]), "/steps/s/transitions/0/condition"),
    ("placeholder_condition", one(transitions=[way("true")]), "/steps/s/transitions/0/condition"),
    ("placeholder_condition", one(transitions=[way("<your condition>")]), "/steps/s/transitions/0/condition"),
    ("invalid_template", one(literals={"a": ["{{ a"]}), "/steps/s/literals/a/0"),
    (
        "invalid_template",
        one(**{**CALL, "apiUrlTemplate": {"template": "{% if %}"}}),
        "/steps/s/apiUrlTemplate/template",
    ),
    ("invalid_template", one(stepType="END_FLOW", message="{{ a | nothing }}"), "/steps/s/message"),
    ("invalid_schema", flow({"s": {}}, inputSchema={"type": "thing"}), "/inputSchema"),
    (
        "invalid_schema",
        one(outputValidation={"schema": {"$ref": "http://example.com"}}),
        "/steps/s/outputValidation/schema",
    ),
    ("invalid_schema", one(**WAIT, payloadSchema={"pattern": "(?=a)"}), "/steps/s/payloadSchema"),
    (
        "invalid_regex",
        one(**LLM, directPrompt="x", securityValidatorConfig={"forbiddenPatterns": ["("]}),
        "/steps/s/securityValidatorConfig/forbiddenPatterns/0",
    ),
    ("unknown_step", {"startStepInstanceId": "s", "steps": {}}, "/startStepInstanceId"),
    ("unknown_step", one(defaultNextStepInstanceId="t"), "/steps/s/defaultNextStepInstanceId"),
    ("unknown_step", one(transitions=[way("$.a", "t")]), "/steps/s/transitions/0/nextStepInstanceId"),
    ("unknown_step", one(onError={"fallbackStepInstanceId": "t"}), "/steps/s/onError/fallbackStepInstanceId"),
    ("unknown_step", one(**WAIT, onTimeoutStepInstanceId="t"), "/steps/s/onTimeoutStepInstanceId"),
    ("unknown_step", one(**fork(branch("t"))), "/steps/s/parallelBranches/0/stepInstanceId"),
    (
        "unknown_step",
        flow({"s": {}}, defaultStepConfig={"onError": {"fallbackStepInstanceId": "t"}}),
        "/defaultStepConfig/onError/fallbackStepInstanceId",
    ),
    ("unknown_step_type", one(stepType="TELEPORT"), "/steps/s/stepType"),
    ("unknown_module", one(stepType="DATA_TRANSFORMATION", moduleIdentifier="system/x"), "/steps/s/moduleIdentifier"),
    ("missing_module", one(stepType="DATA_TRANSFORMATION"), "/steps/s/moduleIdentifier"),
    ("unknown_prompt", one(**LLM, promptTemplateId="nobody"), "/steps/s/promptTemplateId"),
    ("unpublished_prompt", one(**LLM, promptTemplateId="new"), "/steps/s/promptTemplateId"),
    ("unpublished_prompt", one(**LLM, promptTemplateId="greeting", promptVersion=2), "/steps/s/promptVersion"),
    ("unknown_flow", one(**CHILD, subFlowDefinitionId="nobody"), "/steps/s/subFlowDefinitionId"),
    ("unpublished_flow", one(**CHILD, subFlowDefinitionId="draft"), "/steps/s/subFlowDefinitionId"),
    ("unpublished_flow", one(**CHILD, subFlowDefinitionId="child", subFlowVersion=2), "/steps/s/subFlowVersion"),
    ("unpublished_flow", one(**CHILD, subFlowDefinitionId="child", subFlowVersion="2"), "/steps/s/subFlowVersion"),
    ("sub_flow_recursion", one(**CHILD, subFlowDefinitionId="me"), "/steps/s/subFlowDefinitionId"),
    ("sub_flow_recursion", one(**CHILD, subFlowDefinitionId="caller"), "/steps/s/subFlowDefinitionId"),
    ("unknown_connection", one(**CALL, connectionId="nobody"), "/steps/s/connectionId"),
    ("unknown_preset", one(stepDefinitionId="nobody"), "/steps/s/stepDefinitionId"),
    (
        "fork_without_items",
        flow({"s": {"stepType": "PARALLEL_FORK_MANAGER", "parallelBranches": [branch("b")]}, "b": {}}),
        "/steps/s/itemsPath",
    ),
    ("fork_without_items", flow({"s": fork(branch("b"), itemsPath=""), "b": {}}), "/steps/s/itemsPath"),
    ("fork_without_branches", one(stepType="PARALLEL_FORK_MANAGER", itemsPath="$.a"), "/steps/s/parallelBranches"),
    ("fork_without_branches", one(**fork()), "/steps/s/parallelBranches"),
    (
        "duplicate_branch_id",
        flow({"s": fork(branch("b", "x"), branch("b", "x")), "b": {}}),
        "/steps/s/parallelBranches/1/branchId",
    ),
    ("wait_without_key", one(stepType="WAIT_FOR_EXTERNAL_EVENT"), "/steps/s/correlationKeyTemplate"),
    ("wait_without_key", one(**{**WAIT, "correlationKeyTemplate": " "}), "/steps/s/correlationKeyTemplate"),
]

WARNINGS: list[tuple[str, Any, str]] = [
    ("unreachable_step", flow({"s": {}, "island": {}}), "/steps/island"),
    ("loop_without_limit", one(transitions=[way("$.a", maxTransitions=0)]), "/steps/s/transitions/0"),
    ("output_not_written", one(inputMappings={"a": "$.steps_output.later.x"}), "/steps/s/inputMappings/a"),
    ("effects_without_retries", one(**CALL), "/steps/s"),
    ("duplicate_transition", one(transitions=[way("$.a == 1"), way("$.a  ==  1")]), "/steps/s/transitions/1"),
    ("secret_looking_literal", one(literals={"apiKey": "abcd1234"}), "/steps/s/literals/apiKey"),
    (
        "secret_looking_literal",
        flow({"s": {}}, flowVariables={"db": {"password": "hunter22"}}),
        "/flowVariables/db/password",
    ),
    ("secret_looking_literal", one(literals={"a": ["Bearer abcdefghijklmnop1"]}), "/steps/s/literals/a/0"),
    (
        "unknown_group_member",
        flow({"s": {}}, groups=[{"id": "g", "stepInstanceIds": ["s", "t"]}]),
        "/groups/0/stepInstanceIds/1",
    ),
    (
        "completion_action_not_delivered",
        flow({"s": {}}, onCompletionActions=[{"actionType": "LOG_ONLY"}]),
        "/onCompletionActions/0",
    ),
]

FOUND_ELSEWHERE = {
    "document_too_deep", "document_too_large", "too_many_steps", "too_many_expressions", "too_many_problems",
    "branch_leaves_fork", "pinned_output", "renamed_step", "dropped_step", "dropped_field",
    "template_not_translated", "condition_not_translated",
}  # fmt: skip


@pytest.mark.parametrize(("code", "document", "path"), ERRORS)
def test_an_error_is_found_at_its_place(code: str, document: Any, path: str) -> None:
    problems = [each for each in check(document) if each.severity is Severity.ERROR]
    assert [(each.code, each.path) for each in problems] == [(code, path)]
    assert has_errors(problems)
    assert all(each.message and each.hint for each in problems)


@pytest.mark.parametrize(("code", "document", "path"), WARNINGS)
def test_a_warning_is_found_at_its_place_and_keeps_nothing_from_being_published(
    code: str, document: Any, path: str
) -> None:
    problems = check(document)
    assert [(each.code, each.path) for each in problems] == [(code, path)]
    assert not has_errors(problems)


def test_every_code_has_a_test() -> None:
    tested = {code for code, _, _ in (*ERRORS, *WARNINGS)} | FOUND_ELSEWHERE
    assert tested == set(PROBLEM_CODES)


def test_a_problem_names_its_step_and_is_plain_json() -> None:
    assert [each.to_json() for each in check(one(defaultNextStepInstanceId="t"))] == [
        {
            "code": "unknown_step",
            "severity": "error",
            "path": "/steps/s/defaultNextStepInstanceId",
            "message": "There is no step 't'.",
            "hint": "Choose a step of this flow.",
            "stepInstanceId": "s",
        }
    ]
    assert "stepInstanceId" not in check({"steps": {}})[0].to_json()


def test_a_step_id_in_a_path_is_escaped_as_a_json_pointer() -> None:
    document = {"startStepInstanceId": "a/b~c", "steps": {"a/b~c": {"stepInstanceId": "x", "stepType": "NOPE"}}}
    assert ("unknown_step_type", "/steps/a~1b~0c/stepType") in found(document)


def test_a_near_name_is_offered() -> None:
    document = flow({"start": {"defaultNextStepInstanceId": "finsh"}, "finish": {}})
    assert check(document)[0].message == "There is no step 'finsh'; did you mean 'finish'?"


def test_a_pinned_output_is_refused_only_when_publishing() -> None:
    document = one(pinnedOutput=None)
    assert found(document) == []
    assert found(document, publishing=True) == [("pinned_output", "/steps/s/pinnedOutput")]


def test_references_are_checked_only_when_they_are_known() -> None:
    document = one(**CHILD, subFlowDefinitionId="nobody", stepDefinitionId="nobody")
    assert found(document, known=None) == []


def test_references_that_are_templates_are_checked_when_they_run() -> None:
    assert found(one(**CHILD, subFlowDefinitionId="{{ flow_variables.child }}")) == []
    assert found(one(**CALL, connectionId="$.connection", onError={"retries": {"count": 2}})) == []


def test_a_released_version_may_be_named_although_another_is_published() -> None:
    assert found(one(**CHILD, subFlowDefinitionId="child", subFlowVersion=1)) == []
    assert found(one(**CHILD, subFlowDefinitionId="draft", subFlowVersion=1)) == []


def test_a_module_takes_templates_where_it_wants_other_types_and_mapped_values_where_it_wants_any() -> None:
    step = {"stepType": "DATA_TRANSFORMATION", "moduleIdentifier": "system/generate-array"}
    assert found(one(**step, customConfig={"count": "{{ n }}"})) == []
    assert found(one(**step, inputMappings={"count": "$.n"})) == []
    assert found(one(**step, customConfig={"count": [1]})) == [("invalid_value", "/steps/s/customConfig/count")]


@pytest.mark.parametrize(
    ("document", "limits", "expected"),
    [
        (flow({"a": {}, "b": {}}), Limits(max_steps=1), ("too_many_steps", "/steps")),
        (one(description="x" * 100), Limits(max_bytes=150), ("document_too_large", "")),
        (one(literals={"a": [[[1]]]}), Limits(max_depth=6), ("document_too_deep", "")),
    ],
)
def test_a_definition_over_a_limit_is_not_looked_into(
    document: dict[str, Any], limits: Limits, expected: tuple[str, str]
) -> None:
    problems = validate(document, catalog=CATALOG, limits=limits)
    assert [(each.code, each.path) for each in problems] == [expected]


def test_a_definition_at_its_limits_is_looked_into() -> None:
    document = one(literals={"a": [[[1]]]})
    limits = Limits(max_steps=1, max_depth=7)
    assert validate(document, catalog=CATALOG, limits=limits) == []


def test_at_most_five_hundred_problems_are_shown_errors_first() -> None:
    steps = {f"s{n}": {"onError": {"fallbackStepInstanceId": "nowhere"}} for n in range(600)}
    problems = check(flow(steps))
    assert len(problems) == 501
    assert {each.code for each in problems[:500]} == {"unknown_step"}
    assert problems[500] == Problem(
        code="too_many_problems",
        severity=Severity.WARNING,
        path="",
        message="There are more problems than these; 699 are not shown.",
        hint="Fix these first.",
    )


def test_every_code_is_described_for_the_documentation() -> None:
    assert PROBLEM_CODES["wait_without_key"] == (
        "The wait has no key. Set correlationKeyTemplate, for example order-{{ order.id }}."
    )
    assert PROBLEM_CODES["unknown_step"] == "There is no step {id}. Choose a step of this flow."
    assert all(text.endswith(".") for text in PROBLEM_CODES.values())
