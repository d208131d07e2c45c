"""Older flow JSON becomes today's definition; today's stays as it is; what is lost is said."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given

from flows.definition.handlebars import translate
from flows.definition.json_patch import same
from flows.definition.problems import Severity
from flows.definition.templates import compile_template
from flows.definition.upgrade import upgrade
from flows.steps.registry import CATALOG
from tests.unit.definition.flows import branch, flow, fork, one, way
from tests.unit.definition.strategies import broken_definitions, definitions, json_values, quick
from tests.work import at_most


def problems(document: Any) -> list[tuple[str, str]]:
    return [(each.code, each.path) for each in upgrade(document, catalog=CATALOG).problems]


OLD = {
    "id": "quote",
    "name": "Quote",
    "version": 3,
    "isPublished": True,
    "createdAt": "2026-01-25T18:00:00.000Z",
    "enableExecutionLogs": True,
    "startStepInstanceId": "3f2a-load",
    "defaultStepConfig": {"defaultErrorHandler": {"retries": {"count": 2}}},
    "steps": [
        {
            "stepInstanceId": "3f2a-load",
            "stepType": "NO_OP",
            "disableS3Offload": True,
            "inputMappings": {"run": "$.flowExecutionId", "query.values": {":s": "$.status", "n": "$.n"}},
            "outputMappings": {"$.steps_output.loaded": "$."},
            "transitions": [
                {"condition": "$.status === 'open' && $.owner !== undefined", "nextStepInstanceId": "board flow"},
                {"condition": "$.items[(@.length-1)].price = 5", "nextStepInstanceId": "end"},
            ],
            "defaultNextStepInstanceId": "end",
        },
        {
            "stepInstanceId": "board flow",
            "stepType": "START_FLOW_EXECUTION",
            "moduleIdentifier": "system/start-flow-execution",
            "literals": {
                "flowDefinitionId": "{{flow_variables.Board}}",
                "flowVersion": "LATEST_PUBLISHED",
                "text": "{{#each lines}}{{this.sku}} {{/each}}",
            },
            "onError": {"fallbackStepInstanceId": "3f2a-load"},
        },
        {"stepInstanceId": "end", "stepType": "END_FLOW"},
    ],
}

TODAY = {
    "startStepInstanceId": "step_3f2a-load",
    "defaultStepConfig": {"onError": {"retries": {"count": 2}}},
    "steps": {
        "step_3f2a-load": {
            "stepInstanceId": "step_3f2a-load",
            "stepType": "NO_OP",
            "inputMappings": {
                "run": "$.execution.id",
                "query.values[':s']": "$.status",
                "query.values.n": "$.n",
            },
            "outputMappings": {"$.steps_output.loaded": "$."},
            "transitions": [
                {"condition": "$.status == 'open' && count($.owner) > 0", "nextStepInstanceId": "step_board_flow"},
                {"condition": "$.items[-1].price == 5", "nextStepInstanceId": "end"},
            ],
            "defaultNextStepInstanceId": "end",
        },
        "step_board_flow": {
            "stepInstanceId": "step_board_flow",
            "stepType": "START_FLOW_EXECUTION",
            "literals": {"text": "{% for item in lines %}{{ item.sku }} {% endfor %}"},
            "flowDefinitionId": "{{flow_variables.Board}}",
            "onError": {"fallbackStepInstanceId": "step_3f2a-load"},
            "outputMappings": {"$.steps_output['board flow']": "$"},
        },
        "end": {"stepInstanceId": "end", "stepType": "END_FLOW"},
    },
}


def test_an_older_flow_becomes_todays() -> None:
    assert upgrade(OLD, catalog=CATALOG).definition == TODAY


def test_what_an_older_flow_loses_is_said() -> None:
    assert sorted(problems(OLD)) == [
        ("dropped_field", "/enableExecutionLogs"),
        ("dropped_field", "/steps/3f2a-load/disableS3Offload"),
        ("renamed_step", "/steps/step_3f2a-load"),
        ("renamed_step", "/steps/step_board_flow"),
    ]
    assert {each.severity for each in upgrade(OLD).problems} == {Severity.WARNING}


def test_reading_it_twice_changes_nothing_more() -> None:
    assert upgrade(TODAY, catalog=CATALOG).definition == TODAY
    assert upgrade(TODAY, catalog=CATALOG).problems == []


def test_the_document_that_is_read_is_not_changed() -> None:
    before = copy.deepcopy(OLD)
    upgrade(OLD, catalog=CATALOG)
    assert before == OLD


@quick
@given(definitions())
def test_todays_definitions_come_back_as_they_are(document: dict[str, Any]) -> None:
    upgraded = upgrade(document)
    assert json.dumps(upgraded.definition) == json.dumps(document)
    assert upgraded.problems == []


@quick
@given(json_values | broken_definitions())
def test_any_json_can_be_read_twice_with_one_result(document: Any) -> None:
    before = copy.deepcopy(document)
    upgraded = upgrade(document, catalog=CATALOG)
    assert isinstance(upgraded.definition, dict)
    assert same(upgrade(upgraded.definition, catalog=CATALOG).definition, upgraded.definition)
    assert same(document, before)


@pytest.mark.parametrize(
    ("document", "codes"),
    [
        (None, ["document_not_object"]),
        ([], ["document_not_object"]),
        ({"steps": [5]}, ["dropped_step"]),
        ({"steps": {f"s{n}": {} for n in range(10_001)}}, ["too_many_steps"]),
        (one(enableLogs=True), ["dropped_field"]),
        (one(transitions=[way("$.a", colour="red")]), ["dropped_field"]),
        (one(literals={"a": "{{formatDate date}}"}), ["template_not_translated"]),
        (one(transitions=[way("$.a like 5")]), ["condition_not_translated"]),
    ],
)
def test_what_cannot_be_carried_over_is_said(document: Any, codes: list[str]) -> None:
    assert [code for code, _ in problems(document)] == codes


def test_a_document_nested_too_deep_is_left_alone() -> None:
    document: dict[str, Any] = {}
    for _ in range(3000):
        document = {"steps": document}
    assert [each.code for each in upgrade(document).problems] == ["document_too_deep"]


CONDITIONS = [
    ("$.a === 'x'", "$.a == 'x'"),
    ("$.a !== 1", "$.a != 1"),
    ("$.a = 1", "$.a == 1"),
    ("$.a=='=' && $.b='==='", "$.a=='=' && $.b=='==='"),
    ("$.a >= 1 && $.b <= 2 && $.c != 3", "$.a >= 1 && $.b <= 2 && $.c != 3"),
    ("$.a === undefined", "count($.a) == 0"),
    ("undefined !== $.a.b[0]", "count($.a.b[0]) > 0"),
    ("$.a == 'undefined'", "$.a == 'undefined'"),
    ("$.items[?(@.severity==='High')]", "$.items[?(@.severity=='High')]"),
    ("$.items[(@.length-1)].ok", "$.items[-1].ok"),
    ("$.flowExecutionId == 'x'", "$.execution.id == 'x'"),
    ("$.a == \"it's = 'so'\"", "$.a == \"it's = 'so'\""),
    ("$.order.total > 100", "$.order.total > 100"),
]


@pytest.mark.parametrize(("old", "new"), CONDITIONS)
def test_older_conditions_are_rewritten_wherever_they_stand(old: str, new: str) -> None:
    document = flow(
        {
            "s": fork(branch("b", condition=old), transitions=[way(old)]),
            "b": {
                "stepType": "POLL_EXTERNAL_API",
                "exitConditions": {"successCondition": old, "failureCondition": old},
            },
        }
    )
    upgraded = upgrade(document)
    steps = upgraded.definition["steps"]
    assert steps["s"]["parallelBranches"][0]["condition"] == new
    assert steps["s"]["transitions"][0]["condition"] == new
    assert steps["b"]["exitConditions"] == {"successCondition": new, "failureCondition": new}
    assert upgraded.problems == []


def test_data_that_is_named_like_a_condition_or_a_path_is_data() -> None:
    literals = {"condition": "a = b", "itemsPath": "x === y", "inputMappings": {"a": "b = c"}, "description": "{{x}}"}
    assert upgrade(one(literals=literals)).definition["steps"]["s"]["literals"] == literals


TEMPLATES = [
    ("{{a.b}}", "{{a.b}}"),
    ("{{ a | upcase }}", "{{ a | upcase }}"),
    ("{% if a %}{{{b}}}{% endif %}", "{% if a %}{{{b}}}{% endif %}"),
    ("no tags", "no tags"),
    ("{{{a.b}}}", "{{ a.b }}"),
    ("{{&a}}", "{{ a }}"),
    ("{{#if a}}x{{else}}y{{/if}}", "{% if a and a != empty and a != 0 %}x{% else %}y{% endif %}"),
    (
        "{{#if a}}x{{else if b}}y{{/if}}",
        "{% if a and a != empty and a != 0 %}x{% elsif b and b != empty and b != 0 %}y{% endif %}",
    ),
    ("{{#unless a}}x{{/unless}}", "{% if a == nil or a == false or a == empty or a == 0 %}x{% endif %}"),
    ("{{#each a.b}}{{@index}}{{this}}{{/each}}", "{% for item in a.b %}{{ forloop.index0 }}{{ item }}{% endfor %}"),
    ("{{#each a}}{{name}} {{this.name}}{{/each}}", "{% for item in a %}{{ item.name }} {{ item.name }}{% endfor %}"),
    ("{{#each a}}{{../x}}{{@root.y}}{{/each}}", "{% for item in a %}{{ x }}{{ y }}{% endfor %}"),
    (
        "{{#each a}}{{#each b}}{{this}}{{../c}}{{/each}}{{/each}}",
        "{% for item in a %}{% for item2 in item.b %}{{ item2 }}{{ item.c }}{% endfor %}{% endfor %}",
    ),
    ("{{#each a as |x i|}}{{i}}{{x.y}}{{/each}}", "{% for x in a %}{{ forloop.index0 }}{{ x.y }}{% endfor %}"),
    (
        "{{#each a}}{{#unless @last}},{{/unless}}{{/each}}",
        "{% for item in a %}{% if forloop.last == false %},{% endif %}{% endfor %}",
    ),
    ("{{#with a}}{{b}}{{/with}}", "{% if a and a != empty and a != 0 %}{{ a.b }}{% endif %}"),
    ("{{lookup a b}}", "{{ a[b] }}"),
    ("{{a.[b c].0.d}}", '{{ a["b c"][0].d }}'),
    ("x {{!-- {{a}} --}}{{! b }}y", "x y"),
    ("a {{~b~}} c", "a {{- b -}} c"),
]


@pytest.mark.parametrize(("old", "new"), TEMPLATES)
def test_handlebars_becomes_liquid_and_liquid_stays(old: str, new: str) -> None:
    translation = translate(old)
    assert (translation.text, translation.untranslated) == (new, ())
    assert translate(new).text == new


@pytest.mark.parametrize(
    ("template", "untranslated"),
    [
        ("{{formatDate date 'short'}}", "{{formatDate date 'short'}}"),
        ("{{#list a}}x{{/list}}", "{{#list a}}"),
        ("{{> header}}", "{{> header}}"),
        ("{{#each a}}{{@key}}{{/each}}", "{{@key}}"),
        ("{{#if (eq a b)}}x{{/if}}", "{{#if (eq a b)}}"),
        ("{{#if a}}x", "{{#if}} without an end"),
        ("{{/if}}", "{{/if}}"),
        ("{{#if a}}{{/each}}", "{{/each}}"),
        ("{{#each a}}{{../../x}}{{/each}}", "{{../../x}}"),
    ],
)
def test_what_liquid_cannot_say_leaves_the_template_as_it_was(template: str, untranslated: str) -> None:
    translation = translate(template)
    assert translation.text == template
    assert translation.untranslated[0] == untranslated


@pytest.mark.parametrize(
    ("values", "expected"),
    [({"a": [1]}, "yes"), ({"a": 0}, "no"), ({"a": ""}, "no"), ({"a": []}, "no"), ({"a": None}, "no"), ({}, "no")],
)
def test_a_translated_condition_takes_for_true_what_handlebars_does(values: dict[str, Any], expected: str) -> None:
    assert compile_template(translate("{{#if a}}yes{{else}}no{{/if}}").text).render(values) == expected
    assert compile_template(translate("{{#unless a}}no{{else}}yes{{/unless}}").text).render(values) == expected


@pytest.mark.parametrize(
    "template",
    ["{{#if a}}" * 50_000, "{{!-- " * 50_000, "{{{" * 100_000, "{{#each a as |" + " " * 50_000, "{{f x}}" * 50_000],
)
def test_a_hostile_template_costs_a_few_calls_a_tag(template: str) -> None:
    with at_most(calls=50_000 * 10):
        translate(template)


@pytest.mark.parametrize(
    ("steps", "ids"),
    [
        ([{"stepInstanceId": "a"}, {"stepInstanceId": "a"}], ["a", "a_2"]),
        ([{"id": "a"}, {"stepType": "NO_OP"}], ["a", "step_2"]),
        ({"a": {}, "b": {"stepInstanceId": "c"}}, ["a", "b"]),
        ({"a b": {}, "a_b": {}, "a-b!": {}, "step_a_b": {}}, ["step_a_b_2", "a_b", "step_a-b", "step_a_b"]),
        ({"": {}, "ü": {}}, ["step_", "step__2"]),
    ],
)
def test_steps_have_allowed_and_different_ids(steps: Any, ids: list[str]) -> None:
    assert list(upgrade({"steps": steps}).definition["steps"]) == ids


def test_a_renamed_step_is_renamed_wherever_it_is_named() -> None:
    document = {
        "startStepInstanceId": "1",
        "steps": {
            "1": {
                "parallelBranches": [{"branchId": "x", "stepInstanceId": "1"}],
                "onTimeoutStepInstanceId": "1",
                "outputMappings": {},
                "transitions": [{"condition": "$.a", "nextStepId": "1"}],
                "literals": {"nextStepInstanceId": "1"},
            }
        },
        "groups": [{"id": "g", "stepInstanceIds": ["1"]}],
        "defaultStepConfig": {"onError": {"fallbackStepInstanceId": "1"}},
    }
    upgraded = upgrade(document).definition
    assert upgraded == {
        "startStepInstanceId": "step_1",
        "steps": {
            "step_1": {
                "stepInstanceId": "step_1",
                "parallelBranches": [{"branchId": "x", "stepInstanceId": "step_1"}],
                "onTimeoutStepInstanceId": "step_1",
                "outputMappings": {},
                "transitions": [{"condition": "$.a", "nextStepInstanceId": "step_1"}],
                "literals": {"nextStepInstanceId": "1"},
            }
        },
        "groups": [{"id": "g", "stepInstanceIds": ["step_1"]}],
        "defaultStepConfig": {"onError": {"fallbackStepInstanceId": "step_1"}},
    }


def test_fields_of_a_step_type_are_dropped_only_when_the_types_are_known() -> None:
    document = one(stepType="END_FLOW", reason="done")
    assert upgrade(document).definition == document
    assert "reason" not in upgrade(document, catalog=CATALOG).definition["steps"]["s"]
